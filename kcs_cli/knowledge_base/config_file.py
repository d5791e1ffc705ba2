"""kcs.toml of a base and of a person, and the `KCS_*` variables, read into the configuration.

What goes before what is decided here alone: a variable before a person's file, that before the base's, that before the
default. Options of the command line go before all of them.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from kcs_cli.errors import ConfigError
from kcs_cli.files.plain_file import is_there
from kcs_cli.knowledge_base.config import FILE_NAME, Config, PersonalConfig, Setting, as_config, personal_settings, settings

LARGEST_LIMIT = 1000
ELSEWHERE = ("people", "teams", "lint")  # tables that `knowledge_base/people` and `lint/engine/settings` read
DEEPEST = 5  # parts of a name that is looked for
LONGEST_NAME = 1000  # characters of one
Names = tuple[str, ...]  # of the tables that a key is in, and its own
Values = dict[tuple[str, str], Any]  # by table and key
SEARCHES = ("", "searches")
SHARED = ("case_url",)  # settings of people that a base may make for all of them
OWN = ("search",)  # tables of a base that people may have in their own file


def read_config(root: Path, environ: Mapping[str, str]) -> Config:
    """Read what holds in a knowledge base for a person. Raise ConfigError."""
    file = root / FILE_NAME
    return _layered(_parse_file(file) if is_there(file) else {}, _personal_values(environ), environ)


def read_personal(environ: Mapping[str, str]) -> PersonalConfig:
    """Read what a person sets, whatever the knowledge base. Raise ConfigError."""
    values = {**_personal_values(environ), **_variables(personal_settings(), environ)}
    return PersonalConfig()._replace(**{key: value for (table, key), value in values.items() if not table})


def personal_file(environ: Mapping[str, str]) -> Path:
    """Return where a person's own settings are, as the system wants it."""
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(environ.get("APPDATA") or home / "AppData/Roaming")
    elif sys.platform == "darwin":
        folder = home / "Library/Application Support"
    else:
        chosen = Path(environ.get("XDG_CONFIG_HOME", ""))
        folder = chosen if chosen.is_absolute() else home / ".config"
    return folder / "kcs" / FILE_NAME


def _personal_values(environ: Mapping[str, str]) -> Values:
    """Return the settings of a person's own file; none where there is no such file."""
    try:
        file = personal_file(environ)
        stamp = file.stat().st_mtime_ns
    except (OSError, ValueError, RuntimeError):
        return {}
    return _read_personal_file(file, stamp)


@lru_cache(maxsize=1)  # asked for before the base is known, and with it
def _read_personal_file(file: Path, _: int) -> Values:
    """Return the settings of a person's own file."""
    return _parse_file(file, personal=True)


def parse_config(text: str, place: str, environ: Mapping[str, str]) -> Config:
    """Read the text of a kcs.toml that is at a place, as a commit; a variable wins over it, too. Raise ConfigError."""
    return _layered(_parse(text, place), {}, environ)


def _layered(base: Values, person: Values, environ: Mapping[str, str]) -> Config:
    """Return the configuration: what a base says, over that what a person says, over that the variables."""
    values = {**base, **person}
    values[SEARCHES] = tuple({**dict(base.get(SEARCHES, ())), **dict(person.get(SEARCHES, ()))}.items())
    return as_config({**values, **_variables((*settings(), *personal_settings()), environ)})


def _variables(known: Iterable[Setting], environ: Mapping[str, str]) -> Values:
    """Return the settings that variables make, each checked. Raise ConfigError."""
    said = ((one, text) for one in known if (text := environ.get(one.variable)))
    return {
        (one.table, one.key): _checked(one, _convert_variable(one.default, text, one.variable), one.variable)
        for one, text in said
    }


def _parse_file(file: Path, *, personal: bool = False) -> Values:
    """Return the settings a kcs.toml makes, each checked."""
    try:
        return _parse(file.read_text(encoding="utf-8-sig"), str(file), personal=personal)
    except (ValueError, OSError) as error:
        raise _unreadable(str(file), error) from error


def _unreadable(file: str, error: Exception) -> ConfigError:
    """Say why a kcs.toml cannot be read."""
    return ConfigError(f"{file} cannot be read: {error}", "Correct that line; `kcs init` shows a whole file")


def _parse(text: str, file: str, *, personal: bool = False) -> Values:
    """Return the settings of the text of a kcs.toml, each checked. Raise ConfigError."""
    import tomllib

    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError
        raise _unreadable(file, error) from error
    known = _known(personal=personal)
    top = {key: value for key, value in content.items() if key in known[""] and not isinstance(value, dict)}
    values = _parse_table(text, file, top, known[""])
    for table, keys in content.items():
        if table in top or (table in ELSEWHERE and not personal):
            continue
        if table == SEARCHES[1]:
            values[SEARCHES] = _parse_searches(text, file, keys)
            continue
        if table not in known:
            raise _misplaced(file, text, table, personal=personal) or _unknown(
                file, text, "", table, sorted(filter(None, (*known[""], *known, SEARCHES[1])))
            )
        if not isinstance(keys, dict):
            line = line_of(text, table, "")
            raise ConfigError(
                f"{file}, line {line}: {table} is a table, not {value_text(keys)}", f"Write [{table}], keys below"
            )
        values |= _parse_table(text, file, keys, known[table])
    return values


def _known(*, personal: bool) -> dict[str, dict[str, Setting]]:
    """Return the settings that a file may have, by table and key."""
    own = {one.key: one for one in personal_settings() if personal or one.key in SHARED}
    known: dict[str, dict[str, Setting]] = {"": own}
    for one in settings():
        if not personal or one.table in OWN:
            known.setdefault(one.table, {})[one.key] = one
    return known


def _misplaced(file: str, text: str, name: str, *, personal: bool) -> ConfigError | None:
    """Say that a setting of people is in the file of a base, or the other way round; None where it is in neither."""
    others = _known(personal=not personal)
    if name not in (*others, *others[""], *(ELSEWHERE if personal else ())):
        return None
    whose, hint = (
        ("a knowledge base", "Write it into the kcs.toml of the base")
        if personal
        else ("a person", "Write it into the kcs.toml in your configuration folder: kcs help settings")
    )
    return ConfigError(f"{file}, line {line_of(text, name, '')}: {name} is a setting of {whose}", hint)


def _parse_searches(text: str, file: str, searches: Any) -> tuple[tuple[str, str], ...]:
    """Return the named searches of a file, each checked."""
    place, hint = f"{file}, line {line_of(text, 'searches', '')}: ", 'printers = "tag:printer lang:en"'
    if not isinstance(searches, dict):
        raise ConfigError(f"{place}searches is a table, not {value_text(searches)}", f"Write [searches], below it {hint}")
    for name, words in searches.items():
        place = f"{file}, line {line_of(text, 'searches', name)}: searches.{name}"
        if not re.fullmatch(r"[\w-]+", name):
            raise ConfigError(f"{place} is no name of a search", "A name has letters, digits, - and _")
        if not isinstance(words, str) or not words.strip():
            raise ConfigError(f"{place} must be the words of a search, not {value_text(words)}", f"Write it as {hint}")
    return tuple(searches.items())


def _checked(setting: Setting, value: Any, place: str) -> Any:
    """Return a value that fits its setting also by what it says. Raise ConfigError."""
    if setting.key == "case_url" and value and not re.fullmatch(r"https?://[^\s{}]+\{case\}[^\s{}]*", value):
        hint = "Write it as https://desk.example.org/{case}"
        raise ConfigError(f"{place} must be an address with {{case}} in it, not {value_text(value)}", hint)
    return value


def _parse_table(text: str, file: str, keys: Mapping[str, Any], known: Mapping[str, Setting]) -> Values:
    """Return the settings of a table."""
    table = next(iter(known.values())).table
    values: Values = {}
    for key, value in keys.items():
        if key not in known:
            raise _unknown(file, text, table, key, list(known))
        line = line_of(text, table, key) if table else line_of(text, key, "")
        place = f"{file}, line {line}: {table}{'.' if table else ''}{key}"
        values[table, key] = _checked(known[key], _convert(known[key].default, value, place), place)
    return values


def _unknown(file: str, text: str, table: str, key: str, known: list[str]) -> ConfigError:
    """Name a key kcs does not know, its line, and the nearest one it does."""
    line = line_of(text, table, key) if table else line_of(text, key, "")
    from difflib import get_close_matches

    near = get_close_matches(key, known, 1, 0.5)
    hint = f"Did you mean `{near[0]}`?" if near else "It knows " + ", ".join(known)
    return ConfigError(f"{file}, line {line}: kcs knows no `{f'{table}.{key}' if table else key}`", hint)


def line_of(text: str, table: str, key: str) -> int:
    """Return the line of TOML source on which a table, or a key of it, begins, from 1; 1 when not seen."""
    inside = _name_parts(table)
    first, inline = _first_lines(text)
    lines = [first.get((*inside, key) if key else inside, 0)]
    lines += [number for number, values in inline.get(inside, ()) if key and key in values]  # search = { limit = 1 }
    return min(filter(None, lines), default=1)


@lru_cache(maxsize=2)  # one file is asked about name by name
def _first_lines(text: str) -> tuple[dict[Names, int], dict[Names, list[tuple[int, str]]]]:
    """Return the first line of each name and of what begins with it; the lines of each whole name, with their values."""
    inside: Names = ()
    first: dict[Names, int] = {}
    inline: dict[Names, list[tuple[int, str]]] = {}
    for number, line in enumerate(text.split("\n"), 1):
        before, sign, values = line.partition("=")
        if header := re.match(r"\s*\[\[?([^\]]+)\]", line):
            names = inside = _name_parts(header[1])
        else:
            names = (*inside, *_name_parts(before)) if sign else ()
        inline.setdefault(names, []).append((number, values))
        for length in range(1, min(len(names), DEEPEST) + 1):
            first.setdefault(names[:length], number)
    return first, inline


def _name_parts(dotted: str) -> Names:
    """Cut a TOML name at its dots, but not at those within quotes."""
    return tuple(
        part.strip().strip("\"'") for part in re.findall(r"(?:\"[^\"]*+\"|'[^']*+'|[^.\"'])++", dotted[:LONGEST_NAME])
    )


def _convert(default: Any, value: Any, place: str) -> Any:
    """Check a value against the setting's type; a single text serves where a list is asked."""
    match default:
        case StrEnum():
            return _convert_choice(type(default), value, place)
        case tuple():
            texts = [value] if isinstance(value, str) else value
            if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
                return tuple(texts)
            raise ConfigError(f"{place} must be a list of texts, not {value_text(value)}", 'Write it as ["one", "two"]')
        case bool():
            return _wanted(isinstance(value, bool), value, f"{place} must be true or false", "Write it without quotes")
        case int():
            fits = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST_LIMIT
            return _wanted(fits, value, f"{place} must be a whole number from 1 to {LARGEST_LIMIT}", "Write it as 10")
        case float():
            fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= LARGEST_LIMIT
            return float(_wanted(fits, value, f"{place} must be a number from 0 to {LARGEST_LIMIT}", "Write it as 1.5"))
        case _:
            return _wanted(isinstance(value, str), value, f"{place} must be a text", "Write it in quotes")


def _wanted(fits: bool, value: Any, rule: str, hint: str) -> Any:
    """Return a value that fits its setting. Raise ConfigError for another."""
    if fits:
        return value
    raise ConfigError(f"{rule}, not {value_text(value)}", hint)


def _convert_choice(choices: type[StrEnum], value: Any, place: str) -> StrEnum:
    """Return the choice of that name, or say which are there."""
    names = [choice.value for choice in choices]
    if value in names:
        return choices(value)
    from difflib import get_close_matches

    near = get_close_matches(str(value), names, 1, 0.5)
    hint = f"Did you mean `{near[0]}`?" if near else "One of " + ", ".join(names)
    raise ConfigError(f"{place} cannot be {value_text(value)}", hint)


def _convert_variable(default: Any, text: str, name: str) -> Any:
    """Read a variable's text as the setting's type: lists are separated by commas."""
    value: Any = text
    if isinstance(default, tuple):
        value = [part.strip() for part in text.split(",") if part.strip()]
    elif isinstance(default, bool):
        value = {"true": True, "false": False, "1": True, "0": False}.get(text.strip().lower(), text)
    elif isinstance(default, int) and text.strip().isdecimal() and len(text) < 10:
        value = int(text)
    elif isinstance(default, float) and re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text.strip()):
        value = float(text)
    return _convert(default, value, name)


def value_text(value: Any) -> str:
    """Write a value in a message."""
    try:
        return repr(value)[:60]
    except ValueError:
        return "a number of thousands of digits"
