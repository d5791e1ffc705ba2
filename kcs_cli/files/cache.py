"""A cache in a SQLite file: opened, begun anew, mended and read in one place. Deleting one loses nothing.

Where it cannot be written it is kept in memory: the answers are the same, only slower. Its connections begin no transaction
of their own: who writes says `begin immediate`, and waits for another process that writes.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from kcs_cli.files.atomic import lock
from kcs_cli.files.temporary import temporary_beside

Answer = TypeVar("Answer")
READING = 0.05  # seconds that who only reads waits


class CacheConnection(sqlite3.Connection):
    """A connection that is closed when nothing holds it any more: a command keeps it to its end."""

    def __del__(self) -> None:
        with suppress(sqlite3.Error):  # of another thread it cannot be
            self.close()


class Cache(NamedTuple):
    """One cache: its file (None: nothing can be written), the version of its tables, and what makes them.

    `patience`: seconds to wait for another process that writes.
    """

    file: Path | None
    version: int
    make_tables: Callable[[sqlite3.Connection], object]
    patience: float

    def open(self) -> sqlite3.Connection:
        """Open it; one that is missing, damaged or of another version begins empty."""
        if self.file is None:
            return self._begun(":memory:")
        try:
            return self._sound(self.file) or self._made(self.file)
        except (OSError, sqlite3.OperationalError):  # no right, disk full, another process makes it for long
            return self._begun(":memory:")

    def _sound(self, file: Path) -> sqlite3.Connection | None:
        if not file.exists():
            return None
        try:
            connection = self._connected(str(file))
            if _version_of(connection) == self.version:
                return connection
            connection.close()
        # Another process holds it alone, or it may not be read: it is not damaged, and must not be replaced
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # it is damaged
            pass
        return None

    def _made(self, file: Path) -> sqlite3.Connection:
        """Make it, unless another process has meanwhile: who would replace that one's would lose what it took in."""
        with lock(file.with_name(f"{file.name}.lock"), self.patience, lambda: None):
            return self._sound(file) or self.renewed()

    def mended(self, error: sqlite3.DatabaseError) -> sqlite3.Connection:
        """Open an empty one in the place of one that failed: in memory where it cannot be written."""
        return self._begun(":memory:") if is_unwritable(error) else self.renewed()

    def renewed(self) -> sqlite3.Connection:
        """Put an empty one in the place of what is there; where that cannot be written, begin one in memory."""
        if self.file is None:
            return self._begun(":memory:")
        aside = temporary_beside(self.file)
        try:
            self._begun(str(aside)).close()
            for suffix in ("-wal", "-shm"):  # they would be taken for those of the new file
                Path(f"{self.file}{suffix}").unlink(missing_ok=True)
            aside.replace(self.file)
            return self._connected(str(self.file))
        except (OSError, sqlite3.Error):
            return self._begun(":memory:")
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)

    def read(self, question: Callable[[sqlite3.Connection], Answer], otherwise: Answer) -> Answer:
        """Ask it as it is, without waiting or writing; where there is none, `otherwise`."""
        if self.file is None:
            return otherwise
        uri = f"{self.file.as_uri()}?mode=ro"
        with suppress(sqlite3.Error), closing(sqlite3.connect(uri, timeout=READING, uri=True)) as connection:
            if _version_of(connection) == self.version:
                return question(connection)
        return otherwise

    def is_foreign(self) -> bool:
        """Tell, without waiting, whether the file there is damaged or another version's; one that is busy is not."""
        try:
            uri = f"{Path(str(self.file)).as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, timeout=READING, uri=True)) as connection:
                return _version_of(connection) != self.version
        except sqlite3.OperationalError:
            return False
        except sqlite3.DatabaseError:
            return True

    def _begun(self, name: str) -> sqlite3.Connection:
        connection = self._connected(name)
        # So that a search reads it while another process writes
        connection.execute("pragma journal_mode = wal")
        self.make_tables(connection)
        connection.execute(f"pragma user_version = {self.version}")
        return connection

    def _connected(self, name: str) -> sqlite3.Connection:
        connection = sqlite3.connect(name, timeout=self.patience, isolation_level=None, factory=CacheConnection)
        connection.execute("pragma synchronous = normal")  # a power cut may take the last of it, and damages nothing
        return connection


def _version_of(connection: sqlite3.Connection) -> int:
    """Return the version of the tables in a file; 0 where it has none. Raise sqlite3.DatabaseError."""
    return int(connection.execute("pragma user_version").fetchone()[0])


def is_unwritable(error: sqlite3.DatabaseError) -> bool:
    """Tell whether an error says that a file cannot be written or read now; one that has no table is damaged."""
    return isinstance(error, sqlite3.OperationalError) and "no such" not in str(error)
