"""A change of a knowledge base: the articles that it touches, as they are and as they were, and who made it."""

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from kcs_cli.files.markdown_file import is_markdown
from kcs_cli.git.change import (
    ChangedFile,
    authors_of,
    changed_since,
    dirty_files,
    files_with,
    staged_files,
)
from kcs_cli.git.object import reading_objects
from kcs_cli.git.process import identity
from kcs_cli.git.repository import Repository
from kcs_cli.history.opening import history
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.lint.engine.articles import Lookup
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.world import Authorship
from kcs_cli.lint.lost_link import LostNames, lost_anchors, names_of
from kcs_cli.lint.scope import Scope


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
    def all_files(self) -> list[ChangedFile]:
        """The markdown files that the change touches, and the files of any kind that it takes away."""
        if self.top is None:
            return []
        return staged_files(self.top, os.environ) if self.scope.is_staged else changed_since(self.top, self.scope.since)

    @cached_property
    def files(self) -> dict[str, ChangedFile]:
        """The articles' files that the change touches, by path in the knowledge base."""
        return {self.in_base(one.path): one for one in self.all_files if self.is_of_base(one.path)}

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

    def text_before(self, file: Path) -> str | None:
        """Return a file's text on the branch that the change goes to: who changes who is who has the licence from before."""
        name = f"{self.scope.against}:{self.prefix}{file.relative_to(self.kb.root).as_posix()}"
        return (self.top and Repository(self.top).run("cat-file", "blob", name).out) or None

    def known_to_rules(self, pages: Iterable[Page]) -> Authorship:
        """Return what the rules may know of the change."""
        if self.top is None:
            return Authorship()
        authors = Lookup(self.authors_of, lambda: {path: self.authors_of(path) for path in self.files})
        return Authorship(authors, frozenset(self.files), lambda: self.ids_taken(pages))

    def authors_of(self, path: str) -> frozenset[str]:
        """Return who changed an article: the commits' authors; whoever runs this, too, where something is not committed."""
        committed = self.committed.get(path, frozenset())
        is_clean = committed and not self.scope.is_staged and path not in self.dirty
        return committed if is_clean else committed | {identity(self.kb.root).casefold()}

    @cached_property
    def dirty(self) -> frozenset[str]:
        """The paths of what is not committed yet."""
        return frozenset(map(self.in_base, dirty_files(self.top))) if self.top else frozenset()

    @cached_property
    def committed(self) -> Mapping[str, frozenset[str]]:
        """Who made the change's commits, by path."""
        if self.top is None or not self.scope.since:
            return {}
        return {self.in_base(path): people for path, people in authors_of(self.top, self.scope.since).items()}

    def ids_taken(self, pages: Iterable[Page]) -> Mapping[str, str]:
        """Return which of the ids that pages newly have the branch it goes to has already, with their paths."""
        new = {page.id for page in pages if page.article and (page.before is None or page.before.id != page.id)}
        if self.top is None or not new:
            return {}
        commit = self.scope.against or "HEAD"
        paths = [path for path in files_with(self.top, sorted(new), commit) if self.is_of_base(path)]
        blobs = history(self.kb).tree(commit)
        texts = self.texts([blobs[path] for path in paths])
        there = [Page(self.in_base(path), text or b"", self.kb.config) for path, text in zip(paths, texts, strict=True)]
        return {page.article.id: page.path for page in there if page.article}

    @cached_property
    def gone_pages(self) -> list[Page]:
        """The articles that the change takes away or moves, as empty pages with what they were before."""
        files = [one for one in self.files.values() if one.before and (one.is_gone or one.path != one.path_before)]
        texts = self.texts([one.before for one in files])
        paths = [self.in_base(one.path_before) for one in files]
        olds = [Page(path, text or b"", self.kb.config) for path, text in zip(paths, texts, strict=True)]
        return [Page(old.path, b"", self.kb.config, before=old, has_before=True) for old in olds]

    def lost(self, pages: Iterable[Page]) -> LostNames:
        """Return what the change takes away that links may lead to."""
        olds = [page.before for page in (*self.gone_pages, *pages) if page.before]
        files = {self.in_base(one.path).casefold() for one in self.all_files if one.is_gone and not is_markdown(one.path)}
        now = {page.path: page.article.addresses for page in pages if page.article}
        moved = (old.article for old in olds if old.article and old.article.addresses != now.get(old.path))
        return LostNames((names_of(olds) | files) - names_of(pages), dict(lost_anchors(pages)), tuple(moved))
