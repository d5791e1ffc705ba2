"""One bad record stops nobody: events, refs, commits and the files a clone keeps, each with what no calendar or type has."""

import gc
import json
import os
import subprocess
from itertools import product
from pathlib import Path

import pytest

from kcs_cli.journal.event import to_line
from tests import make

FETCHED = "refs/kcs/fetched/origin/kcs/journal"
TIMES = ("2026-02-30T10:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T10:00:00+24:00", "0000-03-01T10:00:00Z",
         "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")  # fmt: skip
COMMANDS = (
    "search printer", "show kb-print1", "show 1", "more", "news", "quiz --month 2026-03", "path printing", "sync",
    "review-stale", "flags", "history kb-print1", "owners", "owners kb-print1", "vocabulary kb-print1",
    "recall kb-print1 --bad HEAD", "gaps", "matrix", "matrix --propose", "report", "report reuse", "report created",
    "report health", "report self-service", "digest", "lint", "lint --changed-from HEAD~1", "standard", "test",
    "test --bisect printer --expect kb-print1", "index", "events", "events --unreadable", "case", "undo --dry-run",
    "undo", "thanks kb-print1 -m x", "link kb-print1 --case 4711", "flag kb-print1 --why wrong -m x",
    "rate kb-print1 --helpful", "verify kb-print1 --tested x", "unlink kb-print1 --case 4711", "answer kb-print1",
    "sync --dry-run",
)  # fmt: skip


def statuses(kb) -> dict[str, int]:
    """Return what every command ends with; an exception that is a bug is raised."""
    return {command: make.run(kb, *command.split()).status for command in COMMANDS}


def object_of(kb, kind: str, content: bytes) -> str:
    """Write an object that git itself would not write."""
    command = ["git", "-C", str(kb), "hash-object", "-t", kind, "-w", "--stdin", "--literally"]
    return subprocess.run(command, input=content, check=True, capture_output=True).stdout.decode().strip()


def update_ref(kb, ref: bytes, commit: str) -> None:
    """Set a ref of any name."""
    subprocess.run([b"git", b"-C", os.fsencode(kb), b"update-ref", ref, commit.encode()], check=True)


def use(root: Path) -> None:
    """Make a base with a remote, and run every command in it twice; the second time says how each ends."""
    kb = make.base(root / "kb", make.THREE)
    make.git(kb, "init", "-q", "--bare", "../hub.git")
    make.git(kb, "remote", "add", "origin", "../hub.git")
    make.commit(kb, {"knowledge/mail.md": make.THREE["knowledge/mail.md"] + "\nMore.\n"}, "2026-03-01")
    statuses(kb)
    make.files(root, {"before.json": json.dumps(statuses(kb))})
    gc.collect()  # what still holds the ledger


@pytest.fixture
def used(tmp_path, monkeypatch):
    """A base with a remote in which every command has been run."""
    monkeypatch.setenv("KCS_SESSION", "a desk")  # what was done in it can be taken back
    root = make.copied(tmp_path, use) / "kb"
    assert make.run(root, "verify", "kb-print1", "--tested", "x").status == 0  # done elsewhere, it cannot be undone
    return root


@pytest.fixture
def before(used) -> dict[str, int]:
    """How every command ended before anything was bad."""
    return json.loads((used.parent / "before.json").read_text())


def bad_lines() -> bytes:
    """Return lines of all kinds of events with each wrong time, and with fields of wrong types."""
    known = {"article": "kb-print1", "text": "x", "ends": ("01kjw6be200000000000000000",)}
    pairs = enumerate(product(TIMES, ("link", "flag", "rate", "verify", "undo")))
    times = [to_line(make.event(number, kind, at=at, **known)) for number, (at, kind) in pairs]
    good = json.loads(to_line(make.event(99, article="kb-print1")))
    wrong = ({"rank": 10**400}, {"text": "\ud800"}, {"article": "\0"}, {"by": None}, {"ends": {}}, {"case": 4711},
             {"id": "01"})  # fmt: skip
    return b"".join(line + b"\n" for line in [*times, *(json.dumps(good | one).encode() for one in wrong)])


def test_events_that_no_calendar_has_change_no_answer(used, before):
    make.journal_ref(used, f"{FETCHED}/mallory-1", bad_lines() + to_line(make.event(1, article="kb-vpn001")) + b"\n")
    assert statuses(used) == before
    unreadable = make.answer(used, "events", "--unreadable")["broken_lines"]
    assert [(one["source"], one["line"]) for one in unreadable] == [
        (f"{FETCHED}/mallory-1:2026-03.jsonl", number) for number in range(1, len(bad_lines().splitlines()) + 1)
    ]
    assert [one["reason"] for one in unreadable[::5]][:2] == ["2026-02-30 is no day of the calendar", "a time that is none"]
    assert len(make.answer(used, "events", "--article", "kb-vpn001")["events"]) == 1


def test_journals_whose_refs_have_any_names_stop_nobody_and_count(used, before):
    names = (b"\xff", "ä-1".encode(), b"a\xc3\x28b", b"x/y")
    for number, name in enumerate(names, 1):
        lines = to_line(make.event(number, article="kb-vpn001", by="mallory@example.org")) + b"\n"
        commit = make.journal_ref(used, f"{FETCHED}/mallory-1", lines)
        make.git(used, "update-ref", "-d", f"{FETCHED}/mallory-1")
        update_ref(used.parent / "hub.git", b"refs/kcs/journal/" + name, object_in(used, commit))
    assert statuses(used) == before
    assert len(make.answer(used, "events", "--article", "kb-vpn001")["events"]) == len(names)


def object_in(kb, commit: str) -> str:
    """Bring a commit to the remote, and return it."""
    make.git(kb, "push", "-q", "-f", "origin", f"{commit}:refs/heads/other")
    return commit


@pytest.mark.parametrize("name", [b"\xff", b"x/y", b"a.b"])
def test_a_ref_among_those_of_this_clone_that_kcs_did_not_make_is_not_pushed(used, name):
    commit = make.journal_ref(used, f"{FETCHED}/mallory-1", to_line(make.event(1, article="kb-vpn001")) + b"\n")
    update_ref(used, b"refs/kcs/journal/" + name, commit)
    assert make.run(used, "sync").status == 0
    assert len(make.git(used.parent / "hub.git", "for-each-ref", "refs/kcs").splitlines()) == 1


PEOPLE = (
    b"J\xf6rg <j\xf6rg@example.org> 1772366400 +9999", b"A <a@example.org> 1772366400 +2400", b"A <> 1772366400 -9999",
    b"A <a@example.org> 99999999999999999 +0000", b"A <a@example.org> -1 +0000", b"<> 0 +0000",
    b"A <a@example.org> 1772366400 +99999999", b"A <a@example.org> x y", b"A <a@example.org>", b"",
    b"A\x00B <a@example.org> 1772366400 +0000",
)  # fmt: skip


def test_commits_of_any_author_and_time_stop_nobody(used, before):
    for person in PEOPLE:
        text = (used / "knowledge/printer.md").read_bytes() + b"\nMore.\n"
        make.files(used, {"knowledge/printer.md": text})
        make.git(used, "add", "-A")
        tree = make.git(used, "write-tree").strip().encode()
        head = make.git(used, "rev-parse", "HEAD").strip().encode()
        content = b"tree %s\nparent %s\nauthor %s\ncommitter %s\n\nm\xff\n" % (tree, head, person, person)
        make.git(used, "reset", "-q", "--hard", object_of(used, "commit", content))
        assert make.run(used, "history", "kb-print1").status == make.run(used, "review-stale").status == 0
    make.run(used, "index")
    found = statuses(used)
    assert found == before | {"thanks kb-print1 -m x": found["thanks kb-print1 -m x"]}  # there may be somebody to thank


VALUES = (None, 5, -1, 10**30, 1.5, True, "", "x", "\0", "\ud800", "2026-02-30T10:00:00Z", "0001-01-01T00:00:00+14:00",
          "9999-12-31T23:59:59-14:00", "2026-03-01T10:00:00", [], {}, [[]], [None], [[1, 2]], {"a": 1}, ["x", "y"],
          [["\ud800", 10**30]])  # fmt: skip


def spoilt(known: object):
    """Yield a JSON value with each part of it replaced by each value that may be wrong."""
    yield from VALUES
    items = known.items() if isinstance(known, dict) else enumerate(known) if isinstance(known, list) else ()
    for key, value in items:
        for other in spoilt(value):
            if isinstance(known, dict):
                yield known | {key: other}
            else:
                yield [*known[:key], other, *known[key + 1 :]]


READERS = {
    "undo.json": ("undo --dry-run", "undo"),
    "news.json": ("news",),
    "case-*.json": ("case", "link kb-print1"),
    "gaps-*.json": ("gaps",),
    "searches/*.jsonl": ("show 1", "more", "gaps", "review-stale", "report self-service", "news", "quiz --month 2026-03"),
    "quiz/*.jsonl": ("quiz --month 2026-03", "path printing", "show kb-print1"),
}


@pytest.mark.parametrize("name", READERS)
def test_a_file_that_a_clone_keeps_may_say_anything(used, name):
    make.run(used, "case", "4711")
    make.run(used, "link", "kb-print1", "--case", "1")
    make.run(used, "search", "printer")
    make.run(used, "show", "1")
    files = sorted((used / ".git/kcs").glob(name))
    for file in files:
        for number, line in enumerate(file.read_text().splitlines()[-3:]):
            for wrong in list(spoilt(json.loads(line)))[number::23]:
                file.write_text(json.dumps(wrong) + "\n")
                for command in READERS[name]:
                    assert make.run(used, *command.split()).status in (0, 1, 2), (command, wrong)


DAYS = ("2026-02-30", "0000-01-01", "0001-01-01T00:00:00+14:00", "1899-12-31", "9999-12-31T23:59:59-14:00", "9900-01-01",
        "2026-01-01T24:00:01Z", "2026-01-01T10:00:00+24:00", "99999999999999999999", "-1", "1e400", "nan", "\0", "\ud800",
        "x" * 5000, "2026-11-22")  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
def test_a_date_of_any_kind_in_a_file_that_is_given_is_taken_or_named(kb, tmp_path, day):
    def given(name: str, text: str) -> str:
        make.files(tmp_path, {name: text.encode("utf-8", "surrogatepass")})
        return str(tmp_path / name)

    votes = given("votes.csv", f"article,vote,date\nkb-print1,yes,{day}\n")
    cases = given("cases.csv", f"case,subject,opened,closed,article\n1,Printer,{day},{day},kb-print1\n")
    searches = given("searches.csv", f"words,at\nprinter,{day}\n")
    ticket = given(
        "ticket.json", json.dumps({"subject": day, "description": "x", "created_at": day, "tags": [day, 5, None]})
    )
    for words in (("rate", "--import", votes), ("report", "known-new", "--cases", cases), ("gaps", "--import", searches),
                  ("gaps", "--cases", cases), ("new", "--from", ticket, "--yes", "--no-edit"), ("search", "--case", ticket),
                  ("report", "self-service"), ("report", "reuse"), ("digest",), ("gaps",)):  # fmt: skip
        done = make.run(kb, *words)
        assert (done.status in (0, 1, 2), "No such option" in done.err) == (True, False), words
