"""`conflict-markers`: what git left in a file that two people had changed."""

import re
from collections.abc import Iterator

from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World

BEGIN, END = "<" * 7, ">" * 7
MARKER = re.compile(r"(<{7}|>{7}|\|{7})(?: \S.*)?$|={7}$")


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find the markers at the beginning of lines, outside fenced code."""
    if BEGIN not in page.text and END not in page.text:
        return
    marked = [(number, line) for number, line in _lines(page) if MARKER.match(line[:300])]
    begins = [number for number, line in marked if line.startswith(BEGIN)]
    ends = [number for number, line in marked if line.startswith(END) and not _is_quote(page, number)]
    first, last = min(begins, default=len(page.lines)), max(ends, default=0)
    for number, line in marked:
        is_between = (bool(begins) and first < number) or (bool(ends) and number < last)
        if number in begins or number in ends or (line[0] in "|=" and is_between):
            yield Spot(number, f"Git left {line[:7]} of a conflict; decide which lines stay", length=len(line))


def _lines(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the lines of the front matter and those of the body that are no fenced code."""
    yield from enumerate(page.lines[: page.parts.body_line - 1], 1)
    yield from ((number, page.line(number)) for number in page.prose)


def _is_quote(page: Page, number: int) -> bool:
    """Tell whether a line is one of a mail quoted seven times."""
    return page.line(number - 1).startswith(">") or page.line(number + 1).startswith(">")


BAD = "## Issue\n\n<<<<<<< HEAD\nThe fax does not ring.\n=======\nThe fax is silent.\n>>>>>>> ana\n"
RULE = Rule(
    name="conflict-markers",
    group="safety",
    severity=Severity.error,
    reason="The article says two things, and readers see the marks of git.",
    good=Example(
        "Fax\n=======\n\n## Resolution\n\nResolve what git shows as\n\n```\n<<<<<<< HEAD\n=======\n>>>>>>> ana\n```\n"
    ),
    bad=Example(BAD),
    check=check,
)
