"""An article's front matter: where it ends and the body begins, on which lines, and the values that it has."""

import re
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, TypeVar

from kcs_cli.article.model import unique
from kcs_cli.knowledge_base.config import Config
from kcs_cli.text.dates import read_day
from kcs_cli.text.display import decoded, on_one_line

CLOSING = {"yaml": "---", "toml": "+++", "json": "}"}
MARKS = frozenset("-+{")  # most texts without front matter are told by their first character
FIELD = re.compile(r"[\w\"'.-]+\s*[:=]")
LARGEST_FRONT_MATTER = 50_000  # characters; deeper nesting than this can hold is no front matter
DEEPEST_FRONT_MATTER = 500  # brackets, columns of indent, dots in a name
NOTHING = frozenset(("", "~", "null", "Null", "NULL"))  # in YAML
Choice = TypeVar("Choice", bound=StrEnum)


class FileParts(NamedTuple):
    """A file's text in two: the front matter's source (`syntax` yaml, toml, json or empty) and the body.

    Lines count from 1; `line` is that of the first line of `source`, `body_line` that of `body`.
    """

    syntax: str
    source: str
    line: int
    body: str
    body_line: int


class UnclosedFrontMatterError(ValueError):
    """The front matter begins and never ends."""


class FieldError(Exception):
    """Front matter that cannot be read, with its line in the file."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def split(text: str) -> FileParts:
    """Cut a file's text (without BOM, lines ended by line feeds alone) into front matter and body."""
    no_front_matter = FileParts(syntax="", source="", line=1, body=text, body_line=1)
    if text[:1] not in MARKS:
        return no_front_matter
    from kcs_cli.article.handler import HANDLERS

    syntax = next((syntax for syntax, handler in HANDLERS.items() if handler.detect(text)), "")
    if not syntax:
        return no_front_matter
    try:
        source, rest = HANDLERS[syntax].split(text)
    except ValueError:  # it never ends: a thematic break, not front matter, unless a field follows
        if _begins_with_field(text, syntax):
            raise UnclosedFrontMatterError(f"the front matter has no closing {CLOSING[syntax]}") from None
        return no_front_matter
    body_line = source.count("\n") + 2
    if syntax == "json":  # its braces are part of it
        return FileParts(syntax=syntax, source=source, line=1, body=rest[1:], body_line=body_line)
    return FileParts(syntax=syntax, source=source[1:-1], line=2, body=rest[1:], body_line=body_line)


def split_unreadable(text: str) -> FileParts:
    """Cut a text whose front matter cannot be read: where that never ends, or begins with no field, all of it is body."""
    try:
        parts = split(text)
    except UnclosedFrontMatterError:
        parts = None
    is_front_matter = parts and _begins_with_field(text, parts.syntax)
    return parts if parts and is_front_matter else FileParts(syntax="", source="", line=1, body=text, body_line=1)


def _begins_with_field(text: str, syntax: str) -> bool:
    """Tell whether a name with a value follows the text's first line."""
    first = next((line for line in text.split("\n")[1:] if line.strip() and line[0] != "#"), "")
    return bool(FIELD.match(first.lstrip() if syntax == "json" else first))


def take_apart(content: bytes) -> tuple[FileParts, dict[str, Any]]:
    """Return a file's text in parts, and its front matter. Raise UnicodeDecodeError or FieldError."""
    text = decoded(content)
    try:
        parts = split(text)
    except UnclosedFrontMatterError as error:
        raise FieldError(1, str(error)) from error
    return parts, read_front_matter(parts)


def read_front_matter(parts: FileParts) -> dict[str, Any]:
    """Return the front matter's names and values. Raise FieldError."""
    if not parts.source.strip():
        return {}
    if len(parts.source) > LARGEST_FRONT_MATTER or _is_too_deep(parts.source):
        raise FieldError(parts.line, "the front matter is too large or too deeply nested")
    from kcs_cli.article.handler import HANDLERS, LoadError

    try:
        values: Any = HANDLERS[parts.syntax].load(parts.source)
    except LoadError as error:
        raise FieldError(parts.line + error.line, error.reason) from error
    if not isinstance(values, list | dict) and not plain_text(values):
        return {}
    if not isinstance(values, dict):
        raise FieldError(parts.line, "the front matter is no list of `name: value` lines")
    return {str(name): value for name, value in values.items()}


def _is_too_deep(source: str) -> bool:
    """Tell whether brackets, indents or dotted names nest so deeply that a reader would overflow its stack or hang."""
    if len(source) <= DEEPEST_FRONT_MATTER:
        return False
    deepest = max(
        # Also `- - - a` and `? ? ? a`, which nest in YAML without an indent
        max(source.count("["), source.count("{"), len(line) - len(line.lstrip(" -?:")), line.partition("=")[0].count("."))
        for line in source.split("\n")
    )
    return deepest > DEEPEST_FRONT_MATTER


class FrontMatter:
    """The values of one front matter, asked by what their fields mean."""

    def __init__(self, front_matter: dict[str, Any], config: Config) -> None:
        self.front_matter = front_matter
        self.config = config

    def value(self, name: str) -> Any:
        """Return the first value there is under the field's names."""
        for one in self.config.fields.names(name):
            value = self.front_matter.get(one)
            if value is not None and (isinstance(value, list | dict) or plain_text(value)):
                return value
        return None

    def text(self, name: str) -> str:
        """Return a scalar as text on one line."""
        return plain_text(self.value(name))

    def texts(self, name: str, separator: str = "") -> tuple[str, ...]:
        """Return a list of texts, after those of the field that a site goes by; a single text is cut at the separator."""
        fields = self.config.fields
        values = map(self.front_matter.get, fields.names(name)[::-1]) if fields.is_apart(name) else (self.value(name),)
        return unique(text for value in values for text in _texts(value, separator))

    def name_of(self, name: str) -> str:
        """Return the name under which a field has the value that counts; nothing where none has one."""
        values = ((one, self.front_matter.get(one)) for one in self.config.fields.names(name))
        return next((one for one, value in values if isinstance(value, list | dict) or plain_text(value)), "")

    def written_name(self, name: str) -> str:
        """Return the name under which a field is written: the one that counts, else an empty one, else the first."""
        counts = self.name_of(name)
        return self.config.fields.written_name(name, (counts,) if counts else self.front_matter)

    def choice(self, name: str, default: Choice) -> Choice:
        """Return one of a vocabulary, or the default for a word outside it."""
        word = self.text(name).lower().replace("_", "-").replace(" ", "-")
        found: Choice = _by_value(type(default)).get(word, default)
        return found

    def day(self, name: str) -> date | None:
        """Return a date; None for what is none, or may be two."""
        return read_day(self.text(name), self.config.fields.dates)


def _texts(value: Any, separator: str) -> list[str]:
    """Return the texts of a list, or of a text that is cut at the separator."""
    if isinstance(value, list):
        return list(map(plain_text, value))
    text = plain_text(value)
    return [part.strip() for part in (text.split(separator) if separator else [text])]


@cache
def _by_value(choices: type[StrEnum]) -> dict[str, Any]:
    """Return the words of a vocabulary by how they are written."""
    return {choice.value: choice for choice in choices}


def plain_text(value: Any) -> str:
    """Return a scalar as text on one line; nothing for a list, a table, or what stands for nothing."""
    if isinstance(value, list | dict) or value is None:
        return ""
    try:
        text = on_one_line(str(value))
    except ValueError:  # a TOML number of thousands of digits
        return ""
    return "" if text in NOTHING else text
