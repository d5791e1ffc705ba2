"""The values of a site's data and configuration that articles show: read from their files, never run."""

from collections.abc import Callable, Iterator, Sequence
from posixpath import isdir, isfile, splitext
from typing import Any

from kcs_cli.article.front_matter import plain_text
from kcs_cli.text.outside import exact

ENDINGS = (".yml", ".yaml", ".json", ".toml")
HUGO = ("hugo", "config", "config/_default/hugo", "config/_default/config", "config/_default/params")
SOURCES = {  # first word of a name → where the rest of it is looked up: folders with files, or files with their inner tables
    "site": (("_config",), ()),
    "params": (HUGO, ("params",)),
    "extra": (("mkdocs",), ("extra",)),
}
DATA_FOLDERS = {"site.data": "_data", "variables": "data/variables"}
LONGEST = 20_000  # characters of a value


class SiteData:
    """Reads values by their dotted names; `read` returns a file's bytes, nothing where there is none, and notes it."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self.read = read
        self.loaded: dict[str, Any] = {}
        self.asked: dict[str, None] = {}  # the files that the last value was looked up in

    def value(self, name: str, folders: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
        """Return the text of a value for a text in the first of some folders, and the files that were asked; None for none.

        A name that may be anything (`{{ x }}`) asks none where it finds nothing.
        """
        self.asked = {}
        text = self._find(name, folders)
        is_sure = text is not None or name.startswith(("site.", "params.", *DATA_FOLDERS))
        return text, tuple(self.asked) if is_sure else ()

    def _find(self, name: str, folders: Sequence[str]) -> str | None:
        """Look a value up, in the nearest folder first."""
        for prefix, folder in DATA_FOLDERS.items():
            if name.startswith(f"{prefix}."):
                keys = name.removeprefix(f"{prefix}.").split(".")
                return next((text for above in folders if (text := self._in_folder(f"{above}/{folder}", keys))), None)
        first, _, rest = name.partition(".")
        if first == "config" and rest.startswith("extra."):
            first, rest = "extra", rest.removeprefix("extra.")
        files, tables = SOURCES.get(first, SOURCES["extra"])
        keys = [*tables, *(rest if first in SOURCES else name).split(".")]
        found = (_text_of(_inner(self._load(file), keys)) for file in _files(files, folders))
        return next(filter(None, found), None)

    def _in_folder(self, folder: str, keys: Sequence[str]) -> str:
        """Return a value of a folder of data: its first words name folders, then a file, then what is in it."""
        place = folder
        for number, key in enumerate(keys):
            place = f"{place}/{key}"
            for ending in ENDINGS:
                if isfile(place + ending):
                    return _text_of(_inner(self._load(place + ending), keys[number + 1 :]))
            if not isdir(place):
                break
        return ""

    def _load(self, file: str) -> Any:
        """Return what a file says; nothing where it cannot be read."""
        self.asked[file] = None
        if file not in self.loaded:
            content = self.read(file)
            self.loaded[file] = None if content is None else _parsed(file, content)
        return self.loaded[file]


def _files(names: Sequence[str], folders: Sequence[str]) -> Iterator[str]:
    """Yield the files of some names that are there, the nearest first."""
    for folder in folders:
        for name in names:
            yield from (file for ending in ENDINGS if isfile(file := f"{folder}/{name}{ending}"))


def _parsed(file: str, content: bytes) -> Any:
    """Return what YAML, JSON or TOML says, each scalar the text it is; nothing for what is none."""
    from kcs_cli.article.handler import HANDLERS, LoadError

    syntax = {".json": "json", ".toml": "toml"}.get(splitext(file)[1], "yaml")
    try:
        return HANDLERS[syntax].load(exact(content, bom=True))
    except (LoadError, UnicodeDecodeError):
        return None


def _inner(value: Any, keys: Sequence[str]) -> Any:
    """Return what is under some names, one in the other."""
    for key in keys:
        if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        elif isinstance(value, dict):
            value = value.get(key)
        else:
            return None
    return value


def _text_of(value: Any) -> str:
    """Return a value as text, the texts of a list or table below each other."""
    if isinstance(value, list | dict):
        inner = value.values() if isinstance(value, dict) else value
        return "\n".join(filter(None, map(_text_of, inner)))[:LONGEST]
    return (value.strip() if isinstance(value, str) else plain_text(value))[:LONGEST]
