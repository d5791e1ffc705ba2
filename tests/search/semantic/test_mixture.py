import pytest

from kcs_cli.search.engine.answer import ClauseScore, Match
from kcs_cli.search.semantic.mixture import ALONE, mix
from tests import make

ENGLISH = {"en": 0.4}
SPAN = (0.2, 0.8)


def match(name, score, language="en", parts=()):
    card = make.engine({f"{name}.md": make.article(name, id=name, language=language)}).all_cards()[0]
    return Match(card, score, parts)


def scores(matches, cosines, span=SPAN, weights=ENGLISH):
    found = mix(matches, lambda path: cosines.get(path, 0.0), span, weights)
    return [(one.card.id, pytest.approx(one.score)) for one in found]


def test_a_score_is_six_tenths_of_words_and_four_of_meaning_on_the_scale_of_words():
    found = [match("a", 10.0), match("b", 5.0)]
    assert scores(found, {"a.md": 0.2, "b.md": 0.8}) == [("b", 0.6 * 5 + 0.4 * 10), ("a", 0.6 * 10)]


def test_an_article_without_any_word_is_found_when_it_is_related():
    found = [match("a", 10.0), match("b", 0.0), match("c", 0.0)]
    assert scores(found, {"a.md": 0.2, "b.md": 0.8, "c.md": 0.39}) == [("a", 6.0), ("b", 4.0)]


def test_where_nothing_has_the_words_meaning_alone_decides():
    assert scores([match("a", 0.0), match("b", 0.0)], {"a.md": 0.5, "b.md": 0.8}) == [("b", 0.4 * ALONE), ("a", 0.2 * ALONE)]


def test_where_nothing_is_related_words_alone_decide():
    found = [match("a", 10.0), match("b", 5.0), match("c", 0.0)]
    assert scores(found, {"b.md": 0.39}, span=(0.1, 0.39)) == [("a", 10.0), ("b", 5.0)]


def test_a_question_in_a_language_the_model_does_not_know_is_one_of_words():
    found = [match("a", 10.0, "de"), match("b", 5.0, "en")]
    assert scores(found, {"b.md": 0.8}) == [("a", 10.0), ("b", 5.0)]


def test_an_article_in_such_a_language_keeps_its_score():
    found = [match("a", 10.0), match("b", 9.0), match("c", 8.0, "de")]
    assert scores(found, {"a.md": 0.8, "b.md": 0.2, "c.md": 0.9}) == [("a", 10.0), ("c", 8.0), ("b", 5.4)]


def test_a_language_has_a_weight_of_its_own():
    found = [match("a", 10.0, "de"), match("b", 5.0, "de")]
    assert scores(found, {"a.md": 0.2, "b.md": 0.8}, weights={"en": 0.4, "de": 0.1}) == [("a", 9.0), ("b", 5.5)]


def test_the_parts_add_up_to_the_score():
    found = [match("a", 10.0, parts=(ClauseScore("word", "fax", "text", 7.0), ClauseScore("word", "fax", "title", 3.0)))]
    (one,) = mix(found, lambda _: 0.5, SPAN, ENGLISH, explain=True)
    assert [part.kind for part in one.parts] == ["word", "word", "meaning"]
    assert sum(part.score for part in one.parts) == pytest.approx(one.score)
