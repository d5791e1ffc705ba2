"""Tests of the searches that ended in links as regression cases."""

import json

import pytest

from kcs_cli.search.evaluation.link import (
    GoneQuery,
    LinkQuery,
    LiveArticles,
    LostQuery,
    RegressionReport,
    as_cases,
    check,
    linked_queries,
)
from tests import make

IDS = {"kb-1": "kb-1", "kb-old": "kb-1", "kb-2": "kb-2"}
LIVE = LiveArticles(IDS, {"kb-1": "a.md", "kb-2": "b.md", "kb-past": "c.md"}, frozenset({"kb-past"}))


def link(number: int, words: str, article: str = "kb-1", use: str = "resolution", rank: int = 1, **fields):
    return make.event(number, "link", words=words, article=article, use=use, rank=rank, case=str(number), **fields)


def test_queries_are_those_of_links_that_hold_and_helped():
    events = [link(1, "fax dead"), link(2, "Fax dead!", rank=3), link(3, "wedged", use="tried"), link(4, "")]
    events.append(link(5, "gone"))
    events.append(make.event(6, "unlink", article="kb-1", ends=[events[4].id]))
    assert linked_queries(events) == [LinkQuery("Fax dead!", "kb-1", 1)]


def test_forgotten_words_are_asked_no_more_until_they_are_taught_again():
    forget = make.event(2, "forget", words="fax dead", article="kb-1")
    assert linked_queries([link(1, "fax dead"), forget]) == []
    assert linked_queries([link(1, "fax dead", rank=2), forget, link(3, "Fax dead")]) == [LinkQuery("Fax dead", "kb-1", 1)]


def test_the_rank_then_is_that_of_the_first_link_which_nothing_had_taught_yet():
    assert linked_queries([link(1, "fax", rank=7), link(2, "fax", rank=1)]) == [LinkQuery("fax", "kb-1", 7)]


def asked(linked, untaught, taught=None):
    return check(linked, untaught.__getitem__, (taught or untaught).__getitem__, LIVE)


def ranked(*ids: str) -> list[tuple[str, float]]:
    return [(id_, 9.0 - n) for n, id_ in enumerate(ids)]


def test_an_article_stays_among_the_first_three():
    linked = [LinkQuery("a", "kb-old", 1), LinkQuery("b", "kb-2", 2), LinkQuery("c", "kb-gone", 1)]
    found = {"a": ranked("x", "y", "kb-1"), "b": ranked("x", "y", "z", "kb-2")}
    assert asked(linked, found) == RegressionReport(
        3, 2, 1, (LostQuery("b", "kb-2", 4, 2, "x", "b.md"),), (GoneQuery("c", "kb-gone"),)
    )


def test_an_article_that_only_the_words_of_its_link_find_is_lost():
    report = asked([LinkQuery("a", "kb-1", 1)], {"a": []}, {"a": ranked("kb-1")})
    assert report.lost == (LostQuery("a", "kb-1", None, 1, "", "a.md", is_taught=True),)
    assert report.losses[0].message == (
        "“a” found this article at rank 1, and now not among the first ten but for the words that its links taught"
    )


@pytest.mark.parametrize(("now", "kept"), [(2, 1), (7, 1), (10, 1), (11, 0), (None, 0)])
def test_what_stood_farther_down_when_it_was_linked_must_stay_about_there(now, kept):
    found = ranked(*(f"x{n}" for n in range((now or 9) - 1)), *(["kb-1"] if now else []))
    assert asked([LinkQuery("a", "kb-1", 7)], {"a": found}, {"a": ranked("kb-1")}).kept == kept


def test_what_stood_farther_down_must_be_among_the_first_three_with_what_was_taught():
    found = ranked(*(f"x{n}" for n in range(6)), "kb-1")
    assert asked([LinkQuery("a", "kb-1", 7)], {"a": found}).kept == 0


def test_an_archived_answer_fails_unless_another_article_of_the_query_answers():
    linked = [LinkQuery("a", "kb-past", 1), LinkQuery("b", "kb-past", 1), LinkQuery("b", "kb-1", 2)]
    report = asked(linked, {"b": ranked("kb-1")})
    assert report == RegressionReport(2, 1, 1, (), (GoneQuery("a", "kb-past", "c.md"),))
    assert [one.message for one in report.losses] == ["“a” led to kb-past, which is archived and has no heir"]


def test_of_several_articles_of_a_query_one_is_enough():
    linked = [LinkQuery("a", "kb-1", 1), LinkQuery("a", "kb-2", 1)]
    assert asked(linked, {"a": ranked("kb-2")}).lost == ()


def test_they_are_written_as_files_are_read():
    linked = [LinkQuery("a", "kb-old", 1), LinkQuery("a", "kb-2", 1), LinkQuery("b", "kb-gone", 1)]
    assert [(case.query, dict(case.expected)) for case in as_cases(linked, IDS)] == [("a", {"kb-1": 1.0, "kb-2": 1.0})]


@pytest.fixture
def used(kb):
    (kb / "knowledge/printer.md").rename(kb / "knowledge/office.md")  # a file's name is searched: it says nothing here
    make.run(kb, "search", "printer", "jam")
    make.run(kb, "link", "kb-print1", "--case", "1")
    return kb


ONE = "1 of 1 query that ended in a link find it among the first 3; 1 asked without what that link taught.\n"


def test_without_files_the_links_are_asked_again(used):
    done = make.run(used, "test")
    assert (done.status, done.out) == (0, ONE)


@pytest.mark.parametrize("cases", [1, 3])
def test_an_article_that_was_emptied_fails_however_many_cases_taught_its_words(used, cases):
    for case in range(1, cases):
        make.run(used, "search", "printer", "jam")
        make.run(used, "link", "kb-print1", "--case", f"more {case}")
    make.files(used, {"knowledge/office.md": make.article("Foo", "Nothing.", id="kb-print1")})
    done = make.run(used, "test", "--format", "json")
    report = json.loads(done.out)
    assert (done.status, report["asked"], report["kept"]) == (1, 1, 0)
    assert report["lost"][0] == {
        "query": "printer jam", "id": "kb-print1", "rank": None, "rank_then": 1, "first_id": None,
        "path": "knowledge/office.md", "is_taught": True,
    }  # fmt: skip


def test_an_article_that_was_emptied_is_not_kept_by_other_words_of_its_links(used):
    for case, words in enumerate(("jam in the printer", "printer paper jam", "printer jam again")):
        make.run(used, "search", words)
        make.run(used, "link", "kb-print1", "--case", f"more {case}")
    assert make.run(used, "test").status == 0
    make.files(used, {"knowledge/office.md": make.article("Foo", "Nothing.", id="kb-print1")})
    assert make.run(used, "test").status == 1


def test_what_another_case_taught_before_counts(used):
    make.run(used, "search", "printer", "wedged")
    make.run(used, "link", "kb-print1", "--case", "2")
    make.run(used, "search", "wedged", "printer", "thing")
    make.run(used, "link", "kb-print1", "--case", "3")
    make.files(used, {"knowledge/office.md": make.article("Device", "Nothing.", id="kb-print1")})
    lost = json.loads(make.run(used, "test", "--format", "json").out)["lost"]
    assert {one["query"] for one in lost} == {"printer jam"}


def test_words_that_were_forgotten_are_not_asked(used):
    make.run(used, "vocabulary", "kb-print1", "--forget", "printer jam")
    assert make.answer(used, "test")["linked_queries"] == 0


@pytest.mark.parametrize(("state", "text"), [("deleted", None), ("archived", "archived")])
def test_an_answer_that_is_gone_without_an_heir_fails(used, state, text):
    printer = used / "knowledge/office.md"
    printer.unlink() if text is None else printer.write_text(
        make.article("Printer does not print", id="kb-print1", confidence=text)
    )
    done = make.run(used, "test")
    assert (done.status, done.out) == (1, (
        "0 of 1 query that ended in a link find it among the first 3; 0 asked without what that link taught.\n"
        "\n"
        "Gone without an heir; kcs merge, or aliases of the article that answers now, give one:\n"
        f"query        article    state\nprinter jam  kb-print1  {state}\n"
    ))  # fmt: skip


@pytest.mark.parametrize("is_deleted", [True, False])
def test_an_heir_answers_for_one_that_is_gone(used, is_deleted):
    old = None if is_deleted else make.article("Printer does not print", id="kb-print1", confidence="archived")
    make.commit(used, {
        "knowledge/office.md": old,
        "knowledge/heir.md": make.article("Printer jam", id="kb-heir01", aliases="[kb-print1]"),
    })  # fmt: skip
    assert make.run(used, "test") == (0, ONE, "")


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
    assert (done.status, report["kept"], report["lost"][0]["id"]) == (1, 0, "kb-print1")


def test_the_queries_can_be_saved_and_tested(used, tmp_path):
    make.run(used, "test", "--save", str(tmp_path / "cases.tsv"))
    assert (tmp_path / "cases.tsv").read_text() == "printer jam\tkb-print1\n"
    assert make.answer(used, "test", str(tmp_path / "cases.tsv"))["hit_1"] == 1.0


def test_links_from_a_day_on_can_be_chosen(used):
    assert make.answer(used, "test", "--since", "2100-01-01")["linked_queries"] == 0
    assert make.run(used, "test", "--since", "soon").status == 2
