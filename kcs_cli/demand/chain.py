"""Chains of searches of one person that ask the same (`kcs_cli.search.session`): how each ended, and whether it is a gap."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from kcs_cli.article.model import unique
from kcs_cli.journal.event import Event, standing_events
from kcs_cli.journal.vocabulary import EventKind, Use
from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.search.phrase import bare
from kcs_cli.search.same_question import is_same_question
from kcs_cli.search.session import FIRST_HITS, chains, with_before
from kcs_cli.text.dates import iso_moment
from kcs_cli.text.display import fold
from kcs_cli.text.gram import is_cjk

MISTYPED = r"kcs .*|cd(?: \S+)?|ls(?: -\w+)?|exit|quit|clear|test|git (?:status|log|diff|pull|push|add|commit)"
SHORTEST = 3  # letters of the longest word of a question


class ChainEnd(StrEnum):
    """How a chain ended that is a gap; one that merely opened nothing is one only where no article answers."""

    nothing = "found nothing"
    outside = "found nothing for readers outside"  # an article that answers may be one that they may not see
    given_up = "refined and given up"
    tried = "tried in vain"
    reworded = "asked again in other words"
    unopened = "opened nothing"


class Ask(NamedTuple):
    """A chain that is a gap: its `wordings`, when it was asked last, by whom, why it is one.

    `article` was opened or linked in the end; `tried` did not help; `seen` are the first hits then. `next` was opened from
    the next search of the same person, soon after and in words that have nothing in common with these: by chance, or not.
    """

    wordings: tuple[str, ...]
    at: datetime
    who: str
    why: ChainEnd
    article: str = ""
    tried: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    next: str = ""


class Attempts(NamedTuple):
    """What the journal says of articles that were tried in vain: (words, article) → the resolution of the case, if any."""

    ends: Mapping[tuple[str, str], str]
    events: tuple[Event, ...]


def attempts(events: Sequence[Event]) -> Attempts:
    """Return what was tried in vain, of the links that hold."""
    links = [event for event in standing_events(events) if event.kind is EventKind.link and event.case]
    resolved = {event.case: event.article for event in links if event.use is Use.resolution}
    tried = [event for event in links if event.use is Use.tried and event.words]
    return Attempts({(one.words, one.article): resolved.get(one.case, "") for one in tried}, tuple(tried))


def find_asks(searches: Sequence[LoggedSearch], tried: Attempts) -> Iterator[Ask]:
    """Yield the chains that are gaps, and what colleagues tried in vain whose searches are not in this clone."""
    here: set[tuple[str, str]] = set()
    following = _opened_next(searches)
    for chain in chains(searches):
        here |= {(search.words, article) for search in chain for article in search.shown}
        if ask := _ending(chain, tried):
            yield ask._replace(next=following.get(chain[-1].id, ""))
    for event in tried.events:
        article = tried.ends[event.words, event.article]
        if (event.words, event.article) not in here and (words := _asked_words(event.words)):
            at = iso_moment(event.at)
            yield Ask(wordings=(words,), at=at, who=event.by, why=ChainEnd.tried, article=article, tried=(event.article,))


def _opened_next(searches: Iterable[LoggedSearch]) -> dict[str, str]:
    """Return, by the id of a chain's last search, what the same person opened from the next search soon after."""
    return {
        before.id: search.shown[-1]
        for before, search in with_before(searches)
        if before and search.shown and not is_same_question(before.words, search.words)
    }


def _ending(chain: Sequence[LoggedSearch], tried: Attempts) -> Ask | None:
    """Return a chain as a gap; None where it is none."""
    opened = [(search, article) for search in chain for article in search.shown]
    vain = [(search.words, article) for search, article in opened if (search.words, article) in tried.ends]
    useful = [(search, article) for search, article in opened if (search.words, article) not in tried.ends]
    solved = next((tried.ends[one] for one in reversed(vain) if tried.ends[one]), "")
    if useful:
        search, article = useful[-1]
        missed = [one for one in chain[: chain.index(search)] if article not in list(one.lines)[:FIRST_HITS]]
        return _as_ask(missed, ChainEnd.reworded, article) if missed else None
    if vain:
        return _as_ask(chain, ChainEnd.tried, solved, tuple(article for _, article in vain))
    if chain[-1].found == 0:
        return _as_ask(chain, ChainEnd.outside if chain[-1].audience else ChainEnd.nothing)
    if len({fold(search.words) for search in chain}) > 1:
        return _as_ask(chain, ChainEnd.given_up)
    return _as_ask(chain, ChainEnd.unopened)


def _as_ask(chain: Sequence[LoggedSearch], why: ChainEnd, article: str = "", tried: tuple[str, ...] = ()) -> Ask | None:
    """Return what a chain asked; None where that was no question."""
    wordings = unique(map(_asked_words, (search.words for search in chain)))
    if not wordings:
        return None
    seen = unique(article for search in chain for article in list(search.lines)[:FIRST_HITS])
    return Ask(
        wordings=wordings,
        at=iso_moment(chain[-1].at),
        who=chain[-1].terminal,
        why=why,
        article=article,
        tried=tried,
        seen=seen,
    )


@lru_cache(100_000)
def _asked_words(typed: str) -> str:
    """Return the words of a search; nothing for a slip."""
    return "" if is_noise(typed) else bare(typed)


def is_noise(words: str) -> bool:
    """Tell whether a search was a slip: a command typed here, a lone letter, signs."""
    typed = bare(words).strip().casefold()
    letters = max((len(word) for word in re.findall(r"[^\W_]+", typed)), default=0)
    return (letters < SHORTEST and not any(map(is_cjk, typed))) or re.fullmatch(MISTYPED, typed) is not None
