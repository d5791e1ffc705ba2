"""`field-type`: a list or a table where a text is meant, and the like."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from kcs_cli.article.review_text import FIELDS
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import found_at
from kcs_cli.lint.engine.world import World

TEXTS = ("id", "title", "kind", "confidence", "audience", "governance", "owner", "language", "updated")
LISTS = ("tags", "said", "aliases")
MOST = 50  # wrong entries of a list that are shown


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find values that are read as nothing, since they are of another shape."""
    texts = [name for role in TEXTS for name in page.config.fields.names(role)]
    lists = [name for role in LISTS for name in page.config.fields.names(role)]
    for name, value in page.fields.items():
        if not isinstance(value, list | dict) or not value:
            continue
        if name in texts or name in FIELDS:
            shape = "list" if isinstance(value, list) else "table"
            yield Spot(page.line_of(name), f"{name} is a {shape}: write one text")
        elif name in lists:
            yield from _wrong_list(page, name, value)


def _wrong_list(page: Page, name: str, value: list[Any] | dict[str, Any]) -> Iterator[Spot]:
    """Find that a list is a table, or has one in it: `- Error: disk full` without quotes."""
    if isinstance(value, dict):
        yield Spot(page.line_of(name), f"{name} is a table: write a list of texts")
        return
    for entry in islice((one for one in value if isinstance(one, list | dict)), MOST):
        word = next((one for one in entry if isinstance(one, str)), "")
        yield found_at(page, name, word, f"{name} has an entry that is no text: put it in quotes")


RULE = Rule(
    name="field-type",
    group="front matter",
    severity=Severity.error,
    reason="A list where one text is meant is read as nothing, and so is a phrase that YAML takes for a table.",
    good=Example('---\ntitle: Fax is silent\nsaid:\n  - "Error: no dial tone"\n---\n'),
    bad=Example("---\ntitle: Fax is silent\nsaid:\n  - Error: no dial tone\n---\n"),
    check=check,
)
