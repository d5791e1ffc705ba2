"""What was exported, as files: one file, or a folder with all that people fetched and saved."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from kcs_cli.errors import KcsError
from kcs_cli.files.table import UTF_16
from kcs_cli.migration.source.record import SourceAttachment
from kcs_cli.text.outside import foreign

HEAD = 262_144  # bytes by which a format is told
MOST_ASKED = 40  # files of a folder that are looked at to tell the format
NUMBER = re.compile(r"^(?:\d+|[0-9a-f]{32})$")  # all that a file is called
HIDDEN = (".", "__MACOSX")
ADDRESS = re.compile(r"""\b(?:src|href|poster)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


class SourceObject(NamedTuple):
    """An object of an export: its number in its table and file, counted from 1, and the name of the table, if any."""

    number: int
    file: str
    table: str
    value: Any


def files_of(source: Path, *endings: str) -> Iterator[Path]:
    """Yield a file that was named; of a folder, all files that end so, in the order of their names and numbers."""
    files = (file for file in _files_in(source) if _ending(file) in endings)
    yield from sorted(files, key=_order) if source.is_dir() else [source]


def _ending(file: Path) -> str:
    """Return how a name ends; wget calls the second page `articles.json?page=2`."""
    return Path(file.name.partition("?")[0]).suffix.lower()


def _files_in(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, without hidden ones and without links: what an export is read for lies in it."""
    for file in folder.rglob("*"):
        is_hidden = any(part.startswith(HIDDEN) for part in file.relative_to(folder).parts)
        if not is_hidden and file.is_file() and not file.is_symlink():
            yield file


def name_in(source: Path, file: Path) -> str:
    """Return how a file of an export is called in it."""
    return file.relative_to(source).as_posix() if source.is_dir() else file.name


def has_head(source: Path, *patterns: re.Pattern[bytes], endings: Iterable[str]) -> bool:
    """Tell whether a file, or one of the first files of a folder, begins with text in which all of these are."""
    asked = (file for _, file in zip(range(MOST_ASKED), files_of(source, *endings), strict=False))
    return any(all(pattern.search(head) for pattern in patterns) for head in map(_head, asked))


class AttachmentFiles:
    """The files of an export folder that articles may show or link to: found by the name at the end of an address."""

    def __init__(self, source: Path, *endings: str) -> None:
        self.source = source
        self.endings = endings

    @cached_property
    def by_name(self) -> dict[str, list[Path]]:
        """All of them, looked up once: by name, and by number where that is all the name."""
        found: dict[str, list[Path]] = defaultdict(list)
        for file in sorted(_files_in(self.source)) if self.source.is_dir() else ():
            if _ending(file) not in self.endings:
                for name in {file.name.casefold(), *NUMBER.findall(file.stem)}:
                    found[name].append(file)
        return found

    def of_article(self, html: str, attached: Iterable[tuple[str, str]] = (), *marks: str) -> tuple[SourceAttachment, ...]:
        """Return the files that a text shows or links to, and those that are attached by address and name.

        `marks` are numbers in whose folders they may lie.
        """
        if not self.by_name:
            return ()
        linked = (unescape(one or other) for one, other in ADDRESS.findall(html))
        names = {**dict.fromkeys(linked, ""), **dict(attached)}
        found = {address: self._find(address, name, marks) for address, name in names.items()}
        return tuple(SourceAttachment(at, file.name, file.read_bytes) for at, file in found.items() if file)

    def _find(self, address: str, name: str, marks: Iterable[str]) -> Path | None:
        """Return the file of an address: the one in a folder named by a part of it, else the only one of its name.

        A folder with another number has the files of another article.
        """
        *folders, last = _parts(address) or [""]
        files = self.by_name.get(name.casefold() or last, [])
        near = {*folders, *marks}
        nearest = next((file for file in files if file.parent.name.casefold() in near), None)
        is_only = len(files) == 1 and not files[0].parent.name.isdigit()
        return nearest or (files[0] if is_only else None)


def _parts(address: str) -> list[str]:
    """Return the parts of the path of an address."""
    return [unquote(part).casefold() for part in _path(address).split("/") if part]


def _path(address: str) -> str:
    """Return the path of an address; nothing for what is none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def address_forms(address: str, number: str) -> tuple[str, ...]:
    """Return the addresses by which an article is linked: with and without the words after its number and the host."""
    path = _path(address)
    if not path:
        return ()
    short = re.sub(rf"(/{re.escape(number)})-[^/]*$", r"\1", path) if number else path
    host = address[: address.index(path)] if path in address else ""
    return tuple(dict.fromkeys((f"{host}{path}", f"{host}{short}", path, short)))


def _order(file: Path) -> tuple[tuple[str, ...], list[tuple[int, str]], str]:
    """Return by what files are sorted: `articles`, `articles-2`, `articles-10`."""
    parts = re.split(r"(\d+)", re.sub(r"\.\w+(?=\?|$)", "", file.name.casefold()))
    return file.parent.parts, [(int(part) if part.isdigit() else 0, part) for part in parts], file.name


def _head(file: Path) -> bytes:
    """Return how a file begins. Raise KcsError where it cannot be read."""
    try:
        with file.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError as error:
        raise KcsError(f"{file} cannot be read ({error.strerror})", "Name a file or folder of an export") from error
    return foreign(head, "utf-16").encode() if head[:2] in UTF_16 else head
