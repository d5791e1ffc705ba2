"""`date-malformed`: a day that nobody can read, or a review that comes neither on a day nor every so often."""

from collections.abc import Iterator

from kcs_cli.article.front_matter import plain_text
from kcs_cli.article.review_calendar import read_calendar
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import found_at, value_text
from kcs_cli.lint.engine.world import World
from kcs_cli.text.dates import possible_days, read_day

EVERY = "review_every"
AS_DAY = "write it as year-month-day, 2026-11-25"
AS_REVIEW = "write 180d, 6 months, or a day as 2026-11-25"


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find the values that are no days."""
    fields, order = page.fields, page.config.fields.dates
    for name in page.config.fields.updated:
        value = plain_text(fields.get(name))
        if value and not read_day(value, order):
            yield _wrong_day(page, name, value, AS_DAY)
    names = page.config.fields.review_every
    if read_calendar(fields, order, names).wrong.startswith(EVERY):
        name = next(name for name in names if plain_text(fields.get(name)))
        yield _wrong_day(page, name, plain_text(fields[name]), AS_REVIEW)


def _wrong_day(page: Page, name: str, value: str, hint: str) -> Spot:
    """Say that a value is no day, and what to write; of one that may be two, how the base says which it is."""
    days = possible_days(value)
    if days:
        either = " or ".join(day.isoformat() for day in days)
        hint = f'it is {either}; write that, or say in kcs.toml: [fields] dates = "day-first" or "month-first"'
    return found_at(page, name, value, f"{name} cannot be {value_text(value)}: {hint}")


RULE = Rule(
    name="date-malformed",
    group="front matter",
    severity=Severity.error,
    reason="A day that cannot be told is read as none, or by every reader as another one.",
    good=Example("---\ntitle: Fax is silent\nreviewed: 2024-03-05\n---\n"),
    bad=Example("---\ntitle: Fax is silent\nreviewed: 03/05/2024\n---\n"),
    check=check,
)
