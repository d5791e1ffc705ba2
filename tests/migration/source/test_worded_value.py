from datetime import UTC, datetime

import pytest

from kcs_cli.migration.source.worded_value import is_html, listed, moment_of, number_of, source_fields

NOON = datetime(2025, 6, 18, 12, 29, tzinfo=UTC)
MOMENTS = {
    "June 18, 2025 12:29 PM": NOON,
    "18. Juni 2025 12:29": NOON,
    "2025-06-18T14:29:00+02:00": NOON,
    "2025-06-18T12:29:00.000+0000": NOON,
    "2025-06-18 12:29:00": NOON,
    "2025-06-18 12:29:00 UTC": NOON,
    "2025-06-18 14:29:00 +0200": NOON,
    "1750249740": NOON,
    "2025-06-18": datetime(2025, 6, 18, tzinfo=UTC),
    "Jun 18, 2025 12:29 AM": datetime(2025, 6, 18, 0, 29, tzinfo=UTC),
    "0001-01-01T00:00:00Z": None,
    "soon": None,
    "": None,
}


@pytest.mark.parametrize(("text", "at"), MOMENTS.items())
def test_a_moment_is_read_as_exports_write_it(text, at):
    assert moment_of(text) == at


def test_lists_counts_and_fields_are_read_as_people_write_them():
    assert listed('["a", "b"]; #c | a') == ("a", "b", "c")
    assert [number_of(text) for text in ("1,234", "12.0", "x", "")] == [1234, 12, 0, 0]
    pairs = [("Product line", "P 9\nx"), ("Type", "How-To"), ("Type", "x"), ("Title", "t"), ("Empty", " ")]
    assert source_fields(pairs) == {"product_line": "P 9 x", "kind": "how-to"}


@pytest.mark.parametrize(
    ("text", "is_it"), [("a <br> b", True), ("<P class='x'>a</P>", True), ("a < b > c", False), ("<user>", False)]
)
def test_html_is_told_by_its_tags(text, is_it):
    assert is_html(text) is is_it
