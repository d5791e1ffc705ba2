"""The words of searches that led to articles, in the ledger, and which articles they may have changed."""

import sqlite3
from collections.abc import Iterable, Sequence

from kcs_cli.journal.ledger.tables import ASKED_HOLDS, about, about_values


class LedgerWords:
    """The tables `asked` and `taught` of one ledger."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def take_in(self, rows: Iterable[Sequence[object]]) -> None:
        """Take in words: id and mark of the event, number of the subject, words, who asked in which case, what for."""
        self.connection.executemany("insert or ignore into asked values (?, ?, ?, ?, ?, ?)", rows)

    def touch(self, touched: set[int] | None) -> None:
        """Remember that what the articles of some subjects are known by may have changed, or that of all (None)."""
        having = "from subjects where number in (select subject from asked)"
        known = self.connection.execute(f"select number, base, now {having}").fetchall()
        self.touch_names((base, now) for number, base, now in known if touched is None or number in touched)

    def touch_names(self, names: Iterable[tuple[str, str]]) -> None:
        """Remember that what articles are known by may have changed: by their bases and names."""
        run = self.connection.execute
        turn = 1 + run("select coalesce(max(turn), 0) from taught").fetchone()[0]
        rows = [(base, name, turn) for base, name in names]
        self.connection.executemany("insert or replace into taught values (?, ?, ?)", rows)

    def mark(self) -> str:
        """Return a text that changes when what an article is known by may have changed; nothing where nothing was asked."""
        epoch, turn = self.connection.execute("select max(name), (select max(turn) from taught) from epoch").fetchone()
        return f"{epoch} {turn}" if turn else ""

    def articles_since(self, base: str, mark: str) -> list[str]:
        """Return the articles for which that may have changed since a mark; all of them for one of another ledger."""
        epoch, _, turn = mark.partition(" ")
        known = self.mark().startswith(f"{epoch} ") and turn.isdecimal()
        query = "select name from taught where base = ? and turn > ?"
        return [article for (article,) in self.connection.execute(query, (base, int(turn) if known else 0))]

    def of(self, base: str, names: Sequence[str]) -> list[tuple[str, str, str, str]]:
        """Return id, words, who asked, and what for, of the searches that led to an article and hold, the oldest first."""
        query = f"select id, words, who, use from asked where {about(names)} and {ASKED_HOLDS} order by id, mark"
        return self.connection.execute(query, about_values(base, names)).fetchall()
