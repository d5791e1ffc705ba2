import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.quantity import quantities
from kcs_cli.search.engine.query import parse
from tests import make


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("20 MB, 20MB and 20 megabytes", ["20mb", "20mb", "20mb"]),
        ("2,4 GHz or 2.4GHz", ["2.4ghz", "2.4ghz"]),
        ("10,000, 10.000, 10'000 and 1,234,567", ["10000", "10000", "10000", "1234567"]),
        ("50 %, 50% and 50 percent", ["50%", "50%", "50%"]),
        ("80°C, 3,5 Zoll, 5minutes", ["80°c", "3.5in", "5min"]),
        ("version 2.4.5, 3.14, phone 15 Pro, m3, v2", []),
        ("", []),
    ],
)
def test_a_quantity_has_one_form_however_it_is_written(text, found):
    assert quantities(text) == found


@pytest.mark.parametrize("asked", ["attachment of 20MB", "20 mb", "20 megabytes", "20MB"])
def test_a_quantity_is_found_however_it_is_written(asked):
    engine = make.engine(
        {
            "a.md": make.article("Mail waits", "Shrink the attachment below 20 MB.\n", id="a"),
            "b.md": make.article("Mail bounces", "An attachment may have 25 MB, and 20 recipients.\n", id="b"),
        }
    )
    assert engine.search(parse(asked), Where(), 1).matches[0].card.id == "a"


@settings(deadline=None)
@given(st.text("0123456789.,' MBgh%€\u00a0", max_size=40))
def test_any_text_is_read(text):
    assert all(one and one == one.lower() for one in quantities(text))
