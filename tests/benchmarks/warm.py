"""What the history and all that is asked of it take: rows of `python -m tests.benchmarks`.

The first reading of a history half of which are merges, as where every change is a pull request; then the commands that look
at all articles where nothing changed since.
"""

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from tests.benchmarks.git_histories import REQUESTS, make_history
from tests.benchmarks.search import KCS, TYPER, cpu, in_turn, peak_memory
from tests.benchmarks.table import Bases, Row, ms

ARTICLES, COMMITS = 2_500, 17_400
RUNS, FEW_RUNS = 5, 2
LARGE = 100_000  # articles of a base whose commands take seconds
REVIEW = [*KCS, "review-stale"]
JOBS = {name: [*KCS, *name.split()] for name in ("review-stale", "owners", "gaps", "report reuse")}
WANTED = {2_500: "≤ 500 ms", 25_000: "≤ 1,500 ms, 300 MB", 100_000: "≤ 5,000 ms, 300 MB"}


def first_passes(bases: Bases) -> Iterator[Row]:
    """Compare the first `review-stale` with the log that git alone makes of the same commits and files."""
    root = bases.folder / f"merges-{COMMITS}"
    if not root.exists():
        make_history(root, ARTICLES, COMMITS, weights=REQUESTS)
    (root / "kcs.toml").touch()
    cpu(REVIEW, root)  # the index is built
    log = ["git", "log", "--raw", "--no-renames", "--", "*.md"]
    logs, firsts = [], []
    for _ in range(RUNS):
        logs.append(cpu(log, root))
        forget(root)
        firsts.append(cpu(REVIEW, root))
    took, bare = median(firsts), median(logs)
    forget(root)
    yield Row(
        job=f"kcs review-stale, the first with {COMMITS:,} commits, half of them merges",
        reference=f"git log {ms(bare)}",
        now=f"{took / bare:.1f} × ({ms(took)})",
        wanted="≤ 4",
        memory=peak_memory(REVIEW, root),
    )
    yield from settled(root, f"{ARTICLES:,} articles of many commits", WANTED[ARTICLES])


def nothing_changed(bases: Bases) -> Iterator[Row]:
    """Tell what looks at all articles take where nothing changed."""
    for size in sorted(bases.sizes & WANTED.keys()):
        root = bases.of(size)
        commit(root)
        yield from settled(root, f"{size:,} articles of one commit", WANTED[size], RUNS if size < LARGE else FEW_RUNS)


def settled(root: Path, of: str, wanted: str, runs: int = RUNS) -> Iterator[Row]:
    """Yield a row for each command."""
    took = in_turn({"typer": TYPER, **JOBS}, root, runs)
    for name, command in JOBS.items():
        yield Row(
            job=f"kcs {name}, {of}",
            reference=f"import typer {ms(took['typer'])}",
            now=ms(took[name]),
            wanted=wanted,
            memory=peak_memory(command, root),
        )


def forget(root: Path) -> None:
    """Take away what is remembered of the history."""
    for file in (root / ".git/kcs").glob("*.sqlite*"):
        file.unlink()


def commit(root: Path) -> None:
    """Commit all articles, where nothing was committed yet."""
    git = ["git", "-C", str(root), "-c", "user.name=Ana", "-c", "user.email=ana@example.org"]
    if subprocess.run([*git, "rev-parse", "-q", "--verify", "HEAD"], check=False, capture_output=True).returncode:
        subprocess.run([*git, "add", "."], check=True, capture_output=True)
        subprocess.run([*git, "commit", "-q", "-m", "all"], check=True)


ROWS: Sequence = (first_passes, nothing_changed)
