"""Benchmark of the history pass: `python -m tests.benchmarks.history REPOSITORY…`; work trees stay as they are.

Beside the bare `git log` it needs, in the same run: the first pass (may be 2.5 × of it), the next with one new commit
(10 % of the first), all pasts at hand, and a whole `kcs review-stale` (0.6 s of CPU for 2,500 articles). Figures are the
least of some runs, of wall time and of CPU, git's included. `python -m tests.benchmarks.git_histories` makes repositories.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from kcs_cli.git.log import LOG
from kcs_cli.git.process import command, environment
from tests.benchmarks.search import KCS

PASS = """
import sys, time
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from kcs_cli.history.opening import history
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase

def spent():
    uses = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return sum(use.ru_utime + use.ru_stime for use in uses)

known = history(KnowledgeBase.open(sys.argv[1]))
wall, cpu = time.perf_counter(), spent()
known.store
print(getrusage(RUSAGE_SELF).ru_maxrss // 1024, time.perf_counter() - wall, spent() - cpu)
"""  # megabytes, and the seconds of the pass alone: wall, CPU with git's
PASTS = (
    "import sys; from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase\n"
    "from kcs_cli.history.opening import history\n"
    "known = history(KnowledgeBase.open(sys.argv[1]))\n"
    "known.recent(known.tree(known.head))"
)


class Cost(NamedTuple):
    """Seconds of wall time and of CPU."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:7.3f} s wall {self.cpu:7.3f} s CPU"

    def by(self, other: "Cost") -> str:
        return f"{self.wall / other.wall:.2f} x wall, {self.cpu / other.cpu:.2f} x CPU"


def least(runs: int, action: Callable[[], object], before: Callable[[], object] = lambda: None) -> Cost:
    """Return the least cost of some runs, each with something done before that is not measured."""
    costs = []
    for _ in range(runs):
        before()
        children, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        action()
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = spent.ru_utime + spent.ru_stime - children.ru_utime - children.ru_stime
        costs.append(Cost(time.perf_counter() - wall, cpu))
    return Cost(min(cost.wall for cost in costs), min(cost.cpu for cost in costs))


def python(code: str, root: Path) -> str:
    """Run code in a process of its own; return what it prints."""
    done = subprocess.run([sys.executable, "-c", code, root], check=True, capture_output=True, text=True, cwd=Path.cwd())
    return done.stdout.strip()


def measure(repository: Path, runs: int, work: Path) -> None:
    """Print the figures of one repository."""
    root = work / repository.name
    subprocess.run(["git", "clone", "-q", "--shared", repository, root], check=True)
    git = ["git", "-C", str(root)]
    count = subprocess.run([*git, "rev-list", "--count", "HEAD"], check=True, capture_output=True, text=True).stdout.strip()
    files = subprocess.run([*git, "ls-files", "*.md"], check=True, capture_output=True, text=True).stdout.count("\n")
    print(f"{repository.name}: {int(count):,} commits, {files:,} files")
    log = command(root, (*LOG, "-M", "HEAD", "--", "*.md"), globs=True)
    bare = least(runs, lambda: subprocess.run(log, check=True, stdout=subprocess.DEVNULL, env=environment(root)))
    print(f"  bare git log       {bare}")
    said: list[str] = []
    first = least(runs, lambda: said.append(python(PASS, root)), lambda: forget(root))
    memory = max(int(line.split()[0]) for line in said)
    print(f"  first pass         {first}  = {first.by(bare)} of the bare log; {memory} MB; with python's start")
    alone, said = Cost(*map(min, zip(*map(seconds, said), strict=True))), []
    following = least(runs, lambda: said.append(python(PASS, root)), lambda: one_more(root))
    print(f"  one new commit     {following}  = {following.by(first)} of that")
    further = Cost(*map(min, zip(*map(seconds, said), strict=True)))
    print(f"  without the start  {further}  = {further.by(alone)} of the first pass, which was {alone}")
    python(PASTS, root)
    print(f"  all pasts at hand  {least(runs, lambda: python(PASTS, root))}")
    review = [*KCS, "review-stale", "--root", str(root)]
    subprocess.run(review, check=True, capture_output=True)
    print(f"  review-stale       {least(runs, lambda: subprocess.run(review, check=True, capture_output=True))}")


def seconds(line: str) -> tuple[float, float]:
    """Read what a pass printed of its own cost."""
    _, wall, cpu = line.split()
    return float(wall), float(cpu)


def forget(root: Path) -> None:
    """Take away what is remembered."""
    for file in (root / ".git/kcs").glob("history.sqlite*"):
        file.unlink()


def one_more(root: Path) -> None:
    """Change an article and commit it."""
    file = next(file for file in sorted(root.rglob("*.md")) if file.name != "README.md")
    file.write_text(f"{file.read_text()}\nOne more line, {time.time()}.\n")
    person = dict.fromkeys(
        ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"), "x@example.org"
    )
    subprocess.run(["git", "-C", root, "commit", "-q", "-a", "-m", "one more"], check=True, env={**os.environ, **person})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for one in options.repositories:
            measure(one.resolve(), options.runs, Path(folder))
