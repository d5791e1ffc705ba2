"""`date-future`: a day of the last change or review that has not come yet."""

from collections.abc import Iterator
from datetime import timedelta

from kcs_cli.article.front_matter import plain_text
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import found_at
from kcs_cli.lint.engine.world import World
from kcs_cli.text.dates import read_day

AHEAD = timedelta(days=1)  # somewhere it is tomorrow already


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find the days that are later than today."""
    for name in page.config.fields.updated:
        value = plain_text(page.fields.get(name))
        day = read_day(value, page.config.fields.dates) if value else None
        if day and day > world.today + AHEAD:
            yield found_at(page, name, value, f"{name} is {day}: that day has not come yet")


RULE = Rule(
    name="date-future",
    group="front matter",
    severity=Severity.error,
    reason="An article that was changed in the future looks fresh for ever.",
    good=Example("---\ntitle: Fax is silent\nreviewed: 2024-03-05\n---\n"),
    bad=Example("---\ntitle: Fax is silent\nreviewed: 2924-03-05\n---\n"),
    check=check,
)
