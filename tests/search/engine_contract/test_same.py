"""An engine answers what the engine of a clone does over the same articles."""

import random

import pytest

from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.query import parse
from tests.search.engine_contract.world import HOSTILE, adds_up, articles_of

TITLES = [article.title for article in articles_of("knowledge")][::4]


def mistyped(text, seed):
    """Return a text with a letter left out, doubled or exchanged in one of its long words."""
    chance, words = random.Random(seed), text.split()
    long = [n for n, word in enumerate(words) if len(word) > 4]
    for n in long[:1] and [chance.choice(long)]:
        at = chance.randrange(1, len(words[n]) - 1)
        words[n] = (
            words[n][:at] + chance.choice(("", 2 * words[n][at], words[n][at + 1] + words[n][at])) + words[n][at + 1 :]
        )
    return " ".join(words)


@pytest.mark.parametrize("title", TITLES)
def test_an_article_is_the_first_for_its_title_mistyped_or_not(engine_of, title):
    engine = engine_of("knowledge")
    first = [
        engine.search(parse(text), Where(), 3, SearchOptions(explain=True)).matches
        for text in (title, mistyped(title, title))
    ]
    assert [matches[0].card.title for matches in first] == [title, title]
    assert all(adds_up(match) for matches in first for match in matches)


def outcome(answer):
    """Return what is compared beside scores."""
    facets = {name: dict(values) for name, values in answer.facets.items()}
    return answer.found, answer.nearest, answer.relaxed, answer.archived, answer.needles.unseen, facets


@pytest.mark.parametrize(
    "typed", [TITLES, [mistyped(title, title) for title in TITLES], HOSTILE], ids=["titles", "typos", "hostile"]
)
def test_another_engine_answers_as_the_clone_does(engine_of, local_of, typed):
    engine, local = engine_of("knowledge"), local_of("knowledge")
    if isinstance(engine, TantivyEngine):
        pytest.skip("it is the engine of a clone")
    for text in typed:
        answers = [
            one.search(parse(text), Where(archived=True), 100, SearchOptions(facets=True, judge=True))
            for one in (engine, local)
        ]
        ours, own = ({match.card.path: match.score for match in answer.matches} for answer in answers)
        # Lucene counts two words for less the farther apart they are
        # Words near each other: a clone counts each such place whole, a cluster the less the farther they are apart
        assert ours == pytest.approx(own, rel=0.08), text
        assert outcome(answers[0]) == outcome(answers[1]), text
