"""XML of an export, read record after record: memory for one record, no document types, no entities of its own."""

import codecs
from collections.abc import Collection, Iterator
from typing import IO
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from kcs_cli.errors import KcsError
from kcs_cli.migration.source.bundle import DAMAGED

PIECE = 1 << 18  # bytes read at a time
LARGEST_RECORD = 100_000_000  # characters of one record with all its revisions; more is no record
# Some systems write characters into XML that no XML may hold, and one would end the reading of all of it
PRINTABLE = bytes(9 if byte < 32 and byte not in b"\t\n\r" else byte for byte in range(256))
DEEPEST = 2_000  # elements in one another: what walks such a tree must come back


class _Records(expat.ExpatError):
    """What is wrong with the records of a file, beyond their syntax."""


class _Collector:
    """Builds the elements of some names, each apart; what is between them is passed over."""

    def __init__(self, names: Collection[str]) -> None:
        self.names = names
        self.tree: TreeBuilder | None = None
        self.depth = 0
        self.characters = 0
        self.ready: list[Element] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Begin an element."""
        if self.tree is None:
            if name not in self.names:
                return
            self.tree, self.depth, self.characters = TreeBuilder(), 0, 0
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Records(f"more than {DEEPEST} elements lie in one another")
        self.tree.start(name, attributes)

    def end(self, name: str) -> None:
        """End an element; the outermost one is ready then."""
        if self.tree is None:
            return
        self.tree.end(name)
        self.depth -= 1
        if not self.depth:
            self.ready.append(self.tree.close())
            self.tree = None

    def text(self, text: str) -> None:
        """Take a text in."""
        if self.tree is not None:
            self.characters += len(text)
            if self.characters > LARGEST_RECORD:
                raise _Records(f"a record has more than {LARGEST_RECORD:,} characters")
            self.tree.data(text)

    def taken(self) -> list[Element]:
        """Return the elements that have become ready, once."""
        ready, self.ready = self.ready, []
        return ready


def read_elements(stream: IO[bytes], file: str, names: Collection[str]) -> Iterator[Element | str]:
    """Yield the elements of some names one after another; last of all, where the rest cannot be read, why not.

    Raise KcsError where there is none of them.
    """
    collector = _Collector(names)
    parser = _parser(collector)
    elements, reason = 0, ""
    is_wide = False
    while not reason:
        try:
            piece = stream.read(PIECE)
        except DAMAGED as error:
            reason = f"it is damaged: {error}"
            break
        if not piece:
            break
        is_wide = is_wide or piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        reason = _fed(parser, piece if is_wide else piece.translate(PRINTABLE))
        for element in collector.taken():
            elements += 1
            yield element
    reason = reason or _fed(parser, b"", is_last=True)
    if not elements:
        wanted = " or ".join(f"<{name}>" for name in names)
        raise KcsError(f"{file} cannot be read: {reason or f'it has no {wanted}'}", "Export it again, as XML")
    if reason:
        yield reason


def check_xml(content: bytes) -> None:
    """Raise ValueError for XML that declares a document type, with which a small text can become an endless one."""
    if reason := _fed(_parser(_Collector(())), content, is_last=True):
        raise ValueError(reason)


def _parser(collector: _Collector) -> expat.XMLParserType:
    """Return a parser that gives what it reads to a collector."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    return parser


def _refuse_document_type(*_: object) -> None:
    """Stop at a document type."""
    raise _Records("it declares a document type, which kcs does not read")


def _fed(parser: expat.XMLParserType, piece: bytes, *, is_last: bool = False) -> str:
    """Give a parser a piece; return what is wrong with it, or nothing."""
    try:
        parser.Parse(piece, is_last)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the last two: an encoding that nobody can read
        return str(error)
    return ""
