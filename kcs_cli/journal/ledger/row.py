"""Events as the ledger takes them in from lines, and where it finds them again."""

from collections.abc import Sequence
from typing import NamedTuple


class EventRow(NamedTuple):
    """An event as the ledger takes it in, its line's first byte and mark; `counts`: a link that helped, or a helpful vote.

    `at` are microseconds since 1970, `zone` minutes; `said` is what a link did, a vote says, or a flag complains of.
    """

    id: str
    kind: str
    base: str
    article: str
    case: str
    counts: bool
    start: int
    by: str
    mark: int
    at: int
    zone: int
    said: str


AskedRow = tuple[str, int, str, str, str, str, str]  # id, mark, base, article, words, who asked in which case, what for


class Ending(NamedTuple):
    """That an event (`by_event`, of a kind and a person, with the mark of its line) says that one of an id does not hold."""

    id: str
    by_event: str
    by_mark: int
    kind: str
    by: str


class Lines(NamedTuple):
    """The events of a source, from where it was read the last time up to byte `end`.

    `ended` is what the events say of others, `unread` counts the lines that are no events, `asked` are the words of
    searches that led to articles. `revisions` are the texts that events note, where their article is called by its path.
    """

    source: str
    end: int
    rows: Sequence[EventRow]
    ended: Sequence[Ending]
    unread: int
    asked: Sequence[AskedRow] = ()
    revisions: Sequence[tuple[str, str]] = ()


class LinePlace(NamedTuple):
    """Where an event's line begins: the source's name and a byte; `article` is what it is about, by its name of today."""

    id: str
    source: str
    start: int
    article: str
