"""The journal of one clone: files of events that are only ever appended to, one folder a writer, one file a month."""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import append, lock, write_new
from kcs_cli.files.done import note_done
from kcs_cli.journal.event import Event, to_line
from kcs_cli.text.identifier import crockford, slug

PATIENCE = 10  # seconds to wait for another process that writes


class JournalFile(NamedTuple):
    """One writer's events of one month."""

    writer: str
    month: str
    path: Path


class Journal:
    """The event files below `folder`; what is appended is one person's."""

    def __init__(self, folder: Path | None, person: str) -> None:
        self.shared = folder
        self.person = person

    @property
    def folder(self) -> Path:
        """The folder of all writers. Raise KcsError where nothing can be written."""
        if self.shared is None:
            raise KcsError("There is no folder kcs may write its journal to", "Look at the rights of the git directory")
        return self.shared / "journal"

    @property
    def writer(self) -> str:
        """The name of this person in this clone: no other process of the world writes under it."""
        from hashlib import blake2b

        clone = self.folder.parent / "clone"
        write_new(clone, f"{crockford(_random_number(), 26)}\n")
        digest = blake2b(clone.read_bytes().strip() + b" " + os.fsencode(self.person), digest_size=5).digest()
        return f"{slug(self.person.partition('@')[0])[:30].strip('-')}-{crockford(int.from_bytes(digest), 8)}"

    def append(self, now: datetime, events: Sequence[Event]) -> None:
        """Add events: all of them, flushed to disk, or none. Raise KcsError."""
        lines = b"".join(to_line(event) + b"\n" for event in events)
        try:
            file = self.folder / self.writer / f"{now:%Y-%m}.jsonl"
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with lock(self.folder / "lock", PATIENCE, no_wait):
                append(file, lines, durable=True)
            note_done("noted")
        except OSError as error:
            reason = error.strerror or str(error)
            raise KcsError(
                f"The journal {self.folder} cannot be written ({reason}); nothing was noted",
                "Free some space or look at its rights, and do it again",
            ) from error

    def files(self) -> Iterator[JournalFile]:
        """Yield the event files, by writer and month."""
        if self.shared is not None:
            for path in sorted(self.folder.glob("*/*.jsonl")):
                # A device or pipe would never end; what may not be looked at is `closed`, and `is_file` raises for it
                if (os.path.isfile(path) or os.path.isdir(path)) and not path.is_symlink():  # noqa: PTH112, PTH113
                    yield JournalFile(path.parent.name, path.stem, path)

    def closed(self) -> list[str]:
        """Return the folders and event files that are there and may not be read."""
        if self.shared is None:
            return []
        wrong: list[OSError] = []
        walk = os.walk(self.folder, onerror=wrong.append)
        files = [Path(folder, name) for folder, _, names in walk for name in names if name.endswith(".jsonl")]
        shut = [str(file) for file in files if not os.access(file, os.R_OK) and not file.is_symlink()]
        return [*(str(one.filename) for one in wrong if isinstance(one, PermissionError)), *shut]


def _random_number() -> int:
    """Return 128 random bits."""
    import secrets

    return secrets.randbits(128)


def no_wait() -> None:
    """Do nothing while waiting."""
