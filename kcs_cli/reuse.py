"""Reuse: which article solved which case, as it was delivered and as it is now."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli import text
from kcs_cli.errors import KcsError
from kcs_cli.events import Event, Use
from kcs_cli.report import Table
from kcs_cli.text import counted, one_line, shorten

REVISION = 12  # characters of a blob id that are shown


class Linked(NamedTuple):
    """One article of a case; `known` when this very link was there before."""

    article: str
    title: str
    use: str
    revision: str
    draft: bool
    rank: int
    words: str
    known: bool = False


class LinkReport(NamedTuple):
    """What was linked to a case (`replaced`: articles that are its resolution no longer), or taken back from it."""

    case: str
    linked: tuple[Linked, ...] = ()
    replaced: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()
    said: str = ""

    def tables(self) -> Sequence[Table]:
        """Return what was done, one line an article."""
        rows = [
            ("was linked before" if one.known else "linked", one.article, self.case, one.use, found_by(one.rank, one.words))
            for one in self.linked
        ]
        rows += [("no longer its resolution", article, self.case, "", "") for article in self.replaced]
        rows += [("taken back", article, self.case, "", "") for article in self.unlinked]
        rows += [("phrase added", self.linked[0].article, self.case, "", f"“{one_line(self.said)}”")] if self.said else []
        return (Table("", ("done", "article", "case", "use", "search"), tuple(rows)),)


def found_by(rank: int, words: str) -> str:
    """Say which search led to an article."""
    return f"rank {rank} for “{shorten(one_line(words), 40)}”" if rank and words else f"rank {rank}" if rank else ""


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
        head = Table(f"Case {self.case}: {counted(len(self.articles), 'article')}", columns, rows)
        return (head, *(difference_table(article) for article in self.articles if article.difference))


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
            f"{counted(len({case.case for case in self.cases}), 'case')} received one of "
            f"{counted(len(self.revisions), 'revision')} of {self.article}"
        )
        rows = tuple((c.case, c.at[:10], c.use, c.revision[:REVISION], c.by) for c in self.cases)
        return (Table(title), Table("", ("case", "on", "use", "revision", "by"), rows))


def difference_table(article: CaseArticle) -> Table:
    """Return a difference as text."""
    title = f"{article.article} as delivered on {article.at[:10]} (-) and as it is now (+):"
    return Table(title, lines=tuple(article.difference.split("\n")[2:]))


def standing(links: Sequence[Event]) -> list[tuple[Event, Use]]:
    """Return a case's links, one an article, with what they count as: of two resolutions the later one stands.

    Two clones that did not know of each other may both have linked one; the earlier then counts as reference.
    """
    last = {link.article: link for link in links}
    resolution = max((link.id for link in last.values() if link.use is Use.resolution), default="")
    return [
        (link, Use.reference if link.use is Use.resolution and link.id != resolution else link.use or Use.reference)
        for link in last.values()
    ]


def other_resolutions(case: str, ids: Sequence[str], links: Sequence[Event], replace: bool) -> list[Event]:
    """Return the links that a new resolution takes the place of. Raise ResolvedError where that was not asked for."""
    others = [link for link in links if link.use is Use.resolution and link.article not in ids]
    if others and not replace:
        raise ResolvedError(
            f"Case {case} already has a resolution: {others[-1].article}",
            "--replace puts this one in its place; --as reference keeps both",
        )
    return others


class ResolvedError(KcsError):
    """The case has another resolution already."""


def difference(delivered: str, now: str, path: str) -> str:
    """Return a unified diff; nothing where the texts are the same."""
    return text.difference(delivered, now, f"{path} as delivered", f"{path} as it is now")
