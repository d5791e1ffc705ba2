"""What reports about topics must say: gaps, phrasings that are lacking, what was done about a topic."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from tests.desk.values import Case, Search, Topic


class Gap(NamedTuple):
    """A topic that nobody had written about when it was asked for.

    `asked` counts the searches before there was an article, of this clone's log: none of them was of use. `variants` are
    their different words, as typed. `sessions` are the cases they were made in (a search that is refined is a second one of
    the same case), `terminals` who asked, `language` that of most of them. `cases` are the ids of the cases opened about it
    in the period before there was an article, searched for or not. `article` is what was written since (nothing: none was).
    """

    topic: str
    domain: str
    language: str
    variants: tuple[str, ...]
    asked: int
    without_hits: int
    sessions: int
    terminals: tuple[str, ...]
    last_at: datetime
    cases: tuple[str, ...]
    article: str
    answered_at: datetime | None


class Phrasing(NamedTuple):
    """An article that lacks what customers call it: `phrase` found nothing of use, `query` then found it, so many times.

    Where the two share no word (not `shares_word`), only the terminal, the case and the time tell that they belong together,
    and the search of today does not find the article by the phrase; else it may.
    """

    article: str
    title: str
    phrase: str
    query: str
    times: int
    terminals: tuple[str, ...]
    shares_word: bool


class MatrixTopic(NamedTuple):
    """A topic of the value-irritant matrix; all its linked cases are linked to its article, and no others are.

    `months` and `cents` are of all its closed cases by the month they were closed in; `linked_months` and `linked_cents` of
    those with a link that helped. A case without a cost costs nothing. `before` and `after` are the numbers of closed cases
    opened before and from `fixed_at` on.
    """

    what: str
    article: str
    domain: str
    fixed_at: datetime
    months: dict[str, int]
    cents: dict[str, int]
    linked_months: dict[str, int]
    linked_cents: dict[str, int]
    before: int
    after: int


def find_gaps(cases: Sequence[Case], topics: Sequence[Topic], since: datetime, until: datetime) -> list[Gap]:
    """Return the topics asked for in a period that nobody had written about then, those most asked for first.

    Nonsense that was typed once, misspelled words that were corrected at once, and the single search because of which an
    ordinary article was written are none.
    """
    found = [gap_of(cases, topic, since, until) for topic in topics if topic.gap]
    return sorted((gap for gap in found if gap), key=lambda gap: (-gap.asked, gap.topic))


def gap_of(cases: Sequence[Case], topic: Topic, since: datetime, until: datetime) -> Gap | None:
    """Return what was asked of a topic; None where it was not."""
    answered = topic.article.created_at if topic.article else None
    about = [case for case in cases if case.topic == topic.name]
    asked = [
        (one, case)
        for case in about
        for one in case.searches
        if since <= one.at < until and not (answered and one.at >= answered)
    ]
    if not asked:
        return None
    searches: list[Search] = [one for one, _ in asked]
    languages = Counter(one.language for one in searches)
    opened = tuple(
        case.id for case in about if since <= case.opened_at < until and not (answered and case.opened_at >= answered)
    )
    return Gap(
        topic.name, topic.domain, languages.most_common(1)[0][0], tuple(sorted({one.words for one in searches})),
        len(searches), sum(not one.hits for one in searches), len({case.id for _, case in asked}),
        tuple(sorted({one.terminal for one in searches})), max(one.at for one in searches), opened,
        topic.article.id if topic.article else "", answered,
    )  # fmt: skip


def find_phrasings(cases: Sequence[Case], topics: Sequence[Topic], since: datetime, until: datetime) -> list[Phrasing]:
    """Return what customers say for which an article is there and was found only by other words, in the same case."""
    found = []
    for topic in topics:
        for phrase in topic.unphrased:
            pairs = [pair for case in cases for pair in tries(case, phrase) if since <= pair[0].at < until]
            if pairs and topic.article:
                terminals = tuple(sorted({first.terminal for first, _ in pairs}))
                article, query = topic.article, pairs[0][1].words
                shares = bool(words_of(phrase) & words_of(query))
                found.append(Phrasing(article.id, article.title, phrase, query, len(pairs), terminals, shares))
    return sorted(found, key=lambda one: (-one.times, one.phrase))


def tries(case: Case, phrase: str) -> list[tuple[Search, Search]]:
    """Return a case's searches for a phrase, each with the one after it."""
    pairs = zip(case.searches, case.searches[1:], strict=False)
    return [(first, second) for first, second in pairs if first.words == phrase and second.opened]


def find_matrix(closed: Sequence[Case], topics: Sequence[Topic]) -> list[MatrixTopic]:
    """Return the four topics of the matrix, with their cases of those closed in a period."""
    found = []
    for topic in topics:
        if topic.matrix and topic.article and topic.fixed_at:
            cases = [case for case in closed if case.topic == topic.name]
            linked = [case for case in cases if case.helped]
            before = sum(case.opened_at < topic.fixed_at for case in cases)
            found.append(MatrixTopic(
                topic.matrix, topic.article.id, topic.domain, topic.fixed_at, months(cases), costs(cases), months(linked),
                costs(linked), before, len(cases) - before,
            ))  # fmt: skip
    return found


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text: what is made of letters and digits, in lower case."""
    return frozenset(re.findall(r"[^\W_]+", text.lower()))


def month_of(case: Case) -> str:
    """Return the month a case was closed in, as written; nothing for an open one."""
    return case.closed_at.strftime("%Y-%m") if case.closed_at else ""


def months(cases: list[Case]) -> dict[str, int]:
    """Return how many cases were closed in each month."""
    return dict(sorted(Counter(map(month_of, cases)).items()))


def costs(cases: list[Case]) -> dict[str, int]:
    """Return what the cases of each month cost, in cents."""
    found: Counter[str] = Counter()
    for case in cases:
        found[month_of(case)] += case.cents or 0
    return dict(sorted(found.items()))
