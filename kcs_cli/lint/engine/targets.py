"""Where the links of a page lead within the repository: to an article, a file, a heading, or nowhere."""

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from posixpath import basename
from typing import NamedTuple
from urllib.parse import unquote

from kcs_cli.article.card import Known
from kcs_cli.article.link import Link, destination_path, encode, find_links, in_style
from kcs_cli.knowledge_base.vocabulary import Kind
from kcs_cli.lint.engine.articles import SHARED
from kcs_cli.lint.engine.nearest import nearest
from kcs_cli.lint.engine.page import Page, PageLink
from kcs_cli.lint.engine.world import World
from kcs_cli.text.outside import kept

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")  # also of a drive, a server's file (C:\, \\server)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
TEMPLATE = re.compile(r"\{\{|\{%|<%|\$\{|%7B%7B", re.IGNORECASE)  # what a site generator fills in
SITE_ROOTS = ("static", "public", "docs", "source")  # what site generators serve as `/`
COMMON_NAMES = frozenset(("index.md", "_index.md", "readme.md"))  # say nothing of what is in them
NOWHERE = ("", "#", "?")
MOST_HINTS = 20  # of a page
MOST_ALIKE = 500  # names among which the nearest one is looked for

WORDS = re.compile(r"[^\W_]+")
SURE = 3  # words of a file name that two articles do not have by chance


class LinkTarget(NamedTuple):
    """Where a link leads: `named` as it is meant, without its anchor; `path` from the root; `anchor` without its sign."""

    link: PageLink
    named: str
    path: str
    anchor: str

    @property
    def length(self) -> int:
        """How many characters the destination has as it is written."""
        return len(self.link.destination)

    @property
    def is_outside(self) -> bool:
        """Tell whether the path leaves the knowledge base."""
        return self.path == ".." or self.path.startswith("../")


@lru_cache(8)  # several rules ask, one after the other
def targets(page: Page) -> tuple[LinkTarget, ...]:
    """Return the targets of the links within the repository, those to the page's own headings among them."""
    return tuple(
        _target_of(link, page.path)
        for link in page.links
        if link.destination not in NOWHERE and not SCHEME.match(link.destination) and not TEMPLATE.search(link.destination)
    )


def _target_of(link: PageLink, path: str) -> LinkTarget:
    """Return where a link on the page of a path leads."""
    written, _, anchor = link.destination.partition("#")
    named = _meant(written)
    return LinkTarget(link, named, destination_path(named, path) if named else path, unquote(anchor))


def _meant(written: str) -> str:
    """Return what a destination names, decoded, without what follows `?` or `#`."""
    written = re.split(r"[?#]", written, maxsplit=1)[0]
    return unquote(ESCAPED.sub(r"\1", written) if "\\" in written else written)


def inner_targets(page: Page) -> Iterator[LinkTarget]:
    """Yield the targets of links to other files or articles, images left out."""
    return (target for target in targets(page) if target.named and not target.link.is_image)


def article_of(target: LinkTarget, world: World) -> Known | None:
    """Return the article that a link leads to, by its path, its id or a former id."""
    if found := world.by_path.get(target.path) or world.by_path.get(f"{target.path}.md"):
        return found
    # Site generators serve `set-up-vpn.md` as `set-up-vpn.html`, and pages link to that
    if target.path.endswith(".html") and (found := world.by_path.get(f"{target.path[:-5]}.md")):
        return found
    return next(iter(world.by_name.get(target.named.casefold(), ())), None)


def has_file(target: LinkTarget, world: World) -> bool:
    """Tell whether there is a file or folder where a link leads to, in the base or around it in the repository."""
    if not target.path:
        return False
    if target.is_outside:
        return not leaves_repository(target, world) and _exists(f"{world.root}/{target.path}")
    if world.file(target.path):
        return True
    if not target.named.startswith("/"):
        return False
    sites = (*SITE_ROOTS, world.config.articles.folder.strip("/"))
    return any(world.file(f"{site}/{target.path}") for site in sites if site) or _exists(f"{world.top}/{target.path}")


def leaves_repository(target: LinkTarget, world: World) -> bool:
    """Tell whether a path leads out of the repository; where there is none, out of the knowledge base."""
    if not target.is_outside:
        return False
    place = os.path.normpath(f"{world.root}/{target.path}")
    return place != str(world.top) and not place.startswith(f"{world.top}/")


def _exists(place: str) -> bool:
    """Tell whether there is a file; one that no system could have is none."""
    return os.path.exists(place)  # noqa: PTH110 - `Path.exists` raises for a name that is too long


def is_missing(target: LinkTarget, world: World) -> bool:
    """Tell whether a link leads nowhere; one that leaves the repository is another matter."""
    return not (leaves_repository(target, world) or article_of(target, world) or has_file(target, world))


def is_step(page: Page, line: int) -> bool:
    """Tell whether a line is one of the steps of a path."""
    if page.article is None or page.article.kind is not Kind.path or not page.sections:
        return False
    number = bisect_right(page.sections, line, key=lambda section: section.line)
    return page.sections[max(number - 1, 0)].role == "resolution"


def hint(target: LinkTarget, world: World) -> str:
    """Say which article was meant, as far as that can be told."""
    if now := _renamed(target.path, world):
        return f"; {'it is now' if surely_renamed(target.path, world) else 'there is'} {now}"
    name = basename(target.path)
    alike = tuple(world.known.by_beginning.get(name[:SHARED], ()))
    near = nearest(name, alike, 0.8) if len(alike) <= MOST_ALIKE else ""
    return f"; the nearest is {world.known.by_file[near][0]}" if near else ""


def _renamed(path: str, world: World) -> str:
    """Return the path of the one article that a path must mean: of the same file name, or of the id it was called by."""
    stem = path.removesuffix(".md")
    file = f"{basename(stem)}.md"
    if file.casefold() in COMMON_NAMES:
        return ""
    found = set(world.known.by_file.get(file, ()))
    if not found:
        found = {article.path for name in (stem, basename(stem)) for article in world.by_name.get(name.casefold(), ())}
    return found.pop() if len(found) == 1 else ""


def surely_renamed(path: str, world: World) -> str:
    """Return the path of the one article that a path must mean; a file name of a word or two may be another article's."""
    now = _renamed(path, world)
    is_sure = basename(now) != basename(path) or len(WORDS.findall(basename(path).removesuffix(".md"))) >= SURE
    return now if is_sure else ""


def with_links_led(page: Page, world: World, targets: Iterable[LinkTarget]) -> str:
    """Return the file's text with links led to where the one article is that each must mean; all else as it was."""
    text = kept(page.content)
    paths = {target.link.destination: surely_renamed(target.path, world) for target in targets}
    parts, end = list[str](), 0
    for link in sorted(find_links(text)):
        if path := paths.get(link.destination):
            parts += [text[end : link.start], _led_to(path, link, page)]
            end = link.end
    return "".join([*parts, text[end:]])


def _led_to(path: str, link: Link, page: Page) -> str:
    """Return a destination that leads to a path, written as the one before; its anchor stays."""
    written = re.split(r"[?#]", link.destination, maxsplit=1)[0]
    named = _meant(written)
    new = in_style(named, page.path, path)
    return (
        encode(new if named.endswith(".md") else new.removesuffix(".md"), link, written) + link.destination[len(written) :]
    )
