"""What a case was told, as a report."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.solve.link_report import REVISION
from kcs_cli.text.display import OptionalText, quantity

ON = Column("at", "on", lambda at: at[:10])
SHORT_REVISION = Column("revision", "revision", lambda revision: revision[:REVISION])


class CaseArticle(NamedTuple):
    """An article a case received: its text as `delivered` and as it is `now`, and the `difference` (unified diff).

    `change`: unchanged, changed, gone (no article any more), unknown (the text as delivered is not in this clone) or
    outside (an address, not an article).
    """

    id: str
    title: OptionalText
    path: OptionalText
    use: str
    at: str
    by: str
    rank: int | None
    query: OptionalText
    revision: OptionalText
    change: str
    delivered: OptionalText | None
    now: OptionalText | None
    difference: OptionalText


class CaseReport(NamedTuple):
    """What a case received."""

    case: str
    linked: tuple[CaseArticle, ...]

    def tables(self) -> Sequence[Table]:
        """Return the articles, and the differences line by line."""
        rows = tuple((a.use, a.id, a.title, a.at, a.change, a.revision, a.by) for a in self.linked)
        columns: Columns = ("use", Column("id", "article"), "title", ON, Column("change", "since"), SHORT_REVISION, "by")
        head = Table(f"Case {self.case}: {quantity(len(self.linked), 'article')}", columns, rows)
        return (head, *(_difference_table(article) for article in self.linked if article.difference))


class RecalledCase(NamedTuple):
    """A case that received a faulty revision."""

    case: str
    at: str
    by: str
    use: OptionalText
    revision: OptionalText


class RecallReport(NamedTuple):
    """The cases that received one of some revisions of an article; `revisions` are blob ids."""

    id: str
    revisions: tuple[str, ...]
    received_by: tuple[RecalledCase, ...]

    def tables(self) -> Sequence[Table]:
        """Return the cases."""
        title = (
            f"{quantity(len({case.case for case in self.received_by}), 'case')} received one of "
            f"{quantity(len(self.revisions), 'revision')} of {self.id}"
        )
        rows = tuple((c.case, c.at, c.use, c.revision, c.by) for c in self.received_by)
        return (Table(title), Table("", ("case", ON, "use", SHORT_REVISION, "by"), rows))


def _difference_table(article: CaseArticle) -> Table:
    """Return a difference as text."""
    title = f"{article.id} as delivered on {article.at[:10]} (-) and as it is now (+):"
    return Table(title, lines=tuple(article.difference.split("\n")[2:]))
