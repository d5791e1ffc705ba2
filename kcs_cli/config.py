"""kcs.toml and the `KCS_*` variables, read into one frozen value."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.article import Audience, Confidence, Governance, Kind
from kcs_cli.errors import ConfigError
from kcs_cli.text import fold

FILE_NAME = "kcs.toml"
LARGEST_LIMIT = 1000


class Config(NamedTuple):
    """All settings; `articles_folder` is `folder` in `[articles]` and `KCS_ARTICLES_FOLDER`. `ABOUT` describes them.

    The folder is empty where the file does not say it: then `knowledge/` where that exists, else the root.
    """

    articles_folder: str = ""
    articles_exclude: tuple[str, ...] = (
        "README.md", "CONTRIBUTING.md", "CONTRIBUTORS.md", "CODE_OF_CONDUCT.md", "CODE-OF-CONDUCT.md", "CHANGELOG.md",
        "LICENSE.md", "LICENCE.md", "TOC.md", "SUMMARY.md", "PULL_REQUEST_TEMPLATE.md", "ISSUE_TEMPLATE.md", "AGENTS.md",
        "CLAUDE.md", "templates/*", "article-templates/*",
    )  # fmt: skip
    fields_id: tuple[str, ...] = ("id",)
    fields_title: tuple[str, ...] = ("title",)
    fields_kind: tuple[str, ...] = ("kind", "type")
    fields_confidence: tuple[str, ...] = ("confidence", "state")
    fields_audience: tuple[str, ...] = ("audience",)
    fields_governance: tuple[str, ...] = ("governance",)
    fields_owner: tuple[str, ...] = ("owner",)
    fields_tags: tuple[str, ...] = ("tags", "keywords")
    fields_language: tuple[str, ...] = ("language", "lang")
    fields_said: tuple[str, ...] = ("said",)
    fields_aliases: tuple[str, ...] = ("aliases",)
    fields_updated: tuple[str, ...] = ("updated", "reviewed", "last_updated", "lastmod", "date")
    sections_issue: tuple[str, ...] = (
        "Issue",
        "Issues",
        "Problem",
        "Symptom",
        "Symptoms",
        "Question",
        "问题",
        "Problema",
        "Klausimas",
    )
    sections_environment: tuple[str, ...] = (
        "Environment",
        "Affected products and versions",
        "Applies to",
        "Umgebung",
        "环境",
        "Aplinka",
    )
    sections_resolution: tuple[str, ...] = (
        "Resolution",
        "Solution",
        "Answer",
        "Workaround",
        "Fix",
        "Steps",
        "Lösung",
        "解决",
        "解决方法",
        "Sprendimas",
        "Atsakymas",
    )
    sections_cause: tuple[str, ...] = ("Cause", "Root cause", "Reason", "Ursache", "原因", "Priežastis")
    defaults_kind: Kind = Kind.problem
    defaults_confidence: Confidence = Confidence.not_validated
    defaults_audience: Audience = Audience.internal
    defaults_governance: Governance = Governance.experience
    defaults_owner: str = ""
    defaults_language: str = ""
    search_limit: int = 10


ABOUT: dict[str, str] = {
    "articles_folder": "where the articles are; default: knowledge/ if there is one, else the root",
    "articles_exclude": "what is no article: file names, or patterns as `drafts/*`; capitals do not matter",
    "fields_id": "front-matter names of the id",
    "fields_title": "… of the title",
    "fields_kind": "… of the kind",
    "fields_confidence": "… of the confidence",
    "fields_audience": "… of the audience",
    "fields_governance": "… of the governance",
    "fields_owner": "… of the owner",
    "fields_tags": "… of the tags",
    "fields_language": "… of the language",
    "fields_said": "… of the phrases in customers' words",
    "fields_aliases": "… of the former ids",
    "fields_updated": "… of the day of the last change or review",
    "sections_issue": "headings of the issue",
    "sections_environment": "headings of the environment",
    "sections_resolution": "headings of the resolution",
    "sections_cause": "headings of the cause",
    "defaults_kind": "kind of an article that does not say it",
    "defaults_confidence": "confidence of such an article",
    "defaults_audience": "audience of such an article",
    "defaults_governance": "governance of such an article",
    "defaults_owner": "owner of such an article",
    "defaults_language": "language of such an article (`en`, `de`, `lt`, …); default: detected",
    "search_limit": "how many articles a search shows",
}

SETTINGS: Mapping[str, Any] = Config()._asdict()  # name → default


@cache  # asked for every article
def heading_roles(config: Config) -> dict[str, str]:
    """Map each heading, folded, to the role it plays."""
    return {
        fold(heading): role
        for role in ("issue", "environment", "resolution", "cause")
        for heading in getattr(config, f"sections_{role}")
    }


def reading_key(config: Config) -> str:
    """Return all that decides how a file is read: an index built under another key is out of date."""
    return repr([value for name, value in config._asdict().items() if not name.startswith(("articles_", "search_"))])


def table_and_key(name: str) -> tuple[str, str]:
    """Return a setting's table in kcs.toml and its key there."""
    table, _, key = name.partition("_")
    return table, key


def variable(name: str) -> str:
    """Return the environment variable that overrides a setting."""
    return f"KCS_{name.upper()}"


def read_config(root: Path, environ: Mapping[str, str]) -> Config:
    """Read `root`/kcs.toml where there is one; a variable wins over the file. Raise ConfigError."""
    values: dict[str, Any] = {}
    file = root / FILE_NAME
    if file.is_file():
        values = parse_file(file)
    for name, default in SETTINGS.items():
        if text := environ.get(variable(name)):
            values[name] = convert_variable(default, text, variable(name))
    return Config(**values)


def parse_file(file: Path) -> dict[str, Any]:
    """Return the settings a kcs.toml makes, each checked."""
    import tomllib

    try:
        text = file.read_text(encoding="utf-8-sig")
        content = tomllib.loads(text)
    except (ValueError, OSError, RecursionError) as error:  # TOMLDecodeError is a ValueError
        raise ConfigError(f"{file} cannot be read: {error}", "Correct that line; `kcs init` shows a whole file") from error
    values = {}
    for table, keys in content.items():
        known = [key for t, key in map(table_and_key, SETTINGS) if t == table]
        if known and not isinstance(keys, dict):
            line = line_of(text, table, "")
            raise ConfigError(f"{file}, line {line}: {table} is a table, not {shown(keys)}", f"Write [{table}], keys below")
        if not known:
            raise unknown(file, text, "", table, sorted({table_and_key(name)[0] for name in SETTINGS}))
        for key, value in keys.items():
            if key not in known:
                raise unknown(file, text, table, key, known)
            place = f"{file}, line {line_of(text, table, key)}: {table}.{key}"
            values[f"{table}_{key}"] = convert(SETTINGS[f"{table}_{key}"], value, place)
    return values


def unknown(file: Path, text: str, table: str, key: str, known: list[str]) -> ConfigError:
    """Name a key kcs does not know, its line, and the nearest one it does."""
    line = line_of(text, table, key) if table else line_of(text, key, "")
    near = get_close_matches(key, known, 1, 0.5)
    hint = f"Did you mean `{near[0]}`?" if near else "It knows " + ", ".join(known)
    return ConfigError(f"{file}, line {line}: kcs knows no `{f'{table}.{key}' if table else key}`", hint)


def line_of(text: str, table: str, key: str) -> int:
    """Return the line of TOML source on which a table, or a key of it, begins, from 1; 1 when not seen."""
    wanted = [table, key] if key else [table]
    inside: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(r"\s*\[\[?([^\]]+)\]", line):
            inside = name_parts(header[1])
            names = inside
        else:
            names = [*inside, *name_parts(line.partition("=")[0])] if "=" in line else []
        inline = names == [table] and bool(key) and key in line.partition("=")[2]  # search = { limit = 1 }
        if names[: len(wanted)] == wanted or inline:
            return number
    return 1


def name_parts(dotted: str) -> list[str]:
    """Cut a TOML name at its dots."""
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def convert(default: Any, value: Any, place: str) -> Any:
    """Check a value against the setting's type; a single text serves where a list is asked."""
    if isinstance(default, StrEnum):
        return convert_choice(type(default), value, place)
    if isinstance(default, tuple):
        texts = [value] if isinstance(value, str) else value
        if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
            return tuple(texts)
        raise ConfigError(f"{place} must be a list of texts, not {shown(value)}", 'Write it as ["one", "two"]')
    if isinstance(default, int):
        if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= LARGEST_LIMIT:
            return value
        raise ConfigError(f"{place} must be a whole number from 1 to {LARGEST_LIMIT}, not {shown(value)}", "Write it as 10")
    if isinstance(value, str):
        return value
    raise ConfigError(f"{place} must be a text, not {shown(value)}", "Write it in quotes")


def convert_choice(choices: type[StrEnum], value: Any, place: str) -> StrEnum:
    """Return the choice of that name, or say which are there."""
    names = [choice.value for choice in choices]
    if value in names:
        return choices(value)
    near = get_close_matches(str(value), names, 1, 0.5)
    hint = f"Did you mean `{near[0]}`?" if near else "One of " + ", ".join(names)
    raise ConfigError(f"{place} cannot be {shown(value)}", hint)


def convert_variable(default: Any, text: str, name: str) -> Any:
    """Read a variable's text as the setting's type: lists are separated by commas."""
    value: Any = text
    if isinstance(default, tuple):
        value = [part.strip() for part in text.split(",") if part.strip()]
    elif isinstance(default, int) and text.strip().isdecimal() and len(text) < 10:
        value = int(text)
    return convert(default, value, name)


def shown(value: Any) -> str:
    """Write a value in a message."""
    try:
        return repr(value)[:60]
    except ValueError:
        return "a number of thousands of digits"
