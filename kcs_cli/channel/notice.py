"""What people are told: what deserves their eyes, what was learned, what is missing; each a page, without personal data."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from kcs_cli.article.model import named_owners
from kcs_cli.channel.recipient import Recipient
from kcs_cli.demand.gap import Gaps
from kcs_cli.demand.gap_report import Gap, GapReport, endings
from kcs_cli.knowledge_base.config import Config, NoticePeriod
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import People, people
from kcs_cli.render.report import Cell, Column, Columns, PagePart, ReportPage, Table
from kcs_cli.review.review import ReviewFilter, by_person, review_stale
from kcs_cli.review.review_report import ReviewReport, owner_of
from kcs_cli.review.staleness import Stale
from kcs_cli.search.index.opener import all_cards
from kcs_cli.text.display import quantity
from kcs_cli.text.period import Period
from kcs_cli.text.privacy import find_personal

DAYS = {NoticePeriod.day: 1, NoticePeriod.week: 7, NoticePeriod.month: 30}
LABELS = {NoticePeriod.day: "%Y-%m-%d", NoticePeriod.week: "%G-W%V", NoticePeriod.month: "%Y-%m"}
EVERYTHING = 1_000_000  # articles
MOST_GAPS = 20  # of each kind
NAMES = ("id", "path")  # columns that have names of kcs: a number in one is nobody's telephone
TO_REVIEW: Columns = (Column("title", "article"), Column("reasons", "why", "; ".join), Column("", "owner"), "id")
MINE: Columns = (Column("title", "article"), Column("reasons", "why", "; ".join), "id")
MISSING: Columns = (
    Column("query", "asked"),
    "times",
    "people",
    Column("", "how it ended"),
    Column("title", "article"),
    "id",
)


class NoticeKind(StrEnum):
    """What people are told of."""

    review = "review"
    digest = "digest"
    gaps = "gaps"


class Notice(NamedTuple):
    """A page for somebody; None: there is nothing to tell."""

    kind: NoticeKind
    recipient: Recipient
    page: ReportPage | None


Scope = tuple[NoticeKind, frozenset[str] | None, str]
DigestPage = Callable[[KnowledgeBase, datetime, frozenset[str] | None, str], ReportPage | None]


class NoticeMaker:
    """Makes pages of a period, each once for all who get the same. `digest` makes what `kcs digest` shows."""

    def __init__(self, kb: KnowledgeBase, period: NoticePeriod, digest: DigestPage) -> None:
        self.kb = kb
        self.now = kb.now()
        self.days = DAYS[period]
        self.label = self.now.strftime(LABELS[period])
        self.digest = digest
        self.pages: dict[Scope, ReportPage | None] = {}

    def notice(self, kind: NoticeKind, recipient: Recipient) -> Notice:
        """Return what somebody is to be told. Raise KcsError."""
        scope = (kind, None, "") if kind is NoticeKind.gaps else (kind, recipient.persons, recipient.scope)
        if scope not in self.pages:
            page = self._page(*scope)
            colleagues = self.known_people | self.owners(NoticeKind.digest)
            if kind is NoticeKind.review:
                colleagues |= {owner for one in self.review.articles for owner in one.owners}
            self.pages[scope] = page and without_personal(page, self.kb.config, colleagues)
        return Notice(kind, recipient, self.pages[scope])

    def owners(self, kind: NoticeKind) -> frozenset[str]:
        """Return who answers for articles: for what deserves eyes those whom that is guessed of, too.

        A guess is an author of a commit, perhaps a stranger: who is in no people.toml is not written to for it.
        """
        if kind is NoticeKind.review:
            known = self.known_people
            return frozenset(
                owner
                for one in self.review.articles
                for owner in one.owners
                if one.owner_source != "guess" or owner in known
            )
        usual = self.kb.config.defaults.owner
        return frozenset(owner for card in all_cards(self.kb) for owner in named_owners(card.owner, card.by_rule, usual)[0])

    def _page(self, kind: NoticeKind, persons: frozenset[str] | None, scope: str) -> ReportPage | None:
        """Make a page."""
        since = self.now - timedelta(days=self.days)
        match kind:
            case NoticeKind.review:
                return review_page(self.review, persons, people(self.kb), self.kb.config.review.limit, scope)
            case NoticeKind.digest:
                return self.digest(self.kb, since, persons, scope)
            case NoticeKind.gaps:
                return gaps_page(Gaps(self.kb).missing(Period(since, self.now + timedelta(seconds=1)), with_once=False))

    @cached_property
    def review(self) -> ReviewReport:
        """What deserves eyes in all of the base."""
        return by_person(review_stale(self.kb, ReviewFilter(), EVERYTHING, None), people(self.kb))

    @cached_property
    def known_people(self) -> frozenset[str]:
        """The people that people.toml names, by all their addresses and handles."""
        known = people(self.kb)
        return frozenset((*known.known, *(member for team in known.teams.values() for member in team)))


def review_page(
    report: ReviewReport, persons: frozenset[str] | None, people: People, most: int, scope: str
) -> ReportPage | None:
    """Return what deserves the eyes of some persons (None: anybody's), at most so many articles of a group."""

    def theirs(articles: Iterable[Stale]) -> list[Stale]:
        return [
            one for one in articles if persons is None or any(persons & people.stands_for(owner) for owner in one.owners)
        ]

    groups = [(heading, found) for heading, articles in report.groups if (found := theirs(articles))]
    if not groups:
        return None
    is_mine = persons is not None and len(persons) == 1
    about = [f"Only what {scope} answers for."] if scope and not is_mine else []
    parts = tuple(_review_part(heading, found, most, is_mine=is_mine) for heading, found in groups)
    number = sum(len(found) for _, found in groups)
    deserve = f"{quantity(number, 'article deserves', 'articles deserve')}{' your' if is_mine else ''} eyes"
    return ReportPage(f"{deserve}, {report.on}", (*about, "kcs review-stale lists them, with numbers."), parts)


def _review_part(heading: str, found: Sequence[Stale], most: int, *, is_mine: bool) -> PagePart:
    """Show a group of articles; what nobody owns is said to be a guess."""
    rows = tuple((one.title, _reasons(one, is_mine=is_mine), owner_of(one), one.id) for one in found[:most])
    table = Table("", MINE, tuple((*row[:2], row[3]) for row in rows)) if is_mine else Table("", TO_REVIEW, rows)
    notes = (f"{quantity(len(found), 'article')}; here are the first {most}.",) if len(found) > most else ()
    return PagePart(heading, notes, table)


def _reasons(one: Stale, *, is_mine: bool) -> tuple[str, ...]:
    """Return why an article deserves eyes, and to whom nobody told that it is theirs, that it is a guess."""
    is_guess = is_mine and one.owner_source == "guess"
    return (*one.reasons, *(["nobody owns it, you know it best"] if is_guess else []))


def gaps_page(report: GapReport) -> ReportPage | None:
    """Return what people asked and did not get."""
    groups = (
        ("Nothing answers", report.content),
        ("An article answers, and these words do not find it", report.phrasing),
        ("Found, and not opened", report.opening),
    )
    parts = tuple(_gap_part(heading, gaps) for heading, gaps in groups if gaps)
    title = f"{quantity(len(report.gaps), 'gap')}: what people asked and did not get, since {report.counted.since_on}"
    return ReportPage(title, (f"{report.counted.shown}.", "kcs gaps lists them, with numbers."), parts) if parts else None


def _gap_part(heading: str, gaps: Sequence[Gap]) -> PagePart:
    """Show gaps of one kind."""
    rows = tuple(
        (one.query, one.times, one.people, endings(one), one.title if one.id else "", one.id) for one in gaps[:MOST_GAPS]
    )
    notes = (f"{quantity(len(gaps), 'gap')}; here are the first {MOST_GAPS}.",) if len(gaps) > MOST_GAPS else ()
    return PagePart(heading, notes, Table("", MISSING, rows))


def without_personal(page: ReportPage, config: Config, colleagues: frozenset[str]) -> ReportPage:
    """Return a page with what is personal replaced by its kind; addresses of colleagues, who answer for articles, stay."""
    ours = frozenset(one.casefold() for one in colleagues)

    def clean(text: str) -> str:
        for one in sorted(find_personal(text, config.privacy.patterns), key=lambda found: -found.start):
            if one.text.casefold() not in ours:
                text = f"{text[: one.start]}<{one.kind}>{text[one.start + len(one.text) :]}"
        return text

    def cell(value: Cell) -> Cell:
        if isinstance(value, tuple):
            return tuple(map(clean, value))
        return clean(value) if isinstance(value, str) else value

    def part(one: PagePart) -> PagePart:
        table = one.table
        if table:
            names = [column if isinstance(column, str) else column.name for column in table.columns]
            rows = (zip(names, row, strict=True) for row in table.rows)
            cleaned = tuple(tuple(value if name in NAMES else cell(value) for name, value in row) for row in rows)
            table = table._replace(rows=cleaned)
        return PagePart(one.heading, tuple(map(clean, one.notes)), table, tuple(map(clean, one.points)))

    return ReportPage(clean(page.title), tuple(map(clean, page.notes)), tuple(map(part, page.parts)))
