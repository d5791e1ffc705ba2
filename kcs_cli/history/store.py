"""What git's log says of articles, in a SQLite file: a cache that takes in each commit once, and may be deleted."""

import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kcs_cli.files.cache import Cache
from kcs_cli.git.log import CommittedFile, LoggedCommit
from kcs_cli.text.outside import kept, kept_bytes, readable

VERSION = 3  # of the tables below; 2: markdown of other endings; 3: edits of side branches
TABLES = """
create table state (name text primary key, value text) without rowid;
create table commits (
    number integer primary key, oid text, at integer, zone text, person integer, co_authors text, articles integer
);
create table people (number integer primary key, address text, name text, unique (address, name));
create table paths (number integer primary key, path blob unique);
create table changes (
    number integer primary key, "commit" integer, status text, path integer, blob blob, before, kind text
);
"""
INDEX = "create index if not exists by_result on changes (path, blob)"  # made when the first changes are in, which is faster
NAMES = ("state", "commits", "people", "paths", "changes")
PATIENCE = 120.0  # seconds to wait for another process that reads the history


# A change as it is stored: number, commit, status, path, blob, kind, and the numbers of the changes that made the texts it
# came from: nothing, a number, or several parted by spaces. A tuple as SQLite returns it, because there are many.
Row = tuple[int, int, str, int, bytes | None, str, int | str | None]


class CommitRow(NamedTuple):
    """A commit as it is stored; `co_authors` are parted by line ends, `articles` counts the files."""

    number: int
    oid: str
    at: int
    zone: str
    address: str
    name: str
    co_authors: str
    articles: int

    @property
    def authors(self) -> list[str]:
        """The author and the co-authors, as git writes them."""
        return [f"{self.name} <{self.address}>", *filter(None, self.co_authors.split("\n"))]


def history_cache(file: Path | None) -> Cache:
    """Return the cache that the store is; None where nothing can be written."""
    return Cache(file, VERSION, lambda connection: HistoryFile(connection).clear(), PATIENCE)


class HistoryFile:
    """The store; whoever writes holds it alone, and writes all or nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def state(self) -> dict[str, str]:
        """Return what was noted of the state of the repository when it was read."""
        return dict(self.connection.execute("select name, value from state"))

    def note(self, **state: str) -> None:
        """Note the state of the repository."""
        self.connection.executemany("insert or replace into state values (?, ?)", state.items())

    def clear(self) -> None:
        """Forget all."""
        for name in NAMES:
            self.connection.execute(f"drop table if exists {name}")
        for statement in filter(str.strip, TABLES.split(";")):
            self.connection.execute(statement)

    def take_in(self, commits: Iterable[LoggedCommit]) -> None:
        """Add commits, parents first."""
        Writer(self.connection).write(commits)
        self.connection.execute(INDEX)

    def forget_kinds(self) -> None:
        """Forget what the comparison of texts gave."""
        self.connection.execute("update changes set kind = '' where kind != ''")

    def note_kinds(self, kinds: Iterable[tuple[str, int]]) -> None:
        """Note what the comparison of texts gave: (kind, number of the change); not where it cannot be written."""
        with suppress(sqlite3.OperationalError):
            self.connection.execute("begin immediate")
            self.connection.executemany("update changes set kind = ? where number = ?", kinds)
            self.connection.execute("commit")

    def rows(self) -> list[Row]:
        """Return all changes in the order of their numbers, which begin with 1."""
        return self.connection.execute(
            'select number, "commit", status, path, blob, kind, before from changes order by number'
        ).fetchall()

    def paths(self) -> dict[int, str]:
        """Return the paths by their numbers."""
        found = self.connection.execute("select number, path from paths")
        return {number: kept(path) for number, path in found}

    def commits(self) -> list[CommitRow]:
        """Return all commits, parents first."""
        run = self.connection.execute
        people = {
            number: (readable(address), readable(name))
            for number, address, name in run("select number, address, name from people")
        }
        found = run("select number, oid, at, zone, person, co_authors, articles from commits")
        return [
            CommitRow(number, oid, at, zone, *people[person], co_authors, articles)
            for number, oid, at, zone, person, co_authors, articles in found
        ]


class Writer:
    """Adds commits to the tables, and finds for each change the changes that made the texts it came from."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.paths = HistoryNumbers(connection, "select number, path from paths", "insert into paths (path) values (?)")
        self.places = _Places(self.paths)
        self.people = HistoryNumbers(
            connection, "select number, address, name from people", "insert into people (address, name) values (?, ?)"
        )
        self.commit = self.last("commits")
        self.change = self.last("changes")
        self.is_empty = not self.change
        self.made: dict[tuple[int, bytes | None], int] = {}

    def last(self, table: str) -> int:
        """Return the highest number in a table."""
        return int(self.connection.execute(f"select coalesce(max(number), 0) from {table}").fetchone()[0])

    def write(self, commits: Iterable[LoggedCommit]) -> None:
        """Add commits."""
        changes: list[tuple[object, ...]] = []
        headers: list[tuple[object, ...]] = []
        for commit in commits:
            self.commit += 1
            person = self.people[_encoded(commit.address), _encoded(commit.name)]
            co_authors = "\n".join(commit.co_authors)
            headers.append(
                (self.commit, commit.oid, commit.at, commit.zone, person, _portable(co_authors), len(commit.entries))
            )
            changes += [self.row(entry) for entry in commit.entries]
            if len(changes) > 20_000:
                self.flush(headers, changes)
        self.flush(headers, changes)

    def flush(self, headers: list[tuple[object, ...]], changes: list[tuple[object, ...]]) -> None:
        """Write what has gathered."""
        self.connection.executemany("insert into commits values (?, ?, ?, ?, ?, ?, ?)", headers)
        self.connection.executemany("insert into changes values (?, ?, ?, ?, ?, ?, '')", changes)
        headers.clear()
        changes.clear()

    def row(self, entry: CommittedFile) -> tuple[object, ...]:
        """Return a change as it is stored; commits come parents first, so what was before it is known."""
        path = self.places[entry.path]
        blob = bytes.fromhex(entry.blob) if entry.blob else None
        before = [self.find(self.places[source], bytes.fromhex(text)) for source, text in entry.sources]
        if not entry.sources:  # new, or again there
            before = [max(self.find(path, blob), self.find(path, None))]
        self.change += 1
        self.made[path, blob] = self.change
        known = [number for number in dict.fromkeys(before) if number]
        came_from = " ".join(map(str, known)) if len(known) > 1 else known[0] if known else None
        return self.change, self.commit, entry.status, path, blob, came_from

    def find(self, path: int, blob: bytes | None) -> int:
        """Return the number of the last change that made a file what it is; 0 where none is known."""
        found = self.made.get((path, blob), 0)
        if found or self.is_empty:
            return found
        # `is`, since a file that was deleted has no blob, and null equals nothing in SQL
        query = "select max(number) from changes where path = ? and blob is ?"
        return int(self.connection.execute(query, (path, blob)).fetchone()[0] or 0)


class HistoryNumbers(dict[tuple[str | bytes, ...], int]):
    """The numbers of what is stored once."""

    def __init__(self, connection: sqlite3.Connection, select: str, insert: str) -> None:
        super().__init__({tuple(values): number for number, *values in connection.execute(select)})
        self.connection = connection
        self.insert = insert

    def __missing__(self, values: tuple[str | bytes, ...]) -> int:
        self[values] = self.connection.execute(self.insert, values).lastrowid or 0
        return self[values]


class _Places(dict[str, int]):
    """The numbers of paths as git's log has them: the same few thousand in all commits."""

    def __init__(self, paths: HistoryNumbers) -> None:
        super().__init__()
        self.paths = paths

    def __missing__(self, path: str) -> int:
        self[path] = self.paths[(_encoded(path),)]
        return self[path]


def _encoded(text: str) -> bytes:
    """Return a name as git has it: its bytes."""
    return kept_bytes(text)


def _portable(text: str) -> str:
    """Return a text that can be stored as Unicode."""
    return readable(kept_bytes(text))
