import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.text.identifier import (
    CROCKFORD,
    LONGEST_SLUG,
    crockford,
    event_id,
    new_article_id,
    slug,
    time_of,
)

TIMES = st.integers(0, 253_000_000_000_000).map(lambda ms: datetime.fromtimestamp(ms / 1000, UTC))
RANDOM = st.binary(min_size=10, max_size=10)


def test_the_digits_are_those_nobody_misreads():
    assert (len(CROCKFORD), set("ilou") & set(CROCKFORD), sorted(CROCKFORD)) == (32, set(), list(CROCKFORD))


@pytest.mark.parametrize(
    ("number", "digits", "text"), [(0, 3, "000"), (31, 1, "z"), (32, 2, "10"), (1234, 4, "016j"), (32**6 - 1, 6, "zzzzzz")]
)
def test_a_number_is_written_in_base_32_with_zeros_at_the_left(number, digits, text):
    assert crockford(number, digits) == text


def test_an_article_id_has_six_random_characters():
    ids = {new_article_id() for _ in range(200)}
    assert len(ids) == 200
    assert [id_ for id_ in ids if not re.fullmatch("kb-[0-9a-hjkmnp-tv-z]{6}", id_)] == []


@settings(deadline=None, max_examples=100)
@given(st.tuples(TIMES, RANDOM), st.tuples(TIMES, RANDOM))
def test_event_ids_sort_by_time(one, other):
    earlier, later = sorted([one, other], key=lambda pair: int(pair[0].timestamp() * 1000))
    assert event_id(*earlier)[:10] <= event_id(*later)[:10]
    assert len(event_id(*one)) == 26


@settings(deadline=None, max_examples=100)
@given(TIMES, RANDOM)
def test_the_time_of_an_event_id_is_that_of_the_event(at, random):
    assert abs(time_of(event_id(at, random)) - at) <= timedelta(milliseconds=1)


def test_the_zone_does_not_matter_for_an_event_id():
    at = datetime(2026, 3, 4, 10, 30, tzinfo=timezone(timedelta(hours=2)))
    assert event_id(at, bytes(10)) == event_id(at.astimezone(UTC), bytes(10)) == "01kjvzfpt00000000000000000"


def test_an_id_beyond_the_last_year_has_the_last_time():
    assert time_of("z" * 26).year == 9999


@pytest.mark.parametrize("text", ["U" * 26, "kb-1", "é", "../..", "0000\n"])
def test_what_is_no_event_id_has_no_time(text):
    with pytest.raises(ValueError, match="not found"):
        time_of(text)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Printer does not print", "printer-does-not-print"),
        ("  Über-Größe: 100 %!  ", "über-grösse-100"),
        ("VPN → error 0x80070005", "vpn-error-0x80070005"),
        ("a_b c", "a-b-c"),
        ("打印机不工作", "打印机不工作"),
        ("Spausdintuvas neveikia: ąčęėįšųūž", "spausdintuvas-neveikia-ąčęėįšųūž"),
        ("Принтер не печатает", "принтер-не-печатает"),
        ("e\u0301te\u0301", "été"),
        ("../../etc/passwd", "etc-passwd"),
        ("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j"),
        ("nul\0byte\x1b[31m", "nul-byte-31m"),
        ("right\u202eleft\u2066", "right-left"),
        ("half \ud800 pair", "half-pair"),
    ],
)  # fmt: skip
def test_a_slug_has_the_words_of_the_title(title, name):
    assert slug(title) == name


@pytest.mark.parametrize("title", ["", "   ", "...", "/", "🙂", "\0", "---", "\u202e", "\ud800"])
def test_a_title_without_letters_has_a_slug_too(title):
    assert slug(title) == "article"


@pytest.mark.parametrize("title", ["नमस्ते दुनिया", "เข้าไม่ได้", "İstanbul ofisi"])
def test_a_slug_keeps_words_with_marks_whole(title):
    assert len(slug(title).split("-")) == len(title.split())


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(), max_size=300))
def test_a_slug_is_a_harmless_file_name(title):
    name = slug(title)
    assert 1 <= len(name.encode()) <= LONGEST_SLUG
    assert not re.search(r"[/\\\x00-\x1f.:*?\"<>| ]|^-|-$", name)
    assert slug(name) == name


def test_a_long_title_is_cut_between_characters():
    assert (slug("ä" * 1000), slug("a" * 79 + " b")) == ("ä" * 40, "a" * 79)
