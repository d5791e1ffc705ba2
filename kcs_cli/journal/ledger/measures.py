"""What the ledger answers for measures: who linked what to which case, as it holds, or as it held at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.text.identifier import event_id, time_of

HELD = """(not is_ended or not exists (select 1 from ended where ended.id = events.id and ended.mark = events.mark
    and ended.by_event < :until))"""
HELPED = f"events.kind = 'link' and events.counts = 1 and {HELD}"
TABLES = """
create temp table if not exists article_of (article integer, subject integer, primary key (article, subject)) without rowid;
create temp table if not exists own (article integer, person integer, primary key (article, person)) without rowid;
create temp table if not exists month_from (first text primary key, number integer) without rowid;
create temp table if not exists noted (article integer, month integer, "case" text, cited integer);
delete from article_of; delete from own; delete from month_from; delete from noted;
"""
CITED = "(article_of.article, events.person) not in (select article, person from own)"
# By subject and not by time, though a time is given: so the index `by_subject` has all of it. `+` keeps the other one out
LINKS = f"""from article_of cross join events using (subject) where {HELPED} and +id >= :since and +id < :end
    and +id < :until"""
NOTED = f"""insert into noted select article,
    (select number from month_from where first <= id order by first desc limit 1), "case", {CITED} {LINKS}"""
WHOLE = f"""select article, -1, count(distinct "case"), count(distinct case when {CITED} then "case" end) {LINKS}
    group by article"""
CASES = f"""select article, count(distinct "case") {LINKS} group by article"""
LAST = "~"  # after all ids


class MonthReuse(NamedTuple):
    """In how many cases an article was reused in the month of a number; `cited`: noted by somebody who did not write it."""

    article: int
    month: int
    cases: int
    cited: int


class LedgerMeasures:
    """Questions about one base; with `until`, about what was noted before that instant."""

    def __init__(self, ledger: Ledger, base: str, until: datetime | None = None) -> None:
        self.connection = ledger.connection
        self.base = base
        self.until = _first_id(until) if until else LAST

    def subjects(self) -> dict[int, str]:
        """Return what events are about: number → article, or address outside."""
        return dict(self.connection.execute("select number, now from subjects where base = ?", (self.base,)))

    def people(self) -> dict[int, str]:
        """Return who noted something: number → address."""
        return dict(self.connection.execute("select number, address from people"))

    def links(self, periods: Sequence[tuple[datetime, datetime]] = ()) -> Iterator[tuple[str, int, int]]:
        """Yield case, subject, and in which of some periods (bits) it was noted, of all links that helped and hold."""
        bits = " + ".join(f"{1 << n} * (id >= :s{n} and id < :e{n})" for n in range(len(periods))) or "0"
        values = {f"{name}{n}": _first_id(at) for n, one in enumerate(periods) for name, at in zip("se", one, strict=True)}
        query = f"""select "case", subject, {bits} from events where {HELPED} and id < :until and
            subject in (select number from subjects where base = :base)"""
        return self.connection.execute(query, {**values, "until": self.until, "base": self.base})

    def reuse(
        self, articles: Mapping[int, int], own: Iterable[tuple[int, int]], months: Sequence[datetime], until: datetime
    ) -> list[MonthReuse]:
        """Return the reuse of articles (subject → number) in months that begin at some instants, and -1 for all of them.

        `own` are the articles with who wrote them.
        """
        run = self.connection.execute
        with self._asked_of(articles):
            self.connection.executemany("insert or ignore into own values (?, ?)", own)
            starts = ((_first_id(at), number) for number, at in enumerate(months))  # those before 1970 have one id
            self.connection.executemany("insert or replace into month_from values (?, ?)", starts)
            values = {"since": _first_id(months[0]), "until": self.until, "end": _first_id(until)}
            if len(months) == 1:
                return [MonthReuse(*row) for row in run(WHOLE, values)]
            # Once, and not for each question: of hundreds of thousands the events take longer to find than to count
            run(NOTED, values)
        counts = """count(distinct "case"), count(distinct case when cited then "case" end) from noted group by article"""
        total, monthly = f"select article, -1, {counts}", f"select article, month, {counts}, month"
        return [MonthReuse(*row) for query in (total, monthly) for row in run(query)]

    def cases(self, articles: Mapping[int, int], since: datetime, until: datetime) -> dict[int, int]:
        """Return in how many cases articles (subject → number) were reused from a time to another, of those that were."""
        with self._asked_of(articles):
            values = {"since": _first_id(since), "until": self.until, "end": _first_id(until)}
            return dict(self.connection.execute(CASES, values).fetchall())

    @contextmanager
    def _asked_of(self, articles: Mapping[int, int]) -> Iterator[None]:
        """Ask about some articles (subject → number)."""
        self.connection.executescript(f"{TABLES} begin")
        with self.connection:
            rows = ((article, subject) for subject, article in articles.items())
            self.connection.executemany("insert into article_of values (?, ?)", rows)
            yield

    def votes(self, months: Sequence[datetime], until: datetime) -> list[tuple[int, int]]:
        """Return the helpful votes and all votes of months, of the whole period first."""
        bounds = [(months[0], until), *zip(months, [*months[1:], until], strict=True)]
        query = f"""select coalesce(sum(counts), 0), count(*) from events where kind = 'rate' and id >= :since and id < :end
            and id < :until and {HELD} and subject in (select number from subjects where base = :base)"""
        known = {"until": self.until, "base": self.base}
        run = self.connection.execute
        return [run(query, {**known, "since": _first_id(a), "end": _first_id(b)}).fetchone() for a, b in bounds]

    def votes_by_article(self) -> dict[str, tuple[int, int]]:
        """Return the helpful votes and all votes that hold, by article as it is called now."""
        query = f"""select now, sum(counts), count(*) from events join subjects on number = subject where kind = 'rate'
            and base = :base and id < :until and {HELD} group by now"""
        rows = self.connection.execute(query, {"until": self.until, "base": self.base})
        return {article: (helpful, votes) for article, helpful, votes in rows}

    def verified(self) -> dict[int, datetime]:
        """Return when each subject was last confirmed with evidence."""
        query = f"select subject, max(id) from events where kind = 'verify' and id < :until and {HELD} group by subject"
        return {subject: time_of(id_) for subject, id_ in self.connection.execute(query, {"until": self.until})}

    def flags(self) -> dict[int, int]:
        """Return how many flags are open on each subject."""
        query = "select subject, flags from reuse join subjects on number = subject where base = ? and flags > 0"
        return dict(self.connection.execute(query, (self.base,)))


def _first_id(at: datetime) -> str:
    """Return the first id that an event of an instant may have."""
    return event_id(at, bytes(10))
