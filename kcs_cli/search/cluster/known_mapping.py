"""What an index on a cluster was made from, as it was last told: kept in the clone, so that it is not asked each time.

It holds as long as the index has taken in nothing since. A feeder notes its commit a moment after the articles: only what
was told a while after these were first seen is kept for good.
"""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from kcs_cli.files.atomic import write_atomic
from kcs_cli.text.outside import exact

SETTLED = 120  # seconds after which a feeder has noted its commit
LARGEST = 1_000_000  # bytes; the weights have some 20,000
FIELDS = {"index": str, "sequence": int, "seen_at": int, "told_at": int, "mapping": dict}


class KnownMapping:
    """The mapping in a file of the clone's own; nothing where nothing can be written."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self.kept = _read(file) if file else {}

    def of(self, index: str, sequence: int) -> dict[str, Any] | None:
        """Return the mapping of an index that took in so much; None where it must be asked."""
        is_settled = self._is_of(index, sequence) and self.kept["told_at"] - self.kept["seen_at"] >= SETTLED
        return dict(self.kept["mapping"]) if is_settled else None

    def keep(self, index: str, sequence: int, mapping: dict[str, Any]) -> None:
        """Keep what was told just now."""
        now = int(time.time())
        seen = self.kept["seen_at"] if self._is_of(index, sequence) else now
        self.kept = dict(zip(FIELDS, (index, sequence, seen, now, mapping), strict=True))
        if self.file:
            with suppress(OSError):
                self.file.parent.mkdir(parents=True, exist_ok=True)
                write_atomic(self.file, json.dumps(self.kept))

    def _is_of(self, index: str, sequence: int) -> bool:
        return bool(self.kept) and (self.kept["index"], self.kept["sequence"]) == (index, sequence)


def _read(file: Path) -> dict[str, Any]:
    """Return what a file has; nothing where it is not as it was written."""
    with suppress(OSError, ValueError, RecursionError):
        with file.open("rb") as stream:
            kept = json.loads(exact(stream.read(LARGEST)))
        if isinstance(kept, dict) and all(isinstance(kept.get(name), kind) for name, kind in FIELDS.items()):
            return kept
    return {}
