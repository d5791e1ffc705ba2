"""Lints a knowledge base: all of it, some files, or what a change touches and what it breaks elsewhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from kcs_cli.article.card import Known, card_of
from kcs_cli.article.include.seam import own_text
from kcs_cli.article.reader import LARGEST_ARTICLE
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people, read_people
from kcs_cli.lint.change import BaseChange
from kcs_cli.lint.engine.articles import Articles
from kcs_cli.lint.engine.finding import Finding, LintReport
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Rule, Severity
from kcs_cli.lint.engine.run import MOST_FINDINGS, lint
from kcs_cli.lint.engine.settings import LintSettings, read_settings
from kcs_cli.lint.engine.world import Surroundings, World
from kcs_cli.lint.file_pages import FilePages
from kcs_cli.lint.finder import FewArticles, FileFinder, IndexFinder
from kcs_cli.lint.lost_link import LostLinks
from kcs_cli.lint.registry import RULES
from kcs_cli.lint.scope import Scope
from kcs_cli.search.index.opener import all_cards, index_folder, open_index
from kcs_cli.text.display import quantity

FEW = 10  # pages for which it costs less to ask the index than to read all that is in it
OF_LINKS = ("link-broken", "anchor-missing", "image-missing", "step-missing")  # what a change breaks elsewhere
OF_THE_GONE = ("publication-unlicensed",)  # of an article that it takes away


class Linter:
    """Everything that lint needs, gathered as far as the rules ask for it."""

    def __init__(
        self, kb: KnowledgeBase, scope: Scope, *, looks_outside: bool = False, settings: LintSettings | None = None
    ) -> None:
        self.kb = kb
        self.scope = scope
        self.looks_outside = looks_outside
        self.change = BaseChange(kb, scope)
        self.unread: dict[str, Finding] = {}  # the files that could not be read, by path
        self.settings: LintSettings = settings or read_settings(kb.root, RULES)
        self.rules: Mapping[str, Rule] = RULES

    @cached_property
    def pages(self) -> list[Page] | FilePages:
        """The pages that are looked at."""
        if self.scope.text is not None:
            (path,) = self.scope.paths
            return [Page(path, self.scope.text, self.kb.config)]
        if self.scope.is_change:
            return list(filter(None, (self.with_text(page) for page in self.change.read() if self.is_asked(page.path))))
        return FilePages(self.paths(), self.page)

    def paths(self) -> list[str]:
        """Return the paths of the files that are asked for; where they are named, the others are not looked at."""
        named = {path for path in self.scope.paths if not path.endswith("/")}
        if self.scope.paths and all((self.kb.root / path).is_file() for path in named):
            return sorted(named)
        return list(filter(self.is_asked, sorted(self.kb.library.listing())))

    def is_asked(self, path: str) -> bool:
        """Tell whether a file is one of those asked for, or below one of the folders."""
        return not self.scope.paths or any(
            path == one or path.startswith(f"{one}/") or one == "." for one in self.scope.paths
        )

    def page(self, path: str) -> Page | None:
        """Read a file; None where that cannot be done, which is a finding."""
        try:
            file = self.kb.root / path
            size = file.stat().st_size
            if size <= LARGEST_ARTICLE:
                return Page(path, file.read_bytes(), self.kb.config)
            reason = f"it has {size:,} bytes, an article at most {LARGEST_ARTICLE:,}"
        except OSError as error:
            reason = error.strerror or str(error)
        self.unread[path] = _unread(path, reason)
        return None

    def with_text(self, page: Page) -> Page | None:
        """Return a page of the change with the text that its file has, unless that is to be committed."""
        if self.change.files[page.path].blob:
            return page
        read = self.page(page.path)
        return read and Page(page.path, read.content, page.config, before=page.before, has_before=True)

    @cached_property
    def world(self) -> World:
        """What is around the pages."""
        kb = self.kb
        known = read_people(kb.root, self.change.text_before) if self.scope.against else people(kb)
        change = self.change.known_to_rules(self.pages)
        around = Surroundings(
            known,
            kb.now().date(),
            change,
            verified_by=self.verified_by,
            changed_on=self.changed_on,
            pages=lambda: self.pages,
            answers=self.answers if self.looks_outside else None,
            written_by=self.written_by,
            top=kb.git_top,
        )
        return World(kb.root, kb.config, self.known, around)

    @property
    def known(self) -> Articles:
        """The articles that rules may ask about; a few pages find those they name, in the index where there is one."""
        kb, folder = self.kb, index_folder(self.kb)
        if len(self.pages) > FEW or not (self.scope.is_change or self.scope.paths):
            return Articles(self.articles)
        has_index = folder and folder.generation()
        own = open_index(kb).engine if has_index else None
        finder = IndexFinder(own) if own else FileFinder(kb.root, sorted(kb.library.listing()), kb.config)
        return FewArticles(finder, self.here, self.change.gone, kb.library, self.articles)

    @property
    def here(self) -> dict[str, Known | None]:
        """The articles that are looked at, by path; None for a page that is none."""
        are_held = not isinstance(self.pages, FilePages) or self.pages.are_held
        return {page.path: page.article if are_held or not page.article else card_of(page.article) for page in self.pages}

    def articles(self) -> Sequence[Known]:
        """Return all articles: from the index where there is one, else from the files; those looked at as they are here."""
        here, gone = self.here, self.change.gone
        folder = index_folder(self.kb)
        known: Iterable[Known | None]
        if not self.scope.is_change and not self.scope.paths:
            known = ()
        elif folder and folder.generation():
            bodies = dict(open_index(self.kb).engine.bodies())  # they are listed without their texts
            known = [card._replace(body=bodies.get(card.path, "")) for card in all_cards(self.kb)]
        else:
            pages = (self.page(path) for path in sorted(self.kb.library.listing()) if path not in here)
            known = (page.article for page in pages if page)
        others = [own_text(one) for one in known if one and not (one.fault or one.path in here or one.path in gone)]
        return sorted([*others, *(one for one in here.values() if one)], key=lambda one: one.path)

    def verified_by(self) -> Mapping[str, frozenset[str]]:
        """Return who confirmed which article."""
        from kcs_cli.journal.record import record

        found: dict[str, set[str]] = {}
        for article, person in record(self.kb).standing().confirmers():
            found.setdefault(article, set()).add(person.casefold())
        return {article: frozenset(people) for article, people in found.items()}

    def changed_on(self, paths: Sequence[str]) -> Mapping[str, date]:
        """Return when articles were last worked on, where git knows."""
        from kcs_cli.history.opening import recent_pasts

        try:
            pasts = recent_pasts(self.kb, paths)
        except KcsError:
            return {}
        return {path: past.worked.on for path, past in pasts.items() if past.worked}

    def written_by(self, paths: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """Return who worked on articles before, where git knows all of their past."""
        from kcs_cli.history.opening import whole_pasts

        try:
            pasts = whole_pasts(self.kb, paths)
        except KcsError:
            return {}
        return {
            path: frozenset(who.casefold() for one in past.changes if one.kind.is_substantive for who in one.commit.by)
            for path, past in pasts.items()
            if past.is_complete
        }

    def answers(self, addresses: Sequence[str]) -> Mapping[str, str]:
        """Return which addresses on the web are gone, and why. Raise KcsError."""
        from kcs_cli.lint.outside_link import ask_web

        found = ask_web(addresses)
        if found.unknown:
            first, why = next(iter(found.unknown.items()))
            self.kb.tell(f"{quantity(len(found.unknown), 'address', 'addresses')} could not be checked: {first} ({why})")
        return found.gone

    def look_again(self) -> None:
        """Forget what was read: files have changed since."""
        for name in ("pages", "world"):
            vars(self).pop(name, None)
        self.change = BaseChange(self.kb, self.scope)
        self.unread.clear()
        self.kb.forget()

    def report(self, baseline: frozenset[str], *, most: int | None = MOST_FINDINGS) -> LintReport:
        """Ask the rules about the pages, about what the change takes away, and about the links that it breaks elsewhere.

        `most`: see `lint`.
        """
        found = lint(self.pages, self.world, self.settings, self.rules, baseline, most=most)
        gone = [page for page in self.change.gone_pages if page.path in self.change.gone]
        taken = lint(gone, self.world, self.settings, self.only(OF_THE_GONE), baseline)
        findings = (*found.findings, *taken.findings, *self.broken_elsewhere(baseline), *self.unread.values())
        return found._replace(findings=tuple(sorted(findings, key=lambda one: (one.path, one.line, one.column))))

    def only(self, names: Iterable[str]) -> dict[str, Rule]:
        """Return those of some rules that are asked."""
        return {name: self.rules[name] for name in names if name in self.rules}

    def broken_elsewhere(self, baseline: frozenset[str]) -> Iterator[Finding]:
        """Yield the links of untouched articles that the change breaks."""
        lost = self.change.lost(self.pages) if self.scope.is_change else None
        if not lost:
            return
        links = LostLinks(lost, self.world.addresses)
        here = {page.path for page in self.pages}
        paths = [one.path for one in self.world.articles if one.path not in here and links.may_have(one)]
        rules = self.only(OF_LINKS)
        for page in filter(None, map(self.page, paths)):
            if places := links.places(page):
                found = lint([page], self.world, self.settings, rules, baseline).findings
                yield from (one for one in found if (one.line, one.column) in places)


def _unread(path: str, reason: str) -> Finding:
    """Return the finding that a file cannot be read: no rule's, so that nothing silences it."""
    return Finding(
        path=path,
        line=1,
        column=1,
        length=0,
        rule="file-unreadable",
        severity=Severity.error,
        message=f"The file cannot be read: {reason}",
        text="",
        id=path,
        fingerprint=path,
    )
