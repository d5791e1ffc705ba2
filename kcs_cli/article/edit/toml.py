"""Fields in TOML front matter changed by tomlkit, as the splices that turn the old source into the new one."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from kcs_cli.article.edit.splice import EditError, Splice
from kcs_cli.article.literal import quote

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def setting(source: str, name: str, value: str | Sequence[str] | None) -> list[Splice]:
    """Give a field a value, or remove it."""
    document = _parsed(source)
    field = _find_field(document, name)
    if value is None:
        if field is not None:
            document.remove(name)
    elif field is None:
        return _new_field(source, document, name, value)
    else:
        document[name] = _item(value)
    return _splices(source, document)


def adding(source: str, name: str, value: str) -> list[Splice]:
    """Put one more entry after the last one of a list."""
    document = _parsed(source)
    _find_field(document, name).append(_item(value))
    return _splices(source, document)


def is_list(source: str, name: str) -> bool:
    """Tell whether a field is written as a list."""
    return isinstance(_find_field(_parsed(source), name), list)


def others(source: str, names: Collection[str]) -> dict[str, str]:
    """Return what all other fields say."""
    import tomllib

    return {other: repr(value) for other, value in tomllib.loads(source).items() if other not in names}  # repr: nan == nan


def _parsed(source: str) -> "TOMLDocument":
    """Take a source apart. Raise EditError where it cannot be: tomlkit nests less deeply than the reader."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        return tomlkit.parse(source)
    except (TOMLKitError, RecursionError) as error:
        raise EditError(1, "the front matter can be read, and not be taken apart: edit it by hand") from error


def _find_field(document: "TOMLDocument", name: str) -> Any:
    """Return a field's value; None where there is none. Raise EditError where it is a table."""
    field = document.get(name)
    if _is_table(field):
        raise EditError(2, f"the field {name} is a table")
    return field


def _is_table(field: Any) -> bool:
    """Tell whether it is written as `[name]`, `[[name]]` or `name.part = value`, and not as `name = value`."""
    from tomlkit.container import OutOfOrderTableProxy
    from tomlkit.items import AoT, Table

    return isinstance(field, AoT | Table | OutOfOrderTableProxy)


def _item(value: str | Sequence[str]) -> Any:
    """Write a text or a list of texts, without a character that an editor does not show."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    text = quote(value) if isinstance(value, str) else f"[{', '.join(map(quote, value))}]"
    try:
        return tomlkit.value(text)
    except TOMLKitError as error:
        raise EditError(2, f"the value cannot be written in TOML: {error}") from error


def _new_field(source: str, document: "TOMLDocument", name: str, value: str | Sequence[str]) -> list[Splice]:
    """Write a new field at the end, or below the last one before the tables: tomlkit would part a table from its comment."""
    import tomlkit

    new = tomlkit.document()
    new[name] = _item(value)
    fields = [field for key, field in document.body if key]
    plain = [field for field in fields if not _is_table(field)]
    if not plain or plain == fields:
        place = len(source) - 1 if plain == fields else 0
        return [Splice(place, place, "\n" + new.as_string().rstrip("\n"))]
    plain[-1].trivia.trail += new.as_string()
    return _splices(source, document)


def _splices(source: str, document: "TOMLDocument") -> list[Splice]:
    """Return what turns the source into the document: all from the first to the last character that differ."""
    new = document.as_string()
    if new == source:
        return []
    start = _same(source, new)
    end = len(source) - _same(source[start:][::-1], new[start:][::-1])
    text = new[start : len(new) - len(source) + end]
    if start == end and source[start - 1] == text[-1] == "\n":  # new lines end as the line above them
        return [Splice(start - 1, start - 1, "\n" + text[:-1])]
    return [Splice(start, end, text)]


def _same(one: str, other: str) -> int:
    """Count the characters with which both begin."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
