import csv
import json
from datetime import date, timedelta
from io import StringIO

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.log import last_search
from tests import make

LOG = (
    "2026-01-05 12:00:01 [main] ERROR c.e.vpn.Client - tunnel closed (certificate) <0x80070005> {\"a\": 'b'} \\\\srv\\x\n"
    * 100
)
LINK = "https://example.org:8443/vpn/login?next=%2Fhome&x[]=1#top"
QUERIES = [
    "can't connect",
    "can’t connect",
    "error: 0x80070005",
    LINK,
    "C:\\Temp",
    "C:\\Temp\\",
    'vpn "does not connect',
    "vpn “does not",
    '"',
    '""',
    "(",
    ")",
    "((vpn",
    "'",
    "\\",
    "*",
    "?",
    "~",
    "^2",
    "vpn^",
    "vpn~1",
    "[a TO b]",
    "{a TO *}",
    "+vpn +mail",
    "vpn AND NOT mail",
    "NOT",
    "AND",
    "OR OR",
    "IN [",
    "vpn: [",
    ":",
    "::",
    "title:",
    "title:(",
    'title:"',
    ":title",
    "nosuch:field",
    "tag:*",
    "lang:",
    "-",
    "--",
    "---",
    "-x",
    "-vpn",
    "-vpn -mail",
    "--printer",
    "--printer jam",
    "--format",
    "---- Original message ----",
    "- it does not print",
    "-1 item in the basket",
    "😀",
    "😀🚀👩‍👩‍👧‍👦",
    "🇱🇹",
    "无法连接服务器",
    "プリンターが印刷しない",
    "프린터가 인쇄되지 않습니다",
    "ąčęėįšųūž",
    "لا يمكن الاتصال",
    "\u202evpn",
    "\ufeffvpn",
    "vpn\x00mail",
    "\x1b[31mvpn\x1b[0m",
    "a" * 5000,
    "vpn " * 2000,
    "\n\n",
    "\t",
    " vpn ",
    "<script>alert(1)</script>",
    "'; DROP TABLE articles; --",
    "$(rm -rf ~) `id` %s %n {0}",
    "../../etc/passwd",
    "\ud800",
    LOG,
]


def ids(kb, *words: str, stdin: str | bytes | None = None) -> list[str]:
    run = make.run(kb, "search", "--format", "ids", *words, stdin=stdin)
    assert (run.status, run.err) == (0, "")
    return run.out.splitlines()


def found(kb, *words: str) -> dict:
    return json.loads(make.run(kb, "search", "--format", "json", *words).out)


def test_a_search_in_the_customers_words_finds_the_article(kb):
    assert ids(kb, "cannot get in from home")[0] == "kb-vpn001"


@pytest.mark.parametrize("query", [q for q in QUERIES if q.strip(" \n\t-")], ids=lambda q: ascii(q[:20]))
def test_any_text_is_a_query(kb, query):
    run = make.run(kb, "search", "--format", "json", "--explain", "--facets", "--", query)
    assert (run.status, run.err, json.loads(run.out)["kcs"]) == (0, "", 2)


@pytest.mark.parametrize("query", ["-", "--tag x", "a\x00b", "\x1b[2J", "\ud800", "😀", LOG], ids=lambda q: ascii(q[:20]))
def test_any_text_piped_in_is_a_query(kb, query):
    run = make.run(kb, "search", "-", stdin=query.encode("utf-8", "surrogatepass"))
    assert (run.status, run.err, "\x1b" in run.out) == (0, "", False)


def test_bytes_that_are_no_utf8_are_a_query_too(kb):
    assert ids(kb, "-", stdin=b"\xff\xfe vpn \x80\n") == ["kb-vpn001"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("can't get in from home", ["kb-vpn001"]),
        ("error: 0x80070005", ["kb-vpn001"]),
        (LINK, ["kb-vpn001"]),
        ('vpn "does not', ["kb-vpn001"]),
        ("vpn (", ["kb-vpn001"]),
        ("vpn 😀 无法", ["kb-vpn001"]),
        ("VPN!!!", ["kb-vpn001"]),
        ("prnter", ["kb-print1"]),
        ("attachments", ["kb-mail01"]),
        (LOG, ["kb-vpn001"]),
    ],
    ids=lambda value: ascii(value[:20]) if isinstance(value, str) else None,
)
def test_bad_input_finds_what_its_words_name(kb, query, expected):
    assert ids(kb, "-n", "1", "--", query) == expected


@pytest.mark.parametrize(
    "log",
    [
        "\x1b[1;31mcertificate\x1b[0m",
        "\x1b[01;31m\x1b[Kcertificate\x1b[m\x1b[K",
        "\x1b]8;;https://x.example\x1b\\certificate\x1b]8;;\x07",
    ],
)
def test_the_colours_of_a_log_are_no_part_of_its_words(kb, log):
    answer = json.loads(make.run(kb, "search", "-", "--format", "json", stdin=f"{log}\n").out)
    assert (answer["query"], answer["nearest"], [hit["id"] for hit in answer["hits"]]) == (
        "certificate\n", {}, ids(kb, "certificate"),
    )  # fmt: skip


def test_a_pasted_log_is_read_from_stdin(kb):
    assert ids(kb, "-", stdin=LOG)[:1] == ["kb-vpn001"]


def test_words_of_several_arguments_are_one_question(kb):
    assert found(kb, "get", "in", "from home")["query"] == "get in from home"


@pytest.mark.parametrize("word", ["-vpn", "-x", "--printer", "--vpn-client", "--no-such-thing", "-vpn=1", "-'vpn'"])
def test_a_word_with_a_dash_is_no_option(kb, word):
    assert found(kb, "printer", word)["query"].split() in (["printer", word], [word, "printer"])


def test_words_and_a_word_with_a_dash_stay_in_their_order(kb):
    assert found(kb, "error", "-5", "printer")["query"] == "error -5 printer"


def test_a_text_in_one_argument_that_begins_with_a_dash_is_a_question(kb):
    assert ids(kb, "- the printer prints nothing", "-n1") == ["kb-print1"]


def test_what_follows_two_dashes_is_words(kb):
    assert found(kb, "--", "--format", "ids")["query"] == "--format ids"


def test_a_mistyped_option_is_no_word(kb):
    run = make.run(kb, "search", "vpn", "--facet")
    assert (run.status, run.out, run.err.splitlines()[1]) == (2, "", "Hint: kcs search --help")


def test_a_word_with_a_dash_leaves_its_articles_out(kb):
    assert ids(kb, "does not", "-printer") == ["kb-vpn001"]


def test_a_quoted_phrase_must_be_there(kb):
    assert ids(kb, '"does not print"') == ["kb-print1"]


def test_a_phrase_that_no_article_has_is_relaxed_and_said_so(kb):
    run = make.run(kb, "search", '"message printer outbox"')
    assert run.out.startswith("No article has all you insist on; these have the words.\n\n 1  Mail waits in the outbox\n")


def test_a_beginning_with_a_star_finds_words_that_begin_so(kb):
    assert ids(kb, "attach*") == ["kb-mail01"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("title:outbox", ["kb-mail01"]),
        ("issue:client", ["kb-vpn001"]),
        ("resolution:certificate", ["kb-vpn001"]),
        ("tag:mail", ["kb-mail01"]),
        ("owner:ben@example.org", ["kb-vpn001"]),
        ("state:not-validated", ["kb-vpn001"]),
        ("audience:internal", ["kb-vpn001"]),
        ("kind:question", ["kb-mail01"]),
        ("id:kb-print1", ["kb-print1"]),
        ("path:knowledge/vpn.md", ["kb-vpn001"]),
        ("tag:vpn not", ["kb-vpn001"]),
    ],
)
def test_a_field_with_a_value_narrows(kb, query, expected):
    assert ids(kb, query) == expected


def test_a_filter_of_an_option_narrows(kb):
    assert ids(kb, "does not", "--tag", "vpn") == ["kb-vpn001"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (("--tag", "vpn"), {"kb-vpn001"}),
        (("--tag", "vpn", "--tag", "mail"), {"kb-vpn001", "kb-mail01"}),
        (("--tag", "vpn", "--owner", "ana@example.org"), set()),
        (("--tag", "VPN"), {"kb-vpn001"}),
        (("--owner", "ana@example.org"), {"kb-print1", "kb-mail01"}),
        (("--state", "not-validated"), {"kb-vpn001"}),
        (("--audience", "public"), {"kb-print1", "kb-mail01"}),
        (("--kind", "question", "--kind", "problem"), {"kb-print1", "kb-mail01", "kb-vpn001"}),
        (("--lang", "en"), {"kb-print1", "kb-mail01", "kb-vpn001"}),
        (("--path", "knowledge"), {"kb-print1", "kb-mail01", "kb-vpn001"}),
        (("--path", "./knowledge/"), {"kb-print1", "kb-mail01", "kb-vpn001"}),
        (("--path", "knowledge/mail.md"), {"kb-mail01"}),
    ],
)
def test_filters_without_words_list(kb, filters, expected):
    assert set(ids(kb, *filters)) == expected


def test_a_folder_that_is_not_there_is_an_error(kb):
    hint = "Hint: kcs search WORDS --facets counts the articles by folder\n"
    assert make.run(kb, "search", "--path", "know") == (2, "", f"Error: There is no folder know in {kb}\n{hint}")


def test_a_folder_is_named_from_where_a_person_stands(kb, monkeypatch):
    make.files(kb, {"knowledge/mail/imap.md": make.article("Mail by IMAP", id="kb-imap01")})
    monkeypatch.chdir(kb / "knowledge/mail")
    assert [ids(kb, "mail", "--path", folder) for folder in (".", "../mail", "knowledge/mail")] == [["kb-imap01"]] * 3


def test_a_folder_outside_is_an_error(kb):
    assert make.run(kb, "search", "--path", "..").status == 2


def test_the_newest_articles_are_listed_first(kb):
    make.files(
        kb, {"knowledge/a.md": make.article(updated="2024-01-01"), "knowledge/b.md": make.article(updated="2026-01-01")}
    )
    assert ids(kb, "--kind", "problem", "-n", "2") == ["knowledge/b", "knowledge/a"]


def test_a_list_that_is_empty_says_why(kb):
    assert make.run(kb, "search", "--tag", "nosuch").out == "Nothing found that passes tag:nosuch.\n"


@pytest.mark.parametrize("option", ["state", "audience", "kind"])
def test_a_filter_that_no_article_can_pass_is_refused(kb, option):
    run = make.run(kb, "search", "vpn", f"--{option}", "nosuch")
    assert (run.status, run.out, run.err.splitlines()[0]) == (2, "", f"Error: There is no {option} nosuch")


def test_archived_articles_are_left_out(kb):
    make.files(kb, {"knowledge/old.md": make.article("VPN of old", confidence="archived", id="kb-old")})
    assert ids(kb, "vpn") == ["kb-vpn001"]


@pytest.mark.parametrize("asked", ["--archived", "--state=archived"])
def test_archived_articles_are_found_when_asked_for(kb, asked):
    make.files(kb, {"knowledge/old.md": make.article("VPN of old", confidence="archived", id="kb-old")})
    assert "kb-old" in ids(kb, "vpn", asked)


def test_archived_articles_are_shown_and_marked_when_nothing_else_matches(kb):
    make.files(kb, {"knowledge/old.md": make.article("Fax machine", "Feed it.\n", confidence="archived", id="kb-old")})
    assert make.run(kb, "search", "fax").out == (
        "Only archived articles match.\n\n"
        " 1  Fax machine\n    kb-old · archived · problem · public\n    Feed it.\n    knowledge/old.md:9\n"
    )


def test_as_many_articles_are_shown_as_asked_for(kb):
    assert len(ids(kb, "--kind", "problem", "--kind", "question", "-n", "2")) == 2


def test_the_number_of_articles_can_be_configured(kb):
    make.files(kb, {"kcs.toml": "[search]\nlimit = 1\n"})
    assert len(ids(kb, "--lang", "en")) == 1


def test_the_number_of_an_option_wins_over_a_variable_and_that_over_the_file(kb, monkeypatch):
    make.files(kb, {"kcs.toml": "[search]\nlimit = 1\n"})
    monkeypatch.setenv("KCS_SEARCH_LIMIT", "2")
    assert [len(ids(kb, "--lang", "en")), len(ids(kb, "--lang", "en", "-n", "3"))] == [2, 3]


def test_hits_are_a_few_lines_each_on_a_page(kb):
    assert make.run(kb, "search", "does not connect").out == (
        " 1  VPN does not connect\n"
        "    kb-vpn001 · not-validated · problem · internal\n"
        "    Issue: The VPN client shows:\n"
        "    knowledge/vpn.md:14\n"
        "\n"
        " 2  Printer does not print\n"
        "    kb-print1 · validated · problem · public\n"
        "    Issue: The printer does nothing.\n"
        "    knowledge/printer.md:13\n"
    )


def test_the_age_is_that_which_the_file_tells(kb):
    day = date.today() - timedelta(days=45)  # noqa: DTZ011 - the day where the test runs, as the search sees it
    make.files(kb, {"knowledge/fax.md": make.article("Fax", id="kb-fax", reviewed=day)})
    assert make.run(kb, "search", "fax").out.splitlines()[1] == "    kb-fax · validated · problem · public · 1 month old"


def test_the_line_is_that_of_the_passage(kb):
    assert make.run(kb, "search", "renew certificate").out.splitlines()[-2:] == [
        "    Resolution: Renew the certificate.",
        "    knowledge/vpn.md:22",
    ]


def test_json_is_the_whole_report(kb):
    hit = {"rank": 1, "id": "kb-vpn001", "title": "VPN does not connect", "path": "knowledge/vpn.md", "line": 14,
           "section": "Issue", "passage": "The VPN client shows:", "marks": [[4, 7]], "kind": "problem",
           "confidence": "not-validated", "audience": "internal", "owner": "ben@example.org", "owner_source": "front matter",
           "tags": ["network", "vpn"], "language": "en", "updated_on": None, "age_days": None, "parts": [],
           "body": None, "cases": 0, "used_on": None, "flags": 0, "translations": [], "sentence": [0, 21],
           "changed_on": None, "fault": None}  # fmt: skip
    report = found(kb, "vpn")
    score = report["hits"][0].pop("score")
    assert score > 0
    assert report == {"kcs": 2, "query": "vpn", "hits": [hit], "found": 1, "relaxed": False, "archived": False,
                      "narrow": None, "nearest": {}, "facets": {}, "set_aside": 0, "filters": {}, "related": [],
                      "dropped": [], "is_answered": True, "lacking_language": None, "fallback": None}  # fmt: skip


def test_jsonl_is_one_hit_a_line(kb):
    lines = make.run(kb, "search", "does not", "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == found(kb, "does not")["hits"]


def test_csv_is_one_hit_a_row(kb):
    rows = list(csv.DictReader(StringIO(make.run(kb, "search", "message", "--format", "csv").out)))
    score = float(rows[0].pop("score"))
    assert score > 0
    assert rows == [
        {"rank": "1", "id": "kb-mail01", "title": "Mail waits in the outbox", "confidence": "validated",
         "audience": "public", "kind": "question", "owner": "ana@example.org", "owner_source": "front matter",
         "updated_on": "",
         "cases": "0", "used_on": "", "flags": "0", "path": "knowledge/mail.md", "line": "13", "section": "Issue",
         "passage": "A message stays in the outbox.", "fault": ""}
    ]  # fmt: skip


def test_markdown_is_a_list_of_links(kb):
    expected = "1. [VPN does not connect](<knowledge/vpn.md>) (not-validated, internal): The VPN client shows:\n"
    assert make.run(kb, "search", "vpn", "--format", "markdown").out == expected


def test_paths_are_one_a_line(kb):
    assert (
        make.run(kb, "search", "vpn printer printer", "--format", "paths").out == "knowledge/printer.md\nknowledge/vpn.md\n"
    )


@pytest.mark.parametrize(
    ("format", "expected"), [("jsonl", ""), ("ids", ""), ("paths", ""), ("markdown", ""), ("csv", 1), ("json", [])]
)
def test_nothing_found_is_exit_0_and_an_empty_list(kb, format, expected):
    run = make.run(kb, "search", "qqqq", "--format", format)
    shown = {"csv": lambda: len(run.out.splitlines()), "json": lambda: json.loads(run.out)["hits"]}
    assert (run.status, shown.get(format, lambda: run.out)(), run.err) == (0, expected, "")


def test_nothing_found_says_so_and_how_to_capture_it(kb):
    assert make.run(kb, "search", "qqqq").out.splitlines()[0] == "Nothing found for qqqq."
    assert "Capture it" in make.run(kb, "search", "qqqq").out


def test_nothing_found_suggests_the_nearest_words(kb):
    assert "No article has “cerxifixxte”; some have certificate.\n" in make.run(kb, "search", "cerxifixxte").out


@pytest.mark.parametrize(("words", "status"), [("vpn", 0), ("qqqq", 1)])
def test_check_makes_nothing_found_exit_1(kb, words, status):
    assert make.run(kb, "search", words, "--check").status == status


def value(name, articles):
    return {"name": name, "articles": articles}


def test_facets_count_the_values_of_each_filter(kb):
    assert found(kb, "does not", "--facets")["facets"] == {
        "tag": [value("network", 1), value("printing", 1), value("vpn", 1)],
        "owner": [value("ana@example.org", 1), value("ben@example.org", 1)],
        "state": [value("not-validated", 1), value("validated", 1)],
        "audience": [value("internal", 1), value("public", 1)],
        "kind": [value("problem", 2)],
        "lang": [value("en", 2)],
        "path": [value("knowledge", 2)],
    }


def test_facets_stand_below_the_hits(kb):
    assert make.run(kb, "search", "message", "--facets").out.partition("\n\n")[2] == (
        "1 article with at least one of the words:\n"
        "--tag       mail (1)\n--owner     ana@example.org (1)\n--state     validated (1)\n"
        "--audience  public (1)\n--kind      question (1)\n--lang      en (1)\n--path      knowledge (1)\n"
    )


def test_facets_of_a_list_count_all_that_pass_the_filters(kb):
    assert found(kb, "--owner", "ana@example.org", "--facets", "-n", "1")["facets"]["tag"] == [
        value("mail", 1), value("printing", 1),
    ]  # fmt: skip


def test_explain_adds_up_to_the_score(kb):
    hit = found(kb, "vpn client", "--explain")["hits"][0]
    assert sum(score for _, _, _, score in map(dict.values, hit["parts"])) == pytest.approx(hit["score"], rel=1e-4)


def test_explain_names_field_and_clause(kb):
    parts = found(kb, "vpn", "--explain")["hits"][0]["parts"]
    assert {("word", "vpn", "text"), ("word", "vpn", "title")} <= {(p["kind"], p["words"], p["field"]) for p in parts}


def test_explain_stands_below_the_hit(kb):
    assert make.run(kb, "search", "vpn", "--explain").out.partition("    It ")[2] == (
        "scores 2.78, because\n"
        "        1.28  its text has the word: vpn\n"
        "        0.64  its text has parts of the words: vpn 0.32, vpn 0.32\n"
        "        0.41  it means nearly the same as the title\n"
        "        0.21  its title or a phrase has the word: vpn\n"
        "        0.13  its file name has the word: vpn\n"
        "        0.08  its title or a phrase has parts of the words: vpn 0.04, vpn 0.04\n"
        "        0.03  its state counts: not-validated\n"
    )


def test_full_shows_the_whole_article(kb):
    shown = make.run(kb, "search", "message", "--full").out.partition("mail.md:13\n\n")[2]
    assert shown == (
        "    ## Issue\n\n    A message stays in the outbox.\n\n"
        "    ## Resolution\n\n    1. Shrink the attachment below 20 MB.\n"
    )


def test_full_is_the_body_in_json(kb):
    expected = "## Issue\n\nA message stays in the outbox.\n\n## Resolution\n\n1. Shrink the attachment below 20 MB.\n"
    assert found(kb, "message", "--full")["hits"][0]["body"].strip() == expected.strip()


def test_a_broken_article_is_told_on_stderr_and_stops_nothing(kb):
    make.files(kb, {"knowledge/bad.md": b"vpn\n\xff"})
    run = make.run(kb, "search", "vpn", "--format", "ids")
    expected = "kcs: 1 file is set aside and not searched; `kcs index` says which and why\n"
    assert run == (0, "kb-vpn001\n", expected)


def test_an_article_with_broken_front_matter_is_found_and_marked(kb):
    make.files(kb, {"knowledge/bad.md": "---\ntitle: Fax: dead\n---\n\nThe toner smells.\n"})
    (hit,) = found(kb, "toner")["hits"]
    assert (hit["id"], hit["title"], hit["fault"]["line"], hit["audience"]) == ("knowledge/bad", "Fax: dead", 2, "internal")
    assert "not-validated · broken front matter · internal" in make.run(kb, "search", "toner").out
    row = make.run(kb, "search", "toner", "--format", "csv").out.splitlines()
    assert (row[0].split(",")[-1], row[1].split(",")[-1][:16]) == ("fault", "line 2: bad YAML")
    assert "(broken front matter, not-validated, internal)" in make.run(kb, "search", "toner", "--format", "markdown").out


def test_an_edit_is_found_at_once(kb):
    ids(kb, "vpn")
    make.files(kb, {"knowledge/new.md": make.article("Scanner jams", id="kb-new")})
    assert ids(kb, "scanner")[:1] == ["kb-new"]


def test_colours_are_for_terminals_only(kb):
    assert "\x1b[" in make.terminal(kb, "kcs search vpn")
    assert "\x1b[" not in make.terminal(kb, "kcs search vpn | cat")


def test_the_words_are_marked_on_a_terminal(kb):
    assert "The \x1b[33m\x1b[1mVPN\x1b[0m client shows:\n" in make.terminal(kb, "kcs search vpn")


def test_no_color_is_respected(kb):
    assert "\x1b" not in make.terminal(kb, "kcs search vpn; kcs show 1; kcs show nosuch", NO_COLOR="1")


def test_a_terminal_gets_title_facts_and_the_best_sentence_of_a_hit(kb):
    shown = make.terminal(kb, "kcs search vpn", NO_COLOR="1")
    facts = "    kb-vpn001 · not-validated · internal · ben@example.org"
    assert shown.splitlines() == [" 1  VPN does not connect", facts, "    The VPN client shows:"]


def test_with_all_a_terminal_gets_what_a_pipe_gets(kb):
    assert make.terminal(kb, "kcs search vpn --all", NO_COLOR="1") == make.run(kb, "search", "vpn").out


@pytest.mark.parametrize("words", ["article number", "article frobnicate wug xyzzy", "number zebra"])
def test_a_search_fits_the_screen(kb, words):
    texts = {f"knowledge/{n}.md": make.article(f"Article number {n}", id=f"kb-n{n}") for n in range(30)}
    make.files(kb, texts)
    shown = make.terminal(kb, f"kcs search {words}", NO_COLOR="1").splitlines()
    assert len(shown) <= 22
    assert any(line.startswith("… ") and line.endswith(" more: kcs more") for line in shown)


@pytest.mark.parametrize(("articles", "said"), [(9, "… 2 more: kcs more"), (30, "… more: kcs more")])
def test_how_many_hits_are_left_is_said_where_the_limit_did_not_cut_them(kb, articles, said):
    make.files(kb, {f"knowledge/{n}.md": make.article(f"Zebra {n}", id=f"kb-n{n}") for n in range(articles)})
    assert make.terminal(kb, "kcs search zebra", NO_COLOR="1").splitlines()[-1] == said


def test_words_that_no_article_has_are_told_before_the_hits(kb):
    assert make.terminal(kb, "kcs search vpn frobnicate", NO_COLOR="1").splitlines()[0] == "No article has “frobnicate”."


def test_what_nothing_answers_is_told_and_how_to_capture_it(kb):
    shown = " ".join(make.terminal(kb, "kcs search vpn xyzzy frobnicate wobble", NO_COLOR="1").split())
    assert "Nothing here seems to answer this. Is it new? Capture it" in shown


def test_a_language_without_an_article_is_told(kb):
    shown = " ".join(make.terminal(kb, "kcs search warum verbindet sich mein vpn gar nicht mehr", NO_COLOR="1").split())
    assert "Nothing here seems to answer this. There is no article in German." in shown


def test_a_hit_says_when_somebody_last_worked_on_it(kb):
    text = (kb / "knowledge/vpn.md").read_text().replace("The VPN client", "The new VPN client")
    make.commit(kb, {"knowledge/vpn.md": text}, on="2027-02-01")
    make.run(kb, "index")
    assert found(kb, "vpn")["hits"][0]["changed_on"] == "2027-02-01"
    assert " · dated in the future" in make.terminal(kb, "kcs search vpn", NO_COLOR="1")


@pytest.mark.parametrize("columns", [80, 60])
def test_a_terminals_columns_are_never_exceeded(kb, columns):
    long = {"title": "Long " * 40, "id": "kb-" + "x" * 90, "owner": "a" * 90}
    make.files(kb, {f"knowledge/{'folder/' * 9}{'name' * 20}.md": make.article(body="word " * 99 + "w" * 200, **long)})
    shown = make.terminal(kb, "kcs search long word --facets", "kcs search qqqq", columns=columns, NO_COLOR="1")
    assert [line for line in shown.splitlines() if len(line) > columns] == []


@pytest.mark.parametrize("format", ["table", "markdown", "ids", "paths", "csv", "json", "jsonl"])
def test_terminal_escapes_of_an_article_are_shown_harmless_in_every_format(kb, format):
    fields = {"title": '"Evil \\e]0;owned\\a title"', "id": '"evil\\e[2J"', "owner": '"\\e[5m"'}
    evil = make.article(body="evil \x1b[31m body \x9b31m\n", **fields)
    make.files(kb, {"knowledge/evil\x1b[1m.md": evil})
    shown = make.terminal(kb, f"kcs search evil --format {format} --facets", NO_COLOR="1")
    assert [c for c in ("\x1b", "\x07", "\x9b") if c in shown] == []


def test_the_log_has_words_filters_and_hits(kb):
    make.run(kb, "search", "vpn", "--tag", "vpn")
    (file,) = (kb / ".git/kcs/searches").iterdir()
    entry = json.loads(file.read_text())
    expected = {"words": "vpn", "filters": {"tag": ["vpn"]}, "hits": [["kb-vpn001", 14]], "found": 1}
    assert {name: entry[name] for name in expected} == expected


def test_the_work_tree_stays_as_it_was(kb):
    make.run(kb, "search", "vpn")
    assert make.git(kb, "status", "--short", "--ignored") == ""


ENVIRONMENTS = {
    f"{n}.md": make.article(
        "Fax does not send",
        f"## Issue\n\nA page stays.\n\n## Environment\n\nHP X{n}000.\n\n## Resolution\n\nWait.\n",
        id=f"kb-fax{n}11",
    )
    for n in (1, 2, 3)
}


@pytest.mark.parametrize("model", [1, 2, 3])
def test_an_article_about_the_environment_comes_first(model, tmp_path):
    kb = make.base(tmp_path / "kb", ENVIRONMENTS)
    found = make.answer(kb, "search", "fax does not send", "--env", f"HP X{model}000")["hits"]
    assert (found[0]["id"], len(found)) == (f"kb-fax{model}11", 3)


def test_a_ticket_is_a_question_with_an_environment(tmp_path):
    kb = make.base(tmp_path / "kb", ENVIRONMENTS)
    ticket = {"ticket": {"subject": "Fax", "description": "it does not send the page", "product": "HP X2000"}}
    make.files(tmp_path, {"ticket.json": json.dumps(ticket)})
    found = make.answer(kb, "search", "--case", str(tmp_path / "ticket.json"))["hits"]
    assert found[0]["id"] == "kb-fax211"
    assert make.run(kb, "search", "--case", str(tmp_path / "nosuch.json")).status == 2


@pytest.mark.parametrize(
    ("asked", "dropped"),
    [
        (("vpn", "-client"), ["-client"]),
        (("vpn tag:printing",), ["tag:printing"]),
        (("vpn", "--tag", "printing", "--owner", "nobody"), ["tag:printing", "owner:nobody"]),
        (("vpn -client", "--tag", "printing"), ["-client", "tag:printing"]),
    ],
)
def test_what_empties_the_list_is_left_out_and_told(kb, asked, dropped):
    report = found(kb, *asked)
    assert ([hit["id"] for hit in report["hits"]], report["dropped"]) == (["kb-vpn001"], dropped)


def test_a_list_without_its_filter_is_told_to_people_and_fails_a_check(kb):
    said = "Nothing is found with tag:printing; this is without."
    assert make.run(kb, "search", "vpn", "--tag", "printing").out.startswith(said)
    ran = make.run(kb, "search", "vpn", "--tag", "printing", "--format", "ids", "--check")
    assert (ran.out, ran.err, ran.status) == ("kb-vpn001\n", f"kcs: {said}\n", 1)


def test_nothing_internal_is_shown_where_a_customer_asks(kb):
    assert found(kb, "vpn", "--audience", "customer", "--tag", "printing")["hits"] == []


def test_a_filter_without_words_lists_nothing_else(kb):
    assert found(kb, "--tag", "nothing")["hits"] == []


def test_an_exclusion_alone_is_a_word(kb):
    assert [hit["id"] for hit in found(kb, "--", "-vpn")["hits"]] == ["kb-vpn001"]


@pytest.fixture
def commands(tmp_path):
    """A base with commands in its articles, and one about java without any."""
    return make.base(tmp_path, {
        "knowledge/java.md": make.article("More memory", "Run `java -Xmx4g -jar app.jar`.\n", id="kb-java01"),
        "knowledge/jar.md": make.article("Which java to take", "Java 17 opens the jar, Java.app none.\n", id="kb-jar001"),
        "knowledge/find.md": make.article("Core files", "    find / -name core -type f\n", id="kb-find01"),
    })  # fmt: skip


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("java -Xmx4g -jar app.jar", ["kb-java01", "kb-jar001"]),
        ("find / -name core -type f", ["kb-find01", "kb-java01"]),
        ("JAVA -XMX4G", ["kb-java01", "kb-jar001"]),
        ("java -memory", ["kb-jar001"]),
        ("java -app -Xmx4g", []),
    ],
)
def test_what_an_article_has_with_its_minus_is_a_word_and_all_else_is_excluded(commands, pasted, expected):
    report = found(commands, pasted)
    assert ([hit["id"] for hit in report["hits"]] if not report["dropped"] else []) == expected


@pytest.mark.parametrize("typed", ["knowledge/über", "knowledge/u\u0308ber"])
@pytest.mark.parametrize("folder", ["über", "u\u0308ber"])
def test_a_folder_is_found_composed_or_not(tmp_path, typed, folder):
    kb = make.base(tmp_path, {f"knowledge/{folder}/a.md": make.article(id="kb-a")})
    assert ids(kb, "printer", "--path", typed) == ["kb-a"]


@pytest.fixture
def many(kb):
    """A base with thirty articles about one thing."""
    texts = {f"knowledge/n{n:02}.md": make.article(f"Gadget number {n}", id=f"kb-n{n:02}") for n in range(30)}
    make.files(kb, texts)
    return kb


def test_more_goes_on_where_the_search_ended(many):
    first = ids(many, "gadget")
    shown = make.run(many, "more", "--format", "ids").out.split()
    assert (len(first), len(shown), set(first) & set(shown)) == (10, 10, set())
    assert make.answer(many, "show", "11")["id"] == shown[0]
    assert [hit["rank"] for hit in make.answer(many, "more")["hits"]] == list(range(21, 31))
    assert [hit["id"] for hit in make.answer(many, "more")["hits"]] == ["kb-vpn001"]  # it has “get”
    assert make.run(many, "more").err == "kcs: That was all: 31 articles\n"
    assert [make.answer(many, "more")[name] for name in ("found", "hits")] == [31, []]


def test_more_keeps_what_the_search_was_restricted_by(many):
    ids(many, "gadget", "--path", "knowledge/n07.md", "--env", "Linux")
    assert make.run(many, "more").err == "kcs: That was all: 1 article\n"


def test_on_a_terminal_more_shows_the_next_screen(many):
    shown = make.terminal(many, "kcs search gadget", "kcs more", NO_COLOR="1").splitlines()
    ranks = [int(line[:3]) for line in shown if line[:3].strip().isdecimal()]
    assert ranks == list(range(1, 15))


def test_what_more_showed_is_linked_and_noted_as_a_hit_of_its_search(many):
    ids(many, "gadget")
    (hit, *_) = make.answer(many, "more")["hits"]
    (linked,) = make.answer(many, "link", "11", "--case", "4711")["linked"]
    assert (linked["id"], linked["rank"], linked["query"]) == (hit["id"], 11, "gadget")
    assert last_search(KnowledgeBase.open(str(many))).shown == (hit["id"],)


def test_a_hit_after_the_fiftieth_is_linked_with_its_search(kb):
    make.files(kb, {f"knowledge/n{n:02}.md": make.article(f"Gadget number {n}", id=f"kb-n{n:02}") for n in range(60)})
    hits = ids(kb, "gadget", "-n", "60")
    (linked,) = make.answer(kb, "link", "55", "--case", "4711")["linked"]
    assert (linked["id"], linked["rank"], linked["query"]) == (hits[54], 55, "gadget")


def test_more_needs_a_search_before(kb):
    run = make.run(kb, "more")
    assert (run.status, run.err) == (
        2,
        "Error: The last list of this terminal is none of a search\nHint: kcs search what the customer says\n",
    )
