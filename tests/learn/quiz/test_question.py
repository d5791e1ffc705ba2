"""Tests of which questions are asked, and which of them in a round."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.learn.quiz.question import (
    ExportReport,
    FormQuestion,
    Question,
    as_choice,
    choose,
    count_cases,
    find_questions,
    is_long_enough,
)
from kcs_cli.render.format import render_csv
from kcs_cli.search.evaluation.link import LinkQuery
from tests import make

CASES = {"kb-much": {f"c{number}" for number in range(1000)}}
QUESTIONS = st.lists(st.builds(Question, st.text(max_size=6), st.tuples(st.sampled_from("abcdefgh"))), max_size=12)


def card(id_: str, title: str = "Printer does not print", said: str = "[]", **fields: object):
    (one,) = make.engine({f"{id_}.md": make.article(title, id=id_, said=said, **fields)}).all_cards()
    return one


def questions(cards, *linked: tuple[str, str], scrub=str) -> list[tuple[str, ...]]:
    found = find_questions(cards, [LinkQuery(words, article, 1) for words, article in linked], scrub)
    return [(one.words, *one.articles) for one in found]


# Which questions are asked


def test_questions_are_the_words_of_links_and_what_customers_said():
    cards = [card("kb-1", said="[just sits there]"), card("kb-2", "Fax is silent")]
    assert questions(cards, ("it is silent", "kb-2")) == [("it is silent", "kb-2"), ("just sits there", "kb-1")]


def test_a_question_that_several_articles_answer_is_one():
    cards = [card("kb-1", said="[Just sits there!]"), card("kb-2", "Fax", aliases="[kb-old]")]
    assert questions(cards, ("just sits there", "kb-old")) == [("just sits there", "kb-2", "kb-1")]


def test_a_title_an_id_and_an_archived_article_are_no_question():
    cards = [
        card("kb-1", said="[printer does not print, kb 2 is]"),
        card("kb-2", "B 2"),
        card("kb-3", confidence="archived"),
    ]
    linked = [("Printer does not print?", "kb-2"), ("kb-2", "kb-2"), ("gone for good", "kb-3"), ("not there", "kb-9")]
    assert questions(cards, *linked) == [("kb 2 is", "kb-1")]


def test_what_is_personal_is_replaced():
    assert questions(
        [card("kb-1")], ("mail to eva@example.org fails", "kb-1"), scrub=lambda _: "mail to <e-mail> fails"
    ) == [("mail to <e-mail> fails", "kb-1")]


@pytest.mark.parametrize(
    ("words", "is_so"),
    [
        ("fax dead", True), ("error 503", True), ("fax", False), ("<e-mail> fax", False), ("", False),
        ("无法打印", True), ("打印机", False), ("vpn 打印", True), ("vpn 打", False), ("프린터 안됨", True),
    ],
)  # fmt: skip
def test_a_question_has_two_words_or_four_characters(words, is_so):
    assert is_long_enough(words) is is_so


# Which of them in a round


def test_no_two_questions_are_about_one_article():
    asked = [Question("a a", ("x",)), Question("b b", ("x", "y")), Question("c c", ("y",)), Question("d d", ("z",))]
    for seed in "abcdefgh":
        articles = [id_ for one in choose(asked, {}, 10, seed) for id_ in one.articles]
        assert (len(articles), set(articles)) == (3, {"x", "y", "z"})


def test_a_seed_draws_the_same_in_any_order():
    asked = [Question(f"question {n}", (f"kb-{n}",)) for n in range(50)]
    assert choose(asked, {}, 10, "2026-11 ") == choose(asked[::-1], {}, 10, "2026-11 ") != choose(asked, {}, 10, "2026-12 ")


def test_a_new_question_takes_at_most_its_own_place():
    asked = [Question(f"question {n}", (f"kb-{n}",)) for n in range(50)]
    before, after = (set(choose(some, {}, 10, "x")) for some in (asked, [*asked, Question("a new one", ("kb-new",))]))
    assert len(before - after) <= 1


def test_what_is_reused_much_is_asked_more_often_and_not_always():
    asked = [Question(f"question {n}", (id_,)) for n, id_ in enumerate(("kb-much", "kb-1", "kb-2", "kb-3", "kb-4"))]
    first = Counter(choose(asked, CASES, 1, str(seed))[0].articles[0] for seed in range(200))
    assert first.most_common(1)[0][0] == "kb-much"
    assert len(first) == 5


def test_what_was_found_is_asked_again_last():
    asked = [Question(f"question {n}", (f"kb-{n}",)) for n in range(5)]
    found = frozenset({"question 1", "question 3"})
    assert {one.words for one in choose(asked, {}, 5, "x", found)[3:]} == found


@given(QUESTIONS, st.integers(1, 5), st.text(max_size=3))
@settings(deadline=None)
def test_a_round_has_so_many_different_questions_at_most(asked, number, seed):
    chosen = choose(asked, {}, number, seed)
    articles = {one.articles for one in asked}
    assert len({one.articles for one in chosen}) == len(chosen) == min(number, len(articles))


def test_cases_are_those_of_links_that_hold_and_helped():
    link = {"article": "kb-old", "case": "1", "use": "resolution"}
    events = [
        make.event(1, **link), make.event(2, **link | {"use": "reference"}), make.event(3, **link | {"case": "2"}),
        make.event(4, **link | {"case": "3", "use": "tried"}), make.event(5, **link | {"article": "kb-gone"}),
    ]  # fmt: skip
    events.append(make.event(6, "unlink", ends=(events[2].id,)))
    assert count_cases(events, {"kb-old": "kb-1"}) == {"kb-1": {"1"}}


# For a form


def test_wrong_answers_are_other_hits_in_the_same_language():
    right = card("kb-1", "VPN", language="en")
    hits = [
        right, card("kb-2", "vpn", language="en"), card("kb-3", "Mail", language="en"), card("kb-4", "Post", language="de"),
        card("kb-5", "Fax", language="en"), card("kb-6", "Fax", language="en"), card("kb-7", "Tea", language="en"),
        card("kb-8", "Six", language="en"), card("kb-9", "Also right", language="en"),
    ]  # fmt: skip
    question = Question("it is down", ("kb-1", "kb-9"))
    assert as_choice(question, right, hits) == FormQuestion("it is down", "VPN", ("Mail", "Fax", "Tea"), "kb-1")


def test_an_exported_question_is_no_formula():
    report = ExportReport((FormQuestion("=1+1", "@a", ("-b",), "kb-1"),))
    assert render_csv(report) == "question,answer,wrong_1,wrong_2,wrong_3,id\n'=1+1,'@a,'-b,,,kb-1"
