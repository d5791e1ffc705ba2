"""Counts at once what a question will need to have counted: its words, and how they may have been meant.

Each is asked for again one at a time, where the index of a clone answers in a microsecond; a cluster takes a round trip.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kcs_cli.search.cluster.reader import ClusterReader
from kcs_cli.search.engine import analysis, schema, weight
from kcs_cli.search.engine.faint import FAINT
from kcs_cli.search.engine.query import Query
from kcs_cli.search.engine.questioner import Questioner
from kcs_cli.search.engine.variant import LONGEST, slips, variants
from kcs_cli.search.engine.word import Word
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import is_cjk, normal, pairs

MOST = 8_000  # terms of a question


def foresee(reader: ClusterReader, questioner: Questioner, query: Query) -> None:
    """Have the words of a question counted, in one request; of those that no article has the variants, in another."""
    text = " ".join((query.text, *(one.text for one in query.restrictions)))
    words = list({word.stems: word for word in questioner.words(text)}.values())
    others = questioner.words(" ".join(_other_ways(questioner.words(query.text))))
    terms = [*_terms([*words, *others]), *pairs(folded(text)), *analysis.codes(folded(text))][:MOST]
    taught = [(FAINT, level + term) for level in reader.counts().faint for term in terms]
    surfaces = ["".join(analysis.words(normal(word.typed))) for word in (*words, *others)]
    reader.look_up([*((schema.TEXT, term) for term in terms), *((schema.WORDS, one) for one in surfaces[:MOST]), *taught])
    unseen = [word for word in words if word.is_content and not questioner.frequencies.of(word)]
    reader.look_up([(schema.TEXT, term) for term in _terms(questioner.words(" ".join(_meant(unseen))))[:MOST]])


def _terms(words: Sequence[Word]) -> list[str]:
    """Return words as they are stemmed."""
    return [term for word in words for term in word.terms]


def _other_ways(words: Sequence[Word]) -> Iterator[str]:
    """Yield neighbouring words as one, and each word as two, as far as these are asked for."""
    yield from (one.typed + other.typed for one, other in dict.fromkeys(pairwise(words)))
    spaced = {word.stems: word for word in words if not is_cjk(word.typed)}
    if len(words) <= weight.FEW_WORDS:
        for word in spaced.values():
            for place in range(1, min(len(word.typed), LONGEST)):
                yield f"{word.typed[:place]} {word.typed[place:]}"


def _meant(unseen: Sequence[Word]) -> Iterator[str]:
    """Yield what words may have been meant to be."""
    for word in unseen:
        yield from (one for variant in variants(word.typed) for one in variant.words)
        yield from slips(word.typed.lower())
