"""How well `kcs lint` tells what is personal in articles: `python -m tests.benchmarks.personal_lines`.

Of `tests/lint/privacy/lines.tsv`, which was written before the rule was tuned; each third line was kept aside meanwhile. A
line is that of an article in a base of its language. With `--misses` each mistake is printed, but those kept aside.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from kcs_cli.knowledge_base.config import Config
from kcs_cli.lint.rules.personal_data import RULE
from tests.lint.make import asked

LINES = Path(__file__).parent.parent / "lint" / "privacy" / "lines.tsv"


class JudgedLine(NamedTuple):
    """A line, what is personal in it (nothing: harmless), and what lint found there, each by its first and last column."""

    kind: str
    language: str
    line: str
    personal: str
    found: tuple[str, ...]
    is_aside: bool

    @property
    def is_right(self) -> bool:
        """Tell whether all that is personal is found, and nothing else."""
        return len(self.found) == bool(self.personal) and all(self.personal in one for one in self.found)


class LineFigures(NamedTuple):
    """How much of what is personal is found, and how much of what is found is personal."""

    name: str
    personal: int
    right: int
    wrong: int

    @property
    def recall(self) -> float:
        """The share of what is personal that is found."""
        return self.right / self.personal if self.personal else 1.0

    @property
    def precision(self) -> float:
        """The share of what is found that is personal."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0


def judged_lines(root: Path) -> Iterator[JudgedLine]:
    """Ask the rule about each line."""
    rows = [line for line in LINES.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    for number, row in enumerate(rows):
        kind, language, line, personal = row.replace("¦", "").split("\t")
        default = Config()
        config = default._replace(defaults=default.defaults._replace(language=language))
        spots = asked(RULE, root, f"## Issue\n\n{line}\n", config=config)
        found = tuple(line[one.column - 1 : one.column - 1 + one.length] for one in spots)
        yield JudgedLine(kind, language, line, personal, found, number % 3 == 2)


def figures(name: str, lines: list[JudgedLine]) -> LineFigures:
    """Add up some lines."""
    right = sum(any(one.personal in text for text in one.found) for one in lines if one.personal)
    all_found = sum(len(one.found) for one in lines)
    return LineFigures(name, sum(bool(one.personal) for one in lines), right, all_found - right)


def main() -> None:
    """Print the figures."""
    with TemporaryDirectory() as folder:
        lines = list(judged_lines(Path(folder)))
    languages = dict.fromkeys(one.language for one in lines)
    parts = [("all", lines), ("kept aside", [one for one in lines if one.is_aside])]
    parts += [(language, [one for one in lines if one.language == language]) for language in languages]
    for name, some in parts:
        one = figures(name, some)
        print(f"{name:10} {len(some):3} lines  {one.right:3} of {one.personal:3} personal, {one.wrong:2} found wrongly  "
              f"recall {one.recall:.3f}  precision {one.precision:.3f}")  # fmt: skip
    if "--misses" in sys.argv:
        for wrong in lines:
            if not wrong.is_right and not wrong.is_aside:
                print(f"{wrong.kind} {wrong.language}: {wrong.line!r} {wrong.found}")


if __name__ == "__main__":
    main()
