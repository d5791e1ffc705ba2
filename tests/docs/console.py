"""The `console` blocks of README.md and docs/: what a reader types."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"(?ms)^(<!-- run on the sample base -->\n)?```console\n(.*?)^```$")
SEPARATORS = ("|", "&&", ";", "||")


class Session(NamedTuple):
    """A block: the page it is on, what is typed, line by line; `runs`: it works as it is on the sample base."""

    page: str
    typed: tuple[str, ...]
    runs: bool


def sessions() -> Iterator[Session]:
    """Yield the blocks of all pages."""
    for page in PAGES:
        for runs, block in BLOCK.findall(page.read_text("utf-8")):
            typed = tuple(line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ "))
            yield Session(page=page.relative_to(ROOT).as_posix(), typed=typed, runs=bool(runs))


def mentions(page: Path) -> Iterator[list[str]]:
    """Yield the words of each `kcs …` in a page's running text, without `kcs` itself and the values after a `=`."""
    text = re.sub(r"(?ms)^```.*?^```$", "", page.read_text("utf-8"))
    for typed in re.findall(r"`kcs ([^`]+)`", text):
        yield [word.partition("=")[0] for word in typed.split()]


def calls(line: str) -> Iterator[list[str]]:
    """Yield each call of kcs in a line, without `kcs` itself."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    call: list[str] = []
    for word in [*lexer, ";"]:
        if word not in SEPARATORS:
            call.append(word)
            continue
        if call[:1] == ["kcs"]:
            yield call[1:]
        call = []
