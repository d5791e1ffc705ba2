"""Files that people name or keep beside their articles: a pipe or device of that name is told, and never waited for."""

import errno
import io
import os
import stat
from pathlib import Path

from kcs_cli.errors import KcsError

GIVEN = ("/dev/stdin", "/dev/fd/", "/proc/self/fd/")  # what a shell opened and fills: `kcs … <(zcat cases.gz)`
KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}


def is_there(file: Path) -> bool:
    """Tell whether there is a file. Raise KcsError where something else has its name, or nobody may look."""
    try:
        kind = stat.S_IFMT(file.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError as error:
        raise KcsError(f"{file} cannot be read ({error.strerror})", "Look at its rights") from error
    if kind in KINDS:
        raise KcsError(f"{file} is {KINDS[kind]}, not a file", "Remove it, or put a file there")
    return True


def open_plain(file: Path) -> io.BufferedReader:
    """Open a file that was named. Raise OSError, also for what is none and would be waited for."""
    if not str(file).startswith(GIVEN):
        kind = stat.S_IFMT(file.stat().st_mode)
        if kind in KINDS:
            number = errno.EISDIR if kind == stat.S_IFDIR else errno.EINVAL
            raise OSError(number, f"It is {KINDS[kind]}, not a file", os.fspath(file))
    return file.open("rb")
