"""Tests of the searches that ended in links as regression cases."""

import json

import pytest

from kcs_cli.search.evaluation.link import (
    LinkQuery,
    LostQuery,
    RegressionReport,
    as_cases,
    check,
    linked_queries,
)
from tests import make

IDS = {"kb-1": "kb-1", "kb-old": "kb-1", "kb-2": "kb-2"}


def link(number: int, words: str, article: str = "kb-1", use: str = "resolution", rank: int = 1, **fields):
    return make.event(number, "link", words=words, article=article, use=use, rank=rank, case=str(number), **fields)


def test_queries_are_those_of_links_that_hold_and_helped():
    events = [link(1, "fax dead"), link(2, "Fax dead!", rank=3), link(3, "wedged", use="tried"), link(4, "")]
    events.append(link(5, "gone"))
    events.append(make.event(6, "unlink", article="kb-1", ends=[events[4].id]))
    assert linked_queries(events) == [LinkQuery("Fax dead!", "kb-1", 1)]


def test_an_article_stays_among_the_first_three():
    linked = [LinkQuery("a", "kb-old", 1), LinkQuery("b", "kb-2", 2), LinkQuery("c", "kb-gone", 1)]
    found = {"a": [("x", 4.0), ("y", 3.0), ("kb-1", 2.0)], "b": [("x", 4.0), ("y", 3.0), ("z", 2.0), ("kb-2", 1.0)]}
    assert check(linked, found.__getitem__, IDS) == RegressionReport(
        2, 1, (LostQuery("b", "kb-2", 4, 2, "x"),), ("kb-gone",)
    )


def test_of_several_articles_of_a_query_one_is_enough():
    linked = [LinkQuery("a", "kb-1", 1), LinkQuery("a", "kb-2", 1)]
    assert check(linked, lambda _: [("kb-2", 1.0)], IDS).lost == ()


def test_they_are_written_as_files_are_read():
    linked = [LinkQuery("a", "kb-old", 1), LinkQuery("a", "kb-2", 1), LinkQuery("b", "kb-gone", 1)]
    assert [(case.query, dict(case.expected)) for case in as_cases(linked, IDS)] == [("a", {"kb-1": 1.0, "kb-2": 1.0})]


@pytest.fixture
def used(kb):
    make.run(kb, "search", "printer", "jam")
    make.run(kb, "link", "kb-print1", "--case", "1")
    return kb


def test_without_files_the_links_are_asked_again(used):
    done = make.run(used, "test")
    assert (done.status, done.out) == (0, "1 of 1 query that ended in a link find it among the first 3\n")


def test_a_lost_article_is_told_and_fails(used):
    others = {
        f"knowledge/{n}.md": make.article(
            "Printer jam and printer jam", id=f"kb-jam00{n}", said="[printer jam, printer jam]"
        )
        for n in range(4)
    }
    make.files(used, others)
    done = make.run(used, "test", "--format", "json")
    report = json.loads(done.out)
    assert (done.status, report["kept"], report["lost"][0]["article"]) == (1, 0, "kb-print1")


def test_the_queries_can_be_saved_and_tested(used, tmp_path):
    make.run(used, "test", "--save", str(tmp_path / "cases.tsv"))
    assert (tmp_path / "cases.tsv").read_text() == "printer jam\tkb-print1\n"
    assert make.answer(used, "test", str(tmp_path / "cases.tsv"))["hit_1"] == 1.0


def test_links_from_a_day_on_can_be_chosen(used):
    assert make.answer(used, "test", "--since", "2100-01-01")["queries"] == 0
    assert make.run(used, "test", "--since", "soon").status == 2
