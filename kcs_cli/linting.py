"""Lints a knowledge base: all of it, some files, or what a change touches and what it breaks elsewhere."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from kcs_cli.changed_files import ChangedFile, authors_of, changed_since, files_with, staged
from kcs_cli.errors import KcsError
from kcs_cli.git import identity
from kcs_cli.git_objects import reading_objects
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.lint.finding import LintReport
from kcs_cli.lint.page import Page
from kcs_cli.lint.rule import Rule
from kcs_cli.lint.rules import RULES
from kcs_cli.lint.run import lint
from kcs_cli.lint.settings import Settings, read_settings
from kcs_cli.lint.world import Around, Change, Known, World
from kcs_cli.lint_scope import Scope
from kcs_cli.people import read_people
from kcs_cli.places import find_shared_folder
from kcs_cli.text import counted

if TYPE_CHECKING:
    from kcs_cli.outside_links import OutsideLinks

LINK_RULES = ("link-broken", "anchor-missing", "image-missing", "step-missing")  # what a removed article breaks elsewhere


class Linter:
    """Everything that lint needs, gathered as far as the rules ask for it."""

    def __init__(self, kb: KnowledgeBase, scope: Scope, *, looks_outside: bool = False) -> None:
        self.kb = kb
        self.scope = scope
        self.looks_outside = looks_outside
        self.settings: Settings = read_settings(kb.root, RULES)

    @cached_property
    def changes(self) -> dict[str, ChangedFile]:
        """What the change touches, by path in the knowledge base."""
        top = self.kb.git_top
        if top is None or not self.scope.is_change:
            return {}
        files = staged(top, os.environ) if self.scope.is_staged else changed_since(top, self.scope.since)
        return {self.in_base(one.path): one for one in files if self.is_of_base(one.path)}

    @cached_property
    def pages(self) -> list[Page]:
        """The pages that are looked at."""
        if self.scope.text is not None:
            (path,) = self.scope.paths
            return [Page(path, self.scope.text, self.kb.config)]
        if self.scope.is_change:
            return self.changed_pages()
        return [self.page(path) for path in sorted(self.kb.library.listing()) if self.is_asked(path)]

    def is_asked(self, path: str) -> bool:
        """Tell whether a file is one of those asked for, or below one of the folders."""
        return not self.scope.paths or any(
            path == one or path.startswith(f"{one}/") or one == "." for one in self.scope.paths
        )

    def page(self, path: str) -> Page:
        """Read a file; an empty page where it is gone meanwhile, or is not to be read."""
        try:
            return Page(path, (self.kb.root / path).read_bytes(), self.kb.config)
        except OSError as error:
            self.kb.tell(f"{path} cannot be read ({error.strerror}) and is passed over")
            return Page(path, b"", self.kb.config)

    def changed_pages(self) -> list[Page]:
        """Return the pages a change touches, each with what it was before."""
        paths = [path for path, one in sorted(self.changes.items()) if not one.is_gone and self.is_asked(path)]
        files = [self.changes[path] for path in paths]
        assert self.kb.git_top
        with reading_objects(self.kb.git_top) as objects:
            texts = objects.read_all([name for one in files for name in (one.before or "-", one.blob or "-")])
            pairs = [(next(texts), next(texts)) for _ in files]
        found = []
        for one, (old, new) in zip(files, pairs, strict=True):
            path = self.in_base(one.path)
            before = Page(self.in_base(one.path_before), old, self.kb.config) if old is not None else None
            content = new if new is not None else self.page(path).content
            found.append(Page(path, content, self.kb.config, before=before, has_before=True))
        return found

    @property
    def prefix(self) -> str:
        """What the knowledge base's paths begin with in the repository."""
        return f"{self.kb.base}/" if self.kb.base else ""

    def in_base(self, path: str) -> str:
        """Return a path of the repository as one of the knowledge base."""
        return path.removeprefix(self.prefix)

    @cached_property
    def world(self) -> World:
        """What is around the pages."""
        kb = self.kb
        people = read_people(kb.root)
        around = Around(
            people, kb.now().date(), self.change, self.verified_by, self.changed_on, lambda: self.pages, self.answers
        )
        return World(kb.root, kb.config, self.articles, around)

    def articles(self) -> Sequence[Known]:
        """Return all articles: from the index where there is one, else from the files; those looked at as they are here."""
        here = {page.path: page.article for page in self.pages}
        gone = {path for path, one in self.changes.items() if one.is_gone}
        folder = self.kb.index_folder
        known: Iterable[Known | None]
        if len(here) > 1 and not self.scope.is_change and not self.scope.paths:
            known = ()
        elif folder and folder.generation():
            known = self.kb.engine.all_cards()
        else:
            known = (self.page(path).article for path in sorted(self.kb.library.listing()) if path not in here)
        others = [one for one in known if one and one.path not in here and one.path not in gone]
        return sorted([*others, *filter(None, here.values())], key=lambda one: one.path)

    @cached_property
    def change(self) -> Change:
        """What the rules may know of the change."""
        if not self.scope.is_change and self.scope.text is None:
            return Change()
        me = frozenset((identity(self.kb.root).casefold(),))
        return Change(self.authors(me), frozenset(self.changes), self.ids_before, self.removed)

    def authors(self, me: frozenset[str]) -> Mapping[str, frozenset[str]]:
        """Return who made the change, by path: the commits' authors; whoever runs this, for what is not committed yet."""
        top = self.kb.git_top
        if top is None or not self.scope.since:
            return dict.fromkeys([page.path for page in self.pages], me)
        committed = {self.in_base(path): people for path, people in authors_of(top, self.scope.since).items()}
        return {path: committed.get(path, me) for path in self.changes}

    def ids_before(self) -> Mapping[str, str]:
        """Return which of the ids that pages newly have the branch it goes to has already, with their paths."""
        top = self.kb.git_top
        new = {page.id for page in self.pages if page.article and (page.before is None or page.before.id != page.id)}
        if top is None or not new:
            return {}
        commit = self.scope.against or "HEAD"
        paths = [path for path in files_with(top, sorted(new), commit) if self.is_of_base(path)]
        blobs = self.kb.history.tree(commit)
        with reading_objects(top) as objects:
            texts = objects.read_all([blobs[path] for path in paths])
            pages = [Page(self.in_base(path), text or b"", self.kb.config) for path, text in zip(paths, texts, strict=True)]
        return {page.article.id: page.path for page in pages if page.article}

    def is_of_base(self, path: str) -> bool:
        """Tell whether a file of the repository is one of the knowledge base's articles."""
        return path.startswith(self.prefix) and self.kb.library.is_article(self.in_base(path))

    @cached_property
    def removed(self) -> frozenset[str]:
        """The paths and ids that the change takes away, in lower case."""
        top = self.kb.git_top
        if top is None or not self.scope.is_change:
            return frozenset()
        files = [one for one in self.changes.values() if one.before and (one.is_gone or one.path != one.path_before)]
        kept = {page.path: page for page in self.pages}
        with reading_objects(top) as objects:
            olds = [Page(self.in_base(one.path_before), text or b"", self.kb.config)
                    for one, text in zip(files, objects.read_all([one.before for one in files]), strict=True)]  # fmt: skip
        before = {*(page.path for page in olds), *(page.id for page in olds)}
        before |= {page.before.id for page in kept.values() if page.before}
        now = {
            name for page in kept.values() for name in (page.path, page.id, *(page.article.aliases if page.article else ()))
        }
        return frozenset(name.casefold() for name in before - now)

    def verified_by(self) -> Mapping[str, frozenset[str]]:
        """Return who confirmed which article."""
        from kcs_cli.events import EventKind

        found: dict[str, set[str]] = {}
        for event in self.kb.record.all():
            if event.kind is EventKind.verify:
                found.setdefault(event.article, set()).add(event.by.casefold())
        return {article: frozenset(people) for article, people in found.items()}

    def changed_on(self, paths: Sequence[str]) -> Mapping[str, date]:
        """Return when articles were last worked on, where git knows."""
        from kcs_cli.retrospect import recent_pasts

        try:
            pasts = recent_pasts(self.kb, paths)
        except KcsError:
            return {}
        return {path: past.worked.on for path, past in pasts.items() if past.worked}

    @cached_property
    def outside(self) -> "OutsideLinks":
        """What is known of addresses on the web."""
        from kcs_cli.outside_links import FILE, OutsideLinks

        folder = find_shared_folder(self.kb.root)
        return OutsideLinks(folder / FILE if folder else None, self.kb.now())

    def answers(self, addresses: Sequence[str]) -> Mapping[str, str]:
        """Return which addresses on the web are gone, and why; where that is not asked, none."""
        if not self.looks_outside:
            return {}
        gone = self.outside.gone(addresses)
        if unknown := self.outside.unknown:
            first, why = next(iter(unknown.items()))
            self.kb.tell(f"{counted(len(unknown), 'address', 'addresses')} could not be checked: {first} ({why})")
        return gone

    def look_again(self) -> None:
        """Forget what was read: files have changed since."""
        for name in ("pages", "world", "changes", "change", "removed"):
            vars(self).pop(name, None)
        self.kb.look_again()

    def report(self, baseline: frozenset[str]) -> LintReport:
        """Ask the rules."""
        found = lint(self.pages, self.world, self.settings, RULES, baseline)
        broken = self.broken_elsewhere()
        return found._replace(findings=(*found.findings, *broken.findings)) if broken.findings else found

    def broken_elsewhere(self) -> LintReport:
        """Return the links of untouched articles that the change breaks."""
        names = [re.escape(name) for name in self.removed]
        if not names:
            return LintReport((), 0)
        files = [name.rsplit("/", 1)[-1] for name in self.removed]
        pattern = re.compile("|".join([*names, *map(re.escape, files)]), re.IGNORECASE)
        here = {page.path for page in self.pages}
        others = [self.page(one.path) for one in self.world.articles if one.path not in here and pattern.search(one.body)]
        rules: dict[str, Rule] = {name: RULES[name] for name in LINK_RULES if name in RULES}
        found = lint(others, self.world, self.settings, rules)
        return found._replace(findings=tuple(one for one in found.findings if pattern.search(one.text)))
