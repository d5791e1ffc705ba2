"""`issue-already-answered`: a new article for an issue that an existing one answers."""

from collections.abc import Iterator

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.pair import is_answered_by, named
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find the article that answers the issue of a new one."""
    if page.is_new and page.article:
        for share, other in world.twins_of(page.article).answering(page.article, page.config):
            if is_answered_by(page, other, world.change.touched):
                message = f"{named(other)} answers this ({share} % of the issue is the same); improve that one"
                yield Spot(page.role_line("title"), message)
                return


ISSUE = "\n\n## Issue\n\nThe fax does not ring since the office moved to the new building.\n"
ANSWER = "\n## Resolution\n\nChoose Tone in place of Pulse.\n"
OTHER = {"a/fax.md": f"---\nid: kb-2c4d6f\ntitle: Fax is silent after a move\n---{ISSUE}{ANSWER}"}
RULE = Rule(
    name="issue-already-answered",
    group="duplicates",
    severity=Severity.warning,
    reason="Reuse is review: a second article for the issue parts what is known from where it is looked for.",
    good=Example("---\ntitle: Fax prints white pages\n---\n\n## Issue\n\nThe pages are white.\n", OTHER, "", "fax.md"),
    bad=Example(f"---\ntitle: After a move the fax is silent\n---{ISSUE}", OTHER, "", "fax.md"),
    check=check,
    only_changes=True,
)
