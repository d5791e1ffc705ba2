"""What was learned in a period: what was reused, made, found at last, put away, and whose work helped whom."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kcs_cli.demand.replay import ClosedGap
from kcs_cli.learn.credit import Credit, enumeration, thanks
from kcs_cli.render.report import Column, Columns, PagePart, ReportPage, Table, unread
from kcs_cli.text.display import OptionalText, quantity

MOST = 10  # articles that are shown as most reused
LONGEST_LIST = 20  # of anything else that is shown in a table
FEW = 10  # cases: fewer say little
REUSED: Columns = (Column("title", "article"), "cases", "solved", Column("", "needs care"), "id",
                   *unread("helped", "tried", "confidence", "flags"))  # fmt: skip
CHANGED: Columns = (Column("title", "article"), Column("state", "what"), "on", Column("authors", "by", enumeration),
                    Column("cases", "cases since"), "id", *unread("changes"))  # fmt: skip
CLOSED: Columns = (Column("query", "asked"), "times", Column("last_on", "last"), Column("", "closed"),
                   *unread("how", "closed_on"), Column("title", "by article"), "id")  # fmt: skip


class ArticleReuse(NamedTuple):
    """An article by its cases in the period: those it `solved`, those it helped, those it was `tried` in, in vain."""

    id: str
    title: str
    solved: int
    helped: int
    tried: int
    confidence: str
    flags: int

    @property
    def cases(self) -> int:
        """The cases it solved or helped."""
        return self.solved + self.helped

    @property
    def care(self) -> str:
        """What a reader should know of it, and somebody see to."""
        state = "" if self.confidence == "validated" else self.confidence
        flags = quantity(self.flags, "open flag") if self.flags else ""
        return "; ".join(filter(None, (state, flags, f"in vain in {quantity(self.tried, 'case')}" if self.tried else "")))


class ArticleWork(NamedTuple):
    """An article that is new, or was worked on in so many `changes`; `cases`: the cases it solved or helped since."""

    id: str
    title: str
    state: str
    on: date
    authors: tuple[str, ...]
    changes: int
    cases: int


class ArchivedArticle(NamedTuple):
    """An article that nobody needs any more."""

    id: str
    title: str
    on: date
    authors: tuple[str, ...]


class ClosedFlag(NamedTuple):
    """A flag that was closed with what was done about it."""

    id: str
    title: str
    on: date
    flag_text: OptionalText
    text: OptionalText


class Note(NamedTuple):
    """Thanks that somebody gave to those who wrote an article."""

    id: str
    title: str
    on: date
    thanked_by: str
    thanked: tuple[str, ...]
    text: str


class DigestReport(NamedTuple):
    """A period in a knowledge base, or in what somebody answers for (`scope`); `links` hold, of so many `cases`.

    `closed_gaps` are those closed, of `all_gaps` that the `searches` of this clone show since a day; `has_history`: git
    knows what was changed.
    """

    since_on: date
    until_on: date
    scope: OptionalText
    links: int
    cases: int
    reused_articles: tuple[ArticleReuse, ...]
    changed: tuple[ArticleWork, ...]
    closed_gaps: tuple[ClosedGap, ...]
    all_gaps: int
    searches: int
    searches_since_on: date
    archived_articles: tuple[ArchivedArticle, ...]
    answered: tuple[ClosedFlag, ...]
    credits: tuple[Credit, ...]
    notes: tuple[Note, ...]
    has_history: bool = True

    @property
    def has_news(self) -> bool:
        """Tell whether anything was learned."""
        lists = (self.reused_articles, self.changed, self.closed_gaps, self.archived_articles, self.answered, self.notes)
        return any(lists)

    def tables(self) -> Sequence[Table]:
        """Return its tables; the most reused articles come first."""
        return self.page().tables() or (Table(self.page().title), Table("Nothing was noted in this time."))

    def page(self) -> ReportPage:
        """Return it as a page."""
        title = f"What we learned, {self.since_on} to {self.until_on}"
        about = [f"Only what {self.scope} answers for."] if self.scope else []
        parts = (_reused_part(self), _changed_part(self), _gaps_part(self), _removed_part(self), _thanks_part(self))
        return ReportPage(title, (*about, *_sample(self)), parts)


def _sample(report: DigestReport) -> list[str]:
    """Say over how much the page is, and when that is little."""
    if not report.links:
        return []
    known = f"From {quantity(report.links, 'link')} in {quantity(report.cases, 'case')}; what was taken back does not count."
    return [known, *(["So few cases say little: chance decides what comes first."] if report.cases < FEW else [])]


def _reused_part(report: DigestReport) -> PagePart:
    """Show the articles of most cases."""
    if not report.reused_articles:
        return PagePart("Most reused", ("No article was linked to a case.",))
    rows = tuple(
        (one.title, one.cases, one.solved, one.care, one.id, one.helped, one.tried, one.confidence, one.flags)
        for one in report.reused_articles[:MOST]
    )
    note = f"{quantity(len(report.reused_articles), 'article')} solved or helped cases{_more(report.reused_articles, MOST)}."
    return PagePart("Most reused", (note,), Table("", REUSED, rows))


def _changed_part(report: DigestReport) -> PagePart:
    """Show the articles that are new or were worked on."""
    if not report.has_history:
        return PagePart("New and improved", ("Without a git repository it is not known what was changed.",))
    if not report.changed:
        return PagePart("New and improved", ("No article is new, and none was worked on.",))
    new = sum(one.state == "new" for one in report.changed)
    note = f"{quantity(new, 'new article')}, {len(report.changed) - new} improved{_more(report.changed, LONGEST_LIST)}."
    rows = tuple(
        (one.title, one.state, one.on, one.authors, one.cases, one.id, one.changes) for one in report.changed[:LONGEST_LIST]
    )
    return PagePart("New and improved", (note,), Table("", CHANGED, rows))


def _gaps_part(report: DigestReport) -> PagePart:
    """Show what people had asked in vain, and what answers it now."""
    searched = f"From {quantity(report.searches, 'search', 'searches')} of this clone since {report.searches_since_on}"
    if not report.closed_gaps:
        return PagePart(
            "Gaps closed", (f"{searched}: none of {quantity(report.all_gaps, 'gap')} was closed. Open ones: kcs gaps",)
        )
    rows = tuple(
        (gap.query, gap.times, gap.last_on, f"{gap.how} {gap.closed_on}", gap.how, gap.closed_on, gap.title, gap.id)
        for gap in report.closed_gaps[:LONGEST_LIST]
    )
    closed = f"{len(report.closed_gaps)} of {quantity(report.all_gaps, 'gap')} closed"
    note = f"{searched}: {closed}{_more(report.closed_gaps, LONGEST_LIST)}."
    return PagePart("Gaps closed", (note,), Table("", CLOSED, rows))


def _removed_part(report: DigestReport) -> PagePart:
    """Show what was put away and put right."""
    points = [f"Archived on {one.on} by {enumeration(one.authors)}: “{one.title}”" for one in report.archived_articles]
    points += [f"“{one.title}”: {one.flag_text or 'flagged'} → {one.text} ({one.on})" for one in report.answered]
    return PagePart("Causes removed, flags answered", () if points else ("None.",), points=tuple(points))


def _thanks_part(report: DigestReport) -> PagePart:
    """Thank, in the order of names: no number ranks anybody."""
    points = [f"{one.thanked_by} thanks {enumeration(one.thanked)} for “{one.title}”: {one.text}" for one in report.notes]
    points += thanks(report.credits)
    nothing = "Nobody linked an article that somebody else wrote; `kcs thanks ID -m TEXT` says thanks in words."
    return PagePart("Whose work helped whom", () if points else (nothing,), points=tuple(points))


def _more(found: Sequence[object], shown: int) -> str:
    """Say how many are shown where that is not all."""
    return f"; here are the first {shown}" if len(found) > shown else ""
