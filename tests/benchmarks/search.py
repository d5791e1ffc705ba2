"""Benchmarks of the search, as ratios against a named reference in the same run; CPU time of whole processes.

    python -m tests.benchmarks.search [--commerce DIR] [--sizes 2500,25000] [--runs 15]

`--commerce` names a clone of the commerce knowledge base. Each line shows medians of user + system time, so that a busy
machine disturbs little; the reference runs in turn with what it is compared to.
"""

import argparse
import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.articles import write_articles

KCS = [sys.executable, "-c", "import re, sys; from kcs_cli.__main__ import main; sys.exit(main())"]  # as `kcs` begins
TYPER = [sys.executable, "-c", "import typer"]
QUESTION = "lun filone lowexal con the infitiwex not barner"


def cpu(command: Sequence[str], folder: Path) -> float:
    """Return the CPU seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def in_turn(commands: dict[str, Sequence[str]], folder: Path, runs: int) -> dict[str, float]:
    """Return the median CPU seconds of each command, run in turn after one warm-up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for round_ in range(runs + 1):
        for name, command in commands.items():
            spent = cpu(command, folder)
            if round_:
                times[name].append(spent)
    return {name: statistics.median(found) for name, found in times.items()}


class Spent(NamedTuple):
    """What one run took, with all it started: CPU seconds, seconds by the clock, its peak in MB; and how it ended."""

    cpu: float
    wall: float
    memory: float
    status: int


PROBE = """
import json, resource, subprocess, sys, time
begun = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
wall, used = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, status]))
"""


def spent(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> Spent:
    """Return what one run took, started by a process that has run nothing else: of several only the largest peak is told."""
    probe = [sys.executable, "-c", PROBE, *command]
    return Spent(*json.loads(subprocess.run(probe, cwd=folder, env=environment, check=True, capture_output=True).stdout))


def peak_memory(command: Sequence[str], folder: Path) -> float:
    """Return the peak memory of one run, in MB."""
    return spent(command, folder).memory


def fts5(folder: Path) -> list[str]:
    """Build an SQLite FTS5 index with porter stemming and return a command that searches it."""
    file = folder.parent / f"{folder.name}.sqlite"
    base = sqlite3.connect(file)
    base.execute("CREATE VIRTUAL TABLE IF NOT EXISTS a USING fts5(path, text, tokenize='porter unicode61')")
    if not base.execute("SELECT count(*) FROM a").fetchone()[0]:
        rows = ((str(path), path.read_text("utf-8")) for path in folder.rglob("*.md"))
        base.executemany("INSERT INTO a VALUES (?, ?)", rows)
    base.commit()
    words = " OR ".join(f'"{word}"' for word in QUESTION.split())
    code = (
        "import sqlite3, sys; print(sqlite3.connect(sys.argv[1])"
        '.execute(\'SELECT path, snippet(a, 1, "", "", "", 12) FROM a WHERE a MATCH ? ORDER BY rank LIMIT 10\','
        " (sys.argv[2],)).fetchall())"
    )
    return [sys.executable, "-c", code, str(file), words]


def measure(name: str, folder: Path, runs: int) -> None:
    """Print the figures of one knowledge base."""
    count = sum(1 for _ in folder.rglob("*.md"))
    print(f"\n{name}: {count:,} articles")
    build = cpu([*KCS, "index", "--rebuild"], folder)
    print(f"  full build               {build:8.2f} s CPU = {count / build:,.0f} articles per second and core")
    time.sleep(2.5)  # files just written are looked at once more
    cpu([*KCS, "search", QUESTION], folder)
    commands: dict[str, Sequence[str]] = {
        "import typer": TYPER,
        "kcs search --format json": [*KCS, "search", QUESTION, "--format", "json"],
        "SQLite FTS5, porter": fts5(folder),
    }
    if shutil.which("rg"):
        commands["ripgrep"] = ["rg", "-c", "-i", "|".join(QUESTION.split()), "."]
    medians = in_turn(commands, folder, runs)
    for command, spent in medians.items():
        print(f"  {command:<24} {spent * 1000:8.1f} ms CPU = {spent / medians['import typer']:.2f} × import typer")
    check = float(subprocess.run([sys.executable, "-c", CHECK], cwd=folder, capture_output=True, check=True).stdout)
    share = check / medians["kcs search --format json"]
    print(f"  freshness check          {check * 1000:8.1f} ms CPU = {share:.0%} of the search")
    print(f"  memory of a search       {peak_memory(commands['kcs search --format json'], folder):8.1f} MB")
    edit(next(folder.rglob("*.md")))
    refreshed = cpu([*KCS, "search", QUESTION], folder)
    print(f"  one article edited       {refreshed * 1000:8.1f} ms CPU = {refreshed / build:.1%} of the full build")


CHECK = """
import statistics, time
from kcs_cli.knowledge_base import KnowledgeBase
library, spent = KnowledgeBase.open(None).library, []
for _ in range(15):
    start = time.process_time()
    library.fingerprint()
    spent.append(time.process_time() - start)
print(statistics.median(spent))
"""


def edit(article: Path) -> None:
    """Change one article."""
    with article.open("a", encoding="utf-8") as stream:
        stream.write("\nOne more line.\n")


def main() -> None:
    """Measure the bases asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--commerce", type=Path, default=os.environ.get("KCS_COMMERCE"))
    parser.add_argument("--sizes", default="2500,25000")
    parser.add_argument("--runs", type=int, default=15)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        if asked.commerce:
            clone = Path(scratch) / "commerce"
            subprocess.run(["git", "clone", "-q", str(asked.commerce), str(clone)], check=True)
            subprocess.run([*KCS, "init", "--adopt"], cwd=clone, check=True, capture_output=True)
            measure("commerce knowledge base", clone, asked.runs)
        else:
            print("commerce knowledge base: not measured; --commerce DIR or KCS_COMMERCE names a clone of it")
        for size in filter(None, asked.sizes.split(",")):
            folder = Path(scratch) / f"generated-{size}"
            write_articles(folder / "knowledge", int(size))
            subprocess.run(["git", "init", "-q", str(folder)], check=True)
            measure("generated", folder, asked.runs)


if __name__ == "__main__":
    main()
