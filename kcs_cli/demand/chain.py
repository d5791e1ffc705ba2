"""Chains: the searches of one person about the same thing, one after another, and how each chain ended."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from kcs_cli.article.model import unique
from kcs_cli.journal.event import Event, EventKind, Use, holding
from kcs_cli.search.asked_again import FIRST_HITS, REFINED, are_alike
from kcs_cli.search.log import LoggedSearch
from kcs_cli.search.phrase import bare
from kcs_cli.text.display import fold
from kcs_cli.text.gram import is_cjk

MISTYPED = r"kcs .*|cd(?: \S+)?|ls(?: -\w+)?|exit|quit|clear|test|git (?:status|log|diff|pull|push|add|commit)"
SHORTEST = 3  # letters of the longest word of a question


class Why(StrEnum):
    """How a chain ended that is a gap; one that merely opened nothing is one only where no article answers."""

    nothing = "found nothing"
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
    why: Why
    article: str = ""
    tried: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    next: str = ""


class Attempts(NamedTuple):
    """What the journal says of articles that were tried in vain: (words, article) → the resolution of the case, if any."""

    ends: Mapping[tuple[str, str], str]
    events: tuple[Event, ...]


def chains(searches: Iterable[LoggedSearch]) -> list[tuple[LoggedSearch, ...]]:
    """Return the searches in chains, each search in one; those that nobody can tell a visitor of are alone."""
    running: dict[str, list[LoggedSearch]] = {}
    found: list[list[LoggedSearch]] = []
    for search in searches:
        before = running.get(search.terminal) if search.terminal else None
        if before and continues(before[-1], search):
            before.append(search)
        else:
            running[search.terminal] = [search]
            found.append(running[search.terminal])
    return [tuple(one) for one in found]


def continues(before: LoggedSearch, search: LoggedSearch) -> bool:
    """Tell whether a search is soon after another one and about the same."""
    soon = datetime.fromisoformat(search.at) - datetime.fromisoformat(before.at) <= REFINED
    return soon and (fold(before.words) == fold(search.words) or are_alike(before.words, search.words))


def attempts(events: Sequence[Event]) -> Attempts:
    """Return what was tried in vain, of the links that hold."""
    links = [event for event in holding(events) if event.kind is EventKind.link and event.case]
    resolved = {event.case: event.article for event in links if event.use is Use.resolution}
    tried = [event for event in links if event.use is Use.tried and event.words]
    return Attempts({(one.words, one.article): resolved.get(one.case, "") for one in tried}, tuple(tried))


def find_asks(searches: Sequence[LoggedSearch], tried: Attempts) -> Iterator[Ask]:
    """Yield the chains that are gaps, and what colleagues tried in vain whose searches are not in this clone."""
    here: set[tuple[str, str]] = set()
    found = chains(searches)
    following = followed(found)
    for chain in found:
        here |= {(search.words, article) for search in chain for article in search.shown}
        if ask := ending(chain, tried):
            yield ask._replace(next=following.get(chain[-1].id, ""))
    for event in tried.events:
        article = tried.ends[event.words, event.article]
        if (event.words, event.article) not in here and (words := asked_words(event.words)):
            at = datetime.fromisoformat(event.at)
            yield Ask((words,), at, event.by, Why.tried, article, (event.article,))


def followed(found: Iterable[Sequence[LoggedSearch]]) -> dict[str, str]:
    """Return, by the id of a chain's last search, what the same person opened from the next search soon after."""
    last: dict[str, LoggedSearch] = {}
    opened: dict[str, str] = {}
    for chain in found:
        before = last.get(chain[0].terminal) if chain[0].terminal else None
        if before and chain[0].shown and datetime.fromisoformat(chain[0].at) - datetime.fromisoformat(before.at) <= REFINED:
            opened[before.id] = chain[0].shown[-1]
        last[chain[0].terminal] = chain[-1]
    return opened


def ending(chain: Sequence[LoggedSearch], tried: Attempts) -> Ask | None:
    """Return a chain as a gap; None where it is none."""
    opened = [(search, article) for search in chain for article in search.shown]
    vain = [(search.words, article) for search, article in opened if (search.words, article) in tried.ends]
    useful = [(search, article) for search, article in opened if (search.words, article) not in tried.ends]
    solved = next((tried.ends[one] for one in reversed(vain) if tried.ends[one]), "")
    if useful:
        search, article = useful[-1]
        missed = [one for one in chain[: chain.index(search)] if article not in list(one.lines)[:FIRST_HITS]]
        return as_ask(missed, Why.reworded, article) if missed else None
    if vain:
        return as_ask(chain, Why.tried, solved, tuple(article for _, article in vain))
    if chain[-1].found == 0:
        return as_ask(chain, Why.nothing)
    if len({fold(search.words) for search in chain}) > 1:
        return as_ask(chain, Why.given_up)
    return as_ask(chain, Why.unopened)


def as_ask(chain: Sequence[LoggedSearch], why: Why, article: str = "", tried: tuple[str, ...] = ()) -> Ask | None:
    """Return what a chain asked; None where that was no question."""
    wordings = unique(map(asked_words, (search.words for search in chain)))
    if not wordings:
        return None
    seen = unique(article for search in chain for article in list(search.lines)[:FIRST_HITS])
    return Ask(wordings, datetime.fromisoformat(chain[-1].at), chain[-1].terminal, why, article, tried, seen)


@lru_cache(100_000)
def asked_words(typed: str) -> str:
    """Return the words of a search; nothing for a slip."""
    return "" if is_noise(typed) else bare(typed)


def is_noise(words: str) -> bool:
    """Tell whether a search was a slip: a command typed here, a lone letter, signs."""
    typed = bare(words).strip().casefold()
    letters = max((len(word) for word in re.findall(r"[^\W_]+", typed)), default=0)
    return (letters < SHORTEST and not any(map(is_cjk, typed))) or re.fullmatch(MISTYPED, typed) is not None
