import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.journal.event import Event, iso, standing_events, to_line
from kcs_cli.journal.ledger.file import ledger_cache
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.ledger.measures import LedgerMeasures, MonthReuse
from kcs_cli.journal.line import read_lines
from kcs_cli.journal.vocabulary import EventKind, Use
from kcs_cli.text.identifier import event_id

BEGIN, UNTIL = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
MONTHS = [BEGIN, datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)]
ARTICLES = {"kb-1": 0, "kb-2": 1, "old": 0}  # one is known by two names
OWN = {(0, "p0"), (1, "p1")}


def some_events(rng: random.Random) -> list[Event]:
    """Make links, of which some took the place of others, were taken back, or taken back and then undone."""
    found: list[Event] = []
    for number in range(rng.randrange(1, 25)):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=rng.randrange(24 * 100))
        kind = rng.choice((EventKind.link, EventKind.link, EventKind.unlink, EventKind.undo))
        known = {"id": event_id(at, number.to_bytes(10)), "at": iso(at), "by": f"p{rng.randrange(3)}", "kind": kind}
        if kind is EventKind.link:
            use = rng.choice([*Use])
            known |= {"article": rng.choice([*ARTICLES, "kb-gone"]), "case": f"c{rng.randrange(4)}", "use": use}
        ends = tuple(one.id for one in rng.sample(found, min(len(found), 2))) if rng.random() < 0.5 else ()
        found.append(Event(v=1, ends=ends, **known))
    return found


def arrived(events: Sequence[Event], rng: random.Random) -> Ledger:
    """Return a ledger that took in events in some order, in several parts, some of them twice."""
    ledger = Ledger(ledger_cache(None).open())
    order = [*rng.sample(events, len(events)), *rng.sample(events, len(events) // 3)]
    for number in range(0, len(order), 4):
        content = b"".join(to_line(event) + b"\n" for event in order[number : number + 4])
        ledger.take_in([read_lines(f"blob:{number}", 0, content)], {})
    return ledger


def counted(events: Sequence[Event], *, cited: bool) -> dict[tuple[int, int], int]:
    """Count the cases of each article by month, and of the whole period (-1), from all events."""
    cases: dict[tuple[int, int], set[str]] = defaultdict(set)
    for one in standing_events(events):
        at = datetime.fromisoformat(one.at)
        if one.kind is EventKind.link and one.use is not Use.tried and one.article in ARTICLES and BEGIN <= at < UNTIL:
            article = ARTICLES[one.article]
            if not cited or (article, one.by) not in OWN:
                month = sum(at >= start for start in MONTHS) - 1
                cases[article, month].add(one.case)
                cases[article, -1].add(one.case)
    return {which: len(those) for which, those in cases.items()}


@given(st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_reuse_is_what_all_events_add_up_to_whatever_came_first_or_twice(rng):
    events = some_events(rng)
    ledger = arrived(events, rng)
    measures = LedgerMeasures(ledger, "")
    people = {address: number for number, address in measures.people().items()}
    articles = {number: ARTICLES[name] for number, name in measures.subjects().items() if name in ARTICLES}
    own = [(article, people[by]) for article, by in OWN if by in people]
    for _ in range(2):  # asked again it answers the same
        rows = measures.reuse(articles, own, MONTHS, UNTIL)
        cases, cited = ({row[:2]: row[place] for row in rows if row[place]} for place in (2, 3))
        assert (cases, cited) == (counted(events, cited=False), counted(events, cited=True))
        whole = {article: number for (article, month), number in cases.items() if month < 0}
        assert measures.cases(articles, MONTHS[0], UNTIL) == whole


def test_a_link_taken_back_after_the_period_is_not_counted_in_it():
    at, later = datetime(2026, 2, 3, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    known = {"by": "p2", "v": 1}
    link = Event(id=event_id(at, bytes(10)), at=iso(at), kind=EventKind.link, article="kb-1", case="c", **known)
    back = Event(id=event_id(later, bytes(10)), at=iso(later), kind=EventKind.unlink, ends=(link.id,), **known)
    ledger = arrived([link, back], random.Random(1))
    before, now = LedgerMeasures(ledger, "", UNTIL), LedgerMeasures(ledger, "")
    articles = {number: 0 for number, name in now.subjects().items() if name == "kb-1"}
    assert (before.reuse(articles, (), MONTHS[:1], UNTIL), now.reuse(articles, (), MONTHS[:1], UNTIL)) == (
        [MonthReuse(0, -1, 1, 1)],
        [],
    )
