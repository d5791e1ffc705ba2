"""How far an import was when it was killed: what it had made of records, so that the next one goes on from there.

A file of kcs's own, `import-NAME.part`: first a line that says of what, then a line a record. What its lines name is in the
repository, though nothing there points at it yet: git throws it away after two weeks.
"""

import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import DecodeError, Struct, ValidationError
from msgspec.json import Decoder, Encoder

from kcs_cli import __version__
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import find_shared_folder
from kcs_cli.migration.intake.desk import Desk
from kcs_cli.migration.intake.outcome import RecordOutcome

TOGETHER = 250  # records after which it is written down
LASTS = 7 * 86_400  # seconds


class HalfDoneRecord(Struct):
    """A record, and what became of it."""

    key: str
    outcome: RecordOutcome


to_line = Encoder().encode
DECODER = Decoder(HalfDoneRecord)


class HalfDone:
    """What is written down of an import while it runs; without a repository each record is written at once."""

    def __init__(self, kb: KnowledgeBase, name: str, desk: Desk, world: object, *, dry_run: bool) -> None:
        folder = find_shared_folder(kb.root, kb.git) if kb.git and not dry_run else None
        self.file = folder / f"import-{name}.part" if folder else None
        self.desk = desk
        self.head = _digest(repr((__version__, str(kb.root), desk.place(), kb.config, world)))
        self.waiting: list[bytes] = []

    def read(self) -> Mapping[str, RecordOutcome]:
        """Return what became of records in an import of the same source into the same base that was killed."""
        found: dict[str, RecordOutcome] = {}
        if self.file is None:
            return found
        with suppress(OSError, ValueError, DecodeError, ValidationError):
            if time.time() - self.file.stat().st_mtime < LASTS:
                head, *lines = self.file.read_bytes().split(b"\n")
                for line in lines[:-1] if head == self.head else ():  # the last one may be torn
                    one = DECODER.decode(line)
                    found[one.key] = one.outcome
        if not found:
            self._begin(self.file)
        return found

    def _begin(self, file: Path) -> None:
        """Begin the file anew."""
        with suppress(OSError):
            file.write_bytes(self.head + b"\n")

    def add(self, key: str, outcome: RecordOutcome) -> None:
        """Write down what became of a record, with some others."""
        if self.file is None or not outcome.commits:
            return
        self.waiting.append(to_line(HalfDoneRecord(key, outcome)))
        if len(self.waiting) >= TOGETHER:
            self.desk.flush()
            with suppress(OSError), self.file.open("ab") as stream:
                stream.write(b"\n".join(self.waiting) + b"\n")
            self.waiting.clear()

    def forget(self) -> None:
        """Remove the file: all of it is done."""
        if self.file:
            with suppress(OSError):
                self.file.unlink()


def _digest(text: str) -> bytes:
    """Return a short name for a text."""
    from hashlib import blake2b

    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest().encode()
