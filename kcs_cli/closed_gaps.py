"""Gaps that were closed: searches that found nothing, and find an article by now that was made or changed since."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from kcs_cli.search_log import LoggedSearch
from kcs_cli.taught import bare
from kcs_cli.text import fold

FIRST_HITS = 3  # of a search: those a person sees
Find = Callable[[str], Sequence[tuple[str, float]]]


class Fresh(NamedTuple):
    """What made an article easier to find, and when: it is new, improved, or somebody linked it after a search."""

    how: str
    at: datetime


class ClosedGap(NamedTuple):
    """The words of searches that found nothing, how often and since when, and the article that they find now."""

    words: str
    searches: int
    first_on: date
    article: str
    how: str
    on: date


def closed_gaps(searches: Sequence[LoggedSearch], fresh: Mapping[str, Fresh], find: Find) -> tuple[ClosedGap, ...]:
    """Ask the searches that had no hit again, and return those that now find an article that is fresh since."""
    empty: dict[str, list[LoggedSearch]] = {}
    for search in searches:
        if not search.lines and (words := bare(search.words)):
            empty.setdefault(fold(words), []).append(search)
    found = (closed_gap(asked, fresh, find) for asked in empty.values())
    return tuple(gap for gap in found if gap)


def closed_gap(asked: Sequence[LoggedSearch], fresh: Mapping[str, Fresh], find: Find) -> ClosedGap | None:
    """Return what the same words find now; None where that is nothing that is fresh since they were asked first."""
    words, first_at = bare(asked[0].words), datetime.fromisoformat(asked[0].at)
    for article, _ in find(words)[:FIRST_HITS] if fresh else ():
        known = fresh.get(article)
        if known and known.at > first_at:
            return ClosedGap(words, len(asked), first_at.date(), article, known.how, known.at.date())
    return None
