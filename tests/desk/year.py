"""A desk's year, day by day: what comes up, and how often."""

from bisect import bisect
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from tests.desk.cases import Planner
from tests.desk.values import Case, Day, Topic, Vote, World

WEEK = (1.2, 1.1, 1.0, 1.0, 0.9, 0.25, 0.15)  # Monday first
VOTES = 0.12  # a case
SELDOM = 0.001  # read, though nobody has a case of it any more


class Year:
    """Plans the cases and votes of a year, of one seed always the same; `events` are noted, by default what comes."""

    def __init__(self, world: World, seed: str, cases: int, events: int | None = None) -> None:
        self.world = world
        self.chance = Random(seed)
        self.cases = cases
        self.events = events
        self.planner = Planner(world, self.chance)
        self.planned = 0

    def days(self) -> Iterator[Day]:
        """Yield the days: few cases on weekends, a fifth more at the end of the year than at its begin."""
        starts = [self.world.since + timedelta(days=n) for n in range((self.world.until - self.world.since).days)]
        shares = [WEEK[start.weekday()] * (1 + 0.2 * n / len(starts)) for n, start in enumerate(starts)]
        totals = list(accumulate(shares))
        for number, start in enumerate(starts):
            share = totals[number] / totals[-1]
            self.planner.begin(share, self.events and self.events * share)
            cases = tuple(self.cases_of(start, round(self.cases * share) - self.planned))
            yield Day(cases, tuple(self.votes_of(start, len(cases))))

    def cases_of(self, start: datetime, number: int) -> Iterator[Case]:
        """Yield the cases of a day; where an article is written on it, one is the case it is written in."""
        end = start + timedelta(days=1)
        for topic in self.world.topics:
            if topic.article and start <= topic.article.created_at < end:
                self.planned += 1
                number -= 1
                yield self.planner.founding(topic)
        if number > 0:
            self.planned += number
            topics = [topic for topic in self.world.topics if weight(topic, start)]
            totals = list(accumulate(weight(topic, start) for topic in topics))
            random, first = self.chance.random, int(start.timestamp())
            for _ in range(number):
                yield self.planner.case(topics[bisect(totals, random() * totals[-1])], first)

    def votes_of(self, start: datetime, cases: int) -> Iterator[Vote]:
        """Yield the readers' votes of a day; as many as are missing where a number of events is asked for."""
        wanted = int(cases * VOTES + self.chance.random()) if self.events is None else self.planner.left
        topics = [topic for topic in self.world.topics if topic.article and topic.article.created_at < start]
        totals = list(accumulate(max(weight(topic, start), SELDOM) for topic in topics))
        by = self.world.people[1].address
        for _ in range(max(0, wanted) if topics else 0):
            article = topics[bisect(totals, self.chance.random() * totals[-1])].article
            at = start + timedelta(milliseconds=int(self.chance.random() * 86_400_000))
            self.planner.noted += 1
            if article:
                yield Vote(at, by, article.id, "helpful" if self.chance.random() < 0.7 else "unhelpful")


def weight(topic: Topic, start: datetime) -> float:
    """Return how often a topic comes up on a day."""
    if topic.starts_at and start < topic.starts_at:
        return 0.0
    return topic.weight * topic.after if topic.fixed_at and start >= topic.fixed_at else topic.weight
