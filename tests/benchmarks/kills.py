"""Kills kcs at random moments, and fills its disk: counts what is torn, lost or doubled, which must be nothing.

    python -m tests.benchmarks.kills [KILLS] [--seed N] [--longest SECONDS]

Each command is a process in a real repository with a bare remote, killed (-9) after 0 to `longest` seconds; those that were
done before count as not killed. After every kill all files are compared with the states the command may leave, a search
is asked, and the same command is run again to its end. Then the commands run on a disk that is full.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.edit.field import add_to_list, set_field
from kcs_cli.article.model import BrokenArticle
from kcs_cli.article.reader import read_article
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.index.opener import engine
from kcs_cli.solve.merge import plan
from tests import make

KCS = [sys.executable, "-m", "kcs_cli"]
LONGEST = 0.6  # seconds until a kill
ARTICLES = 24
PERSON = {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_NAME": "Ana", "GIT_COMMITTER_NAME": "Ana",
    "GIT_AUTHOR_EMAIL": "ana@example.org", "GIT_COMMITTER_EMAIL": "ana@example.org",
}  # fmt: skip
END = "The last line of the answer."
Files = dict[str, bytes]
Written = Sequence[tuple[str, bytes | None]]


class Step(NamedTuple):
    """A command, the files it writes in their order (None: removed), the case it links, and the title of a new article."""

    name: str
    arguments: tuple[str, ...]
    written: Written = ()
    case: str = ""
    title: str = ""


def article(number: int, linked: int) -> str:
    """Return an article that links to another."""
    issue = f"Symptom {number}, see [more](a{linked:03}.md#issue) or [this](kb-{linked:06})."
    body = f"## Issue\n\n{issue}\n\n## Resolution\n\n{END}\n"
    return make.article(f"Device {number} fails", body, id=f"kb-{number:06}", said=f"[phrase {number}]", tags="[a, b]")


def begin(folder: Path, count: int = ARTICLES) -> Path:
    """Make the knowledge base with its remote."""
    root = make.base(folder / "kb", {f"knowledge/a{n:03}.md": article(n, (n + 7) % count) for n in range(count)})
    make.git(folder, "init", "-q", "--bare", "remote.git")
    make.git(root, "remote", "add", "origin", str(folder / "remote.git"))
    return root


def contents(root: Path) -> Files:
    """Return the article files with their bytes; what a kill left half written has another name."""
    return {path: (root / path).read_bytes() for path in KnowledgeBase.open(str(root)).library.listing()}


def new_step(_: Path, number: int, rng: random.Random) -> Step:
    """Capture an article."""
    title = f"Trouble {number} of {rng.random()}"
    body = f"## Issue\n\nIt is so.\n\n## Resolution\n\n{'Do that. ' * 200}\n\n{END}"
    options = ("--yes", "--no-edit", "--no-search", "--body", body, "--case", f"new-{number}")
    return Step("new", ("new", title, *options), title=title, case=f"new-{number}")


def link_step(root: Path, number: int, rng: random.Random) -> Step:
    """Link an article to a case, with what the customer said."""
    path, id_ = some(root, rng)
    after = add_to_list((root / path).read_bytes().decode(), "said", f"said {number}")
    arguments = ("link", id_, "--case", f"case-{number}", "--said", f"said {number}")
    return Step("link --said", arguments, [(path, after.encode())], case=f"case-{number}")


def set_step(root: Path, number: int, rng: random.Random) -> Step:
    """Set a field."""
    path, id_ = some(root, rng)
    after = set_field((root / path).read_bytes().decode(), "owner", f"p{number}@example.org")
    return Step("set", ("set", id_, f"owner=p{number}@example.org"), [(path, after.encode())])


def merge_step(root: Path, _: int, rng: random.Random) -> Step:
    """Merge an article into another."""
    kb = KnowledgeBase.open(str(root))
    old, target = rng.sample(engine(kb).all_cards(), 2)
    rewrites = plan(kb, old, target, True)[1]
    written = [(one.path, None if one.text is None else one.text.encode()) for one in rewrites]
    return Step("merge", ("merge", old.id, "--into", target.id, "--yes"), written)


def sync_step(*_: object) -> Step:
    """Share the journal."""
    return Step("sync", ("sync",))


def some(root: Path, rng: random.Random) -> tuple[str, str]:
    """Return an article's path and id."""
    card = rng.choice(engine(KnowledgeBase.open(str(root))).all_cards())
    return card.path, card.id


STEPS: tuple[Callable[[Path, int, random.Random], Step], ...] = (new_step, link_step, set_step, merge_step, sync_step)


def start(root: Path, arguments: Sequence[str], **options: object) -> "subprocess.Popen[str]":
    """Start a command of kcs."""
    environment = {**os.environ, **PERSON, "KCS_ROOT": str(root)}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
    return subprocess.Popen([*KCS, *arguments], text=True, env=environment, **streams, **options)


def finish(root: Path, arguments: Sequence[str], **options: object) -> make.Run:
    """Run a command of kcs to its end."""
    with start(root, arguments, **options) as process:
        out, said = process.communicate()
    return make.Run(process.returncode, out, said)


def kill(root: Path, step: Step, seconds: float) -> make.Run:
    """Start a command and kill it after some time, unless it is done."""
    with start(root, step.arguments) as process:
        time.sleep(seconds)
        process.kill()
        out, said = process.communicate()
    return make.Run(process.returncode, out, said)


def is_possible(root: Path, before: Files, after: Files, step: Step) -> bool:
    """Tell whether the files are as they were, or as the command leaves them after some of its writes."""
    if step.title:
        new = after.keys() - before.keys()
        same = {path: after.get(path) for path in before} == before
        return same and len(new) <= 1 and all(is_whole(root, path, step.title) for path in new)
    state: dict[str, bytes | None] = dict(before)
    states = [dict(state)]
    for path, content in step.written:
        state[path] = content
        states.append({name: one for name, one in state.items() if one is not None})
    return after in states


def is_whole(root: Path, path: str, title: str) -> bool:
    """Tell whether a new article is all there."""
    kb = KnowledgeBase.open(str(root))
    read = read_article(root, path, kb.config)
    return not isinstance(read, BrokenArticle) and read.title == title and read.body.rstrip().endswith(END)


class Tally:
    """What was counted, by command."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.promised: set[str] = set()  # cases whose link was acknowledged
        self.once: set[str] = set()  # cases that may have one link at most
        self.notes: list[str] = []

    def bad(self, step: Step, what: str, detail: object) -> None:
        """Count what must not be."""
        self.counts[step.name, what] += 1
        self.notes.append(f"{what}: {step.name} {step.arguments[1:2]} {str(detail)[-300:]}")


def trial(root: Path, step: Step, seconds: float, tally: Tally) -> bool:
    """Kill one command, look at what is left, run it again; return whether it was killed."""
    before = contents(root)
    done = kill(root, step, seconds)
    killed = done.status == -9
    tally.counts[step.name, "killed" if killed else "done"] += 1
    if not killed and done.status:
        tally.bad(step, "failed", done)
    after = contents(root)
    if not is_possible(root, before, after, step):
        tally.bad(step, "torn", {path for path in before.keys() | after if before.get(path) != after.get(path)})
    if step.case and done.status == 0 and done.out:
        tally.promised.add(step.case)
    if killed:
        look_after(root, step, before, tally)
    return killed


def look_after(root: Path, step: Step, before: Files, tally: Tally) -> None:
    """Search after a kill, and run the same command again to its end."""
    found = finish(root, ("search", "Device", "--format", "json"))
    if found.status or not json.loads(found.out)["hits"] or "Traceback" in found.err:
        tally.bad(step, "search failed", found)
    if step.title:
        return  # a new article would be another one
    again = finish(root, step.arguments)
    written = {path: content for path, content in {**before, **dict(step.written)}.items() if content is not None}
    if again.status or contents(root) != written:
        tally.bad(step, "not finished", again)
    if step.case:
        tally.promised.add(step.case)
        tally.once.add(step.case)


def count_events(root: Path, tally: Tally) -> dict[str, int]:
    """Compare the events of a clone with what was acknowledged; each may be there once."""
    listed = finish(root, ("events", "--format", "jsonl"))
    events = [json.loads(line) for line in listed.out.splitlines()]
    cases = Counter(event["case"] for event in events if event["kind"] == "link")
    return {
        "events": len(events),
        "acknowledged": len(tally.promised),
        "lost": len(tally.promised - cases.keys()),
        "doubled": len(events) - len({event["id"] for event in events}) + sum(n > 1 for n in cases.values()),
        "told as unreadable": listed.err.count("cannot be read"),
    }


def count_litter(root: Path) -> dict[str, int]:
    """Count the torn lines and the temporary files that kills left."""
    journal = [line for file in root.glob(".git/kcs/journal/*/*.jsonl") for line in file.read_bytes().split(b"\n") if line]
    return {
        "torn lines": sum(not is_json(line) for line in journal),
        "temporary files in knowledge/": len(list(root.glob("knowledge/**/.*.tmp"))),
        "temporary files in .git/kcs": len(list(root.glob(".git/kcs/**/*.tmp"))),
    }


def is_json(line: bytes) -> bool:
    """Tell whether a line is whole."""
    with suppress(ValueError):
        return isinstance(json.loads(line), dict)
    return False


def kills(folder: Path, wanted: int, longest: float, rng: random.Random) -> bool:
    """Kill as often as asked, print the figures, and return whether all is well."""
    root, tally, killed, number = begin(folder, ARTICLES + wanted), Tally(), 0, 0  # merges take articles away
    while killed < wanted:
        step = STEPS[number % len(STEPS)](root, number, rng)
        killed += trial(root, step, rng.uniform(0, longest), tally)
        number += 1
    columns = ("killed", "done", "torn", "not finished", "search failed", "failed")
    print(f"{'command':<12}" + "".join(f"{column:>15}" for column in columns))
    for name in dict.fromkeys(name for name, _ in tally.counts):
        print(f"{name:<12}" + "".join(f"{tally.counts[name, column]:>15}" for column in columns))
    finish(root, ("sync",))
    make.git(folder, "clone", "-q", str(root), "other")
    make.git(folder / "other", "remote", "set-url", "origin", str(folder / "remote.git"))
    synced = finish(folder / "other", ("sync",))
    here, there = count_events(root, tally), count_events(folder / "other", tally)
    print(f"\nthis clone   {here}\nother clone  {there} (sync: exit {synced.status})\nleft over    {count_litter(root)}")
    print(*tally.notes, sep="\n")
    return not tally.notes and here == there and here["lost"] == here["doubled"] == 0


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """Mount a disk of 16 MB; None where that is not allowed."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16m", "kcs-kills", str(folder)], capture_output=True, check=False
    )
    try:
        yield None if mounted.returncode else folder
    finally:
        if not mounted.returncode:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Fill a disk to the last byte."""
    file = folder / "filler"
    with suppress(OSError), file.open("wb", buffering=0) as stream:
        for size in (65536, 1):
            with suppress(OSError):
                while stream.write(b"x" * size):
                    pass
    return file


def no_growth() -> None:
    """Let the process write no byte into any file."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def try_full(name: str, root: Path, number: int, rng: random.Random, **options: object) -> bool:
    """Run each command where nothing can be written, print how it ends, and return whether all is as it was."""
    well = True
    for make_step in STEPS:
        step = make_step(root, number, rng)
        before = contents(root), finish(root, ("events", "--format", "jsonl")).out
        done = finish(root, step.arguments, **options)
        same = (contents(root), finish(root, ("events", "--format", "jsonl")).out) == before
        clear = done.status == 2 and done.err.splitlines()[-2:][0].startswith("Error: ") and "Traceback" not in done.err
        litter = len(list(root.glob("knowledge/**/.*.tmp")))
        print(f"{name:<14}{step.name:<12} exit {done.status}, clear error {clear}, all as it was {same}, left over {litter}")
        print("".join(f"{'':>14}{line}\n" for line in done.err.splitlines()), end="")
        well &= clear and same and not litter
    return well


def full_disk(folder: Path, rng: random.Random) -> bool:
    """Try a disk that is full, and one that takes no more; return whether all is well."""
    (folder / "disk").mkdir()
    with small_disk(folder / "disk") as disk:
        if disk is None:
            print("full disk: not tried, mounting is not allowed")
        well = disk is None or try_on(disk, rng)
    root = begin(folder / "limited")
    finish(root, ("link", "kb-000001", "--case", "first"))
    return try_full("no growth", root, 0, rng, preexec_fn=no_growth) and well


def try_on(disk: Path, rng: random.Random) -> bool:
    """Try a full disk, then with space again."""
    root = begin(disk / "base")
    finish(root, ("link", "kb-000001", "--case", "first"))
    filler = fill(disk)
    well = try_full("full disk", root, 1, rng)
    filler.unlink()
    again = [finish(root, make_step(root, 2, rng).arguments).status for make_step in STEPS]
    print(f"with space again: exit {again}")
    return well and not any(again)


def main() -> None:
    """Run both trials; exit with 1 when something is torn, lost or doubled."""
    parser = argparse.ArgumentParser()
    parser.add_argument("kills", type=int, nargs="?", default=250)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=LONGEST)
    asked = parser.parse_args()
    os.environ.update(PERSON)
    rng = random.Random(asked.seed)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        (Path(scratch) / "full").mkdir()
        (Path(scratch) / "kills").mkdir()
        full = full_disk(Path(scratch) / "full", rng)
        killed = kills(Path(scratch) / "kills", asked.kills, asked.longest, rng) if asked.kills else True
    sys.exit(not (full and killed))


if __name__ == "__main__":
    main()
