"""One field of an article's front matter changed: its own lines change and every other byte stays."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any, NamedTuple

from kcs_cli.article.edit import toml, yaml
from kcs_cli.article.edit.splice import EditError, Splice
from kcs_cli.article.front_matter import NOTHING, FieldError, FileParts, read_front_matter, take_apart
from kcs_cli.text.display import unix

__all__ = ["EditError", "add_to_list", "field_names", "set_field"]

LANGUAGES = {"yaml": yaml, "toml": toml}
Value = str | list[str] | None


class OpenFile(NamedTuple):
    """A file's text, its parts and its fields; `source` is its front matter from the line feed of the first fence on.

    In `fields` the last field has the value that it would have in the middle, `as_read` is what the file says.
    """

    text: str
    parts: FileParts
    fields: Mapping[str, Any]
    as_read: Mapping[str, Any]
    source: str

    def has(self, name: str, value: Value) -> bool:
        """Tell whether a field has a value already; None: whether it is not there."""
        return self.as_read.get(name) == value and (name in self.fields) == (value is not None)


def set_field(text: str, name: str, value: str | Sequence[str] | None) -> str:
    """Return a file's text with a field set, or removed (None). Raise EditError.

    The text has its own line ends and BOM. Comments inside a value that is replaced go with it.
    """
    file = opened(text)
    wanted: Value = value if value is None or isinstance(value, str) else list(value)
    if not file.parts.syntax:
        return text if wanted is None else checked(file, {name: wanted}, with_front_matter(text, {name: wanted}))
    splices = LANGUAGES[file.parts.syntax].setting(file.source, name, wanted)
    return text if file.has(name, wanted) else checked(file, {name: wanted}, edited(file, splices))


def add_to_list(text: str, name: str, value: str) -> str:
    """Return a file's text with one more entry in a list field; a text becomes a list of both. Raise EditError."""
    file = opened(text)
    old = file.fields.get(name)
    if isinstance(old, dict):
        raise EditError(file.parts.line, f"the field {name} is a table, not a list")
    entries = old if isinstance(old, list) else [] if old is None else [str(old)]
    if not all(isinstance(entry, str) for entry in entries):
        raise EditError(file.parts.line, f"the field {name} is not a list of texts")
    if value in entries:
        return text
    if NOTHING.issuperset(entries):
        return set_field(text, name, [value])
    language = LANGUAGES[file.parts.syntax]
    if not language.is_list(file.source, name):
        return set_field(text, name, [*entries, value])
    return checked(file, {name: [*entries, value]}, edited(file, language.adding(file.source, name, value)))


def field_names(text: str) -> tuple[str, ...]:
    """Return the names of a file's fields in their order. Raise EditError."""
    return tuple(opened(text).fields)


@lru_cache(maxsize=2)  # the same text is asked for the names of its fields, then changed
def opened(text: str) -> OpenFile:
    """Take a file's text apart. Raise EditError where its front matter cannot be read."""
    try:
        parts, as_read = take_apart(text.encode())
        fields = as_read
        if not {"|", ">"}.isdisjoint(parts.source):  # a last `|` text ends as one in the middle
            fields = read_front_matter(parts._replace(source=parts.source + "\n"))
    except FieldError as error:
        raise EditError(error.line, error.reason) from error
    except UnicodeEncodeError as error:
        raise EditError(1, "not Unicode") from error
    if parts.syntax == "json":
        raise EditError(1, "the front matter is JSON, which kcs reads and does not change: edit it by hand")
    lines = unix(text).split("\n")[1 : parts.body_line - 2] if parts.syntax else []
    return OpenFile(
        text=text, parts=parts, fields=fields, as_read=as_read, source="\n" + "".join(line + "\n" for line in lines)
    )


def with_front_matter(text: str, fields: Mapping[str, Value]) -> str:
    """Put new front matter on top of a text that has none."""
    from kcs_cli.article.handler import new_front_matter

    mark = text[: text.startswith("\ufeff")]
    return mark + f"{new_front_matter(fields)}\n".replace("\n", _next_line_end(text, 0)) + text[len(mark) :]


def _next_line_end(text: str, position: int) -> str:
    """Return how the line of a position ends."""
    found = re.compile(r"\r\n|\r|\n").search(text, position)
    return found[0] if found else "\n"


def edited(file: OpenFile, splices: list[Splice]) -> str:
    """Apply the splices of the source to the text as it is, with the line ends of the lines they stand in."""
    text = file.text
    first = len(unix(text).split("\n", 1)[0])
    characters = re.finditer(r"\r\n|.", text, re.DOTALL)
    places = [found.start() for found in islice(characters, first + len(file.source) + 1)] + [len(text)]
    for splice in sorted(splices, key=lambda splice: splice.start)[::-1]:  # of two in one place the first comes first
        start, end = places[first + splice.start], places[first + splice.end]
        text = text[:start] + splice.text.replace("\n", _next_line_end(file.text, start)) + text[end:]
    return text


def checked(file: OpenFile, wanted: Mapping[str, Value], text: str) -> str:
    """Return the new text once its fields read as wanted, and all else as before. Raise EditError."""
    names = ", ".join(wanted)
    try:
        new = opened(text)
    except EditError as error:
        raise EditError(file.parts.line, f"the field {names} cannot be set: {error.reason}") from error
    kept = LANGUAGES.get(file.parts.syntax, yaml).others
    is_set = all(
        new.fields.get(name) == value and (name in new.fields) == (value is not None) for name, value in wanted.items()
    )
    if not is_set or new.parts.body != file.parts.body or kept(new.source, wanted) != kept(file.source, wanted):
        reason = f"the field {names} cannot be set without harm to the rest: edit it by hand"
        raise EditError(file.parts.line, reason)
    return text
