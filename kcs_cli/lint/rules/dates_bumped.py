"""`dates-bumped`: one change that moves the dates of many articles and nothing else in them."""

from collections.abc import Iterator

from kcs_cli.lint.engine.dates_only import dates_moved
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World
from kcs_cli.text.display import quantity


def check(page: Page, world: World, options: Options) -> Iterator[Spot]:
    """Find it on the first of the articles: one finding for the change, not one for each of them."""
    names = dates_moved(page)
    if not names:
        return
    paths, files = world.with_new_dates_only, options["files"]
    if page.path in paths[:1] and isinstance(files, int) and len(paths) >= files:
        message = f"Here and in {quantity(len(paths) - 1, 'other article')} the change moves a date and nothing else"
        hint = "leave it out, and confirm what was tried with kcs verify"
        yield Spot(page.line_of(names[0]), f"{message}: {hint}", length=len(names[0]))


BEFORE = "---\ntitle: Fax is silent\nreviewed: 2025-11-25\n---\n\n## Issue\n\nThe fax does not ring.\n"
RULE = Rule(
    name="dates-bumped",
    group="state",
    severity=Severity.error,
    reason="There is no confirmation in bulk: a date that was moved with many others says that somebody looked who did not.",
    good=Example(BEFORE.replace("2025", "2026") + "\nNor does it print.\n", before=BEFORE),
    bad=Example(BEFORE.replace("2025", "2026"), before=BEFORE),
    check=check,
    options={"files": 5},
    only_changes=True,
)
