"""The file the ledger is in: a cache, which a search reads without waiting."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from kcs_cli.article.model import Reuse
from kcs_cli.files.cache import Cache
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.ledger.tables import TABLES, VERSION
from kcs_cli.text.identifier import time_of

Answer = TypeVar("Answer")
PATIENCE = 10.0  # seconds to wait for another process that writes


def ledger_cache(file: Path | None) -> Cache:
    """Return the cache that a ledger is; None where nothing can be written."""
    return Cache(file, VERSION, _make_tables, PATIENCE)


def read_ledger(file: Path, question: Callable[[Ledger], Answer], otherwise: Answer) -> Answer:
    """Ask a ledger as it was when the journal was last read, without waiting; where there is none, `otherwise`."""
    return ledger_cache(file).read(lambda connection: question(Ledger(connection)), otherwise)


def read_reuse(file: Path, base: str, articles: Sequence[Sequence[str]]) -> list[Reuse]:
    """Return the reuse of articles as it was last counted, without writing; nothing is known without a ledger."""
    return read_ledger(file, lambda ledger: [ledger.reuse(base, one) for one in articles], [Reuse()] * len(articles))


def read_verified(file: Path, base: str, names: Sequence[str]) -> date | None:
    """Return the day an article was last confirmed, as it was when the journal was last read; None for never."""

    def last(ledger: Ledger) -> date | None:
        found = ledger.of_article(base, names, "verify")
        return time_of(found[-1].id).date() if found else None

    return read_ledger(file, last, None)


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.executescript(TABLES)
    connection.execute("insert into epoch values (?)", (os.urandom(8).hex(),))
