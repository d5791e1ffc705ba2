"""`link-to-narrower`: a link to an article that not all of the readers may read."""

from collections.abc import Iterator

from kcs_cli.article.audience import is_narrower
from kcs_cli.article.internal_part import without_internal
from kcs_cli.article.link import find_links
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.targets import article_of, inner_targets
from kcs_cli.lint.engine.world import World


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find links to articles of a narrower audience."""
    if page.article is None or page.article.audience is Audience.internal:
        return
    mine = page.article.audience
    targets = [(target, article_of(target, world)) for target in inner_targets(page)]
    narrower = [(target, article) for target, article in targets if article and is_narrower(article.audience, mine)]
    followed = _destinations(page) if narrower else frozenset()
    for target, article in narrower:
        if target.link.destination in followed:
            message = f"{article.id} ({article.path}) is {article.audience}: not all {mine} readers may follow the link"
            yield Spot(target.link.line, message, target.link.column, target.length)


def _destinations(page: Page) -> frozenset[str]:
    """Return where the links lead that are in no internal part."""
    return frozenset(link.destination for link in find_links(f"\n{without_internal(page.parts.body, page.config.channel)}"))


VPN = "---\nid: kb-2c4d6f\ntitle: VPN\naudience: {}\n---\n"
TEXT = "---\ntitle: Fax is silent\naudience: customer\n---\n\nSee [VPN](vpn.md).\n"
RULE = Rule(
    name="link-to-narrower",
    group="links",
    severity=Severity.error,
    reason="Readers come to a closed door, and learn the name of what they may not read.",
    good=Example(TEXT, {"vpn.md": VPN.format("public")}),
    bad=Example(TEXT, {"vpn.md": VPN.format("internal")}),
    check=check,
)
