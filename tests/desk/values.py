"""The plan of a desk's year, as values: what is written to files and what the truth is computed from."""

from collections.abc import Mapping
from datetime import date, datetime, timezone
from typing import NamedTuple

RESOLUTION, REFERENCE, TRIED = "resolution", "reference", "tried"


class Team(NamedTuple):
    """A team: its own language, its zone, its share of the cases."""

    name: str
    language: str
    zone: timezone
    share: float


class Person(NamedTuple):
    """Somebody at the desk; `also` is an old address of some commits, `terminal` is empty on another machine."""

    address: str
    name: str
    team: Team
    also: str = ""
    terminal: str = ""
    left: date | None = None

    @property
    def writer(self) -> str:
        """The folder of the journal that the person writes."""
        return f"{self.address.partition('@')[0].replace('.', '-')}-00000000"


class Version(NamedTuple):
    """An article as one commit left it; `by` is the address that the commit has."""

    at: datetime
    by: str
    confidence: str
    audience: str
    text: str
    blob: str


class Article(NamedTuple):
    """An article; `author` is the person's address who made its first commit, at `created_at`.

    `blob` is its text today. `versions` are empty for an article of a base that was not made here.
    """

    id: str
    title: str
    path: str
    domain: str
    author: str
    created_at: datetime
    blob: str = ""
    versions: tuple[Version, ...] = ()


class Topic(NamedTuple):
    """What cases are about: `phrases` are customers' words by language, `searched` what finds the article.

    `weight` is how often it comes up, from `starts_at` on; after `fixed_at` only the share `after` of it. `gap`: nobody had
    written about it and it was asked for. `unphrased`: customers' words for which nothing was found though there is an
    article. `matrix` is what is done about it. `cost` is in cents.
    """

    name: str
    domain: str
    kind: str
    phrases: Mapping[str, tuple[str, ...]]
    weight: float
    article: Article | None = None
    searched: Mapping[str, tuple[str, ...]] = {}
    starts_at: datetime | None = None
    fixed_at: datetime | None = None
    after: float = 0.0
    gap: bool = False
    unphrased: tuple[str, ...] = ()
    matrix: str = ""
    cost: int = 1800


class Link(NamedTuple):
    """An event of a link. `replaces` is the number of an earlier link of the case that it ends, -1 for none."""

    at: datetime
    by: str
    article: str
    use: str
    words: str = ""
    rank: int = 0
    replaces: int = -1
    taken_back_at: datetime | None = None
    blob: str = ""


class Search(NamedTuple):
    """A search: its hits in their order, those opened, and the article `written` because of it."""

    at: datetime
    terminal: str
    words: str
    language: str
    topic: str
    hits: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    written: str = ""


class Flag(NamedTuple):
    """A flag, and when it was closed."""

    at: datetime
    by: str
    article: str
    why: str
    text: str
    closed_at: datetime | None = None


class Vote(NamedTuple):
    """A reader's vote; `by` is who noted it."""

    at: datetime
    by: str
    article: str
    vote: str


class Case(NamedTuple):
    """A case as the row of cases.csv says, and what was done in it."""

    id: str
    opened_at: datetime
    closed_at: datetime | None
    team: str
    domain: str
    kind: str
    language: str
    channel: str
    issue: str
    customer: str
    contacts: int | None
    csat: int | None
    cents: int | None
    by: str
    topic: str = ""
    links: tuple[Link, ...] = ()
    searches: tuple[Search, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def holding(self) -> tuple[Link, ...]:
        """The links that were neither taken back nor replaced, of any use."""
        replaced = {link.replaces for link in self.links}
        return tuple(one for n, one in enumerate(self.links) if one.taken_back_at is None and n not in replaced)

    @property
    def helped(self) -> tuple[Link, ...]:
        """Those of the use resolution or reference."""
        return tuple(link for link in self.holding if link.use != TRIED)


class Day(NamedTuple):
    """What a day of the plan brings: the cases opened on it, and readers' votes."""

    cases: tuple[Case, ...]
    votes: tuple[Vote, ...]


class World(NamedTuple):
    """Where and when a year takes place."""

    since: datetime
    until: datetime
    people: tuple[Person, ...]
    articles: tuple[Article, ...]
    topics: tuple[Topic, ...]
