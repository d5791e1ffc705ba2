"""Findings for people and for editors: the place, the rule, what is wrong, and the line with the place marked."""

from collections.abc import Callable

from kcs_cli.lint.engine.finding import Finding, LintReport
from kcs_cli.text.display import one_line, plain, shorten, width

BAR = "  | "  # before a line of an article, so that it begins no command of a CI that reads the log
CONTEXT = 20  # columns before the place, in a line that is too long
Paint = Callable[[str, str], str]


def render(report: LintReport) -> str:
    """Write the findings without colours, as editors read them."""
    return write(report, 200, lambda text, _: text)


def write(report: LintReport, columns: int, paint: Paint, rules: str = "") -> str:
    """Write the findings, lines of articles cut to a number of columns, the `rules` as a table, if any, and the summary."""
    parts = ["\n".join(_lines(one, columns, paint)) for one in report.findings]
    fixable = sum(one.is_fixable for one in report.findings)
    hint = [f"{fixable:,} of them: kcs lint --fix"] if fixable else []
    table = [rules, ""] if rules else []
    return "\n".join([*parts, *([""] if parts else []), *table, report.summary, *hint])


def _lines(one: Finding, columns: int, paint: Paint) -> list[str]:
    """Write one finding."""
    severity = paint(one.severity.value, "warn" if one.severity.value == "error" else "mark")
    head = f"{paint(place(one), 'title')}: {severity} {one.rule}: {one_line(one.message)}"
    return [head, *(_marked(one, columns - len(BAR), paint) if one.text.strip() else [])]


def place(one: Finding) -> str:
    """Return path, line and column."""
    return f"{one_line(one.path)}:{one.line}:{one.column}"


def _marked(one: Finding, columns: int, paint: Paint) -> list[str]:
    """Return the line as it is, and below it where the finding stands, if it stands somewhere on it."""
    text = one.text.replace("\t", " ")
    start = min(one.column - 1, len(text))
    cut = start - CONTEXT if start > CONTEXT and width(plain(text)) > columns else 0
    before, rest = ("…" if cut else "") + plain(text[cut:start]), plain(text[start:])
    shown = f"{BAR}{shorten(before + rest, columns).rstrip()}"
    length = min(width(plain(text[start : start + one.length])), columns - width(before))
    return [shown, BAR + " " * width(before) + paint("^" * length, "warn")] if length > 0 else [shown]
