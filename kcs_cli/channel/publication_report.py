"""Which articles a rule proposes for more readers, by what evidence, and which it fits that are held back."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.render.report import Column, Columns, Table, unread
from kcs_cli.text.display import OptionalText, one_line, quantity

PROPOSED: Columns = (Column("id", "article"), "title", Column("", "why"), *unread("audience", "grounds", "path"))
HELD: Columns = (Column("id", "article"), "title", Column("", "held back because"), *unread("grounds", "reasons", "path"))
READERS = {"public": "everybody", "customer": "customers", "partner": "partners"}


class Ground(NamedTuple):
    """A fact for which the rule holds, and what it is, in words; in brackets what that is made of."""

    fact: str
    what: str


class ProposedArticle(NamedTuple):
    """An article that the rule fits, for whom it is now, and the evidence."""

    id: str
    title: str
    path: str
    audience: str
    grounds: tuple[Ground, ...]

    @property
    def why(self) -> str:
        """The evidence in a line, without what it is made of."""
        return ", ".join(one.what.partition(" (")[0] for one in self.grounds)


class WithheldArticle(NamedTuple):
    """An article that the rule fits and that is not proposed, and why."""

    id: str
    title: str
    path: str
    audience: str
    grounds: tuple[Ground, ...]
    reasons: tuple[str, ...]


class PublicationReport(NamedTuple):
    """What a rule proposes for an audience, of so many `narrower` articles that fewer may read today.

    `undecided`: of so many a fact is not known that the rule hangs on. `commit` and `branch`: where it was written.
    """

    publish_rule: str
    audience: str
    narrower: int
    undecided: int
    proposed: tuple[ProposedArticle, ...]
    held_back: tuple[WithheldArticle, ...]
    is_written: bool = False
    commit: OptionalText = ""
    branch: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return the articles, one a line, then those held back."""
        proposed = tuple(
            (one.id, one.title, one.why, one.audience, tuple(ground.what for ground in one.grounds), one.path)
            for one in self.proposed
        )
        held = tuple(
            (one.id, one.title, "; ".join(one.reasons), tuple(ground.what for ground in one.grounds), one.reasons, one.path)
            for one in self.held_back
        )
        lists = (Table(self.heading, PROPOSED, proposed), Table("Held back:", HELD, held))
        return (*(one for one in lists if one.rows), Table(self.summary))

    @property
    def heading(self) -> str:
        """Say for whom the articles are proposed, or were opened."""
        where = f" on branch {self.branch}" if self.branch else ""  # readers see nothing of it before it is merged
        return f"{'Opened' if self.is_written else 'Proposed'}{where} for {READERS[self.audience]}:"

    @property
    def summary(self) -> str:
        """Say what the rule fits, and what was done."""
        fit = len(self.proposed) + len(self.held_back)
        said = f"The rule fits {fit:,} of {quantity(self.narrower, 'article')} that fewer may read ({self.publish_rule})."
        if self.undecided:
            said += f" Of {quantity(self.undecided, 'article')} a fact is not known."
        if self.branch:
            return f"{said} Commit {self.commit[:12]} is on branch {self.branch}."
        if self.commit:
            return f"{said} Commit {self.commit[:12]}; kcs undo takes it back, kcs share sends it."
        if self.is_written:
            return f"{said} kcs undo takes it back."
        return f"{said} Nothing was changed: --write does it." if self.proposed else said


def publication_message(report: PublicationReport) -> str:
    """Return the message of the commit: each article with its evidence, and the rule."""
    what = quantity(len(report.proposed), "article")
    lines = [
        f"- {one_line(f'{one.id} {one.title}: {one.why}')}" for one in report.proposed
    ]  # figures of the journal, and no case
    return "\n".join(
        [f"Open {what} for {READERS[report.audience]}", "", *lines, "", f"By the rule: {report.publish_rule}", ""]
    )
