"""Writes a year of a support desk for a knowledge base that is there.

    python -m tests.desk ROOT [--cases 20000] [--events N] [--seed 1] [--until DAY] [--csv FILE]

The journal and the log of searches go to kcs's folder in the git directory (work on a copy); cases.csv beside the root.
"""

import argparse
import resource
import time
from datetime import date
from pathlib import Path

from tests.desk import make_year


def main() -> None:
    """Write the year, and say what it took."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("root", type=Path)
    options.add_argument("--cases", type=int, default=20_000)
    options.add_argument("--events", type=int)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--until", type=date.fromisoformat)
    options.add_argument("--csv", type=Path)
    asked = options.parse_args()
    root = asked.root.resolve()
    file = asked.csv or root.with_name(f"{root.name}-cases.csv")
    started = time.perf_counter()
    made = make_year(root, file, seed=asked.seed, cases=asked.cases, events=asked.events, until=asked.until)
    took, memory = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{made.written:,} cases, {made.events:,} events, {made.searches:,} searches of {len(made.people):,} people")
    print(f"{len(made.articles):,} articles, {made.since:%Y-%m-%d} to {made.until:%Y-%m-%d}: {took:.1f} s, {memory:.0f} MB")
    print(file)


if __name__ == "__main__":
    main()
