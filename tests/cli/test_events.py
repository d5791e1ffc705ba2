import csv
import io
import json
import re

import pytest

from kcs_cli.journal.event import json_schema, read_line, to_line
from kcs_cli.journal.vocabulary import EventKind
from tests import make

HOSTILE = "=1+1 \x1b[31mred\x1b[0m \u202eleft | `x` <b> \u2028 ü打"
ALL = [
    make.event(1, article="kb-vpn001", case="4711", use="resolution", revision="a" * 40, words="cannot get in", rank=2),
    make.event(2, article="kb-mail01", case="4711", use="reference", draft=True, by="Ben@example.org"),
    make.event(3, "flag", article="kb-vpn001", why="wrong", text=HOSTILE, case="4711"),
    make.event(4, "unflag", article="kb-vpn001", text="fixed", ends=(make.event(3).id,)),
    make.event(5, "rate", article="kb-print1", vote="unhelpful", by="ben@example.org"),
    make.event(6, "unlink", case="4711", ends=(make.event(2).id,)),
]


@pytest.fixture
def noted(kb):
    """A knowledge base with six events, of two people and every kind."""
    lines = b"".join(to_line(event) + b"\n" for event in ALL)
    make.files(kb, {".git/kcs/journal/ana-1/2026-03.jsonl": lines})
    return kb


def found(kb, *arguments: str) -> list[int]:
    """Return which of the events are listed."""
    done = make.run(kb, "events", "--format", "jsonl", *arguments)
    assert (done.status, done.err) == (0, "")
    ids = [event.id for event in ALL]
    return [1 + ids.index(json.loads(line)["id"]) for line in done.out.split("\n") if line]


TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
WORDS = {"$ref", "$defs", "title", "description", "default", "type", "enum", "anyOf", "pattern", "minLength", "maxLength",
         "properties", "required", "items", "format", "minimum", "maximum"}  # fmt: skip


def faults(value: object, schema: dict, root: dict, place: str = "event") -> list[str]:
    """Return where a value is not as a JSON Schema says, or what it does not name; only some words are known."""
    assert schema.keys() <= WORDS
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, place)
    if "anyOf" in schema:
        return [] if any(not faults(value, one, root, place) for one in schema["anyOf"]) else [place]
    if not is_right(value, schema):
        return [place]
    if isinstance(value, list):
        return [fault for item in value for fault in faults(item, schema["items"], root, f"{place}[]")]
    if not isinstance(value, dict):
        return []
    missing = [f"{place}.{name}" for name in schema["required"] if name not in value]
    known = schema["properties"]
    inner = (faults(one, known[name], root, f"{place}.{name}") if name in known else [name] for name, one in value.items())
    return [*missing, *(fault for found in inner for fault in found)]


def is_right(value: object, schema: dict) -> bool:
    """Tell whether a value is of the type, and one of the values or texts, that a schema says."""
    if "type" in schema and type(value) is not TYPES[schema["type"]]:
        return False
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return False
    if isinstance(value, str) and not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10**9):
        return False
    return value in schema.get("enum", [value])


def test_the_table_has_an_event_a_line_the_oldest_first(noted):
    lines = make.run(noted, "events").out.splitlines()
    assert lines[0].split() == ["at", "kind", "article", "case", "what", "by", "id"]
    assert [line.split()[:2] for line in lines[1:]] == [[event.at[:16], event.kind.value] for event in ALL]
    assert lines[1].split()[2:] == [
        "kb-vpn001",
        "4711",
        "resolution",
        "cannot",
        "get",
        "in",
        "ana@example.org",
        ALL[0].id[-8:],
    ]


def test_without_events_the_table_says_so(kb):
    assert make.run(kb, "events") == (0, "There are no such events.\n", "")


@pytest.mark.parametrize(("format", "out"), [("jsonl", ""), ("csv", "\n"), ("json", '{\n  "kcs": 2,\n  "events": []\n}\n')])
def test_without_events_every_format_is_empty(kb, format, out):
    done = make.run(kb, "events", "--format", format)
    assert (done.status, done.out.strip(), done.err) == (0, out.strip(), "")


def test_json_has_every_field_of_every_event(noted):
    report = json.loads(make.run(noted, "events", "--format", "json").out)
    assert (report["kcs"], len(report["events"])) == (2, 6)
    assert report["events"][1] == {
        "event": ALL[1].id, "at": "2026-03-04T10:30:02.000+00:00", "by": "Ben@example.org", "kind": "link", "base": None,
        "id": "kb-mail01", "about_ids": [], "revision": None, "is_draft": True, "case": "4711", "use": "reference",
        "query": None, "rank": None, "why": None, "vote": None, "text": None, "ends": [],
        "ended_by": [{"event": ALL[5].id, "kind": "unlink", "by": "ana@example.org", "at": ALL[5].at}],
    }  # fmt: skip


def test_csv_is_read_back_and_has_no_formula(noted):
    rows = list(csv.reader(io.StringIO(make.run(noted, "events", "--format", "csv").out)))
    assert (len(rows), {len(row) for row in rows}, [cell for row in rows for cell in row if cell[:1] in tuple("=+-@")]) == (
        7,
        {17},
        [],
    )


def test_markdown_is_one_table_whatever_the_texts_say(noted):
    lines = make.run(noted, "events", "--format", "markdown").out.splitlines()
    assert (len(lines), {len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == (8, {8})
    assert "\\<b\\>" in lines[4]


def test_a_terminal_gets_no_control_characters(noted):
    shown = make.terminal(noted, "kcs events; kcs events --format jsonl; kcs events --format csv", columns=200, NO_COLOR="1")
    assert [character for character in ("\x1b", "\u202e", "\u2028") if character in shown] == []


def test_the_export_has_the_lines_of_the_journal(noted):
    out = make.run(noted, "events", "--format", "jsonl").out
    assert out.encode() == (noted / ".git/kcs/journal/ana-1/2026-03.jsonl").read_bytes()


def test_the_export_is_read_back_equal(noted):
    out = make.run(noted, "events", "--format", "jsonl").out
    assert [read_line(line) for line in out.encode().split(b"\n") if line] == ALL


def test_the_export_of_one_clone_is_a_journal_of_another(noted, tmp_path):
    other = make.base(tmp_path / "other", make.THREE)
    exported = make.run(noted, "events", "--format", "jsonl").out
    make.files(other, {".git/kcs/journal/import/2026-03.jsonl": exported})
    assert make.run(other, "events", "--format", "jsonl").out == exported


def test_the_export_is_utf_8_whatever_the_terminal_speaks(noted):
    done = make.process(noted, "events", "--format", "jsonl", PYTHONIOENCODING="cp1252")
    assert [read_line(line) for line in done.out.encode().split(b"\n") if line] == ALL


def test_every_exported_line_is_as_the_schema_says(noted):
    schema = json.loads(make.kcs("events", "--schema").out)
    lines = make.run(noted, "events", "--format", "jsonl").out.split("\n")
    assert [faults(json.loads(line), schema, schema) for line in lines if line] == [[]] * 6


def test_what_the_commands_note_is_as_the_schema_says(kb):
    make.run(kb, "search", "vpn")
    for command in (
        ("link", "1", "--case", "4711"), ("link", "kb-mail01", "--case", "4711", "--as", "tried"),
        ("link", "https://example.org/x", "--case", "4711", "--as", "reference"),
        ("flag", "kb-vpn001", "-m", "gone", "--why", "outdated"),
        ("unlink", "kb-vpn001", "--case", "4711"), ("rate", "kb-vpn001", "--unhelpful", "-m", "no"),
    ):  # fmt: skip
        assert make.run(kb, *command).status == 0
    out = make.run(kb, "events", "--format", "jsonl").out
    flag = json.loads(make.run(kb, "flags", "--format", "json").out)["open_flags"][0]["event"]
    make.run(kb, "unflag", flag, "-m", "done")
    lines = make.run(kb, "events", "--format", "jsonl").out.splitlines()
    schema = json_schema()
    assert ([faults(json.loads(line), schema, schema) for line in lines], out.splitlines()) == ([[]] * 7, lines[:6])


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2}, {"id": "x"}, {"at": "today"}, {"kind": "praise"}, {"by": None}, {"use": "solved"}, {"rank": "1"},
        {"ends": [1]}, {"draft": 1},
    ],
)  # fmt: skip
def test_the_schema_refuses_what_is_no_event(change):
    good = json.loads(to_line(ALL[0]))
    assert (faults(good, json_schema(), json_schema()), len(faults(good | change, json_schema(), json_schema()))) == ([], 1)


def test_the_schema_needs_no_knowledge_base(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = make.run(tmp_path / "none", "events", "--schema")
    assert (json.loads(done.out), done.err) == (json.loads(json.dumps(json_schema())), "")


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (["--kind", "link"], [1, 2]),
        (["--kind", "link", "--kind", "rate"], [1, 2, 5]),
        (["--by", "ben@example.org"], [2, 5]),
        (["--by", "BEN@example.org", "--kind", "link"], [2]),
        (["--by", "ana@example.org", "--kind", "flag", "--kind", "unflag", "--since", "2026-03-04"], [3, 4]),
        (["--by", "ben"], []),
        (["--case", "4711"], [1, 2, 3, 4, 6]),
        (["--case", " 4711 "], [1, 2, 3, 4, 6]),
        (["--case", "471"], []),
        (["--article", "kb-print1"], [5]),
        (["--article", "printer.md"], [5]),
        (["--article", "gone-article"], []),
        (["--since", "2026-03-04"], [1, 2, 3, 4, 5, 6]),
        (["--since", "2026-03-05"], []),
        (["--since", "20260304"], [1, 2, 3, 4, 5, 6]),
        (["--since", "3000d"], [1, 2, 3, 4, 5, 6]),
        (["--kind", "link", "--by", "ana@example.org", "--case", "4711", "--article", "kb-vpn001", "--since", "9000d"], [1]),
    ],
)  # fmt: skip
def test_filters_leave_the_events_that_pass_all(noted, filters, numbers):
    assert found(noted, *filters) == numbers


@pytest.mark.parametrize("since", ["99999d", "1960-01-01", "1900-01-01"])
def test_since_long_ago_is_all(noted, since):
    assert found(noted, "--since", since) == [1, 2, 3, 4, 5, 6]


def test_a_line_that_was_damaged_after_it_was_taken_in_hides_no_other(noted):
    file = noted / ".git/kcs/journal/ana-1/2026-03.jsonl"
    assert found(noted) == [1, 2, 3, 4, 5, 6]
    file.write_bytes(file.read_bytes().replace(b'"kind":"flag"', b'"kind":"flat"'))
    assert found(noted) == [1, 2, 4, 5, 6]


def test_since_the_last_year_there_is_is_nothing(noted):
    assert found(noted, "--since", "9999-12-31") == []


def test_what_was_taken_back_is_among_the_events_of_its_article(noted):
    assert found(noted, "--article", "kb-mail01") == [2, 6]


def test_the_events_of_an_article_that_is_gone_are_found_by_its_id(noted):
    (noted / "knowledge/vpn.md").unlink()
    assert found(noted, "--article", "kb-vpn001") == [1, 3, 4]


def test_the_events_of_an_article_are_found_by_its_former_id(noted):
    make.files(noted, {"knowledge/mail.md": make.article(id="kb-new001", aliases="[kb-mail01]")})
    assert 2 in found(noted, "--article", "kb-new001")


@pytest.mark.parametrize(
    "since", ["yesterday", "2026-02-30", "", "-3d", "d", "100000d", "2026-03-04T10:00", "\x1b[31m", "1" * 5000]
)
def test_what_is_no_day_is_a_clear_error(noted, since):
    status, out, err = make.run(noted, "events", "--since", since)
    assert (status, out, err.count("\n"), "\x1b" in err) == (2, "", 2, False)
    assert err.endswith("Hint: Write it as 2026-11-22, or 30d for the last 30 days\n")


@pytest.mark.parametrize("case", ["a\0b", "\u202e", "x" * 201])
def test_what_is_no_case_number_is_a_clear_error(noted, case):
    done = make.run(noted, "events", "--case", case)
    assert (done.status, done.err.splitlines()[0]) == (2, "Error: That is no case number")


@pytest.mark.parametrize("arguments", [("--kind", "praise"), ("--format", "yaml")])
def test_an_unknown_kind_or_format_names_those_there_are(noted, arguments):
    done = make.run(noted, "events", *arguments)
    assert (done.status, done.err.splitlines()[1], "'link'" in done.err or "'jsonl'" in done.err) == (
        2,
        "Hint: kcs events --help",
        True,
    )


def test_a_line_that_is_no_event_is_told_on_stderr_only(noted):
    with (noted / ".git/kcs/journal/ana-1/2026-03.jsonl").open("ab") as stream:
        stream.write(b'{"v":1,"id":"\x1b[31m\n')
    done = make.run(noted, "events", "--format", "jsonl")
    assert (done.status, len(done.out.splitlines()) >= 6, done.err) == (
        0, True, "kcs: 1 line of the journal cannot be read and is passed over: file:ana-1/2026-03.jsonl; "
        "kcs events --unreadable names it\n",
    )  # fmt: skip


def test_events_changes_nothing(noted):
    before = (noted / ".git/kcs/journal/ana-1/2026-03.jsonl").read_bytes()
    make.run(noted, "events")
    assert ((noted / ".git/kcs/journal/ana-1/2026-03.jsonl").read_bytes(), make.git(noted, "status", "--porcelain")) == (
        before,
        "",
    )


def test_every_kind_can_be_asked_for(noted):
    assert sorted(number for kind in EventKind for number in found(noted, "--kind", kind.value)) == [1, 2, 3, 4, 5, 6]


def test_a_flag_whose_time_is_garbage_stops_nobody(kb):
    bad = to_line(make.event(1, "flag", article="kb-vpn001", at="x" * 30, text="bad")) + b"\n"
    make.journal_ref(kb, "refs/kcs/fetched/origin/kcs/journal/mallory-1", bad)
    assert [make.run(kb, *command).status for command in (("events",), ("flags",), ("show", "kb-vpn001"))] == [0, 0, 0]


@pytest.mark.parametrize("arguments", [(), ("--kind", "unlink"), ("--article", "kb-mail01")])
def test_a_link_that_was_taken_back_names_its_article(noted, arguments):
    *_, last = make.answer(noted, "events", *arguments)["events"]
    assert (last["kind"], last["id"], last["about_ids"], last["case"]) == ("unlink", None, ["kb-mail01"], "4711")
    assert " unlink  kb-mail01  4711 " in make.run(noted, "events", *arguments).out
