"""kcs.toml of a base and of a person, and the `KCS_*` variables, read into the configuration.

What goes before what is decided here alone: a variable before a person's file, that before the base's, that before the
default. Options of the command line go before all of them. A name that kcs does not know is told and passed over: it may be
that of a later kcs, and nobody on a call should wait for its correction.
"""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.errors import ConfigError
from kcs_cli.files.plain_file import is_there
from kcs_cli.knowledge_base.config import (
    FILE_NAME,
    Config,
    PersonalConfig,
    Setting,
    as_config,
    personal_settings,
    settings,
    variables,
)
from kcs_cli.knowledge_base.place import personal_file
from kcs_cli.knowledge_base.progress import Tell, silent

LARGEST_LIMIT = 1000
ELSEWHERE = ("people", "teams", "lint")  # tables that `knowledge_base/people` and `lint/engine/settings` read
Values = dict[tuple[str, str], Any]  # by table and key
SEARCHES = ("", "searches")
SHARED = ("case_url",)  # settings of people that a base may make for all of them
OWN = ("search",)  # tables of a base that people may have in their own file
REQUIRES = "requires"  # which kcs a base needs
PLAIN_VARIABLES = (
    "KCS_ROOT", "KCS_INDEX_DIR", "KCS_SESSION", "KCS_CASE", "KCS_CASE_KEY", "KCS_HOOK_INDEX", "KCS_SMTP_URL",
    "KCS_SMTP_HOST", "KCS_SMTP_PORT", "KCS_SMTP_USER", "KCS_SMTP_PASSWORD", "KCS_SMTP_FROM", "KCS_SLACK_URL",
    "KCS_TEAMS_URL", "KCS_SEARCH_USER", "KCS_SEARCH_PASSWORD", "KCS_SEARCH_TOKEN", "KCS_SEARCH_CREDENTIALS", "KCS_SEARCH_CA",
)  # fmt: skip
OF_TEAMS = ("KCS_SLACK_URL_", "KCS_TEAMS_URL_")  # a team's name follows


class FileContent(NamedTuple):
    """What a kcs.toml says: its settings, each checked, and in words the names that kcs does not know."""

    values: Values
    unknown: tuple[str, ...]


NOTHING = FileContent({}, ())


def read_config(root: Path, environ: Mapping[str, str], tell: Tell = silent) -> Config:
    """Read what holds in a knowledge base for a person; names that mean nothing are told. Raise ConfigError."""
    file = root / FILE_NAME
    base, person = _parse_file(file) if is_there(file) else NOTHING, _personal(environ)
    for words in (*base.unknown, *person.unknown, *_misspelt(environ)):
        tell(words)
    return _layered(base.values, person.values, environ)


def read_personal(environ: Mapping[str, str]) -> PersonalConfig:
    """Read what a person sets, whatever the knowledge base. Raise ConfigError."""
    values = {**_personal(environ).values, **_variables(environ, personal=True)}
    return PersonalConfig()._replace(**{key: value for (table, key), value in values.items() if not table})


def _personal(environ: Mapping[str, str]) -> FileContent:
    """Return what a person's own file says; nothing where there is no such file."""
    try:
        file = personal_file(environ)
        stamp = file.stat().st_mtime_ns
    except (OSError, ValueError, RuntimeError):
        return NOTHING
    return _read_personal_file(file, stamp)


@lru_cache(maxsize=1)  # asked for before the base is known, and with it
def _read_personal_file(file: Path, _: int) -> FileContent:
    """Return what a person's own file says."""
    return _parse_file(file, personal=True)


def parse_config(text: str, place: str, environ: Mapping[str, str]) -> Config:
    """Read the text of a kcs.toml that is at a place, as a commit; a variable wins over it, too. Raise ConfigError."""
    return _layered(_parse(text, place).values, {}, environ)


def _layered(base: Values, person: Values, environ: Mapping[str, str]) -> Config:
    """Return the configuration: what a base says, over that what a person says, over that the variables."""
    values = {**base, **person}
    values[SEARCHES] = tuple({**dict(base.get(SEARCHES, ())), **dict(person.get(SEARCHES, ()))}.items())
    return as_config({**values, **_variables(environ)})


def _variables(environ: Mapping[str, str], *, personal: bool = False) -> Values:
    """Return the settings that variables make, each checked; `personal`: those of people alone. Raise ConfigError."""
    said = ((name, one, environ.get(name)) for name, one in variables().items() if not (personal and one.table))
    return {
        (one.table, one.key): _checked(one, _convert_variable(one.default, text, name), name)
        for name, one, text in said
        if text
    }


def _misspelt(environ: Mapping[str, str]) -> Iterable[str]:
    """Return words on each variable that looks like one of kcs and is none."""
    known = {*PLAIN_VARIABLES, *variables()}
    ours = (name for name in environ if name.startswith("KCS_") and not name.startswith(OF_TEAMS))
    if unknown := sorted(name for name in ours if name not in known):
        from kcs_cli.knowledge_base.unknown_name import on_variables

        return on_variables(unknown, known)
    return ()


def _parse_file(file: Path, *, personal: bool = False) -> FileContent:
    """Return what a kcs.toml says."""
    try:
        return _parse(file.read_text(encoding="utf-8-sig"), str(file), personal=personal)
    except (ValueError, OSError) as error:
        raise _unreadable(str(file), error) from error


def _unreadable(file: str, error: Exception) -> ConfigError:
    """Say why a kcs.toml cannot be read."""
    return ConfigError(f"{file} cannot be read: {error}", "Correct that line; `kcs init` shows a whole file")


def _parse(text: str, file: str, *, personal: bool = False) -> FileContent:
    """Return what the text of a kcs.toml says. Raise ConfigError."""
    import tomllib

    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError
        raise _unreadable(file, error) from error
    if REQUIRES in content and not personal:
        from kcs_cli.knowledge_base.needed_version import refuse_other_version

        refuse_other_version(content.pop(REQUIRES), _place(file, text, REQUIRES))
    known = _known(personal=personal)
    top = {key: value for key, value in content.items() if key in known[""] and not isinstance(value, dict)}
    values, unknown = _parse_table(text, file, top, known[""])
    for table, keys in content.items():
        if table in top or (table in ELSEWHERE and not personal):
            continue
        if table == SEARCHES[1]:
            values[SEARCHES] = _parse_searches(text, file, keys)
        elif table not in known:
            unknown.append(_unknown_table(_place(file, text, table), table, personal=personal))
        elif not isinstance(keys, dict):
            place = _place(file, text, table)
            raise ConfigError(f"{place}: {table} is a table, not {_text(keys)}", f"Write [{table}], keys below")
        else:
            inside = _parse_table(text, file, keys, known[table])
            values |= inside[0]
            unknown += inside[1]
    return FileContent(values, tuple(unknown))


def _known(*, personal: bool) -> dict[str, dict[str, Setting]]:
    """Return the settings that a file may have, by table and key."""
    own = {one.key: one for one in personal_settings() if personal or one.key in SHARED}
    known: dict[str, dict[str, Setting]] = {"": own}
    for one in settings():
        if not personal or one.table in OWN:
            known.setdefault(one.table, {})[one.key] = one
    return known


def _unknown_table(place: str, name: str, *, personal: bool) -> str:
    """Return words on a table, or a key in none, that a file should not have: it may be one of the other file."""
    from kcs_cli.knowledge_base.unknown_name import on_key, on_other_file

    known, others = _known(personal=personal), _known(personal=not personal)
    if name in (*others, *others[""], *(ELSEWHERE if personal else ())):
        return on_other_file(place, name, personal=personal)
    return on_key(place, name, sorted(filter(None, (*known[""], *known, SEARCHES[1]))))


def _parse_searches(text: str, file: str, searches: Any) -> tuple[tuple[str, str], ...]:
    """Return the named searches of a file, each checked."""
    place, hint = f"{_place(file, text, 'searches')}: ", 'printers = "tag:printer lang:en"'
    if not isinstance(searches, dict):
        raise ConfigError(f"{place}searches is a table, not {_text(searches)}", f"Write [searches], below it {hint}")
    for name, words in searches.items():
        if not re.fullmatch(r"[\w-]+", name):
            place = f"{_place(file, text, 'searches', name)}: searches.{name}"
            raise ConfigError(f"{place} is no name of a search", "A name has letters, digits, - and _")
        if not isinstance(words, str) or not words.strip():
            place = f"{_place(file, text, 'searches', name)}: searches.{name}"
            raise ConfigError(f"{place} must be the words of a search, not {_text(words)}", f"Write it as {hint}")
    return tuple(searches.items())


def _checked(setting: Setting, value: Any, place: str) -> Any:
    """Return a value that fits its setting also by what it says. Raise ConfigError."""
    if setting.key == "case_url" and value and not re.fullmatch(r"https?://[^\s{}]+\{case\}[^\s{}]*", value):
        hint = "Write it as https://desk.example.org/{case}"
        raise ConfigError(f"{place} must be an address with {{case}} in it, not {_text(value)}", hint)
    return value


def _parse_table(text: str, file: str, keys: Mapping[str, Any], known: Mapping[str, Setting]) -> tuple[Values, list[str]]:
    """Return the settings of a table, and words on each key that kcs does not know. Raise ConfigError."""
    table = next(iter(known.values())).table
    values: Values = {}
    unknown: list[str] = []
    for key, value in keys.items():
        if key not in known:
            from kcs_cli.knowledge_base.unknown_name import on_key

            unknown.append(on_key(_place(file, text, *_path(table, key)), key, known, table))
            continue
        name = f"{table}.{key}" if table else key
        try:
            values[table, key] = _checked(known[key], _convert(known[key].default, value, name), name)
        except ConfigError as error:
            raise ConfigError(f"{_place(file, text, *_path(table, key))}: {error.message}", error.hint) from None
    return values, unknown


def _path(table: str, key: str) -> Iterable[str]:
    """Return where a key stands: at the top of a file it is in no table."""
    return (table, key) if table else (key,)


def _place(file: str, text: str, table: str, key: str = "") -> str:
    """Name a file and the line of a table, or of a key in it: looked for when somebody must be told."""
    from kcs_cli.knowledge_base.toml_place import line_of

    return f"{file}, line {line_of(text, table, key)}"


def _text(value: Any) -> str:
    """Write a value in a message."""
    from kcs_cli.knowledge_base.toml_place import value_text

    return value_text(value)


def _convert(default: Any, value: Any, place: str) -> Any:
    """Check a value against the setting's type; a single text serves where a list is asked."""
    match default:
        case StrEnum():
            return _convert_choice(type(default), value, place)
        case tuple():
            texts = [value] if isinstance(value, str) else value
            if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
                return tuple(texts)
            raise ConfigError(f"{place} must be a list of texts, not {_text(value)}", 'Write it as ["one", "two"]')
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
    raise ConfigError(f"{rule}, not {_text(value)}", hint)


def _convert_choice(choices: type[StrEnum], value: Any, place: str) -> StrEnum:
    """Return the choice of that name, or say which are there."""
    names = [choice.value for choice in choices]
    if value in names:
        return choices(value)
    from difflib import get_close_matches

    near = get_close_matches(str(value), names, 1, 0.5)
    hint = f"Did you mean `{near[0]}`?" if near else "One of " + ", ".join(names)
    raise ConfigError(f"{place} cannot be {_text(value)}", hint)


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
