"""Counts at once what a question will need to have counted: its words, and how they may have been meant.

Each is asked for again one at a time, where the index of a clone answers in a microsecond; a cluster takes a round trip.
"""

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from kcs_cli.search.engine import analysis, weight
from kcs_cli.search.engine.query import Query
from kcs_cli.search.engine.questioner import Questioner
from kcs_cli.search.engine.variant import LONGEST, slips, variants
from kcs_cli.search.engine.word import Word
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import is_cjk, pairs

MOST = 8_000  # terms


def foresee(questioner: Questioner, query: Query) -> None:
    """Have the words of a question counted, in one request; of those that no article has the variants, in another."""
    text = " ".join((query.text, *(one.text for one in query.restrictions)))
    words = list({word.stems: word for word in questioner.words(text)}.values())
    _count(questioner, [*words, *questioner.words(" ".join(_other_ways(questioner, query.text)))], _codes(text))
    unseen = [word for word in words if word.is_content and not questioner.frequencies.of(word)]
    _count(questioner, questioner.words(" ".join(_meant(unseen))))


def _count(questioner: Questioner, words: Sequence[Word], others: Sequence[str] = ()) -> None:
    """Count the articles that have some words, as these are stemmed and as they stand, and other terms."""
    terms = dict.fromkeys((*(term for word in words for term in word.terms), *others))
    questioner.frequencies.count(islice(terms, MOST))


def _other_ways(questioner: Questioner, text: str) -> Iterator[str]:
    """Yield neighbouring words as one, and each word as two, as far as these are asked for."""
    words = questioner.words(text)
    yield from (one.typed + other.typed for one, other in dict.fromkeys(pairwise(words)))
    content = {word.stems: word for word in words if word.is_content and not is_cjk(word.typed)}
    if len(words) <= weight.FEW_WORDS:
        for word in content.values():
            for place in range(1, min(len(word.typed), LONGEST)):
                yield f"{word.typed[:place]} {word.typed[place:]}"


def _codes(text: str) -> list[str]:
    """Return the terms of a question that are no words."""
    return [*pairs(folded(text)), *analysis.codes(folded(text))]


def _meant(unseen: Sequence[Word]) -> Iterator[str]:
    """Yield what words may have been meant to be."""
    for word in unseen:
        yield from (one for variant in variants(word.typed) for one in variant.words)
        yield from slips(word.typed.lower())
