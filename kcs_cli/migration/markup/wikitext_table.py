"""Tables of wikitext as HTML: `{|` begins one, `|-` a row, `!` and `|` a cell, `|}` ends it."""

import re
from collections.abc import Callable, Iterator
from html import escape

SPANS = r"(?i)\b(colspan|rowspan)\s*=\s*[\"']?(\d{1,3})"
START = r"[\s:]*\{\|"


def is_table_start(line: str) -> bool:
    """Tell whether a table begins in a line."""
    return bool(re.match(START, line))


def table_html(lines: list[str], at: int, cell: Callable[[str], str]) -> tuple[int, str]:
    """Return the table that begins in a line, and where the next block begins; `cell` writes what is in a cell."""
    end, depth = at, 0
    while end < len(lines):
        depth += is_table_start(lines[end]) - lines[end].lstrip().startswith("|}")
        end += 1
        if not depth:
            break
    caption, rows = _rows(lines[at + 1 : end])
    html = "".join(f"<tr>{''.join(_cell_html(one, cell) for one in row)}</tr>" for row in rows if row)
    title = f"<caption>{cell(caption)}</caption>" if caption else ""
    return end, f"<table>{title}{html}</table>"


def _rows(lines: list[str]) -> tuple[str, list[list[tuple[str, str]]]]:
    """Return the caption, and the rows of cells: of each its tag and its text with what is said of its looks."""
    caption, depth = "", 0
    rows: list[list[tuple[str, str]]] = [[]]
    for line in lines:
        bare = line.strip()
        depth += is_table_start(line)
        if depth or not bare.startswith(("|", "!")):
            _append(rows, line)
            depth -= bare.startswith("|}")
        elif bare.startswith("|}"):
            break
        elif bare.startswith("|+"):
            caption = bare[2:].rpartition("|")[2].strip()
        elif bare.startswith("|-"):
            rows.append([])
        else:
            rows[-1] += _cells(bare)
    return caption, rows


def _append(rows: list[list[tuple[str, str]]], line: str) -> None:
    """Add a line to the last cell."""
    if rows[-1]:
        tag, text = rows[-1][-1]
        rows[-1][-1] = (tag, f"{text}\n{line}")


def _cells(line: str) -> Iterator[tuple[str, str]]:
    """Yield the cells of a line: `||` or `!!` begins another one."""
    tag = "th" if line[0] == "!" else "td"
    for part in re.split(r"\|\||!!" if tag == "th" else r"\|\|", line[1:]):
        yield tag, part


def _cell_html(one: tuple[str, str], cell: Callable[[str], str]) -> str:
    """Return a cell, with how many it takes the room of."""
    tag, text = one
    looks, bar, rest = text.partition("|")
    is_said = bar and not rest.startswith("|") and "[[" not in looks and "{{" not in looks and "\n" not in looks
    spans = "".join(f' {name.lower()}="{escape(number)}"' for name, number in re.findall(SPANS, looks)) if is_said else ""
    return f"<{tag}{spans}>{cell(rest if is_said else text)}</{tag}>"
