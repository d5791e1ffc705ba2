"""What the events add up to that hold, or held at a time: who did what for which article, and when last.

Added up in SQL: of hundreds of thousands of events each as a value would take seconds, and half a gigabyte.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from kcs_cli.journal.ledger.clock import MICROSECOND, clock, moment
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.ledger.tables import MAY_END

Ask = Callable[[Callable[[Ledger], list[Any]]], list[Any]]
Rows = Iterable[tuple[Any, ...]]
# As `tables.ENDED` has it, by what was noted until then
ENDED_THEN = f"""insert or ignore into ended_then select events.id, events.mark
    from endings one join events on events.id = one.id
    join events by_event on by_event.id = one.by_event and by_event.mark = one.by_mark and by_event.at <= :until
    where {MAY_END} and not exists (select 1 from endings other
        join events undo on undo.id = other.by_event and undo.mark = other.by_mark and undo.at <= :until
        where other.id = one.by_event and other.kind = 'undo' and other.person = one.person)"""
ENDING_LATER = "select 1 from endings join events on events.id = by_event and mark = by_mark where at > :until limit 1"
NOT_ENDED_THEN = "not exists (select 1 from ended_then one where one.id = events.id and one.mark = events.mark)"
OF_BASE = "subject in (select number from subjects where base = :base)"
TABLES = """
create temp table if not exists asked_of (article integer, subject integer, since integer,
    primary key (article, subject)) without rowid;
create temp table if not exists closed_then (id text primary key) without rowid;
create temp table if not exists ended_then (id text, mark integer, primary key (id, mark)) without rowid;
delete from asked_of; delete from closed_then; delete from ended_then;
"""
ALWAYS = 2**62  # microseconds


class ArticleDemand(NamedTuple):
    """In how many cases an article was the solution, else helped, else was tried in vain; votes that say it did not help.

    `solved_at`: when it last solved one, whenever that was.
    """

    resolutions: int = 0
    references: int = 0
    tried: int = 0
    unhelpful: int = 0
    solved_at: datetime | None = None


class NotedWork(NamedTuple):
    """That a person confirmed what an event is about (`verify`), or solved a case with it (`link`)."""

    subject: int
    person: str
    kind: str
    at: datetime


class Standing:
    """The events of a base that hold; with `until`, those of until then that held then.

    `closed` are the ids of flags that count no more, `ask` asks the ledger.
    """

    def __init__(self, ask: Ask, base: str, until: datetime | None = None, closed: Collection[str] = ()) -> None:
        self.ask = ask
        self.closed = closed
        self.values: dict[str, Any] = {"base": base, "until": clock(until)[0] if until else ALWAYS}
        self.is_then = False
        self.is_then = until is not None and bool(self._rows(ENDING_LATER))
        self.holds = f"at <= :until and {NOT_ENDED_THEN if self.is_then else 'not is_ended'}"
        if closed:
            self.holds += " and (kind != 'flag' or id not in (select id from closed_then))"

    def subjects(self) -> dict[int, str]:
        """Return what events are about: number → article as it is called now, or address outside."""
        return dict(self._rows("select number, now from subjects where base = :base"))

    def people(self) -> list[str]:
        """Return the addresses of all who ever noted something, in whichever base."""
        return [address for (address,) in self._rows("select address from people")]

    def has(self, kinds: Sequence[str]) -> bool:
        """Tell whether there are events of some kinds."""
        known = ", ".join(f"'{kind}'" for kind in kinds)
        return bool(self._rows(f"select 1 from events where kind in ({known}) and {OF_BASE} and {self.holds} limit 1"))

    @cached_property
    def last_seen(self) -> dict[str, datetime]:
        """When each person last noted something, by address: in whichever base, and also what holds no more."""
        found = self._rows("select address, last, last_zone from people where last <= :until")
        later = "select number from people where last > :until"
        if self._rows(f"{later} limit 1"):  # all events are read only of those who noted something since
            query = f"""select address, max(at), zone from events join people on people.number = events.person
                where at <= :until and events.person in ({later}) group by events.person"""
            found += self._rows(query)
        return {address: moment(at, zone) for address, at, zone in found}

    def confirmed(self) -> dict[int, datetime]:
        """Return when each subject was last confirmed with evidence."""
        query = f"""select subject, max(at), zone from events where {OF_BASE} and kind = 'verify' and {self.holds}
            group by subject"""
        return {subject: moment(at, zone) for subject, at, zone in self._rows(query)}

    def confirmers(self) -> list[tuple[str, str]]:
        """Return who ever confirmed what: articles as they are called now, with addresses."""
        query = f"""select distinct now, address from events join subjects on subjects.number = subject
            join people on people.number = events.person where kind = 'verify' and {OF_BASE} and {self.holds}"""
        return self._rows(query)

    def linked_cases(self) -> set[str]:
        """Return the cases that something solved or helped, also what is outside the base."""
        query = f"""select distinct "case" from events where kind = 'link' and said != 'tried' and {OF_BASE}
            and {self.holds}"""
        return {case for (case,) in self._rows(query)}

    def flags(self) -> list[tuple[int, str]]:
        """Return the subject and the reason of each flag, the oldest first."""
        query = f"select subject, said from events where kind = 'flag' and {OF_BASE} and {self.holds} order by id, mark"
        return self._rows(query)

    def work(self, subjects: Iterable[int]) -> list[NotedWork]:
        """Return who confirmed some subjects or solved cases with them, the oldest first."""
        query = f"""select subject, address, kind, at, zone from asked_of cross join events using (subject)
            join people on people.number = events.person
            where (kind = 'verify' or kind = 'link' and said = 'resolution') and {self.holds} order by id, mark"""
        found = self._rows(query, ((subject, subject, 0) for subject in subjects))
        return [NotedWork(subject, person, kind, moment(at, zone)) for subject, person, kind, at, zone in found]

    def workers(self, articles: Mapping[int, int], between: tuple[datetime, datetime], cases: int) -> list[tuple[int, str]]:
        """Return who confirmed articles (subject → number) in a time, or solved at least so many cases with them."""
        first, last = (clock(at)[0] for at in between)
        query = f"""select article, address from asked_of cross join events using (subject)
            join people on people.number = events.person
            where (kind = 'verify' or kind = 'link' and said = 'resolution') and at >= {first} and at <= {last}
            and {self.holds} group by article, address
            having sum(case kind when 'verify' then {cases} else 1 end) >= {cases}"""
        return self._rows(query, ((article, subject, 0) for subject, article in articles.items()))

    def weights(
        self, articles: Mapping[int, int], weight: Callable[[str, timedelta], float], now: datetime
    ) -> list[tuple[int, str, float]]:
        """Return the work of each person on each article (subject → number), added up until now by its kind and its age."""
        here = clock(now)[0]

        def weigh(kind: str, at: int) -> float:
            return weight(kind, (here - at) * MICROSECOND)

        query = f"""select article, address, weight from (select article, person, sum(weigh(kind, at)) weight
            from asked_of cross join events using (subject)
            where (kind = 'verify' or kind = 'link' and said = 'resolution') and at <= {here} and {self.holds}
            group by article, person) join people on number = person"""
        return self._rows(query, ((article, subject, 0) for subject, article in articles.items()), weigh)

    def cases(self, articles: Mapping[int, int]) -> dict[int, int]:
        """Return how many cases articles (subject → number) solved or helped, of those that did."""
        query = f"""select article, count(distinct "case") from asked_of cross join events using (subject)
            where kind = 'link' and said != 'tried' and {self.holds} group by article"""
        if self.values["until"] < ALWAYS:
            return self._by_article(query, articles)
        # What the ledger has counted of each subject; a case may have been noted under two names of an article
        names = Counter(articles.values())
        counted = self._rows("select subject, cases from reuse where cases > 0")
        found = {articles[subject]: cases for subject, cases in counted if subject in articles}
        many = {subject: article for subject, article in articles.items() if names[article] > 1}
        return found | (self._by_article(query, many) if many else {})

    def demand(self, articles: Mapping[int, int], since: Sequence[datetime]) -> dict[int, ArticleDemand]:
        """Return the demand of articles (subject → number) since a time of each number, of those that had some."""
        about = [(article, subject, clock(since[article])[0]) for subject, article in articles.items()]
        used = f"""select article,
            count(distinct case when at > since and said = 'resolution' then "case" end),
            count(distinct case when at > since and said != 'tried' then "case" end),
            count(distinct case when at > since then "case" end), max(case when said = 'resolution' then at end), zone
            from asked_of cross join events using (subject) where kind = 'link' and {self.holds} group by article"""
        voted = f"""select article, count(*) from asked_of cross join events using (subject)
            where kind = 'rate' and said = 'unhelpful' and at > since and {self.holds} group by article"""
        found = {
            article: ArticleDemand(solved, helped - solved, all_ - helped, 0, None if at is None else moment(at, zone))
            for article, solved, helped, all_, at, zone in self._rows(used, about)
        }
        for article, votes in self._rows(voted, about):
            found[article] = found.get(article, ArticleDemand())._replace(unhelpful=votes)
        return found

    def _by_article(self, query: str, articles: Mapping[int, int]) -> dict[int, int]:
        """Return what a query answers of each article (subject → number)."""
        return dict(self._rows(query, ((article, subject, 0) for subject, article in articles.items())))

    def _rows(self, query: str, about: Rows = (), weigh: Callable[[str, int], float] | None = None) -> list[Any]:
        """Return what a query answers; `about` are articles with their subjects, and since when is asked."""

        def answer(ledger: Ledger) -> list[Any]:
            connection = ledger.connection
            connection.create_function("weigh", 2, weigh, deterministic=True)
            connection.executescript(f"{TABLES} begin")
            connection.executemany("insert or replace into asked_of values (?, ?, ?)", about)
            connection.executemany("insert or ignore into closed_then values (?)", ((id_,) for id_ in self.closed))
            if self.is_then:
                connection.execute(ENDED_THEN, self.values)
            connection.execute("commit")
            return connection.execute(query, self.values).fetchall()

        return self.ask(answer)
