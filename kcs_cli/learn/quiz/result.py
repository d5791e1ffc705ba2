"""How quizzes went: one's own figures, what was missed, and what nobody finds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kcs_cli.article.model import unique
from kcs_cli.learn.quiz.log import PlayedQuestion
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.text.dates import iso_moment
from kcs_cli.text.display import OptionalText, fold, quantity

ENOUGH = 2  # plays without a find that tell of the base, not of the player
MOST_TRIED = 3  # searches that are named


QUESTION: Columns = ("question", Column("title", "article"), Column("id", "id"))


class QuestionTally(NamedTuple):
    """A question: how often it was played and its article found; `seen` counts those in which a search showed it at all.

    `title` is that of the first of the articles that answer it, `searched_for` are the searches of those who did not find
    it, and `skipped` counts those who did not even search.
    """

    question: str
    ids: tuple[str, ...]
    title: OptionalText
    plays: int
    found: int
    seen: int
    skipped: int
    searched_for: tuple[str, ...]
    last_on: date

    @property
    def is_unfound(self) -> bool:
        """Tell whether people searched for it often enough, and nobody found the article."""
        return self.plays - self.skipped >= ENOUGH and not self.found


class Figures(NamedTuple):
    """The figures of some plays: `seconds` and `rank` are medians of those in which the article was found."""

    plays: int
    found: int
    seconds: int | None
    rank: int | None
    searches: int | None

    @property
    def sentence(self) -> str:
        """Say them."""
        if not self.plays:
            return "Nothing was played"
        found = f"{self.found:,} of {self.plays:,} found"
        if not self.found:
            return found
        searches = quantity(self.searches or 0, "search", "searches")
        return f"{found}; median: rank {self.rank}, {searches}, {self.seconds:,} s"


class RoundReport(NamedTuple):
    """A round of `asked`, of which some or all were played."""

    asked: int
    totals: Figures
    missed: tuple[QuestionTally, ...]
    month: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return the figures and what was missed."""
        left = self.asked - self.totals.plays
        notes = [Table(f"{self.totals.sentence}{f'; {left:,} not played' if left and self.totals.plays else ''}.")]
        rows = tuple((one.question, one.title, one.ids[0]) for one in self.missed)
        return (*notes, *([Table("Missed:", QUESTION, rows)] if rows else []))


class ResultsReport(NamedTuple):
    """What was played in this clone, of all sets or of that of a `month`; `missed` are the questions last not found."""

    rounds: int
    totals: Figures
    questions: tuple[QuestionTally, ...]
    missed: tuple[QuestionTally, ...]
    never_found: tuple[QuestionTally, ...]
    month: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return the figures, what was missed, and what nobody finds."""
        if not self.rounds:
            return (Table(f"Nothing was played yet: kcs quiz{f' --month {self.month}' if self.month else ''}"),)
        return (
            Table(f"{quantity(self.rounds, 'round')}: {self.totals.sentence}."),
            *_missed_table([one for one in self.missed if not one.is_unfound]),
            *_unfound_tables(self.never_found),
        )


class SharedQuestion(NamedTuple):
    """A question without what would tell who played it."""

    question: str
    id: str
    plays: int
    found: int


class SharedReport(NamedTuple):
    """What may be handed on: how often each question was played and its article found. No names, no times, no rounds."""

    questions: tuple[SharedQuestion, ...]
    month: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return the questions, the least found first."""
        if not self.questions:
            return (Table("Nothing was played yet: kcs quiz"),)
        return (Table("", ("question", Column("id", "article"), "plays", "found"), self.questions),)


def _missed_table(missed: Sequence[QuestionTally]) -> list[Table]:
    """Return what was missed."""
    rows = tuple((one.question, one.title, one.ids[0], one.plays, one.found) for one in missed)
    return [Table("Missed:", (*QUESTION, "plays", "found"), rows)] if rows else []


def _unfound_tables(asked: Sequence[QuestionTally]) -> list[Table]:
    """Return what nobody finds: the article lacks words that lead there, or its title does not say what it is."""
    rows = tuple((one.question, one.title, one.ids[0], one.plays, one.seen, one.searched_for) for one in asked)
    searched_for = Column("searched_for", "searched for", lambda tried: "; ".join(tried[:MOST_TRIED]))
    columns: Columns = (*QUESTION, "plays", Column("seen", "shown"), searched_for)
    hint = "Never shown: does it lack these words? kcs set ID said+=WORDS. Shown: is its title clear? kcs fix ID"
    return [Table("Nobody finds:", columns, rows), Table(hint)] if rows else []


def _count_questions(played: Iterable[PlayedQuestion], titles: Mapping[str, str]) -> tuple[QuestionTally, ...]:
    """Return each question that was played, the least found first; `titles` are those of the articles there are."""
    by_words: dict[str, list[PlayedQuestion]] = {}
    for one in played:
        by_words.setdefault(fold(one.words), []).append(one)
    asked = [
        QuestionTally(
            question=plays[-1].words,
            ids=plays[-1].articles,
            title=titles[plays[-1].articles[0]],
            plays=len(plays),
            found=sum(one.found for one in plays),
            seen=sum(one.rank is not None for one in plays),
            skipped=sum(not one.tried for one in plays),
            searched_for=unique(words for one in plays if not one.found for words in one.tried),
            last_on=iso_moment(plays[-1].at).date(),
        )
        for plays in by_words.values()
        if plays[-1].articles[:1] and plays[-1].articles[0] in titles
    ]
    return tuple(sorted(asked, key=lambda one: (one.found / one.plays, -one.plays, one.question)))


def unfound(played: Iterable[PlayedQuestion], titles: Mapping[str, str]) -> tuple[QuestionTally, ...]:
    """Return the questions that were played twice or more and whose article nobody found: each is a gap."""
    return tuple(one for one in _count_questions(played, titles) if one.is_unfound)


def report_round(questions: int, played: Sequence[PlayedQuestion], titles: Mapping[str, str], month: str) -> RoundReport:
    """Return how a round went."""
    missed = _count_questions([one for one in played if not one.found], titles)
    return RoundReport(questions, figures(played), missed, month)


def report_results(played: Sequence[PlayedQuestion], titles: Mapping[str, str], month: OptionalText = "") -> ResultsReport:
    """Return how all rounds went, or those of a month's set."""
    played = [one for one in played if month in ("", one.month)]
    last = {fold(one.words): one.found for one in played}
    questions = _count_questions(played, titles)
    missed = tuple(one for one in questions if not last[fold(one.question)])
    rounds = len({one.round for one in played})
    return ResultsReport(
        rounds=rounds,
        totals=figures(played),
        questions=questions,
        missed=missed,
        never_found=unfound(played, titles),
        month=month,
    )


def report_shared(played: Sequence[PlayedQuestion], titles: Mapping[str, str], month: OptionalText = "") -> SharedReport:
    """Return what may be handed on."""
    questions = report_results(played, titles, month).questions
    return SharedReport(tuple(SharedQuestion(one.question, one.ids[0], one.plays, one.found) for one in questions), month)


def figures(played: Sequence[PlayedQuestion]) -> Figures:
    """Add plays up."""
    from statistics import median_low

    found = [one for one in played if one.found]
    ranks = [one.rank for one in found if one.rank]
    return Figures(
        plays=len(played),
        found=len(found),
        seconds=median_low(one.seconds for one in found) if found else None,
        rank=median_low(ranks) if ranks else None,
        searches=median_low(len(one.tried) for one in found) if found else None,
    )
