"""What was sent to whom of which period, so that nothing is sent twice: `notified.json` in kcs's own folder.

`{"v": 1, "sent": {"BASE KIND PERIOD WAY:ADDRESS": "TIME"}}`. It is written after each message: who is killed between the two
sends that one again, and no other.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import holder, lock, write_atomic
from kcs_cli.text.dates import iso_moment, sound_moment

FILE = "notified.json"
VERSION = 1
KEPT = timedelta(days=400)  # longer than any period
PATIENCE = 10.0  # seconds to wait for another kcs that sends


class SentMemory:
    """What was sent. Unlike a cache it must be there: without it everybody would be told anew."""

    def __init__(self, folder: Path | None) -> None:
        if folder is None:
            raise KcsError("There is no folder to remember in what was sent; nothing was sent", "Give yourself write access")
        self.file = folder / FILE
        self.sent = self._read()

    def _read(self) -> dict[str, str]:
        """Return when what was sent. Raise KcsError."""
        try:
            content: Any = json.loads(self.file.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            raise self._unreadable() from error
        sent = content.get("sent") if isinstance(content, dict) and content.get("v") == VERSION else None
        if not isinstance(sent, dict) or not all(sound_moment(at) for at in sent.values()):
            raise self._unreadable()
        return sent

    def _unreadable(self) -> KcsError:
        """Say that what was sent is not known."""
        return KcsError(f"{self.file} cannot be read; nothing was sent", "Delete it: this period is sent anew then")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other kcs send meanwhile, and make sure that what is sent can be remembered. Raise KcsError."""
        place = self.file.with_suffix(".lock")
        try:
            with lock(place, PATIENCE, lambda: None):
                self.sent = self._read()
                self._write()
                yield
        except TimeoutError as error:
            raise KcsError(
                f"Another kcs{holder(place)} sends at the moment; nothing was sent", "Do it again when that is done"
            ) from error

    def remember(self, key: str, now: datetime) -> None:
        """Remember that something was sent. Raise KcsError."""
        self.sent[key] = now.isoformat(timespec="seconds")
        self.sent = {name: at for name, at in self.sent.items() if now - iso_moment(at) < KEPT}
        self._write()

    def _write(self) -> None:
        """Write the file. Raise KcsError."""
        try:
            write_atomic(self.file, json.dumps({"v": VERSION, "sent": self.sent}))
        except OSError as error:
            raise KcsError(
                f"What was sent cannot be remembered ({error.strerror}); nothing more is sent", f"Look at {self.file}"
            ) from error
