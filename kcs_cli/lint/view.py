"""Findings as people look through them: by file, the place within it, the rule, what is wrong, the line marked."""

from collections.abc import Iterator
from itertools import groupby

from kcs_cli.lint.engine.finding import Finding, LintReport
from kcs_cli.lint.engine.rule import Severity
from kcs_cli.lint.format.text import marked
from kcs_cli.render.listing import StyledText, TextTree
from kcs_cli.text.display import one_line

GUIDES = 4  # columns before what a tree has below its name
BAR = "| "  # before a line of an article
STYLES = {Severity.error: "red", Severity.warning: "bold yellow"}


def finding_trees(report: LintReport, columns: int) -> Iterator[TextTree]:
    """Yield a tree for each file."""
    for path, found in groupby(report.findings, key=lambda one: one.path):
        yield TextTree(one_line(path), tuple(tuple(_leaf(one, columns - GUIDES)) for one in found))


def _leaf(one: Finding, columns: int) -> Iterator[StyledText]:
    """Yield a finding: what it is, and below it the line of the article."""
    yield f"{one.line}:{one.column} ", ""
    yield one.severity.value, STYLES[one.severity]
    yield f" {one.rule}: {one_line(one.message)}", ""
    for text, style in zip(marked(one, columns - len(BAR)), ("", "red"), strict=False):
        yield f"\n{BAR}", "dim"
        yield text, style
