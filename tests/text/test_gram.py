"""Tests of texts as they are compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.text.gram import gram_text, grams, is_cjk, normal, pairs

TEXTS = st.text(max_size=60).map(normal)


def test_pairs_do_not_cross_anything_that_is_no_character():
    assert pairs("打印 机a器 ok") == ["打印"]


def test_grams_are_cut_over_spaces_from_lower_case_without_punctuation():
    assert grams("Can't_Go") == [" can", "can ", "an t", "n t ", " t g", "t go", " go "]


@pytest.mark.parametrize("text", ["", "  ", "?!", "打印机"])
def test_texts_without_letters_have_no_grams(text):
    assert (gram_text(text), grams(text)) == ("", [])


def test_grams_are_without_accents():
    assert grams("Größe ąž") == grams("große az")


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_grams_are_four_characters_each(text):
    assert {len(gram) for gram in grams(text)} <= {4}


def test_text_is_brought_into_one_form():
    assert normal("u\u0308") == "ü"


def test_characters_of_cjk_are_told_from_letters():
    assert [is_cjk(term) for term in ("打", "打印", "プ", "한", "a", "é", "я")] == [True] * 4 + [False] * 3


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(max_codepoint=127), max_size=60))
def test_an_ascii_text_has_the_grams_that_it_has_beside_another_script(text):
    assert gram_text(text) == gram_text(f"{text} 打")
