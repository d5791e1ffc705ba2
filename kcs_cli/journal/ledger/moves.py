"""The moves of files that git knows of, in the ledger, and what articles noted by their path are called since."""

import sqlite3
from collections.abc import Iterable, Mapping

PATH = "article != '' and article not glob 'kb-??????' and article not glob '*://*'"  # no id kcs gave, no address outside


class LedgerMoves:
    """The table `moved` of one ledger, and the names of today in its table `subjects`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def all(self) -> dict[str, str]:
        """Return what files were called, by paths in the repository, with where each went."""
        return dict(self.connection.execute("select was, now from moved"))

    def take_in(self, moves: Iterable[tuple[str, str]], tips: Mapping[str, str], *, anew: bool) -> None:
        """Take in moves, the oldest first; `tips` are remembered as seen. Raise sqlite3.Error."""
        found = list(moves)
        with self.connection as connection:
            connection.execute("begin immediate")
            if anew:
                connection.execute("delete from moved")
            connection.executemany("insert or replace into moved values (?, ?)", found)
            connection.executemany("insert or replace into tips values (?, ?)", tips.items())

    def names(self, base: str) -> dict[str, str]:
        """Return what may be the path of an article something was noted of, with what it is called now."""
        return dict(self.connection.execute(f"select article, now from subjects where base = ? and {PATH}", (base,)))

    def call(self, base: str, names: Mapping[str, str]) -> set[int]:
        """Call articles by other names from now on; return their numbers."""
        run = self.connection.execute
        with self.connection:
            run("begin immediate")
            for article, now in names.items():
                run("update subjects set now = ? where base = ? and article = ?", (now, base, article))
        query = "select number from subjects where base = ? and article = ?"
        return {number for article in names for (number,) in run(query, (base, article))}
