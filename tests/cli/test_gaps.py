import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search import ask
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.log import SearchLog, search_log
from tests import make

WORDS = [f"{letter}ord{letter}" for letter in "abcdefghijklmnopqrstuvwxy"]
NOW = datetime.now().astimezone()
YESTERDAY = (NOW - timedelta(days=1)).replace(hour=9, minute=0)  # hours after it are yesterday, too
DAY, FIRST = YESTERDAY.date().isoformat(), (NOW - timedelta(days=30)).date().isoformat()


def search(root: Path, terminal: str, *wordings: str, opened: str = "", at: datetime = YESTERDAY) -> None:
    """Let a terminal search on a day, a minute between two wordings, and open an article in the end."""
    kb = KnowledgeBase.open(str(root))
    log = kb.keep(search_log, SearchLog(root / ".git/kcs", terminal, search_log(kb).base))
    at += timedelta(seconds=int(terminal[3:]))
    for number, words in enumerate(wordings):
        kb.__dict__["now"] = lambda number=number: at + timedelta(minutes=number)
        ask.search(kb, words, Where(), 10)
    if opened and (last := log.last_search()):
        log.note_shown(at + timedelta(minutes=len(wordings)), last, opened)


@pytest.fixture
def asked(kb):
    """Two persons ask about the fax, which nobody wrote about; two ask for the VPN in words that do not find it."""
    search(kb, "tty1", "telefax hums loudly", "the telefax hums loudly, squeaks")
    search(kb, "tty2", "loudly humming telefaxes")
    for terminal in ("tty1", "tty2"):
        search(
            kb, terminal, "netz tunnel kaputt", "tunnel kaputt vpn", opened="kb-vpn001", at=YESTERDAY + timedelta(hours=1)
        )
    search(kb, "tty1", "badge lost", at=YESTERDAY + timedelta(hours=2))
    search(kb, "tty1", "printer does not print", opened="kb-print1", at=YESTERDAY + timedelta(hours=3))
    return kb


def run(root: Path, *arguments: str) -> make.Run:
    return make.run(root, "gaps", *arguments)


def answer(root: Path, *arguments: str):
    return make.answer(root, "gaps", *arguments)


def test_gaps_are_shown_with_what_people_said(asked):
    assert run(asked) == (0, (
        f"From 9 searches since {FIRST} in 2 terminals here\n"
        "\n"
        "No content: nothing answers\n"
        f"  1. the telefax hums loudly, squeaks         2 times, 2 people, last {DAY}\n"
        "     also: “loudly humming telefaxes”; “telefax hums loudly”\n"
        "     found nothing 2\n"
        "\n"
        "No phrasing: an article answers, and these words do not find it\n"
        f"  2. netz tunnel kaputt                       2 times, 2 people, last {DAY}\n"
        "     kb-vpn001  VPN does not connect\n"
        "     to be said there: “netz tunnel kaputt”\n"
        "     asked again in other words 2\n"
        "\n"
        "kcs new --gap 1 starts the article.\n"
        "kcs gaps --accept 2 adds what is to be said to the article.\n"
        "And 1 asked once: --all\n"
    ), "")  # fmt: skip


def test_what_was_asked_once_is_listed_with_all(asked):
    assert [(one["n"], one["query"]) for one in answer(asked, "--all")["content"]] == [
        (1, "the telefax hums loudly, squeaks"), (2, "badge lost"),
    ]  # fmt: skip


def test_gaps_as_json(asked):
    found = answer(asked)
    assert found["counted"] == {
        "since_on": FIRST,
        "until_on": None,
        "searches": 9,
        "terminals": 2,
        "imported": 0,
        "visitors": 0,
    }
    assert found["phrasing"] == [{
        "kind": "no phrasing", "query": "netz tunnel kaputt", "times": 2, "people": 2, "last_on": DAY, "wordings": [],
        "endings": {"asked again in other words": 2}, "id": "kb-vpn001", "title": "VPN does not connect",
        "phrases": ["netz tunnel kaputt"], "n": 2, "nearest_id": None,
    }]  # fmt: skip
    assert (len(found["content"]), found["opening"], found["closed"], found["once"], found["more"]) == (1, [], 0, 1, 0)


def test_gaps_as_csv_and_markdown(asked):
    assert run(asked, "--format", "csv").out == (
        "n,kind,query,times,people,last_on,id,nearest_id,title,phrases,wordings,endings\n"
        f'1,no content,"the telefax hums loudly, squeaks",2,2,{DAY},,,,,loudly humming telefaxes; telefax hums loudly,'
        "found nothing=2\n"
        f"2,no phrasing,netz tunnel kaputt,2,2,{DAY},kb-vpn001,,VPN does not connect,netz tunnel kaputt,,"
        "asked again in other words=2\n"
    )
    shown = run(asked, "--format", "markdown").out
    assert shown.startswith(f"**From 9 searches since {FIRST} in 2 terminals here:**\n\n| n | gap | words |")


def test_a_base_that_nobody_searched_has_no_gap(kb):
    assert run(kb) == (0, f"From 0 searches since {FIRST} in 0 terminals here: no gap.\n", "")


def test_a_period_is_named(asked):
    search(asked, "tty3", "old thing broken", at=NOW - timedelta(days=50))
    search(asked, "tty4", "old thing broken", at=NOW - timedelta(days=50))
    since, until = ((NOW - timedelta(days=days)).date().isoformat() for days in (60, 40))
    assert [one["query"] for one in answer(asked, "--since", since, "--until", until)["content"]] == ["old thing broken"]
    assert answer(asked, "--since", since, "--until", until)["counted"]["until_on"] == until
    assert len(answer(asked, "--since", "60d")["content"]) == 2


def test_a_new_article_takes_the_words_of_a_gap(asked):
    run(asked)
    done = make.run(asked, "new", "--gap", "1", "--no-edit")
    assert done.status == 0, done.err
    made = make.answer(asked, "show", done.out.split()[0])
    assert made["title"] == "the telefax hums loudly, squeaks"
    text = (asked / done.out.split()[1]).read_text()
    assert "  - loudly humming telefaxes\n  - telefax hums loudly\n" in text
    assert "## Issue\n\nthe telefax hums loudly, squeaks\n" in text
    assert answer(asked)["content"] == []
    assert answer(asked)["closed"] == 1


def test_a_title_that_is_given_stays(asked):
    run(asked)
    made = make.answer(asked, "new", "Fax is silent", "--gap", "1", "--no-edit")
    assert (made["title"], made["said"][0]) == ("Fax is silent", "the telefax hums loudly, squeaks")


def test_the_last_search_has_no_part_in_the_article_of_a_gap(asked):
    run(asked)
    make.run(asked, "search", "badge lost")
    assert "badge lost" not in make.answer(asked, "new", "--gap", "1", "--no-edit")["said"]


def test_a_phrase_is_accepted_once(asked):
    run(asked)
    assert run(asked, "--accept", "2") == (
        0,
        "done          article    title                 phrase\n"
        "phrase added  kb-vpn001  VPN does not connect  netz tunnel kaputt\n",
        "",
    )
    assert "said: [cannot get in from home, netz tunnel kaputt]\n" in (asked / "knowledge/vpn.md").read_text()
    assert run(asked, "--accept", "2").out == "kb-vpn001 has them already\n"
    assert answer(asked)["phrasing"] == []


def test_the_numbers_are_those_of_this_terminals_last_list(asked):
    run(asked, "--all")
    assert run(asked, "--accept", "3").status == 0


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--accept", "1"), "Gap 1 has no phrase to accept: “the telefax hums loudly, squeaks”\nHint: kcs new --gap 1"),
        (("--accept", "9"), "This terminal was shown no gap 9\nHint: kcs gaps lists them"),
        (("--replay", "--accept", "1"), "--accept and --replay cannot be together\nHint: Ask for one at a time"),
        (("--column", "a=b"), "--column names a column of a file\nHint: kcs gaps --import FILE --column words=NAME"),
        (
            ("--import", "x", "--column", "a=b"),
            "--column a=b names no column\nHint: One of words, at, visitor, found, clicked: --column words=NAME",
        ),
        (("--import", "/no/such"), "/no/such cannot be read (No such file or directory)\nHint: Name a file"),
        (("--cases", "/no/such"), "/no/such cannot be read (No such file or directory)\nHint: Name a file"),
        (("--since", "x"), "x is no day\nHint: Write it as 2026-11-22, or 30d for the last 30 days"),
        (
            ("--since", "2026-01-02", "--until", "2026-01-01"),
            "Nothing is between 2026-01-02 and 2026-01-01\nHint: --since is the earlier day",
        ),
    ],
)
def test_what_cannot_be_done_is_said_with_what_can(asked, arguments, error):
    run(asked)
    assert run(asked, *arguments) == (2, "", f"Error: {error}\n")


def test_a_gap_that_was_never_shown_is_not_written(kb):
    done = make.run(kb, "new", "--gap", "1", "--no-edit")
    assert done == (2, "", "Error: This terminal was shown no gap 1\nHint: kcs gaps lists them\n")


def test_a_memory_of_gaps_that_is_broken_is_none(asked):
    run(asked)
    (file,) = (asked / ".git/kcs").glob("gaps-*.json")
    file.write_text("[")
    assert run(asked, "--accept", "2").status == 2
    run(asked)
    assert run(asked, "--accept", "2").status == 0


def test_an_article_tried_in_vain_is_no_answer(kb):
    for terminal, case in (("tty1", "A"), ("tty2", "B")):
        search(kb, terminal, "printer does not print", opened="kb-print1")
        make.note(kb, "link", "kb-print1", DAY, case=case, use="tried", words="printer does not print")
    assert [(one["query"], one["endings"]) for one in answer(kb)["content"]] == [
        ("printer does not print", {"tried in vain": 2})
    ]


def test_an_article_that_answers_and_nobody_opens_is_told(kb):
    for terminal in ("tty1", "tty2"):
        search(kb, terminal, "printer does not print", "printer prints nothing")
    assert "Not opened: an article seems to answer, and people gave up\n" in run(kb).out
    assert [one["id"] for one in answer(kb)["opening"]] == ["kb-print1"]


def test_what_an_article_in_chinese_answers_at_the_first_rank_is_no_gap(kb):
    make.files(kb, {
        "knowledge/a.md": make.article("打印机无法打印", "打印机没有反应。检查电源线并重新启动打印服务。\n", id="kb-zh0001"),
        "knowledge/b.md": make.article("如何申请退款", "订单完成后七天内可以申请退款。\n", id="kb-zh0002"),
    })  # fmt: skip
    for terminal in ("tty1", "tty2"):
        search(kb, terminal, "打印机不能打印怎么办")
        search(kb, terminal, "怎么退款", at=NOW - timedelta(hours=5))
        search(kb, terminal, "停车证丢了怎么办", at=NOW - timedelta(hours=8))
    assert [one["query"] for one in answer(kb)["content"]] == ["停车证丢了怎么办"]


# The gaps of the period before


def test_gaps_of_the_month_before_are_asked_again(kb):
    for terminal in ("tty1", "tty2"):
        search(kb, terminal, "telefax hums loudly", at=NOW - timedelta(days=45))
        search(kb, terminal, "badge lost today", at=NOW - timedelta(days=44))
        search(kb, terminal, "later question", at=YESTERDAY)
    on = (NOW - timedelta(days=20)).date().isoformat()
    make.commit(kb, {"knowledge/fax.md": make.article("Telefax hums loudly", id="kb-fax001")}, on)
    last = [(NOW - timedelta(days=days)).date().isoformat() for days in (45, 44)]
    found = answer(kb, "--replay")
    assert found["closed_gaps"] == [{
        "query": "telefax hums loudly", "times": 2, "people": 2, "last_on": last[0], "id": "kb-fax001",
        "title": "Telefax hums loudly", "how": "written", "closed_on": on,
    }]  # fmt: skip
    assert [(one["n"], one["query"], one["kind"]) for one in found["still_open"]] == [(1, "badge lost today", "no content")]
    assert run(kb, "--replay", "--format", "csv").out == (
        "n,state,query,times,people,last_on,id,how,closed_on\n"
        f",closed,telefax hums loudly,2,2,{last[0]},kb-fax001,written,{on}\n"
        f"1,open: no content,badge lost today,2,2,{last[1]},,,\n"
    )
    assert run(kb, "--replay").out.startswith("From 4 searches since ")
    assert make.answer(kb, "new", "--gap", "1", "--no-edit")["title"] == "badge lost today"


def test_a_look_back_leaves_the_numbers_of_the_list_as_they_are(kb):
    for terminal in ("tty1", "tty2"):
        search(kb, terminal, "badge lost today", at=NOW - timedelta(days=45))
        search(kb, terminal, "siren is silent", at=NOW - timedelta(days=44))
        search(kb, terminal, "lift moves slowly", at=YESTERDAY - timedelta(days=1))
        search(kb, terminal, "siren is silent", at=YESTERDAY)
    listed = {one["query"]: one["n"] for one in answer(kb)["content"]}
    assert listed == {"siren is silent": 1, "lift moves slowly": 2}
    for _ in range(2):
        assert {one["query"]: one["n"] for one in answer(kb, "--replay")["still_open"]} == {
            "badge lost today": 3, "siren is silent": 1,
        }  # fmt: skip
    titles = [make.answer(kb, "new", "--gap", n, "--no-edit", "--yes")["title"] for n in "123"]
    assert titles == ["siren is silent", "lift moves slowly", "badge lost today"]


@pytest.mark.parametrize(
    ("fields", "how"),
    [({"confidence": "wip"}, "captured, without a resolution yet"), ({}, "written, not committed yet")],
)
def test_how_a_gap_was_closed_is_told(kb, fields, how):
    search(kb, "tty1", "telefax hums loudly", at=NOW - timedelta(days=45))
    make.files(kb, {"knowledge/fax.md": make.article("Telefax hums loudly", id="kb-fax001", **fields)})
    assert [one["how"] for one in answer(kb, "--replay", "--all")["closed_gaps"]] == [how]


def test_a_gap_is_closed_by_what_a_link_taught(kb):
    search(kb, "tty1", "netz tunnel kaputt", at=NOW - timedelta(days=45))
    make.note(kb, "link", "kb-vpn001", DAY, case="A", use="resolution", words="netz tunnel kaputt")
    (closed,) = answer(kb, "--replay", "--all")["closed_gaps"]
    assert (closed["id"], closed["how"], closed["closed_on"]) == ("kb-vpn001", "learned from a link", DAY)


@pytest.fixture
def old(tmp_path):
    """A knowledge base whose articles were written half a year ago."""
    kb = make.base(tmp_path / "old", {"kcs.toml": ""})
    make.commit(kb, make.THREE, (NOW - timedelta(days=180)).date().isoformat())
    return kb


def site(kb, tmp_path, *rows: str, header: str = "query,at,session,results,clicked") -> None:
    file = make.files(tmp_path, {"site.csv": "\n".join([header, *rows]) + "\n"}) / "site.csv"
    assert run(kb, "--import", str(file)).status == 0


def test_an_article_that_was_there_before_closed_nothing(old, tmp_path):
    on = (NOW - timedelta(days=45)).date().isoformat()
    site(old, tmp_path, *(f"printer does not print,{on}T10:0{n}:00,u{n},0," for n in range(3)))
    found = answer(old, "--replay")
    assert found["closed_gaps"] == []
    assert [(one["query"], one["kind"], one["id"]) for one in found["still_open"]] == [
        ("printer does not print", "not opened", "kb-print1")
    ]


def test_an_article_that_was_written_earlier_on_the_same_day_closed_nothing(kb, tmp_path):
    make.commit(kb, {"knowledge/fax.md": make.article("Telefax hums loudly", id="kb-fax001")}, f"{DAY}T08:00:00")
    site(kb, tmp_path, *(f"telefax hums loudly,{DAY}T10:0{n}:00,u{n},0," for n in range(2)))
    assert [one["query"] for one in answer(kb)["opening"]] == ["telefax hums loudly"]
    make.commit(kb, {"knowledge/fax.md": make.article("Telefax hums very loudly", id="kb-fax001")}, f"{DAY}T12:00:00")
    assert (answer(kb)["opening"], answer(kb)["closed"]) == ([], 1)


def test_an_article_written_since_closes_a_gap_of_an_import_that_does_not_tell_what_was_found(old, tmp_path):
    on = (NOW - timedelta(days=45)).date().isoformat()
    asked = [f"{words},{on},u{n}" for words in ("telefax hums loudly", "printer does not print") for n in range(2)]
    site(old, tmp_path, *asked, header="query,date,visitor")
    assert [one["query"] for one in answer(old, "--replay")["still_open"]] == ["telefax hums loudly"]
    make.commit(old, {"knowledge/fax.md": make.article("Telefax hums loudly", id="kb-fax001")}, DAY)
    (closed,) = answer(old, "--replay")["closed_gaps"]
    assert (closed["id"], closed["how"], closed["closed_on"]) == ("kb-fax001", "written", DAY)


def test_a_synonym_closes_a_gap(old, tmp_path):
    on = (NOW - timedelta(days=45)).date().isoformat()
    site(old, tmp_path, *(f"clicker does not print,{on}T10:0{n}:00,u{n},0," for n in range(2)))
    make.files(old, {"synonyms.toml": '[[synonym]]\nsaid = "clicker"\nmeans = "printer"\n'})
    assert [one["how"] for one in answer(old, "--replay")["closed_gaps"]] == ["synonyms added, not committed yet"]
    make.commit(old, {}, DAY)
    assert [(one["how"], one["closed_on"]) for one in answer(old, "--replay")["closed_gaps"]] == [("synonyms added", DAY)]


def test_a_change_that_is_not_committed_yet_closes_a_gap(old, tmp_path):
    on = (NOW - timedelta(days=45)).date().isoformat()
    site(old, tmp_path, *(f"printer does not print,{on}T10:0{n}:00,u{n},0," for n in range(2)))
    make.files(old, {"knowledge/printer.md": make.article("Printer does not print at all", id="kb-print1")})
    assert [one["how"] for one in answer(old, "--replay")["closed_gaps"]] == ["changed, not committed yet"]


def test_the_most_frequent_gap_of_an_import_is_listed_though_no_visitor_is_known(kb, tmp_path):
    few = [f"question number {word},{DAY}T10:{n:02}:0{u},u{u},0" for n, word in enumerate(WORDS) for u in range(2)]
    site(kb, tmp_path, *few, *(f"telefax hums,{DAY}T11:{n:02}:00,,0" for n in range(9)), header="query,at,session,results")
    assert answer(kb)["content"][0]["query"] == "telefax hums"


def test_without_a_gap_there_is_nothing_to_replay(kb):
    assert "in 0 terminals here: no gap that was asked twice\n" in run(kb, "--replay").out


# Searches of a help site


def test_imported_searches_count(asked, tmp_path):
    rows = "".join(f"telefax loudly hums,{DAY}T10:0{n}:00,u{n},0,\n" for n in range(3))
    file = make.files(tmp_path, {"site.csv": f"query,at,session,results,clicked\n{rows}"}) / "site.csv"
    assert run(asked, "--import", str(file)) == (0, (
        "what              number\n"
        "searches taken         3\n"
        "known before           0\n"
        "rows passed over       0\n"
        "\n"
        "kcs gaps now counts them, too\n"
    ), "")  # fmt: skip
    assert answer(asked, "--import", str(file)) == {"kcs": 2, "file": str(file), "taken": 0, "known": 3, "broken": 0}
    found = answer(asked)
    assert (found["counted"]["imported"], found["counted"]["visitors"]) == (3, 3)
    assert [(one["times"], one["people"]) for one in found["content"]] == [(5, 5)]
    assert "since " in run(asked).out.split("\n")[0]
    assert "3 of them imported by 3 known visitors" in run(asked).out


# Cases without a link


CASES = "id;subject;opened;closed;customer;cost\n" + "".join(
    f"C{n};{subject};2026-03-0{n};2026-03-1{n};{customer};{cost}\n"
    for n, (subject, customer, cost) in enumerate(
        [("Telefax hums loudly", "a", "10,50"), ("telefax, loudly hums jo@example.org", "b", "2"),
         ("loudly hums telefax", "a", ""), ("badge lost", "c", ""), ("", "c", ""), ("printer does not print", "d", "1")], 1,
    )
)  # fmt: skip


@pytest.fixture
def cases(kb, tmp_path):
    make.note(kb, "link", "kb-print1", "2026-03-17", case="C6", use="resolution")
    make.note(kb, "link", "kb-print1", "2026-03-17", case="C1", use="tried")
    return str(make.files(tmp_path, {"cases.csv": CASES}) / "cases.csv")


def test_issues_that_recur_among_cases_without_a_link_are_found(kb, cases):
    assert answer(kb, "--cases", cases) == {
        "kcs": 2, "file": cases, "cases": 6, "linked_cases": 1, "silent": 1, "single": 1, "more": 0,
        "clusters": [{
            "n": 1, "example": "Telefax hums loudly", "cases": 3, "customers": 2, "last_on": "2026-03-13",
            "cost": 12.5, "id": None, "is_answered": False,
            "wordings": ["Telefax hums loudly", "loudly hums telefax", "telefax, loudly hums <e-mail>"],
        }],
    }  # fmt: skip


def test_the_clusters_as_a_table_say_what_they_are_shares_of(kb, cases):
    assert run(kb, "--cases", cases) == (0, (
        f"{cases}: 6 cases, 5 without a link; shares are of these\n"
        "\n"
        "n  issue                cases  share  customers  last_on       cost  found today\n"
        "1  Telefax hums loudly      3  60.0%          2  2026-03-13  12.500  nothing\n"
        "\n"
        "kcs new --gap 1 starts an article.\n"
        "\n"
        "1 case like no other.\n"
        "\n"
        "1 case without a text, and not grouped.\n"
    ), "")  # fmt: skip


@pytest.mark.parametrize(
    ("period", "counted"),
    [
        (("--since", "2026-03-11"), (2, 1)),
        (("--until", "2026-03-11"), (2, 0)),
        (("--since", "2026-03-11", "--until", "2026-03-12"), (1, 1)),
    ],
)
def test_the_cases_are_those_of_the_days_asked_for(kb, tmp_path, period, counted):
    rows = "A,2026-03-09,2026-03-10,hum\nC6,2026-03-10,2026-03-11,hum\nC,2026-03-10,,hum\nD,2026-03-12,,hum\nE,,,hum\n"
    make.note(kb, "link", "kb-print1", "2026-03-17", case="C6", use="resolution")
    file = make.files(tmp_path, {"c.csv": f"id,opened_at,closed_at,issue\n{rows}"}) / "c.csv"
    done = run(kb, "--cases", str(file), *period, "--format", "json")
    found = json.loads(done.out)
    assert ((found["cases"], found["linked_cases"]), done.err) == (counted, "kcs: Left out: 1 case without a day\n")


def test_an_article_can_be_started_from_a_cluster(kb, cases):
    run(kb, "--cases", cases)
    assert make.answer(kb, "new", "Fax", "--gap", "1", "--no-edit")["said"][1] == "loudly hums telefax"


def test_bad_rows_of_cases_are_told(kb, tmp_path):
    file = make.files(tmp_path, {"c.csv": "id,issue,cost\n1,a,x\n"}) / "c.csv"
    done = run(kb, "--cases", str(file))
    assert (done.status, done.err) == (0, f"kcs: {file}: 1 row is passed over: line 2: x is no number\n")
    assert "No issue recurs among them." in done.out


def test_cases_without_an_issue_are_refused(kb, tmp_path):
    file = make.files(tmp_path, {"c.csv": "id\n1\n"}) / "c.csv"
    done = run(kb, "--cases", str(file))
    assert done.status == 2
    assert json.loads(run(kb, "--cases", str(file), "--format", "json").err)["hint"] == (
        'Name the column in kcs.toml: [cases] issue = "…"'
    )


def test_words_are_harmless_on_a_terminal(kb):
    for terminal in ("tty1", "tty2"):
        search(kb, terminal, "bad\x1b[31m words\u202e here qqq")
    shown = make.terminal(kb, "kcs gaps", NO_COLOR="1")
    assert "bad�[31m words� here qqq" in shown
    assert "\x1b" not in shown


def test_a_command_pasted_into_cases_is_found_by_its_options_as_in_a_search(kb):
    java = make.article("More memory", "Run `java -Xmx4g -jar app.jar`.\n", id="kb-java01")
    rows = "".join(f"{number},java -Xmx4g -jar app.jar\n" for number in range(3))
    make.files(kb, {"knowledge/java.md": java, "cases.csv": f"id,issue\n{rows}"})
    found = [(one["id"], one["is_answered"]) for one in answer(kb, "--cases", str(kb / "cases.csv"))["clusters"]]
    assert found == [("kb-java01", True)]
