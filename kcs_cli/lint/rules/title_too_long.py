"""`title-too-long`: a title that does not fit on a line of results."""

from collections.abc import Iterator

from kcs_cli.lint.engine.issue import bare, title_line, title_of
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World
from kcs_cli.text.display import width


def check(page: Page, _: World, options: Options) -> Iterator[Spot]:
    """Find a title that takes more columns than configured; a wide character takes two, mark-up none."""
    title, most = title_of(page), options["columns"]
    if title and isinstance(most, int) and len(title) * 2 > most and (columns := width(bare(title))) > most:
        yield Spot(title_line(page), f"The title takes {columns} columns; {most} fit on a line of results")


RULE = Rule(
    name="title-too-long",
    group="customers' words",
    severity=Severity.warning,
    reason="In a list of results a long title is cut, often before the word that makes the difference.",
    good=Example("---\ntitle: Fax is silent after a move to another building\n---\n"),
    bad=Example(
        "---\ntitle: After the move of the whole office to the new building last month the fax of the second floor is silent"
        "\n---\n"
    ),
    check=check,
    options={"columns": 80},
)
