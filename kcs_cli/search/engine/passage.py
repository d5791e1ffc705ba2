"""The best passage of an article for a question, with its best sentence and the words to mark."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.search.engine import analysis
from kcs_cli.search.engine.mark_up import Sentence, sentences
from kcs_cli.text.folding import folded, folded_places

LONGEST = 240  # characters of a passage
LONG = 1_920  # of a block, whose score counts .7 then; of 114 judged passages 75 % are right, with 240 characters 70 %
LONGEST_BLOCK = 10_000  # characters of a block looked at closely
LONGEST_BODY = 100_000  # characters looked at
PART = 5  # letters from which a word is known in a compound
ALIKE = 0.85  # share of letters in common of a slip of the keyboard and what was meant, as difflib counts it


class Passage(NamedTuple):
    """A piece of an article on one line, the heading above it, its line in the file, and where words are marked.

    `sentence` is the place in it of the one that has most of the question's words, rare ones first.
    """

    text: str
    section: str
    line: int
    marks: tuple[tuple[int, int], ...] = ()
    sentence: tuple[int, int] = (0, 0)


class Needles(NamedTuple):
    """What is looked for: `beginnings` of words with weights choose the passage, `terms` are stems that are marked in it.

    `typed` are the words of the question, `unseen` those that no article has: what is like them is marked, too.
    """

    beginnings: Mapping[str, float]
    terms: frozenset[str] = frozenset()
    typed: tuple[str, ...] = ()
    unseen: frozenset[str] = frozenset()


def best_passage(card: Card, needles: Needles, near: int = 0) -> Passage:
    """Return the block of the body that has most of the words; when none has any the first block from line `near` on.

    It is chosen by the words' beginnings, without analysing the whole article.
    """
    best, best_score, best_line = "", -1.0, card.body_line
    line = card.body_line
    for block in re.split(r"(\n\s*\n)", card.body[:LONGEST_BODY]):
        score = _score(block, needles) / length_share(len(block))
        is_nearer = score == best_score == 0 and best_line < near <= line + _leading_lines(block)
        if (score > best_score or is_nearer) and block.strip() and not _is_heading(block) and _has_words(block):
            best, best_score, best_line = block, score, line + _leading_lines(block)
        line += block.count("\n")
    chosen = _choose(best.strip("\n")[:LONGEST_BLOCK], needles)
    line = best_line + chosen.offset
    return Passage(
        chosen.text, _heading_above(card, line), line, _marks(chosen.text, needles, card.language), chosen.sentence
    )


def length_share(length: int) -> float:
    """Return what a block's score is divided by: a long one has many words by chance."""
    return sqrt(1 + length / LONG)


def _score(text: str, needles: Needles) -> float:
    """Return what the words in a text weigh."""
    searched = folded(text).lower()
    return sum(weight for needle, weight in needles.beginnings.items() if needle in searched)


def _leading_lines(block: str) -> int:
    """Count the empty lines a block begins with."""
    return block[: len(block) - len(block.lstrip())].count("\n")


def _is_heading(block: str) -> bool:
    """Tell whether a block is nothing but a heading."""
    stripped = block.strip()
    return stripped.startswith("#") and "\n" not in stripped


def _has_words(block: str) -> bool:
    """Tell whether a block has words beside its mark-up: no fence, rule or picture in base64 alone."""
    return next(sentences(block.strip("\n")[:LONGEST_BLOCK]), None) is not None


def _heading_above(card: Card, line: int) -> str:
    """Return the nearest heading at or above a line."""
    return next((heading for at, heading in reversed(card.headings) if at <= line), "")


class _Choice(NamedTuple):
    """The text of a passage, its best sentence's place in it, and its first line in the block."""

    text: str
    sentence: tuple[int, int]
    offset: int


def _choose(block: str, needles: Needles) -> _Choice:
    """Return the whole of a short block, else its best sentence and as many after it as there is room for."""
    found = list(sentences(block))
    if not found:
        return _Choice("", (0, 0), 0)
    scores = [_score(sentence.text, needles) for sentence in found]
    best = max(range(len(found)), key=lambda n: (scores[n], -n))
    if len(_joined(found)) <= LONGEST:
        start = len(_joined(found[:best])) + (best > 0)
        return _Choice(_joined(found), (start, start + len(found[best].text)), found[0].line)
    first = _window(found[best].text, needles)
    kept = [Sentence(found[best].line, first)]
    for sentence in found[best + 1 :]:
        if len(_joined([*kept, sentence])) > LONGEST:
            break
        kept.append(sentence)
    return _Choice(_joined(kept), (0, len(first)), found[best].line)


def _joined(found: Iterable[Sentence]) -> str:
    """Write sentences one after the other."""
    return " ".join(sentence.text for sentence in found)


def _window(text: str, needles: Needles) -> str:
    """Cut a long sentence to begin shortly before the first of the words."""
    if len(text) <= LONGEST:
        return text
    searched, places = folded_places(text)
    searched = searched.lower()[: len(searched)]  # İ has two characters in lower case
    found = (place for needle in needles.beginnings if (place := searched.find(needle)) >= 0)
    first = places[min(found, default=0)]
    start = text.rfind(" ", 0, first - 40) + 1 if first > LONGEST - 60 else 0
    return ("… " if start else "") + text[start : start + LONGEST]


@lru_cache(8)  # a screen marks the titles of all hits by the same words
def question_marks(question: str, language: str) -> Callable[[str], tuple[tuple[int, int], ...]]:
    """Return what finds the words of a question in any text, as a passage has them marked; small words are not."""
    small = {word.lower() for word in analysis.stop_words(analysis.words(question), language)}
    tokens = [t for t in analysis.tokens(question, language) if question[t.start : t.end].lower() not in small]
    typed = tuple(question[t.start : t.end] for t in tokens)
    needles = Needles(beginnings={}, terms=frozenset(t.term for t in tokens), typed=typed)
    return lambda text: _marks(text, needles, language)


def _marks(text: str, needles: Needles, language: str) -> tuple[tuple[int, int], ...]:
    """Return where the words of the question stand in a text, neighbours as one."""
    tokens = analysis.tokens(text, language)
    found = [token for token in tokens if token.term in needles.terms]
    here = [_surface(text[token.start : token.end]) for token in found]
    lacking = [word for word in map(_surface, needles.typed) if len(word) >= PART and not _is_here(word, here)]
    unseen = frozenset(map(_surface, needles.unseen))
    if lacking:
        found = [t for t in tokens if t.term in needles.terms or _is_like(_surface(text[t.start : t.end]), lacking, unseen)]
    marks: list[tuple[int, int]] = []
    for token in found:
        if marks and marks[-1][1] == token.start:
            marks[-1] = (marks[-1][0], token.end)
        else:
            marks.append((token.start, token.end))
    return tuple(marks)


def _surface(word: str) -> str:
    """Return a word as words are compared."""
    return folded(word).lower()


def _is_here(word: str, here: Iterable[str]) -> bool:
    """Tell whether one of the words marked is an inflection of a word."""
    return any(one.startswith(word[: max(4, len(word) - 2)]) for one in here)


def _is_like(word: str, lacking: Iterable[str], unseen: frozenset[str]) -> bool:
    """Tell whether a word is in a compound with one of the question's, or what a slip of the keyboard meant."""
    if len(word) < PART:
        return False
    return any(_is_part(word, one) or (one in unseen and _is_slip(word, one)) for one in lacking)


def _is_part(word: str, other: str) -> bool:
    """Tell whether one of two words begins or ends with the other."""
    short, long = sorted((word, other), key=len)
    return long.startswith(short) or long.endswith(short)


def _is_slip(word: str, typed: str) -> bool:
    """Tell whether two words differ by a letter or two."""
    from difflib import SequenceMatcher

    if word[0] != typed[0] or abs(len(word) - len(typed)) > 2:
        return False
    return SequenceMatcher(None, word, typed).ratio() >= ALIKE
