"""`anchor-missing`: a link to a heading that is not there."""

import re
from collections.abc import Iterator

from kcs_cli.lint.engine.anchors import anchors_of
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.targets import article_of, ignored_of, is_left_alone, targets
from kcs_cli.lint.engine.world import World

NO_HEADING = re.compile(r"top$|L\d+|:~:|[/!?]|tab[=/]|fn(?:ref)?[:-]?\w+$|.*[=&]", re.IGNORECASE)  # other uses of `#`

OF_REFERENCE = re.compile(r"\+|[a-z_]\w*(?:\.[a-z_]\w*)+$", re.IGNORECASE)  # what a site makes of a program: `kcs.lint.run`


def check(page: Page, world: World, options: Options) -> Iterator[Spot]:
    """Find links to headings that are not there; one whose article is not there is `link-broken`'s."""
    for target in targets(page):
        if not target.anchor or target.link.is_image or NO_HEADING.match(target.anchor):
            continue
        article = article_of(target, world) if target.named else None
        if target.named and article is None:
            continue
        if world.addresses.routing.makes_pages and OF_REFERENCE.match(target.anchor):
            continue
        known = anchors_of(article.body if article else page.parts.body)
        if known.is_open or known.has(target.anchor, exact=bool(options["exact"])):
            continue
        if is_left_alone(target, world, ignored_of(options)):
            continue
        near = known.nearest(target.anchor)
        where = f" in {article.path}" if article else ""
        message = f"There is no heading #{target.anchor}{where}{f'; the nearest is #{near}' if near else ''}"
        yield Spot(target.link.line, message, target.link.column, target.length)


OTHER = {"vpn.md": "---\nid: kb-2c4d6f\ntitle: VPN\n---\n\n## Windows & macOS\n"}
RULE = Rule(
    name="anchor-missing",
    group="links",
    severity=Severity.error,
    reason="The link opens the article at its beginning, and the reader searches for what was meant.",
    good=Example("## Reset\n\nSee [reset](#reset) and [VPN](vpn.md#windows--macos).\n", OTHER),
    bad=Example("## Reset\n\nSee [reset](#restart) and [VPN](vpn.md#linux).\n", OTHER),
    check=check,
    options={"exact": False, "ignore": ()},
)
