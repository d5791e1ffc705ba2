"""What comes of an adoption: what a search finds and what it does not, what lint says, what to do first."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from kcs_cli.knowledge_base.omission import Omission
from kcs_cli.render.report import Cell, Column, Table
from kcs_cli.text.display import quantity

SHOWN_RULES = 5  # rules that are shown, and …
MUCH = 20  # findings; more would not be mended before work begins: then a baseline is written
SHOWN_REASONS = 4  # … reasons why files are left out: with what to do they fit one screen


class RuleTally(NamedTuple):
    """How often lint finds something by a rule, and in how many files."""

    rule: str
    severity: str
    found: int
    files: int


class Outlook(NamedTuple):
    """What comes of a proposal: what a search finds, what it does not, what lint says, what to do, in that order.

    `unpublished` are drafts and what has expired: a search finds it if it is asked to. `broken` are found by their text
    only, since their front matter cannot be read. `rules_off` are those that are not asked, each with the reason.
    """

    searched: int = 0
    unpublished: int = 0
    broken: int = 0
    not_read: tuple[Omission, ...] = ()
    found: int = 0
    rules: tuple[RuleTally, ...] = ()
    rules_off: Mapping[str, str] = MappingProxyType({})
    next: tuple[str, ...] = ()

    def tables(self, without_id: int) -> Iterator[Table]:
        """Yield what a person asks first."""
        rows = [("searched", self.searched), ("without an id: they go by their path", without_id)]
        rows += [("searched by their text: broken front matter", self.broken)]
        rows += [("searched with --archived only: drafts, expired", self.unpublished)]
        rows += [(f"left out: {one.reason}", one.files) for one in self.not_read[:SHOWN_REASONS]]
        rows += [("left out for other reasons: see kcs index", sum(one.files for one in self.not_read[SHOWN_REASONS:]))]
        yield Table(
            "Articles:", (Column("reason", "what"), "files"), tuple(row for row in rows if row[1] or row[0] == "searched")
        )
        yield Table(
            f"Lint: {quantity(self.found, 'finding')}",
            ("rule", "severity", Column("found", "findings"), "files"),
            self._by_rule(),
        )
        reasons = dict.fromkeys(self.rules_off.values())
        not_asked = (f"Not asked: {', '.join(self._off_by(why))} ({why})" for why in reasons)
        yield Table("", lines=tuple(not_asked))
        yield Table("Next:", lines=self.next)

    def _off_by(self, why: str) -> list[str]:
        """Return the rules that are off for a reason."""
        return [rule for rule, reason in self.rules_off.items() if reason == why]

    def _by_rule(self) -> tuple[tuple[Cell, ...], ...]:
        """Return the first rules with their counts, and how much the others find."""
        shown, others = self.rules[:SHOWN_RULES], self.rules[SHOWN_RULES:]
        rest = (quantity(len(others), "other rule"), "", sum(one.found for one in others), None)
        rows = ((one.rule, one.severity, one.found, one.files) for one in shown)
        return (*rows, *([rest] if others else []))
