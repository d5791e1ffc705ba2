"""An export as it was saved: a folder, a zip that is read in place, or one file; its files by their paths in it.

Nothing is unpacked, so no path of a zip leads anywhere. A zip that becomes enormously larger than it is is refused.
"""

import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.files.plain_file import open_plain

LARGEST_FILE = 200_000_000  # bytes of one article or attachment
MOST_FILES = 500_000
LARGEST_TOTAL = 100_000_000_000  # bytes of all files of a zip
SMALL_TOTAL = 1_000_000_000  # bytes that a zip may have whatever its ratio
LARGEST_RATIO = 200  # times as much as the zip itself; text has 20
IS_ENCRYPTED = 0x1
PASSED_OVER = ("__MACOSX", ".")  # beginnings of names that no export writes
# What is wrong with a file of a zip is told in as many ways as there are ways to pack one
DAMAGED = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
HINT = "Export it again, and give the folder or the zip as it was saved"

Opener = Callable[[], IO[bytes]]


class Bundle(NamedTuple):
    """The files of an export: by the path in it what opens each, in the order of their paths."""

    source: Path
    files: Mapping[str, Opener]

    def read(self, name: str) -> bytes:
        """Return all of a file. Raise ValueError for one that is damaged, or too large for an article."""
        try:
            with self.files[name]() as stream:
                content = stream.read(LARGEST_FILE + 1)
        except DAMAGED as error:
            raise ValueError(f"it cannot be read: {error}") from error
        if len(content) > LARGEST_FILE:
            raise ValueError(f"it has more than {LARGEST_FILE:,} bytes")
        return content

    def place(self, name: str) -> Path:
        """Return where a file lies, for those who look for it."""
        return self.source if [*self.files] == [self.source.name] else self.source / name

    def open(self, name: str) -> IO[bytes]:
        """Open a file that an export cannot do without. Raise KcsError."""
        try:
            return self.files[name]()
        except DAMAGED as error:
            raise KcsError(f"{self.place(name)} cannot be read: {error}", HINT) from error

    def head(self, name: str, size: int = 32_768) -> bytes:
        """Return how a file begins; nothing of one that is damaged."""
        try:
            with self.files[name]() as stream:
                return stream.read(size)
        except DAMAGED:
            return b""

    def ending(self, *endings: str) -> list[str]:
        """Return the paths that end in one of some ways, whatever their capitals."""
        return [name for name in self.files if name.lower().endswith(endings)]


def open_bundle(source: Path) -> Bundle:
    """Open an export, and each zip in a zip as a folder of it. Raise KcsError for what is damaged or a bomb."""
    if source.is_dir():
        return Bundle(source, dict(sorted(_files_of(source))))
    if not zipfile.is_zipfile(source) or source.suffix.lower() != ".zip":
        return Bundle(source, {source.name: partial(open_plain, source)})
    try:
        return Bundle(source, dict(sorted(_zipped(source, zipfile.ZipFile(source), source.stat().st_size))))
    except DAMAGED as error:
        raise KcsError(f"{source} cannot be read: {error}", HINT) from error


def first_bytes(source: Path, size: int = 4096) -> bytes:
    """Return the beginning of a file; nothing of a folder, or of what cannot be read."""
    try:
        with open_plain(source) as stream:
            return stream.read(size)
    except OSError:
        return b""


def some_names(source: Path, most: int = 5000) -> list[str]:
    """Return the paths of an export, not more than some: enough to tell what it is. What is damaged has none."""
    try:
        if source.is_dir():
            return [name for name, _ in zip(_names_of(source), range(most), strict=False)]
        if source.suffix.lower() != ".zip":
            return [source.name]
        with zipfile.ZipFile(source) as opened:
            return opened.namelist()[:most]
    except DAMAGED:
        return []


def attachment_name(path: str) -> str:
    """Return the name of a file without its folders, as any system may keep it."""
    name = PurePosixPath(path.replace("\\", "/")).name
    return "".join("_" if character in '<>:"|?*' or ord(character) < ord(" ") else character for character in name).strip()


def _names_of(folder: Path) -> Iterator[str]:
    """Yield the paths of the files in a folder, sorted; links are not followed, they may lead out of it."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(PASSED_OVER))
        for name in sorted(files):
            path = Path(place, name)
            if not name.startswith(PASSED_OVER) and not path.is_symlink():
                yield path.relative_to(folder).as_posix()


def _files_of(folder: Path) -> Iterator[tuple[str, Opener]]:
    """Yield the files of a folder."""
    for name in _names_of(folder):
        yield name, partial(open_plain, folder / name)


def _zipped(source: Path, opened: zipfile.ZipFile, size: int, *, is_inner: bool = False) -> Iterator[tuple[str, Opener]]:
    """Yield the files of a zip, and of the zips in it: large exports come as a zip of several."""
    entries = [entry for entry in opened.infolist() if not entry.is_dir() and _is_wanted(entry.filename)]
    _refuse_bomb(source, entries, size)
    for entry in entries:
        if entry.filename.lower().endswith(".zip") and not is_inner:
            yield from _zipped(source, _inner(opened, entry), entry.file_size, is_inner=True)
        else:
            yield _path(entry.filename), partial(opened.open, entry)


def _is_wanted(name: str) -> bool:
    """Tell whether a file of a zip is one of the export; `..` is none of any."""
    return not any(part.startswith(PASSED_OVER) for part in _path(name).split("/"))


def _path(name: str) -> str:
    """Return the path of a file in a zip, as all systems write it."""
    return name.replace("\\", "/").lstrip("/")


def _refuse_bomb(source: Path, entries: list[zipfile.ZipInfo], size: int) -> None:
    """Raise KcsError for a zip with a password, and for one that would fill a disk."""
    if any(entry.flag_bits & IS_ENCRYPTED for entry in entries):
        raise KcsError(f"{source} has a password", "Unpack it, and give the folder")
    total = sum(entry.file_size for entry in entries)
    is_bomb = total > SMALL_TOTAL and total > LARGEST_RATIO * max(size, 1)
    if is_bomb or total > LARGEST_TOTAL or len(entries) > MOST_FILES:
        raise KcsError(f"{source} has {len(entries):,} files of {total:,} bytes: that is no export", HINT)


def _inner(opened: zipfile.ZipFile, entry: zipfile.ZipInfo) -> zipfile.ZipFile:
    """Open a zip in a zip; a compressed one is copied beside all others first, for it is read in any order."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return zipfile.ZipFile(opened.open(entry))
    import shutil
    import tempfile
    import weakref

    copy = tempfile.SpooledTemporaryFile(max_size=1 << 24)  # noqa: SIM115 -- it lives as long as the zip that reads it
    with opened.open(entry) as stream:
        shutil.copyfileobj(stream, copy)
    inner = zipfile.ZipFile(copy)
    weakref.finalize(inner, copy.close)
    return inner


@contextmanager
def saved_file(bundle: Bundle, name: str) -> Iterator[Path]:
    """Give a file of an export as one on disk: where it is, or, of a zip, a copy that is gone afterwards. Raise KcsError."""
    if (plain := bundle.place(name)).is_file():
        yield plain
        return
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, attachment_name(name))
        try:
            with bundle.open(name) as stream, copy.open("wb") as file:
                shutil.copyfileobj(stream, file)
        except DAMAGED as error:
            raise KcsError(f"{plain} cannot be read: {error}", HINT) from error
        yield copy
