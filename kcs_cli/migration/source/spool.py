"""Texts put aside on disk while an export is read, and taken back in another order: memory for one article."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter


class Spool:
    """Texts by key, each key's in an order of their own."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        database.execute("CREATE TABLE texts (key TEXT, place INTEGER, text TEXT)")

    def put(self, key: str, text: str, place: int = 0) -> None:
        """Put a text aside."""
        self.database.execute("INSERT INTO texts VALUES (?, ?, ?)", (key, place, text))

    def by_key(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each key with its texts, in the order of the keys."""
        rows = self.database.execute("SELECT key, text FROM texts ORDER BY key, place, rowid")
        for key, texts in groupby(rows, itemgetter(0)):
            yield key, [text for _, text in texts]

    def index(self) -> None:
        """Get ready to be asked for single keys, once all texts are in."""
        self.database.execute("CREATE INDEX keys ON texts (key)")

    def texts(self, key: str) -> list[str]:
        """Return the texts of a key."""
        return [
            text for (text,) in self.database.execute("SELECT text FROM texts WHERE key = ? ORDER BY place, rowid", (key,))
        ]


@contextmanager
def opened_spool() -> Iterator[Spool]:
    """Give a new spool: SQLite's own temporary file, which no other process sees and which is gone at the end."""
    database = sqlite3.connect("", isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode = OFF")
        yield Spool(database)
    finally:
        database.close()
