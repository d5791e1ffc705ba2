"""`resolution-twice`: an article with more than one resolution."""

from collections.abc import Iterator

from kcs_cli.article.model import EVOLVE
from kcs_cli.article.section import find_role
from kcs_cli.knowledge_base.config import heading_roles
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World
from kcs_cli.text.display import fold


def check(page: Page, _: World, options: Options) -> Iterator[Spot]:
    """Find the second resolution; parts of one, and what helps until there is one, are none."""
    if page.article is None or page.article.kind in EVOLVE:
        return
    found = list(_resolutions(page, options["interim"]))
    if len(found) > 1:
        message = f"There are {len(found)} resolutions, the first on line {found[0]}: make an article of each"
        yield Spot(found[1], message)


def _resolutions(page: Page, interim: object) -> Iterator[int]:
    """Yield the lines of the headings of resolutions that are not below another one."""
    roles, inside = heading_roles(page.config), 0
    apart = tuple(map(fold, interim)) if isinstance(interim, tuple) else ()
    for heading in page.headings:
        inside = inside if heading.level > inside else 0
        if not inside and find_role(heading.text, roles) == "resolution":
            inside = heading.level
            if not fold(heading.text).startswith(apart):
                yield page.parts.body_line + heading.line


ANSWER = "## Resolution\n\nPut the cable back.\n"
RULE = Rule(
    name="resolution-twice",
    group="structure",
    severity=Severity.error,
    reason="An article answers one issue in one way: what was reused, and what it led to, is counted by article.",
    good=Example(f"---\ntitle: Fax is silent\n---\n\n{ANSWER}\n## Workaround\n\nUse the other one.\n"),
    bad=Example(f"---\ntitle: Fax is silent\n---\n\n{ANSWER}\n## Resolution\n\nBuy a new one.\n"),
    check=check,
    options={"interim": ("Workaround", "Umgehung", "临时解决", "Laikinas sprendimas")},
)
