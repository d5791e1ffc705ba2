"""A log of JSON lines, one file a month: written a line at a time, read from its beginning or from its end.

A line is an object with the version of its form, `{"v": 1, …}`. Torn and foreign lines are passed over, and a log that
cannot be written or read stops nothing.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.files.atomic import append

Entry = dict[str, Any]
TAIL = 200_000  # bytes read from the end of a month for the newest lines
LATEST = 2  # months
LAST_MONTH = "9999-12"


class MonthLog(NamedTuple):
    """The log in one folder; None where nothing can be written."""

    folder: Path | None
    version: int

    def begin(self) -> None:
        """Make the folder."""
        if self.folder is not None:
            with suppress(OSError):
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def append(self, now: datetime, entry: Mapping[str, Any]) -> None:
        """Add one line in one write."""
        if self.folder is None:
            return
        self.begin()
        line = json.dumps({"v": self.version, **entry}, ensure_ascii=False).encode("utf-8", "replace")
        with suppress(OSError):
            append(self.folder / f"{now:%Y-%m}.jsonl", line + b"\n")

    def files(self) -> list[Path]:
        """Return the files, the oldest month first."""
        return sorted(self.folder.glob("*.jsonl")) if self.folder else []

    def entries(self, months: int = 0) -> Iterator[Entry]:
        """Yield all lines, or those of the newest months that have any, the oldest first."""
        from msgspec.json import decode  # several times as fast as json

        yield from self._sound(lines(self.files()[-months:]), decode)

    def newest(self, month: str = LAST_MONTH) -> Iterator[Entry]:
        """Yield the last lines of the two newest months, the newest first.

        Those of months after this one come last: the clock was ahead, and was set back since.
        """
        for file in sorted(self.files(), key=lambda file: (file.stem <= month, file.stem), reverse=True)[:LATEST]:
            # A few lines, read by `kcs show 1`: to import msgspec for them takes 25 ms
            yield from self._sound(reversed(_last_lines(file)), json.loads)

    def _sound(self, found: Iterable[bytes], decode: Callable[[bytes], Any]) -> Iterator[Entry]:
        for line in found:
            with suppress(ValueError, RecursionError):
                entry = decode(line)
                if isinstance(entry, dict) and entry.get("v") == self.version:
                    yield entry


def lines(files: Iterable[Path]) -> Iterator[bytes]:
    """Yield the lines of files; one that cannot be read has none."""
    for file in files:
        with suppress(OSError), file.open("rb") as stream:
            yield from stream


def _last_lines(file: Path) -> list[bytes]:
    with suppress(OSError), file.open("rb") as stream:
        stream.seek(max(0, file.stat().st_size - TAIL))
        return stream.read().splitlines()
    return []
