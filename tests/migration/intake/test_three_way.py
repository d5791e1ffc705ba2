import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.migration.intake.three_way import MergedText, merged

BASE = b"---\nid: kb-1\ntitle: One\ntags: [a, b]\nconfidence: wip\n---\n\nFirst.\n\nSecond.\n\nThird.\n"


def changed(*pairs: tuple[bytes, bytes]) -> bytes:
    text = BASE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def test_one_side_alone_is_taken():
    ours, theirs = changed((b"First", b"Ours")), changed((b"Third", b"Theirs"))
    assert merged(BASE, ours, BASE) == MergedText(ours)
    assert merged(BASE, BASE, theirs) == MergedText(theirs)
    assert merged(BASE, ours, ours) == MergedText(ours)


def test_both_sides_are_put_together():
    ours = changed((b"First", b"Ours"), (b"[a, b]", b"[b, ours]"), (b"wip", b"validated"))
    theirs = changed((b"Third", b"Theirs"), (b"[a, b]", b"[a, b, theirs]"), (b"One", b"Other"))
    assert merged(BASE, ours, theirs) == MergedText(
        b"---\nid: kb-1\ntitle: Other\ntags: [b, ours, theirs]\nconfidence: validated\n---\n\nOurs.\n\nSecond.\n\nTheirs.\n"
    )


def test_a_paragraph_changed_here_and_one_added_below_it_there_are_both_there():
    both = merged(BASE, changed((b"Third.", b"Ours.")), changed((b"Third.\n", b"Third.\n\nFourth.\n")))
    assert both == MergedText(changed((b"Third.", b"Ours.\n\nFourth.")))


def test_a_field_changed_on_both_sides_stays_ours_and_is_named():
    ours, theirs = changed((b"wip", b"validated")), changed((b"wip", b"not-validated"), (b"Third", b"Theirs"))
    assert merged(BASE, ours, theirs) == MergedText(changed((b"wip", b"validated"), (b"Third", b"Theirs")), ("confidence",))


def test_a_text_changed_in_one_place_on_both_sides_stays_ours_and_is_named():
    ours = changed((b"First", b"Ours"))
    assert merged(BASE, ours, changed((b"First", b"Theirs"), (b"Third", b"New"))) == MergedText(ours, ("text",))


def test_fields_that_one_side_added_or_took_away():
    ours = changed((b"confidence: wip\n", b""), (b"id: kb-1\n", b"id: kb-1\nowner: ana@example.org\n"))
    theirs = changed((b"tags: [a, b]\n", b"language: en\n"))
    assert merged(BASE, ours, theirs) == MergedText(
        b"---\nid: kb-1\nowner: ana@example.org\ntitle: One\nlanguage: en\n---\n\nFirst.\n\nSecond.\n\nThird.\n"
    )


@pytest.mark.parametrize("ours", [b"---\ntitle: [\n---\n\nx\n", b"---\nno end\n", b"\xff\xfe", b"Only text.\n", b""])
def test_what_cannot_be_read_here_stays(ours):
    both = merged(BASE, ours, changed((b"First", b"Theirs")))
    assert both.content == ours
    assert both.conflicts == ("text",)


LINES = st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=8)
PLACES = st.lists(st.integers(0, 8), max_size=3)


def with_lines(lines: list[str], places: list[int], mark: str) -> list[str]:
    """Return lines with others put in at some places."""
    result = list(lines)
    for number, place in enumerate(sorted(places, reverse=True)):
        result.insert(min(place, len(result)), f"{mark}{number}")
    return result


def file_of(lines: list[str]) -> bytes:
    return ("---\nid: kb-1\n---\n" + "".join(f"{line}\n" for line in lines)).encode()


@settings(max_examples=60)
@given(LINES, PLACES, PLACES)
def test_nothing_that_somebody_wrote_is_lost(lines, here, there):
    base, ours, theirs = (
        file_of(one) for one in (lines, with_lines(lines, here, "ours"), with_lines(lines, there, "theirs"))
    )
    both = merged(base, ours, theirs)
    text = both.content.decode().split("\n")
    assert all(f"ours{number}" in text for number in range(len(here)))
    assert both.content == ours if both.conflicts else all(f"theirs{number}" in text for number in range(len(there)))
