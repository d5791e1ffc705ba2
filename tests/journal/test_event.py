import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.journal.event import Event, iso, json_schema, new_event, read_all_lines, read_line, to_line
from kcs_cli.journal.vocabulary import EventKind, FlagReason, Use, Vote
from kcs_cli.text.dates import sound_moment
from tests import make

NOW = datetime(2026, 3, 4, 10, 30, 0, 123456, timezone(timedelta(hours=2)))
ID = "01jp0000000000000000000000"
LEAST = {"v": 1, "id": ID, "at": "2026-03-04T10:30:00.000+02:00", "by": "ana@example.org", "kind": "link"}
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def line(**fields: object) -> bytes:
    known = {**LEAST, **fields}
    return json.dumps({name: value for name, value in known.items() if value is not None}).encode()


def test_a_new_event_has_version_id_time_with_zone_and_person():
    event = new_event(NOW, "ana@example.org", EventKind.rate, article="kb-1", vote=Vote.helpful)
    known = {"v": 1, "at": "2026-03-04T10:30:00.123+02:00", "by": "ana@example.org", "kind": EventKind.rate}
    assert event == Event(id=event.id, article="kb-1", vote=Vote.helpful, **known)


def test_two_new_events_of_one_moment_have_two_ids():
    events = [new_event(NOW, "ana@example.org", EventKind.rate) for _ in range(100)]
    assert len({event.id for event in events}) == 100


def test_the_day_of_an_event_is_the_day_where_it_happened():
    late = datetime(2026, 3, 4, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    assert new_event(late, "ana@example.org", EventKind.rate).day == "2026-03-04"


def test_what_is_no_unicode_becomes_a_question_mark():
    event = new_event(NOW, "j\udce4n@example.org", EventKind.flag, text="a\ud800b", case="c\udfff")
    assert (event.by, event.text, event.case) == ("j?n@example.org", "a?b", "c?")
    assert read_line(to_line(event)) == event


def test_a_nul_in_a_text_is_not_written():
    event = new_event(NOW, "ana@example.org", EventKind.flag, text="a\0b")
    assert (event.text, read_line(to_line(event))) == ("a�b", event)


def test_an_event_is_one_short_line_without_its_defaults():
    assert to_line(make.event(0, article="kb-1", case="4711", use=Use.resolution)).decode() == (
        '{"v":1,"id":"01kjw6be200000000000000000","at":"2026-03-04T10:30:00.000+00:00","by":"ana@example.org",'
        '"kind":"link","article":"kb-1","case":"4711","use":"resolution"}'
    )


@settings(deadline=None, max_examples=50)
@given(
    st.builds(
        make.event, st.integers(0, 60000), st.sampled_from([kind.value for kind in EventKind]), by=TEXTS, base=TEXTS,
        article=TEXTS, revision=TEXTS, draft=st.booleans(), case=TEXTS, use=st.none() | st.sampled_from(Use), words=TEXTS,
        rank=st.integers(0, 10**6), why=st.none() | st.sampled_from(FlagReason),
        vote=st.none() | st.sampled_from(Vote), text=TEXTS,
        ends=st.lists(st.just(ID), max_size=3).map(tuple),
    )
)  # fmt: skip
def test_any_event_is_one_line_and_read_back_equal(event):
    written = to_line(event)
    assert (b"\n" in written, read_line(written)) == (False, event)


def test_fields_of_a_later_kcs_are_passed_over():
    assert read_line(line(mood="good", more={"a": [1]})) == read_line(line())


@pytest.mark.parametrize(
    "fields",
    [
        {"v": 2}, {"v": None}, {"v": "1"}, {"id": None}, {"id": 5}, {"id": ""}, {"id": ID[:-1]}, {"id": ID + "0"},
        {"id": ID.upper()}, {"id": ID[:-1] + "u"}, {"id": "../../../../../etc/passwd0"}, {"id": ID[:-1] + "\u0663"},
        {"kind": None}, {"kind": "praise"}, {"kind": "Link"}, {"by": None}, {"by": 5}, {"at": None}, {"at": "2026-03-04"},
        {"use": "solved"}, {"why": "ugly"}, {"vote": 1}, {"rank": "1"}, {"draft": "no"}, {"ends": "abc"}, {"ends": [1]},
        {"case": 4711}, {"article": ["kb-1"]}, {"rank": 10**30}, {"rank": -1}, {"rank": True}, {"rank": 1e300},
        {"text": "a\0b"}, {"base": "\0"}, {"ends": ["\0"]}, {"by": {"name": "ana"}}, {"draft": 1},
    ],
)  # fmt: skip
def test_a_line_with_a_wrong_field_is_no_event(fields):
    with pytest.raises(ValueError, match=r"."):
        read_line(line(**fields))


NO_TIMES = (
    "2026-02-30T10:00:00Z", "2026-02-29T10:00:00Z", "2026-13-01T10:00:00Z", "2026-00-01T10:00:00Z", "2026-01-00T10:00:00Z",
    "2026-01-32T10:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T29:00:00Z", "2026-01-01T10:60:00Z", "2026-01-01T10:00:60Z",
    "2026-01-01T10:00:00+24:00", "2026-01-01T10:00:00-29:59", "2026-01-01T10:00:00+23:60", "0000-01-01T10:00:00Z",
    "0001-01-01T00:00:00+14:00", "1899-12-31T10:00:00Z", "9999-12-31T23:59:59-14:00", "9900-01-01T00:00:00Z",
    "2026-01-01T10:00:00", "2026-01-01 10:00:00Z", "20260101T100000+0000", "2026-W01-1T10:00:00Z", "٢٠٢٦-01-01T10:00:00Z",
)  # fmt: skip


@pytest.mark.parametrize("at", NO_TIMES)
def test_a_time_that_no_clock_shows_is_no_event(at):
    with pytest.raises(ValueError, match=r"."):
        read_line(line(at=at))
    with pytest.raises(ValueError, match=r"."):
        read_all_lines(line() + b"\n" + line(at=at) + b"\n")


@given(st.text("0123456789-+:.TZ ", min_size=20, max_size=40) | st.datetimes().map(lambda at: f"{at.isoformat()}+14:00"))
def test_the_time_of_what_is_read_can_be_reckoned_with(at):
    try:
        event = read_line(line(at=at))
    except ValueError:
        return
    for zone in (-24, 24):
        assert sound_moment(event.at).astimezone(timezone(timedelta(hours=zone, minutes=-zone // 24)))


@pytest.mark.parametrize(
    "bad",
    [b"", b" ", b"{", b"null", b"[]", b"5", b"\xff\xfe", b"\0", line()[:-1], line() + line(), b'"' + line(), line()[1:]],
)
def test_garbage_is_no_event(bad):
    with pytest.raises(ValueError, match=r"."):
        read_line(bad)


@pytest.mark.parametrize("text", [b'"\\ud800"', b'"\xff"', b'"\xed\xa0\x80"'])
def test_text_that_is_no_unicode_is_no_event(text):
    with pytest.raises(ValueError, match=r"."):
        read_line(line()[:-1] + b', "text": ' + text + b"}")


def test_a_line_nested_without_end_is_no_event():
    with pytest.raises(ValueError, match=r"."):
        read_line(line()[:-1] + b', "more": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")


def test_an_id_with_a_line_feed_at_its_end_is_no_event():
    with pytest.raises(ValueError, match=r"."):
        read_line(line(id=f"{ID}\n"))


@pytest.mark.parametrize("at", ["x" * 30, "2026-03-04T10:30:00.000", "2026-13-44T10:30:00.000+00:00"])
def test_a_time_that_is_none_or_has_no_zone_is_no_event(at):
    with pytest.raises(ValueError, match=r"."):
        read_line(line(at=at))


def test_the_schema_names_every_field_and_what_is_required():
    (name,) = json_schema()["$defs"].keys() & {"Event"}
    event = json_schema()["$defs"][name]
    assert (list(event["properties"]), event["required"]) == (list(Event.__struct_fields__), ["v", "id", "at", "by", "kind"])


def test_the_schema_names_every_kind():
    kinds = json_schema()["$defs"]["EventKind"]["enum"]
    assert sorted(kinds) == ["flag", "forget", "link", "rate", "thanks", "undo", "unflag", "unlink", "verify"]


def test_a_time_is_written_with_milliseconds_and_its_zone():
    assert [iso(NOW), iso(datetime(2026, 1, 1, tzinfo=UTC))] == [
        "2026-03-04T10:30:00.123+02:00",
        "2026-01-01T00:00:00.000+00:00",
    ]
