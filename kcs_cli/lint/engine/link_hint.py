"""What a link that leads nowhere was meant to lead to, and a page with such links led there."""

import re
from collections.abc import Iterable
from posixpath import basename

from kcs_cli.article.link import Link, LinkForm, encode, in_style
from kcs_cli.article.link_form import rewritable_links
from kcs_cli.lint.engine.articles import SHARED
from kcs_cli.lint.engine.nearest import nearest
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.targets import LinkTarget, meant
from kcs_cli.lint.engine.world import World
from kcs_cli.text.outside import kept

COMMON_NAMES = frozenset(("index.md", "_index.md", "readme.md"))  # say nothing of what is in them
MOST_HINTS = 20  # of a page
MOST_ALIKE = 500  # names among which the nearest one is looked for
WORDS = re.compile(r"[^\W_]+")
REPAIRED = (LinkForm.markdown, LinkForm.html)
SURE = 3  # words of a file name that two articles do not have by chance


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


def may_lead(target: LinkTarget, world: World) -> bool:
    """Tell whether a repair leads a link to the article that it must mean.

    On a site an address is no path, and what such an article's address is only the site can tell.
    """
    is_path = not world.addresses.routing.makes_pages or (target.named.endswith(".md") and not target.named.startswith("/"))
    return target.link.form in REPAIRED and is_path and bool(surely_renamed(target.path, world))


def surely_renamed(path: str, world: World) -> str:
    """Return the path of the one article that a path must mean; a file name of a word or two may be another article's."""
    now = _renamed(path, world)
    is_sure = basename(now) != basename(path) or len(WORDS.findall(basename(path).removesuffix(".md"))) >= SURE
    return now if is_sure else ""


def with_links_led(page: Page, world: World, targets: Iterable[LinkTarget]) -> str:
    """Return the file's text with links led to where the one article is that each must mean; all else as it was."""
    text = kept(page.content)
    paths = {one.link.destination: surely_renamed(one.path, world) for one in targets if may_lead(one, world)}
    parts, end = list[str](), 0
    for link in rewritable_links(text):
        path = paths.get(link.destination) if link.form in REPAIRED else None
        if path:
            parts += [text[end : link.start], _led_to(path, link, page)]
            end = link.end
    return "".join([*parts, text[end:]])


def _led_to(path: str, link: Link, page: Page) -> str:
    """Return a destination that leads to a path, written as the one before; its anchor stays."""
    written = re.split(r"[?#]", link.destination, maxsplit=1)[0]
    named = meant(written)
    new = in_style(named, page.path, path)
    return (
        encode(new if named.endswith(".md") else new.removesuffix(".md"), link, written) + link.destination[len(written) :]
    )
