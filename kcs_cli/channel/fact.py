"""What a rule may ask of an article: what was noted of it, what git knows of it, what its front matter says."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

from kcs_cli.article.card import Card, cards_by_name
from kcs_cli.article.model import named_owners, tag_names, unique
from kcs_cli.channel.publish_rule import FactValue, compared_text
from kcs_cli.errors import KcsError
from kcs_cli.history.opening import recent_pasts, whole_pasts
from kcs_cli.history.past import Past
from kcs_cli.journal.event import Event, standing_events
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind, Use, Vote
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people
from kcs_cli.search.index.opener import all_cards
from kcs_cli.text.dates import iso_moment
from kcs_cli.text.display import quantity

NONE = Past()


class Demand(NamedTuple):
    """What was noted of an article, as it holds: the cases by what it did for them, who linked it, votes, open flags."""

    solved: frozenset[str] = frozenset()
    helped: frozenset[str] = frozenset()
    tried: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    helpful: int = 0
    unhelpful: int = 0
    flags: int = 0
    linked_at: datetime | None = None
    confirmed_at: datetime | None = None

    @property
    def links(self) -> int:
        """The cases it solved or helped."""
        return len(self.solved | self.helped)


UNASKED = Demand()


class ArticleFacts:
    """The facts of a base's articles, each kind gathered once somebody asks for it."""

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb = kb
        self.now = kb.now()
        self.cards = all_cards(kb)

    def of(self, card: Card, names: Iterable[str]) -> dict[str, FactValue]:
        """Return some facts of an article, as they are compared."""
        return {name: self._fact(card, name) for name in names}

    def _fact(self, card: Card, name: str) -> FactValue:
        """Return one fact."""
        if name in AGES:
            days = AGES[name](self, card)
            return None if days is None else float(days)
        if name in COUNTS:
            return float(COUNTS[name](self.demand.get(card.id, UNASKED)))
        return self._words(card, name)

    def _words(self, card: Card, name: str) -> tuple[str, ...]:
        """Return what the front matter says; of an owner all they go by, of a tag and a folder those above it."""
        match name:
            case "tag":
                return unique(one for tag in card.tags for one in tag_names(tag))
            case "folder":
                return tuple(compared_text("folder", str(one)) for one in PurePosixPath(card.path).parents)
            case "owner":
                owners = named_owners(card.owner, card.by_rule, self.kb.config.defaults.owner)[0]
                known = people(self.kb)
                return unique(one.casefold() for owner in owners for one in (owner, known.one(owner), known.called(owner)))
            case "language":
                return (card.language.casefold(),)
        return (str(getattr(card, name)),)

    def said(self, card: Card, name: str) -> str:
        """Say a fact in words, with what it is made of."""
        value = self._fact(card, name)
        if isinstance(value, tuple):
            shown = {"tag": ", ".join(card.tags), "folder": card.path.rpartition("/")[0], "owner": ", ".join(value[:1])}
            said = shown.get(name, ", ".join(value)) or "none"
            return said if name == "confidence" else f"{name} {said}"
        noted = self.demand.get(card.id, UNASKED)
        return _said_of_links(noted) if name == "links" else SAID[name](int(value or 0))

    @cached_property
    def demand(self) -> Mapping[str, Demand]:
        """What was noted of each article, by its id."""
        ids = {name: card.id for name, card in cards_by_name(self.cards).items()}
        noted: dict[str, list[Event]] = defaultdict(list)
        flags: dict[str, int] = defaultdict(int)
        for flag in record(self.kb).open_flags():
            flags[ids.get(flag.article, "")] += 1
        for event in standing_events(record(self.kb).all()):
            if event.article in ids:
                noted[ids[event.article]].append(event)
        return {id_: _demand(noted.get(id_, ()), flags.get(id_, 0)) for id_ in noted.keys() | flags.keys()}

    @cached_property
    def whole(self) -> Mapping[str, Past]:
        """The whole pasts, by path; none where there is no history."""
        return self._pasts(lambda paths: whole_pasts(self.kb, paths))

    @cached_property
    def recent(self) -> Mapping[str, Past]:
        """The pasts down to the last work, by path; none where there is no history."""
        return self._pasts(lambda paths: recent_pasts(self.kb, paths))

    def _pasts(self, read: Callable[[Sequence[str]], Mapping[str, Past]]) -> Mapping[str, Past]:
        """Read the pasts of all articles; where there is no history, say so: no rule that asks for days holds then."""
        try:
            return read([card.path for card in self.cards])
        except KcsError as error:
            self.kb.tell(f"{error.message}; what a rule says of days is not known")
            return {}

    def days_since_created(self, card: Card) -> int | None:
        """Return how old an article is; None where that is not known."""
        created = self.whole.get(card.path, NONE).created
        return self._days(created.on if created else None)

    def days_since_changed(self, card: Card) -> int | None:
        """Return how long ago somebody worked on it; None where that is not known."""
        worked = self.recent.get(card.path, NONE).worked
        return self._days(worked.on if worked else None)

    def days_since_reviewed(self, card: Card) -> int | None:
        """Return how long ago it was last confirmed: worked on, confirmed with evidence, or the resolution of a case."""
        changed = self.days_since_changed(card)
        at = self.demand.get(card.id, UNASKED).confirmed_at
        known = [days for days in (changed, self._days(at.date() if at else None)) if days is not None]
        return min(known, default=None)

    def _days(self, on: date | None) -> int | None:
        """Return how many days ago a day was; one of a clock that runs ahead is today."""
        return None if on is None else max(0, (self.now.date() - on).days)


def _demand(events: Sequence[Event], flags: int) -> Demand:
    """Add up what was noted of one article."""
    cases: dict[Use, set[str]] = {use: set() for use in Use}
    votes = dict.fromkeys(Vote, 0)
    linkers, linked, confirmed = set[str](), list[datetime](), list[datetime]()
    for event in events:
        if event.kind is EventKind.link:
            use = event.use or Use.reference
            cases[use].add(event.case)
            if use is not Use.tried:
                linkers.add(event.by)
                linked.append(iso_moment(event.at))
            if use is Use.resolution:
                confirmed.append(iso_moment(event.at))
        elif event.kind is EventKind.rate and event.vote:
            votes[event.vote] += 1
        elif event.kind is EventKind.verify:
            confirmed.append(iso_moment(event.at))
    solved, helped, tried = (frozenset(cases[use]) for use in (Use.resolution, Use.reference, Use.tried))
    return Demand(
        solved=solved,
        helped=helped - solved,
        tried=tried - solved - helped,
        people=frozenset(linkers),
        helpful=votes[Vote.helpful],
        unhelpful=votes[Vote.unhelpful],
        flags=flags,
        linked_at=max(linked, default=None),
        confirmed_at=max(confirmed, default=None),
    )


def _said_of_links(noted: Demand) -> str:
    """Say how many cases an article was linked to, what it did for them, and when last."""
    parts = [f"{len(cases)} {word}" for cases, word in ((noted.solved, "solved"), (noted.helped, "helped")) if cases]
    last = [f"last {noted.linked_at.date()}"] if noted.linked_at else []
    return quantity(noted.links, "link") + (f" ({', '.join([*parts, *last])})" if parts else "")


COUNTS: Mapping[str, Callable[[Demand], int]] = {
    "links": lambda one: one.links,
    "cases": lambda one: len(one.solved | one.helped | one.tried),
    "solved": lambda one: len(one.solved),
    "helped": lambda one: len(one.helped),
    "tried": lambda one: len(one.tried),
    "people": lambda one: len(one.people),
    "votes": lambda one: one.helpful + one.unhelpful,
    "helpful": lambda one: one.helpful,
    "unhelpful": lambda one: one.unhelpful,
    "flags": lambda one: one.flags,
}
AGES: Mapping[str, Callable[[ArticleFacts, Card], int | None]] = {
    "age_days": ArticleFacts.days_since_created,
    "changed_days": ArticleFacts.days_since_changed,
    "reviewed_days": ArticleFacts.days_since_reviewed,
}
SAID: Mapping[str, Callable[[int], str]] = {
    "cases": lambda number: quantity(number, "case"),
    "solved": lambda number: f"{quantity(number, 'case')} solved",
    "helped": lambda number: f"{quantity(number, 'case')} helped",
    "tried": lambda number: f"tried in vain in {quantity(number, 'case')}",
    "people": lambda number: f"linked by {quantity(number, 'person', 'people')}",
    "votes": lambda number: quantity(number, "vote"),
    "helpful": lambda number: quantity(number, "helpful vote"),
    "unhelpful": lambda number: quantity(number, "unhelpful vote"),
    "flags": lambda number: quantity(number, "open flag"),
    "age_days": lambda number: f"{quantity(number, 'day')} old",
    "changed_days": lambda number: f"changed {quantity(number, 'day')} ago",
    "reviewed_days": lambda number: f"reviewed {quantity(number, 'day')} ago",
}
