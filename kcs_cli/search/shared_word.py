"""Whether two texts have a word in common: a title, and what was searched for before it was written."""

from collections.abc import Iterable

from kcs_cli.search.engine import analysis
from kcs_cli.text.gram import normal, pairs

LETTERS = 4  # of a word that may be part of a longer one
STEM = 5  # letters that two forms of a word begin with: Drucker, druckt


def shares_word(one: str, other: str, languages: Iterable[str]) -> bool:
    """Tell whether two texts have a word in common that says something, in whatever form: “printer” and “Printers”.

    Small words of any of the languages say nothing; “does not” is in every second title.
    """
    if not frozenset(pairs(one)).isdisjoint(pairs(other)):
        return True
    ours, theirs = (analysis.words(normal(text).lower()) for text in (one, other))
    small = frozenset(word for language in ("en", *languages) for word in analysis.stop_words([*ours, *theirs], language))
    told = [[word for word in dict.fromkeys(words) if len(word) > 1 and word not in small] for words in (ours, theirs)]
    return any(_is_one_word(a, b) for a in told[0] for b in told[1])


def _is_one_word(one: str, other: str) -> bool:
    """Tell whether two words are forms of one: the shorter is in the longer, or they begin alike."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= LETTERS and short in long) or (one[:STEM] == other[:STEM] and len(short) >= STEM)
