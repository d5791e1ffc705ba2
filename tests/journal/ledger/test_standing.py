import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.journal.event import Event, iso, standing_events
from kcs_cli.journal.ledger.standing import ArticleDemand, NotedWork, Standing
from kcs_cli.journal.vocabulary import EventKind, FlagReason, Use, Vote
from kcs_cli.text.identifier import event_id
from tests import make

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL, SINCE = BEGIN + timedelta(hours=60), BEGIN + timedelta(hours=30)
ARTICLES = {"kb-1": 0, "kb-2": 1, "old": 0}  # one is known by two names
KINDS = (*[EventKind.link] * 4, *EventKind)
WORK = (EventKind.verify, EventKind.link)


def some_events(rng: random.Random) -> list[Event]:
    """Make events of all kinds, in several zones, some of which end others; some have another time than their id."""
    found: list[Event] = []
    for number in range(rng.randrange(1, 30)):
        zone = timezone(timedelta(minutes=rng.choice((0, 120, -330))))
        at = (BEGIN + timedelta(hours=rng.randrange(100), milliseconds=rng.randrange(3))).astimezone(zone)
        kind = rng.choice(KINDS)
        noted_at = rng.choice((at, at, at, BEGIN))
        known = {"id": event_id(noted_at, number.to_bytes(10)), "at": iso(at), "by": f"p{rng.randrange(3)}", "kind": kind}
        ends = tuple(one.id for one in rng.sample(found, min(len(found), 2))) if rng.random() < 0.5 else ()
        known |= {"article": rng.choice([*ARTICLES, "kb-gone"]), "ends": ends}
        match kind:
            case EventKind.link:
                known |= {"case": f"c{rng.randrange(4)}", "use": rng.choice([*Use, None])}
            case EventKind.flag:
                known |= {"why": rng.choice([*FlagReason])}
            case EventKind.rate:
                known |= {"vote": rng.choice([*Vote])}
        found.append(Event(v=1, **known))
    return found


def at_of(event: Event) -> datetime:
    return datetime.fromisoformat(event.at)


def latest(events: Sequence[Event], key: str) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for one in events:
        found[getattr(one, key)] = max(at_of(one), found.get(getattr(one, key), at_of(one)))
    return found


def demand(events: Sequence[Event]) -> dict[int, ArticleDemand]:
    """Count by hand."""
    found = {}
    for number in set(ARTICLES.values()):
        mine = [one for one in events if ARTICLES.get(one.article) == number]
        links = [one for one in mine if one.kind is EventKind.link]
        solved, helped, tried = (
            {one.case for one in links if at_of(one) > SINCE and (one.use or Use.reference) is use}
            for use in (Use.resolution, Use.reference, Use.tried)
        )
        votes = sum(one.vote is Vote.unhelpful and at_of(one) > SINCE for one in mine)
        solved_at = max((at_of(one) for one in links if one.use is Use.resolution), default=None)
        if links or votes:
            counts = len(solved), len(helped - solved), len(tried - solved - helped)
            found[number] = ArticleDemand(*counts, votes, solved_at)
    return found


def said(found: Standing) -> list[object]:
    """Return all that is asked of it."""
    names = found.subjects()
    subjects = {subject: ARTICLES[name] for subject, name in names.items() if name in ARTICLES}
    work = [one._replace(subject=subjects[one.subject]) for one in found.work(subjects)]
    enough = (datetime(2025, 1, 1, tzinfo=UTC), UNTIL)
    return [
        found.has([EventKind.verify]),
        found.last_seen,
        {names[subject]: at for subject, at in found.confirmed().items()},
        [(names[subject], why) for subject, why in found.flags()],
        work,
        found.cases(subjects),
        found.demand(subjects, [SINCE, SINCE]),
        set(found.confirmers()),
        found.linked_cases(),
        set(found.workers(subjects, enough, 2)),
    ]


def by_hand(noted: Sequence[Event], events: Sequence[Event]) -> list[object]:
    """Return the same, from all that was noted, and every event that holds."""
    known = sorted(events, key=lambda one: one.id)
    verified = [one for one in known if one.kind is EventKind.verify]
    links = [one for one in known if one.kind is EventKind.link]
    done = [one for one in known if one.article in ARTICLES and (one in verified or one.use is Use.resolution)]
    work = [NotedWork(ARTICLES[one.article], one.by, one.kind.value, at_of(one)) for one in done]
    cases: dict[int, set[str]] = {}
    for one in links:
        if one.article in ARTICLES and one.use is not Use.tried:
            cases.setdefault(ARTICLES[one.article], set()).add(one.case)
    weights: dict[tuple[int, str], int] = {}
    for one in work:
        if one.at <= UNTIL:
            who = one.subject, one.person
            weights[who] = weights.get(who, 0) + (2 if one.kind == "verify" else 1)
    return [
        bool(verified),
        latest(noted, "by"),
        latest(verified, "article"),
        [(one.article, one.why) for one in known if one.kind is EventKind.flag],
        work,
        {number: len(those) for number, those in cases.items()},
        demand(known),
        {(one.article, one.by) for one in verified},
        {one.case for one in links if one.use is not Use.tried},
        {who for who, weight in weights.items() if weight >= 2},
    ]


@given(st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_what_events_add_up_to_is_what_those_add_up_to_that_hold(rng):
    events = some_events(rng)
    assert said(make.standing(events)) == by_hand(events, standing_events(events))


@given(st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_at_a_time_it_is_what_those_add_up_to_that_held_then(rng):
    events = some_events(rng)
    closed = [one.id for one in events if one.kind is EventKind.flag][:1]
    then = [event for event in events if at_of(event) <= UNTIL]
    assert said(make.standing(events, UNTIL, closed)) == by_hand(then, standing_events(then, lambda id_: id_ in closed))


def test_the_same_question_asked_again_has_the_same_answer():
    found = make.standing([make.event(1, article="kb-1", case="A", use=Use.resolution)])
    assert said(found) == said(found)
