"""Which articles deserve their owners' eyes: due by the calendar, used or flagged and not reviewed since, never finished."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from kcs_cli.knowledge_base.config import ReviewConfig
from kcs_cli.knowledge_base.vocabulary import Confidence, Governance
from kcs_cli.render.report import Cell, Column, Columns, Table
from kcs_cli.review.staleness import Stale, Subject, is_older, judge, reasons, weigh
from kcs_cli.text.display import OptionalText, quantity

LEAST_SCORE = 1.0  # of an article that is listed
OLD_DAYS = 365  # without a review, and unused: counted, not listed


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


class ReviewGroups(NamedTuple):
    """Articles by the group they fall into, each the most urgent first."""

    due: list[Stale]
    stale: list[Stale]
    wip: list[Stale]
    unused: list[Stale]


def review(
    subjects: Iterable[Subject], now: datetime, settings: ReviewConfig, limit: int, *, has_journal: bool, with_unused: bool
) -> ReviewReport:
    """Return what deserves eyes; at most `limit` of each group."""
    everything = list(subjects)
    known = [one for one in everything if one.past.changes and one.confidence != Confidence.archived]
    found = _sort_out([one for one in known if not is_excused(one)], now, settings, has_journal=has_journal)
    totals = Totals(
        articles=len(known),
        unused_old=len(found.unused),
        never=sum(map(is_excused, known)),
        unplanned=sum(map(is_unplanned, known)),
        uncommitted=sum(not one.past.changes for one in everything),
    )
    by_path = {one.path: one for one in known}

    def shown(articles: Sequence[Stale]) -> tuple[Stale, ...]:
        return tuple(one._replace(reasons=reasons(by_path[one.path], now, has_journal=has_journal)) for one in articles)

    return ReviewReport(
        on=now.date(),
        basis="journal" if has_journal else "links",
        due=shown(found.due[:limit]),
        stale=shown(found.stale[:limit]),
        unfinished=shown(found.wip[:limit]),
        unused=shown(found.unused if with_unused else ()),
        found=len(found.due) + len(found.stale) + len(found.wip),
        totals=totals,
    )


def _sort_out(subjects: Iterable[Subject], now: datetime, settings: ReviewConfig, *, has_journal: bool) -> ReviewGroups:
    """Weigh the articles and put each into its group."""
    found = ReviewGroups([], [], [], [])
    for one in subjects:
        judged = weigh(one, now, settings, has_journal=has_journal)
        if judged.due_on:
            found.due.append(judged)
        elif one.confidence == Confidence.wip:
            found.wip.extend([judged] if is_older(one.captured_at or one.reviewed_at, now, settings.wip_days) else [])
        elif judged.score >= LEAST_SCORE:
            found.stale.append(judged)
        elif is_older(one.confirmed_at, now, OLD_DAYS):
            found.unused.append(judged)
    found.due.sort(key=lambda one: (one.due_on or date.max, -one.score, one.id))
    found.stale.sort(key=lambda one: (-one.score, one.id))
    found.wip.sort(key=lambda one: (-one.score, one.changed_on or date.max, one.id))
    found.unused.sort(key=lambda one: (one.confirmed_on or date.max, one.id))
    return found


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
