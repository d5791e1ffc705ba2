"""What was noted of articles since they were last reviewed: their demand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from kcs_cli.events import Event, EventKind, Use, Vote
from kcs_cli.search import analysis
from kcs_cli.search_log import LoggedSearch

REFINED = timedelta(minutes=10)  # a search asked again so soon, in other words, had not found what was wanted
ALIKE = 0.4  # of the shorter question's pieces
FIRST_HITS = 3  # of a search: those a person has seen


class Usage(NamedTuple):
    """Counts of one article: cases it solved, helped, or was tried in; flags that are open; votes; searches.

    Cases, votes and `refined` searches are those since the last review. `landed` counts the searches that it was
    the first hit of, or that it was opened from; `links` the articles that link to it.
    """

    resolutions: int = 0
    references: int = 0
    tried: int = 0
    flags: tuple[str, ...] = ()
    unhelpful: int = 0
    refined: int = 0
    landed: int = 0
    links: int = 0
    solved_at: datetime | None = None

    @property
    def reuses(self) -> int:
        """The cases it solved or helped."""
        return self.resolutions + self.references


def holding(events: Sequence[Event], closed: Callable[[str], bool] = lambda _: False) -> list[Event]:
    """Return the events that no later one took back, replaced or answered; `closed` are flags that commits closed."""
    ended = {id_ for event in events for id_ in event.ends}
    return [event for event in events if event.id not in ended and not (event.kind is EventKind.flag and closed(event.id))]


def count_usage(
    events: Iterable[Event], searches: Sequence[LoggedSearch], reviewed: Mapping[str, datetime], ids: Mapping[str, str]
) -> dict[str, Usage]:
    """Return each article's usage since it was reviewed; `ids` maps all ids that articles go by to their own."""
    counts = {article: Counts(since) for article, since in reviewed.items()}
    for event in events:
        if (article := ids.get(event.article)) in counts:
            counts[article].note(event)
    for article, at in refined_hits(searches):
        if article in counts and at > counts[article].since:
            counts[article].refined += 1
    for article in landings(searches):
        if article in counts:
            counts[article].landed += 1
    return {article: one.usage() for article, one in counts.items()}


class Counts:
    """What gathers of one article while the events are read."""

    def __init__(self, since: datetime) -> None:
        self.since = since
        self.cases: dict[Use, set[str]] = {use: set() for use in Use}
        self.flags: list[str] = []
        self.unhelpful = self.refined = self.landed = 0
        self.solved_at: datetime | None = None

    def note(self, event: Event) -> None:
        """Take in an event."""
        at = datetime.fromisoformat(event.at)
        if event.kind is EventKind.flag:
            self.flags.append(str(event.why or ""))
        elif event.kind is EventKind.rate and event.vote is Vote.unhelpful and at > self.since:
            self.unhelpful += 1
        elif event.kind is EventKind.link:
            use = event.use or Use.reference
            if at > self.since:
                self.cases[use].add(event.case)
            if use is Use.resolution:
                self.solved_at = max(at, self.solved_at or at)

    def usage(self) -> Usage:
        """Return the counts; a case that an article solved and helped is one."""
        solved = self.cases[Use.resolution]
        helped = self.cases[Use.reference] - solved
        return Usage(
            len(solved), len(helped), len(self.cases[Use.tried] - solved - helped), tuple(self.flags), self.unhelpful,
            self.refined, self.landed, 0, self.solved_at,
        )  # fmt: skip


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
    text = analysis.normal(text)
    words = (word for word in analysis.gram_text(text).split() if len(word) > 2)
    return frozenset(word[i : i + 4] for word in words for i in range(max(1, len(word) - 3))) | frozenset(
        analysis.pairs(text)
    )


def landings(searches: Iterable[LoggedSearch]) -> Iterable[str]:
    """Yield the articles that searches led to: those opened, else the first hit."""
    for search in searches:
        yield from search.shown or list(search.lines)[:1]
