from datetime import date

import pytest

from kcs_cli.search.evaluation.compare_report import (
    BaselineRevision,
    QueryComparison,
    Verdict,
    compare_reports,
    verdict_on,
)
from kcs_cli.search.evaluation.judged import JudgedQuery, evaluate
from kcs_cli.search.evaluation.link import Loss
from tests import make

MAIN = BaselineRevision("main", "0123456789abcdef", date(2026, 3, 4))
OTHERS = ["x1", "x2", "x3", "x4"]


def case(query: str, *expected: str) -> JudgedQuery:
    return JudgedQuery(query, query, dict.fromkeys(expected, 1.0))


def asked(found: dict[str, list[str]], unknown=(), expected: dict[str, tuple[str, ...]] | None = None):
    cases = [case(query, *(expected or {}).get(query, ("kb-1",))) for query in found]
    return evaluate(cases, lambda query: [(id_, 1.0) for id_ in found[query]], unknown)


def compare(there, here, unknown_there=(), unknown_here=(), expected=None):
    old, new = asked(there, unknown_there, expected), asked(here, unknown_here, expected)
    return compare_reports(MAIN, old, new, {"kb-1": "a.md"})


@pytest.mark.parametrize(
    ("there", "here", "verdict"),
    [
        (1, 1, "unchanged"), (1, 2, "worse"), (3, 4, "lost"), (3, None, "lost"), (4, None, "worse"), (4, 9, "worse"),
        (None, None, "unchanged"), (None, 10, "better"), (3, 1, "better"),
    ],
)  # fmt: skip
def test_a_query_is_lost_when_its_article_leaves_the_first_three(there, here, verdict):
    assert verdict_on(there, here, is_there=True, is_here=True) == verdict


@pytest.mark.parametrize(
    ("is_there", "is_here", "verdict"), [(True, False, "gone"), (False, True, "new"), (False, False, "unchanged")]
)
def test_an_article_that_one_side_lacks_is_gone_or_new(is_there, is_here, verdict):
    there, here = (1 if is_there else None), (1 if is_here else None)
    assert verdict_on(there, here, is_there=is_there, is_here=is_here) == verdict


def test_the_worse_ones_come_first_then_the_better():
    there = {"same": ["kb-1"], "up": ["x1", "kb-1"], "down": ["kb-1"], "out": ["kb-1"], "further out": ["kb-1"]}
    here = {"same": ["kb-1"], "up": ["kb-1"], "down": ["x1", "kb-1"], "out": [*OTHERS, "kb-1"], "further out": OTHERS}
    report = compare(there, here)
    assert report.changed == (
        QueryComparison("further out", "kb-1", "a.md", Verdict.lost, 1, None, "x1"),
        QueryComparison("out", "kb-1", "a.md", Verdict.lost, 1, 5, "x1"),
        QueryComparison("down", "kb-1", "a.md", Verdict.worse, 1, 2, "x1"),
        QueryComparison("up", "kb-1", "a.md", Verdict.better, 2, 1, "kb-1"),
    )
    assert report.verdicts == {"lost": 2, "worse": 1, "gone": 0, "unchanged": 1, "better": 1, "new": 0}
    assert (report.asked, report.top_there, report.top_here) == (5, 5, 3)


def test_the_measures_are_those_of_all_queries_on_both_sides():
    report = compare({"a": ["kb-1"], "b": []}, {"a": ["x", "kb-1"], "b": ["kb-1"]})
    assert (report.ndcg_there, report.ndcg_here) == pytest.approx((0.5, (1 + 0.6309297535714575) / 2))
    assert report.ndcg_10 == report.ndcg_here


def test_only_what_is_lost_is_said_beside_the_files():
    report = compare({"a": ["kb-1"], "b": ["kb-1"]}, {"a": OTHERS, "b": ["x1", "kb-1"]})
    message = "“a” found this article at rank 1, and now not among the first ten; first is x1"
    assert report.losses == (Loss("a.md", "kb-1", message),)


def test_of_several_articles_the_best_counts():
    expected = {"a": ("kb-1", "kb-2")}
    report = compare({"a": ["kb-1"]}, {"a": ["kb-2"]}, expected=expected)
    assert (report.verdicts["unchanged"], report.changed) == (1, ())


def test_a_query_is_not_gone_while_one_of_its_articles_is_there():
    expected = {"a": ("kb-1", "kb-2")}
    report = compare({"a": ["kb-1"]}, {"a": ["x", "kb-2"]}, unknown_here=["kb-1"], expected=expected)
    assert [(one.id, one.verdict) for one in report.changed] == [("kb-2", "worse")]


def test_what_is_unknown_on_both_sides_is_told():
    report = compare({"a": []}, {"a": []}, ["kb-1", "kb-2"], ["kb-1", "kb-3"])
    assert (report.unknown, report.verdicts["unchanged"]) == (("kb-1",), 1)


def test_the_tables_name_the_gone_in_a_line_and_repeat_no_article():
    there, here = {"up": ["x1", "kb-1"], "a": ["kb-2"]}, {"up": ["kb-1"], "a": []}
    report = compare(there, here, unknown_here=["kb-2"], expected={"a": ("kb-2",)})
    titles = [table.title for table in make.tables(report)]
    assert titles == [
        "2 queries at main (0123456789, 2026-03-04) and here: 1 gone, 1 better",
        "nDCG@10 0.815 there, 0.500 here; among the first 3: 2 there, 1 here",
        "",
        "1 article no longer here, without an heir: kb-2",
    ]
    assert make.tables(report)[2].rows == (("better", "up", "kb-1", 2, 1, None),)


def test_without_queries_there_is_nothing_to_compare():
    assert make.tables(compare({}, {}))[0].title == "0 queries at main (0123456789, 2026-03-04) and here: nothing to compare"
