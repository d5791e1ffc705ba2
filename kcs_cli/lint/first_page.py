"""What the owners of an old base see first: which rules find how much, what matters most, and how to begin."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.lint.engine.rule import Severity
from kcs_cli.lint.registry import RULES
from kcs_cli.lint.statistics import COLUMNS, LintStatistics, RuleCount
from kcs_cli.render.report import Table
from kcs_cli.text.display import quantity

MANY = 100  # findings: more of them are five screens that nobody reads
FIRST = 3  # rules
URGENT = ("safety", "identity", "links")  # groups: what nobody may read, what nobody can name, what leads nowhere
AROUND = 15  # lines of the page that are no rule's
FEWEST_ROWS = 5
NEXT = (
    ("kcs lint --baseline", "adopts all of it: from now on only new findings fail"),
    ("kcs lint --rule RULE", "shows one rule's findings, line by line"),
    ("kcs lint --ignore R,R", "leaves rules or groups out; --select asks only those"),
    ("kcs lint --format text", "shows everything"),
)


class FirstPage(NamedTuple):
    """The rules that found something, the most important first, of which `room` are shown."""

    statistics: LintStatistics
    room: int

    @property
    def ranked(self) -> list[RuleCount]:
        """The rules, those first that matter most."""
        by_files = sorted(self.statistics.rules, key=_breadth)
        urgent = [next((one for one in by_files if one.group == group), None) for group in URGENT]
        first = list(dict.fromkeys(filter(None, [*urgent, *by_files])))[:FIRST]
        return [*first, *(one for one in self.statistics.rules if one not in first)]

    def tables(self) -> Sequence[Table]:
        """Return the rules with their counts, what to do about the first, and how to go on."""
        ranked, said = self.ranked, self.statistics.summary
        shown = ranked if len(ranked) <= self.room else ranked[: self.room - 1]
        more = quantity(len(ranked) - len(shown), "rule")
        steps = tuple((one.rule, *_step(one, self.statistics.files)) for one in ranked[:FIRST])
        return (
            Table(said, COLUMNS, tuple(one.row for one in shown)),
            *([Table("", lines=(f"{more} more: kcs lint --statistics",))] if len(shown) < len(ranked) else []),
            Table("", ("first", "command", "what it does"), steps),
            Table("", ("then", "what it does"), NEXT),
        )


def first_page(found: LintStatistics, rows: int) -> FirstPage | None:
    """Return the page for a terminal of so many rows; None where so little was found that all of it is shown."""
    if sum(one.found for one in found.rules) < MANY or found.in_baseline:
        return None
    return FirstPage(found, max(FEWEST_ROWS, rows - AROUND))


def _breadth(one: RuleCount) -> tuple[bool, bool, int, str]:
    """Sort errors first, then by files; what is said of the base as a whole is in most of them."""
    return one.severity is not Severity.error, not _of_base(one), -one.files, one.rule


def _of_base(one: RuleCount) -> str:
    """Return what a rule's one finding says of the base as a whole; nothing where it is of a file."""
    is_of_base = one.found == 1 and one.rule in RULES and RULES[one.rule].summed_up in one.message
    return one.message.partition(":")[0] if is_of_base and RULES[one.rule].summed_up else ""


def _step(one: RuleCount, files: int) -> tuple[str, str]:
    """Return what to do about a rule first, and what comes of it."""
    if one.fixable:
        return f"kcs lint --fix {one.rule}", _of_base(one) or f"repairs {one.fixable:,} of {one.found:,}"
    if one.group not in URGENT and one.files > files / 2:
        return f'{one.rule} = "off"', "in [lint] of kcs.toml, if it is not your custom"
    return f"kcs lint --rule {one.rule}", f"shows where, in {quantity(one.files, 'file')}"
