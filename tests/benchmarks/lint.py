"""Benchmark of lint: `python -m tests.benchmarks.lint [--markdownlint COMMAND] [--pymarkdown COMMAND] [--articles 2500]`.

Medians of CPU seconds of whole processes, run in turn on the same generated base: the whole base beside markdownlint-cli2
(kcs may take half of it) and pymarkdown (their commands: `npm install markdownlint-cli2`, `pip install pymarkdownlnt`); one
file as a hook runs it beside `import typer` (2.5 ×); and a change of 1, 10 and 100 articles, which costs by the change.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.articles import write_articles
from tests.benchmarks.search import KCS, TYPER, in_turn


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
