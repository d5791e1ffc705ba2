"""A cluster that kept somebody waiting in vain is left alone for half a minute: the next command does not wait again."""

import time
from contextlib import suppress
from pathlib import Path

from kcs_cli.files.atomic import write_atomic
from kcs_cli.text.display import one_line
from kcs_cli.text.outside import readable

SECONDS = 30
LEAST = 1.0  # seconds of waiting that are worth it: who is refused at once asks again
LONGEST = 500  # bytes of a reason


class Rest:
    """What is kept of that, in a file of the clone's own; nothing where nothing can be written."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self.began_at = time.monotonic()

    def reason(self) -> str:
        """Return why the cluster is not asked now; nothing where it is."""
        with suppress(OSError):
            if self.file and 0 <= time.time() - self.file.stat().st_mtime < SECONDS:
                with self.file.open("rb") as stream:
                    return one_line(readable(stream.read(LONGEST)))
        return ""

    def begin(self, reason: str) -> None:
        """Note that nobody answered, where that took a while."""
        if self.file and time.monotonic() - self.began_at >= LEAST:
            with suppress(OSError):
                self.file.parent.mkdir(parents=True, exist_ok=True)
                write_atomic(self.file, reason)
