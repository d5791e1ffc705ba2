"""Which searches belong together: those of one person within minutes, and of these the ones that ask for the same."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.search.same_question import is_same_question
from kcs_cli.text.dates import iso_moment
from kcs_cli.text.display import fold

SOON = timedelta(minutes=10)  # the same customer is on the line: what is asked again so soon had not been found
MOST_EARLIER = 3  # wordings of a chain before its last one
FIRST_HITS = 3  # of a search: those a person has seen


def is_soon(search: LoggedSearch, at: datetime, within: timedelta = SOON) -> bool:
    """Tell whether a time is soon after a search; not where the search's own time is none."""
    try:
        return at - iso_moment(search.at) <= within
    except (ValueError, TypeError):
        return False


def with_before(searches: Iterable[LoggedSearch]) -> Iterator[tuple[LoggedSearch | None, LoggedSearch]]:
    """Yield each search, with the one the same person asked soon before it; None for none, and where nobody is known."""
    last: dict[str, LoggedSearch] = {}
    for search in searches:
        before = last.get(search.terminal) if search.terminal else None
        last[search.terminal] = search
        yield (before if before and is_soon(before, iso_moment(search.at)) else None), search


def asked_again(searches: Iterable[LoggedSearch]) -> Iterator[tuple[LoggedSearch, LoggedSearch]]:
    """Yield the searches that nobody opened anything of, each with the next one of the same person that asks the same."""
    for before, search in with_before(searches):
        if before and not before.shown and is_same_question(before.words, search.words):
            yield before, search


def chains(searches: Iterable[LoggedSearch]) -> list[tuple[LoggedSearch, ...]]:
    """Return the searches in chains that ask the same, each search in one; those of nobody known are alone."""
    running: dict[str, list[LoggedSearch]] = {}
    found: list[list[LoggedSearch]] = []
    for before, search in with_before(searches):
        if before and is_same_question(before.words, search.words):
            running[search.terminal].append(search)
        else:
            running[search.terminal] = [search]
            found.append(running[search.terminal])
    return [tuple(one) for one in found]


def earlier_wordings(newest: Iterable[LoggedSearch]) -> tuple[str, ...]:
    """Return in what other words a person asked for the same just before the first of some searches, the newest first."""
    found: dict[str, str] = {}
    following: LoggedSearch | None = None
    for search in newest:
        if following and not (is_soon(search, iso_moment(following.at)) and is_same_question(search.words, following.words)):
            break
        found.setdefault(fold(search.words), search.words)
        following = search
    return tuple(found.values())[1 : 1 + MOST_EARLIER]


def refined_hits(searches: Iterable[LoggedSearch]) -> Iterator[tuple[str, datetime]]:
    """Yield the articles that a search showed first, nobody opened, and that was asked again soon in other words."""
    for before, search in asked_again(searches):
        if before.words != search.words:
            at = iso_moment(before.at)
            yield from ((article, at) for article in list(before.lines)[:FIRST_HITS])


def named_as_today(searches: Iterable[LoggedSearch], name_then: Callable[[str, datetime], str]) -> list[LoggedSearch]:
    """Return searches with what their articles go by now."""
    return [
        search._replace(
            lines={name_then(name, iso_moment(search.at)): line for name, line in search.lines.items()},
            shown=tuple(name_then(name, iso_moment(search.at)) for name in search.shown),
        )
        for search in searches
    ]


def landings(searches: Iterable[LoggedSearch]) -> Iterator[str]:
    """Yield the articles that searches led to: those opened, else the first hit."""
    for search in searches:
        yield from search.shown or list(search.lines)[:1]
