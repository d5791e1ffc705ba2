"""`link-broken`: a link to a file or an article that is not there."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import unquote

from kcs_cli.inner_links import resolved
from kcs_cli.lint.page import Page, PageLink
from kcs_cli.lint.rule import Example, Found, Options, Rule, Severity
from kcs_cli.lint.world import Known, World

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def inner_links(page: Page) -> Iterator[tuple[PageLink, str]]:
    """Yield the links that lead within the repository, each with what it names, decoded and without its anchor."""
    for link in page.links:
        written = re.split(r"[?#]", link.destination, maxsplit=1)[0]
        if written and not SCHEME.match(written):
            yield link, unquote(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", written))


def target(page: Page, named: str, world: World) -> Known | None:
    """Return the article a link leads to, by its path or by its id."""
    path = resolved(named, page.path)
    found = world.by_path.get(path) or world.by_path.get(f"{path}.md")
    return found or next(iter(world.by_name.get(named.casefold(), ())), None)


def check(page: Page, world: World, _: Options) -> Iterator[Found]:
    """Find links that lead nowhere."""
    for link, named in inner_links(page):
        path = resolved(named, page.path)
        if link.is_image or path.startswith("../") or path == ".." or target(page, named, world) or world.file(path or "."):
            continue
        near = get_close_matches(path, world.by_path, 1, 0.8)
        hint = f"; the nearest is {near[0]}" if near else ""
        yield Found(link.line, f"There is no {named}{hint}", link.column, len(link.destination))


OTHER = {"vpn.md": "---\nid: kb-2c4d6f\ntitle: VPN\n---\n"}
RULE = Rule(
    name="link-broken",
    group="links",
    severity=Severity.error,
    reason="Whoever follows the link on a call finds nothing.",
    good=Example("## Resolution\n\nSee [VPN](vpn.md) or [its id](kb-2c4d6f).\n", OTHER),
    bad=Example("## Resolution\n\nSee [VPN](vpm.md).\n", OTHER),
    check=check,
)
