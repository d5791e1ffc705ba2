"""The words of customers before and after a change: whether they are still there."""

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from kcs_cli.article.section import without_comments
from kcs_cli.lint.engine.opener import OPENERS, as_prefixes, found_opener
from kcs_cli.text.gram import normal, without_accents

MARKUP = (  # not read: tags, entities, destinations, fences, kinds of notes, definitions
    r"<[a-zA-Z/!][^<>]{0,300}>|&#?\w{1,10};|\]\([^()\s]{0,2000}(?:\s[^()]{0,300})?\)|\[![A-Z]{2,20}\b"
    r"|https?://[^\s<>()]++|^[ \t>]*(?:```|~~~).*$|^[ \t]*\[[^\[\]]{1,99}\]:[ \t].*$"
)
BULLET = r"(?m)^[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+"
BREAK = r"\n[ \t]*\n|(?<=[.!?])\s+|(?<=[。！？])|\0"
WORD = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+"
PRONOUN = r"(?i)(?:it|this|that|they|es|das|dies)\s+"  # an explicit subject may take its place
APOSTROPHES = r"(?<=\w)['’ʼ](?=\w)"
NOT = frozenset((  # put between the words of a sentence, they make it say the contrary
    "not", "no", "never", "without", "dont", "doesnt", "isnt", "cant", "cannot", "wont", "nicht", "kein", "keine", "keinen",
    "nie", "ohne", "ne", "nera", "be", "不", "没", "無", "无", "非",
))  # fmt: skip
LONGEST = 200_000  # characters that are looked at
MOST = 1_000  # sentences and paragraphs that are compared with each statement
SHORTEST = 8  # letters that stand for themselves without the spaces between them
SHORTEST_WORD = 3  # in which two letters that changed places are seen to be a slip
FEWEST_WORDS = 4  # of a sentence whose words may have changed places


class WordStock(NamedTuple):
    """What is there after a change: each sentence's words, those of each two neighbouring paragraphs, all letters."""

    sentences: tuple[tuple[str, ...], ...]
    bags: tuple[Counter[str], ...]
    words: str
    letters: str


def word_stock(text: str) -> WordStock:
    """Return what is there in a text."""
    parts = [Counter(_words_of(part)) for part in re.split(r"\n[ \t]*\n", _cleaned(text))[:MOST]]
    bags = tuple(one + other for one, other in pairwise(parts)) or tuple(parts)
    words = _words_of(_cleaned(text))
    return WordStock(tuple(map(tuple, map(_words_of, sentences(text)[:MOST]))), bags, f" {' '.join(words)} ", "".join(words))


def _cleaned(text: str) -> str:
    """Return a text without comments, mark-up and bullets; an entry of a list begins a sentence of its own."""
    text = re.sub(MARKUP, " ", without_comments(text[:LONGEST]), flags=re.MULTILINE)
    return re.sub(BULLET, "\0", text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [one for one in re.split(BREAK, _cleaned(text)) if any(map(str.isalpha, one))]


def _words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents and punctuation."""
    return re.findall(WORD, without_accents(re.sub(APOSTROPHES, "", normal(text)).casefold()))


def is_kept(sentence: str, now: WordStock) -> bool:
    """Tell whether a sentence is there: as it was, moved, with words added, or with a word's spelling mended."""
    said = sentence.strip()[len(found_opener(sentence.strip(), as_prefixes(OPENERS))) :].strip()
    words = _words_of(re.sub(PRONOUN, "", said, count=1) if re.match(PRONOUN, said) else said)
    letters = "".join(words)
    if f" {' '.join(words)} " in now.words or (len(letters) >= SHORTEST and letters in now.letters):
        return True
    wanted = Counter(words)
    denied = NOT - wanted.keys()
    is_long = sum(len(word) > 1 for word in words) >= FEWEST_WORDS
    same = (bag for bag in now.bags if all(bag[word] >= n for word, n in wanted.items()))
    is_turned = is_long and any(denied.isdisjoint(bag) for bag in same)
    return is_turned or any(_is_within(words, one) for one in now.sentences)


def _is_within(words: list[str], other: tuple[str, ...]) -> bool:
    """Tell whether words stand in another sentence in their order: words may be added, and the spelling of one be mended."""
    rest, mended = iter(other), 0
    for word in words:
        found = next((one for one in rest if one == word or one in NOT or (not mended and _is_typo(word, one))), None)
        mended += found != word
        if found is None or (found in NOT and found != word):
            return False
    return True


def _is_typo(one: str, other: str) -> bool:
    """Tell whether two words are one edit apart: a letter more, less or other, or two that changed places."""
    shorter = min(len(one), len(other))
    if shorter < SHORTEST_WORD or one[0] != other[0] or abs(len(one) - len(other)) > 1 or not (one + other).isalpha():
        return False
    start = _beginning(one, other)
    end = _beginning(one[start:][::-1], other[start:][::-1])
    rest, other_rest = one[start : len(one) - end], other[start : len(other) - end]
    is_turned = len(rest) == 2 and rest == other_rest[::-1]
    return is_turned or (max(len(rest), len(other_rest)) <= 1 and shorter > SHORTEST_WORD)


def _beginning(one: str, other: str) -> int:
    """Count the letters that two words have in common at their beginnings."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (letter, theirs) in pairs if letter != theirs), min(len(one), len(other)))
