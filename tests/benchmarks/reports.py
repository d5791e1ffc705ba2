"""What each report takes on many cases and events, in a process of its own: CPU seconds and memory.

    python -m tests.desk ROOT --cases 1000000 --events 1000000
    python -m tests.benchmarks.reports ROOT [CASES]

ROOT is a copy of a knowledge base with a year of a desk. The reference is reading the file of cases with csv.reader, in a
process of its own, too.
"""

import os
import subprocess
import sys
from pathlib import Path

from kcs_cli.measure.registry import MEASURES

REFERENCE = "import csv, sys; print(sum(1 for _ in csv.reader(open(sys.argv[1], encoding='utf-8', newline=''))))"
MAIN = "from kcs_cli.__main__ import main; main()"


def measured(code: str, *arguments: str) -> tuple[float, float]:
    """Run Python in a process; return its CPU seconds and its peak in MB."""
    with subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"failed: {arguments}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Measure all reports."""
    root = Path(sys.argv[1]).resolve()
    cases = sys.argv[2] if len(sys.argv) > 2 else str(root.with_name(f"{root.name}-cases.csv"))
    reference, memory = measured(REFERENCE, cases)
    print(f"{'csv.reader':<40} {reference:5.1f} s  1.0 ×  {memory:4.0f} MB")
    measured(MAIN, "report", "created", "--root", str(root))  # the journal and the history are read for the first time
    runs = [(one.name, ["--by", one.by[0]] if one.by else []) for one in (module.MEASURE for module in MEASURES)]
    runs += [("link-rate", ["--baseline", "2026-06-01"]), ("value", ["--baseline", "2026-06-01"])]
    runs += [("known-new", ["--at", "2026-06-01"])]
    for name, more in runs:
        took, memory = measured(MAIN, "report", name, "--root", str(root), "--cases", cases, *more)
        print(f"{' '.join((name, *more)):<40} {took:5.1f} s {took / reference:4.1f} ×  {memory:4.0f} MB")


if __name__ == "__main__":
    main()
