"""The table of what kcs takes: each row with its reference, what it is now, what is wanted.

    python -m tests.benchmarks [--sizes 2500,25000,100000] [--kept DIR] [--only WORD]

CPU time of whole processes; what is compared runs in turn. DIR keeps the generated bases for the next time. A module has
its rows in `ROWS`.
"""

import argparse
import sys
import time
from pathlib import Path

from tests.benchmarks import bot, growth, imports, lint, warm
from tests.benchmarks.table import Row, bases

MODULES = (growth, imports, lint, warm, bot)
COLUMNS = ("job", "reference", "now", "wanted", "MB")


def main() -> None:
    """Measure all rows, and print each as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="2500,25000,100000", help="of the generated bases")
    parser.add_argument("--kept", type=Path, help="a folder that keeps them")
    parser.add_argument("--only", default="", help="measure only the functions in whose name this is")
    asked = parser.parse_args()
    print(line(COLUMNS), line(("---",) * len(COLUMNS)), sep="\n", flush=True)
    begun = time.monotonic()
    with bases(asked.kept, frozenset(map(int, asked.sizes.split(",")))) as made:
        for measure in (measure for module in MODULES for measure in module.ROWS if asked.only in measure.__name__):
            for row in measure(made):
                print(line(cells(row)), flush=True)
    print(f"{(time.monotonic() - begun) / 60:.1f} minutes", file=sys.stderr)


def cells(row: Row) -> tuple[str, ...]:
    """Return a row as text."""
    return (*row[:4], "" if row.memory is None else f"{row.memory:,.0f}")


def line(cells: tuple[str, ...]) -> str:
    """Return a line of a markdown table."""
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
