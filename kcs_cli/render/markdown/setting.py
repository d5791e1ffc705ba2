"""How a text is set: for which screen, with which words marked."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

Marks = Callable[[str], Iterable[tuple[int, int]]]  # a text → where in it words are marked


def no_marks(_: str) -> Iterable[tuple[int, int]]:
    """Mark no word."""
    return ()


class PageSetting(NamedTuple):
    """How a text is set: links as addresses behind their words, without decoration; `top`: the highest heading's level."""

    has_hyperlinks: bool = False
    is_plain: bool = False
    marks: Marks = no_marks
    top: int = 1
