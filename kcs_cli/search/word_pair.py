"""Pairs of words that searches propose: the customers' word that found nothing useful, the articles' word that did."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.search.engine.synonym import Synonym
from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.search.meaning.plain import likeness_of
from kcs_cli.search.phrase import bare
from kcs_cli.search.same_question import is_same_question
from kcs_cli.search.session import with_before
from kcs_cli.text.dates import iso_moment
from kcs_cli.text.display import OptionalText, fold
from kcs_cli.text.gram import normal

MOST_WORDS = 3  # on either side: more is another question
SAME = 0.5  # in meaning, of two searches one soon after the other: of unrelated texts 5 % are as near
WORD = r"[^\W_]+(?:['’-][^\W_]+)*"


class WordPair(NamedTuple):
    """A customers' word and the articles' word in its place: how often, the day of the last time, what it led to.

    `likeness`: how near the two are in meaning, from 0 to 1; 0 also for words that the table of meaning does not know.
    """

    customers_say: str
    articles_say: str
    times: int
    last_on: date
    ids: tuple[str, ...]
    likeness: float = 0.0


class WordPairReport(NamedTuple):
    """The pairs that searches propose, the commonest first; `searches` that were looked at; what was accepted just now."""

    pairs: tuple[WordPair, ...]
    searches: int
    accepted: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return the pairs, and how one is accepted."""
        if self.accepted:
            return (Table(f"Accepted: {self.accepted}; from now on the search asks both"),)
        if not self.pairs:
            return (Table(f"No pair of words in {self.searches:,} searches that were asked again until they hit"),)
        rows = tuple(
            (one.customers_say, one.articles_say, one.times, one.likeness, one.last_on, one.ids) for one in self.pairs
        )
        columns: Columns = (
            Column("customers_say", "customers say"),
            Column("articles_say", "articles say"),
            "times",
            Column("likeness", "alike", lambda likeness: f"{likeness:.0%}" if likeness else ""),
            Column("last_on", "last"),
            Column("ids", "led to"),
        )
        first = f"{self.pairs[0].customers_say}={self.pairs[0].articles_say}"
        hint = Table(f'Accept one: kcs vocabulary --accept "{first}" (--both: both ways)')
        return (Table(f"From {self.searches:,} searches:", columns, rows), hint)


def propose(searches: Sequence[LoggedSearch], known: Sequence[Synonym]) -> tuple[WordPair, ...]:
    """Return the pairs of searches that nobody opened anything of and that were soon asked again in other words, and hit.

    The same is asked again in words that share pieces, or that mean the same. Of pairs met as often, those come first whose
    words are alike in meaning: others may be another question.
    """
    have = {(fold(one.said), fold(one.means)) for one in known}
    found: dict[tuple[str, str], list[LoggedSearch]] = {}
    for before, after in _asked_again(searches):
        said, means = replaced_words(before.words, after.words)
        if said and means and (said, means) not in have:
            found.setdefault((said, means), []).append(after)
    pairs = [
        WordPair(
            customers_say=said,
            articles_say=means,
            times=len(hits),
            last_on=iso_moment(hits[-1].at).date(),
            ids=_led_to(hits),
            likeness=round(likeness_of(said, means), 2),
        )
        for (said, means), hits in found.items()
    ]
    return tuple(sorted(pairs, key=lambda one: (-one.times, -one.likeness, one.customers_say, one.articles_say)))


def _asked_again(searches: Iterable[LoggedSearch]) -> Iterator[tuple[LoggedSearch, LoggedSearch]]:
    """Yield the searches that nobody opened anything of, each with the next one that asks the same, in whatever words."""
    for before, after in with_before(searches):
        if before and not before.shown and after.shown:
            words = before.words, after.words
            if is_same_question(*words) or likeness_of(*words) >= SAME:
                yield before, after


def replaced_words(before: str, after: str) -> tuple[str, str]:
    """Return the words that only the one and only the other question has; nothing where either has too many."""
    ours, theirs = (re.findall(WORD, normal(bare(text)).casefold()) for text in (before, after))
    said = [word for word in ours if word not in theirs]
    means = [word for word in theirs if word not in ours]
    is_pair = 0 < len(said) <= MOST_WORDS and 0 < len(means) <= MOST_WORDS
    return (" ".join(said), " ".join(means)) if is_pair else ("", "")


def _led_to(searches: Sequence[LoggedSearch]) -> tuple[str, ...]:
    """Return the articles that were opened, at most three."""
    return tuple(dict.fromkeys(article for search in searches for article in search.shown))[:3]
