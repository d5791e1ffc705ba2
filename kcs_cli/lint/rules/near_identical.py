"""`near-identical`: an article with most of its text in common with another one."""

from collections.abc import Iterator

from kcs_cli.article.likeness import text_share
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.pair import is_answered_by, is_turn, named
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World

COPY = 90  # per cent: what is so much alike is a copy, however many there are
SOME = 0.15  # of the runs of words that are looked at: who shares fewer is not compared


def check(page: Page, world: World, options: Options) -> Iterator[Spot]:
    """Find the article that is most alike; one that answers what a new one does is `issue-already-answered`."""
    article = page.article
    if article is None:
        return
    least = options["share"]
    likely = world.twins_of(article).sharing(article, article.body, SOME)
    candidates = [one for one in likely if is_turn(page, one) and not is_answered_by(page, one, world.change.touched)]
    shares = [(-round(100 * text_share(article.body, one.body)), one.path, one) for one in candidates]
    if shares and isinstance(least, int) and -min(shares)[0] >= least:
        share, _, other = min(shares)
        if -share < COPY and world.twins_of(article).is_usual(article.body, other.body):
            return  # pages of one make: what sets them apart is what they are about
        message = f"{-share} % of the text is the same as in {named(other)}; merge the two, or say what sets them apart"
        yield Spot(page.role_line("title"), message)


TEXT = """## Issue

The fax does not ring since the office moved to the new building, and nothing is printed when a customer sends an order.

## Resolution

1. Take the cable out of the wall, wait for a minute, and put it back.
2. Press Menu, then Setup, then Line, and choose Tone in place of Pulse.
3. Send a page from another fax: it rings after ten seconds.
"""
OTHER = {"2024/fax.md": f"---\nid: kb-2c4d6f\ntitle: Fax is silent\n---\n\n{TEXT}"}
RULE = Rule(
    name="near-identical",
    group="duplicates",
    severity=Severity.warning,
    reason="Two copies of one article are found one at a time, and improved one at a time.",
    good=Example(
        "---\ntitle: Fax prints white pages\n---\n\n## Issue\n\nThe fax prints, and the page is white.\n",
        OTHER,
        path="fax.md",
    ),
    bad=Example(f"---\ntitle: Silent fax\n---\n\n{TEXT}\nIt takes two minutes.\n", OTHER, path="fax.md"),
    check=check,
    options={"share": 50},
)
