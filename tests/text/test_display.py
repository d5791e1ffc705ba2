import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.text.display import (
    decoded,
    fold,
    in_shell,
    on_one_line,
    one_line,
    pad,
    plain,
    quantity,
    shorten,
    unix,
    width,
    writable,
    writable_line,
)

ANY = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize("character", ["\x1b", "\x00", "\x07", "\r", "\x9b", "\u202e", "\u2066", "\u2028", "\ud800"])
def test_a_character_that_a_terminal_would_obey_is_replaced(character):
    assert plain(f"a{character}b") == "a�b"


@pytest.mark.parametrize("character", ["\u200b", "\u2060", "\ufeff"])
def test_a_character_that_nobody_sees_is_dropped(character):
    assert plain(f"a{character}b") == "ab"


def test_ordinary_text_in_any_script_stays_as_it_is():
    assert plain("Ačiū, 你好 🙂\n\ttab") == "Ačiū, 你好 🙂\n\ttab"


def test_windows_line_ends_become_line_feeds():
    assert plain("a\r\nb") == "a\nb"


def test_one_line_has_no_line_ends_and_single_spaces():
    assert one_line(" a\n\tb\r\n  c\x1b[31m ") == "a b c�[31m"


def test_text_for_an_article_keeps_its_lines_and_marks_of_direction_but_no_control_characters():
    assert writable(" a\x1b\r\n\tb\u200f\rc\ud800\x00 ") == "a \n\tb\u200f\nc"
    assert writable_line("a\x1b\r\n\tb\x00c ") == "a b c"


def test_a_file_is_text_without_bom_and_with_line_feeds():
    assert decoded(b"\xef\xbb\xbfa\r\nb\rc\n") == "a\nb\nc\n"
    assert decoded(b"a\xff", "replace") == "a�"
    with pytest.raises(UnicodeDecodeError):
        decoded(b"a\xff")


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_tidying_twice_changes_nothing(text):
    for tidy in (on_one_line, plain, one_line, unix, writable, writable_line):
        assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("", 0), ("问题", 4), ("ašą", 3), ("e\u0301", 1), ("カ", 2), ("Ａ", 2)]
)
def test_the_width_is_counted_in_terminal_columns(text, columns):
    assert width(text) == columns


def test_a_short_text_is_not_cut():
    assert shorten("abc", 3) == "abc"


def test_a_long_text_is_cut_and_marked():
    assert shorten("abcdef", 4) == "abc…"


def test_a_space_before_the_cut_is_dropped():
    assert shorten("ab cdef", 4) == "ab…"


def test_a_wide_character_that_does_not_fit_whole_is_left_out():
    assert shorten("问题问题", 4) == "问…"


def test_text_is_padded_to_columns():
    assert pad("问", 4) + "|" == "问  |"


def test_text_wider_than_its_column_is_not_padded():
    assert pad("abcd", 2) == "abcd"


@pytest.mark.parametrize(
    ("heading", "folded"),
    [
        ("Issue", "issue"),
        (" Root  Cause: ", "root cause"),
        ("WHY?!", "why"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("问题：", "问题"),
        ("...", ""),
        ("", ""),
    ],
)
def test_headings_are_compared_folded(heading, folded):
    assert fold(heading) == folded


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (2461, "2,461 articles")]
)
def test_a_count_is_written_with_its_noun(number, text):
    assert quantity(number, "article") == text


def test_an_irregular_plural_is_taken():
    assert (quantity(1, "query", "queries"), quantity(2, "query", "queries")) == ("1 query", "2 queries")


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_plain_text_can_be_written_and_holds_no_control(text):
    made = plain(text)
    assert made.encode("utf-8").decode("utf-8") == plain(made)
    assert not {"\x1b", "\x00", "\r", "\u202e"} & set(made)


@settings(max_examples=300, deadline=None)
@given(ANY, st.integers(1, 40))
def test_a_shortened_text_fits(text, columns):
    assert width(shorten(text, columns)) <= columns


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("kb-7h3k9m", "kb-7h3k9m"),
        ("knowledge/übermaß/打印机.md", "knowledge/übermaß/打印机.md"),
        ("knowledge/mein artikel", "'knowledge/mein artikel'"),
        ("user's guide; $HOME", """'user'"'"'s guide; $HOME'"""),
        ("47 11", "'47 11'"),
        ("", "''"),
    ],
)
def test_a_name_is_written_as_one_types_it_in_a_shell(name, typed):
    assert (in_shell(name), shlex.split(f"kcs show {typed}")) == (typed, ["kcs", "show", name])
