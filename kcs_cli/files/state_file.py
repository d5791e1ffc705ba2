"""A small JSON object that is remembered from run to run; whoever lacks it does without."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.files.atomic import write_atomic


class StateFile(NamedTuple):
    """One file (None: nothing can be written), the version of its form, and the name that the version goes by in it.

    `is_private`: what it says is nobody else's on this machine.
    """

    file: Path | None
    version: int
    version_name: str = "v"
    is_private: bool = False

    def read(self) -> dict[str, Any]:
        """Return what is remembered; nothing where the file is not there, garbled or of another version."""
        with suppress(OSError, ValueError, RecursionError):
            content = json.loads(self.file.read_bytes()) if self.file else None
            if isinstance(content, dict) and content.get(self.version_name) == self.version:
                return content
        return {}

    def write(self, **content: Any) -> bool:
        """Remember this in the place of what was; return False where that cannot be written: nothing is harmed."""
        if self.file:
            with suppress(OSError):
                write_atomic(self.file, json.dumps({self.version_name: self.version, **content}))
                if self.is_private:
                    self.file.chmod(0o600)
                return True
        return False
