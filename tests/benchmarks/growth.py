"""What searches, and work with a customer waiting, take on bases of several sizes: see `python -m tests.benchmarks`."""

import time
from collections.abc import Iterator, Sequence
from itertools import count
from statistics import median

from kcs_cli.files.crew import cores
from tests.benchmarks.search import KCS, QUESTION, TYPER, cpu, edit, in_turn, peak_memory, spent
from tests.benchmarks.table import Bases, Row, ms

SEARCH = [*KCS, "search", QUESTION, "--format", "json"]
RUNS = 7
SETTLED = 2.1  # seconds after which a file that changed is one like all
NUMBERS = count(int(time.time()))


def searches(bases: Bases) -> Iterator[Row]:
    """Compare a search of a fresh index with the import of Typer."""
    for size, wanted in ((2_500, "≤ 1.15"), (25_000, ""), (100_000, "≤ 2.8")):
        if size in bases.sizes:
            root = bases.of(size)
            took = in_turn({"typer": TYPER, "search": SEARCH}, root, RUNS)
            ratio = took["search"] / took["typer"]
            yield Row(
                job=f"kcs search --format json, {size:,} articles",
                reference=f"import typer {ms(took['typer'])}",
                now=f"{ratio:.2f} × ({ms(took['search'])})",
                wanted=wanted,
                memory=peak_memory(SEARCH, root),
            )


def helps(bases: Bases) -> Iterator[Row]:
    """Compare what shows help with the import of Typer."""
    runs = {"kcs --help": [*KCS, "--help"], "kcs search --help": [*KCS, "search", "--help"]}
    took = in_turn({"typer": TYPER, **runs}, bases.of(2_500), RUNS)
    for name in runs:
        now = f"{took[name] / took['typer']:.2f} × ({ms(took[name])})"
        yield Row(job=name, reference=f"import typer {ms(took['typer'])}", now=now, wanted="≤ 1.3")


def long_words(bases: Bases) -> Iterator[Row]:
    """Compare the search for one word of 9,000 letters with any other."""
    command = [*KCS, "search", "ab" * 4_500, "--format", "json"]
    took = in_turn({"search": SEARCH, "word": command}, bases.of(2_500), RUNS)
    yield Row(
        job="kcs search for one word of 9,000 letters",
        reference=f"a settled search {ms(took['search'])}",
        now=f"{took['word'] / took['search']:.2f} × ({ms(took['word'])})",
        wanted="≤ 1",
        memory=peak_memory(command, bases.of(2_500)),
    )


def edits(bases: Bases) -> Iterator[Row]:
    """Compare the search after one edit, and the one after that, with a search of a fresh index."""
    for size in sorted({25_000, 100_000} & bases.sizes):
        root = bases.of(size)
        articles = sorted(root.rglob("*.md"))
        times: dict[str, list[float]] = {"after an edit": [], "once more within 2 s": [], "settled": []}
        for number in range(RUNS):
            edit(articles[number * 37])
            times["after an edit"].append(cpu(SEARCH, root))
            times["once more within 2 s"].append(cpu(SEARCH, root))
            time.sleep(SETTLED)
            times["settled"].append(cpu(SEARCH, root))
        took = {name: median(found) for name, found in times.items()}
        reference = f"a settled search {ms(took.pop('settled'))}"
        settled = median(times["settled"])
        for name, seconds in took.items():
            now = f"{seconds / settled:.2f} × ({ms(seconds)})"
            yield Row(job=f"kcs search, {name}, {size:,}", reference=reference, now=now, wanted="≤ 1.5")


def waiting(bases: Bases) -> Iterator[Row]:
    """Compare how much more a large base takes for what is done with a customer waiting, and for a search."""
    small, size = 2_500, 25_000
    if not {small, size} <= bases.sizes:
        return
    took = {}
    for one in (small, size):
        runs = {"search": SEARCH, "show": [*KCS, "show", "kb-000100"], "link": [*KCS, "link", "kb-000100", "--case"]}
        runs["new"] = [*KCS, "new", "--no-edit"]
        times: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(RUNS):
            time.sleep(SETTLED)
            for name, command in runs.items():
                own = {"link": [str(next(NUMBERS))], "new": [f"Zebra {next(NUMBERS)}"]}.get(name, [])
                times[name].append(cpu([*command, *own], bases.of(one)))
            cpu(SEARCH, bases.of(one))
        took[one] = {name: median(found) for name, found in times.items()}
    growth = took[size]["search"] - took[small]["search"]
    for name in ("show", "link", "new"):
        more = took[size][name] - took[small][name]
        yield Row(
            job=f"kcs {name}, what {size:,} articles take more than {small:,}",
            reference=f"a settled search {ms(growth)} more",
            now=f"{more / growth:.2f} × ({ms(took[small][name])} → {ms(took[size][name])})",
            wanted="≤ 1",
        )


def builds(bases: Bases) -> Iterator[Row]:
    """Tell how many articles a second and core a new index takes: by the clock, so a machine at rest tells it."""
    size = max(bases.sizes & {2_500, 25_000}, default=0)
    if not size:
        return
    took = spent([*KCS, "index", "--rebuild"], bases.of(size))
    yield Row(
        job=f"kcs index --rebuild, {size:,} articles",
        reference=f"{took.cpu:,.1f} s CPU, {took.wall:,.1f} s on {cores()} cores",
        now=f"{size / took.wall / cores():,.0f} articles/s and core",
        wanted="≥ 500",
        memory=took.memory,
    )


ROWS: Sequence = (searches, helps, long_words, edits, waiting, builds)
