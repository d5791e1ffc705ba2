"""`same-issue`: an article that answers what another one answers."""

from collections.abc import Iterator

from kcs_cli.article.likeness import text_share
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.pair import is_answered_by, is_turn, named
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World


def check(page: Page, world: World, options: Options) -> Iterator[Spot]:
    """Find the article with the most similar issue; one that a new article repeats is `issue-already-answered`."""
    article = page.article
    if article is None:
        return
    pairs = [(share, one) for share, one in world.twins_of(article).answering(article, page.config) if is_turn(page, one)]
    if pairs and not any(is_answered_by(page, one, world.change.touched) for _, one in pairs):
        share, other = pairs[0]
        copy = options["copy"]  # from which per cent of the text on `near-identical` says it
        if isinstance(copy, int) and 100 * text_share(article.body, other.body) < copy:
            message = f"{share} % of the issue is the same as in {named(other)}; merge the two, or say what sets them apart"
            yield Spot(page.role_line("title"), message)


ISSUE = "\n\n## Issue\n\nThe fax does not ring since the office moved to the new building.\n"
OTHER = {"a/fax.md": f"---\nid: kb-2c4d6f\ntitle: Fax is silent after a move\n---{ISSUE}"}
RULE = Rule(
    name="same-issue",
    group="duplicates",
    severity=Severity.warning,
    reason="Two articles for one issue share its reuse, and the customer gets the one that was found by chance.",
    good=Example("---\ntitle: Fax prints white pages\n---\n\n## Issue\n\nThe pages are white.\n", OTHER, path="fax.md"),
    bad=Example(f"---\ntitle: After a move the fax is silent\n---{ISSUE}", OTHER, path="fax.md"),
    check=check,
    options={"copy": 50},
)
