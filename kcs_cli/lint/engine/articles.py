"""The articles of a base, as the rules look them up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from math import inf
from typing import Generic, TypeVar

from kcs_cli.article.card import Known
from kcs_cli.article.model import Article
from kcs_cli.article.site_address import by_tail
from kcs_cli.lint.engine.twins import Twins

Value = TypeVar("Value")
SHARED = 2  # characters with which names begin that may be meant for each other


class Articles:
    """All readable articles, those that are looked at among them; they are read once somebody asks for them."""

    def __init__(self, read: Callable[[], Sequence[Known]]) -> None:
        self.read = read

    @cached_property
    def all(self) -> Sequence[Known]:
        """All of them, by path."""
        return self.read()

    @cached_property
    def by_path(self) -> Mapping[str, Known]:
        """The articles by their paths."""
        return {article.path: article for article in self.all}

    @cached_property
    def by_name(self) -> Mapping[str, list[Known]]:
        """The articles by their ids and aliases, in lower case, those whose id it is first."""
        return by_name(self.all)

    @cached_property
    def by_tail(self) -> Mapping[str, list[Known]]:
        """The articles by the last parts of the addresses that a site may have them at."""
        return by_tail(self.all)

    @cached_property
    def by_folded_path(self) -> Mapping[str, list[str]]:
        """The articles' paths by what a system that knows no capitals makes of them."""
        return group_pairs((article.path.casefold(), article.path) for article in self.all)

    @cached_property
    def by_file(self) -> Mapping[str, list[str]]:
        """The articles' paths by their file names."""
        return group_pairs((article.path.rsplit("/", 1)[-1], article.path) for article in self.all)

    @cached_property
    def by_beginning(self) -> Mapping[str, list[str]]:
        """The file names by their first characters."""
        return group_pairs((file[:SHARED], file) for file in self.by_file)

    @cached_property
    def twins(self) -> Twins:
        """What tells which of all articles are alike."""
        return Twins(self.all)

    def twins_of(self, _: Article) -> Twins:
        """Return what tells which articles are like one."""
        return self.twins


class Lookup(Mapping[str, Value], Generic[Value]):
    """A mapping of which single values can be found without having all; where more than `most` are asked, all are read."""

    def __init__(
        self, find: Callable[[str], Value | None], read: Callable[[], Mapping[str, Value]], most: float = inf
    ) -> None:
        self.find = find
        self.read = read
        self.most = most
        self.found: dict[str, Value | None] = {}

    @cached_property
    def all(self) -> Mapping[str, Value]:
        """All of them."""
        return self.read()

    def __getitem__(self, key: str) -> Value:
        if key not in self.found:
            self.found[key] = self.find(key) if len(self.found) < self.most else self.all.get(key)
        value = self.found[key]
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)


def by_name(articles: Sequence[Known]) -> dict[str, list[Known]]:
    """Return articles by their ids and aliases, in lower case, those whose id it is first."""
    found: dict[str, list[Known]] = {}
    for article in articles:
        found.setdefault(article.id.casefold(), []).append(article)
    for article in articles:
        for alias in article.aliases:
            others = found.setdefault(alias.casefold(), [])
            if article not in others:
                others.append(article)
    return found


def group_pairs(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the second of each pair by the first."""
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
