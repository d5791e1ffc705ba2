from hypothesis import given
from hypothesis import strategies as st

from kcs_cli.mcp.budget import PassagePart, fitted, tokens_of


@given(st.lists(st.text(max_size=300), max_size=8), st.integers(-5, 500))
def test_passages_never_have_more_than_their_tokens(texts, tokens):
    found = fitted([PassagePart(text, len(text) // 2, len(text)) for text in texts], tokens)
    assert len(found) == len(texts)
    assert sum(len(text.encode("utf-8", "replace")) for text in found) <= max(tokens, 0) * 4


def test_a_short_passage_leaves_its_room_to_the_others():
    assert fitted([PassagePart("short"), PassagePart("x" * 90)], 24) == ["short", "x" * 90]


def test_the_best_sentence_is_kept_last():
    text = f"{'a' * 100} Press reset. {'b' * 100}"
    (found,) = fitted([PassagePart(text, 101, 113)], 10)
    assert found.startswith("…Press reset.")
    assert found.endswith("…")


def test_what_is_too_short_to_say_something_is_left_out():
    assert fitted([PassagePart("x" * 100)], 5) == [""]


def test_tokens_are_counted_by_bytes():
    assert (tokens_of(""), tokens_of("abcde"), tokens_of("全全全全")) == (0, 2, 3)
