"""`link-outside`: a link to a file outside the repository, which only one machine has."""

import re
from collections.abc import Iterator

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.targets import article_of, has_file, is_left_alone, leaves_repository, targets
from kcs_cli.lint.engine.world import World
from kcs_cli.text.display import shorten

OF_A_MACHINE = re.compile(r"file:|[a-z]:(?:[\\/]|%5c)|\\\\", re.IGNORECASE)  # C:\fax.md, \\server\fax.md


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find links that leave the repository."""
    for link in page.links:
        if OF_A_MACHINE.match(link.destination):
            shown = shorten(link.destination, 80)
            yield Spot(link.line, f"{shown} is on one machine only", link.column, len(link.destination))
    for target in targets(page):
        if leaves_repository(target, world) and not (
            is_left_alone(target, world) or article_of(target, world) or has_file(target, world)
        ):
            message = f"{target.named} leads out of the repository; only what is in it comes with the article"
            yield Spot(target.link.line, message, target.link.column, target.length)


RULE = Rule(
    name="link-outside",
    group="links",
    severity=Severity.error,
    reason="The file is on the author's machine and on no other.",
    good=Example("## Resolution\n\nSee [VPN](vpn.md).\n", {"vpn.md": "---\ntitle: VPN\n---\n"}),
    bad=Example("## Resolution\n\nSee [VPN](../../vpn.md) and [the manual](file:///home/ana/manual.pdf).\n"),
    check=check,
)
