"""How urgently one article deserves eyes, and why: its demand since it was last reviewed, by how long that is ago."""

from collections import Counter
from datetime import date, datetime, timedelta
from math import log2
from typing import NamedTuple

from kcs_cli.article.review_calendar import Calendar
from kcs_cli.history.past import ChangeKind, Commit, Past
from kcs_cli.knowledge_base.config import ReviewConfig
from kcs_cli.knowledge_base.vocabulary import Governance
from kcs_cli.review.usage import UNUSED, Usage
from kcs_cli.text.display import OptionalText, quantity

YEAR = 365.25  # days
MOST_YEARS = 5.0  # by which a score grows with age
KINDS = {  # in words, one and many
    ChangeKind.phrase: ("phrase added", "phrases added"),
    ChangeKind.fields: ("front-matter change", ""),
    ChangeKind.white_space: ("white-space change", ""),
    ChangeKind.moved: ("move", ""),
    ChangeKind.bot: ("bot’s commit", "bots’ commits"),
    ChangeKind.ignored: ("ignored commit", ""),
    ChangeKind.restored: ("restoration", ""),
    ChangeKind.deleted: ("deletion", ""),
}
SILENT = (ChangeKind.merged, ChangeKind.boundary)  # of no interest to an owner


class Subject(NamedTuple):
    """An article to look at; `verified_at`: when it was confirmed with evidence, `captured_at`: since when it is wip."""

    id: str
    path: str
    title: str
    confidence: str
    governance: str
    owners: tuple[str, ...]
    owner_source: str
    has_left: bool
    past: Past
    usage: Usage
    updated_on: date | None
    calendar: Calendar
    verified_at: datetime | None = None
    captured_at: datetime | None = None

    @property
    def changed_at(self) -> datetime | None:
        """When it last changed in substance, or at the latest then; None where it was never committed."""
        return self.past.worked.commit.at if self.past.worked else None

    @property
    def reviewed_at(self) -> datetime | None:
        """When it was last reviewed: by that change, or by a confirmation after it."""
        return max(filter(None, (self.changed_at, self.verified_at)), default=None)

    @property
    def confirmed_at(self) -> datetime | None:
        """When it was last confirmed: reviewed, or the resolution of a case."""
        return max(filter(None, (self.reviewed_at, self.usage.solved_at)), default=None)

    @property
    def is_older(self) -> bool:
        """Tell whether its last substantive change is not known: it was not later than what is."""
        return bool(self.past.changes) and self.past.substantive is None

    @property
    def due_on(self) -> date | None:
        """When the calendar asks for a review, which it does of compliance articles alone; at once where it is misspelt."""
        if self.governance != Governance.compliance or self.reviewed_at is None:
            return None
        reviewed_on = self.reviewed_at.date()
        return reviewed_on if self.calendar.wrong else self.calendar.due_on(reviewed_on)


class ScorePart(NamedTuple):
    """A part of a score: how many of what, what one of them counts, and what that makes."""

    name: str
    number: float
    weight: float
    value: float


class Stale(NamedTuple):
    """An article that deserves eyes. `score`: its parts' values, × `age_factor`. `at_least`: it may be older."""

    id: str
    title: str
    path: str
    owners: tuple[str, ...]
    owner_source: OptionalText
    reasons: tuple[str, ...]
    score: float
    parts: tuple[ScorePart, ...]
    age_factor: float
    changed_on: date | None
    at_least: bool
    confirmed_on: date | None
    due_on: date | None = None


def judge(one: Subject, now: datetime, settings: ReviewConfig, *, has_journal: bool) -> Stale:
    """Return how urgently an article deserves eyes, and why."""
    return weigh(one, now, settings, has_journal=has_journal)._replace(reasons=reasons(one, now, has_journal=has_journal))


def weigh(one: Subject, now: datetime, settings: ReviewConfig, *, has_journal: bool) -> Stale:
    """Return how urgently an article deserves eyes, without the reasons: of most that are weighed nothing is shown."""
    demand = _demand_parts(one, now, settings) if has_journal else _link_parts(one, now, settings)
    parts = tuple(part for part in demand if part.value)
    confirmed_at = one.confirmed_at
    factor = 1 + settings.weight_age * min(_years_since(confirmed_at, now), MOST_YEARS)
    due_on = one.due_on if one.due_on and one.due_on <= now.date() else None
    return Stale(
        id=one.id,
        title=one.title,
        path=one.path,
        owners=one.owners,
        owner_source=one.owner_source,
        reasons=(),
        score=sum(part.value for part in parts) * factor,
        parts=parts,
        age_factor=factor,
        changed_on=_day(one.changed_at),
        at_least=one.is_older,
        confirmed_on=_day(confirmed_at),
        due_on=due_on,
    )


def _demand_parts(one: Subject, now: datetime, settings: ReviewConfig) -> list[ScorePart]:
    """Return the parts of the demand: `count × weight`; reuse counts once the last review is settled."""
    usage = one.usage
    if usage == UNUSED:
        return []
    is_settled = is_older(one.reviewed_at, now, settings.settled_days)
    parts = [
        _part("cases it solved", usage.resolutions * is_settled, settings.weight_resolution),
        _part("cases it helped", usage.references * is_settled, settings.weight_reference),
        _part("cases it was tried in, in vain", usage.tried, settings.weight_tried),
        _part("open flags", len(usage.flags), settings.weight_flag),
        _part("unhelpful votes", usage.unhelpful, settings.weight_unhelpful),
        _part("searches that showed it and were refined", usage.refined, settings.weight_refined),
    ]
    left = _part("owner left", int(one.has_left and any(one.value for one in parts)), settings.weight_left)
    return [*parts, left]


def _link_parts(one: Subject, now: datetime, settings: ReviewConfig) -> list[ScorePart]:
    """Return the parts of the demand as far as it can be told without a journal: `log2(1 + count) × weight`."""
    if one.usage == UNUSED:
        return []
    is_settled = is_older(one.reviewed_at, now, settings.settled_days)
    links, landed = one.usage.links * is_settled, one.usage.landed * is_settled
    return [
        ScorePart("articles that link to it", links, settings.weight_link, log2(1 + links) * settings.weight_link),
        ScorePart("searches that led to it", landed, settings.weight_landed, log2(1 + landed) * settings.weight_landed),
    ]


def _part(name: str, count: int, weight: float) -> ScorePart:
    """Return a part that grows with its count."""
    return ScorePart(name, count, weight, count * weight)


def is_older(at: datetime | None, now: datetime, days: int) -> bool:
    """Tell whether something is so many days ago."""
    return at is not None and now - at >= timedelta(days=days)


def _years_since(at: datetime | None, now: datetime) -> float:
    """Return how many years ago something is."""
    return max(0.0, (now - at) / timedelta(days=YEAR)) if at else 0.0


def _day(at: datetime | None) -> date | None:
    """Return the day of a time."""
    return at.date() if at else None


def reasons(one: Subject, now: datetime, *, has_journal: bool) -> tuple[str, ...]:
    """Say in words and numbers why an article deserves eyes."""
    usage = one.usage
    found = [
        (one.due_on and one.due_on <= now.date(), _due_reason(one)),
        (one.captured_at, f"work in progress since {_day(one.captured_at)}"),
        (one.past.changes, _reuse_reason(one)),
        (usage.flags, f"{quantity(len(usage.flags), 'open flag')}{_kinds_of(usage.flags)}"),
        (usage.unhelpful, quantity(usage.unhelpful, "unhelpful vote")),
        (usage.tried, f"tried in vain in {quantity(usage.tried, 'case')}"),
        (usage.refined, f"{quantity(usage.refined, 'search', 'searches')} showed it and had to be refined"),
        (usage.links, f"{quantity(usage.links, 'article')} link{'s' if usage.links == 1 else ''} to it"),
        (usage.landed and not has_journal, f"{quantity(usage.landed, 'search', 'searches')} led to it"),
        (one.has_left, f"owner left ({', '.join(one.owners)})"),
        (_is_bumped(one), f"its date says {one.updated_on}, its text did not change then"),
        (one.calendar.wrong and not one.due_on, one.calendar.wrong),
    ]
    return tuple(text for is_so, text in found if is_so)


def _due_reason(one: Subject) -> str:
    """Say why the calendar asks for a review."""
    if one.calendar.wrong:
        return one.calendar.wrong
    every = f"every {one.calendar.every}" if one.calendar.every else "by its date"
    return f"due on {one.due_on} ({every})"


def _reuse_reason(one: Subject) -> str:
    """Say since when nobody worked on it, how often it was used since, and what was done to it that is no work."""
    on = _day(one.reviewed_at)
    if one.verified_at and one.verified_at == one.reviewed_at:
        since, alone = f"it was confirmed {on}", f"confirmed {on}"
    elif one.past.substantive and one.past.substantive.kind is ChangeKind.created:
        since = f"it was {_begun(one.past.substantive.commit, on)}"
        alone = f"no substantive change since {since}"
    elif one.past.substantive:
        since, alone = f"the last substantive change {on}", f"last substantive change {on}"
    else:
        since, alone = f"at least {on}", f"no substantive change since at least {on}"
    return (f"{quantity(one.usage.reuses, 'reuse')} since {since}" if one.usage.reuses else alone) + _passed_over(one.past)


def _begun(commit: Commit, on: date | None) -> str:
    """Say how an article came into the repository: an import says nothing of its age before."""
    return f"imported {on} with {commit.articles - 1:,} others" if commit.kind is ChangeKind.mass else f"created {on}"


def _passed_over(past: Past) -> str:
    """Say what was done since that is no work on the article."""
    kinds = Counter(change.kind for change in past.passed_over if change.kind not in SILENT)
    said = [quantity(number, *KINDS.get(kind, (kind.value,))) for kind, number in kinds.most_common()]
    return f" ({', '.join(said)} since)" if said else ""


def _kinds_of(flags: tuple[str, ...]) -> str:
    """Say what flags complain of, each kind once."""
    known = list(dict.fromkeys(filter(None, flags)))
    return f" ({', '.join(known)})" if known else ""


def _is_bumped(one: Subject) -> bool:
    """Tell whether the article's own date is later than all work on it."""
    return bool(one.updated_on and one.reviewed_at and one.updated_on > one.reviewed_at.date() + timedelta(days=1))
