"""The cells that a row of a table has more than its head: markdown drops them, a reader wants them."""

from collections.abc import Iterator, Sequence

from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.token import Token


def keep_cells(state: StateCore) -> None:
    """Add to each row the cells that the parser has left out."""
    if not any(token.type == "table_open" for token in state.tokens):
        return
    lines = state.src.split("\n")
    tokens: list[Token] = []
    row, count = 0, 0
    for token in state.tokens:
        if token.type == "tr_open":
            row, count = (token.map or (len(lines), 0))[0], 0
        elif token.type == "td_open":
            count += 1
        elif token.type == "tr_close" and count and row < len(lines):
            tokens += _cells(_written(lines[row])[count:], token, row)
        tokens.append(token)
    state.tokens = tokens


def _written(line: str) -> Sequence[str]:
    """Return the cells of a row as they are written."""
    cells = escapedSplit(line.lstrip(" \t>"))
    return cells[not cells[0].strip() : len(cells) - (not cells[-1].strip())] if cells else cells


def _cells(texts: Sequence[str], row: Token, line: int) -> Iterator[Token]:
    """Yield the tokens of cells."""
    for text in texts:
        begin, inside, end = Token("td_open", "td", 1), Token("inline", "", 0), Token("td_close", "td", -1)
        inside.content, inside.children, inside.map = text.strip(), [], [line, line + 1]
        for token, level in ((begin, row.level + 1), (inside, row.level + 2), (end, row.level + 1)):
            token.level, token.block = level, True
            yield token
