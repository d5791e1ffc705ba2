"""Where a field stands in TOML front matter, and the splices that change it."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from kcs_cli.article.edit.literal import quote
from kcs_cli.article.edit.splice import EditError, Splice, line_end, longer_flow, whole_lines

STRING = r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
BLANK = re.compile(r"(?:\s|#[^\n]*)*")
KEY = re.compile(rf"((?:{STRING}|[\w.-]|[ \t])+?)[ \t]*=[ \t]*", re.DOTALL)
TOKEN = re.compile(rf"{STRING}|#[^\n]*|[ \t]+|[][{{}},\n]|[^][{{}},\s#\"']+", re.DOTALL)


class TomlField(NamedTuple):
    """One `name = value`: where its name begins, where its value begins and ends."""

    name: str
    key: int
    start: int
    end: int


def setting(source: str, name: str, value: str | Sequence[str] | None) -> list[Splice]:
    """Give a field a value, or remove it."""
    field = _find_field(source, name)
    text = _written(value)
    if field:
        return [Splice(field.start, field.end, text) if value is not None else whole_lines(source, field.key, field.end)]
    end = _new_field_place(source)
    key = name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quote(name)
    return [Splice(end, end, f"\n{key} = {text}")] if value is not None else []


def adding(source: str, name: str, value: str) -> list[Splice]:
    """Put one more entry after the last one of a list."""
    field = _find_field(source, name)
    assert field
    ends = [token.end() for token in _tokens(source, field.start, field.end - 1) if token[0] != ","]
    return longer_flow(source, field.start, ends[-1], field.end - 1, quote(value))


def is_list(source: str, name: str) -> bool:
    """Tell whether a field is written as a list."""
    field = _find_field(source, name)
    return field is not None and source[field.start] == "["


def others(source: str, names: Collection[str]) -> dict[str, str]:
    """Return what all other fields say."""
    import tomllib

    return {other: repr(value) for other, value in tomllib.loads(source).items() if other not in names}  # repr: nan == nan


def _find_field(source: str, name: str) -> TomlField | None:
    """Return a field. Raise EditError where it is a table."""
    import tomllib

    field = next((field for field in _fields(source) if field.name == name), None)
    if field is None and name in tomllib.loads(source):
        raise EditError(2, f"the field {name} is a table")
    return field


def _written(value: str | Sequence[str] | None) -> str:
    """Write a text or a list of texts."""
    return quote(value or "") if value is None or isinstance(value, str) else f"[{', '.join(map(quote, value))}]"


def _new_field_place(source: str) -> int:
    """Return the line feed after which a new field goes: that of the last line, or of the last one before the tables."""
    ends = [field.end for field in _fields(source)]
    rest = BLANK.match(source, ends[-1] if ends else 0)
    return len(source) - 1 if rest is None or rest.end() == len(source) else line_end(source, ends[-1] if ends else 0)


def _fields(source: str) -> Iterator[TomlField]:
    """Yield the fields before the first table; one with a dotted name is a table."""
    import tomllib

    position = 0
    while (blank := BLANK.match(source, position)) and (key := KEY.match(source, blank.end())):
        ((name, inner),) = tomllib.loads(f"{key[1]} = 0").items()
        position = max(token.end() for token in _tokens(source, key.end(), len(source)))
        if inner == 0:
            yield TomlField(name, key.start(), key.end(), position)


def _tokens(source: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """Yield the tokens of one value, without comments and space."""
    depth = 0
    for token in TOKEN.finditer(source, start, stop):
        depth += (token[0] in "[{") - (token[0] in "]}")
        if token[0] == "\n" and depth == 0:
            return
        if token[0][0] not in "# \t\n":
            yield token
