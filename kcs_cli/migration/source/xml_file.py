"""XML of an export, of any size: one element after another; what declares entities is refused."""

from collections import deque
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLParser

from kcs_cli.errors import KcsError
from kcs_cli.migration.source.export_folder import SourceObject, files_of, name_in
from kcs_cli.migration.source.record import BrokenRecord

CHUNK = 1 << 18  # bytes that are read at once
DEEPEST = 200  # elements in one another


def xml_records(source: Path, names: Collection[str]) -> Iterator[SourceObject | BrokenRecord]:
    """Yield the elements of these names as objects, without those of them that lie in them, which come before.

    What comes after a syntax error in a file is not read. Raise KcsError for a document type: entities may be made of it
    that fill the memory or read other files, and no export has one.
    """
    for file in files_of(source, ".xml"):
        numbers: dict[str, int] = {}
        name = name_in(source, file)
        try:
            for element in _elements(file, names):
                numbers[element.tag] = numbers.get(element.tag, 0) + 1
                yield SourceObject(numbers[element.tag], name, element.tag, _value(element))
        except (ParseError, ValueError, LookupError) as error:  # the last two: an encoding that nobody knows
            number = 1 + sum(numbers.values())
            yield BrokenRecord(number=number, file=name, reason=f"no XML from here on: {error}")
        except OSError as error:
            raise KcsError(f"{file} cannot be read ({error.strerror})", "Name a file or folder of an export") from error


def _value(element: Element) -> Any:
    """Return what an element says: a text, a list, or its fields by name, with `_` for `-`.

    A field that another record is named by has its number and what is shown for it, as in ServiceNow's JSON.
    """
    if element.get("nil") == "true":
        return None
    if element.get("type") == "array":
        return [_value(one) for one in element]
    if len(element):
        return {one.tag.replace("-", "_"): _value(one) for one in element}
    text = element.text or ""
    shown = element.get("display_value")
    return text if shown is None else {"value": text, "display_value": shown}


def _elements(file: Path, names: Collection[str]) -> Iterator[Element]:
    """Yield elements as soon as they end. Raise ParseError, OSError."""
    target = _Target(file, names)
    parser = XMLParser(target=target)
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            parser.feed(chunk)
            while target.done:
                yield target.done.popleft()
    parser.close()
    yield from target.done


class _Target:
    """Builds the elements that are asked for, and nothing of what lies around them."""

    def __init__(self, file: Path, names: Collection[str]) -> None:
        self.file = file
        self.names = names
        self.open: list[Element] = []
        self.done: deque[Element] = deque()
        self.texts: list[str] = []
        self.wanted = 0  # elements of the names that are open

    def doctype(self, name: str, _public: str, _system: str) -> None:
        """Refuse a document type."""
        raise KcsError(f"{self.file} has a document type ({name}): it may hold entities", "Export it again, as plain XML")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Begin an element; one that lies in no wanted one is of no use but for those in it."""
        self._put_text()
        if len(self.open) >= DEEPEST:
            raise KcsError(f"{self.file} has elements nested {DEEPEST} deep", "Export it again, as plain XML")
        element = Element(tag, attributes)
        if self.wanted:
            self.open[-1].append(element)
        self.wanted += tag in self.names
        self.open.append(element)

    def data(self, text: str) -> None:
        """Take a part of a text."""
        self.texts.append(text)

    def end(self, tag: str) -> None:
        """End an element."""
        self._put_text()
        element = self.open.pop()
        self.wanted -= tag in self.names
        # A field may have the name of what it points to: a category in an article has nothing in it
        if tag in self.names and (len(element) or not self.wanted):
            if self.wanted:
                del self.open[-1][-1]
            self.done.append(element)

    def close(self) -> None:
        """End the file."""

    def _put_text(self) -> None:
        """Give the text so far to the element it is in; texts around the elements of another are layout."""
        text = "".join(self.texts)
        self.texts = []
        if self.open and not len(self.open[-1]):
            self.open[-1].text = text
