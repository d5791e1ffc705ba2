import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcs_cli.text.spreadsheet import guarded, unguarded


@pytest.mark.parametrize(
    ("text", "expected"),
    [("=1", "'=1"), ("-a", "'-a"), ("+49", "'+49"), ("@x", "'@x"), ("\tx", "'\tx"), ("'=1", "''=1"), ("it's", "it's"),
     ("'so'", "'so'"), ("", ""), ("1-2", "1-2")],
)  # fmt: skip
def test_only_what_looks_like_a_formula_is_guarded(text, expected):
    assert guarded(text) == expected


@given(st.text("'=-a\n", max_size=6))
def test_every_text_comes_back_and_none_runs(text):
    assert (unguarded(guarded(text)), guarded(text)[:1] in "=+-@\t\n" and bool(guarded(text))) == (text, False)
