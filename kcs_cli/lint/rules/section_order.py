"""`section-order`: sections that come in another order than in every other article."""

from collections.abc import Iterator
from itertools import pairwise

from kcs_cli.article.model import EVOLVE
from kcs_cli.article.section import find_role
from kcs_cli.knowledge_base.config import heading_roles
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World


def check(page: Page, _: World, options: Options) -> Iterator[Spot]:
    """Find the first section that comes too late; only an article that says its kind is asked: others have their own."""
    if page.article is None or page.article.kind in EVOLVE or not page.own_text("kind"):
        return
    order = options["order"]
    roles = heading_roles(page.config)
    first: dict[str, int] = {}
    for heading in page.headings:
        first.setdefault(find_role(heading.text, roles), page.parts.body_line + heading.line)
    lines = [(first[role], role) for role in (order if isinstance(order, tuple) else ()) if role in first]
    for (line, role), (next_line, next_role) in pairwise(lines):
        if next_line < line:
            yield Spot(line, f"The {role} stands below the {next_role}: the order is {', '.join(role for _, role in lines)}")
            return


ISSUE, ANSWER = "## Issue\n\nThe fax does not ring.\n", "## Resolution\n\nPut the cable back.\n"
RULE = Rule(
    name="section-order",
    group="structure",
    severity=Severity.warning,
    reason="Whoever reads many articles finds a part where it always is.",
    good=Example(f"---\ntitle: Fax is silent\nkind: problem\n---\n\n{ISSUE}\n{ANSWER}"),
    bad=Example(f"---\ntitle: Fax is silent\nkind: problem\n---\n\n{ANSWER}\n{ISSUE}"),
    check=check,
    options={"order": ("issue", "environment", "resolution", "cause")},
)
