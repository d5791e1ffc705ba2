"""A believable year of a support desk, of a seed, with the true value of each measure.

    desk = make_desk(tmp_path / "kb")
    desk.truth.link_rate(desk.since, desk.until)

`make_desk` makes the knowledge base, too; `make_year` makes a year for one that is there.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.desk.edges import edges
from tests.desk.existing import world_of
from tests.desk.files import Files, write_repository
from tests.desk.truth import Truth
from tests.desk.values import Article, Case, Day, Person, Topic, Vote, World
from tests.desk.world import make_world
from tests.desk.year import Year

LAST = date(2026, 6, 30)


class Desk(NamedTuple):
    """A desk's files and its plan, which is empty where a year was only written.

    `events` counts the lines of the journal without the one that is there twice, `searches` those of the log that are
    searches. The year is [since, until), both midnight in UTC.
    """

    root: Path
    cases_file: Path
    journal: Path
    searches_folder: Path
    world: World
    cases: tuple[Case, ...]
    votes: tuple[Vote, ...]
    written: int
    events: int
    searches: int

    @property
    def since(self) -> datetime:
        """When the year begins."""
        return self.world.since

    @property
    def until(self) -> datetime:
        """When it is over."""
        return self.world.until

    @property
    def people(self) -> tuple[Person, ...]:
        """The people, Ana (ana@example.org) first; the last one has left."""
        return self.world.people

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles."""
        return self.world.articles

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What cases are about."""
        return self.world.topics

    @property
    def truth(self) -> Truth:
        """The true values of the plan."""
        return Truth(self.cases, self.votes, self.articles, self.topics)


def make_desk(root: Path, *, seed: int = 1, cases: int = 2_000, articles: int = 40, until: date = LAST) -> Desk:
    """Make a repository with a knowledge base, a journal, a log of searches, and cases.csv, of the year before a day."""
    since, end = year_before(until)
    world = make_world(Random(f"{seed} world"), cases, articles, since, end)
    write_repository(root, world)
    at_edges = edges(world)
    year = Year(world, f"{seed} year", max(0, cases - len(at_edges)))
    days = list(year.days())
    planned = sorted((*at_edges, *(case for day in days for case in day.cases)), key=lambda case: (case.opened_at, case.id))
    votes = tuple(vote for day in days for vote in day.votes)
    with Files(root, root / "cases.csv", world, f"{seed} files") as files:
        files.write(Day(tuple(planned), votes))
    return desk(root, root / "cases.csv", world, files)._replace(cases=tuple(planned), votes=votes)


def make_year(
    root: Path, cases_file: Path, *, seed: int = 1, cases: int = 20_000, events: int | None = None,
    until: date | None = None, keep: bool = False,
) -> Desk:  # fmt: skip
    """Write a year for a knowledge base that is there, in little memory; its work tree stays as it is.

    `events` are noted, by default what comes (about 0.9 a case); the year ends on a day, by default today. With `keep` the
    plan is kept, for its truth.
    """
    since, end = year_before(until or datetime.now(UTC).date())
    world = world_of(root, Random(f"{seed} world"), cases, since, end)
    kept: list[Day] = []
    with Files(root, cases_file, world, f"{seed} files") as files:
        for day in Year(world, f"{seed} year", cases, events).days():
            files.write(day)
            if keep:
                kept.append(day)
    planned, votes = (tuple(one for day in kept for one in getattr(day, name)) for name in ("cases", "votes"))
    return desk(root, cases_file, world, files)._replace(cases=planned, votes=votes)


def year_before(until: date) -> tuple[datetime, datetime]:
    """Return the begin and the end of the 365 days before a day."""
    end = datetime(until.year, until.month, until.day, tzinfo=UTC)
    return end - timedelta(days=365), end


def desk(root: Path, cases_file: Path, world: World, files: Files) -> Desk:
    """Return a desk whose files are written."""
    folder = files.folder
    return Desk(
        root, cases_file, folder / "journal", folder / "searches", world, (), (), files.rows, files.events, files.logged
    )
