"""Several fields of an article changed at once: its front matter is read before, and after to see that all is as wanted."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from kcs_cli.article.edit.field import (
    LANGUAGES,
    EditError,
    OpenFile,
    Value,
    add_to_list,
    checked,
    edited,
    opened,
    set_field,
    with_front_matter,
)
from kcs_cli.article.edit.splice import Splice
from kcs_cli.article.front_matter import NOTHING


class FieldEdit(NamedTuple):
    """A value for a field (None: it goes), or one more entry of a list field (`adds`)."""

    name: str
    value: Value
    adds: bool = False


def edit_fields(text: str, edits: Sequence[FieldEdit]) -> str:
    """Return a file's text with fields changed, as `set_field` and `add_to_list` one after the other do. Raise EditError."""
    try:
        return _at_once(opened(text), edits)
    except EditError:  # they stand in each other's way, or one of them cannot be
        for one in edits:
            text = add_to_list(text, one.name, str(one.value)) if one.adds else set_field(text, one.name, one.value)
        return text


def _at_once(file: OpenFile, edits: Iterable[FieldEdit]) -> str:
    by_name: dict[str, list[FieldEdit]] = {}
    for one in edits:
        by_name.setdefault(one.name, []).append(one)
    wanted = {name: _outcome(file.fields.get(name), same) for name, same in by_name.items()}
    if not file.parts.syntax:
        wanted = {name: value for name, value in wanted.items() if value is not None}
        return checked(file, wanted, with_front_matter(file.text, wanted)) if wanted else file.text
    splices = [splice for name, same in by_name.items() for splice in _splices(file, same, wanted[name])]
    return checked(file, wanted, edited(file, splices))


def _outcome(value: Any, edits: Iterable[FieldEdit]) -> Value:
    for one in edits:
        if not one.adds:
            value = one.value
            continue
        entries = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(entry, str) for entry in entries):
            raise EditError(1, f"the field {one.name} is not a list of texts")
        if one.value not in entries:
            value = [one.value] if NOTHING.issuperset(entries) else [*entries, one.value]
    return value  # type: ignore[no-any-return]  # what is in a file and not changed may be anything


def _splices(file: OpenFile, edits: Sequence[FieldEdit], wanted: Value) -> list[Splice]:
    """Return what gives one field its value; a list that only becomes longer keeps the lines it has."""
    name, language = edits[0].name, LANGUAGES[file.parts.syntax]
    if file.has(name, wanted):
        return []
    old, is_list = file.fields.get(name), language.is_list(file.source, name)
    if old and is_list and isinstance(wanted, list) and all(one.adds for one in edits) and wanted[: len(old)] == old:
        return [splice for entry in wanted[len(old) :] for splice in language.adding(file.source, name, entry)]
    found: list[Splice] = language.setting(file.source, name, wanted)
    return found
