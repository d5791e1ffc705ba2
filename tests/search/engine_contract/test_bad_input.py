"""What nobody means to ask: every engine answers it, and says nothing wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.query import parse
from kcs_cli.text.gram import normal
from tests.search.engine_contract.world import DESK, HOSTILE, adds_up


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_is_answered(desk, typed):
    where = Where(environment=normal(typed[:500]))
    answer = desk.search(parse(typed), where, 5, SearchOptions(explain=True, facets=True, judge=True))
    assert len(answer.matches) <= 5
    assert answer.found >= len(answer.matches)
    assert all(map(adds_up, desk.search(parse(typed), Where(), 5, SearchOptions(explain=True)).matches))
    assert desk.language_of(normal(typed)) in ("", *desk.languages())
    assert len(desk.sharing_words(normal(typed), 3)) <= 3


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_any_text_is_a_name_that_no_article_has(desk, typed):
    assert (desk.cards("name", typed), desk.cards("id", typed), desk.cards("path", typed), desk.titled(typed)) == ([],) * 4


@pytest.mark.parametrize("name", ["tag", "owner", "state", "audience", "kind", "lang", "path", "id"])
@pytest.mark.parametrize("value", ["", "\0", "*", '"] OR *', "a b", "x" * 30_000, "\udcff"])
def test_any_text_is_a_value_that_no_article_has(desk, name, value):
    answer = desk.search(parse("certificate"), Where({name: (normal(value),)}), 5, SearchOptions(facets=True))
    assert (answer.matches, answer.found) == ((), 0)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=80))
def test_any_words_are_answered(engine_of, typed):
    assert len(engine_of("desk").search(parse(typed), Where(), 5, SearchOptions(explain=True, facets=True)).matches) <= 5


def test_an_empty_index_answers_nothing(engine_of):
    empty = engine_of("empty")
    answer = empty.search(
        parse('kiwi "a b" -c tag:d e* certifcate'),
        Where(environment="Windows 11"),
        10,
        SearchOptions(explain=True, facets=True),
    )
    assert (answer.matches, answer.found, empty.count(), empty.all_cards(), empty.languages()) == ((), 0, 0, [], {})


def test_no_question_changes_what_is_there(desk):
    assert [card.path for card in desk.all_cards()] == sorted(DESK)
