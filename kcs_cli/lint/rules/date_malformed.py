"""`date-malformed`: a day that is not written as 2026-11-25, or a review that comes neither on a day nor every so often."""

from collections.abc import Iterator
from typing import NamedTuple

from kcs_cli.article.reader import plain_text
from kcs_cli.article.review_calendar import read_calendar
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Found, Options, Rule, Severity
from kcs_cli.lint.engine.run import file_text
from kcs_cli.lint.engine.value_place import found_at, shown, with_value
from kcs_cli.lint.engine.world import World
from kcs_cli.lint.engine.written_day import iso_day, meant_day

EVERY = "review_every"


class Wrong(NamedTuple):
    """A value that is no day, under its name; `right`: the one right answer, or nothing; `good` shows how it is done."""

    name: str
    value: str
    right: str
    good: str


def wrong_days(page: Page) -> Iterator[Wrong]:
    """Yield the values that should be days and are not."""
    fields = page.fields
    for name in page.config.fields.updated:
        value = plain_text(fields.get(name)) if name in fields else ""
        if value and not iso_day(value):
            yield Wrong(name, value, right_day(value), "write it as year-month-day, 2026-11-25")
    if EVERY in fields and read_calendar(fields).wrong.startswith(EVERY):
        value = plain_text(fields[EVERY])
        yield Wrong(EVERY, value, right_day(value), "write 180d, 6 months, or a day as 2026-11-25")


def right_day(value: str) -> str:
    """Return a day as the standard writes it; nothing where it is not clear which is meant."""
    day = meant_day(value)
    return day.isoformat() if day else ""


def check(page: Page, _: World, __: Options) -> Iterator[Found]:
    """Find the values that are no days."""
    for name, value, right, good in wrong_days(page):
        hint = f"write it as {right}" if right else good
        yield found_at(page, name, value, f"{name} cannot be {shown(value)}: {hint}")


def fix(page: Page, _: World, __: Options) -> str:
    """Write the days that are clear as the standard writes them."""
    text = file_text(page)
    for wrong in wrong_days(page):
        text = with_value(text, wrong.name, wrong.right) if wrong.right else text
    return text


RULE = Rule(
    name="date-malformed",
    group="front matter",
    severity=Severity.error,
    reason="A day in another writing is read as no day at all, or by every reader as another one.",
    good=Example("---\ntitle: Fax is silent\nreviewed: 2024-03-05\n---\n"),
    bad=Example("---\ntitle: Fax is silent\nreviewed: March 5, 2024\n---\n"),
    check=check,
    fix=fix,
)
