"""`publication-unlicensed`: a change to a wider external audience, or of a compliance article, without a licence for it."""

from collections.abc import Iterator

from kcs_cli.lint.engine.licensed import unlicensed_changes
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find that no author of the change is a publisher or, under compliance, a named owner."""
    return unlicensed_changes(page, world, refused=True)


PEOPLE = {"people.toml": '[people."ana@example.org"]\nname = "Ana"\nlicence = "contributor"\n'}
BEFORE = "---\ntitle: Fax is silent\nconfidence: validated\naudience: public\n---\n"
RULE = Rule(
    name="publication-unlicensed",
    group="state",
    severity=Severity.error,
    reason="What customers read is not taken back, and of what the law asks only its owners can tell.",
    good=Example(BEFORE.replace("public", "internal"), PEOPLE, before=BEFORE),
    bad=Example(BEFORE, PEOPLE, before=BEFORE.replace("public", "internal")),
    check=check,
    only_changes=True,
)
