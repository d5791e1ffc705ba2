"""The blocks of a text that get a code or a vector each."""

import re
from collections.abc import Iterator

SIZE = 1000  # characters of a block: about as many as a small model reads


def blocks(body: str, first: int) -> Iterator[tuple[str, int]]:
    """Yield blocks of a text, joined up to a size, each with its line."""
    kept, begun, line = "", first, first
    for block in re.split(r"(\n\s*\n)", body):
        if kept.strip() and len(kept) + len(block) > SIZE:
            yield kept[: 2 * SIZE], begun + _leading_lines(kept)
            kept = ""
        if not kept.strip():
            kept, begun = "", line
        kept += block
        line += block.count("\n")
    if kept.strip():
        yield kept[: 2 * SIZE], begun + _leading_lines(kept)


def _leading_lines(text: str) -> int:
    """Count the empty lines a text begins with."""
    return text[: len(text) - len(text.lstrip())].count("\n")
