"""The local log of searches: what was asked, what was found, what was then shown. It never leaves the machine.

JSON lines in one file a month, version 1: `{"v": 1, "id", "at", "terminal", "base", "words",
"filters", "hits", "found"}` for a search (`hits` are [id, line of the passage] in their order, at most 50; `found`
counts all) and
`{"v": 1, "search", "at", "shown", "rank"}` for an article shown from it (rank 0: written because of it).
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

from kcs_cli.files.month_log import MonthLog
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.place import find_shared_folder, label
from kcs_cli.text.dates import iso_moment
from kcs_cli.text.privacy import scrub

VERSION = 1
LONGEST_WORDS = 500  # characters kept of what was asked
MOST_HITS = 50


@once
def search_log(kb: KnowledgeBase) -> "SearchLog":
    """Return the log of searches, shared by all work trees of the repository."""
    return SearchLog(find_shared_folder(kb.root, kb.git), this_terminal(), label(kb.root))


@once
def last_search(kb: KnowledgeBase) -> "LoggedSearch | None":
    """Return this terminal's last search, read once."""
    return search_log(kb).last_search()


def note_search(
    kb: KnowledgeBase,
    now: datetime,
    words: str,
    filters: Mapping[str, Sequence[str]],
    hits: Sequence[tuple[str, int]],
    found: int,
) -> None:
    """Note a search: it is this terminal's last one."""
    search_log(kb).note_search(now, words, filters, hits, found)
    kb.forget(last_search)


def note_shown(kb: KnowledgeBase, article: str) -> None:
    """Note that an article of the last search was looked at, once."""
    last = last_search(kb)
    if last and article in last.lines and article not in last.shown:
        search_log(kb).note_shown(kb.now(), last, article)
        looked_at: LoggedSearch | None = last._replace(shown=(*last.shown, article))
        kb.keep(last_search, looked_at)


class LoggedSearch(NamedTuple):
    """One search of the log; `lines` has the hits' ids in their order, each with the line of its passage.

    `shown` are the articles that were looked at, or written because of it. `found` counts all articles that were found;
    None where that is not known. A search that was imported has a `terminal` of its visitor's.
    """

    id: str
    words: str
    lines: dict[str, int]
    at: str = ""
    shown: tuple[str, ...] = ()
    terminal: str = ""
    found: int | None = None


class SearchLog:
    """The log in one folder, written by one terminal, of one knowledge base (there may be several in a repository)."""

    def __init__(self, folder: Path | None, terminal: str, base: str) -> None:
        self.log = MonthLog(folder / "searches" if folder else None, VERSION)
        self.terminal = terminal
        self.base = base

    def note_search(
        self,
        now: datetime,
        words: str,
        filters: Mapping[str, Sequence[str]],
        hits: Sequence[tuple[str, int]],
        found: int,
    ) -> None:
        """Note a search; its words are scrubbed of personal data and secrets first."""
        self.log.append(
            now,
            {
                "id": f"{now:%Y%m%dT%H%M%S%f}-{os.getpid()}",
                "at": now.isoformat(timespec="milliseconds"),
                "terminal": self.terminal,
                "base": self.base,
                # Cut after it is scrubbed: of an address that stands across the cut half would be left
                "words": scrub(words[: LONGEST_WORDS * 2])[:LONGEST_WORDS],
                "filters": {name: list(map(scrub, values)) for name, values in filters.items() if values},
                "hits": list(hits[:MOST_HITS]),
                "found": found,
            },
        )

    def note_shown(self, now: datetime, search: LoggedSearch, article: str) -> None:
        """Note that an article of a search was looked at; one that it did not find (rank 0) was written because of it."""
        rank = list(search.lines).index(article) + 1 if article in search.lines else 0
        at = now.isoformat(timespec="milliseconds")
        self.log.append(now, {"search": search.id, "at": at, "shown": article, "rank": rank})

    def last_search(self) -> LoggedSearch | None:
        """Return this terminal's last search; foreign lines are passed over."""
        shown: list[tuple[str, str]] = []
        for entry in self.log.newest():
            with suppress(ValueError, KeyError, TypeError):
                if (entry.get("terminal"), entry.get("base")) == (self.terminal, self.base):
                    looked_at = tuple(article for search, article in reversed(shown) if search == entry["id"])
                    known = (entry["id"], entry["words"], dict(entry["hits"]), str(entry.get("at")), looked_at)
                    return LoggedSearch(*known, self.terminal)
                shown.append((entry["search"], entry["shown"]))
        return None

    def searches(self, months: int) -> list[LoggedSearch]:
        """Return the searches of this knowledge base, of all terminals here, of so many months, the oldest first."""
        found: dict[str, LoggedSearch] = {}
        shown: dict[str, list[str]] = {}
        for entry in self.log.entries(months):
            with suppress(ValueError, KeyError, TypeError):
                if "shown" in entry:
                    shown.setdefault(entry["search"], []).append(entry["shown"])
                elif entry["base"] == self.base and iso_moment(entry["at"]).tzinfo:
                    found[entry["id"]] = _as_search(entry)
        return [search._replace(shown=tuple(shown[id_])) if id_ in shown else search for id_, search in found.items()]


def _as_search(entry: Mapping[str, Any]) -> LoggedSearch:
    """Return the search of a line. Raise KeyError, TypeError or ValueError for one that is not sound."""
    hits = {intern(id_): line for id_, line in entry["hits"]}  # the same few articles, in many searches
    known = (entry["id"], entry["words"], hits, entry["at"], (), intern(entry["terminal"]))
    return LoggedSearch(*known, int(entry["found"]))


def this_terminal() -> str:
    """Name the terminal kcs runs in; without one, the session that started it (an agent's shell, a script)."""
    for stream in (0, 1, 2):
        with suppress(OSError, AttributeError):
            return os.ttyname(stream)
    session = os.getsid(0) if hasattr(os, "getsid") else os.getppid()
    return f"session-{session}"
