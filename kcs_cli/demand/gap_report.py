"""What people ask and do not get: searches that found nothing or were given up, grouped, and whether an article answers."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from kcs_cli.demand.chain import ChainEnd
from kcs_cli.demand.group import QuestionGroup, people_of
from kcs_cli.render.report import Column, Columns, Table, unread
from kcs_cli.search.engine.evidence import LITTLE, SOME, STRONG
from kcs_cli.search.phrase import LONGEST as LONGEST_PHRASE
from kcs_cli.search.session import FIRST_HITS
from kcs_cli.text.display import OptionalText, on_one_line, quantity

MOST_PHRASES = 3  # that are proposed for one article
MOST_JUDGED = 500  # groups, where not all are asked for: each is a question or more to the index
MOST_ASKED = 5  # wordings of a gap that today's index is asked
HIDDEN = "<"  # a phrase has something personal, which was replaced: `<e-mail>`


class GapKind(StrEnum):
    """What is missing."""

    content = "no content"
    phrasing = "no phrasing"
    opening = "not opened"
    closed = "closed"
    none = "no gap"


LISTED = (GapKind.content, GapKind.phrasing, GapKind.opening)


class AnswerCandidate(NamedTuple):
    """An article that a question finds, and how surely it answers (`search.engine.evidence.sureness`).

    `by_synonym`: it is found by a word of synonyms.toml.
    """

    id: str
    evidence: float
    by_synonym: bool = False


class PresentAnswers(NamedTuple):
    """What the base says today: what a question `find`s, the titles of articles, by id.

    `is_closed` tells whether something was done that closed a gap since it was asked last: what answers may have been there.
    `is_written` tells whether an article was written since: it was missing, though nothing tells what was found then.
    """

    find: Callable[[str], Sequence[AnswerCandidate]]
    titles: Mapping[str, str]
    is_closed: "Callable[[Gap, datetime], bool]" = lambda _gap, _last: True
    is_written: Callable[[str, datetime], bool] = lambda _article, _last: False


class Gap(NamedTuple):
    """What several people asked in their `query` and `wordings`; `times` counts chains of searches, `endings` how they end.

    `id` answers, and `phrases` are what is to be `said` there; where none does, `nearest_id` is the first one that is
    found. `title` is that of either. `n` is the number in the list; 0: not shown.
    """

    kind: GapKind
    query: str
    times: int
    people: int
    last_on: date
    wordings: tuple[str, ...]
    endings: Mapping[str, int]
    id: OptionalText = ""
    title: OptionalText = ""
    phrases: tuple[str, ...] = ()
    n: int = 0
    nearest_id: OptionalText = ""


class GapBasis(NamedTuple):
    """What a list was made from: searches of a period, of terminals here, and of visitors whose searches were imported."""

    since_on: date
    until_on: date | None
    searches: int
    terminals: int
    imported: int = 0
    visitors: int = 0

    @property
    def shown(self) -> str:
        """Say it."""
        visitors = f" by {quantity(self.visitors, 'known visitor')}" if self.visitors else ""
        imported = f", {self.imported:,} of them imported{visitors}" if self.imported else ""
        end = f" until {self.until_on}" if self.until_on else ""
        searches, terminals = quantity(self.searches, "search", "searches"), quantity(self.terminals, "terminal")
        return f"From {searches} since {self.since_on}{end} in {terminals} here{imported}"


class GapReport(NamedTuple):
    """The gaps of a period, of each kind the ones of most people first.

    Not listed: those that today's search answers (`closed`), those asked `once`, `more` than were asked for.
    `unfound_questions` are questions of the quiz whose article nobody found.
    """

    counted: GapBasis
    content: tuple[Gap, ...]
    phrasing: tuple[Gap, ...]
    opening: tuple[Gap, ...]
    closed: int = 0
    once: int = 0
    more: int = 0
    unfound_questions: int = 0

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """All that are listed."""
        return (*self.content, *self.phrasing, *self.opening)

    def tables(self) -> Sequence[Table]:
        """Return all of them, one a line, and what is not listed."""
        columns: Columns = (
            "n", Column("kind", "gap"), Column("query", "words"), "times", "people", "last_on", Column("id", "article"),
            Column("nearest_id", "nearest"), Column("title", ""), Column("phrases", "to be said", "; ".join),
            Column("wordings", "variants", "; ".join), Column("", "why"), *unread("endings"),
        )  # fmt: skip
        rows = tuple(
            (one.n, one.kind.value, one.query, one.times, one.people, one.last_on, one.id, one.nearest_id,
             one.title, one.phrases, one.wordings, endings(one),
             tuple(f"{why}={n}" for why, n in one.endings.items()))
            for one in self.gaps
        )  # fmt: skip
        return (*([Table(f"{self.counted.shown}:", columns, rows)] if rows else []), *map(Table, remarks(self)))


def endings(gap: Gap) -> str:
    """Say how the searches ended."""
    return ", ".join(f"{why} {n:,}" for why, n in gap.endings.items())


def remarks(report: GapReport) -> list[str]:
    """Say what was counted, and what the list does not show."""
    content = next(iter(report.content), None)
    phrasing = next((gap for gap in report.phrasing if gap.phrases), None)
    lines = [
        (not report.gaps, f"{report.counted.shown}: no gap{' that was asked twice' if report.once else ''}."),
        (content, f"kcs new --gap {content.n if content else 0} starts the article."),
        (phrasing, f"kcs gaps --accept {phrasing.n if phrasing else 0} adds what is to be said to the article."),
        (report.once, f"And {report.once:,} asked once: --all"),
        (report.more, f"{report.more:,} more were asked more than once: --all"),
        (
            report.unfound_questions,
            f"{quantity(report.unfound_questions, 'question')} of the quiz that nobody found: kcs quiz --results",
        ),
        (report.closed, f"{report.closed:,} that today's search answers are not listed; kcs gaps --replay looks back."),
    ]
    return [line for is_so, line in lines if is_so]


def judge(group: QuestionGroup, today: PresentAnswers) -> Gap:
    """Return what is missing, by what today's search finds; nothing is where something closed the gap since."""
    gap = _judge_today(group, today)
    if gap.kind is not GapKind.closed or today.is_closed(gap, last_asked(group)):
        return gap
    gave_up = any(ask.why in (ChainEnd.nothing, ChainEnd.outside, ChainEnd.given_up) for ask in group.asks)
    return gap._replace(kind=GapKind.opening if gave_up else GapKind.none)


def last_asked(group: QuestionGroup) -> datetime:
    """Return when a gap was asked last by somebody who missed something, else at all."""
    missed = [ask.at for ask in group.asks if ask.why is not ChainEnd.unopened]
    return max(missed or [ask.at for ask in group.asks])


def _judge_today(group: QuestionGroup, today: PresentAnswers) -> Gap:
    """Return what is missing by what the search finds, whoever made it so."""
    if group.article:
        return _missing(group, group.article, today)
    vain = {article for ask in group.asks for article in ask.tried}
    seen = {article for ask in group.asks for article in ask.seen}
    enough = STRONG if _is_surely_one(group) else SOME
    for words in group.wordings[:MOST_ASKED]:
        hit = next(iter(today.find(words)), None)
        if hit and hit.evidence >= enough and hit.id not in vain:
            return _answered(group, hit.id, seen, today)
    near = (hit.id for hit in today.find(group.wordings[0]) if hit.id not in vain and hit.evidence >= LITTLE)
    nearest = next(near, "")
    return _as_gap(group, GapKind.content)._replace(nearest_id=nearest, title=today.titles.get(nearest, ""))


def _answered(group: QuestionGroup, article: str, seen: set[str], today: PresentAnswers) -> Gap:
    """Return what is missing though an article answers; those who merely opened nothing missed nothing."""
    asks = tuple(ask for ask in group.asks if ask.why is not ChainEnd.unopened)
    title = today.titles.get(article, "")
    if not asks:
        was_missing = article not in seen if seen else today.is_written(article, last_asked(group))
        return _as_gap(group, GapKind.closed if was_missing else GapKind.none, article, title)
    if article in seen:
        return _as_gap(group._replace(asks=asks), GapKind.opening, article, title)
    return _missing(group._replace(asks=asks), article, today)


def _missing(group: QuestionGroup, article: str, today: PresentAnswers) -> Gap:
    """Return what people say that does not find the article that answers: a phrase of each group of wordings."""
    lacking = [on_one_line(words) for words in group.heads[:MOST_ASKED] if not _is_found(article, words, today)]
    phrases = tuple(one for one in lacking if len(one) <= LONGEST_PHRASE and HIDDEN not in one)[:MOST_PHRASES]
    return _as_gap(group, GapKind.phrasing if lacking else GapKind.closed, article, today.titles.get(article, ""), phrases)


def _is_found(article: str, words: str, today: PresentAnswers) -> bool:
    """Tell whether an article is among the first ones for a question."""
    return article in [hit.id for hit in today.find(words)[:FIRST_HITS]]


def _as_gap(group: QuestionGroup, kind: GapKind, article: str = "", title: str = "", phrases: tuple[str, ...] = ()) -> Gap:
    """Return a group as a gap."""
    why = Counter(ask.why.value for ask in group.asks)
    last = max(ask.at for ask in group.asks)
    return Gap(
        kind=kind,
        query=group.wordings[0],
        times=len(group.asks),
        people=people_of(group.asks),
        last_on=last.date(),
        wordings=group.wordings[1:],
        endings=dict(sorted(why.items(), key=lambda item: (-item[1], item[0]))),
        id=article,
        title=title,
        phrases=phrases,
    )


def report_gaps(
    groups: Sequence[QuestionGroup], today: PresentAnswers, about: GapBasis, limit: int, *, with_once: bool
) -> GapReport:
    """Judge the groups from the first on until each kind has enough; `limit` 0 judges and lists all."""
    wanted = [group for group in groups if with_once or len(group.asks) > 1]
    most = limit or len(groups)
    found: dict[GapKind, list[Gap]] = {kind: [] for kind in GapKind}
    judged = 0
    for group in wanted[: MOST_JUDGED if limit else None]:
        if len(found[GapKind.content]) >= most and len(found[GapKind.phrasing]) >= most:
            break
        gap = judge(group, today)
        found[gap.kind if with_once or gap.times > 1 else GapKind.none].append(gap)
        judged += 1
    listed = with_numbers([gap for kind in LISTED for gap in found[kind][:most]])
    cut = sum(len(found[kind]) for kind in LISTED) - len(listed)
    return GapReport(
        counted=about,
        content=_of_kind(listed, GapKind.content),
        phrasing=_of_kind(listed, GapKind.phrasing),
        opening=_of_kind(listed, GapKind.opening),
        closed=len(found[GapKind.closed]),
        once=sum(map(_is_surely_one, groups)) - sum(map(_is_surely_one, wanted)),
        more=sum(map(_is_surely_one, wanted[judged:])) + cut,
    )


def _is_surely_one(group: QuestionGroup) -> bool:
    """Tell whether a group is a gap, or was one, whatever the search finds."""
    return any(ask.why is not ChainEnd.unopened for ask in group.asks)


def _of_kind(gaps: Iterable[Gap], kind: GapKind) -> tuple[Gap, ...]:
    """Return the gaps of a kind."""
    return tuple(gap for gap in gaps if gap.kind is kind)


def with_numbers(gaps: Iterable[Gap]) -> list[Gap]:
    """Return gaps with their numbers."""
    return [gap._replace(n=n) for n, gap in enumerate(gaps, 1)]
