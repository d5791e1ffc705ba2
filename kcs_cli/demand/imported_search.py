"""Searches of a help site or a chat bot, taken in from a file: each row once, however often it comes.

They are in `imported.sqlite` beside the log of searches and, like it, never leave the machine. Words are scrubbed first; of
a visitor only a keyed hash is kept, which tells visitors apart and names nobody.
"""

import os
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.files.table import ColumnRequest, TornRows, read_rows
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.search.log import LONGEST_WORDS
from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.text.dates import read_stamp
from kcs_cli.text.privacy import scrub

FILE = "imported.sqlite"
COLUMNS: Mapping[str, Sequence[str]] = {  # what a column may be called
    "words": ("query", "words", "q", "search", "term", "search_term", "question", "keyword", "keywords", "text", "message"),
    "at": ("at", "time", "date", "timestamp", "created_at", "datetime", "asked_at"),
    "visitor": ("user", "session", "visitor", "user_id", "session_id", "visitor_id", "client_id", "person"),
    "found": ("results", "found", "hits", "result_count", "results_count", "number_of_results"),
    "clicked": ("clicked", "click", "clicked_url", "clicked_article", "opened", "article", "url"),
}
HINT = "Name it: --column {}=NAME"
NOTHING = ("", "0", "no", "false", "none", "null", "-", "nein")  # of a column that says what was clicked
LONGEST_CLICK = 200
VISITOR = "visitor-"  # before the hash, in the place of a terminal
SCHEMA = """
CREATE TABLE IF NOT EXISTS secret (key BLOB);
CREATE TABLE IF NOT EXISTS search (
  id INTEGER PRIMARY KEY, base TEXT, at TEXT, visitor TEXT, words TEXT, found INTEGER, clicked TEXT) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS search_at ON search (base, at);
"""


class ImportReport(NamedTuple):
    """What an import did: searches `taken`, and those `known` from an earlier import; rows that are none (`broken`)."""

    file: str
    taken: int
    known: int
    broken: int

    def tables(self) -> Sequence[Table]:
        """Return the counts."""
        columns: Columns = (Column("file", ""), Column("taken", "searches taken"), Column("known", "known before"),
                            Column("broken", "rows passed over"))  # fmt: skip
        return (Table("", columns, (tuple(self),), upright=("what", "number")), Table("kcs gaps now counts them, too"))


class ImportedSearches:
    """The searches of one knowledge base that were imported, in one folder; None where nothing can be written."""

    def __init__(self, folder: Path | None, base: str) -> None:
        self.file = folder / FILE if folder else None
        self.base = base

    def take_in(
        self, file: Path, named: Mapping[str, str], patterns: Sequence[str], now: datetime, tell: Callable[[str], None]
    ) -> ImportReport:
        """Take in the rows of a file, all or none. `named` are columns called otherwise than usual. Raise KcsError."""
        if self.file is None:
            raise KcsError("There is no folder kcs may keep searches in", "Look at the rights of the git directory")
        broken = TornRows(file)
        try:
            # SQLite would make a file that others on the machine may read
            self.file.touch(mode=0o600)
            with closing(sqlite3.connect(self.file)) as base, base:
                base.executescript(SCHEMA)
                before = _count_of(base)
                rows = StoredRows(file, self.base, _key_of(base), patterns, now)
                base.executemany("INSERT OR IGNORE INTO search VALUES (?,?,?,?,?,?,?)", rows.read(named, broken))
                taken = _count_of(base) - before
        except (sqlite3.Error, OSError) as error:
            raise KcsError(f"{self.file} cannot be written ({error})", "Free some space, or move it away") from error
        broken.tell(tell)
        if rows.undated:
            tell(f"{rows.undated:,} of them say no time: they count as asked now")
        return ImportReport(str(file), taken, rows.read_rows - taken, broken.rows)

    def searches(self, since: datetime, until: datetime, ids: Mapping[str, str]) -> list[LoggedSearch]:
        """Return those of a period, the oldest first; `ids` maps the names articles go by, in lower case, to their ids."""
        if self.file is None or not self.file.is_file():
            return []
        asked = (
            "SELECT id, words, at, visitor, found, clicked FROM search WHERE base = ? AND at >= ? AND at < ? ORDER BY at, id"
        )
        try:
            with closing(sqlite3.connect(self.file)) as base:
                rows = base.execute(asked, (self.base, _utc(since), _utc(until)))
                return [
                    LoggedSearch(
                        id=f"import-{id_}",
                        words=words,
                        lines={},
                        at=at,
                        shown=_opened(clicked, ids),
                        terminal=visitor,
                        found=found,
                    )
                    for id_, words, at, visitor, found, clicked in rows
                ]
        except sqlite3.Error as error:
            raise KcsError(f"{self.file} cannot be read ({error})", "Move it away, and import the files again") from error

    def counts(self, since: datetime, until: datetime) -> tuple[int, int, int]:
        """Return how many there are of a period, how many found nothing, and how many led to a click."""
        if self.file is None or not self.file.is_file():
            return 0, 0, 0
        asked = """SELECT count(*), coalesce(sum(found = 0), 0), coalesce(sum(clicked != ''), 0) FROM search
            WHERE base = ? AND at >= ? AND at < ?"""
        try:
            with closing(sqlite3.connect(self.file)) as base:
                searches, nothing, clicked = base.execute(asked, (self.base, _utc(since), _utc(until))).fetchone()
        except sqlite3.Error as error:
            raise KcsError(f"{self.file} cannot be read ({error})", "Move it away, and import the files again") from error
        return searches, nothing, clicked


class StoredRows:
    """The rows of one file, as they are stored."""

    def __init__(self, file: Path, base: str, key: bytes, patterns: Sequence[str], now: datetime) -> None:
        self.file = file
        self.base = base
        self.key = key
        self.patterns = patterns
        self.now = now
        self.seen: Counter[int] = Counter()
        self.read_rows = self.undated = 0

    def read(self, named: Mapping[str, str], broken: TornRows) -> Iterator[tuple[int | str | None, ...]]:
        """Yield them; what is no search is noted. Raise KcsError."""
        names = {what: (named[what],) if what in named else known for what, known in COLUMNS.items()}
        for line, row in read_rows(self.file, ColumnRequest(names, ("words", *named), HINT.format("words"))):
            try:
                if isinstance(row, str):
                    raise ValueError(row)
                yield self.stored([cell.strip() for cell in row])
                self.read_rows += 1
            except ValueError as error:
                broken.add(line, str(error))

    def stored(self, row: Sequence[str]) -> tuple[int | str | None, ...]:
        """Return a row as it is stored. Raise ValueError for what is no search."""
        words, at, visitor, found, clicked = row
        if not words:
            raise ValueError("no words")
        id_ = self.number("\0".join((self.base, *row)))
        self.seen[id_] += 1  # the same row twice in a file is two searches
        if self.seen[id_] > 1:
            id_ = self.number(f"{id_}\0{self.seen[id_]}")
        self.undated += not at
        return (
            id_, self.base, _utc(read_stamp(at) if at else self.now),
            f"{VISITOR}{self.number(visitor):x}" if visitor else "",
            scrub(words[: LONGEST_WORDS * 2], self.patterns)[:LONGEST_WORDS], _read_count(found),
            "" if clicked.casefold() in NOTHING else scrub(clicked, self.patterns)[:LONGEST_CLICK],
        )  # fmt: skip

    def number(self, text: str) -> int:
        """Return a number that stands for a text, of 63 bits."""
        from hashlib import blake2b

        digest = blake2b(text.encode("utf-8", "replace"), digest_size=8, key=self.key).digest()
        # The integers of SQLite have a sign: one of 64 bits may be too large
        return int.from_bytes(digest) >> 1


def _key_of(base: sqlite3.Connection) -> bytes:
    """Return the key of the hashes, made the first time."""
    found = base.execute("SELECT key FROM secret").fetchone()
    if found is None:
        found = (os.urandom(32),)
        base.execute("INSERT INTO secret VALUES (?)", found)
    return bytes(found[0])


def _count_of(base: sqlite3.Connection) -> int:
    """Count the searches."""
    return int(base.execute("SELECT count(*) FROM search").fetchone()[0])


def _utc(at: datetime) -> str:
    """Write a time so that times sort."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _read_count(text: str) -> int | None:
    """Read how many results there were; None where that is not said. Raise ValueError."""
    if not text:
        return None
    if not re.fullmatch(r"\d{1,9}(?:\.0+)?", text):
        raise ValueError(f"{text[:40]} is no number of results")
    return int(text.partition(".")[0])


def _opened(clicked: str, ids: Mapping[str, str]) -> tuple[str, ...]:
    """Return what was clicked, as the id of the article where it is one of this base."""
    if not clicked:
        return ()
    last = re.sub(r"[?#].*|/$", "", clicked).rpartition("/")[2].casefold()
    return (ids.get(clicked.casefold()) or ids.get(last) or ids.get(last.rpartition(".")[0]) or clicked,)
