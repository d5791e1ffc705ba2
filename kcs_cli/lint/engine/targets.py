"""Where the links of a page lead within the repository: to an article, a file, a heading, or nowhere."""

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from kcs_cli.article.card import Known
from kcs_cli.article.link import LinkForm, destination_path
from kcs_cli.knowledge_base.vocabulary import Kind
from kcs_cli.lint.engine.page import Page, PageLink
from kcs_cli.lint.engine.rule import Options
from kcs_cli.lint.engine.site_file import has_site_file, is_of_site
from kcs_cli.lint.engine.world import World

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")  # also of a drive, a server's file (C:\, \\server)
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
TEMPLATE = re.compile(r"\{\{|\{%|<%|\$\{|%7B%7B", re.IGNORECASE)  # what a site generator fills in
SAMPLE = (  # of how a link is written
    r"(?i)(?:^|[/.@])example\.(?:com|net|org)\b|[<>{}…]|\.\.\.|(?:^|/)(?:some/)?path/to/|^(?:url|uri|link|href|address|destination|target|example)(?:\.md)?(?:#.*)?$"
)
NAME = r"(?i)(?!_*toc_*$|x?$)[\w(.#/][^\"=;,{}$<>]*$"  # of an article, between `[[` and `]]`
SITE_ROOTS = ("static", "public", "docs", "source")  # what site generators serve as `/`
NOWHERE = ("", "#", "?")


class LinkTarget(NamedTuple):
    """Where a link leads: `named` as it is meant, without its anchor; `path` from the root; `anchor` without its sign.

    `source` is the path of the page that has the link.
    """

    link: PageLink
    named: str
    path: str
    anchor: str
    source: str = ""

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
        if link.destination not in NOWHERE
        and not SCHEME.match(link.destination)
        and not TEMPLATE.search(link.destination)
        and not (link.form is LinkForm.markdown and link.destination.startswith("[["))  # Logseq: a wiki link is in it
    )


def _target_of(link: PageLink, path: str) -> LinkTarget:
    """Return where a link on the page of a path leads."""
    destination = link.destination.replace("&amp;", "&") if link.form is LinkForm.html else link.destination
    written, _, anchor = destination.partition("#")
    named = meant(written)
    if link.form is LinkForm.root:
        named = f"/{named.lstrip('/')}"
    return LinkTarget(link, named, destination_path(named, path) if named else path, unquote(anchor), path)


def meant(written: str) -> str:
    """Return what a destination names, decoded, without what follows `?` or `#`."""
    written = re.split(r"[?#]", written, maxsplit=1)[0]
    return unquote(ESCAPED.sub(r"\1", written) if "\\" in written else written)


def is_left_alone(target: LinkTarget, world: World, ignored: Iterable[str] = ()) -> bool:
    """Tell whether a link is a sample, is one only where its make says so, or is one of those to ignore (patterns)."""
    link, routing = target.link, world.addresses.routing
    if any(fnmatch(target.named, one) or fnmatch(link.destination, one) for one in ignored):
        return True
    if (
        link.form is LinkForm.wiki
        and not link.is_image
        and not (routing.has_wiki_links and re.match(NAME, link.destination))
    ):
        return True
    if link.form in (LinkForm.name, LinkForm.root) and not routing.makes_pages:
        return True  # a template in a base that is no site of a make
    return bool(re.search(SAMPLE, link.destination))


def ignored_of(options: Options) -> tuple[str, ...]:
    """Return the patterns of the targets that a rule of links is to ignore."""
    ignored = options.get("ignore", ())
    return ignored if isinstance(ignored, tuple) else ()


def inner_targets(page: Page) -> Iterator[LinkTarget]:
    """Yield the targets of links to other files or articles, images left out."""
    return (target for target in targets(page) if target.named and not target.link.is_image)


def article_of(target: LinkTarget, world: World) -> Known | None:
    """Return the article that a link leads to, by its path, its id or a former id, or as the make of the site leads it."""
    if found := world.by_path.get(target.path) or world.by_path.get(f"{target.path}.md"):
        return found
    # Site generators serve `set-up-vpn.md` as `set-up-vpn.html`, and pages link to that
    if target.path.endswith(".html") and (found := world.by_path.get(f"{target.path[:-5]}.md")):
        return found
    anywhere = target.link.form in (LinkForm.wiki, LinkForm.name)
    named = next(iter(world.by_name.get(target.named.casefold(), ())), None)
    if named and not anywhere:
        return named
    # To a vault a file's name says more than what another article is called besides
    return world.addresses.find(target.named, target.source, anywhere=anywhere) or named


def has_file(target: LinkTarget, world: World) -> bool:
    """Tell whether there is a file or folder where a link leads to, in the base or around it in the repository."""
    if not target.path:
        return False
    if target.is_outside:
        is_there = not leaves_repository(target, world) and _exists(f"{world.root}/{target.path}")
        return is_there or has_site_file(target.named, target.source, world)
    if world.file(target.path):
        return True
    return _is_at_a_root(target, world) or has_site_file(target.named, target.source, world)


def _is_at_a_root(target: LinkTarget, world: World) -> bool:
    """Tell whether there is a file where a path begins with `/`: in a folder that is served so, or in the repository."""
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
    if leaves_repository(target, world) or article_of(target, world) or has_file(target, world):
        return False
    return not is_of_site(target.named, target.source, world)


def is_step(page: Page, line: int) -> bool:
    """Tell whether a line is one of the steps of a path."""
    if page.article is None or page.article.kind is not Kind.path or not page.sections:
        return False
    number = bisect_right(page.sections, line, key=lambda section: section.line)
    return page.sections[max(number - 1, 0)].role == "resolution"
