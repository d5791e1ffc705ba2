"""`transition-unlicensed`: a change that moves an article to a state for which its authors have no licence."""

from collections.abc import Iterator

from kcs_cli.lint.engine.licensed import unlicensed_changes
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find it; where the change also does what is refused, `publication-unlicensed` speaks alone."""
    return unlicensed_changes(page, world, refused=False)


PEOPLE = {"people.toml": '[people."ana@example.org"]\nname = "Ana"\nlicence = "candidate"\n'}
BEFORE = "---\ntitle: Fax is silent\nconfidence: wip\n---\n"
RULE = Rule(
    name="transition-unlicensed",
    group="state",
    severity=Severity.warning,
    reason="A licence says that somebody knows what a state promises: who reads validated relies on it.",
    good=Example(BEFORE.replace("wip", "not-validated"), PEOPLE, before=BEFORE),
    bad=Example(BEFORE.replace("wip", "validated"), PEOPLE, before=BEFORE),
    check=check,
    only_changes=True,
)
