"""Searches and lists as lines of the log have them: what is read back of a line, which may be anybody's."""

from collections.abc import Mapping, Sequence
from sys import intern
from types import MappingProxyType
from typing import Any, NamedTuple

LARGEST = 10**9  # line of an article, or hits
UNSOUND = (ValueError, KeyError, TypeError, AttributeError)  # what reading a line raises that is not as it should be
SEARCHES = ("search", "more")  # lists that are hits of a search


class LoggedSearch(NamedTuple):
    """One search of the log; `lines` has the hits' ids in their order, each with the line of its passage.

    Of this terminal's last search they are all that was shown, by `kcs more` as well; the line is 0 where the log has none.
    `shown` are the articles that were looked at, or written because of it. `found` counts all articles that were found;
    None where that is not known. A search that was imported has a `terminal` of its visitor's. `filters`, `archived` and
    `environment` are what it was restricted by; only `last` reads them. `audience` is who asked, if readers outside.
    """

    id: str
    words: str
    lines: dict[str, int]
    at: str = ""
    shown: tuple[str, ...] = ()
    terminal: str = ""
    found: int | None = None
    filters: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    archived: bool = False
    environment: str = ""
    audience: str = ""


class TerminalList(NamedTuple):
    """A list that a terminal printed with numbers: the command, the ids of its articles by their numbers from 1 on.

    `words` are those of a search, `flags` the ids of flags on the articles, `lines` those of the hits' passages. `things`
    are what is no article, each with what to do about it.
    """

    kind: str
    ids: tuple[str, ...] = ()
    words: str = ""
    flags: tuple[str, ...] = ()
    things: tuple[tuple[str, str], ...] = ()
    lines: tuple[int, ...] = ()

    @property
    def is_of_search(self) -> bool:
        """Tell whether it has the hits of a search."""
        return self.kind in SEARCHES


class LastLists(NamedTuple):
    """The last search of a terminal, and the last list, which may be that search's."""

    search: LoggedSearch | None = None
    list: TerminalList | None = None


def as_search(entry: Mapping[str, Any]) -> LoggedSearch:
    """Return the search of a line. Raise one of `UNSOUND` for one that is not sound."""
    known = (
        entry_text(entry["id"]),
        entry_text(entry["words"]),
        entry_hits(entry),
        entry["at"],
        (),
        intern(entry["terminal"]),
    )
    return LoggedSearch(*known, _number(entry["found"]), audience=str(entry.get("audience", "")))


def entry_hits(entry: Mapping[str, Any]) -> dict[str, int]:
    """Return the hits of a search with their lines; the same few articles are in many searches. Raise TypeError."""
    return {intern(id_): _number(line) for id_, line in entry["hits"]}


def entry_text(value: Any) -> str:
    """Return what has to be a text. Raise TypeError."""
    if isinstance(value, str):
        return value
    raise TypeError(f"{type(value)} is no text")


def _number(value: Any) -> int:
    """Return what has to be a number of lines or hits. Raise TypeError."""
    if isinstance(value, int) and 0 <= value <= LARGEST:
        return value
    raise TypeError(f"{type(value)} is no such number")


def entry_where(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a search was restricted by. Raise one of `UNSOUND` for what is not sound."""
    filters = {str(name): tuple(map(str, values)) for name, values in entry.get("filters", {}).items()}
    return {
        "filters": filters,
        "archived": entry.get("archived") is True,
        "environment": str(entry.get("environment", "")),
    }


def as_list(entry: Mapping[str, Any]) -> TerminalList:
    """Return the list of a line. Raise one of `UNSOUND` for one that is not sound."""
    things = tuple((str(what), str(way_out)) for what, way_out in entry.get("things", ()))
    ids, flags = (tuple(map(str, entry.get(name, ()))) for name in ("ids", "flags"))
    return TerminalList(str(entry["list"]), ids, flags=flags, things=things, lines=entry_lines(entry))


def entry_lines(entry: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the lines of the passages of further hits. Raise TypeError for what is not sound."""
    return tuple(map(_number, entry.get("lines", ())))


def with_lines(ids: Sequence[str], lines: Sequence[int]) -> dict[str, int]:
    """Return the lines of hits' passages by their ids: 0 where a kcs of before noted none."""
    return {**dict.fromkeys(ids, 0), **dict(zip(ids, lines, strict=False))}
