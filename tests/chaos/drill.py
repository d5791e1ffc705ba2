"""Nothing but what the remote has is needed: a fresh clone, caches deleted, a clock that steps, another version of kcs."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make

QUESTIONS = (  # the history first: a search shows the days that were read of it, and reads none itself
    ("history", "kb-print1"),
    ("search", "printer"),
    ("search", "cannot get in from home"),
    ("show", "kb-print1"),
    ("flags",),
    ("review-stale",),
    ("owners",),
    ("report",),
    ("report", "reuse"),
    ("report", "health"),
    ("events",),
    ("vocabulary", "kb-print1"),
    ("digest",),
    ("lint",),
    ("standard",),
)
LOCAL = ("search", "searches")  # what one machine asked never leaves it
CACHES = ("ledger.sqlite", "history.sqlite", "days.sqlite", "index")
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
STEPS = (timedelta(0), timedelta(days=-1), timedelta(days=-1), timedelta(days=400), timedelta(0), timedelta(seconds=-1))


def answers(root: Path) -> dict[str, object]:
    """Return what a base answers."""
    return {" ".join(words): _answer(make.run(root, *words, "--format", "json").out) for words in QUESTIONS}


def _answer(text: str) -> object:
    """Return an answer without what only this machine knows."""
    return _plain(json.loads(text))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if key not in LOCAL}
    return [_plain(one) for one in value] if isinstance(value, list) else value


def use(folder: Path) -> Path:
    """Make a base with a remote, in which every kind of event was noted, and share all of it."""
    kb = make.base(folder / "kb", make.THREE)
    make.commit(kb, {"knowledge/vpn.md": make.THREE["knowledge/vpn.md"] + "2. Wait.\n"}, by="Ben <ben@example.org>")
    make.git(folder, "init", "-q", "--bare", "-b", "main", "hub.git")
    make.git(kb, "remote", "add", "origin", str(folder / "hub.git"))
    make.git(kb, "push", "-q", "-u", "origin", "main")
    votes = folder / "votes.csv"
    votes.write_text("article,vote,date\nkb-print1,helpful,2026-01-02\nkb-mail01,unhelpful,2026-01-03\n")
    for words in (
        ("search", "paper jam"),
        ("link", "1", "--case", "1"),
        ("link", "kb-vpn001", "--case", "2", "--said", "no tunnel"),
        ("link", "kb-print1", "--case", "3"),
        ("unlink", "kb-print1", "--case", "3"),
        ("flag", "kb-mail01", "--why", "wrong", "-m", "not so"),
        ("flag", "kb-vpn001", "--why", "outdated", "-m", "old"),
        ("rate", "kb-print1", "--helpful"),
        ("rate", "--import", str(votes)),
        ("thanks", "kb-vpn001", "-m", "it helped"),
        ("verify", "kb-print1", "--tested", "here"),
        ("set", "kb-mail01", "owner=cleo@example.org"),
        ("merge", "kb-mail01", "--into", "kb-vpn001", "--yes"),
        ("share",),
        ("sync",),
    ):
        run = make.run(kb, *words)
        if run.status:
            raise RuntimeError(f"kcs {words}: {run}")
    return kb


@contextmanager
def clock_at(at: datetime) -> Iterator[None]:
    """Let it be a time."""
    usual = KnowledgeBase.now
    KnowledgeBase.now = lambda _: at
    try:
        yield
    finally:
        KnowledgeBase.now = usual


def differences(one: dict[str, object], other: dict[str, object]) -> list[str]:
    """Return which questions are answered otherwise."""
    return [question for question in one if one[question] != other[question]]


def restore(folder: Path) -> Iterator[str]:
    """Yield what a fresh clone answers otherwise than the base that was lost, and one whose caches were deleted."""
    kb = use(folder)
    with clock_at(datetime.now(UTC)):
        before = answers(kb)
        for name in CACHES:
            for path in (kb / ".git/kcs").glob(f"{name}*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        yield from (f"without caches: {one}" for one in differences(before, answers(kb)))
        kb.rename(folder / "lost")
        subprocess.run(["git", "clone", "-q", folder / "hub.git", kb], check=True)
        if (run := make.run(kb, "sync")).status:
            yield f"a fresh clone cannot sync: {run}"
        yield from (f"restored: {one}" for one in differences(before, answers(kb)))


def step_clock(folder: Path) -> Iterator[str]:
    """Yield what goes wrong where the clock steps back and forth, and stands still, between commands."""
    kb = make.base(folder / "kb", make.THREE)
    for number, step in enumerate(STEPS):
        with clock_at(NOW + step):
            yield from _at_step(kb, number)
    with clock_at(NOW - timedelta(days=9)):
        for flag in _open_flags(kb):  # answered before they were raised
            make.run(kb, "unflag", flag["event"], "-m", "it is right")
        if left := _open_flags(kb):
            yield f"{len(left)} flags are open that were answered by an earlier clock"
        taken = make.run(kb, "undo")
        if taken.status or len(_open_flags(kb)) != 1:
            yield f"undo takes back another thing than the last: {taken}"
    events = [json.loads(line) for line in make.run(kb, "events", "--format", "jsonl").out.splitlines()]
    if len({one["id"] for one in events}) != len(events):
        yield "two events have one id"
    if sorted(one["case"] for one in events if one["kind"] == "link") != [str(number) for number in range(len(STEPS))]:
        yield f"links are not as noted: {events}"


def _at_step(kb: Path, number: int) -> Iterator[str]:
    """Search, and note what was found; yield what goes wrong."""
    word = ("printer", "vpn", "mail")[number % 3]
    found = make.answer(kb, "search", word)["hits"][0]["id"]
    if (shown := make.answer(kb, "show", "1")["id"]) != found:
        yield f"step {number}: the first of the last list is {shown}, not {found}"
    make.run(kb, "link", found, "--case", str(number))
    make.run(kb, "flag", found, "--why", "wrong", "-m", f"no {number}")


def _open_flags(kb: Path) -> list[dict[str, Any]]:
    return list(make.answer(kb, "flags")["open_flags"])


def other_version(folder: Path) -> Iterator[str]:
    """Yield what goes wrong where an older and a newer kcs work in one clone."""
    kb = make.base(folder / "kb", make.THREE)
    make.run(kb, "link", "kb-print1", "--case", "1")
    before = make.run(kb, "search", "printer", "--format", "json")
    shared = kb / ".git/kcs"
    for name in ("ledger.sqlite", "history.sqlite", "days.sqlite"):
        if (shared / name).exists():
            with sqlite3.connect(shared / name) as connection:
                connection.execute("pragma user_version = 999")
            connection.close()
    for stamp in shared.glob("index/g-*/stamp.json"):
        stamp.write_text(json.dumps({**json.loads(stamp.read_text()), "analysis": 999, "what a newer one has": []}))
    (shared / "undo.json").write_text('{"v": 999, "deeds": {}}')
    after = make.run(kb, "search", "printer", "--format", "json")
    if (after.status, after.err) != (0, before.err) or _answer(after.out) != _answer(before.out):
        yield f"what a newer kcs kept is not renewed without a word: {after.err or after.out}"
    file = next((shared / "journal").glob("*/*.jsonl"))
    file.write_bytes(file.read_bytes() + b'{"v":2,"id":"01kjw6be200000000000000009","kind":"praise","what":["new"]}\n')
    if (linked := make.run(kb, "link", "kb-vpn001", "--case", "2")).status:
        yield f"after an event of a newer kcs nothing is noted: {linked}"
    listed = make.run(kb, "events", "--format", "jsonl")
    if len(listed.out.splitlines()) != 2:
        yield f"after an event of a newer kcs others do not count: {listed}"
    if b'"kind":"praise"' not in file.read_bytes():
        yield "an event of a newer kcs is gone"
