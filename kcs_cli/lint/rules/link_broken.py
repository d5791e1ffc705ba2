"""`link-broken`: a link to a file or an article that is not there."""

from collections.abc import Iterator

from kcs_cli.lint.engine.link_hint import MOST_HINTS, hint, may_lead, with_links_led
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.targets import LinkTarget, ignored_of, inner_targets, is_left_alone, is_missing, is_step
from kcs_cli.lint.engine.world import World


def _broken(page: Page, world: World, options: Options) -> Iterator[LinkTarget]:
    """Yield the links that lead nowhere; those of a path's steps are `step-missing`'s, images `image-missing`'s."""
    ignored = ignored_of(options)
    for target in inner_targets(page):
        if not is_step(page, target.link.line) and is_missing(target, world) and not is_left_alone(target, world, ignored):
            yield target


def check(page: Page, world: World, options: Options) -> Iterator[Spot]:
    """Find links that lead nowhere."""
    for number, target in enumerate(_broken(page, world, options)):
        near = hint(target, world) if number < MOST_HINTS else ""
        message, is_fixable = f"There is no {target.named}{near}", may_lead(target, world)
        yield Spot(target.link.line, message, target.link.column, target.length, is_fixable=is_fixable)


def fix(page: Page, world: World, options: Options) -> str:
    """Lead links to where their articles are now, where there is one of that name."""
    return with_links_led(page, world, _broken(page, world, options))


OTHER = {"network/set-up-vpn.md": "---\nid: kb-2c4d6f\ntitle: VPN\n---\n"}
RULE = Rule(
    name="link-broken",
    group="links",
    severity=Severity.error,
    reason="Whoever follows the link on a call finds nothing.",
    good=Example("## Resolution\n\nSee [VPN](network/set-up-vpn.md) or [its id](kb-2c4d6f).\n", OTHER),
    bad=Example("## Resolution\n\nSee [VPN](set-up-vpn.md).\n", OTHER),
    check=check,
    fix=fix,
    options={"ignore": ()},
)
