"""A search asked again in other words: what was asked before did not help."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from kcs_cli.search.log import LoggedSearch
from kcs_cli.text.gram import gram_text, normal, pairs

REFINED = timedelta(minutes=10)  # a search asked again so soon, in other words, had not found what was wanted
ALIKE = 0.4  # of the shorter question's pieces
FIRST_HITS = 3  # of a search: those a person has seen


def refined_hits(searches: Sequence[LoggedSearch]) -> Iterable[tuple[str, datetime]]:
    """Yield the articles that a search showed first, nobody opened, and that was asked again soon in other words."""
    last: dict[str, LoggedSearch] = {}
    for search in searches:
        before = last.get(search.terminal)
        last[search.terminal] = search
        if before and not before.shown and before.words != search.words and are_alike(before.words, search.words):
            at = datetime.fromisoformat(before.at)
            if datetime.fromisoformat(search.at) - at <= REFINED:
                yield from ((article, at) for article in list(before.lines)[:FIRST_HITS])


def are_alike(one: str, other: str) -> bool:
    """Tell whether two questions are probably about the same: they share pieces of words; else it is the next customer."""
    ours, theirs = pieces(one), pieces(other)
    return bool(ours and theirs) and len(ours & theirs) >= ALIKE * min(len(ours), len(theirs))


@lru_cache(10_000)  # of a million searches few are different
def pieces(text: str) -> frozenset[str]:
    """Return a question's words cut into four letters each, and its pairs of Chinese, Japanese and Korean characters."""
    text = normal(text)
    words = (word for word in gram_text(text).split() if len(word) > 2)
    return frozenset(word[i : i + 4] for word in words for i in range(max(1, len(word) - 3))) | frozenset(pairs(text))


def landings(searches: Iterable[LoggedSearch]) -> Iterable[str]:
    """Yield the articles that searches led to: those opened, else the first hit."""
    for search in searches:
        yield from search.shown or list(search.lines)[:1]
