"""Where an article's front matter ends and its body begins, and on which lines."""

import re
from typing import NamedTuple

FENCES = {"---": "yaml", "+++": "toml"}
FIELD = re.compile(r"[\w\"'.-]+\s*[:=]")


class FileParts(NamedTuple):
    """A file's text in two: the front matter's source (`syntax` yaml, toml or empty) and the body.

    Lines count from 1; `line` is that of the first line of `source`, `body_line` that of `body`.
    """

    syntax: str
    source: str
    line: int
    body: str
    body_line: int


class UnclosedFrontMatterError(ValueError):
    """The front matter begins and never ends."""


def split(text: str) -> FileParts:
    """Cut a file's text (without BOM, lines ended by line feeds alone) into front matter and body."""
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in FENCES:
        return FileParts(syntax="", source="", line=1, body=text, body_line=1)
    ends = (fence, "...") if fence == "---" else (fence,)
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in ends), None)
    if end is None:
        first = next((line for line in lines[1:] if line.strip() and line[0] != "#"), "")
        if FIELD.match(first):
            raise UnclosedFrontMatterError(f"the front matter has no closing {fence}")
        return FileParts(syntax="", source="", line=1, body=text, body_line=1)  # a thematic break, not front matter
    return FileParts(
        syntax=FENCES[fence], source="\n".join(lines[1:end]), line=2, body="\n".join(lines[end + 1 :]), body_line=end + 2
    )
