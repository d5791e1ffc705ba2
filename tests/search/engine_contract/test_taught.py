"""What links taught, synonyms, meaning, and what an article's reuse adds."""

from datetime import date
from itertools import pairwise

import pytest

from kcs_cli.article.model import Reuse
from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.engine.synonym import Synonym
from kcs_cli.search.meaning.asked_meaning import asked_meaning
from kcs_cli.search.meaning.code_file import CodeFile
from kcs_cli.search.meaning.upkeep import make_codes
from kcs_cli.search.prior import with_prior
from tests.search.engine_contract.world import adds_up, ids


def explained(engine, typed, **given):
    """Return the matches, each of which has a score that its parts add up to."""
    matches = engine.search(parse(typed), Where(), 10, SearchOptions(explain=True, **given)).matches
    assert all(map(adds_up, matches))
    return matches


def parts(matches, kind):
    """Return of each article the words of its parts of a kind."""
    return {match.card.id: [part.words for part in match.parts if part.kind == kind] for match in matches}


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("flickering chandelier", ["lamp"]), ("chandeliers flicker", ["lamp"]),
        ("gloomy hallway", ["oven", "lamp"]), ("lukewarm pizza", ["oven"]), ("hallway lamp", ["lamp", "oven"]),
    ],
)  # fmt: skip
def test_words_of_searches_that_led_to_an_article_find_it(told, typed, best):
    assert ids(told, typed)[: len(best)] == best


def test_a_word_that_was_taught_less_surely_counts_by_its_sixths(told):
    oven, lamp = explained(told, "gloomy")
    word = {match.card.id: sum(part.score for part in match.parts if part.kind == "word") for match in (oven, lamp)}
    assert {part.field for match in (oven, lamp) for part in match.parts if part.kind == "word"} == {"faint"}
    assert word["oven"] == pytest.approx(5 * word["lamp"], rel=1e-4)


def test_a_taught_word_counts_the_articles_that_are_known_by_it(told):
    assert told.search(parse("hallway"), Where(), 1).found == 2
    assert told.known_words(["hallway", "chandelier", "corridor"]) == {"hallway", "chandelier"}


def test_a_synonym_asks_what_articles_call_the_thing(told):
    assert ids(told, "mobile") == []
    told.synonyms = (Synonym("mobile", "phone"),)
    matches = explained(told, "mobile")
    assert parts(matches, "synonym")["phone"][:1] == ["mobile → phone"]
    assert ids(told, "my mobile is silent")[0] == "phone"


def test_a_synonym_of_a_language_asks_its_articles_alone(told):
    told.synonyms = (Synonym("mobile", "still", "de"), Synonym("mobile", "silent", "de"))
    assert ids(told, "mobile") == ["telefon"]


def test_synonyms_of_several_words_and_signs_are_only_words(told):
    told.synonyms = (
        Synonym("hand set", "phone ring"),
        Synonym('"(*', "oven"),
        Synonym("", "lamp"),
        Synonym("x" * 9_000, "lamp"),
    )
    assert (ids(told, "hand set")[0], ids(told, '"(*'), ids(told, "xyzzy")) == ("phone", [], [])


@pytest.fixture(scope="module")
def codes(local_of):
    return CodeFile(make_codes(local_of("knowledge")))


@pytest.mark.parametrize(
    "typed", ["an employee left the firm", "pictures take ages to download", "somebody moved a directory"]
)
def test_what_means_the_same_joins_and_counts(engine_of, local_of, codes, typed):
    matches = explained(engine_of("knowledge"), typed, meant=asked_meaning(codes, typed, 1.0))
    own = explained(local_of("knowledge"), typed, meant=asked_meaning(codes, typed, 1.0))
    assert parts(matches, "meaning") == parts(own, "meaning")
    assert any(parts(matches, "meaning").values())
    assert [match.line for match in matches] == [match.line for match in own]
    assert [match.card.path for match in matches] == [match.card.path for match in own]


def test_an_article_near_in_meaning_has_its_score_told_whatever_its_rank(engine_of):
    paths = ["git/shallow-clone-in-ci-has-no-history.md", "gone.md", "git/merge-conflict-in-an-article.md"]
    answer = engine_of("knowledge").search(parse("merge conflict"), Where(), 1, SearchOptions(near=paths, explain=True))
    scores = {match.card.path: match.score for match in answer.near}
    assert scores.keys() == {paths[0], paths[2]}
    assert scores[paths[2]] == pytest.approx(answer.matches[0].score, rel=1e-4)
    assert all(map(adds_up, answer.near))


def test_what_reuse_adds_is_a_part_of_the_score(engine_of):
    matches = explained(engine_of("knowledge"), "article owner")
    reused = [Reuse(cases=63 if n == 1 else 0, last_on=date(2026, 3, 1) if n == 1 else None) for n in range(len(matches))]
    lifted = with_prior(matches, reused, date(2026, 3, 2), 5)
    assert all(map(adds_up, lifted))
    assert all(one.score >= other.score for one, other in pairwise(lifted))
    assert ("prior", "63 cases") in {(part.kind, part.words) for match in lifted for part in match.parts}
