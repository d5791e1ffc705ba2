"""`--json FIELDS`: of what a command answers, the rows of one list with some fields, as its schema knows them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import kcs_cli
from kcs_cli.errors import KcsError
from kcs_cli.render.format import to_json

FOLDER = Path(kcs_cli.__file__).parent / "schemas"


class RowShape(NamedTuple):
    """Rows that an answer has: the lists they are in, none where the answer itself is the row; and their fields."""

    lists: tuple[str, ...]
    fields: tuple[str, ...]


class FieldChoice(NamedTuple):
    """The fields that somebody wants of a command's answer."""

    fields: tuple[str, ...]
    schema: Mapping[str, Any]

    def select(self, text: str) -> str:
        """Return the rows of an answer in JSON, with these fields alone. Raise KcsError."""
        try:
            answer = json.loads(text)
        except ValueError as error:
            raise KcsError(
                "--json chooses fields of JSON, and this is none", "Leave out --json, or what asks for it"
            ) from error
        forms = [form for form in self.schema["anyOf"] if set(form["required"]) == set(answer)]
        shape = self._shape([shape for form in forms for shape in _shapes(form, self.schema["$defs"])])
        rows = [row for name in shape.lists for row in answer[name]] if shape.lists else [answer]
        return to_json([{field: row[field] for field in self.fields} for row in rows], indent=2)

    def check(self) -> None:
        """Raise KcsError where no answer of the command has such rows."""
        self._shape([shape for form in self.schema["anyOf"] for shape in _shapes(form, self.schema["$defs"])])

    def _shape(self, shapes: Sequence[RowShape]) -> RowShape:
        """Return the first rows that have all fields. Raise KcsError."""
        for shape in shapes:
            if set(self.fields) <= set(shape.fields):
                return shape
        known = max(shapes, key=lambda shape: len(set(self.fields) & set(shape.fields))).fields
        wrong = next((field for field in self.fields if field not in known), "")
        near = get_close_matches(wrong, known, 1, 0.6)
        meant = f"Did you mean {near[0]}? " if near else ""
        what = f"There is no field {wrong} to show" if wrong else "Which fields?"
        raise KcsError(what, f"{meant}There are {', '.join(known)}")


def read_fields(command: str, text: str) -> FieldChoice:
    """Read which fields of a command's answer are wanted. Raise KcsError."""
    schema = json.loads((FOLDER / f"{command}.json").read_text("utf-8"))
    choice = FieldChoice(tuple(dict.fromkeys(filter(None, (word.strip() for word in text.split(","))))) or ("",), schema)
    choice.check()
    return choice


def fields_of(command: str) -> tuple[str, ...]:
    """Return all fields that rows of a command's answers have."""
    schema = json.loads((FOLDER / f"{command}.json").read_text("utf-8"))
    shapes = (shape for form in schema["anyOf"] for shape in _shapes(form, schema["$defs"]))
    return tuple(dict.fromkeys(field for shape in shapes for field in shape.fields))


def has_fields(command: str) -> bool:
    """Tell whether a command answers in JSON."""
    return (FOLDER / f"{command}.json").exists()


def _shapes(form: Mapping[str, Any], shared: Mapping[str, Any]) -> Iterator[RowShape]:
    """Yield the rows of an answer: itself where it is about one article, its lists, those of the same kind as one."""
    own = form["properties"]
    itself = RowShape(lists=(), fields=tuple(name for name in own if name != "kcs"))
    if "id" in own:
        yield itself
    kinds: dict[str, list[str]] = {}
    for name, value in own.items():
        if "$ref" in value.get("items", ()):
            kinds.setdefault(value["items"]["$ref"].rpartition("/")[2], []).append(name)
    for kind, lists in kinds.items():
        if "properties" in shared[kind]:
            yield RowShape(lists=tuple(lists), fields=tuple(shared[kind]["properties"]))
    if "id" not in own:
        yield itself
