"""Where the articles of a source lie in the base: those that are there already stay, new ones get an id and a file name."""

import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from kcs_cli.article.file_name import code_in
from kcs_cli.article.own_name import LARGEST, reading_own_names
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.migration.intake.survey import SourceEntry
from kcs_cli.solve.draft import file_names
from kcs_cli.text.display import writable_line
from kcs_cli.text.identifier import derived_article_id

DEEPEST = 6  # folders; what lies deeper lies in the last of them


class Location(NamedTuple):
    """An article's id and path; `is_new`: no file is there yet."""

    id: str
    path: str
    is_new: bool


class BaseNames(NamedTuple):
    """The articles of a base: their paths by id, the ids of those that go by a name (folded), and all paths, folded."""

    paths: dict[str, str]
    owners: dict[str, set[str]]
    taken: set[str]


def names_in(kb: KnowledgeBase) -> BaseNames:
    """Read which ids the articles of a base have: their front matter alone, and no index."""
    own_names = reading_own_names(kb.config)
    paths: dict[str, str] = {}
    owners: dict[str, set[str]] = {}
    listing = kb.library.listing()
    for path in listing:
        try:
            with (kb.root / path).open("rb") as stream:
                names = own_names(stream.read(LARGEST)) or ()
        except OSError:
            names = ()
        if names:
            paths.setdefault(names[0], path)
            for name in names:
                owners.setdefault(name.casefold(), set()).add(names[0])
    return BaseNames(paths, owners, {path.casefold() for path in listing})


class Locations:
    """Gives each record of a source its place."""

    def __init__(self, kb: KnowledgeBase, folder: str, source: str, names: BaseNames) -> None:
        self.kb = kb
        self.folder = folder
        self.source = source
        self.names = names
        self.folders: dict[tuple[str, ...], str] = {}
        self.given: set[str] = set()  # ids of records, of which another one cannot be

    def locate(self, entries: Mapping[str, SourceEntry], known: Mapping[str, str]) -> dict[str, Location]:
        """Return the place of each record that has one; `known` are the ids of those imported before.

        One that was deleted here since has none. Translations come after what they translate, to lie beside it.
        """
        found: dict[str, Location] = {}
        self.given.update(known.values())
        first = [entry for entry in entries.values() if not entry.translation_of]
        others = [entry for entry in entries.values() if entry.translation_of]
        for entry in chain(first, others):
            place = self._place(entry, known.get(entry.key, ""), found.get(entry.translation_of))
            if place:
                found[entry.key] = place
        return found

    def _place(self, entry: SourceEntry, known: str, original: Location | None) -> Location | None:
        """Return the place of one record; None for one that was deleted here."""
        if known:
            path = self.names.paths.get(known)
            return Location(known, path, is_new=False) if path else None
        id_ = next(id_ for id_ in self._ids(entry.key) if id_ not in self.given)
        self.given.add(id_)
        path = self.names.paths.get(id_)  # written by an import that was killed, or of which the notes are lost
        if path:
            return Location(id_, path, is_new=False)
        path = self._path(entry, original)
        self.names.paths[id_] = path
        self.names.taken.add(path.casefold())
        return Location(id_, path, is_new=True)

    def _ids(self, key: str) -> Iterator[str]:
        """Yield ids for a key, without end: the same ones in every clone."""
        number = 0
        while True:
            yield derived_article_id(self.source, key, str(number) if number else "")
            number += 1

    def _path(self, entry: SourceEntry, original: Location | None) -> str:
        """Return a path that no file has; of a translation beside the article that it translates."""
        title = writable_line(entry.title) or entry.key
        language = code_in(entry.language)
        if original and language:
            stem = original.path.removesuffix(".md")
            paths: Iterator[str] = chain([f"{stem}.{language}.md"], self._paths(entry.folders, title))
        else:
            paths = self._paths(entry.folders, title)
        return next(path for path in paths if self._is_free(path))

    def _paths(self, folders: Sequence[str], title: str) -> Iterator[str]:
        """Yield paths for a title in its sections, without end."""
        folder = self._folder(tuple(folders[:DEEPEST]))
        return (f"{folder}/{name}" if folder else name for name in file_names(title))

    def _folder(self, sections: tuple[str, ...]) -> str:
        """Return the folder of a section: below that of the one around, under a name that leaves no article out."""
        if not sections:
            return self.folder
        if sections not in self.folders:
            above = self._folder(sections[:-1])
            names = (name.removesuffix(".md") for name in file_names(writable_line(sections[-1])))
            paths = (f"{above}/{name}" if above else name for name in names)
            self.folders[sections] = next(filter(self._may_be_folder, paths))
        return self.folders[sections]

    def _may_be_folder(self, path: str) -> bool:
        """Tell whether articles may lie in a folder: the base's own rules leave none out, and no link leads elsewhere."""
        file = self.kb.root / path
        is_folder = not os.path.lexists(file) or (file.is_dir() and not file.is_symlink())
        return is_folder and self.kb.library.is_article(f"{path}/x.md")

    def _is_free(self, path: str) -> bool:
        """Tell whether an article may be written at a path."""
        folded = path.casefold()
        return (
            folded not in self.names.taken and self.kb.library.is_article(path) and not os.path.lexists(self.kb.root / path)
        )
