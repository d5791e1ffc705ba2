"""The columns of a terminal, shared among the columns of a table."""

from collections.abc import Sequence
from typing import NamedTuple


class ColumnRoom(NamedTuple):
    """The columns of the terminal that a column of a table takes, at least and at most."""

    least: int
    most: int


def share_columns(rooms: Sequence[ColumnRoom], left: int) -> list[int]:
    """Share what is left: the first column tells rows apart and gets what it needs, then the others the same each."""
    widths = [room.least for room in rooms]
    needs = [room.most - room.least for room in rooms]
    order = [0, *sorted(range(1, len(rooms)), key=needs.__getitem__)]
    for sharing, n in zip(range(len(order), 0, -1), order, strict=True):
        more = max(0, min(needs[n], left if n == 0 else left // sharing))
        widths[n] += more
        left -= more
    return widths
