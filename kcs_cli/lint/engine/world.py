"""What is around a page: the other articles, the files of the knowledge base, the people, the change that is looked at."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kcs_cli.article.card import Known
from kcs_cli.article.model import Article, named_owners
from kcs_cli.article.site import ROUTINGS
from kcs_cli.article.site_address import Addresses
from kcs_cli.article.site_text import SiteText, read_site_text
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.people import People
from kcs_cli.knowledge_base.topic import Topic, read_topics
from kcs_cli.knowledge_base.vocabulary import Kind
from kcs_cli.lint.engine.articles import Articles
from kcs_cli.lint.engine.dates_only import dates_moved
from kcs_cli.lint.engine.twins import Twins

if TYPE_CHECKING:
    from kcs_cli.knowledge_base.codeowners import CodeOwners
    from kcs_cli.lint.engine.own_name import OwnNames
    from kcs_cli.lint.engine.page import Page


class Authorship(NamedTuple):
    """The change that is looked at: who made it (addresses), by path; the files it touches.

    `ids_before` are the ids that the whole base had before, with their paths; asked only where a rule needs them.
    """

    authors: Mapping[str, frozenset[str]] = MappingProxyType({})
    touched: frozenset[str] = frozenset()
    ids_before: Callable[[], Mapping[str, str]] = dict


class Surroundings(NamedTuple):
    """What some rules want to know besides: who is who, the day, the change that is looked at.

    `verified_by` tells who confirmed articles, by id; `changed_on` when articles were last worked on, by path, where there
    is a history. Both are asked only where a rule needs them. `pages` are those that are looked at: what a rule asks of the
    outside about one, it asks about all at once. `answers` tells which addresses on the web lead nowhere, and why; None:
    nobody looks.
    `written_by` tells who worked on articles (addresses), by path, as far as the history is there.
    `top` is the repository around the knowledge base; None where there is none.
    """

    people: People
    today: date
    change: Authorship
    verified_by: Callable[[], Mapping[str, frozenset[str]]] = dict
    changed_on: Callable[[Sequence[str]], Mapping[str, date]] = lambda _: {}
    pages: Callable[[], Iterable["Page"]] = tuple
    answers: Callable[[Sequence[str]], Mapping[str, str]] | None = None
    written_by: Callable[[Sequence[str]], Mapping[str, frozenset[str]]] = lambda _: {}
    top: Path | None = None


class World:
    """What the rules may ask about; the articles are read only when a rule wants to know of others."""

    def __init__(self, root: Path, config: Config, known: Articles, around: Surroundings) -> None:
        self.root = root
        self.config = config
        self.known = known
        self.around = around
        self.people, self.today, self.change = around.people, around.today, around.change

    @property
    def articles(self) -> Sequence[Known]:
        """All readable articles of the base, those that are looked at among them."""
        return self.known.all

    @property
    def by_path(self) -> Mapping[str, Known]:
        """The articles by their paths."""
        return self.known.by_path

    @property
    def by_name(self) -> Mapping[str, list[Known]]:
        """The articles by their ids and aliases, in lower case, those whose id it is first."""
        return self.known.by_name

    @cached_property
    def addresses(self) -> Addresses:
        """The addresses of the articles, as the make of the site leads links."""
        routing, folder, text = ROUTINGS[self.config.site.kind], self.config.articles.folder, self.site_text
        return Addresses(routing, lambda tail: self.known.by_tail.get(tail, ()), folder, text.base, text.patterns)

    @cached_property
    def site_text(self) -> SiteText:
        """What the configuration of the site says; of a base that is no site nothing is read."""
        is_site = ROUTINGS[self.config.site.kind].makes_pages
        return read_site_text(self.root, self.top, self.config.articles.folder) if is_site else SiteText()

    def twins_of(self, article: Article) -> Twins:
        """Return what tells which articles are like one."""
        return self.known.twins_of(article)

    @cached_property
    def ids_before(self) -> Mapping[str, str]:
        """The ids that the base had before the change, in lower case, with their paths."""
        return {id_.casefold(): path for id_, path in self.change.ids_before().items()}

    @cached_property
    def verified_by(self) -> Mapping[str, frozenset[str]]:
        """Who confirmed articles with `kcs verify`, by article id."""
        return self.around.verified_by()

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """The topics of the value-irritant matrix."""
        return read_topics(self.root)

    @cached_property
    def top(self) -> Path:
        """The repository around the knowledge base; the base itself where there is none."""
        return self.around.top or self.root

    @cached_property
    def codeowners(self) -> "CodeOwners":
        """The owners by the repository's CODEOWNERS."""
        from kcs_cli.knowledge_base.codeowners import read_codeowners

        return read_codeowners(self.top)

    def owners_of(self, article: Article) -> tuple[str, ...]:
        """Return who is named as owner of an article, by itself or by CODEOWNERS; a guess names nobody."""
        rule = self.codeowners.of((self.root / article.path).relative_to(self.top).as_posix())
        return named_owners(article.owner, rule.owners if rule else (), self.config.defaults.owner)[0]

    @cached_property
    def own_names(self) -> "OwnNames":
        """The organisation's own addresses and numbers, told by all articles; asked only where a page has one."""
        from kcs_cli.lint.engine.own_name import OwnNames

        return OwnNames(lambda: self.articles, self.config.site.url)

    @cached_property
    def with_new_dates_only(self) -> tuple[str, ...]:
        """The articles that are looked at in which the change moves dates and nothing else, by path."""
        return tuple(sorted(page.path for page in self.around.pages() if dates_moved(page)))

    @cached_property
    def writers(self) -> dict[str, frozenset[str]]:
        """Who worked on articles, as far as it was asked (see `written_by`)."""
        return {}

    def written_by(self, paths: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Return who worked on articles, by path; nobody where that is not known."""
        if new := sorted(set(paths) - self.writers.keys()):
            self.writers.update(dict.fromkeys(new, frozenset[str]()), **self.around.written_by(new))
        return self.writers

    @cached_property
    def days(self) -> dict[str, date | None]:
        """When articles were last worked on, as far as it was asked (see `worked_on`)."""
        return {}

    def worked_on(self, paths: Iterable[str]) -> Mapping[str, date | None]:
        """Return when articles were last worked on, by path; None where that is not known."""
        if new := sorted(set(paths) - self.days.keys()):
            self.days.update(dict.fromkeys(new), **self.around.changed_on(new))
        return self.days

    @cached_property
    def answered(self) -> dict[str, str]:
        """Why addresses lead nowhere, as far as it was asked (see `gone`); nothing for one that does not."""
        return {}

    def gone(self, addresses: Iterable[str]) -> Mapping[str, str]:
        """Return why addresses on the web lead nowhere; nothing for those that lead somewhere, or were not looked at."""
        if self.around.answers is None:
            return {}
        if new := sorted(set(addresses) - self.answered.keys()):
            self.answered.update(dict.fromkeys(new, ""), **self.around.answers(new))
        return self.answered

    def prompts(self, kind: Kind) -> frozenset[str]:
        """Return the lines of the template of a kind that tell what to write."""
        if kind not in self.read_prompts:
            from kcs_cli.article.prompt import prompts_of

            self.read_prompts[kind] = prompts_of(self.root, kind, self.config)
        return self.read_prompts[kind]

    @cached_property
    def read_prompts(self) -> dict[Kind, frozenset[str]]:
        """The lines of the templates, as far as they were asked for."""
        return {}

    def file(self, path: str) -> Path | None:
        """Return a file or folder of the base by its path from the root; None where there is none, or it is outside."""
        if path not in self.files:
            self.files[path] = self._look_for(path)
        return self.files[path]

    @cached_property
    def files(self) -> dict[str, Path | None]:
        """The files and folders that were looked for: several rules ask for each link's."""
        return {}

    def entries(self, folder: str) -> frozenset[str]:
        """Return the names in a folder of the base, by its path from the root; none where there is no folder."""
        if folder not in self.read_entries:
            place = self.file(folder) if folder else self.root
            try:
                names = frozenset(os.listdir(place)) if place and place.is_dir() else frozenset()  # noqa: PTH208 - names, no paths
            except OSError:
                names = frozenset()
            self.read_entries[folder] = names
        return self.read_entries[folder]

    @cached_property
    def read_entries(self) -> dict[str, frozenset[str]]:
        """The names in folders, as far as they were asked for."""
        return {}

    @cached_property
    def file_names(self) -> frozenset[str]:
        """The names of all files of the base, in lower case: where a name leads to a file wherever it lies."""
        folders = os.walk(self.root)
        return frozenset(name.casefold() for place, _, names in folders if "/." not in place for name in names)

    def _look_for(self, path: str) -> Path | None:
        """Look for a file or folder of the base."""
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or "\0" in path:
            return None
        file = self.root / pure
        try:
            return file if file.exists() and file.resolve().is_relative_to(self.root.resolve()) else None
        except (OSError, ValueError):
            return None
