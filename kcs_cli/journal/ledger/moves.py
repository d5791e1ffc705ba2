"""What git's history says of the names of articles, in the ledger, and what articles are called since by their tenures.

A name may have meant one article after another: what was noted of each of them is a subject of its own, a tenure.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

NAME = "article != '' and article not glob '*://*'"  # no address outside


class MoveStep(NamedTuple):
    """What a commit did to a file's path: it moved, came (`was` is empty) or went (`now` is empty). Numbers count commits.

    `blob` is the text it had then.
    """

    number: int
    commit: str
    was: str
    now: str
    blob: str


class Holder(NamedTuple):
    """A file, by its path in the repository, that had a name in its front matter from a commit on."""

    name: str
    number: int
    commit: str
    path: str


class Carrier(NamedTuple):
    """A file as it is now, by its path in the base, with the names in its front matter; None where that is broken."""

    path: str
    stamp: str
    names: tuple[str, ...] | None


class NoteOfName(NamedTuple):
    """An event that was noted under a name: in which of its tenures it counts now."""

    id: str
    revision: str
    tenure: int


class NameNow(NamedTuple):
    """What an article goes by now, and whether that is the path of a file."""

    now: str
    is_path: bool = False


class LedgerMoves:
    """The tables `steps`, `holders` and `carriers` of one ledger, and the names of today in its table `subjects`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def steps(self) -> list[MoveStep]:
        """Return what was done to paths in the repository, the oldest first."""
        query = 'select number, "commit", was, now, blob from steps order by rowid'
        return [MoveStep(*found) for found in self.connection.execute(query)]

    def holders(self, name: str) -> list[Holder]:
        """Return the files that had a name in their front matter, the oldest first."""
        query = 'select name, number, "commit", path from holders where name = ? order by rowid'
        return [Holder(*found) for found in self.connection.execute(query, (name,))]

    def last_number(self) -> int:
        """Return the highest number of a commit that did something."""
        query = "select coalesce(max(number), 0) from (select number from steps union all select number from holders)"
        return int(self.connection.execute(query).fetchone()[0])

    def take_in(self, steps: Iterable[MoveStep], holders: Iterable[Holder], tips: Mapping[str, str], *, anew: bool) -> None:
        """Take in steps and holders, the oldest first; `tips` are remembered as seen. Raise sqlite3.Error."""
        with self.connection as connection:
            connection.execute("begin immediate")
            for table in ("steps", "holders") if anew else ():
                connection.execute(f"delete from {table}")
            connection.executemany("insert into steps values (?, ?, ?, ?, ?)", steps)
            connection.executemany("insert into holders values (?, ?, ?, ?)", holders)
            connection.executemany("insert or replace into tips values (?, ?)", tips.items())

    def add_holders(self, names: Iterable[tuple[str, str]]) -> None:
        """Remember names that files had until now, with their paths: so that no history need be read for them."""
        number = self.last_number()
        self.take_in((), [Holder(name, number, "", path) for name, path in names], {}, anew=False)

    def note_tips(self, tips: Mapping[str, str]) -> None:
        """Remember what was seen."""
        self.take_in((), (), tips, anew=False)

    def carriers(self, base: str) -> dict[str, Carrier]:
        """Return the files of a base as they were when they were last looked at, by path."""
        found = self.connection.execute("select path, stamp, names from carriers where base = ?", (base,))
        return {
            path: Carrier(path, stamp, None if names is None else tuple(filter(None, names.split("\n"))))
            for path, stamp, names in found
        }

    def note_carriers(self, base: str, gone: Iterable[str], come: Iterable[Carrier]) -> None:
        """Remember which names files have."""
        rows = [(base, one.path, one.stamp, None if one.names is None else "\n".join(one.names)) for one in come]
        with self.connection as connection:
            connection.execute("begin immediate")
            connection.executemany("delete from carriers where base = ? and path = ?", ((base, path) for path in gone))
            connection.executemany("insert or replace into carriers values (?, ?, ?, ?)", rows)

    def names(self, base: str) -> dict[str, tuple[NameNow, ...]]:
        """Return the names of articles under which something was noted, with what those are called now, by tenure."""
        query = f"select article, now, is_path from subjects where base = ? and {NAME} order by article, tenure"
        found: dict[str, tuple[NameNow, ...]] = {}
        for article, now, is_path in self.connection.execute(query, (base,)):
            found[article] = (*found.get(article, ()), NameNow(now, bool(is_path)))
        return found

    def called(self, base: str, name: str) -> tuple[str, ...]:
        """Return what the articles of a name are called now, by tenure; nothing for one under which nothing was noted."""
        query = "select now from subjects where base = ? and article = ? order by tenure"
        return tuple(now for (now,) in self.connection.execute(query, (base, name)))

    def newest(self) -> tuple[int, int]:
        """Return two numbers that are others when something was noted, and when it was noted under a new name."""
        (events,) = self.connection.execute("select coalesce(max(rowid), 0) from events").fetchone()
        (subjects,) = self.connection.execute("select coalesce(max(number), 0) from subjects").fetchone()
        return events, subjects

    def names_after(self, base: str, number: int) -> list[str]:
        """Return the names that came in after a subject's number, and those that have several tenures."""
        query = f"""select distinct article from subjects where base = ? and {NAME} and (number > ? or article in
            (select article from subjects where base = ? and tenure > 0))"""
        return [article for (article,) in self.connection.execute(query, (base, number, base))]

    def notes(self, base: str, name: str) -> Iterator[NoteOfName]:
        """Yield what was noted under a name."""
        query = """select events.id, coalesce(blob, ''), tenure from events join subjects on number = subject
            left join revisions on revisions.id = events.id where base = ? and article = ? order by events.id, blob"""
        return map(NoteOfName._make, self.connection.execute(query, (base, name)).fetchall())

    def call(self, base: str, name: str, nows: Sequence[NameNow], tenures: Mapping[str, int]) -> set[int]:
        """Call the articles of a name so from now on, by tenure, and put events into tenures; return all its subjects."""
        run = self.connection.execute
        with self.connection:
            run("begin immediate")
            known = dict(run("select tenure, number from subjects where base = ? and article = ?", (base, name)))
            insert = "insert into subjects (base, article, tenure, now, is_path) values (?, ?, ?, ?, ?)"
            for tenure, (now, is_path) in enumerate(nows):
                if tenure in known:
                    run("update subjects set now = ?, is_path = ? where number = ?", (now, is_path, known[tenure]))
                else:
                    known[tenure] = run(insert, (base, name, tenure, now, is_path)).lastrowid
            for id_, tenure in tenures.items():
                for table in ("events", "asked"):
                    # Of this name: somebody may have noted of another article under the same id
                    here = "select number from subjects where base = ? and article = ?"
                    which = f"where id = ? and subject in ({here})"
                    run(f"update {table} set subject = ? {which}", (known[tenure], id_, base, name))
            for tenure in known.keys() - range(len(nows)):
                run("delete from subjects where number = ?", (known[tenure],))
        return set(known.values())
