"""Findings for people and for editors: the place, the rule, what is wrong, and the line with the place marked."""

from kcs_cli.lint.engine.finding import LONGEST_LINE, Finding, LintReport
from kcs_cli.text.display import one_line, plain, shorten, width

BAR = "  | "  # before a line of an article, so that it begins no command of a CI that reads the log
CONTEXT = 20  # columns before the place, in a line that is too long


def render(report: LintReport) -> str:
    """Write the findings as editors read them."""
    return write(report, 200)


def write(report: LintReport, columns: int) -> str:
    """Write the findings, lines of articles cut to a number of columns, and the summary."""
    parts = ["\n".join(_lines(one, columns)) for one in report.findings]
    return "\n".join([*parts, *([""] if parts else []), *conclusion(report)])


def _lines(one: Finding, columns: int) -> list[str]:
    """Write one finding."""
    head = f"{place(one)}: {one.severity.value} {one.rule}: {one_line(one.message)}"
    return [head, *((BAR + line).rstrip() for line in marked(one, columns - len(BAR)))]


def place(one: Finding) -> str:
    """Return path, line and column."""
    return f"{one_line(one.path)}:{one.line}:{one.column}"


def marked(one: Finding, columns: int) -> list[str]:
    """Return the line as it is, if there is any, and below it where the finding stands, if it stands somewhere on it."""
    if not one.text.strip():
        return []
    start = min(one.column - 1, len(one.text))
    is_long = len(one.text) > LONGEST_LINE or width(plain(one.text)) > columns  # a line may have thousands of findings
    cut = start - CONTEXT if start > CONTEXT and is_long else 0
    text = one.text[cut : start + 2 * columns if is_long else None].replace("\t", " ")
    start -= cut
    before, rest = ("…" if cut else "") + plain(text[:start]), plain(text[start:])
    shown = shorten(before + rest, columns).rstrip()
    length = min(width(plain(text[start : start + one.length])), columns - width(before))
    return [shown, " " * width(before) + "^" * length] if length > 0 else [shown]


def conclusion(report: LintReport) -> list[str]:
    """Say how much was found, and what can be repaired."""
    fixable = sum(one.is_fixable for one in report.findings)
    return [report.summary, *([f"{fixable:,} of them: kcs lint --fix"] if fixable else [])]
