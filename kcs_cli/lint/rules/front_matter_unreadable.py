"""`front-matter-unreadable`: front matter that is no YAML or TOML, or that does not end."""

import re
from collections.abc import Iterator

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World
from kcs_cli.text.display import one_line

COLUMN = re.compile(r" \((?:at line \d+, )?column (\d+)\)")
HINTS = {
    "mapping values are not allowed": "put a value that has a colon in quotes",
    "cannot start any token": "put the value in quotes; indent with spaces, not tabs",
    "undefined alias": "put a value that begins with * in quotes",
    "no closing": "end it with the same line",
}


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find why the front matter cannot be read."""
    error = page.field_error
    if error is None:
        return
    column = COLUMN.search(error.reason)
    reason = one_line(COLUMN.sub("", error.reason))
    hint = next((f": {hint}" for said, hint in HINTS.items() if said in reason), "")
    yield Spot(error.line, f"The front matter cannot be read: {reason}{hint}", int(column[1]) if column else 1)


RULE = Rule(
    name="front-matter-unreadable",
    group="front matter",
    severity=Severity.error,
    reason="A file whose front matter cannot be read is searched by its text and file name alone.",
    good=Example('---\ntitle: "Fax: no dial tone"\n---\n'),
    bad=Example("---\ntitle: Fax: no dial tone\n---\n"),
    check=check,
)
