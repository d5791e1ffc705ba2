"""Numbers for what the ledger names often: articles in their bases, and people."""

import sqlite3


class Subjects(dict[tuple[str, str], int]):
    """The numbers of articles in their bases: numbers make smaller indexes than names.

    What is noted is about the article that has the name last, until its tenures are told apart (see `LedgerMoves.call`).
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        rows = connection.execute("select number, base, article from subjects order by tenure")
        super().__init__({(base, article): number for number, base, article in rows})

    def __missing__(self, subject: tuple[str, str]) -> int:
        query = "insert into subjects (base, article, tenure, now) values (?, ?, 0, ?)"
        number = self.connection.execute(query, (*subject, subject[1])).lastrowid or 0
        self[subject] = number
        return number


class PeopleNumbers(dict[str, int]):
    """The numbers of the people who noted something, by their addresses."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        super().__init__(connection.execute("select address, number from people").fetchall())

    def __missing__(self, address: str) -> int:
        number = self.connection.execute("insert into people (address) values (?)", (address,)).lastrowid or 0
        self[address] = number
        return number
