"""Events of somebody who means no good: they take nothing away from others, and all clones read them alike."""

import json

from hypothesis import given
from hypothesis import strategies as st

from kcs_cli.journal.event import Event, standing_events, to_line
from kcs_cli.journal.ledger.file import ledger_cache
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.line import read_lines
from kcs_cli.journal.vocabulary import EventKind
from tests import make

FETCHED = "refs/kcs/fetched/origin/kcs/journal"
ANA, MALLORY = "ana@example.org", "mallory@example.org"
NAMES = ("kb-1", "kb-2")
NUMBERS = st.integers(0, 5)  # few: ids collide, and events end each other


@st.composite
def events(draw) -> Event:
    ends = tuple(make.event(number).id for number in draw(st.lists(NUMBERS, max_size=2)))
    kind = draw(st.sampled_from(list(EventKind)))
    # A vote from a file is one whoever takes it in: which of them may undo it is that of whom was read first
    by = ANA if kind is EventKind.rate else draw(st.sampled_from((ANA, MALLORY)))
    return make.event(
        draw(NUMBERS), kind, by=by, ends=ends,
        article=draw(st.sampled_from(NAMES)), case=draw(st.sampled_from("12")), words=draw(st.sampled_from(("", "a b"))),
    )  # fmt: skip


REFS = st.lists(st.lists(events(), min_size=1, max_size=4), min_size=1, max_size=4)


def answers(refs, rounds) -> list[object]:
    """Return what a clone answers that read some refs in rounds."""
    ledger = Ledger(ledger_cache(None).open())
    for numbers in rounds:
        news = (b"".join(to_line(event) + b"\n" for event in refs[number]) for number in numbers)
        ledger.take_in([read_lines(f"blob:{n}", 0, one) for n, one in zip(numbers, news, strict=True)], {})
    kinds = [place.id for kind in EventKind for place in ledger.of_article("", NAMES, kind)]
    ids = [place.id for place in ledger.all("")]
    return [ids, kinds, *(ledger.reuse("", [name]) for name in NAMES), ledger.words.of("", NAMES)]


@given(REFS, st.data())
def test_clones_that_have_read_the_same_refs_answer_the_same_whatever_the_order(refs, data):
    order = data.draw(st.permutations(range(len(refs))))
    cut = data.draw(st.integers(0, len(refs)))
    assert answers(refs, [order[:cut], order[cut:]]) == answers(refs, [[number] for number in range(len(refs))])


@given(REFS)
def test_the_ledger_and_a_list_of_events_hold_the_same(refs):
    ledger = Ledger(ledger_cache(None).open())
    lines = b"".join({to_line(event) + b"\n": None for ref in refs for event in ref})
    ledger.take_in([read_lines("file:a", 0, lines)], {})
    every = list({to_line(event): event for ref in refs for event in ref}.values())
    held = sorted((one.kind, one.id) for one in standing_events(every))
    assert sorted((kind, place.id) for kind in EventKind for place in ledger.of_article("", NAMES, kind)) == held


def linked(kb) -> list[tuple[str, str]]:
    return [(one["id"], one["by"]) for one in make.answer(kb, "events", "--kind", "link")["events"]]


def test_an_event_of_an_id_that_is_taken_replaces_no_link(kb):
    ours, theirs = make.event(1, article="kb-print1", case="1"), make.event(1, article="kb-vpn001", case="2", by=MALLORY)
    for order in (("a-1", "mallory-1"), ("mallory-1", "z-1")):  # the refs in either order
        for name, event in zip(order, (ours, theirs) if order[0] == "a-1" else (theirs, ours), strict=True):
            make.journal_ref(kb, f"{FETCHED}/{name}", to_line(event) + b"\n")
        assert sorted(linked(kb)) == [("kb-print1", ANA), ("kb-vpn001", MALLORY)]
        assert make.answer(kb, "search", "printer")["hits"][0]["cases"] == 1


def test_a_vote_a_confirmation_and_a_flag_end_no_link_of_anybody(kb):
    link = make.event(1, article="kb-print1", case="1")
    others = (make.event(n, kind, article="kb-print1", ends=(link.id,), by=MALLORY)
              for n, kind in enumerate(("rate", "verify", "flag", "unflag", "thanks", "forget", "undo"), 2))  # fmt: skip
    make.journal_ref(kb, f"{FETCHED}/mallory-1", b"".join(to_line(one) + b"\n" for one in (link, *others)))
    assert [one["id"] for one in make.answer(kb, "show", "--case", "1")["linked"]] == ["kb-print1"]


def test_who_took_back_the_link_of_another_is_shown_with_the_day(kb):
    link = make.event(1, article="kb-print1", case="1")
    unlink = make.event(2, "unlink", case="1", ends=(link.id,), by=MALLORY)
    make.journal_ref(kb, f"{FETCHED}/ana-1", to_line(link) + b"\n")
    make.journal_ref(kb, f"{FETCHED}/mallory-1", to_line(unlink) + b"\n")
    (told,) = make.answer(kb, "events", "--kind", "link")["events"]
    assert told["ended_by"] == [{"event": unlink.id, "kind": "unlink", "by": MALLORY, "at": unlink.at}]
    assert f"ended by unlink of {MALLORY} on {unlink.day}" in make.run(kb, "events").out
    assert json.loads(make.run(kb, "events", "--kind", "unlink", "--format", "json").out)["events"][0]["ended_by"] == []
