"""Where in the text of a TOML file a name stands, and how a value of it is written in a message."""

import re
from functools import lru_cache
from typing import Any

DEEPEST = 5  # parts of a name that is looked for
LONGEST_NAME = 1000  # characters of one
Names = tuple[str, ...]  # of the tables that a key is in, and its own


def line_of(text: str, table: str, key: str) -> int:
    """Return the line of TOML source on which a table, or a key of it, begins, from 1; 1 when not seen."""
    inside = _name_parts(table)
    first, inline = _first_lines(text)
    lines = [first.get((*inside, key) if key else inside, 0)]
    lines += [number for number, values in inline.get(inside, ()) if key and key in values]  # search = { limit = 1 }
    return min(filter(None, lines), default=1)


@lru_cache(maxsize=2)  # one file is asked about name by name
def _first_lines(text: str) -> tuple[dict[Names, int], dict[Names, list[tuple[int, str]]]]:
    """Return the first line of each name and of what begins with it; the lines of each whole name, with their values."""
    inside: Names = ()
    first: dict[Names, int] = {}
    inline: dict[Names, list[tuple[int, str]]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        before, sign, values = line.partition("=")
        if header := re.match(r"\s*\[\[?([^\]]+)\]", line):
            names = inside = _name_parts(header[1])
        else:
            names = (*inside, *_name_parts(before)) if sign else ()
        inline.setdefault(names, []).append((number, values))
        for length in range(1, min(len(names), DEEPEST) + 1):
            first.setdefault(names[:length], number)
    return first, inline


def _name_parts(dotted: str) -> Names:
    """Cut a TOML name at its dots, but not at those within quotes."""
    return tuple(
        part.strip().strip("\"'") for part in re.findall(r"(?:\"[^\"]*+\"|'[^']*+'|[^.\"'])++", dotted[:LONGEST_NAME])
    )


def value_text(value: Any) -> str:
    """Write a value in a message."""
    try:
        return repr(value)[:60]
    except ValueError:
        return "a number of thousands of digits"
