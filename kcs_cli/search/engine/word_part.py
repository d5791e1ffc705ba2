"""Whether an article that has none of a question's words has one of which such a word is a form or a part."""

import re
from collections.abc import Collection, Iterable
from math import ceil

from kcs_cli.article.card import Card
from kcs_cli.search.engine import analysis, weight
from kcs_cli.text.gram import gram_text

PART = 5  # letters of a word that is a part of another: Drucker, Netzwerkdrucker
LONGEST_STEM = 8  # letters that two forms of a word begin with, of a long one; else a share of it …
STEMMED, UNSTEMMED = (5, 0.75), (4, 0.6)  # … with so many letters at least: what a stemmer knows was found already
UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"  # scripts that write no blanks: Thai, Lao, Burmese, Khmer


def is_alike(card: Card, asked: Collection[str], words: Iterable[str], languages: Iterable[str]) -> bool:
    """Tell whether an article has a compound or an inflection of a word, and enough of the question's 4-grams.

    Without such a word the groups of letters are of many others: those of eacute stand in each, create and execute.
    """
    text = gram_text("\n".join((card.title, *card.said, *card.asked, card.body)))
    is_enough = bool(asked) and sum(gram in text for gram in asked) >= weight.EVIDENCE * len(asked)
    return is_enough and shares_part(words, text, languages)


def shares_part(words: Iterable[str], text: str, languages: Iterable[str]) -> bool:
    """Tell whether a text, as 4-grams are cut from it, has a word of which one of some words is a form or a part."""
    known = [word for word in text.split() if len(word) >= PART]
    least, share = STEMMED if all(map(analysis.has_stemmer, languages)) else UNSTEMMED
    return any(_is_part(gram_text(word).strip(), text, known, least, share) for word in words)


def _is_part(word: str, text: str, known: Iterable[str], least: int, share: float) -> bool:
    """Tell whether a text has a word that begins as one does, has it in it, or is in it."""
    if re.search(UNSPACED, word):
        return True  # no word is told from the next: their letters say all there is
    stem = word[: min(LONGEST_STEM, max(least, ceil(share * len(word))))]
    return f" {stem}" in text or (len(word) >= PART and (word in text or any(one in word for one in known)))
