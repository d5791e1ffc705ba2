"""Benchmark of lint: `python -m tests.benchmarks.lint [--markdownlint COMMAND] [--pymarkdown COMMAND] [--articles 2500]`.

Medians of CPU seconds of whole processes, run in turn on the same generated base: the whole base beside markdownlint-cli2
(kcs may take half of it) and pymarkdown (their commands: `npm install markdownlint-cli2`, `pip install pymarkdownlnt`); one
file as a hook runs it beside `import typer` (2.5 ×); and a change of 1, 10 and 100 articles, which costs by the change.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.benchmarks.articles import write_articles
from tests.benchmarks.search import KCS, QUESTION, TYPER, in_turn, peak_memory, spent
from tests.benchmarks.table import Bases, Row, ms

LINT = [*KCS, "lint"]
MARKDOWNLINT = shutil.which("markdownlint-cli2")


def git(root: Path, *arguments: str) -> None:
    person = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    subprocess.run(["git", "-C", root, *person, *arguments], check=True, capture_output=True)


def show(name: str, seconds: float, reference: float, of: str) -> None:
    print(f"  {name:28} {seconds:7.3f} s CPU = {seconds / reference:5.2f} x {of}")


def whole_base(root: Path, options: argparse.Namespace) -> None:
    """Measure the whole base, without an index, beside other linters."""
    commands = {"kcs lint": [*KCS, "lint", "--root", str(root)]}
    if options.markdownlint:
        commands["markdownlint-cli2"] = [options.markdownlint, "**/*.md"]
    if options.pymarkdown:
        commands["pymarkdown"] = [options.pymarkdown, "scan", "-r", str(root)]
    found = in_turn(commands, root, options.runs)
    reference = found.get("markdownlint-cli2", found["kcs lint"])
    for name, seconds in found.items():
        show(name, seconds, reference, "markdownlint-cli2" if options.markdownlint else "kcs lint")


def one_file(root: Path, options: argparse.Namespace) -> None:
    """Measure one staged article, with the index that a search left."""
    subprocess.run([*KCS, "search", "anything", "--root", str(root)], check=False, capture_output=True)
    file = next(root.rglob("*.md"))
    file.write_text(f"{file.read_text()}\nOne more line.\n")
    git(root, "add", "-A")
    found = in_turn(
        {"import typer": TYPER, "one file": [*KCS, "lint", "--staged", "--root", str(root)]}, root, options.runs * 2
    )
    show("one staged file", found["one file"], found["import typer"], "import typer")
    git(root, "reset", "-q", "--hard")


def changes(root: Path, options: argparse.Namespace) -> None:
    """Measure changes of some sizes."""
    git(root, "checkout", "-q", "-b", "change")
    files = sorted(root.rglob("*.md"))
    for number in (1, 10, 100):
        for file in files[:number]:
            file.write_text(f"{file.read_text()}\nOne more line.\n")
        command = [*KCS, "lint", "--changed-from", "main", "--root", str(root)]
        found = in_turn({"import typer": TYPER, "change": command}, root, options.runs)
        show(f"a change of {number}", found["change"], found["import typer"], "import typer")


def named_files(bases: Bases) -> Iterator[Row]:
    """Compare lint of one named file with a search of a fresh index."""
    for size, wanted in ((2_500, ""), (25_000, "≤ 1.5")):
        if size in bases.sizes:
            root = bases.of(size)
            file = min(root.rglob("*.md")).relative_to(root)
            search, command = [*KCS, "search", QUESTION, "--format", "json"], [*LINT, str(file)]
            took = in_turn({"search": search, "lint": command}, root, 7)
            yield Row(
                job=f"kcs lint FILE, {size:,} articles",
                reference=f"a settled search {ms(took['search'])}",
                now=f"{took['lint'] / took['search']:.2f} × ({ms(took['lint'])})",
                wanted=wanted,
                memory=peak_memory(command, root),
            )


def whole_bases(bases: Bases) -> Iterator[Row]:
    """Compare lint of whole bases with markdownlint-cli2, where that is installed, and tell the memory it takes."""
    for size, wanted in ((2_500, "≤ 0.4"), (25_000, "≤ 0.4, ≤ 300 MB")):
        if size not in bases.sizes:
            continue
        root = bases.of(size)
        commands = {"kcs": LINT, **({"markdownlint": [MARKDOWNLINT, "**/*.md"]} if MARKDOWNLINT else {})}
        took = {name: spent(command, root) for name, command in commands.items()}
        kcs, other = took["kcs"], took.get("markdownlint")
        yield Row(
            job=f"kcs lint, whole, {size:,} articles",
            reference=f"markdownlint-cli2 {ms(other.cpu)}" if other else "no markdownlint-cli2",
            now=f"{kcs.cpu / other.cpu:.2f} × ({ms(kcs.cpu)})" if other else ms(kcs.cpu),
            wanted=wanted,
            memory=kcs.memory,
        )


ROWS: Sequence = (named_files, whole_bases)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--markdownlint")
    parser.add_argument("--pymarkdown")
    parser.add_argument("--articles", type=int, default=2_500)
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        write_articles(base, chosen.articles)
        git(base, "init", "-q", "-b", "main")
        git(base, "add", "-A")
        git(base, "commit", "-q", "-m", "all")
        print(f"{chosen.articles:,} articles, {sys.version.split()[0]}")
        whole_base(base, chosen)
        one_file(base, chosen)
        changes(base, chosen)
