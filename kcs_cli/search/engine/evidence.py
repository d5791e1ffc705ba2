"""How much of a question an article speaks of: what tells an answer from an article that shares some words with it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kcs_cli.search.engine import analysis, schema
from kcs_cli.search.engine.answer import Match
from kcs_cli.search.engine.clause import EVIDENCE, Clause
from kcs_cli.search.engine.faint import FAINT
from kcs_cli.search.engine.passage import Needles
from kcs_cli.search.engine.word import Word
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import CJK_RUN

# Of 219 questions with a known answer 82 % have STRONG evidence in their first hit and 92 % at least SOME; of 269 that
# a base does not answer, 10 and 21 %. In Japanese, of 222 with an answer 98 and 99 %.
STRONG, SOME, LITTLE = 0.55, 0.36, 0.2
NEARNESS = 0.5  # of meaning: an article that means just what was asked is evidence enough
LEAD, MOST_LEAD = 0.5, 0.5  # of the share of its score by which it leads the third article; what counts of that at most
LED = 3  # the article that it is compared with
SAID = (schema.TITLE, FAINT)  # the title, what customers said, what links taught
FEW, LACKING = 2, 1.25  # of two words one that no article has counts more: the oven of a broken oven
NAMED = 1 / 3  # of the words are in the title or in what customers said
NEAR = 4  # Chinese, Japanese or Korean characters that an article has one after another: two words or more
KANA_WEIGHT = 0.5  # of a kana, which is mostly grammar
ASKING = frozenset(
    "的了吗呢吧啊么怎办何什为是我你您他她它们不没能可以会要有在这那哪请问和与或就都也还"
)  # what Chinese asks with
ASKING_WEIGHT = 0.2


class Unit(NamedTuple):
    """What is counted of a question: a word, or a character of a script without spaces.

    An article speaks of it that has one of the `terms`: the word, or a pair that the character is part of.
    """

    terms: frozenset[str]
    weight: float


class AskedUnits(NamedTuple):
    """All that is counted of a question.

    The `units`, those of its words that `lack` in the whole base where it has but two, and the `runs` of characters that
    stand together.
    """

    units: Sequence[Unit]
    lack: frozenset[str]
    runs: Sequence[Sequence[Unit]]


def sureness(share: float, nearness: float, lead: float) -> float:
    """Return how surely an article answers, on the scale of evidence: from SOME on it does, below nothing seems to.

    It is the better of two, the `share` of the question that it speaks of and half of how near it is in meaning, and up to
    a quarter more the farther it stands out: of questions that nothing answers the first articles are about as good as
    one another. Fitted on four judged sets with half of the answers taken away (`tests.benchmarks.relevance --answers`):
    ROC-AUC .75, of words alone .72; at SOME 9 % of the answerable questions are told that nothing answers, of the others
    29 %. Words alone, at 10 %, tell 20 % of the others so.
    """
    return min(1.0, max(share, NEARNESS * nearness) * (1 + LEAD * min(MOST_LEAD, max(0.0, lead))))


def lead_of(score: float, scores: Sequence[float]) -> float:
    """Return by what share of its score an article leads the third one; 0 where there are fewer."""
    return 1 - scores[LED - 1] / score if len(scores) >= LED and score > 0 else 0.0


def judges(clause: Clause) -> bool:
    """Tell whether the evidence of an article hangs on a clause."""
    return clause.kind in (*EVIDENCE, "near") and clause.field in (schema.TEXT, schema.WORDS, *SAID)


def asked_units(text: str, words: Iterable[Word], needles: Needles) -> AskedUnits:
    """Return what is counted of a question, its text and that text's words."""
    asked = folded(text)
    # A class of so many characters takes a millisecond to compile
    found = [] if asked.isascii() else [run for run in re.findall(CJK_RUN, asked) if len(run) > 1]
    runs = [_characters(run, needles.beginnings) for run in found]
    units = [*_words(words, needles.beginnings), *dict.fromkeys(unit for run in runs for unit in run)]
    return AskedUnits(units, needles.unseen if len(units) <= FEW else frozenset(), runs)


def evidence(match: Match, asked: AskedUnits) -> float:
    """Return the share of a question's words, by their rarity, that an article has; the answer must be explained.

    It is halved where the title names hardly any of them and no two that stand together in the question do so there:
    common words are in many articles.
    """
    spoken = frozenset(_spoken_of(match, (schema.TEXT, schema.WORDS, *SAID)))
    lacking = asked.lack - spoken
    total = sum(unit.weight * (1.0 if unit.terms.isdisjoint(lacking) else LACKING) for unit in asked.units)
    if not total:
        return 0.0
    share, named = (
        sum(unit.weight for unit in asked.units if not unit.terms.isdisjoint(found)) / total
        for found in (spoken, frozenset(_spoken_of(match, SAID)))
    )
    is_near = any(part.kind == "near" for part in match.parts) or any(_is_near(run, spoken) for run in asked.runs)
    return share if named >= NAMED or is_near else share / 2


def _words(words: Iterable[Word], needles: Mapping[str, float]) -> list[Unit]:
    """Return the words of a question; what is written without spaces has none."""
    content = (word.typed for word in words if not (word.says_little or word.kind == "character"))
    return [Unit(frozenset((word,)), needles.get(_needle(word), 0.0)) for word in dict.fromkeys(content)]


def _needle(word: str) -> str:
    """Return how a word begins, as needles have it."""
    same = folded(word)
    return same.lower()[: max(4, len(same) - 2)]


def _characters(run: str, needles: Mapping[str, float]) -> list[Unit]:
    """Return the Chinese, Japanese or Korean characters that stand together, each with the pairs that it is part of.

    Half of the pairs of a sentence are of two words, and in no article: a character needs only one.
    """
    pairs = [run[place : place + 2] for place in range(len(run) - 1)]
    return [
        Unit(frozenset(pairs[max(0, place - 1) : place + 1]), needles.get(character, 0.0) * _content(character))
        for place, character in enumerate(run)
    ]


def _content(character: str) -> float:
    """Return how much a character says by itself."""
    return KANA_WEIGHT if analysis.kana(character) else ASKING_WEIGHT if character in ASKING else 1.0


def _is_near(run: Iterable[Unit], spoken: frozenset[str]) -> bool:
    """Tell whether an article has enough characters of a run that stand one after another."""
    together = 0
    for unit in run:
        together = 0 if unit.terms.isdisjoint(spoken) else together + 1
        if together >= NEAR:
            return True
    return False


def _spoken_of(match: Match, fields: Iterable[str]) -> Iterator[str]:
    """Yield the words of the question that some fields of an article have."""
    for part in match.parts:
        if part.kind in EVIDENCE and part.field in fields:
            yield from part.words.partition(" → ")[0].split()
