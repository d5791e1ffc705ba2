"""What a case was told, as a report."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.render.report import Table
from kcs_cli.solve.link_report import REVISION
from kcs_cli.text.display import quantity


class CaseArticle(NamedTuple):
    """An article a case received: its text as `delivered` and as it is `now`, and the `difference` (unified diff).

    `change`: unchanged, changed, gone (no article any more), unknown (the text as delivered is not in this clone) or
    outside (an address, not an article).
    """

    article: str
    title: str
    path: str
    use: str
    at: str
    by: str
    rank: int
    words: str
    revision: str
    change: str
    delivered: str | None
    now: str | None
    difference: str


class CaseReport(NamedTuple):
    """What a case received."""

    case: str
    articles: tuple[CaseArticle, ...]

    def tables(self) -> Sequence[Table]:
        """Return the articles, and the differences line by line."""
        rows = tuple((a.use, a.article, a.title, a.at[:10], a.change, a.revision[:REVISION], a.by) for a in self.articles)
        columns = ("use", "article", "title", "on", "since", "revision", "by")
        head = Table(f"Case {self.case}: {quantity(len(self.articles), 'article')}", columns, rows)
        return (head, *(_difference_table(article) for article in self.articles if article.difference))


class RecalledCase(NamedTuple):
    """A case that received a faulty revision."""

    case: str
    at: str
    by: str
    use: str
    revision: str


class RecallReport(NamedTuple):
    """The cases that received one of some revisions of an article; `revisions` are blob ids."""

    article: str
    revisions: tuple[str, ...]
    cases: tuple[RecalledCase, ...]

    def tables(self) -> Sequence[Table]:
        """Return the cases."""
        title = (
            f"{quantity(len({case.case for case in self.cases}), 'case')} received one of "
            f"{quantity(len(self.revisions), 'revision')} of {self.article}"
        )
        rows = tuple((c.case, c.at[:10], c.use, c.revision[:REVISION], c.by) for c in self.cases)
        return (Table(title), Table("", ("case", "on", "use", "revision", "by"), rows))


def _difference_table(article: CaseArticle) -> Table:
    """Return a difference as text."""
    title = f"{article.article} as delivered on {article.at[:10]} (-) and as it is now (+):"
    return Table(title, lines=tuple(article.difference.split("\n")[2:]))
