"""Keeps an answer within a number of tokens: passages become shorter, no hit is dropped."""

from collections.abc import Sequence
from typing import NamedTuple

BYTES_OF_TOKEN = 4  # in English; a Chinese character has three and is about one token, so that its answers are shorter
SHORTEST = 24  # bytes: less of a passage says nothing
MISSING = "…"


class PassagePart(NamedTuple):
    """A passage, and where its best sentence stands in it, in characters: what is kept last."""

    text: str
    start: int = 0
    end: int = 0


def tokens_of(text: str) -> int:
    """Return about how many tokens a text has."""
    return -(-len(text.encode("utf-8", "replace")) // BYTES_OF_TOKEN)


def fitted(passages: Sequence[PassagePart], tokens: int) -> list[str]:
    """Return passages that have so many tokens together: a short one leaves its room to the others."""
    room, shares = max(tokens, 0) * BYTES_OF_TOKEN, dict[int, int]()
    sizes = {number: len(one.text.encode("utf-8", "replace")) for number, one in enumerate(passages)}
    for left, number in zip(range(len(sizes), 0, -1), sorted(sizes, key=sizes.__getitem__), strict=True):
        shares[number] = min(sizes[number], room // left)
        room -= shares[number]
    return [_shortened(one, shares[number]) for number, one in enumerate(passages)]


def _shortened(one: PassagePart, size: int) -> str:
    """Return as much of a passage as so many bytes hold: the beginning, or from the best sentence on."""
    content = one.text.encode("utf-8", "replace")
    if len(content) <= size:
        return one.text
    if size < SHORTEST:
        return ""
    before = len(one.text[: one.start].encode("utf-8", "replace"))
    signs = len(MISSING.encode()) * 2
    reaches = len(one.text[: max(one.end, one.start)].encode("utf-8", "replace")) <= size - signs
    begin = 0 if reaches else min(before, len(content) - (size - signs))
    cut = content[begin : begin + size - signs].decode("utf-8", "ignore").strip()
    return f"{MISSING if begin else ''}{cut}{MISSING if begin + size - signs < len(content) else ''}"
