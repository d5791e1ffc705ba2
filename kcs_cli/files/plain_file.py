"""Files that people name or keep beside their articles: a pipe or device of that name is told, and never waited for."""

import errno
import io
import os
import stat
from pathlib import Path

from kcs_cli.errors import KcsError

OPENED = ("/dev/fd/", "/proc/self/fd/")  # what a shell opened and fills, or reads: `kcs … <(zcat cases.gz)`
GIVEN = ("/dev/stdin", *OPENED)
WRITABLE = ("/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/null", *OPENED)
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


def is_given(file: Path) -> bool:
    """Tell whether a file that was named to be read is what a shell opened: it can be read once."""
    return str(file).startswith(GIVEN)


def is_stream(file: Path) -> bool:
    """Tell whether a file that was named to be written is no file, and may be written to all the same: a stream."""
    return str(file).startswith(WRITABLE)


def check_plain(file: Path) -> None:
    """Raise OSError for a pipe, a device or a folder where a file is expected: it would be waited for."""
    kind = stat.S_IFMT(file.stat().st_mode)
    if kind in KINDS:
        number = errno.EISDIR if kind == stat.S_IFDIR else errno.EINVAL
        raise OSError(number, f"It is {KINDS[kind]}, not a file", os.fspath(file))


def open_plain(file: Path) -> io.BufferedReader:
    """Open a file that was named. Raise OSError, also for what is none and would be waited for."""
    if not is_given(file):
        check_plain(file)
    return file.open("rb")
