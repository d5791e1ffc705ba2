"""Tables of TOML files that people write, checked by msgspec: what does not fit is said with its place, rule and hint."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_type_hints

from msgspec import Meta, Struct, ValidationError, convert

from kcs_cli.errors import ConfigError
from kcs_cli.files.plain_file import is_there
from kcs_cli.knowledge_base.toml_place import value_text

Shape = TypeVar("Shape", bound=Struct)
# The title of a kind is its rule, its description the hint: what somebody reads who broke it.
WordField = Annotated[str, Meta(pattern=r"\S", title="must be a text", description="Write it in quotes")]
TextField = Annotated[str, Meta(title="must be a text", description="Write it in quotes")]
TextsField = Annotated[
    str | list[str], Meta(title="must be a list of texts", description='Write it as ["one", "two"]')
]  # one alone will do
WordsField = Annotated[
    WordField | list[WordField],
    Meta(title="must be a text or a list of texts", description='{key} = ["one", "two"]'),
]
SwitchField = Annotated[bool, Meta(title="must be true or false", description="Write it without quotes")]
TableField = Annotated[dict[str, Any], Meta(title="is a table", description="Write [{key}]")]


def text_of(file: Path) -> str | None:
    """Return a file's text; None where there is none. Raise OSError, UnicodeDecodeError."""
    return file.read_text(encoding="utf-8-sig") if is_there(file) else None


def read_toml(file: Path, read: Callable[[Path], str | None] = text_of) -> tuple[str, dict[str, Any]] | None:
    """Return a TOML file's text, and what it says; None where there is none. Raise ConfigError."""
    try:
        text = read(file)
    except (ValueError, OSError) as error:
        raise _unreadable(str(file), error) from error
    return None if text is None else (text, parse_toml(text, str(file)))


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """Return what the text of a TOML file says. Raise ConfigError."""
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError
        raise _unreadable(file, error) from error


def _unreadable(file: str, error: Exception) -> ConfigError:
    """Say why a TOML file cannot be read."""
    return ConfigError(f"{file} cannot be read: {error}", "Correct that line")


def convert_table(table: Mapping[str, Any], shape: type[Shape], place: str) -> Shape:
    """Return a table as the struct that it should be. Raise ConfigError."""
    try:
        return convert(table, shape)
    except ValidationError as error:
        raise _misfit(table, shape, place, str(error)) from error


def convert_value(value: object, kind: Any, place: str, key: str) -> Any:
    """Return one value as a kind of field. Raise ConfigError."""
    try:
        return convert(value, kind)
    except ValidationError as error:
        raise _no(kind, place, key, value) from error


def _misfit(table: Mapping[str, Any], shape: type[Struct], place: str, error: str) -> ConfigError:
    """Name the key that does not fit, what it should be, and what it is."""
    known = shape.__struct_fields__
    if wrong := next((key for key in table if key not in known), None):
        near = get_close_matches(wrong, known, 1, 0.5)
        hint = f"Did you mean `{near[0]}`?" if near else "It knows " + ", ".join(known)
        return ConfigError(f"{place}: kcs knows no `{wrong}`", hint)
    key = next(key for key in known if re.search(rf"`(?:\$\.)?{key}\b", error))  # at `$.key`, or missing: `key`
    kind = get_type_hints(shape, include_extras=True)[key]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return no_choice(kind, place, key, table.get(key), str(table.get(key)))
    return _no(kind, place, key, table.get(key))


def _no(kind: Any, place: str, key: str, value: object) -> ConfigError:
    """Say which rule a value breaks."""
    (meta,) = kind.__metadata__
    return ConfigError(f"{place}: {key} {meta.title}, not {value_text(value)}", meta.description.format(key=key))


def no_choice(choices: type[StrEnum], place: str, key: str, value: object, word: str) -> ConfigError:
    """Say that a value is none of the words there are, and which one is like its `word`."""
    known = [choice.value for choice in choices]
    near = get_close_matches(word, known, 1, 0.5)
    hint = f"Did you mean {near[0]}?" if near else f"One of {', '.join(known)}"
    said = f"{key} cannot be {value_text(value)}" if value is not None else f"there is no {key}"
    return ConfigError(f"{place}: {said}", hint)
