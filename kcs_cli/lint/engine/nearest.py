"""The known word that is nearest to one that is not known."""

from difflib import get_close_matches
from functools import lru_cache

LONGEST = 80  # characters: what is longer is no misspelt word


@lru_cache(4096)  # a mistake is often made in many articles
def nearest(word: str, words: tuple[str, ...], likeness: float = 0.6) -> str:
    """Return the word that is most like another one; nothing where none is as like as that."""
    return next(iter(get_close_matches(word, words, 1, likeness)), "") if len(word) <= LONGEST else ""
