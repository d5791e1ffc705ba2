"""Who answers for an article: what it says, else CODEOWNERS, else who knows it best, which is a guess."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from kcs_cli.article.model import OwnerSource, named_owners
from kcs_cli.knowledge_base.people import People
from kcs_cli.text.display import quantity

HALF_LIFE = timedelta(days=365.25)  # after which work on an article tells half as much of who knows it
WEIGHTS = {"edit": 1.0, "confirmation": 1.0, "resolution": 0.25}  # to solve a case with an article is not to know it well
LEAST_WEIGHT = 0.1  # of the work of somebody who may be asked about an article: one edit, three years ago
EXPERT_WEIGHT = 0.5  # of somebody who knows it: one edit a year ago, or two cases lately
# Who confirmed it since, or solved so many cases with it, knows it for sure: 3 × ¼ × 0.5 ** (200 ÷ 365) is more than ½
SURE_TIME, SURE_CASES = timedelta(days=200), 3
LEAST_DISPUTE = 1.5  # of the work of somebody who is no owner: one edit is no disagreement
CLEARLY = 3.0  # times as much work as the owner's is a disagreement


class Work(NamedTuple):
    """What a person did for an article: an edit, a confirmation, a resolution."""

    person: str
    at: datetime
    what: str


class Claim(NamedTuple):
    """What tells who answers for an article: its `owner` field, the owners by CODEOWNERS (None: no rule), the work on it.

    `rule_source` is the file that has the rule: CODEOWNERS, or OWNERS.

    `reuses` are the cases it solved or helped, `links` the articles that link to it, counted where no reuse is noted.
    """

    id: str
    path: str
    title: str
    owner: str
    governance: str
    by_rule: tuple[str, ...] | None
    work: tuple[Work, ...]
    reuses: int = 0
    links: int = 0
    rule_source: str = ""


class Activity(NamedTuple):
    """When each person was last seen in a commit or an event; active is who was seen within so many days."""

    last: Mapping[str, datetime]
    days: int = 180

    def is_active(self, person: str, now: datetime) -> bool:
        """Tell whether a person was active lately."""
        at = self.last.get(person)
        return at is not None and now - at <= timedelta(days=self.days)


def worth(what: str, age: timedelta) -> float:
    """Return what work of some age tells of who knows an article."""
    left: float = 0.5 ** (age / HALF_LIFE)
    return WEIGHTS[what] * left


class Expert(NamedTuple):
    """Who worked with an article: `weight` adds 0.5 ** (age in years) for an edit or confirmation, a quarter for a case."""

    person: str
    weight: float
    edits: int
    confirmations: int
    resolutions: int
    last_on: date
    is_active: bool

    @property
    def knows_it(self) -> bool:
        """Tell whether they did enough, and lately enough, to know it."""
        return self.weight >= EXPERT_WEIGHT

    @property
    def evidence(self) -> str:
        """What the weight comes from, in words."""
        kinds = ((self.edits, "edit"), (self.confirmations, "confirmation"), (self.resolutions, "resolution"))
        return f"{', '.join(quantity(number, noun) for number, noun in kinds if number)}, last {self.last_on}"


class Ownership(NamedTuple):
    """Who answers for an article, where that is known from, and who knows it, the best first.

    `has_left`: whoever is named has left. `disagreements` are sentences.
    """

    owners: tuple[str, ...]
    owner_source: OwnerSource
    evidence: str
    experts: tuple[Expert, ...]
    has_left: bool
    disagreements: tuple[str, ...]

    def is_answered_by(self, persons: frozenset[str], people: People) -> bool:
        """Tell whether one of some persons answers for it."""
        return any(persons & people.stands_for(owner) for owner in self.owners)


def find_ownership(claim: Claim, people: People, activity: Activity, now: datetime) -> Ownership:
    """Return who answers for an article; where nobody is named, who knows it best."""
    experts = tuple(
        one._replace(is_active=False) if one.is_active and people.has_left(one.person, now.date()) else one
        for one in find_experts(claim.work, activity, now)
    )
    named = named_ownership(claim, people, now)
    if named.owners:
        return named._replace(experts=experts, disagreements=disagreements(claim, named.owners, experts, people))
    best = heir(experts, people, now)
    if best:
        return Ownership(
            owners=(best.person,),
            owner_source=OwnerSource.guess,
            evidence=best.evidence,
            experts=experts,
            has_left=False,
            disagreements=(),
        )
    return named._replace(experts=experts)


def named_ownership(claim: Claim, people: People, now: datetime) -> Ownership:
    """Return who is named as owner of an article, without a look at who knows it."""
    named, source = named_owners(claim.owner, claim.by_rule or (), rule_source=claim.rule_source)
    if not named:
        return Ownership(
            owners=(),
            owner_source=OwnerSource.nobody,
            evidence="nobody who is active knows it",
            experts=(),
            has_left=False,
            disagreements=(),
        )
    left = all(people.has_left(person, now.date()) for owner in named for person in people.stands_for(owner))
    return Ownership(
        owners=named,
        owner_source=source,
        evidence=f"{'the article' if source is OwnerSource.front_matter else source.value} says so",
        experts=(),
        has_left=left,
        disagreements=(),
    )


def heir(experts: Sequence[Expert], people: People, now: datetime, without: frozenset[str] = frozenset()) -> Expert | None:
    """Return who knows an article best of those who are active and have not left."""
    fit = (one for one in experts if one.is_active and one.weight >= LEAST_WEIGHT and one.person not in without)
    return next((one for one in fit if not people.has_left(one.person, now.date())), None)


def find_experts(work: Iterable[Work], activity: Activity, now: datetime) -> tuple[Expert, ...]:
    """Return who worked on an article, the most and latest first."""
    by_person: dict[str, list[Work]] = {}
    for one in work:
        # The work of a clock that runs ahead would weigh more than that of today
        if one.at <= now:
            by_person.setdefault(one.person, []).append(one)
    experts = [_expert(person, done, activity, now) for person, done in by_person.items()]
    return tuple(sorted(experts, key=lambda one: (-one.weight, one.person)))


def _expert(person: str, work: Sequence[Work], activity: Activity, now: datetime) -> Expert:
    """Add up what a person did."""
    weight = sum(worth(one.what, now - one.at) for one in work)
    done = [one.what for one in work]
    edits, confirmations, resolutions = map(done.count, ("edit", "confirmation", "resolution"))
    last_on = max(one.at for one in work).date()
    return Expert(
        person=person,
        weight=weight,
        edits=edits,
        confirmations=confirmations,
        resolutions=resolutions,
        last_on=last_on,
        is_active=activity.is_active(person, now),
    )


def disagreements(claim: Claim, named: Sequence[str], experts: Sequence[Expert], people: People) -> tuple[str, ...]:
    """Say where the article, CODEOWNERS and the work on it name different people."""
    persons = frozenset[str]().union(*map(people.stands_for, named))
    found = []
    if claim.owner and claim.by_rule:
        by_rule = frozenset[str]().union(*map(people.stands_for, claim.by_rule))
        if not persons & by_rule:
            source = claim.rule_source or OwnerSource.codeowners.value
            found.append(f"{claim.owner} by its front matter, {', '.join(claim.by_rule)} by {source}")
    best = next((one for one in experts if one.is_active), None)
    own = sum(one.weight for one in experts if one.person in persons)
    if best and best.person not in persons and best.weight >= max(LEAST_DISPUTE, CLEARLY * own):
        found.append(f"{', '.join(named)} owns it, {best.person} works on it ({best.evidence})")
    return tuple(found)
