"""Which articles deserve their owners' eyes: due by the calendar, used or flagged and not reviewed since, never finished."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from kcs_cli.knowledge_base.config import ReviewConfig
from kcs_cli.knowledge_base.vocabulary import Confidence, Governance
from kcs_cli.render.report import Cell, Column, Columns, Table
from kcs_cli.review.staleness import Stale, Subject, is_older, judge, reasons, weigh
from kcs_cli.review.usage import UNUSED
from kcs_cli.text.display import OptionalText, quantity

LEAST_SCORE = 1.0  # of an article that is listed
OLD_DAYS = 365  # without a review, and unused: counted, not listed
ROOM = 1_000  # articles that are kept beside those to be shown before they are sorted
JUDGED = ("known", "never")  # of an article with a past that is not archived


class Totals(NamedTuple):
    """What is not listed: all articles looked at; of them unused and old, excused from review; never committed ones."""

    articles: int
    unused_old: int
    never: int
    unplanned: int
    uncommitted: int


class ReviewReport(NamedTuple):
    """What deserves eyes on a day, by the journal or (`basis`) by links; `found` counts what the limit cut off, too."""

    on: date
    basis: str
    due: tuple[Stale, ...]
    stale: tuple[Stale, ...]
    unfinished: tuple[Stale, ...]
    unused: tuple[Stale, ...]
    found: int
    totals: Totals

    @property
    def groups(self) -> tuple[tuple[str, tuple[Stale, ...]], ...]:
        """The groups with their headings, the most urgent first."""
        return (
            ("Due by the calendar", self.due),
            (
                "Used or flagged, and not reviewed since" if self.basis == "journal" else "Linked or found, and old",
                self.stale,
            ),
            ("Work in progress that nobody finished", self.unfinished),
            ("Unused, and not reviewed for more than a year", self.unused),
        )

    @property
    def articles(self) -> tuple[Stale, ...]:
        """All articles that are listed, as they are numbered."""
        return tuple(one for _, articles in self.groups for one in articles)

    def tables(self) -> Sequence[Table]:
        """Return all of them, one a line, and what is not listed."""
        columns: Columns = (
            "group",
            Column("id", "article"),
            "title",
            Column("owners", ""),
            Column("owner_source", ""),
            Column("", "owner"),
            Column("score", "score", lambda score: round(score, 1)),
            Column("reasons", "why", "; ".join),
            "changed_on",
            "confirmed_on",
            "due_on",
        )
        rows = tuple(
            (group, one.id, one.title, one.owners, one.owner_source, owner_of(one), one.score, one.reasons, one.changed_on,
             one.confirmed_on, one.due_on)
            for group, articles in self.groups for one in articles
        )  # fmt: skip
        return (*([Table("", columns, rows)] if rows else []), *map(Table, remarks(self)))


def owner_of(one: Stale) -> str:
    """Say who answers for an article; a guess is marked."""
    return ", ".join(one.owners) + (" (guess)" if one.owner_source == "guess" else "")


def remarks(report: ReviewReport) -> list[str]:
    """Say what the list goes by, and what it does not show."""
    totals, shown = report.totals, len(report.due) + len(report.stale) + len(report.unfinished)
    lines = [
        (not report.found, f"Nothing deserves eyes, of {quantity(totals.articles, 'article')}."),
        (report.found > shown, f"{report.found - shown:,} more: -n {report.found}"),
        (report.basis != "journal", "Nothing is noted in the journal yet (kcs link, flag, rate): the list goes by age, the "
         "articles that link to one, and where searches led."),
        (totals.unused_old and not report.unused,
         f"{quantity(totals.unused_old, 'article')} unused and not reviewed for more than a year: --all lists them."),
        (totals.never, f"{quantity(totals.never, 'article')} excused from review, with a reason."),
        (totals.unplanned, f"{quantity(totals.unplanned, 'compliance article')} without review_every."),
        (totals.uncommitted, f"{quantity(totals.uncommitted, 'article')} never committed, and not judged."),
    ]  # fmt: skip
    return [line for is_so, line in lines if is_so]


class ReviewGroup:
    """The articles that fall into a group: how many, and of those to be shown the most urgent, the first by `order`."""

    def __init__(self, most: int | None, order: Callable[[Stale], tuple[object, ...]]) -> None:
        self.most = most
        self.order = order
        self.count = 0
        self.known: list[tuple[Stale, Subject]] = []

    def add(self, judged: Stale, one: Subject) -> None:
        """Put an article there; what cannot be among the first any more is let go: large bases have many."""
        self.count += 1
        self.known.append((judged, one))
        if self.most is not None and len(self.known) > 2 * self.most + ROOM:
            self.known = self.first()

    def first(self) -> list[tuple[Stale, Subject]]:
        """Return those to be shown."""
        return sorted(self.known, key=lambda pair: self.order(pair[0]))[: self.most]


class ReviewGroups(NamedTuple):
    """The groups an article may fall into."""

    due: ReviewGroup
    stale: ReviewGroup
    wip: ReviewGroup
    unused: ReviewGroup


def _empty_groups(limit: int, *, with_unused: bool) -> ReviewGroups:
    """Return the groups, each with what is most urgent in it."""
    return ReviewGroups(
        due=ReviewGroup(limit, lambda one: (one.due_on or date.max, -one.score, one.id)),
        stale=ReviewGroup(limit, lambda one: (-one.score, one.id)),
        wip=ReviewGroup(limit, lambda one: (-one.score, one.changed_on or date.max, one.id)),
        unused=ReviewGroup(None if with_unused else 0, lambda one: (one.confirmed_on or date.max, one.id)),
    )


def review(
    subjects: Iterable[Subject], now: datetime, settings: ReviewConfig, limit: int, *, has_journal: bool, with_unused: bool
) -> ReviewReport:
    """Return what deserves eyes; at most `limit` of each group. The subjects are looked at once, and most let go."""
    found, seen = _empty_groups(limit, with_unused=with_unused), Counter[str]()
    for one in subjects:
        state = _state_of(one)
        seen[state] += 1
        if state in JUDGED:
            seen["unplanned"] += is_unplanned(one)
        if state == "known":
            _put(one, found, now, settings, has_journal=has_journal)

    def shown(group: ReviewGroup) -> tuple[Stale, ...]:
        return tuple(judged._replace(reasons=reasons(one, now, has_journal=has_journal)) for judged, one in group.first())

    return ReviewReport(
        on=now.date(),
        basis="journal" if has_journal else "links",
        due=shown(found.due),
        stale=shown(found.stale),
        unfinished=shown(found.wip),
        unused=shown(found.unused),
        found=found.due.count + found.stale.count + found.wip.count,
        totals=Totals(
            articles=seen["known"] + seen["never"],
            unused_old=found.unused.count,
            never=seen["never"],
            unplanned=seen["unplanned"],
            uncommitted=seen["uncommitted"],
        ),
    )


def _state_of(one: Subject) -> str:
    """Tell whether an article is judged."""
    if not one.past.changes:
        return "uncommitted"
    if one.confidence == Confidence.archived:
        return "archived"
    return "never" if is_excused(one) else "known"


def _put(one: Subject, groups: ReviewGroups, now: datetime, settings: ReviewConfig, *, has_journal: bool) -> None:
    """Weigh an article, and put it into its group."""
    if is_quiet(one) and groups.unused.most == 0:  # of most articles it is only counted whether they are old
        groups.unused.count += is_older(one.reviewed_at, now, OLD_DAYS)
        return
    judged = weigh(one, now, settings, has_journal=has_journal)
    if judged.due_on:
        groups.due.add(judged, one)
    elif one.confidence == Confidence.wip:
        if is_older(one.captured_at or one.reviewed_at, now, settings.wip_days):
            groups.wip.add(judged, one)
    elif judged.score >= LEAST_SCORE:
        groups.stale.add(judged, one)
    elif is_older(one.confirmed_at, now, OLD_DAYS):
        groups.unused.add(judged, one)


def is_quiet(one: Subject) -> bool:
    """Tell whether nothing asks for a look at an article: its score is 0, and no calendar is kept of it."""
    return one.usage == UNUSED and one.governance != Governance.compliance and one.confidence != Confidence.wip


def is_excused(one: Subject) -> bool:
    """Tell whether an article says with a reason that it needs no review; a flag on it is looked at all the same."""
    return bool(one.calendar.never) and not one.usage.flags


def is_unplanned(one: Subject) -> bool:
    """Tell whether a compliance article does not say when it is to be reviewed."""
    return one.governance == Governance.compliance and not any(one.calendar)


class ScoreExplanation(NamedTuple):
    """How an article's score is made, and whether it is listed for it: `group` is empty where it is not."""

    article: Stale
    group: OptionalText
    demand: float
    why_not: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return the parts, what they add up to, and the reasons."""
        one = self.article
        rows: list[tuple[Cell, ...]] = [(part.name, part.number, part.weight, part.value) for part in one.parts]
        rows += [
            ("demand: the sum", None, None, self.demand),
            ("times: age since the last confirmation", None, None, one.age_factor),
        ]
        rows += [("score", None, None, one.score)]
        verdict = f"listed: {self.group}" if self.group else f"not listed: {self.why_not}"
        facts = (
            ("last substantive change", f"{'at least ' if one.at_least else ''}{one.changed_on or 'never committed'}"),
            ("last confirmed", one.confirmed_on), ("owner", owner_of(one) or "nobody"),
            *(("why", reason) for reason in one.reasons), ("verdict", verdict),
        )  # fmt: skip
        return (
            Table(f"{one.id}: {one.title}", (Column("name", "part"), "number", "weight", "value"), tuple(rows)),
            Table("", ("fact", "value"), facts),
        )


def explain(one: Subject, now: datetime, settings: ReviewConfig, *, has_journal: bool) -> ScoreExplanation:
    """Return how the score of an article is made."""
    report = review([one], now, settings, 1, has_journal=has_journal, with_unused=True)
    group = next((heading for heading, articles in report.groups if articles), "")
    judged = judge(one, now, settings, has_journal=has_journal)
    return ScoreExplanation(judged, group, sum(part.value for part in judged.parts), "" if group else why_not(one, settings))


def why_not(one: Subject, settings: ReviewConfig) -> str:
    """Say why an article is not listed."""
    if not one.past.changes:
        return "it was never committed"
    if one.confidence == Confidence.archived:
        return "it is archived"
    if is_excused(one):
        return f"excused from review ({one.calendar.never})"
    if one.confidence == Confidence.wip:
        return f"work in progress for less than {settings.wip_days} days"
    return f"its score is below {LEAST_SCORE:g}, and it was reviewed or used within a year"
