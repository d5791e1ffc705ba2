"""Tests of `article-too-long`."""

import pytest

from kcs_cli.lint.rules.article_too_long import RULE, count_words
from tests.lint.make import messages


@pytest.mark.parametrize(
    ("text", "words"),
    [("two words", 2), ("trumpas sakinys čia", 3), ("传真机不响", 2), ("传真机 VPN 不响了", 4), ("", 0)],
)
def test_words_are_counted_in_scripts_that_part_them_and_in_those_that_do_not(text, words):
    assert count_words(text) == words


def test_the_number_of_words_is_told_and_can_be_set(tmp_path):
    text = f"---\ntitle: Fax\n---\n\n{'word ' * 30}\n"
    assert messages(RULE, tmp_path, text) == []
    assert messages(RULE, tmp_path, text, options={"words": 29}) == [
        "2:1 The article has 30 words, more than 29: one issue and one resolution each, linked by a path"
    ]


@pytest.mark.parametrize("text", ["a b c d", "传真机不响了吗 X"])
def test_the_shortest_words_are_counted_too(text, tmp_path):
    assert len(messages(RULE, tmp_path, text, options={"words": 3})) == 1
    assert messages(RULE, tmp_path, text, options={"words": 4}) == []
