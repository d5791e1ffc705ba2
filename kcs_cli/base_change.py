"""A change of a knowledge base: the articles that it touches, as they are and as they were, and who made it."""

import os
from collections.abc import Mapping, Sequence
from functools import cached_property

from kcs_cli.changed_files import ChangedFile, authors_of, changed_since, files_with, staged
from kcs_cli.git import identity
from kcs_cli.git_objects import reading_objects
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.lint.articles import Lookup
from kcs_cli.lint.page import Page
from kcs_cli.lint.world import Change
from kcs_cli.lint_scope import Scope


class BaseChange:
    """The change that a scope names; one that names none touches nothing."""

    def __init__(self, kb: KnowledgeBase, scope: Scope) -> None:
        self.kb = kb
        self.scope = scope
        self.top = kb.git_top if scope.is_change else None
        self.prefix = f"{kb.base}/" if kb.base else ""

    def in_base(self, path: str) -> str:
        """Return a path of the repository as one of the knowledge base."""
        return path.removeprefix(self.prefix)

    def is_of_base(self, path: str) -> bool:
        """Tell whether a file of the repository is one of the knowledge base's articles."""
        return path.startswith(self.prefix) and self.kb.library.is_article(self.in_base(path))

    @cached_property
    def files(self) -> dict[str, ChangedFile]:
        """The articles' files that the change touches, by path in the knowledge base."""
        if self.top is None:
            return {}
        files = staged(self.top, os.environ) if self.scope.is_staged else changed_since(self.top, self.scope.since)
        return {self.in_base(one.path): one for one in files if self.is_of_base(one.path)}

    @property
    def gone(self) -> frozenset[str]:
        """The paths that the change takes away."""
        return frozenset(path for path, one in self.files.items() if one.is_gone)

    def read(self) -> list[Page]:
        """Return the pages after the change, each with what it was before; empty where the text is that of the file."""
        files = [one for _, one in sorted(self.files.items()) if not one.is_gone]
        texts = iter(self.texts([name for one in files for name in (one.before, one.blob)]))
        pages = []
        for one, old, new in zip(files, texts, texts, strict=False):
            before = Page(self.in_base(one.path_before), old, self.kb.config) if old is not None else None
            pages.append(Page(self.in_base(one.path), new or b"", self.kb.config, before=before, has_before=True))
        return pages

    def texts(self, names: Sequence[str]) -> list[bytes | None]:
        """Return texts by their names in git; None for one that is not there, or for no name."""
        if self.top is None or not any(names):
            return [None] * len(names)
        with reading_objects(self.top) as objects:
            return list(objects.read_all([name or "-" for name in names]))

    def known_to_rules(self, pages: Sequence[Page]) -> Change:
        """Return what the rules may know of the change."""
        if self.top is None:
            return Change()
        authors = Lookup(self.authors_of, lambda: {path: self.authors_of(path) for path in self.files})
        return Change(authors, frozenset(self.files), lambda: self.ids_taken(pages), self.removed(pages))

    def authors_of(self, path: str) -> frozenset[str]:
        """Return who changed an article: the commits' authors; whoever runs this, for what is not committed yet."""
        return self.committed.get(path) or frozenset((identity(self.kb.root).casefold(),))

    @cached_property
    def committed(self) -> Mapping[str, frozenset[str]]:
        """Who made the change's commits, by path."""
        if self.top is None or not self.scope.since:
            return {}
        return {self.in_base(path): people for path, people in authors_of(self.top, self.scope.since).items()}

    def ids_taken(self, pages: Sequence[Page]) -> Mapping[str, str]:
        """Return which of the ids that pages newly have the branch it goes to has already, with their paths."""
        new = {page.id for page in pages if page.article and (page.before is None or page.before.id != page.id)}
        if self.top is None or not new:
            return {}
        commit = self.scope.against or "HEAD"
        paths = [path for path in files_with(self.top, sorted(new), commit) if self.is_of_base(path)]
        blobs = self.kb.history.tree(commit)
        texts = self.texts([blobs[path] for path in paths])
        there = [Page(self.in_base(path), text or b"", self.kb.config) for path, text in zip(paths, texts, strict=True)]
        return {page.article.id: page.path for page in there if page.article}

    def removed(self, pages: Sequence[Page]) -> frozenset[str]:
        """Return the paths and ids that the change takes away, in lower case."""
        files = [one for one in self.files.values() if one.before and (one.is_gone or one.path != one.path_before)]
        texts = self.texts([one.before for one in files])
        olds = [
            Page(self.in_base(one.path_before), text or b"", self.kb.config) for one, text in zip(files, texts, strict=True)
        ]
        before = {
            *(page.path for page in olds),
            *(page.id for page in olds),
            *(page.before.id for page in pages if page.before),
        }
        now = {name for page in pages for name in (page.path, page.id, *(page.article.aliases if page.article else ()))}
        return frozenset(name.casefold() for name in before - now)
