"""Many clones that note and sync at once, with thousands of writers before them: is every event once everywhere?"""

import os
import subprocess
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from kcs_cli.journal.event import to_line
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make

REF = "refs/kcs/journal/{}"


class Team(NamedTuple):
    """What came of it: seconds of the slowest clone's sync and of all, clones in which every event is once, complaints."""

    slowest: float
    seconds: float
    whole: int
    complaints: list[str]


def hub_of(folder: Path, writers: int) -> Path:
    """Make a repository that all push to, with a journal of one event for each of many writers."""
    make.base(folder / "first", make.THREE)
    subprocess.run(["git", "clone", "-q", "--bare", folder / "first", folder / "hub.git"], check=True)
    stream = b"".join(_journal(number) for number in range(writers))
    subprocess.run(["git", "-C", folder / "hub.git", "fast-import", "--quiet"], input=stream, check=True)
    make.git(folder / "hub.git", "pack-refs", "--all")
    return folder / "hub.git"


def _journal(number: int) -> bytes:
    """Return a writer's journal, as git takes it in."""
    name = f"w{number:05}-00000000"
    line = to_line(make.event(number, article="kb-vpn001", case=f"old-{number}", by=f"w{number}@example.org")) + b"\n"
    head = f"commit {REF.format(name)}\ncommitter W <w@example.org> 1772620200 +0000\ndata 7\njournal\n"
    return f"{head}M 100644 inline 2026-03.jsonl\ndata {len(line)}\n".encode() + line + b"\n"


def clone_of(hub: Path, number: int) -> Path:
    """Clone the repository, for another person."""
    folder = hub.parent / f"clone{number}"
    subprocess.run(["git", "clone", "-q", hub, folder], check=True)
    make.git(folder, "config", "user.email", f"p{number}@example.org")
    make.git(folder, "config", "user.name", f"Person {number}")
    return folder


def begin() -> None:
    """Be nobody but who a clone says."""
    for name in list(os.environ):
        if name.startswith(("GIT_AUTHOR", "GIT_COMMITTER", "KCS_")):
            del os.environ[name]


def link_and_sync(folder: Path) -> tuple[float, str]:
    """Note a link, and share it; return the seconds of the sync, and what it complained of."""
    linked = make.run(folder, "link", "kb-print1", "--case", folder.name)
    return sync(folder) if linked.status == 0 else (0.0, linked.err)


def sync(folder: Path) -> tuple[float, str]:
    """Sync a clone; return its seconds, and what it complained of."""
    started = time.monotonic()
    done = make.run(folder, "sync")
    return time.monotonic() - started, done.err if done.status else ""


def cases(folder: Path) -> Counter[str]:
    """Return how often each case was linked, as a clone knows it."""
    return Counter(event.case for event in record(KnowledgeBase.open(str(folder))).all())


def together(folder: Path, clones: int, writers: int) -> Team:
    """Let all clones note and sync at the same time, and sync once more."""
    hub = hub_of(folder, writers)
    folders = [clone_of(hub, number) for number in range(clones)]
    expected = Counter([*(f"old-{number}" for number in range(writers)), *(one.name for one in folders)])
    with ProcessPoolExecutor(2 * (os.cpu_count() or 1), mp_context=get_context("spawn"), initializer=begin) as pool:
        started = time.monotonic()
        done = [*pool.map(link_and_sync, folders), *pool.map(sync, folders)]
        seconds = time.monotonic() - started
        whole = sum(found == expected for found in pool.map(cases, folders))
    return Team(max(took for took, _ in done), seconds, whole, [said for _, said in done if said])
