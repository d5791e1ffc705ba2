"""Tests of how quizzes are counted."""

from datetime import date

from kcs_cli.learn.quiz.log import PlayedQuestion
from kcs_cli.learn.quiz.result import (
    Figures,
    QuestionTally,
    report_results,
    report_round,
    report_shared,
    unfound,
)
from tests import make

TITLES = {"kb-1": "Fax is silent", "kb-2": "VPN"}
DAY = date(2026, 11, 25)


def played(
    words: str = "it is dead", *, rank: int | None = 1, found: bool = True, tried: tuple[str, ...] = ("fax",), **more
):
    known = {"articles": ("kb-1",), "chosen": "kb-1", "seconds": 10, "at": "2026-11-25T09:00:00+00:00", "round": "r1"}
    return PlayedQuestion(words, found=found, rank=rank, tried=tried, **known | more)


def missed(words: str = "it is dead", *tried: str, rank: int | None = None, **more):
    return played(words, rank=rank, found=False, tried=tried, chosen="", **more)


def titles(report) -> list[str]:
    return [table.title for table in make.tables(report)]


def test_figures_are_medians_of_what_was_found():
    plays = [played(seconds=5), played(rank=3, seconds=30, tried=("a", "b")), played(rank=2), missed(seconds=900)]
    report = report_round(5, plays, TITLES, "")
    assert report.totals == Figures(4, 3, 10, 2, 1)
    assert titles(report)[0] == "3 of 4 found; median: rank 2, 1 search, 10 s; 1 not played."


def test_nothing_found_and_nothing_played_are_said():
    assert titles(report_round(2, [missed(), missed("b b")], TITLES, ""))[0] == "0 of 2 found."
    assert titles(report_round(2, [], TITLES, "")) == ["Nothing was played."]
    assert titles(report_results([], TITLES, "2026-11")) == ["Nothing was played yet: kcs quiz --month 2026-11"]


def test_a_question_is_counted_by_its_words_however_they_are_written():
    plays = [missed("It is dead!", "x y"), played("it is dead", rank=2), missed("it is dead", "x y", "z", rank=4)]
    (asked,) = report_results(plays, TITLES).questions
    assert asked == QuestionTally("it is dead", ("kb-1",), "Fax is silent", 3, 1, 2, 0, ("x y", "z"), DAY)


def test_missed_is_what_was_not_found_the_last_time():
    plays = [missed("a a", "x"), played("a a"), played("b b"), missed("b b", "x"), missed("c c", "x", articles=("kb-gone",))]
    assert [one.question for one in report_results(plays, TITLES).missed] == ["b b"]


def test_nobody_finds_what_was_searched_for_twice_and_never_found():
    plays = [missed("a a", "x"), missed("a a", "y"), missed("b b", "x"), missed("b b"), missed("c c", "x"), played("c c")]
    assert [one.question for one in unfound(plays, TITLES)] == ["a a"]


def test_what_nobody_finds_is_listed_apart_with_what_was_searched_for():
    report = report_results([missed("a a", "x", rank=4), missed("a a", "y"), missed("b b")], TITLES)
    shown = {table.title: table.rows for table in make.tables(report)}
    assert shown["Missed:"] == (("b b", "Fax is silent", "kb-1", 1, 0),)
    assert shown["Nobody finds:"] == (("a a", "Fax is silent", "kb-1", 2, 1, "x; y"),)


def test_a_month_has_its_own_results():
    plays = [played("a a", month="2026-10", round="r1"), missed("b b", "x", month="2026-11", round="r2")]
    report = report_results(plays, TITLES, "2026-11")
    assert (report.rounds, report.totals.plays, [one.question for one in report.questions]) == (1, 1, ["b b"])


def test_what_is_shared_has_neither_times_nor_searches():
    report = report_shared([played("a a"), missed("b b", "x"), missed("b b", "x")], TITLES)
    assert report._asdict() == {"questions": (("b b", "kb-1", 2, 0), ("a a", "kb-1", 1, 1)), "month": ""}
