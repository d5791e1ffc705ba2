"""Folders that are written whole or not at all, and again in the place of what was written before."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import what_helps
from kcs_cli.files.temporary import remove_stale, temporary_beside

HERE, EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


def check_replaceable(folder: Path, mark: str) -> None:
    """Raise KcsError where a folder may not be written: a file is there, or others than `mark` tells of."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise KcsError(f"{folder} is no folder", "Name one that is not there yet")
    with suppress(FileNotFoundError):
        if any(folder.iterdir()) and not (folder / mark).is_file():
            raise KcsError(
                f"{folder} has files that are not of an earlier run", "Name an empty folder, or one that is not there"
            )


def write_folder(folder: Path, mark: str, fill: Callable[[Path], None]) -> None:
    """Write a folder: aside, then in the place of an empty one or of one with the file `mark`. Raise KcsError.

    Whatever happens meanwhile, there is the old one or the new one.
    """
    try:
        folder = folder.absolute()
        check_replaceable(folder, mark)
        folder.parent.mkdir(parents=True, exist_ok=True)
        remove_stale(folder.parent)
        aside = temporary_beside(folder)
        try:
            aside.mkdir()
            fill(aside)
            (aside / mark).touch()
            _switch(aside, folder, mark)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
    except OSError as error:
        raise KcsError(
            f"{folder} cannot be written ({error.strerror or error})",
            what_helps(error, "Name a folder in one that you may write to"),
        ) from error


def _switch(aside: Path, folder: Path, mark: str) -> None:
    """Put a folder in the place of another one."""
    check_replaceable(folder, mark)  # once more: it took a while
    if folder.exists() and _exchanged(aside, folder):
        shutil.rmtree(aside, ignore_errors=True)
        return
    old = temporary_beside(folder)
    if folder.exists():
        folder.rename(old)
    try:
        aside.rename(folder)
    except OSError:
        if old.exists():
            os.rename(old, folder)  # noqa: PTH104 - as it was
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Have each of two folders in the other's place, at once, where the system can do that (Linux)."""
    import ctypes

    try:
        exchange = ctypes.CDLL(None).renameat2
    except (OSError, TypeError, AttributeError):
        return False
    return bool(exchange(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0)
