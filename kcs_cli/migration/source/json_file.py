"""JSON of an export, of any size: one record after another, up to the place where a file breaks off."""

import re
from collections.abc import Collection, Iterator
from json import JSONDecodeError, JSONDecoder
from pathlib import Path
from typing import Any, TextIO

from kcs_cli.errors import KcsError
from kcs_cli.files.table import open_text
from kcs_cli.migration.source.export_folder import SourceObject, files_of, name_in
from kcs_cli.migration.source.record import BrokenRecord

CHUNK = 1 << 20  # characters that are read at once
ENDINGS = (".json", ".jsonl", ".ndjson")
SPACE = re.compile(r"[ \t\n\r]*")
WRAPPERS = frozenset(("items", "_embedded"))  # names around a table that say nothing of what is in it
CUT = 16  # characters before the end of a text within which the last word of it may be half of one
DECODER = JSONDecoder(strict=False)  # some systems write tabs and line feeds into texts as they are


def json_records(source: Path, tables: Collection[str]) -> Iterator[SourceObject | BrokenRecord]:
    """Yield the objects of all files: lists under the names of `tables`, lists without a name, and single objects.

    A file may be one page or many, one after the other; what comes after a syntax error in it is not read.
    """
    for file in files_of(source, *ENDINGS):
        numbers: dict[str, int] = {}
        name = name_in(source, file)
        try:
            with open_text(file, "replace") as stream:
                for table, value in _values(_JsonStream(stream), tables):
                    numbers[table] = numbers.get(table, 0) + 1
                    yield SourceObject(number=numbers[table], file=name, table=table, value=value)
        except (ValueError, RecursionError) as error:
            number = 1 + sum(numbers.values())
            yield BrokenRecord(number=number, file=name, reason=f"no JSON from here on: {_reason(error)}")
        except OSError as error:
            raise KcsError(f"{file} cannot be read ({error.strerror})", "Name a file or folder of an export") from error


class _JsonStream:
    """A text of which as much is in memory as the value that is read."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.text = ""
        self.at = 0

    def _more(self) -> bool:
        """Read on, twice as much where that was not enough; False at the end."""
        chunk = self.stream.read(max(CHUNK, len(self.text) - self.at))
        if chunk:
            self.text = self.text[self.at :] + chunk
            self.at = 0
        return bool(chunk)

    def peek(self) -> str:
        """Return the next character that is no space; nothing at the end."""
        while True:
            found = SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if not self._more():
                return ""

    def take(self, character: str) -> bool:
        """Go past a character if it is the next one."""
        is_next = self.peek() == character
        self.at += is_next
        return is_next

    def value(self) -> Any:
        """Return the next value. Raise JSONDecodeError."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self.text, self.at)
            except JSONDecodeError as error:
                is_cut = error.msg.startswith("Unterminated") or error.pos > len(self.text) - CUT
                if not (is_cut and self._more()):
                    raise
                continue
            # A number that ends where the text does may go on
            if end < len(self.text) or not self._more():
                self.at = end
                return value

    def elements(self) -> Iterator[Any]:
        """Yield what is in the list that begins here. Raise JSONDecodeError."""
        self.take("[")
        while not self.take("]"):
            yield self.value()
            self._check_next("]")

    def names(self) -> Iterator[str]:
        """Yield the names in the object that begins here; whoever asks takes the value. Raise JSONDecodeError."""
        self.take("{")
        while not self.take("}"):
            name = self.value()
            if not self.take(":"):
                raise JSONDecodeError("a colon is missing", self.text, self.at)
            yield str(name)
            self._check_next("}")

    def _check_next(self, end: str) -> None:
        """Raise JSONDecodeError where neither a comma nor the end comes next."""
        if not self.take(",") and self.peek() != end:
            raise JSONDecodeError("a comma is missing" if self.peek() else "the file breaks off", self.text, self.at)


def _values(stream: _JsonStream, tables: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Yield the objects of a text, each with the name of its table."""
    while first := stream.peek():
        if first == "[":
            for value in stream.elements():
                yield from _split(value, "", tables)
        elif first == "{":
            yield from _in_object(stream, "", tables)
        else:
            yield "", stream.value()


def _in_object(stream: _JsonStream, table: str, tables: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Yield the objects of the tables in an object; where none of its names is one, the object itself."""
    rest: dict[str, Any] = {}
    has_table = False
    for name in stream.names():
        # What has a number is a thing itself, maybe with others in it: a category with its folders
        if "id" in rest or (name not in WRAPPERS and name not in tables):
            rest[name] = stream.value()
            continue
        has_table = True
        inner = table if name in WRAPPERS else name
        first = stream.peek()
        if first == "[":
            yield from ((inner, value) for value in stream.elements())
        elif first == "{" and (name in WRAPPERS or name.endswith("s")):
            yield from _in_object(stream, inner, tables)
        else:
            yield from ((inner, value) for value in [stream.value()] if value is not None)
    if rest and not has_table:
        yield table, rest


def _split(value: Any, table: str, tables: Collection[str]) -> Iterator[tuple[str, Any]]:
    """Yield an object of a list, or what is in the tables of one that is a page and no record."""
    known = [name for name in value if name in tables or name in WRAPPERS] if isinstance(value, dict) else []
    if not known or "id" in value:
        yield table, value
        return
    for name in known:
        inner = value[name]
        for one in inner if isinstance(inner, list) else [inner]:
            yield from _split(one, table if name in WRAPPERS else name, tables)


def _reason(error: BaseException) -> str:
    """Return what is wrong, in a few words."""
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, JSONDecodeError) and error.doc.lstrip().startswith("<"):
        return "it is a web page; whoever fetched it may not have been signed in"
    if isinstance(error, JSONDecodeError):
        return "the file breaks off" if error.pos >= len(error.doc) or "Unterminated" in error.msg else error.msg
    return str(error)
