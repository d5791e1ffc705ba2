"""Temporary files beside those they become: named by the process that writes them, removed once it is dead.

A process that is killed between its writing and its renaming removes nothing itself: whoever comes next does.
"""

import os
import re
import time
import zlib
from contextlib import suppress
from pathlib import Path

ENDING = ".tmp"
NAME = r"\..*\.(?:([0-9a-f]{4})-)?(\d+)\.[0-9a-f]{8}\.tmp(?:-wal|-shm|-journal)?"  # others once had no machine
LONGEST = 50  # characters of the file's own name: that may be as long as the system allows, and there is more to say
LONG = 86_400  # seconds after which no process writes at a file any more


def temporary_beside(path: Path) -> Path:
    """Return a name beside a file, which no other process uses."""
    return path.with_name(f".{path.name[:LONGEST]}.{_machine()}-{os.getpid()}.{os.urandom(4).hex()}{ENDING}")


def remove_stale(folder: Path) -> None:
    """Remove what processes that died left in a folder."""
    with suppress(OSError), os.scandir(folder) as entries:
        for name in [entry.name for entry in entries if entry.name[0] == "."]:
            remove_if_stale(folder, name)


def remove_if_stale(folder: str | Path, name: str) -> None:
    """Remove a temporary file, or a folder, whose process is dead; of another machine, or of Windows, one that is old."""
    if ENDING not in name or not (named := re.fullmatch(NAME, name)):
        return
    file, (machine, process) = Path(folder, name), named.groups()
    with suppress(OSError):
        is_dead = machine == _machine() and not _is_alive(int(process))
        if is_dead or time.time() - file.lstat().st_mtime > LONG:
            if file.is_dir() and not file.is_symlink():
                import shutil

                shutil.rmtree(file, ignore_errors=True)
            else:
                file.unlink()


def _machine() -> str:
    """Name this machine in four letters: on a disk that several share, only its own processes are known."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return f"{zlib.crc32(os.fsencode(name)) & 0xFFFF:04x}"


def _is_alive(process: int) -> bool:
    """Tell whether a process runs."""
    if os.name == "nt":  # pragma: no cover - the tests run on POSIX; there a signal of 0 is Ctrl-C
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is another person's
        return True
    return True
