from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.errors import KcsError
from kcs_cli.search.evaluation.judged import (
    EvaluationReport,
    JudgedQuery,
    Outcome,
    evaluate,
    ndcg,
    read_cases,
    resolve,
)
from tests import make

IDS = tuple(f"kb-{n}" for n in range(15))
QUERIES = "q1\tprinter broken\nq2\tno mail\n"
QRELS = "q1\tkb-1\t2\nq1\tkb-2\t1\nq2\tkb-3\t1\n"


def score(relevant, ranked):
    """Score one query as shared/relevance/score.py does."""
    gains = [max(relevant.get(d, 0), 0) for d in ranked[:10]]
    dcg = sum(g / log2(i + 2) for i, g in enumerate(gains))
    best = sorted((g for g in relevant.values() if g > 0), reverse=True)[:10]
    ideal = sum(g / log2(i + 2) for i, g in enumerate(best))
    first = next((i for i, g in enumerate(gains) if g > 0), None)
    return (
        dcg / ideal,
        0.0 if first is None else 1 / (first + 1),
        float(first == 0),
        float(first is not None and first < 5),
    )


def measures(report):
    return (report.ndcg_10, report.mrr_10, report.hit_1, report.hit_5)


def found(*ids):
    return tuple((id_, 10.0 - n) for n, id_ in enumerate(ids))


def test_ndcg_is_what_is_computed_by_hand():
    # gains 0, 2, 1 of grades 2, 1, 1: (2/1.585 + 1/2) / (2 + 1/1.585 + 1/2)
    assert ndcg([0, 2, 1], [1, 2, 1]) == pytest.approx(1.7618595 / 3.1309298)


def test_nothing_expected_scores_nothing():
    assert ndcg([0, 0], []) == 0.0


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from(IDS), st.integers(1, 3), min_size=1), st.lists(st.sampled_from(IDS), unique=True)
        ),
        min_size=1,
        max_size=4,
    )
)
def test_the_measures_are_those_of_the_shared_scorer(judged):
    cases = [JudgedQuery(str(n), str(n), expected) for n, (expected, _) in enumerate(judged)]
    report = evaluate(cases, lambda query: found(*judged[int(query)][1]), ())
    scores = [score(expected, ranked) for expected, ranked in judged]
    assert measures(report) == pytest.approx([sum(column) / len(scores) for column in zip(*scores, strict=True)])


def test_a_report_has_every_outcome():
    case = JudgedQuery("q1", "printer", {"kb-2": 1.0})
    hits = found("kb-1", "kb-2")
    report = evaluate([case], lambda query: hits, ["kb-9"])
    assert report == EvaluationReport(1, 1 / log2(3), 0.5, 0.0, 1.0, 0, ("kb-9",), (Outcome(case, hits, 2, 1 / log2(3)),))


def test_queries_without_hits_are_counted():
    cases = [JudgedQuery("q1", "a", {"kb-1": 1.0}), JudgedQuery("q2", "b", {"kb-1": 1.0})]
    report = evaluate(cases, {"a": (), "b": found("kb-1")}.__getitem__, ())
    assert (report.without_hits, report.hit_1) == (1, 0.5)


def test_an_article_below_the_tenth_rank_is_not_found():
    report = evaluate([JudgedQuery("q1", "a", {"kb-10": 1.0})], lambda query: found(*IDS[:11]), ())
    assert (measures(report), report.outcomes[0].rank) == ((0, 0, 0, 0), None)


def test_no_queries_have_no_measures():
    assert measures(evaluate([], lambda query: (), ())) == (0, 0, 0, 0)


def test_the_tables_show_the_measures_and_the_queries_that_fail():
    cases = [
        JudgedQuery("q1", "a", {"kb-1": 1.0}),
        JudgedQuery("q2", "b", {"kb-2": 1.0}),
        JudgedQuery("q3", "c", {"kb-3": 1.0}),
    ]
    report = evaluate(cases, {"a": found("kb-1"), "b": found("kb-1"), "c": ()}.__getitem__, ())
    shown, failed = make.tables(report)
    assert dict(shown.rows) == {
        "queries": 3, "nDCG@10": 1 / 3, "MRR@10": 1 / 3, "hit@1": 1 / 3, "hit@5": 1 / 3, "share without hits": 1 / 3
    }  # fmt: skip
    assert failed.rows == (("b", "kb-2", "kb-1"), ("c", "kb-3", None))


CASES = [
    JudgedQuery("q1", "printer broken", {"kb-1": 2.0, "kb-2": 1.0}),
    JudgedQuery("q2", "no mail", {"kb-3": 1.0}),
]


@pytest.mark.parametrize(
    "texts",
    [
        {"q": QUERIES, "r": QRELS},
        {"r": QRELS, "q": QUERIES},
        {"q": "\ufeff" + QUERIES.replace("\n", "\r\n"), "r": QRELS.replace("\n", "\r\n")},
        {"q": QUERIES, "r": "q1 0 kb-1 2\nq1 0 kb-2 1\nq2 0 kb-3 1\n".replace(" ", "\t")},
        {"q": QUERIES + "\n\n", "r": QRELS + "q1\tkb-9\t0\nq1\tkb-8\t-1\nq9\tkb-1\t1\n"},
    ],
)
def test_queries_are_joined_with_their_judgements(texts):
    assert read_cases(texts) == CASES


def test_a_query_without_an_expected_article_is_left_out():
    assert read_cases({"q": QUERIES, "r": "q1\tkb-1\t1\nq2\tkb-2\t0\n"}) == [
        JudgedQuery("q1", "printer broken", {"kb-1": 1.0})
    ]


def test_one_file_has_a_query_and_its_articles_on_a_line():
    assert read_cases({"cases.tsv": "printer broken\tkb-1\t kb-2 \t\n\nno mail\tkb-3\n"}) == [
        JudgedQuery("q1", "printer broken", {"kb-1": 1.0, "kb-2": 1.0}),
        JudgedQuery("q2", "no mail", {"kb-3": 1.0}),
    ]


def test_several_files_of_that_kind_are_one():
    found_cases = read_cases({"a.tsv": "printer\tkb-1\n", "b.tsv": "mail\tkb-3\n"})
    assert found_cases == [JudgedQuery("q1", "printer", {"kb-1": 1.0}), JudgedQuery("q2", "mail", {"kb-3": 1.0})]


@pytest.mark.parametrize("odd", ["a\x0cb", "a\u2028b", "a\x85b", "a\x1cb"])
def test_a_query_may_have_any_character_that_ends_no_line(odd):
    assert read_cases({"cases.tsv": f"{odd}\tkb-1\n"}) == [JudgedQuery("q1", odd, {"kb-1": 1.0})]


def test_a_line_without_a_tab_is_named():
    with pytest.raises(KcsError, match=r"cases\.tsv, line 3 has no tab"):
        read_cases({"cases.tsv": "printer\tkb-1\n\nno mail kb-3\n"})


@pytest.mark.parametrize("grade", ["high", "--1", "1e", ""])
def test_a_grade_that_is_no_number_is_named(grade):
    with pytest.raises(KcsError, match=r"qrels\.tsv, line 2"):
        read_cases({"queries.tsv": QUERIES, "qrels.tsv": f"q1\tkb-1\t1\nq2\tkb-3\t{grade}\n"})


def test_a_bad_grade_on_the_first_line_is_named_too():
    with pytest.raises(KcsError, match=r"qrels\.tsv, line 1"):
        read_cases({"queries.tsv": QUERIES, "qrels.tsv": "q1\tkb-1\thigh\nq2\tkb-3\t1\n"})


def test_empty_lines_are_counted_where_a_line_is_named():
    with pytest.raises(KcsError, match=r"qrels\.tsv, line 4"):
        read_cases({"queries.tsv": QUERIES, "qrels.tsv": "q1\tkb-1\t1\n\n\nq2\tkb-3\thigh\n"})


def test_judgements_of_other_queries_are_an_error():
    with pytest.raises(KcsError, match="r judges none of the queries"):
        read_cases({"q": QUERIES, "r": "q7\tkb-1\t1\n"})


@pytest.mark.parametrize("texts", [{"q": "", "r": QRELS}, {"q": QUERIES, "r": ""}])
def test_an_empty_file_of_two_is_an_error(texts):
    with pytest.raises(KcsError, match="judges none of the queries"):
        read_cases(texts)


def test_expected_articles_are_named_as_people_name_them():
    names = {"printer.md": ["kb-1"], "kb-3": ["kb-3"], "print": ["kb-1", "kb-7"]}
    cases = [JudgedQuery("q1", "a", {"printer.md": 2.0, "kb-9": 1.0}), JudgedQuery("q2", "b", {"kb-3": 1.0, "print": 1.0})]
    resolved, ids, unknown = resolve(cases, lambda name: names.get(name, []))
    assert resolved == [
        JudgedQuery("q1", "a", {"kb-1": 2.0, "kb-9": 1.0}),
        JudgedQuery("q2", "b", {"kb-3": 1.0, "print": 1.0}),
    ]
    assert (ids, unknown) == ({"kb-3": "kb-3", "printer.md": "kb-1"}, ["kb-9", "print"])


def test_two_names_of_one_article_keep_its_better_grade():
    resolved, *_ = resolve([JudgedQuery("q1", "a", {"kb-1": 2.0, "old-1": 1.0})], lambda name: ["kb-1"])
    assert resolved[0].expected == {"kb-1": 2.0}
