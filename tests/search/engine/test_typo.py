"""Tests of words that no article has: which are another word mistyped, and which only look like it."""

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import ask
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.evidence import SOME
from kcs_cli.search.engine.query import parse
from kcs_cli.search.engine.variant import one_letter_off, other_beginnings
from tests import make

ARTICLES = {
    "loss.md": make.article("Data loss after an update", "The loss is of a day.\n"),
    "open.md": make.article("The shop does not open", "The seal is broken.\n"),
    "cart.md": make.article("Items vanish from the cart", "Fill the cart again.\n"),
    "break.md": make.article("No break is noted", "Note each break, with the house and the class.\n"),
    "read.md": make.article("Nobody can read the list", "Readers like it.\n"),
    "jam.md": make.article("Printer jam", "Paper is stuck in the printer.\n"),
    "password.md": make.article("Reset a password", "Use the link to reset it.\n"),
    "color.md": make.article("Change the color of a button", "Choose a color.\n"),
}


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return make.base(tmp_path_factory.mktemp("typo") / "kb", {"kcs.toml": "", **ARTICLES})


def first(base, question):
    """Return the file of the first article for a question, and whether it seems to answer."""
    answer = ask(KnowledgeBase.open(base, lambda _: None), parse(question), Where(), 3, judge=True)
    match = next(iter(answer.matches), None)
    return (match.card.path, (match.evidence or 0.0) >= SOME) if match else ("", False)


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("pasword reset", "password.md"),
        ("printr jam", "jam.md"),
        ("prnter jam", "jam.md"),
        ("orinter jam", "jam.md"),  # the key beside
        ("change colour", "color.md"),
        ("data losss", "loss.md"),
        ("restting a passwrod", "password.md"),
    ],
)
def test_a_word_mistyped_or_spelled_otherwise_is_answered(base, question, article):
    assert first(base, question) == (article, True)


@pytest.mark.parametrize(
    "question",
    [
        "dental floss",
        "floss",
        "broken oven",
        "cat food",
        "bread recipe",
        "bread",
        "horse saddle",
        "glass shelf",
        "hiking boots",
    ],
)
def test_another_word_that_looks_like_it_is_no_answer(base, question):
    assert not first(base, question)[1]


def test_a_question_that_only_looks_like_an_article_is_a_gap(base, tmp_path):
    rows = [f"{words},2026-11-2{n}T10:00:00" for words in ("dental floss", "pasword reset") for n in range(2)]
    file = make.files(tmp_path, {"site.csv": "\n".join(("query,at", *rows, ""))}) / "site.csv"
    assert make.run(base, "gaps", "--import", str(file)).status == 0
    found = make.answer(base, "gaps", "--since", "2026-11-01")
    assert [(one["query"], one["times"]) for one in found["content"]] == [("dental floss", 2)]


def test_words_one_letter_off():
    near = set(one_letter_off("cat"))
    assert {"at", "ct", "act", "cta", "bat", "cut", "cats", "chat"} <= near
    assert "dog" not in near


def test_a_key_beside_the_first_one_begins_no_other_word():
    others = other_beginnings("floss")
    assert {"loss", "bloss", "afloss"} <= set(others)
    assert not {"floss", "dloss", "ffloss", "gfloss"} & set(others)
