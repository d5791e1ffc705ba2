"""What reports about a desk must say, worked out from its plan in the plainest way, without a line of kcs.

A period is [since, until), of instants with a zone; a case belongs to it by `closed_at`. A link *helped* that holds (at
the end of the journal it is neither taken back nor replaced) and is of the use resolution or reference; `tried` never
counts. It may point outside the base: then it counts for the link rate, not for what is said of articles. A month is
written 2026-03; of a case it is the one of the period's zone (UTC) in which it was closed: so a month in a report of a year
says what the report of that month says. A share is two numbers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from statistics import median

from tests.desk.truth_topics import Gap, MatrixTopic, Phrasing, find_gaps, find_matrix, find_phrasings, words_of
from tests.desk.truth_values import Known, Outcomes, Published, SelfService, Share
from tests.desk.values import Article, Case, Topic, Vote

AUDIENCES = ("internal", "partner", "customer", "public")
WEEK = timedelta(days=7)
BY: dict[str, Callable[[Case], str]] = {
    "team": lambda case: case.team,
    "domain": lambda case: case.domain,
    "kind": lambda case: case.kind,
    "month": lambda case: f"{case.closed_at.astimezone(UTC):%Y-%m}",
}


class Truth:
    """The true values of a plan."""

    def __init__(
        self, cases: Sequence[Case], votes: Sequence[Vote], articles: Sequence[Article], topics: Sequence[Topic]
    ) -> None:
        self.cases = cases
        self.votes = votes
        self.articles = {article.id: article for article in articles}
        self.topics = topics

    def closed(self, since: datetime, until: datetime) -> list[Case]:
        """Return the cases closed in a period."""
        return [case for case in self.cases if case.closed_at is not None and since <= case.closed_at < until]

    def link_rate(self, since: datetime, until: datetime) -> Share:
        """Return the closed cases with a link that helped, of the closed cases."""
        closed = self.closed(since, until)
        return Share(sum(bool(case.helped) for case in closed), len(closed))

    def link_rates(self, since: datetime, until: datetime, by: str) -> dict[str, Share]:
        """Return the link rate by `team`, `domain`, `kind` or `month`."""
        closed = self.closed(since, until)
        groups = sorted({BY[by](case) for case in closed})
        parts = {group: [case for case in closed if BY[by](case) == group] for group in groups}
        return {group: Share(sum(bool(case.helped) for case in part), len(part)) for group, part in parts.items()}

    def known(self, since: datetime, until: datetime) -> Known:
        """Part the closed cases into known and new.

        Known: with a link that helped to an article whose first commit was before the case was opened. New: all others. Not
        captured: those of the new without a link that helped, of the same words (see `words_of`) as a case that was opened
        earlier, in the period or not, closed or not, and has no such link either.
        """
        closed = self.closed(since, until)
        known = {case.id for case in closed if any(self.is_older(link.article, case) for link in case.helped)}
        new = [case for case in closed if case.id not in known]
        lost = {case.id for case in new if not case.helped and self.first_asked[words_of(case.issue)] < case.opened_at}
        return Known(frozenset(known), frozenset(case.id for case in new), frozenset(lost))

    def is_older(self, article: str, case: Case) -> bool:
        """Tell whether an article of the base was there before a case was opened."""
        return article in self.articles and self.articles[article].created_at < case.opened_at

    @cached_property
    def first_asked(self) -> dict[frozenset[str], datetime]:
        """When the words of cases without a link that helped were first said."""
        found: dict[frozenset[str], datetime] = {}
        for case in self.cases:
            if not case.helped:
                words = words_of(case.issue)
                found[words] = min(case.opened_at, found.get(words, case.opened_at))
        return found

    def outcomes(self, since: datetime, until: datetime) -> Outcomes:
        """Return what became of the closed cases.

        First contact: `contacts` is 1, of those where it is given. Time to resolve: the median of closed − opened.
        Repeats: of the closed cases with a customer, those after whose closing the same customer opened another case:
        0 < opened − closed <= 7 days, in the period or not.
        """
        closed = self.closed(since, until)
        contacts = [case.contacts for case in closed if case.contacts is not None]
        ratings = [case.csat for case in closed if case.csat is not None]
        hours = [(case.closed_at - case.opened_at) / timedelta(hours=1) for case in closed if case.closed_at]
        with_customer = [case for case in closed if case.customer]
        return Outcomes(
            Share(sum(one == 1 for one in contacts), len(contacts)),
            sum(ratings) / len(ratings) if ratings else None,
            len(ratings),
            median(hours) if hours else None,
            Share(sum(map(self.came_back, with_customer)), len(with_customer)),
            dict(Counter(case.kind for case in closed)),
        )

    def came_back(self, case: Case) -> bool:
        """Tell whether a case's customer opened another within seven days after it was closed."""
        closed = case.closed_at
        openings = self.openings[case.customer]
        return closed is not None and any(timedelta(0) < opened - closed <= WEEK for opened in openings)

    @cached_property
    def openings(self) -> dict[str, list[datetime]]:
        """When each customer opened cases."""
        found: dict[str, list[datetime]] = {}
        for case in self.cases:
            found.setdefault(case.customer, []).append(case.opened_at)
        return found

    def reuses(self, since: datetime, until: datetime) -> set[tuple[str, str]]:
        """Return the articles and cases of the links that helped and were noted in a period, each pair once.

        The case may have been opened and closed at any time, or be open.
        """
        return {
            (link.article, case.id)
            for case in self.cases
            for link in case.helped
            if since <= link.at < until and link.article in self.articles
        }

    def reuse(self, since: datetime, until: datetime) -> dict[str, int]:
        """Return, for each article reused in a period, the number of cases."""
        return dict(Counter(article for article, _ in self.reuses(since, until)))

    def pareto(self, since: datetime, until: datetime) -> Share:
        """Return how many of all reuses the top 20 % of the reused articles have (of 7 articles: 2, rounded up)."""
        counts = sorted(self.reuse(since, until).values(), reverse=True)
        return Share(sum(counts[: -(-len(counts) // 5)]), sum(counts))

    def citations(self, since: datetime, until: datetime) -> int:
        """Return how many of the reuses somebody noted who is not the author of the article's first commit."""
        return len(self.cited(since, until, lambda _: True))

    def citations_of(self, person: str, since: datetime, until: datetime) -> int:
        """Return how many citations a person's own articles have, by others."""
        return len(self.cited(since, until, lambda author: author == person))

    def cited(self, since: datetime, until: datetime, wanted: Callable[[str], bool]) -> set[tuple[str, str]]:
        """Return the reuses noted by others than the author; a person is one, under an old address, too (people.toml)."""
        found = set()
        for case in self.cases:
            for link in case.helped:
                author = self.articles[link.article].author if link.article in self.articles else link.by
                if since <= link.at < until and link.by != author and wanted(author):
                    found.add((link.article, case.id))
        return found

    def reuse_create(self, since: datetime, until: datetime) -> Share:
        """Return the reuses of articles that were there before the case was opened : the articles created in the period."""
        cases = {case.id: case for case in self.cases}
        reused = [pair for pair in self.reuses(since, until) if self.is_older(pair[0], cases[pair[1]])]
        return Share(len(reused), sum(self.created(since, until).values()))

    def created(self, since: datetime, until: datetime) -> dict[str, int]:
        """Return how many articles had their first commit in a period, by month."""
        created = [one.created_at for one in self.articles.values() if since <= one.created_at < until]
        return dict(sorted(Counter(at.strftime("%Y-%m") for at in created).items()))

    def time_to_publish(self, since: datetime, until: datetime) -> Published:
        """Return how long the articles took that became visible in a period, which is told by the day they did.

        Visible: the first commit after which confidence is not wip, and audience is wider than internal and not narrower
        than it is today. Of articles of a base that was not made here nothing is known.
        """
        found = [(article.created_at, seen) for article in self.articles.values() if (seen := visible_at(article))]
        days = [(seen - created) / timedelta(days=1) for created, seen in found if since <= seen < until]
        return Published(median(days) if days else None, len(days))

    def self_service(self, since: datetime, until: datetime) -> SelfService:
        """Return the searches of this clone's log: without hits, and from which a hit was opened; and the votes."""
        searches = [one for case in self.cases for one in case.searches if since <= one.at < until]
        votes = Counter(vote.vote for vote in self.votes if since <= vote.at < until)
        without, opened = sum(not one.hits for one in searches), sum(bool(one.opened) for one in searches)
        return SelfService(len(searches), without, opened, votes["helpful"], votes["unhelpful"])

    def gaps(self, since: datetime, until: datetime) -> list[Gap]:
        """Return what was asked for in a period while nobody had written about it."""
        return find_gaps(self.cases, self.topics, since, until)

    def phrasings(self, since: datetime, until: datetime) -> list[Phrasing]:
        """Return what customers say in a period and articles lack."""
        return find_phrasings(self.cases, self.topics, since, until)

    def matrix(self, since: datetime, until: datetime) -> list[MatrixTopic]:
        """Return what became of the topics of the matrix, by the cases closed in a period."""
        return find_matrix(self.closed(since, until), self.topics)


def visible_at(article: Article) -> datetime | None:
    """Return when an article came to be seen by its audience; None for one that is internal or was never finished."""
    if not article.versions or article.versions[-1].audience == "internal":
        return None
    wanted = AUDIENCES.index(article.versions[-1].audience)
    seen: Iterable[datetime] = (
        one.at for one in article.versions if one.confidence != "wip" and AUDIENCES.index(one.audience) >= wanted
    )
    return next(iter(seen), None)
