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
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kcs_cli.errors import ConfigError
from kcs_cli.files.month_log import LAST_MONTH, MonthLog
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.place import find_shared_folder, label, this_terminal
from kcs_cli.search.engine.answer import Where
from kcs_cli.text.dates import sound_moment
from kcs_cli.text.privacy import scrub

if TYPE_CHECKING:  # a search writes its line, and reads none
    from kcs_cli.search.log_line import LastLists, LoggedSearch, TerminalList
    from kcs_cli.search.report import Hit

VERSION = 1
LONGEST_WORDS = 500  # characters kept of what was asked
MOST_HITS = 50
MOST_LISTED = 1_000  # numbers that a list keeps


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
    from kcs_cli.search.log_line import TerminalList

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

    def note_list(self, now: datetime, one: "TerminalList") -> None:
        """Note a list that was printed with numbers."""
        rows = {"ids": one.ids, "flags": one.flags, "things": one.things, "lines": one.lines}
        known = {"list": one.kind, "at": now.isoformat(timespec="milliseconds"), "terminal": self.terminal, "of": self.base}
        self.log.append(now, {**known, **{name: row[:MOST_LISTED] for name, row in rows.items() if row}})

    def note_shown(self, now: datetime, search: "LoggedSearch", article: str) -> None:
        """Note that an article of a search was looked at; one that it did not find (rank 0) was written because of it."""
        rank = list(search.lines).index(article) + 1 if article in search.lines else 0
        at = now.isoformat(timespec="milliseconds")
        self.log.append(now, {"search": search.id, "at": at, "shown": article, "rank": rank})

    def last_search(self) -> "LoggedSearch | None":
        """Return this terminal's last search."""
        return self.last().search

    def last(self, month: str = LAST_MONTH) -> "LastLists":
        """Return this terminal's last search and last list, as of a month; foreign lines are passed over."""
        from kcs_cli.search.log_line import (
            UNSOUND,
            LastLists,
            LoggedSearch,
            TerminalList,
            as_list,
            entry_hits,
            entry_lines,
            entry_text,
            entry_where,
            with_lines,
        )

        shown: list[tuple[str, str]] = []
        latest: TerminalList | None = None
        further: dict[str, int] = {}
        for entry in self.log.newest(month):
            with suppress(*UNSOUND):
                if (entry.get("terminal"), entry.get("of", entry.get("base"))) != (self.terminal, self.base):
                    shown.append((entry_text(entry["search"]), entry_text(entry["shown"])))
                elif "list" in entry:
                    one = as_list(entry)
                    latest = latest or one
                    further = further or (with_lines(one.ids, one.lines) if one.is_of_search else {})
                else:
                    looked_at = tuple(article for search, article in reversed(shown) if search == entry["id"])
                    known = (
                        entry_text(entry["id"]),
                        entry_text(entry["words"]),
                        entry_hits(entry),
                        str(entry.get("at")),
                        looked_at,
                    )
                    search = LoggedSearch(*known, self.terminal, **entry_where(entry))
                    printed = with_lines(tuple(map(entry_text, entry.get("more", ()))), entry_lines(entry))
                    hits = (*search.lines, *printed)
                    search = search._replace(lines={**dict.fromkeys(hits, 0), **further, **printed, **search.lines})
                    return LastLists(search, latest or TerminalList("search", hits, search.words))
        return LastLists(None, latest)

    def newest(self) -> "Iterator[LoggedSearch]":
        """Yield the last searches of this terminal, the newest first, without what was looked at."""
        from kcs_cli.search.log_line import UNSOUND, as_search

        for entry in self.log.newest():
            with suppress(*UNSOUND):
                if (entry.get("terminal"), entry.get("base")) == (self.terminal, self.base) and sound_moment(entry["at"]):
                    yield as_search(entry)

    def searches(self, months: int) -> "list[LoggedSearch]":
        """Return the searches of this knowledge base, of all terminals here, of so many months, the oldest first."""
        from kcs_cli.search.log_line import UNSOUND, as_search, entry_text

        found: dict[str, LoggedSearch] = {}
        shown: dict[str, list[str]] = {}
        for entry in self.log.entries(months):
            with suppress(*UNSOUND):
                if "shown" in entry:
                    shown.setdefault(entry_text(entry["search"]), []).append(entry_text(entry["shown"]))
                elif entry["base"] == self.base and sound_moment(entry["at"]):
                    found[entry["id"]] = as_search(entry)
        return [search._replace(shown=tuple(shown[id_])) if id_ in shown else search for id_, search in found.items()]
