"""Where an article's front matter ends and its body begins, and on which lines."""

import re
from typing import NamedTuple

CLOSING = {"yaml": "---", "toml": "+++", "json": "}"}
MARKS = frozenset("-+{")  # most texts without front matter are told by their first character
FIELD = re.compile(r"[\w\"'.-]+\s*[:=]")


class FileParts(NamedTuple):
    """A file's text in two: the front matter's source (`syntax` yaml, toml, json or empty) and the body.

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
    no_front_matter = FileParts(syntax="", source="", line=1, body=text, body_line=1)
    if text[:1] not in MARKS:
        return no_front_matter
    from kcs_cli.article.handler import HANDLERS

    syntax = next((syntax for syntax, handler in HANDLERS.items() if handler.detect(text)), "")
    if not syntax:
        return no_front_matter
    try:
        source, rest = HANDLERS[syntax].split(text)
    except ValueError:  # it never ends: a thematic break, not front matter, unless a field follows
        if _begins_with_field(text, syntax):
            raise UnclosedFrontMatterError(f"the front matter has no closing {CLOSING[syntax]}") from None
        return no_front_matter
    body_line = source.count("\n") + 2
    if syntax == "json":  # its braces are part of it
        return FileParts(syntax=syntax, source=source, line=1, body=rest[1:], body_line=body_line)
    return FileParts(syntax=syntax, source=source[1:-1], line=2, body=rest[1:], body_line=body_line)


def split_unreadable(text: str) -> FileParts:
    """Cut a text whose front matter cannot be read: where that never ends, or begins with no field, all of it is body."""
    try:
        parts = split(text)
    except UnclosedFrontMatterError:
        parts = None
    is_front_matter = parts and _begins_with_field(text, parts.syntax)
    return parts if parts and is_front_matter else FileParts(syntax="", source="", line=1, body=text, body_line=1)


def _begins_with_field(text: str, syntax: str) -> bool:
    """Tell whether a name with a value follows the text's first line."""
    first = next((line for line in text.split("\n")[1:] if line.strip() and line[0] != "#"), "")
    return bool(FIELD.match(first.lstrip() if syntax == "json" else first))
