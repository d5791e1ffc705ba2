"""What was noted of articles since they were last reviewed: their demand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from kcs_cli.journal.event import Event
from kcs_cli.journal.vocabulary import EventKind, Use, Vote
from kcs_cli.search.log import LoggedSearch
from kcs_cli.search.session import landings, refined_hits
from kcs_cli.text.dates import iso_moment


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


UNUSED = Usage()


def count_usage(
    events: Iterable[Event], searches: Sequence[LoggedSearch], reviewed: Mapping[str, datetime], ids: Mapping[str, str]
) -> dict[str, Usage]:
    """Return each article's usage since it was reviewed; `ids` maps all ids that articles go by to their own."""
    counts = _CountsByArticle(reviewed)
    for event in events:
        if (article := ids.get(event.article, "")) in reviewed:
            counts[article].note(event)
    for shown, at in refined_hits(searches):
        if (article := ids.get(shown, "")) in reviewed and at > reviewed[article]:
            counts[article].refined += 1
    for shown in landings(searches):
        if (article := ids.get(shown, "")) in reviewed:
            counts[article].landed += 1
    return dict.fromkeys(reviewed, UNUSED) | {article: one.usage() for article, one in counts.items()}


class UsageCounts:
    """What gathers of one article while the events are read."""

    def __init__(self, since: datetime) -> None:
        self.since = since
        self.cases: dict[Use, set[str]] = {use: set() for use in Use}
        self.flags: list[str] = []
        self.unhelpful = self.refined = self.landed = 0
        self.solved_at: datetime | None = None

    def note(self, event: Event) -> None:
        """Take in an event."""
        at = iso_moment(event.at)
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
            resolutions=len(solved),
            references=len(helped),
            tried=len(self.cases[Use.tried] - solved - helped),
            flags=tuple(self.flags),
            unhelpful=self.unhelpful,
            refined=self.refined,
            landed=self.landed,
            links=0,
            solved_at=self.solved_at,
        )


class _CountsByArticle(dict[str, UsageCounts]):
    """Those of the articles that were used, which are few of a large base."""

    def __init__(self, reviewed: Mapping[str, datetime]) -> None:
        super().__init__()
        self.reviewed = reviewed

    def __missing__(self, article: str) -> UsageCounts:
        self[article] = UsageCounts(self.reviewed[article])
        return self[article]
