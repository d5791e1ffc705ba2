"""The local log of searches: what was asked, what was found, what was then shown. It never leaves the machine.

JSON lines in one file a month, version 1: `{"v": 1, "id", "at", "terminal", "base", "words",
"filters", "hits", "found"}` for a search (`hits` are [id, line of the passage] in their order, at most 50; `found`
counts all, `more` are ids of further ones that were printed, `lines` those of their passages, `archived` and `environment`
stand where they were given, `audience` where readers from outside asked),
`{"v": 1, "search", "at", "shown", "rank"}` for an article shown from it (rank 0: written because of it), and
`{"v": 1, "list", "at", "terminal", "of", "ids", "flags", "things", "lines"}` for another list that was printed with numbers:
`of` is the base, so that no version takes it for a search, `lines` are those of further hits. The last line of a terminal,
of a search or a list, has its numbers.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from sys import intern
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from kcs_cli.errors import ConfigError
from kcs_cli.files.month_log import LAST_MONTH, MonthLog
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.place import find_shared_folder, label, this_terminal
from kcs_cli.search.engine.answer import Where
from kcs_cli.text.dates import sound_moment
from kcs_cli.text.privacy import scrub

if TYPE_CHECKING:
    from kcs_cli.search.report import Hit

VERSION = 1
LONGEST_WORDS = 500  # characters kept of what was asked
MOST_HITS = 50
MOST_LISTED = 1_000  # numbers that a list keeps
LARGEST = 10**9  # line of an article, or hits
UNSOUND = (ValueError, KeyError, TypeError, AttributeError)  # what reading a line raises that is not as it should be
SEARCHES = ("search", "more")  # lists that are hits of a search


@once
def search_log(kb: KnowledgeBase) -> "SearchLog":
    """Return the log of searches, shared by all work trees of the repository."""
    return SearchLog(find_shared_folder(kb.root, kb.git), this_terminal(), label(kb.root), kb.config.privacy.patterns)


@once
def _last(kb: KnowledgeBase) -> "LastLists":
    """Return what this terminal printed last, read once."""
    return search_log(kb).last(f"{kb.now():%Y-%m}")


@once
def last_search(kb: KnowledgeBase) -> "LoggedSearch | None":
    """Return this terminal's last search."""
    return _last(kb).search


def last_list(kb: KnowledgeBase) -> "TerminalList | None":
    """Return the last list with numbers of this terminal, whichever command printed it."""
    return _last(kb).list


def note_list(
    kb: KnowledgeBase,
    kind: str,
    ids: Sequence[str],
    *,
    flags: Sequence[str] = (),
    things: Sequence[tuple[str, str]] = (),
    lines: Sequence[int] = (),
) -> None:
    """Note that a command printed a list with numbers: from now on they mean its rows.

    `ids` are those of the articles in their order, `flags` those of the flags on them. A list that is not of articles has
    `things` instead: what each is, and what to do about it. A search is noted by `note_search`; hits of it further down
    have `lines`, those of their passages.
    """
    one = TerminalList(kind, tuple(ids), flags=tuple(flags), things=tuple(things), lines=tuple(lines))
    search_log(kb).note_list(kb.now(), one)
    kb.forget(_last, last_search)


def note_hits(kb: KnowledgeBase, hits: "Sequence[Hit]") -> None:
    """Note the hits of the last search as far as they were printed by now."""
    note_list(kb, "more", [hit.id for hit in hits], lines=[hit.line for hit in hits])


def note_further(kb: KnowledgeBase, words: str, hits: "Sequence[Hit]") -> None:
    """Note the hits of a search as far as they were shown by now; not where another search came after it."""
    last = last_search(kb)
    if last and last.words == search_log(kb).kept_words(words):
        note_hits(kb, hits)


def note_search(
    kb: KnowledgeBase,
    now: datetime,
    words: str,
    where: Where,
    hits: Sequence[tuple[str, int]],
    found: int,
) -> None:
    """Note a search: it is this terminal's last one."""
    search_log(kb).note_search(now, words, where, hits, found)
    kb.forget(_last, last_search)


def note_shown(kb: KnowledgeBase, article: str) -> None:
    """Note that an article of the last search was looked at, once."""
    last = last_search(kb)
    if last and article in last.lines and article not in last.shown:
        search_log(kb).note_shown(kb.now(), last, article)
        looked_at: LoggedSearch | None = last._replace(shown=(*last.shown, article))
        kb.keep(last_search, looked_at)


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


class SearchLog:
    """The log in one folder, written by one terminal, of one knowledge base (there may be several in a repository).

    `audience` is who asks there, where that is not internal readers: they found nothing of what is not for them.
    """

    def __init__(
        self, folder: Path | None, terminal: str, base: str, patterns: Sequence[str] = (), audience: str = ""
    ) -> None:
        self.log = MonthLog(folder / "searches" if folder else None, VERSION)
        self.patterns = patterns
        self.terminal = terminal
        self.base = base
        self.audience = audience

    def note_search(
        self,
        now: datetime,
        words: str,
        where: Where,
        hits: Sequence[tuple[str, int]],
        found: int,
    ) -> None:
        """Note a search; its words are scrubbed of personal data and secrets first."""
        further = hits[MOST_HITS:MOST_LISTED]
        self.log.append(
            now,
            {
                "id": f"{now:%Y%m%dT%H%M%S%f}-{os.getpid()}",
                "at": now.isoformat(timespec="milliseconds"),
                "terminal": self.terminal,
                "base": self.base,
                "words": self.kept_words(words),
                "filters": {name: list(map(self.scrubbed, values)) for name, values in where.filters.items() if values},
                "hits": list(hits[:MOST_HITS]),
                "found": found,
                **({"archived": True} if where.archived else {}),
                **({"audience": self.audience} if self.audience else {}),
                **({"environment": self.scrubbed(where.environment)} if where.environment else {}),
                **({"more": [id_ for id_, _ in further], "lines": [line for _, line in further]} if further else {}),
            },
        )

    def kept_words(self, words: str) -> str:
        """Return of what was asked what is kept."""
        # Cut after it is scrubbed: of an address that stands across the cut half would be left
        return self.scrubbed(words[: LONGEST_WORDS * 2])[:LONGEST_WORDS]

    def scrubbed(self, text: str) -> str:
        """Replace what is personal; what only may be is taken for it: a search has no time to load numbering plans."""
        try:
            return scrub(text, self.patterns, is_checked=False)
        except ConfigError:  # of a pattern, which lint and all that writes articles tells; a search answers all the same
            return scrub(text, is_checked=False)

    def note_list(self, now: datetime, one: TerminalList) -> None:
        """Note a list that was printed with numbers."""
        rows = {"ids": one.ids, "flags": one.flags, "things": one.things, "lines": one.lines}
        known = {"list": one.kind, "at": now.isoformat(timespec="milliseconds"), "terminal": self.terminal, "of": self.base}
        self.log.append(now, {**known, **{name: row[:MOST_LISTED] for name, row in rows.items() if row}})

    def note_shown(self, now: datetime, search: LoggedSearch, article: str) -> None:
        """Note that an article of a search was looked at; one that it did not find (rank 0) was written because of it."""
        rank = list(search.lines).index(article) + 1 if article in search.lines else 0
        at = now.isoformat(timespec="milliseconds")
        self.log.append(now, {"search": search.id, "at": at, "shown": article, "rank": rank})

    def last_search(self) -> LoggedSearch | None:
        """Return this terminal's last search."""
        return self.last().search

    def last(self, month: str = LAST_MONTH) -> LastLists:
        """Return this terminal's last search and last list, as of a month; foreign lines are passed over."""
        shown: list[tuple[str, str]] = []
        latest: TerminalList | None = None
        further: dict[str, int] = {}
        for entry in self.log.newest(month):
            with suppress(*UNSOUND):
                if (entry.get("terminal"), entry.get("of", entry.get("base"))) != (self.terminal, self.base):
                    shown.append((_text(entry["search"]), _text(entry["shown"])))
                elif "list" in entry:
                    one = _as_list(entry)
                    latest = latest or one
                    further = further or (_with_lines(one.ids, one.lines) if one.is_of_search else {})
                else:
                    looked_at = tuple(article for search, article in reversed(shown) if search == entry["id"])
                    known = (_text(entry["id"]), _text(entry["words"]), _hits(entry), str(entry.get("at")), looked_at)
                    search = LoggedSearch(*known, self.terminal, **_where(entry))
                    printed = _with_lines(tuple(map(_text, entry.get("more", ()))), _lines(entry))
                    hits = (*search.lines, *printed)
                    search = search._replace(lines={**dict.fromkeys(hits, 0), **further, **printed, **search.lines})
                    return LastLists(search, latest or TerminalList("search", hits, search.words))
        return LastLists(None, latest)

    def newest(self) -> Iterator[LoggedSearch]:
        """Yield the last searches of this terminal, the newest first, without what was looked at."""
        for entry in self.log.newest():
            with suppress(*UNSOUND):
                if (entry.get("terminal"), entry.get("base")) == (self.terminal, self.base) and sound_moment(entry["at"]):
                    yield _as_search(entry)

    def searches(self, months: int) -> list[LoggedSearch]:
        """Return the searches of this knowledge base, of all terminals here, of so many months, the oldest first."""
        found: dict[str, LoggedSearch] = {}
        shown: dict[str, list[str]] = {}
        for entry in self.log.entries(months):
            with suppress(*UNSOUND):
                if "shown" in entry:
                    shown.setdefault(_text(entry["search"]), []).append(_text(entry["shown"]))
                elif entry["base"] == self.base and sound_moment(entry["at"]):
                    found[entry["id"]] = _as_search(entry)
        return [search._replace(shown=tuple(shown[id_])) if id_ in shown else search for id_, search in found.items()]


def _as_search(entry: Mapping[str, Any]) -> LoggedSearch:
    """Return the search of a line. Raise one of `UNSOUND` for one that is not sound."""
    known = (_text(entry["id"]), _text(entry["words"]), _hits(entry), entry["at"], (), intern(entry["terminal"]))
    return LoggedSearch(*known, _number(entry["found"]), audience=str(entry.get("audience", "")))


def _hits(entry: Mapping[str, Any]) -> dict[str, int]:
    """Return the hits of a search with their lines; the same few articles are in many searches. Raise TypeError."""
    return {intern(id_): _number(line) for id_, line in entry["hits"]}


def _text(value: Any) -> str:
    """Return what has to be a text. Raise TypeError."""
    if isinstance(value, str):
        return value
    raise TypeError(f"{type(value)} is no text")


def _number(value: Any) -> int:
    """Return what has to be a number of lines or hits. Raise TypeError."""
    if isinstance(value, int) and 0 <= value <= LARGEST:
        return value
    raise TypeError(f"{type(value)} is no such number")


def _where(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a search was restricted by. Raise one of `UNSOUND` for what is not sound."""
    filters = {str(name): tuple(map(str, values)) for name, values in entry.get("filters", {}).items()}
    return {
        "filters": filters,
        "archived": entry.get("archived") is True,
        "environment": str(entry.get("environment", "")),
    }


def _as_list(entry: Mapping[str, Any]) -> TerminalList:
    """Return the list of a line. Raise one of `UNSOUND` for one that is not sound."""
    things = tuple((str(what), str(way_out)) for what, way_out in entry.get("things", ()))
    ids, flags = (tuple(map(str, entry.get(name, ()))) for name in ("ids", "flags"))
    return TerminalList(str(entry["list"]), ids, flags=flags, things=things, lines=_lines(entry))


def _lines(entry: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the lines of the passages of further hits. Raise TypeError for what is not sound."""
    return tuple(map(_number, entry.get("lines", ())))


def _with_lines(ids: Sequence[str], lines: Sequence[int]) -> dict[str, int]:
    """Return the lines of hits' passages by their ids: 0 where a kcs of before noted none."""
    return {**dict.fromkeys(ids, 0), **dict(zip(ids, lines, strict=False))}
