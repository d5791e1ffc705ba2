"""The content standard in force as a page, and the page of one rule."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kcs_cli.lint.engine.rule import Example, Option, Rule, Severity
from kcs_cli.lint.engine.settings import LintSettings
from kcs_cli.render.report import Cell, Column, Columns, Table, unread

SHOWN = 6  # entries of a list


COLUMNS: Columns = (Column("name", "rule"), *unread("group", "severity", "is_fixable"),
           Column("", "severity"), Column("reason", "why"))  # fmt: skip


class RuleInForce(NamedTuple):
    """A rule as it is in force; `where` are the severities it has below some paths."""

    name: str
    group: str
    severity: Severity
    reason: str
    options: Mapping[str, Option]
    is_fixable: bool
    where: Mapping[str, str]


class StandardReport(NamedTuple):
    """All rules as they are in force."""

    rules: tuple[RuleInForce, ...]

    def tables(self) -> Sequence[Table]:
        """Return a table for each group of rules."""
        groups = dict.fromkeys(one.group for one in self.rules)
        return tuple(
            Table(group.capitalize(), COLUMNS, tuple(_row(one) for one in self.rules if one.group == group))
            for group in groups
        )


def _row(one: RuleInForce) -> tuple[Cell, ...]:
    """Return a rule's line: its name, its severity, why there is it."""
    marks = " (--fix)" if one.is_fixable else ""
    return one.name, one.group, one.severity.value, one.is_fixable, f"{one.severity}{marks}", one.reason


def describe(rules: Iterable[Rule], settings: LintSettings) -> StandardReport:
    """Return the rules as they are in force."""
    return StandardReport(tuple(_describe_rule(rule, settings) for rule in rules))


def _describe_rule(rule: Rule, settings: LintSettings) -> RuleInForce:
    """Return a rule as it is in force."""
    known = settings.everywhere[rule.name]
    where = {path: one[rule.name].severity.value for path, one in settings.by_path.items() if rule.name in one}
    return RuleInForce(
        name=rule.name,
        group=rule.group,
        severity=known.severity,
        reason=rule.reason,
        options=dict(known.options),
        is_fixable=rule.fix is not None,
        where=where,
    )


def standard_page(report: StandardReport) -> str:
    """Write the content standard as markdown."""
    lines = ["# The content standard", ""]
    for group in dict.fromkeys(one.group for one in report.rules):
        lines += [f"## {group.capitalize()}", ""]
        lines += [_entry(one) for one in report.rules if one.group == group and one.severity is not Severity.off]
        off = [one.name for one in report.rules if one.group == group and one.severity is Severity.off]
        lines += [f"- Not asked: {', '.join(off)}"] * bool(off)
        lines.append("")
    return "\n".join(
        [*lines, "`kcs lint --explain RULE` shows a good and a bad example. `[lint]` in kcs.toml changes a rule."]
    )


def _entry(one: RuleInForce) -> str:
    """Write a rule as an entry of a list."""
    options = "; ".join(f"{name} = {_shown(value)}" for name, value in one.options.items() if value not in ("", ()))
    marks = [one.severity.value, *(["--fix"] if one.is_fixable else []), *([options] if options else [])]
    return f"- **{one.name}** ({'; '.join(marks)}): {one.reason}"


def _shown(value: Option) -> str:
    """Write an option's value, of a long list only the beginning."""
    if not isinstance(value, tuple):
        return str(value)
    more = f", … ({len(value)} in all)" if len(value) > SHOWN else ""
    return ", ".join(value[:SHOWN]) + more


def rule_page(rule: Rule, settings: LintSettings) -> str:
    """Write the page of one rule: what it asks, why, how it is set, what is good and what is not."""
    one = _describe_rule(rule, settings)
    doc = (sys.modules[rule.check.__module__].__doc__ or "").partition("`: ")[2].strip()
    lines = [f"# {one.name}", "", f"{doc[:1].upper()}{doc[1:]}", "", one.reason, "", f"Severity: {one.severity}."]
    lines += [f"Below {path}: {severity}." for path, severity in one.where.items()]
    lines += [f"`{name}` = {_shown(value) or 'nothing'}" for name, value in one.options.items()]
    lines += ["", "`kcs lint --fix` repairs it." if one.is_fixable else "It is repaired by hand.", ""]
    lines += ["## Good", "", *_example_lines(rule.good), "", "## Bad", "", *_example_lines(rule.bad)]
    lines += ["", "## Change it", "", "```toml", "[lint]", f'{one.name} = "off"  # or "error", "warning"', "```"]
    return "\n".join([*lines, "", f"In an article: `<!-- kcs-disable {one.name}: reason -->`"])


def _example_lines(example: Example) -> list[str]:
    """Write an example: the file before, if there is one, and the file."""
    files = [(f"{example.path}, before", example.before)] if example.before else []
    files += [*example.others.items(), (example.path, example.text)]
    return [line for name, text in files for line in (f"{name}:", "", *(f"    {line}" for line in text.split("\n")))]
