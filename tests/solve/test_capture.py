"""Tests of what a new article takes from the last search."""

from datetime import timedelta

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Kind
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.log import search_log
from kcs_cli.solve.capture import last_words
from kcs_cli.solve.draft import Draft


@pytest.mark.parametrize(
    ("minutes", "title", "words"),
    [
        (9, "Ink on the table", ""),
        (9, "It does not matter", ""),
        (11, "Ink on the table", ""),
        (11, "Printers drip", "printer leaks"),
        (9, "", "printer leaks"),
        (11, "", ""),
        (800, "Printers drip", ""),
    ],
)
def test_a_search_is_that_found_something_counts_where_the_title_shares_a_word_or_there_is_none_yet(
    kb, minutes, title, words
):
    base = KnowledgeBase.open(str(kb))
    search_log(base).note_search(base.now() - timedelta(minutes=minutes), "printer leaks", Where(), [("kb-vpn001", 1)], 1)
    assert last_words(base, Draft(title, Kind.problem)) == words


@pytest.mark.parametrize(
    ("minutes", "title", "words"),
    [
        (9, "Ink on the table", "printer leaks"),
        (11, "Ink on the table", ""),
        (600, "The printers drip", "printer leaks"),
        (600, "", "printer leaks"),
        (800, "The printers drip", ""),
    ],
)
def test_a_search_that_found_nothing_counts_while_the_call_is_on_or_where_the_title_shares_a_word(kb, minutes, title, words):
    base = KnowledgeBase.open(str(kb))
    search_log(base).note_search(base.now() - timedelta(minutes=minutes), "printer leaks", Where(), [], 0)
    assert last_words(base, Draft(title, Kind.problem)) == words
