"""Who owns which files by the OWNERS files of their folders, as Kubernetes writes them; the nearest one counts.

https://www.kubernetes.dev/docs/guide/owners/
"""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.files.plain_file import open_plain
from kcs_cli.knowledge_base.place import OWNERS
from kcs_cli.text.outside import readable
from kcs_cli.text.user_pattern import Spans, spans_of

ALIASES = f"{OWNERS}_ALIASES"  # at the top
LARGEST = 300_000  # bytes
LONGEST_FILTER = 200  # characters
ROLES = ("approvers", "reviewers")  # who answers for a folder: those who approve; where nobody does, those who review


class FolderOwners(NamedTuple):
    """What an OWNERS file says: the owners of its folder, and those of the files that a pattern matches."""

    owners: tuple[str, ...] = ()
    filters: tuple[tuple[Spans, tuple[str, ...]], ...] = ()
    is_last: bool = False  # the folders above do not count

    def of(self, path: str) -> tuple[str, ...]:
        """Return the owners of a file, by its path below the folder."""
        by_filter = (owner for spans, owners in self.filters if any(True for _ in spans(path)) for owner in owners)
        return tuple(dict.fromkeys((*self.owners, *by_filter)))


class OwnerFiles:
    """The OWNERS files of a repository, or of a base without one, each read when it is first asked for."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.folders: dict[str, FolderOwners] = {}
        self.said: dict[str, tuple[tuple[int, FolderOwners], ...]] = {}

    def of(self, path: str) -> tuple[str, ...]:
        """Return the owners of a file, by its path below the top: those of the nearest folder that names any."""
        for start, said in self.above(path.rpartition("/")[0]):
            if owners := said.of(path[start:]):
                return owners
        return ()

    def above(self, folder: str) -> tuple[tuple[int, FolderOwners], ...]:
        """Return what counts of the OWNERS files of a folder and those above, the nearest first: most have none.

        Each with the place in a path at which that below its folder begins.
        """
        if folder not in self.said:
            found: list[tuple[int, FolderOwners]] = []
            at, own = folder, self.in_folder(folder)
            while True:
                found += [(len(at) + bool(at), own)] if own.owners or own.filters else ()
                if own.is_last or not at:
                    break
                at = at.rpartition("/")[0]
                own = self.in_folder(at)
            self.said[folder] = tuple(found)
        return self.said[folder]

    def in_folder(self, folder: str) -> FolderOwners:
        """Return what the OWNERS file of a folder says; nothing where there is none."""
        if folder not in self.folders:
            self.folders[folder] = self._folder_owners(_read(self.top / folder / OWNERS))
        return self.folders[folder]

    @cached_property
    def aliases(self) -> Mapping[str, Any]:
        """The groups of people that OWNERS files name, by their names in lower case."""
        found = _read(self.top / ALIASES).get("aliases")
        return {str(name).casefold(): members for name, members in found.items()} if isinstance(found, dict) else {}

    def _folder_owners(self, content: Mapping[str, Any]) -> FolderOwners:
        """Return what the content of an OWNERS file says."""
        filters, options = content.get("filters"), content.get("options")
        pairs = filters.items() if isinstance(filters, dict) else ()
        is_last = isinstance(options, dict) and options.get("no_parent_owners") == "true"
        read = ((_pattern(str(text)), self._owners(part)) for text, part in pairs if isinstance(part, dict))
        return FolderOwners(
            owners=self._owners(content),
            filters=tuple((spans, owners) for spans, owners in read if spans and owners),
            is_last=is_last,
        )

    def _owners(self, part: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the owners that a part names, groups by their members, as CODEOWNERS writes them."""
        for role in ROLES:
            members = (member for name in _names(part.get(role)) for member in self._members(name))
            if owners := tuple(dict.fromkeys(members)):
                return owners
        return ()

    def _members(self, name: str) -> list[str]:
        """Return the people that a name stands for."""
        names = _names(self.aliases[name.casefold()]) if name.casefold() in self.aliases else [name]
        return [one if "@" in one else f"@{one}" for one in names]


def _read(file: Path) -> Mapping[str, Any]:
    """Return what an OWNERS file has; nothing where it is none, or no table."""
    try:
        with open_plain(file) as stream:
            text = readable(stream.read(LARGEST), bom=True)
    except (OSError, ValueError):
        return {}
    import yaml

    try:
        content = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _names(value: object) -> list[str]:
    """Return a list's texts; one alone is a list of one."""
    values = value if isinstance(value, list) else [value]
    return [one.strip() for one in values if isinstance(one, str) and one.strip()]


def _pattern(text: str) -> Spans | None:
    """Return what finds a filter's pattern; None for one that is none, or that might take for ever."""
    try:
        return spans_of(text[:LONGEST_FILTER])
    except (ValueError, re.error, RecursionError, OverflowError):
        return None
