"""Findings as annotations of GitHub Actions, and as the summary of a step.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions: GitHub shows the first ten errors and the
first ten warnings of a step beside the lines.
"""

from itertools import chain

from kcs_cli.lint.engine.finding import Finding, LintReport
from kcs_cli.lint.engine.rule import Severity
from kcs_cli.lint.format.text import place
from kcs_cli.render.format import escape_markdown
from kcs_cli.render.github import SHOWN, annotation, harmless
from kcs_cli.text.display import one_line, quantity

MOST_ROWS = 1_000  # of the summary, which GitHub cuts at 1 MiB


def render(report: LintReport) -> str:
    """Write the annotations, the other findings as a folded part of the log, and the summary line."""
    shown, rest = _parted(report)
    folded = [f"::group::{quantity(len(rest), 'more finding')}", *map(_log_line, rest), "::endgroup::"] if rest else []
    return "\n".join([*(_as_annotation(one) for one in shown), *folded, report.summary])


def _parted(report: LintReport) -> tuple[list[Finding], list[Finding]]:
    """Part the findings that GitHub shows beside the lines from the others; errors come first."""
    kinds = [[one for one in report.findings if one.severity is kind] for kind in (Severity.error, Severity.warning)]
    return list(chain(*(kind[:SHOWN] for kind in kinds))), list(chain(*(kind[SHOWN:] for kind in kinds)))


def _as_annotation(one: Finding) -> str:
    """Write one annotation."""
    places = {"file": one.path, "line": one.line, "col": one.column, "endColumn": one.column + one.length, "title": one.rule}
    if not one.length:
        del places["endColumn"]
    repair = " (kcs lint --fix)" if one.is_fixable else ""
    return annotation(one.severity.value, one.message + repair, places)


def _log_line(one: Finding) -> str:
    """Write a finding as a line of the log that is no command, whatever its path and message are."""
    return harmless(f"- {place(one)}: {one.severity.value} {one.rule}: {one_line(one.message)}")


def step_summary(report: LintReport) -> str:
    """Write the summary of the step: what was found, and the findings that are not beside the lines."""
    _, rest = _parted(report)
    head = f"### kcs lint: {report.summary}\n"
    if not rest:
        return head
    rows = [
        f"| {escape_markdown(place(one))} | {one.severity.value} | {one.rule} | {escape_markdown(one.message)} |"
        for one in rest[:MOST_ROWS]
    ]
    more = [f"\nand {len(rest) - MOST_ROWS:,} more"] if len(rest) > MOST_ROWS else []
    return "\n".join([head, "Not beside the lines:\n", "| place | | rule | |", "|---|---|---|---|", *rows, *more, ""])
