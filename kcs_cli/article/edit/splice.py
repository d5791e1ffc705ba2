"""Small replacements in a text, and what changing a field in YAML and in TOML have in common."""

import re
from typing import NamedTuple


class EditError(ValueError):
    """A field that cannot be changed without doubt, with the line in the file."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class Splice(NamedTuple):
    """The characters from `start` to before `end`, and what comes in their place."""

    start: int
    end: int
    text: str


def line_start(source: str, position: int) -> int:
    """Return where the line of a position begins."""
    return source.rfind("\n", 0, position) + 1


def line_end(source: str, position: int) -> int:
    """Return where the line feed of a position's line is."""
    return source.index("\n", position)


def line_of(source: str, position: int) -> int:
    """Return the number of a position's line."""
    return source.count("\n", 0, position) + 1


def whole_lines(source: str, start: int, end: int) -> Splice:
    """Remove the lines from that of `start` to that of `end`."""
    return Splice(line_start(source, start), line_end(source, end) + 1, "")


def longer_flow(source: str, start: int, last: int, close: int, text: str) -> list[Splice]:
    """Put one more entry into `[a, b]`; `start` is its bracket, `last` the end of b, `close` the closing bracket.

    Comments stay with the entry they are written after, and so does a comma after the last entry.
    """
    # Possessive: over 10,000 characters of `# # #` after the last entry the other way takes for ever
    comma = re.compile(r"(?:\s|#.*+)*+,").match(source, last, close)
    after = comma.end() if comma else last
    if "\n" in source[start:last] and "\n" in source[after:close]:
        end, line = line_end(source, after), source[line_start(source, last) : last]
        new_line = "\n" + line[: len(line) - len(line.lstrip())] + text
        return [Splice(end, end, new_line + ",")] if comma else [Splice(last, last, ","), Splice(end, end, new_line)]
    return [Splice(after, after, f" {text}" if comma else f", {text}")]
