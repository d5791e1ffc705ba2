"""Benchmark of a large journal: the first fold, the next, and what it costs a search; CPU and wall time.

    python -m tests.benchmarks.journal [--events 1000000] [--writers 2000] [--runs 9]

The events are links, flags and votes of a year, in one ref a writer as `kcs sync` fetches them. The first figure may be
12 s, the next 0.5 s, and a search with such a journal at most 10 % slower than the same without.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kcs_cli.journal.event import Event, iso, to_line
from kcs_cli.journal.sync.remote import FETCHED
from kcs_cli.journal.vocabulary import EventKind, FlagReason, Use
from kcs_cli.text.identifier import event_id
from tests.benchmarks.articles import write_articles
from tests.benchmarks.search import KCS, QUESTION, in_turn

START = datetime(2025, 11, 1, tzinfo=UTC)
MONTHS = 12
WORDS = "printer just sits there after the update"
KINDS = (EventKind.link, EventKind.flag, EventKind.rate)


def month_of_events(random_: random.Random, month: int, number: int, writer: int, articles: int) -> bytes:
    """Return the lines of one writer's month."""
    first = START + timedelta(days=30 * month)
    lines, flag = [], ()
    for n in range(number):
        at = first + timedelta(seconds=n * 2_500_000 // number + random_.randrange(1000))
        article = f"kb-{int(random_.paretovariate(0.4)) % articles:06d}"
        kind = EventKind.unflag if flag else random_.choices(KINDS, (90, 5, 5))[0]
        known = {"id": event_id(at, random_.randbytes(10)), "at": iso(at), "by": f"agent{writer}@example.org"}
        if kind is EventKind.link:
            known |= {
                "case": f"{writer}-{month}-{n}",
                "use": Use.resolution,
                "revision": f"{n:040x}",
                "rank": 2,
                "words": WORDS,
            }
        elif kind is EventKind.flag:
            known |= {"text": "step 3 is gone", "why": FlagReason.outdated}
        lines.append(to_line(Event(v=1, kind=kind, article=article, ends=flag, **known)))
        flag = (known["id"],) if kind is EventKind.flag else ()
    return b"\n".join(lines) + b"\n"


def fast_import(events: int, writers: int, articles: int) -> Iterator[bytes]:
    """Yield the stream that makes one ref a writer."""
    random_ = random.Random(1)
    each = max(1, events // writers // MONTHS)
    for writer in range(writers):
        ref = f"{FETCHED}/origin/kcs/journal/agent-{writer:05d}"
        yield f"commit {ref}\ncommitter a <a@example.org> {writer} +0000\ndata 0\n".encode()
        for month in range(MONTHS):
            content = month_of_events(random_, month, each, writer, articles)
            name = f"{START + timedelta(days=31 * month):%Y-%m}.jsonl"
            yield b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(content), content)


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Return the wall and CPU seconds of one run."""
    before, started = os.times(), time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - started, cpu


def main() -> None:
    """Build the journal, fold it, search."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--events", type=int, default=1_000_000)
    options.add_argument("--writers", type=int, default=2_000)
    options.add_argument("--articles", type=int, default=2_500)
    options.add_argument("--runs", type=int, default=9)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        plain, full = Path(temporary) / "plain", Path(temporary) / "full"
        for folder in (plain, full):
            write_articles(folder, asked.articles)
            subprocess.run(["git", "init", "-q", str(folder)], check=True)
        search, listing = [*KCS, "search", QUESTION], [*KCS, "show", "--case", "0-0-0"]
        for folder in (plain, full):
            timed(search, folder)  # builds the index
        stream = b"".join(fast_import(asked.events, asked.writers, asked.articles))
        subprocess.run(["git", "-C", str(full), "fast-import", "--quiet"], input=stream, check=True)
        first, again = timed(listing, full), timed(listing, full)
        rounds = [(in_turn({"p": search}, plain, 1)["p"], in_turn({"f": search}, full, 1)["f"]) for _ in range(asked.runs)]
        ratios = sorted(with_ / without for without, with_ in rounds)
        size = (full / ".git/kcs/ledger.sqlite").stat().st_size
    print(f"{asked.events:,} events of {asked.writers:,} writers, ledger {size / 1e6:.0f} MB")
    print(f"first fold   {first[0]:6.2f} s wall, {first[1]:6.2f} s CPU (kcs show --case, the whole command)")
    print(f"next         {again[0]:6.2f} s wall, {again[1]:6.2f} s CPU")
    print(f"search       {ratios[len(ratios) // 2]:6.3f} × the same without a journal (CPU, median of {asked.runs} pairs)")


if __name__ == "__main__":
    sys.exit(main())
