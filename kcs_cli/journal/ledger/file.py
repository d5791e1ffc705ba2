"""The file the ledger is in: opened, begun anew, read by a search without waiting."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

from kcs_cli.article.model import Reuse
from kcs_cli.journal.ledger.ledger import PATIENCE, Ledger
from kcs_cli.journal.ledger.tables import TABLES, VERSION

Answer = TypeVar("Answer")


def open_ledger(file: Path | None) -> Ledger:
    """Open the ledger in a file; one that is missing, damaged or of another version begins empty.

    Where nothing can be written it is kept in memory: the answers are the same, only slower.
    """
    if file is None:
        return begin(":memory:")
    try:
        connection = sqlite3.connect(file, timeout=PATIENCE)
        if connection.execute("pragma user_version").fetchone()[0] == VERSION:
            return Ledger(connection)
        connection.close()
    except sqlite3.OperationalError:  # no right, disk full
        return begin(":memory:")
    except sqlite3.DatabaseError:
        pass
    return renewed(file)


def begin(name: str) -> Ledger:
    """Make empty tables."""
    connection = sqlite3.connect(name, timeout=PATIENCE)
    connection.executescript(f"pragma journal_mode = wal; pragma synchronous = off; {TABLES}")
    connection.execute("insert into epoch values (?)", (os.urandom(8).hex(),))
    connection.commit()
    connection.execute(f"pragma user_version = {VERSION}")
    return Ledger(connection)


def renewed(file: Path) -> Ledger:
    """Put an empty ledger in the place of what is there; where that cannot be written, begin one in memory."""
    aside = file.with_name(f"{file.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        begin(str(aside)).connection.close()
        for suffix in ("-wal", "-shm"):
            Path(f"{file}{suffix}").unlink(missing_ok=True)
        aside.replace(file)
        return Ledger(sqlite3.connect(file, timeout=PATIENCE))
    except (OSError, sqlite3.Error):
        return begin(":memory:")
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def read_ledger(file: Path, question: Callable[[Ledger], Answer], otherwise: Answer) -> Answer:
    """Ask a ledger as it was when the journal was last read, without waiting; where there is none, `otherwise`."""
    uri = f"{file.as_uri()}?mode=ro"
    with suppress(sqlite3.Error), closing(sqlite3.connect(uri, timeout=0.05, uri=True)) as connection:
        if connection.execute("pragma user_version").fetchone()[0] == VERSION:
            return question(Ledger(connection))
    return otherwise


def read_reuse(file: Path, base: str, articles: Sequence[Sequence[str]]) -> list[Reuse]:
    """Return the reuse of articles as it was last counted, without writing; nothing is known without a ledger."""
    return read_ledger(file, lambda ledger: [ledger.reuse(base, one) for one in articles], [Reuse()] * len(articles))
