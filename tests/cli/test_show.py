import json
from datetime import UTC, datetime

import pytest

from tests import make

LONG = "## Issue\n\nIt hangs.\n\n### Seen by\n\nAll.\n\n## Resolution\n\n1. Restart.\n\n## Notes\n\n" + "Line.\n\n" * 60


def hint(run: make.Run) -> str:
    return run.err.splitlines()[1]


def test_an_article_is_shown_as_it_is_in_a_pipe(kb):
    assert make.run(kb, "show", "kb-vpn001").out == make.THREE["knowledge/vpn.md"]


@pytest.mark.parametrize(
    "name",
    [
        "kb-vpn001",
        "KB-VPN001",
        "knowledge/vpn.md",
        "./knowledge/vpn.md",
        "knowledge/vpn",
        "vpn.md",
        "vpn",
        "kb-v",
        "vp",
        " vpn ",
    ],
)
def test_an_article_goes_by_id_path_file_name_and_beginning(kb, name):
    assert make.run(kb, "show", name).out == make.THREE["knowledge/vpn.md"]


def test_an_article_goes_by_its_former_ids(kb):
    text = make.article("Fax", id="kb-fax001", aliases="[kb-old001, fax-2019]")
    make.files(kb, {"knowledge/fax.md": text})
    assert make.run(kb, "show", "kb-old001").out == text


def test_an_article_goes_by_its_absolute_path(kb):
    assert make.run(kb, "show", f"{kb}/knowledge/vpn.md").out == make.THREE["knowledge/vpn.md"]


def test_an_article_goes_by_its_path_from_a_sub_folder(kb, monkeypatch):
    make.files(kb, {"other/x": ""})
    monkeypatch.chdir(kb / "other")
    assert make.run(kb, "show", "../knowledge/vpn.md").out == make.THREE["knowledge/vpn.md"]


def test_a_name_of_several_articles_lists_them(kb):
    expected = (
        "Error: 3 articles go by kb-\nHint: Name one of them: knowledge/mail.md, knowledge/printer.md, knowledge/vpn.md\n"
    )
    assert make.run(kb, "show", "kb-") == (2, "", expected)


def test_a_wrong_id_names_the_nearest(kb):
    assert hint(make.run(kb, "show", "kb-vpn002")) == "Hint: Did you mean kb-vpn001?"


def test_a_wrong_id_like_no_other_points_at_the_search(kb):
    assert hint(make.run(kb, "show", "qqqqqq")) == "Hint: Search for it: kcs search qqqqqq"


@pytest.mark.parametrize(
    "name", ["", " ", "\0", "\x1b[31m", "😀", "a" * 5000, "../../etc/passwd", "/etc/passwd", "*", "knowledge"]
)
def test_a_name_of_any_kind_is_two_lines_at_most_and_no_traceback(kb, name):
    run = make.run(kb, "show", name)
    assert (run.status, run.out, len(run.err.splitlines()), "\x1b" in run.err) == (2, "", 2, False)


def test_an_article_with_broken_front_matter_is_shown_with_line_and_reason(kb):
    make.files(kb, {"knowledge/bad.md": "---\ntitle: a\nkind: b: c\n---\n\nIt hangs.\n"})
    report = json.loads(make.run(kb, "show", "knowledge/bad.md", "--format", "json").out)
    assert (report["title"], report["fault"]["line"], report["audience"]) == ("a", 3, "internal")
    lines = make.run(kb, "show", "bad", "--format", "table").out.splitlines()
    assert [line.strip() for line in lines if "broken front" in line or "hangs" in line] == [
        "broken front matter, line 3: bad YAML: mapping values are not allowed in this", "It hangs.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "command",
    [("set", "bad", "owner=ana"), ("verify", "bad", "--tested", "all of it"), ("merge", "bad", "--into", "kb-vpn001"),
     ("fix", "bad", "--no-edit"), ("answer", "bad", "--for", "public"), ("open", "bad", "--page")],
)  # fmt: skip
def test_what_changes_an_article_or_gives_it_away_refuses_broken_front_matter_with_its_line(kb, command):
    text = "---\ntitle: a\nkind: b: c\n---\n\nIt hangs.\n"
    make.files(kb, {"knowledge/bad.md": text})
    run = make.run(kb, *command)
    assert (run.status, "knowledge/bad.md, line 3: bad YAML: mapping values" in run.err) == (2, True)
    assert (kb / "knowledge/bad.md").read_text() == text


def test_one_section_is_shown_by_its_role(kb):
    assert make.run(kb, "show", "vpn", "--section", "resolution") == (0, "1. Renew the certificate.\n", "")


def test_one_section_is_shown_by_its_heading_with_what_is_below_it(kb):
    make.files(
        kb, {"knowledge/hang.md": make.article("Hang", "## Facts\n\nIt hangs.\n\n### Seen by\n\nAll.\n\n## B\n\nb\n")}
    )
    assert make.run(kb, "show", "hang", "--section", "FACTS").out == "It hangs.\n\n### Seen by\n\nAll.\n"


def test_a_section_that_is_not_there_names_those_that_are(kb):
    expected = "Error: kb-vpn001 has no section cause\nHint: It has Issue, Resolution\n"
    assert make.run(kb, "show", "vpn", "--section", "cause") == (2, "", expected)


def test_one_section_is_shown_by_its_headings_beginning_in_any_case_and_without_its_marks(kb):
    make.files(kb, {"knowledge/hang.md": make.article("Hang", "## The [!DNL Big] `fix`: now\n\nRestart.\n\n## B\n\nb\n")})
    assert make.run(kb, "show", "hang", "--section", "the big FIX").out == "Restart.\n"


def test_a_beginning_of_several_sections_names_them(kb):
    make.files(kb, {"knowledge/hang.md": make.article("Hang", "## Fix A\n\na\n\n## Fix B\n\nb\n\n## Fix A\n\nc\n")})
    expected = "Error: 2 sections of knowledge/hang begin fix\nHint: Name one of them: Fix A, Fix B\n"
    assert make.run(kb, "show", "knowledge/hang.md", "--section", "fix") == (2, "", expected)
    run = make.run(kb, "show", "knowledge/hang.md", "--section", "Fix a")
    assert run == (0, "a\n\n## Fix A\n\nc\n", "kcs: 2 sections are called Fix A; all are here\n")


def test_plain_in_a_pipe_is_a_paragraph_a_line(kb):
    make.files(kb, {"knowledge/long.md": make.article("Long", "**word** " * 60 + "\n\n> [!NOTE]\n> So.\n")})
    assert make.run(kb, "show", "long", "--plain").out == f"Long\n\n{('word ' * 60).rstrip()}\n\nNote\nSo.\n"


def test_plain_on_a_terminal_fits_it(kb):
    make.files(kb, {"knowledge/long.md": make.article("Long", "**word** " * 60)})
    shown = make.terminal(kb, "kcs show long --plain", FORCE_HYPERLINK="1")
    assert ("\x1b" in shown, max(map(len, shown.splitlines())), shown.count("word")) == (False, 79, 60)


def test_html_is_safe(kb):
    make.files(kb, {"knowledge/evil.md": make.article("A & B", "<img src=x onerror=x()> [y](javascript:y) **z**\n")})
    shown = '<h1>A &amp; B</h1>\n<p><img src="x"> [y](javascript:y) <strong>z</strong></p>\n'
    assert make.run(kb, "show", "evil", "--html").out == shown


@pytest.mark.parametrize("options", ["--plain --html", "--html --format table", "--plain --format markdown"])
def test_two_ways_to_write_an_article_are_refused(kb, options):
    run = make.run(kb, "show", "vpn", *options.split())
    assert (run.status, run.err) == (2, "Error: --plain, --html and --format cannot be together\nHint: Give one of them\n")


@pytest.mark.parametrize("option", ["--plain", "--html", "--copy"])
def test_what_a_case_received_is_a_table_only(kb, option):
    assert make.run(kb, "show", "--case", "4711", option).status == 2


@pytest.mark.parametrize(
    ("terminal", "is_link"),
    [
        ({"FORCE_HYPERLINK": "1"}, True),
        ({"TERM": "xterm-kitty", "PAGER": ""}, True),
        ({"VTE_VERSION": "7600", "PAGER": "less"}, True),
        ({"VTE_VERSION": "7600", "PAGER": "more"}, False),
        ({"VTE_VERSION": "4000", "PAGER": ""}, False),
        ({"TERM_PROGRAM": "vscode", "PAGER": ""}, True),
        ({"TERM_PROGRAM": "vscode", "PAGER": "", "TMUX": "x"}, False),
        ({"TERM_PROGRAM": "vscode", "PAGER": "", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_a_link_has_its_address_beside_it_unless_the_terminal_opens_it(kb, terminal, is_link):
    make.files(kb, {"knowledge/link.md": make.article("Link", "See [it](https://x.y/z).\n")})
    unknown = dict.fromkeys(("TMUX", "STY", "TERM_PROGRAM", "VTE_VERSION", "WT_SESSION", "KONSOLE_VERSION"), "")
    shown = make.terminal(kb, "kcs show link", **{**unknown, **terminal})
    assert ("]8;" in shown, "(https://x.y/z)" in shown) == (is_link, not is_link)


def test_json_is_the_whole_article(kb):
    report = json.loads(make.run(kb, "show", "kb-print1", "--format", "json").out)
    issue = {"heading": "Issue", "role": "issue", "level": 2, "line": 11, "text": "The printer does nothing."}
    steps = {"heading": "Resolution", "role": "resolution", "level": 2, "line": 15, "text": "1. Switch it on."}
    assert report == {
        "kcs": 2, "id": "kb-print1", "title": "Printer does not print", "path": "knowledge/printer.md",
        "kind": "problem", "confidence": "validated", "audience": "public", "governance": "experience",
        "owner": "ana@example.org", "owner_source": "front matter",
        "tags": ["printing"], "language": "en", "said": [], "aliases": [],
        "updated_on": None, "sections": [issue, steps], "section": None, "markdown": make.THREE["knowledge/printer.md"],
            "cases": 0, "used_on": None, "open_flags": [], "created_on": None, "changed_on": None, "verified_on": None,
        "fault": None,
    }  # fmt: skip


def test_json_of_a_section_has_that_section_only(kb):
    report = json.loads(make.run(kb, "show", "vpn", "--section", "resolution", "--format", "json").out)
    assert [section["heading"] for section in report["sections"]] == ["Resolution"]


def test_markdown_is_the_article_as_it_is(kb):
    assert make.run(kb, "show", "vpn", "--format", "markdown").out == make.THREE["knowledge/vpn.md"]


def test_table_is_a_page_in_a_pipe_too(kb):
    lines = [line.rstrip() for line in make.run(kb, "show", "kb-print1", "--format", "table").out.splitlines()]
    assert lines == [
        "Printer does not print",
        "kb-print1 · problem · validated · public · ana@example.org",
        "knowledge/printer.md · printing · en",
        "",
        "Issue",
        "",
        "The printer does nothing.",
        "",
        "Resolution",
        "",
        " 1 Switch it on.",
    ]


def test_a_terminal_gets_a_page(kb):
    shown = make.terminal(kb, "kcs show kb-print1", NO_COLOR="1")
    assert shown == make.run(kb, "show", "kb-print1", "--format", "table").out


def test_a_page_has_colours_on_a_terminal_only(kb):
    assert "\x1b[1mPrinter does not print\x1b[0m\n" in make.terminal(kb, "kcs show kb-print1")
    assert "\x1b" not in make.terminal(kb, "kcs show kb-print1 --format table | cat")


def test_the_words_of_the_last_search_are_marked_in_an_article_that_it_found(kb):
    shown = make.terminal(kb, "kcs search the printer --format ids >/dev/null", "kcs show 1", "kcs show kb-vpn001")
    assert [word for word in ("printer", "certificate") if f"\x1b[1;33m{word}" in shown] == ["printer"]
    assert shown.count("\x1b[1;33m") == 1


def test_a_long_page_goes_through_the_pager(kb):
    make.files(kb, {"knowledge/long.md": make.article("Long", LONG)})
    shown = make.terminal(kb, "kcs show long", PAGER="sed s/^/:/", NO_COLOR="1")
    assert (shown.count("\n:"), shown.splitlines()[0]) == (len(shown.splitlines()) - 1, ":Long")


def test_a_short_page_needs_no_pager(kb):
    assert "Switch it on" in make.terminal(kb, "kcs show printer", PAGER="false", NO_COLOR="1")


def test_a_pager_that_is_not_there_hides_nothing(kb):
    make.files(kb, {"knowledge/long.md": make.article("Long", LONG)})
    assert "Restart." in make.terminal(kb, "kcs show long", PAGER="/no/such/pager -x")


def test_a_pager_with_quotes_that_do_not_close_hides_nothing(kb):
    make.files(kb, {"knowledge/long.md": make.article("Long", LONG)})
    shown = make.terminal(kb, "kcs show long", PAGER="less 'x")
    assert ("Restart." in shown, "Traceback" in shown) == (True, False)


def test_a_number_is_the_rank_in_the_last_search_of_this_terminal(kb):
    shown = make.terminal(kb, "kcs search vpn printer printer --format ids", "kcs show 2 --format markdown", NO_COLOR="1")
    assert shown == "kb-print1\nkb-vpn001\n" + make.THREE["knowledge/vpn.md"]


def test_a_number_is_not_the_rank_in_another_terminals_search(kb):
    make.run(kb, "search", "vpn printer")
    shown = make.terminal(kb, "kcs show 1")
    assert "There is no list in this terminal" in shown


def test_a_number_is_the_rank_though_the_search_was_piped(kb):
    shown = make.terminal(kb, "kcs search vpn printer printer | cat >/dev/null", "kcs show 2 | tail -1")
    assert shown == "1. Renew the certificate.\n"


def test_a_rank_that_the_last_search_has_not_is_two_lines(kb):
    make.run(kb, "search", "outbox")
    assert make.run(kb, "show", "2") == (
        2,
        "",
        "Error: The last search (outbox) has 1 article, no rank 2\nHint: kcs search WORDS\n",
    )


def test_rank_0_is_no_rank(kb):
    make.run(kb, "search", "outbox")
    assert make.run(kb, "show", "0").status == 2


def test_an_id_that_is_a_number_wins_over_the_rank(kb):
    text = make.article("Article number one", id="1")
    make.files(kb, {"knowledge/one.md": text})
    make.run(kb, "search", "vpn")
    assert make.run(kb, "show", "1").out == text


def test_a_year_that_begins_a_file_name_is_no_rank(kb):
    text = make.article("Outage", id=None)
    make.files(kb, {"knowledge/2024-outage.md": text})
    assert make.run(kb, "show", "2024").out == text


def test_what_was_shown_is_noted_with_its_search(kb):
    make.run(kb, "search", "vpn")
    make.run(kb, "show", "1")
    (file,) = (kb / ".git/kcs/searches").iterdir()
    asked, shown = map(json.loads, file.read_text().splitlines())
    assert (shown["search"], shown["shown"], shown["rank"]) == (asked["id"], "kb-vpn001", 1)


def test_an_article_that_the_last_search_did_not_find_is_not_noted(kb):
    make.run(kb, "search", "vpn")
    make.run(kb, "show", "kb-mail01")
    (file,) = (kb / ".git/kcs/searches").iterdir()
    assert len(file.read_text().splitlines()) == 1


def test_an_edit_is_shown_at_once(kb):
    make.run(kb, "show", "vpn")
    make.files(kb, {"knowledge/vpn.md": make.article("Changed", id="kb-vpn001")})
    assert make.run(kb, "show", "kb-vpn001").out == make.article("Changed", id="kb-vpn001")


@pytest.mark.parametrize("entity", ["&#27;", "&#x1b;", "&#x9b;", "&#7;", "\x1b", "\x9b"])
def test_terminal_escapes_of_a_body_are_harmless_on_a_terminal(kb, entity):
    text = make.article(
        "Evil", f"Evil {entity}]0;owned text.\n\n```\n{entity}[31m\n```\n\n[{entity}[5m](http://x/{entity})\n"
    )
    make.files(kb, {"knowledge/evil.md": text})
    shown = make.terminal(kb, "kcs show evil", NO_COLOR="1")
    assert [c for c in ("\x1b", "\x9b", "\x07") if c in shown] == []


def test_terminal_escapes_of_the_fields_are_harmless_on_a_terminal(kb):
    fields = dict.fromkeys(("title", "owner", "language", "said", "tags", "id"), '"\\e]0;owned\\a"')
    make.files(kb, {"knowledge/evil.md": make.article(**fields)})
    assert "\x1b" not in make.terminal(kb, "kcs show evil", NO_COLOR="1")


def test_terminal_escapes_are_harmless_when_markdown_is_asked_for_on_a_terminal(kb):
    make.files(kb, {"knowledge/evil.md": make.article("Evil", "\x1b]0;owned\x07\n")})
    assert "\x1b" not in make.terminal(kb, "kcs show evil --format markdown", NO_COLOR="1")


def test_a_page_fits_the_terminal_but_for_code(kb):
    body = "word " * 99 + "\n\n```\n" + "code " * 15 + "\n```\n\n" + "x" * 300 + "\n\n" + "无法连接" * 60 + "\n"
    make.files(kb, {"knowledge/wide.md": make.article("Wide " * 40, body, tags=["t" * 100], said=["s" * 200])})
    shown = make.terminal(kb, "kcs show wide", NO_COLOR="1")
    assert [line for line in shown.splitlines() if len(line) + sum("\u4e00" <= c <= "\u9fff" for c in line) > 80] == []


def test_a_page_says_when_an_article_was_created_changed_and_confirmed(kb):
    make.run(kb, "index")
    assert make.run(kb, "verify", "kb-vpn001", "--tested", "Windows 11").status == 0
    make.run(kb, "flags")
    report = make.answer(kb, "show", "kb-vpn001")
    today = datetime.now(UTC).date().isoformat()
    created = make.git(kb, "log", "-1", "--format=%as").strip()
    assert (report["created_on"], report["changed_on"], report["verified_on"]) == (created, created, today)
    assert f"created {created} · changed {created} · confirmed {today}\n" in make.terminal(
        kb, "kcs show kb-vpn001", NO_COLOR="1"
    )


def test_without_a_history_that_was_read_a_page_says_no_days(kb):
    assert "created" not in make.terminal(kb, "kcs show kb-vpn001", NO_COLOR="1")


def test_what_is_to_be_typed_next_can_be_typed(kb):
    make.files(kb, {"knowledge/my fax.md": "---\ntitle: Fax is silent\n---\n\n## Resolution\n\nPlug it in.\n"})
    asked = (("show", "user's guide"), ("show", "--case", "47 11"), ("answer", "knowledge/my fax"))
    assert [make.run(kb, *words).err.split("\n")[1] for words in asked] == [
        """Hint: Search for it: kcs search 'user'"'"'s guide'""",
        "Hint: kcs link ID --case '47 11'",
        "Hint: kcs answer 'knowledge/my fax' --for internal, or widen it: [defaults] audience in kcs.toml",
    ]
