import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kcs_cli.journal.event import read_line, to_line
from kcs_cli.journal.record import record
from kcs_cli.journal.unreadable import TORN, UnreadableLine, list_unreadable
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make

FILE = ".git/kcs/journal/ana-1/2026-03.jsonl"
GOOD = json.loads(to_line(make.event(0, article="kb-print1")))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["2026-02-30T10:00:00Z", "\0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
SPOILT = st.dictionaries(st.sampled_from(sorted({*GOOD, "rank", "ends", "use", "text"})), VALUES, min_size=1).map(
    lambda wrong: json.dumps(GOOD | wrong).encode()
)
CUT = st.tuples(st.integers(0, 200), st.binary(max_size=4)).map(lambda cut: to_line(make.event(0))[: cut[0]] + cut[1])
LINES = st.binary(max_size=60).map(lambda line: line.replace(b"\n", b"")) | SPOILT | CUT


def opened(kb, content: bytes) -> KnowledgeBase:
    """Return the base, with this as a journal's file, and nothing added up before."""
    for file in (kb / ".git/kcs").glob("ledger*"):
        file.unlink(missing_ok=True)
    make.files(kb, {FILE: content})
    return KnowledgeBase.open(str(kb))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(LINES.map(lambda line: line.replace(b"\n", b"")), max_size=6),
    st.binary(max_size=40).map(lambda torn: torn.replace(b"\n", b"")),
)
def test_any_bytes_stop_nothing_and_every_event_counts(kb, lines, torn):
    events = [make.event(number, article="kb-print1", case=str(number)) for number in range(1, len(lines) + 2)]
    mixed = [part for event, line in zip(events, [*lines, b""], strict=True) for part in (to_line(event), line)]
    base = opened(kb, b"\n".join(mixed) + b"\n" + torn)
    found = record(base).all()
    assert [event for event in found if event in events] == events
    wrong = [one.line for one in list_unreadable(base).broken_lines if one.reason != TORN]
    assert wrong == [2 * number for number, line in enumerate(lines, 1) if line.strip() and not is_event(line)]


def is_event(line: bytes) -> bool:
    """Tell whether a line can be read."""
    try:
        read_line(line)
    except ValueError:
        return False
    return True


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=5))
def test_no_command_ends_otherwise_for_any_line(kb, lines):
    opened(kb, b"\n".join([to_line(make.event(1, article="kb-vpn001", case="1")), *lines]) + b"\n")
    commands = ("events", "owners", "digest", "review-stale", "report reuse", "quiz --month 2026-03", "events --unreadable")
    assert {make.run(kb, *command.split()).status for command in commands} <= {0, 2}
    assert make.run(kb, "history", "kb-vpn001").status == 0


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'{"v":1,"id":', "Input data was truncated"),
        (b"\xff\xfe", "JSON is malformed: invalid character (byte 0)"),
        (to_line(make.event(1, at="2026-02-30T10:00:00Z")), "2026-02-30 is no day of the calendar"),
        (to_line(make.event(1, rank=10**30)), "Expected `int` <= 1000000 - at `$.rank`"),
        (to_line(make.event(1, text="x" * 30_000)), "longer than any event kcs writes"),
    ],
)
def test_a_line_that_is_no_event_is_named_with_its_place_and_why(kb, line, why):
    base = opened(kb, to_line(make.event(2)) + b"\n\n" + line + b"\n")
    (found,) = list_unreadable(base).broken_lines
    assert found[:3] == (str(kb / FILE), 3, why)


def test_a_torn_last_line_is_named(kb):
    base = opened(kb, to_line(make.event(2)) + b'\n{"v":1')
    assert list_unreadable(base).broken_lines == (UnreadableLine(str(kb / FILE), 2, TORN, '{"v":1'),)


def test_a_journal_in_order_has_no_such_lines(kb):
    opened(kb, to_line(make.event(2)) + b"\n")
    assert make.run(kb, "events", "--unreadable").out == "Every line of the journal is an event.\n"


def test_lines_that_are_no_events_are_exported_in_no_event_format(kb):
    done = make.run(kb, "events", "--unreadable", "--format", "jsonl")
    assert (done.status, "--format json" in done.err) == (2, True)
