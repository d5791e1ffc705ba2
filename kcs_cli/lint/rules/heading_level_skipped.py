"""`heading-level-skipped`: a heading two levels below the one before it."""

from collections.abc import Iterator
from itertools import pairwise

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import value_text
from kcs_cli.lint.engine.world import World


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find the headings that are too deep."""
    for before, heading in pairwise(page.headings):
        if heading.level > before.level + 1:
            message = f"“{value_text(heading.text)}” is of level {heading.level}, below one of level {before.level}"
            yield Spot(page.parts.body_line + heading.line, f"{message}: write {'#' * (before.level + 1)}")


RULE = Rule(
    name="heading-level-skipped",
    group="structure",
    severity=Severity.error,
    reason="A screen reader and a table of contents miss the level between.",
    good=Example("---\ntitle: Fax is silent\n---\n\n## Resolution\n\n### Old machine\n\nPut the cable back.\n"),
    bad=Example("---\ntitle: Fax is silent\n---\n\n## Resolution\n\n#### Old machine\n\nPut the cable back.\n"),
    check=check,
)
