"""How much lint found of each rule: `kcs lint --statistics`, and what a terminal shows below the findings."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.lint.engine.finding import Finding, LintReport
from kcs_cli.lint.engine.rule import Severity
from kcs_cli.lint.registry import RULES
from kcs_cli.render.report import Column, Columns, Table, unread

COLUMNS: Columns = ("rule", *unread("group"), "severity", Column("found", "findings"), "files", *unread("fixable"))


class RuleCount(NamedTuple):
    """A rule with what it found: in so many files, so much of it repairable; `message` is of the first finding."""

    rule: str
    group: str
    severity: Severity
    found: int
    files: int
    fixable: int
    message: str

    @property
    def row(self) -> tuple[str | int, ...]:
        """Its line in a table."""
        return self.rule, self.group, self.severity.value, self.found, self.files, self.fixable


class LintStatistics(NamedTuple):
    """The rules by what they found, errors first, then the most frequent ones; the files that were looked at."""

    rules: tuple[RuleCount, ...]
    files: int
    in_baseline: int
    disabled: int
    summary: str

    def tables(self) -> Sequence[Table]:
        """Return the rules with their counts, and what they come to."""
        return (Table("", COLUMNS, tuple(one.row for one in self.rules)), Table(self.summary))


def statistics(report: LintReport) -> LintStatistics:
    """Add up findings by rule."""
    found: dict[tuple[str, Severity], list[Finding]] = defaultdict(list)
    for one in report.findings:
        found[one.rule, one.severity].append(one)
    counts = (_count(rule, severity, those) for (rule, severity), those in found.items())
    ranked = sorted(counts, key=lambda one: (one.severity is not Severity.error, -one.found, one.rule))
    return LintStatistics(tuple(ranked), report.files, report.in_baseline, report.disabled, report.summary)


def _count(rule: str, severity: Severity, those: Sequence[Finding]) -> RuleCount:
    """Count the findings of a rule."""
    return RuleCount(
        rule=rule,
        group=RULES[rule].group if rule in RULES else "",
        severity=severity,
        found=len(those),
        files=len({one.path for one in those}),
        fixable=sum(one.is_fixable for one in those),
        message=those[0].message,
    )
