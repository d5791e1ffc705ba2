"""`link-external`: a link to an address on the web that is gone; only where lint is asked to look (`--external`)."""

import re
from collections.abc import Iterator

from kcs_cli.lint.engine.page import Page, PageLink
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.targets import ESCAPED, TEMPLATE
from kcs_cli.lint.engine.world import World
from kcs_cli.text.display import shorten

WEB = re.compile(r"https?://[^/\s]", re.IGNORECASE)
AUTOLINK = re.compile(r"<(https?://[^\s<>]+)>", re.IGNORECASE)


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find addresses that are gone; one that only does not answer now is none."""
    mine = list(_web_links(page)) if world.around.answers else []
    if not mine:
        return
    if any(_address_of(link) not in world.answered for link in mine):
        world.gone(_address_of(link) for one in (page, *world.around.pages()) for link in _web_links(one))
    for link in mine:
        if why := world.answered.get(_address_of(link)):
            yield Spot(link.line, f"{shorten(link.destination, 80)} is gone: {why}", link.column, len(link.destination))


def _web_links(page: Page) -> Iterator[PageLink]:
    """Yield the links to the web, those between angle brackets among them."""
    links = (link for link in page.links if WEB.match(link.destination))
    yield from (link for link in links if not TEMPLATE.search(link.destination))
    known = {(link.line, link.column) for link in page.links}
    for number, line in page.prose.items() if "<http" in page.parts.body else ():
        for match in AUTOLINK.finditer(line):
            if (number, match.start(1) + 1) not in known and not TEMPLATE.search(match[1]):
                yield PageLink(number, match.start(1) + 1, match[1], is_image=False)


def _address_of(link: PageLink) -> str:
    """Return the address that is asked for: what follows `#` is the reader's matter."""
    return ESCAPED.sub(r"\1", link.destination).partition("#")[0]


RULE = Rule(
    name="link-external",
    group="links",
    severity=Severity.error,
    reason="Whoever follows the link finds that the page is gone; lint --external looks.",
    good=Example("## Resolution\n\nSee [the manual](https://example.org/manual).\n"),
    bad=Example("## Resolution\n\nSee [the manual](https://example.org/gone).\n"),
    check=check,
)
