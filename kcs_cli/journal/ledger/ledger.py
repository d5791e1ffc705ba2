"""What the journal adds up to, in a SQLite file: a cache that takes in each event once, and may be deleted.

It remembers where each event's line is, not the line itself: that stays in the journal.
"""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from kcs_cli.article.model import Reuse
from kcs_cli.journal.ledger.clock import clock
from kcs_cli.journal.ledger.moves import LedgerMoves
from kcs_cli.journal.ledger.number import PeopleNumbers, Subjects
from kcs_cli.journal.ledger.row import EventRow, LinePlace, Lines
from kcs_cli.journal.ledger.tables import COUNTS, ENDED, EVENT_HOLDS, IN_BASE, INDEXES, MEMORY, about, about_values, marks
from kcs_cli.journal.ledger.words import LedgerWords
from kcs_cli.text.identifier import time_of

MANY = 2_000  # articles from which all are counted again
SEEN = "update people set last = ?, last_zone = ? where number = ? and (last is null or last < ?)"
IS_ENDED = "exists (select 1 from ended where ended.id = events.id and ended.mark = events.mark)"


class Ledger:
    """The ledger in one file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.words = LedgerWords(connection)
        self.moves = LedgerMoves(connection)

    def taken_in(self, source: str) -> int:
        """Return how much of a source was taken in, in bytes; -1 for a source never seen."""
        found = self.connection.execute("select end from sources where name = ?", (source,)).fetchone()
        return found[0] if found else -1

    def files(self) -> dict[str, int]:
        """Return the sources that are files of this clone, with how much was taken in of them."""
        # From `file:` to `file;`, the next character: for such a range SQLite uses the index, for `like` it does not
        return dict(self.connection.execute("select name, end from sources where name >= 'file:' and name < 'file;'"))

    def unread(self) -> dict[str, int]:
        """Return source → number of its lines that are no events."""
        return dict(self.connection.execute("select name, unread from sources where unread > 0 order by name"))

    def tips(self) -> dict[str, str]:
        """Return the refs whose events were taken in, with the commits seen."""
        return dict(self.connection.execute("select name, oid from tips"))

    def state(self) -> str:
        """Return what changes when anything was taken in: nothing of when, or of how the file looks."""
        run = self.connection.execute
        epoch, sources = run("select name from epoch").fetchone(), run("select count(*), total(end) from sources").fetchone()
        # The heads by which commits close flags; of other refs what is new is a source
        heads = run("select oid from tips where name >= 'HEAD of ' and name < 'HEAD of!' order by name").fetchall()
        return repr((epoch, sources, heads))

    def take_in(self, news: Iterable[Lines], tips: Mapping[str, str]) -> None:
        """Take in what is new, all of it or nothing; `tips` are remembered as seen. Raise sqlite3.Error."""
        with self.connection as connection:
            connection.executescript(f"{MEMORY}; begin immediate")
            empty = not connection.execute("select exists (select 1 from events)").fetchone()[0]
            subjects, people = Subjects(connection), PeopleNumbers(connection)
            touched, fresh, ended = set[int](), set[str](), set[str]()
            for lines in news:
                self.take_in_one(lines, subjects, people)
                if not empty:
                    touched |= self.touched(lines, subjects)
                    fresh |= {row[0] for row in lines.rows}
                    ended |= {one.id for one in lines.ended}
            if empty:
                self.index()
            settled = None if empty else self.affected(fresh, ended)
            self.settle(settled)
            touched |= self.subjects_of(settled or ())
            self.count(None if empty else touched)
            self.words.touch(None if empty else touched)
            connection.executemany("insert or replace into tips values (?, ?)", tips.items())

    def index(self) -> None:
        """Make the indexes, and let go of events that were there twice."""
        run = self.connection.execute
        try:
            run(INDEXES[0])
        except sqlite3.IntegrityError:
            run("delete from events where rowid not in (select min(rowid) from events group by id, mark)")
        for statement in INDEXES:
            run(statement)

    def take_in_one(self, lines: Lines, subjects: Subjects, people: PeopleNumbers) -> None:
        """Take in one source's news."""
        number = self.number_of(lines)
        rows = [
            (id_, kind, subjects[base, article], case, counts, number, start, people[by], *rest)
            for id_, kind, base, article, case, counts, start, by, *rest in lines.rows
        ]
        self.connection.executemany(f"insert or ignore into events values ({marks(EventRow._fields)}, 0)", rows)
        self.connection.executemany(SEEN, _last_seen(lines.rows, people))
        self.connection.executemany("insert or ignore into revisions values (?, ?)", lines.revisions)
        endings = [(*one[:-1], people[one.by]) for one in lines.ended]
        self.connection.executemany("insert or ignore into endings values (?, ?, ?, ?, ?)", endings)
        self.words.take_in((id_, mark, subjects[base, article], *rest) for id_, mark, base, article, *rest in lines.asked)

    def affected(self, fresh: set[str], ended: set[str]) -> set[str]:
        """Return the ids of events that may hold or not from now on: by new endings, or because they came after theirs."""
        run = self.connection.execute
        late = {id_ for id_ in fresh if run("select 1 from endings where id = ? limit 1", (id_,)).fetchone()}
        # What an ending event had ended, which is undone now
        once = {id_ for one in ended for (id_,) in run("select id from endings where by_event = ?", (one,))}
        return late | ended | once

    def settle(self, ids: set[str] | None) -> None:
        """Tell anew which events of some ids, or of all (None), do not hold: the same whatever came first."""
        run = self.connection.execute
        if ids is None:
            run("delete from ended")
            run(ENDED)
            run("update events set is_ended = 1 where (id, mark) in (select id, mark from ended)")
        for id_ in ids or ():
            run("delete from ended where id = ?", (id_,))
            run(f"{ENDED} and one.id = ?", (id_,))
            run(f"update events set is_ended = {IS_ENDED} where id = ?", (id_,))

    def number_of(self, lines: Lines) -> int:
        """Remember how much of a source was taken in; return its number."""
        run = self.connection.execute
        new = (lines.source, lines.end, lines.unread)
        added = run("insert or ignore into sources (name, end, unread) values (?, ?, ?)", new)
        if added.rowcount:
            return added.lastrowid or 0
        more = (lines.end, lines.unread, lines.source)
        run("update sources set end = max(end, ?), unread = unread + ? where name = ?", more)
        return int(run("select number from sources where name = ?", (lines.source,)).fetchone()[0])

    def touched(self, lines: Lines, subjects: Subjects) -> set[int]:
        """Return the subjects whose counts may have changed."""
        kinds = ("link", "flag", "forget")
        return {subjects[base, article] for _, kind, base, article, *_ in lines.rows if kind in kinds}

    def close(self, base: str, ids: Sequence[str], tips: Mapping[str, str]) -> None:
        """Remember which flags the commits of the current branch close; `tips` are remembered as seen."""
        with self.connection as connection:
            connection.execute("begin immediate")
            before = [id_ for (id_,) in connection.execute("select id from closed where base = ?", (base,))]
            connection.execute("delete from closed where base = ?", (base,))
            connection.executemany("insert into closed values (?, ?)", ((base, id_) for id_ in ids))
            connection.executemany("insert or replace into tips values (?, ?)", tips.items())
            touched = self.subjects_of([*before, *ids])
            self.count(touched)
            self.words.touch(touched)

    def subjects_of(self, ids: Iterable[str]) -> set[int]:
        """Return the subjects of some events."""
        query = "select subject from events where id = ?"
        return {subject for id_ in ids for (subject,) in self.connection.execute(query, (id_,))}

    def flags(self, base: str) -> list[str]:
        """Return the ids of all flags there ever were."""
        return [
            id_ for (id_,) in self.connection.execute(f"select id from events where kind = 'flag' and {IN_BASE}", (base,))
        ]

    def count(self, touched: set[int] | None) -> None:
        """Count the reuse of some subjects again, or of all (None)."""
        run = self.connection.execute
        if touched is None or len(touched) > MANY:
            run("delete from reuse")
            run(f"insert into reuse select subject, {COUNTS} group by subject")
            return
        for one in touched:
            run("delete from reuse where subject = ?", (one,))
            run(f"insert into reuse select subject, {COUNTS} and subject = ? group by subject", (one,))

    def count_again(self, touched: set[int]) -> None:
        """Count the reuse of some subjects again: other events are about them now."""
        with self.connection as connection:
            connection.execute("begin immediate")
            self.count(touched)

    def reuse(self, base: str, names: Sequence[str]) -> Reuse:
        """Return the reuse of the article of some names: its id and its former ids."""
        run = self.connection.execute
        counted = run(f"select cases, last, flags from reuse where {about(names)}", about_values(base, names)).fetchmany(2)
        if len(counted) > 1:  # a case may have been noted under two of the names
            counted = run(f"select {COUNTS} and {about(names)}", about_values(base, names)).fetchall()
        cases, last, flags = counted[0] if counted else (0, None, 0)
        return Reuse(cases, time_of(last).astimezone().date() if last else None, flags or 0)

    def of_case(self, base: str, cases: Sequence[str], kind: str = "link") -> list[LinePlace]:
        """Return the places of a case's links that hold (or of its `unlink` events), the oldest first."""
        return self.places(f'"case" in ({marks(cases)}) and kind = ? and {IN_BASE} and {EVENT_HOLDS}', *cases, kind, base)

    def of_article(self, base: str, names: Sequence[str], kind: str) -> list[LinePlace]:
        """Return the places of an article's links or flags that hold, the oldest first."""
        return self.places(f"{about(names)} and kind = :kind and {EVENT_HOLDS}", **about_values(base, names), kind=kind)

    def endings(self, id_: str) -> list[LinePlace]:
        """Return the places of the events that end one, the oldest first."""
        return self.places("id in (select by_event from ended where ended.id = ?)", id_)

    def closed_by_commit(self, base: str, id_: str) -> bool:
        """Tell whether a commit of the current branch closes a flag."""
        return bool(self.connection.execute("select 1 from closed where base = ? and id = ?", (base, id_)).fetchone())

    def cases_of(self, base: str, names: Sequence[str]) -> dict[str, str]:
        """Return the cases that the articles of some names solved or helped, each with the id of its first link."""
        links = f"from events where {about(names)} and kind = 'link' and counts and {EVENT_HOLDS}"
        query = f'select "case", min(id) {links} group by 1'
        return dict(self.connection.execute(query, about_values(base, names)))

    def ever_linked(self, base: str, names: Sequence[str]) -> list[LinePlace]:
        """Return the places of all links there ever were of an article, the oldest first."""
        return self.places(f"{about(names)} and kind = 'link'", **about_values(base, names))

    def open_flags(self, base: str) -> list[LinePlace]:
        """Return the places of all open flags, the oldest first."""
        flagged = "subject in (select subject from reuse where flags > 0)"
        return self.places(f"{flagged} and kind = 'flag' and {IN_BASE} and {EVENT_HOLDS}", base)

    def all(self, base: str, since: str = "", kinds: Sequence[str] = (), by: str = "") -> list[LinePlace]:
        """Return the places of all events from an id on, the oldest first; those that have no time are among them.

        With `kinds` only those of these, with `by` of a person, in whichever case the address was noted.
        """
        which, values = f"{IN_BASE} and (id >= ? or id < '0000000001')", [base, since]
        if kinds:
            which, values = f"{which} and kind in ({marks(kinds)})", [*values, *kinds]
        if by:
            known = self.connection.execute("select number, address from people")
            numbers = [str(number) for number, address in known if address.casefold() == by.casefold()]
            which = f"{which} and person in ({', '.join(numbers)})"
        return self.places(which, *values)

    def related(self, base: str, names: Sequence[str] | None, cases: Sequence[str]) -> list[LinePlace]:
        """Return the places of the events of articles (by names of today), else of cases, and of what ended them."""
        which, values = (f'"case" in ({marks(cases)})', cases)
        if names is not None:
            which, values = f"subject in (select number from subjects where now in ({marks(names)}))", names
        found = f"select id from events where {which} union select by_event from endings join found on endings.id = found.id"
        return self.places(
            f"id in (with recursive found(id) as ({found}) select id from found) and {IN_BASE}", *values, base
        )

    def enders(self, base: str) -> list[LinePlace]:
        """Return the places of the events that say of others that these do not hold, the oldest first."""
        return self.places(f"id in (select by_event from endings) and {IN_BASE}", base)

    def noted_by(self, base: str, addresses: Sequence[str]) -> list[LinePlace]:
        """Return the places of what people noted, by their addresses, the oldest first."""
        people = f"select number from people where address in ({marks(addresses)})"
        return self.places(f"person in ({people}) and {IN_BASE}", *addresses, base)

    def standing_since(self, base: str, since: datetime) -> list[LinePlace]:
        """Return the places of the events since a time that no other ended, the oldest first."""
        return self.places(f"{IN_BASE} and at >= ? and not is_ended", base, clock(since)[0])

    def known(self, ids: Sequence[str]) -> set[str]:
        """Return those of the ids that are events."""
        run = self.connection.execute
        return {id_ for id_ in ids if run("select 1 from events where id = ?", (id_,)).fetchone()}

    def places(self, where: str, *values: str | int, **by_name: str) -> list[LinePlace]:
        """Return where the lines of some events are, by id; the values of the condition are in order, or have names."""
        query = (
            "select id, name, start, now from events join sources on sources.number = events.source "
            f"join subjects on subjects.number = events.subject where {where} order by id, mark"
        )
        return [LinePlace(*found) for found in self.connection.execute(query, by_name or values)]


def _last_seen(rows: Iterable[EventRow], people: Mapping[str, int]) -> Iterable[tuple[int, int, int, int]]:
    """Return when people noted the last of some events, in which zone, with their numbers: one for each, of many events."""
    last: dict[str, EventRow] = {}
    for row in rows:
        known = last.setdefault(row.by, row)
        if row.at > known.at:
            last[row.by] = row
    return [(row.at, row.zone, people[by], row.at) for by, row in last.items()]
