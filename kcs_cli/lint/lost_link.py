"""What a change takes away, and the links of untouched articles that lead there."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote

from kcs_cli.article.card import Known
from kcs_cli.article.model import Article
from kcs_cli.article.site_address import Addresses, by_tail, tail_of
from kcs_cli.files.markdown_file import ENDINGS, without_ending
from kcs_cli.lint.engine.anchors import anchors_of
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.targets import LinkTarget, targets

DESTINATIONS = (
    r"\]\(\s*<?([^\s<>()#?]+)|^\s{0,3}\[[^\]\n]+\]:\s*<?([^\s<>#?]+)|\[\[([^\[\]|#\n]+)|(?:href|src)=[\"']([^\"'#?<>]+)"
)


class LostNames(NamedTuple):
    """Paths and names that are no more, without capitals; the anchors that some articles no longer have, by path.

    `articles` are those that are gone, or are no longer where their front matter said, as they were.
    """

    names: frozenset[str]
    anchors: Mapping[str, frozenset[str]]
    articles: tuple[Article, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or self.anchors or self.articles)


class LostLinks:
    """Finds the links that lead to what is lost."""

    def __init__(self, lost: LostNames, site: Addresses) -> None:
        self.lost = lost
        self.site = site

    @cached_property
    def last_parts(self) -> frozenset[str]:
        """What a destination may end in that leads to something lost: file names with and without suffix, ids."""
        ends = (path.casefold().rsplit("/", 1)[-1] for path in (*self.lost.names, *self.lost.anchors))
        names = (name for end in ends for name in (end, without_ending(end), tail_of(end)))
        return frozenset((*names, *self.tails))

    @cached_property
    def tails(self) -> Mapping[str, list[Known]]:
        """The articles that a site no longer has at some address, by the last parts of those."""
        return by_tail(self.lost.articles)

    @cached_property
    def addresses(self) -> Addresses:
        """The addresses that the site had them at."""
        return self.site.among(self.tails)

    def may_have(self, article: Known) -> bool:
        """Tell whether an article may have such a link: a quick look at what its destinations end in."""
        has_sign = any(sign in article.body for sign in ("](", "]:", "[[", "href", "src"))
        found = re.findall(DESTINATIONS, article.body, re.MULTILINE) if has_sign else ()
        ends = (unquote("".join(groups)).casefold().rstrip("/").rsplit("/", 1)[-1] for groups in found)
        return any(end in self.last_parts or tail_of(end) in self.last_parts for end in ends)

    def places(self, page: Page) -> frozenset[tuple[int, int]]:
        """Return where such links stand on a page: lines and columns."""
        return frozenset((one.link.line, one.link.column) for one in targets(page) if self.is_lost(one))

    def is_lost(self, target: LinkTarget) -> bool:
        """Tell whether a link leads to something lost."""
        path = target.path.casefold()
        if target.named and not self.lost.names.isdisjoint((*_paths(path), target.named.casefold())):
            return True
        if target.named and self.addresses.find(target.named, target.source):
            return True
        anchors = next((self.lost.anchors[one] for one in _paths(path) if one in self.lost.anchors), frozenset())
        return target.anchor.lower() in anchors


def _paths(path: str) -> tuple[str, ...]:
    """Return what a link to a path may lead to: a file, or an article without the end of its name."""
    return (path, *(path + ending for ending in ENDINGS))


def lost_anchors(pages: Iterable[Page]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the paths of pages, without capitals, with the anchors that they had before."""
    for page in pages:
        if page.before and page.before.parts.body != page.parts.body:
            gone = anchors_of(page.before.parts.body).names - anchors_of(page.parts.body).names
            if gone:
                yield page.path.casefold(), gone


def names_of(pages: Iterable[Page]) -> frozenset[str]:
    """Return all that pages may be linked by: paths, ids and former ids, without capitals."""
    found = (name for page in pages for name in (page.path, page.id, *(page.article.aliases if page.article else ())))
    return frozenset(name.casefold() for name in found)
