"""What an article says, mixed with the words it has: score = (1 - w) · words + w · best · nearness.

`best` is the highest score of words, so that scores stay on their scale; w grows with the share of titles that are
questions: where articles are questions, a question in other words is most often a nearly equal one. It grows, too, where
even the first articles have few of the question's words: what these say is chance then.
"""

from collections.abc import Mapping, Sequence, Set
from math import log
from typing import NamedTuple, Protocol

from kcs_cli.article.card import Card
from kcs_cli.search.engine.answer import ALONE, ClauseScore, Match, NearPassage, QuestionMeaning
from kcs_cli.search.engine.asked import IndexHit
from kcs_cli.search.engine.questioner import Questioner
from kcs_cli.search.engine.word import Word
from kcs_cli.text.folding import folded

WEIGHT_LEAST, WEIGHT_QUESTIONS = 0.15, 0.3  # of meaning; the second times the share of question titles
WEIGHT_BARE, COVERED = 0.9, 0.9  # of meaning where no word is in the first articles; share of them from which it is as usual
FIRST = 3  # articles by words that are looked at for that
LONGEST_BODY = 20_000  # characters of each
LANGUAGES = ("en", "", "de", "fr", "it")  # in which it was measured; the second: not told, as of a few words
WELL_KNOWN = LANGUAGES[:2]  # those in which it may count more than usual
LOOKED_AT = 10  # articles whose language tells the question's
ALONE_BEST = 10.0  # the score of the best where no article has a word of the question
# Of questions that a base does not answer 75 % have no article as near as JOINS, 95 % none as ALONE, 99 % none as ANSWERS;
# of the articles that answer one 90 % are as near as JOINS, 80 % as ALONE, half as ANSWERS.
JOINS = 0.6  # how near an article must be that has none of the words, beside others that have some …
ANSWERS = 1.0  # … and to answer


class MeantHit(NamedTuple):
    """An article that was found, its mixed score, what its words gave, and its passage nearest in meaning."""

    score: float
    hit: IndexHit
    words: float
    passage: NearPassage
    meaning: float


class AskedIndex(Protocol):
    """A question to an index, as far as a ranking by meaning needs it."""

    @property
    def questioner(self) -> Questioner:
        """What knows the words of the index."""
        ...

    @property
    def words(self) -> Sequence[Word]:
        """The words of the question."""
        ...

    def allowed(self, paths: Sequence[str]) -> Sequence[IndexHit]:
        """Return those of some articles that the question's filters allow, with what its words give them."""
        ...


class MeaningRank:
    """Ranks the articles found for one question again, by their words and by what they mean."""

    def __init__(self, asked: AskedIndex, meant: QuestionMeaning) -> None:
        self.asked = asked
        self.meant = meant
        self.hits: dict[str, MeantHit] = {}  # by path
        self.is_well_known = False
        self.joined: Set[str] = frozenset()  # of these the paths of those found by meaning alone

    def ranked(self, found: Sequence[IndexHit]) -> list[IndexHit]:
        """Return the articles that were found by words, and those near in meaning, by their mixed scores."""
        weight = self.weight(found)
        if not weight:
            return list(found)
        by_words = {hit.path: hit for hit in found}
        nearest = self.meant.nearest(JOINS if found else ALONE)
        near = {hit.path: hit for hit in (self.asked.allowed(nearest) if nearest else ())}
        self.joined = near.keys() - by_words.keys()
        self.hits = mixed({**near, **by_words}, self.meant, weight)
        return [one.hit._replace(score=one.score) for one in self.hits.values()]

    def weight(self, found: Sequence[IndexHit]) -> float:
        """Return what meaning counts: more where words say little, nothing in a language that the table does not know."""
        scores: dict[str, float] = {}
        for hit in found[:LOOKED_AT]:
            language = hit.card.language
            scores[language] = scores.get(language, 0.0) + hit.score
        shares = scores or self.asked.questioner.languages
        language = max(shares, key=lambda language: shares[language])
        if language not in LANGUAGES:
            return 0.0
        usual = WEIGHT_LEAST + WEIGHT_QUESTIONS * self.asked.questioner.question_share
        self.is_well_known = self.meant.is_clear and language in WELL_KNOWN
        if not self.is_well_known:
            return min(1.0, self.meant.factor * usual)
        lacking = max(0.0, 1 - self.covered([hit.card for hit in found[:FIRST]]) / COVERED)
        return min(1.0, self.meant.factor * (usual + (WEIGHT_BARE - usual) * lacking))

    def covered(self, cards: Sequence[Card]) -> float:
        """Return the largest share of the question's words, by their rarity, that begin so in one of the articles."""
        total = self.asked.questioner.reader.counts().total
        rarity: dict[str, float] = {}
        for word in self.asked.words:
            if word.is_content:
                frequency = self.asked.questioner.frequencies.of(word)
                rarity[beginning_of(word.typed)] = log(1 + total / (1 + frequency))
        spoken = ("\n".join((card.title, *card.said, *card.asked, card.body[:LONGEST_BODY])) for card in cards)
        texts = [folded(text).lower() for text in spoken]
        shares = [sum(weight for beginning, weight in rarity.items() if beginning in text) for text in texts]
        return max(shares, default=0.0) / (sum(rarity.values()) or 1.0) if rarity else 1.0

    def match(self, card: Card, score: float, parts: tuple[ClauseScore, ...] | None) -> Match:
        """Return an article with its score and, unless None, the parts that add up to it, of words as much as they count."""
        hit = self.hits.get(card.path)
        if hit is None or parts is None:
            return Match(card, score, parts or (), line=hit.passage.line if hit else 0)
        share = (score - hit.meaning) / (hit.words or 1.0)
        known = (*(part._replace(score=share * part.score) for part in parts), hit.passage.part(hit.meaning))
        return Match(card, score, tuple(part for part in known if part.score), line=hit.passage.line)

    def is_found(self, path: str) -> bool:
        """Tell whether an article has some of the words, or means what was asked: others are but near in meaning."""
        return path not in self.joined or self.hits[path].passage.nearness >= ANSWERS

    def nearness(self, path: str) -> float:
        """Return how near an article is, as evidence; where the language is not known well, only what is as near as can be.

        In German the unrelated are as near as the right ones.
        """
        nearness = self.hits[path].passage.nearness if path in self.hits else 0.0
        return nearness if self.is_well_known or nearness >= ANSWERS else 0.0


def beginning_of(word: str) -> str:
    """Return what a word and its inflections have in common."""
    typed = folded(word).lower()
    return typed[: max(4, len(typed) - 2)]


def mixed(hits: Mapping[str, IndexHit], meant: QuestionMeaning, weight: float) -> dict[str, MeantHit]:
    """Return articles, by their paths with what their words give, with their mixed scores, best first."""
    best = max((hit.score for hit in hits.values()), default=0.0) or ALONE_BEST
    found: dict[str, MeantHit] = {}
    for path, hit in hits.items():
        near = meant.of(path)
        meaning = weight * best * near.nearness
        found[path] = MeantHit((1 - weight) * hit.score + meaning, hit, hit.score, near, meaning)
    return dict(sorted(found.items(), key=lambda one: (-one[1].score, one[0])))
