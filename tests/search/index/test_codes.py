"""Tests of articles that are found by what they mean: their codes beside the index, and hits without any of the words."""

import os
import time

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.index.codes import article_codes
from kcs_cli.search.index.opener import index_folder, open_index
from kcs_cli.search.meaning import upkeep
from kcs_cli.search.meaning.code_file import NAME, fresh_codes
from tests import make

GARAGE = make.article(
    "Car repair", "## Issue\n\nThe car is broken.\n\n## Resolution\n\nBring it to a garage.\n", id="kb-car"
)
ARTICLES = {
    "knowledge/car.md": GARAGE,
    "knowledge/head.md": make.article(
        "Medicine for a headache",
        "## Issue\n\nYour head hurts.\n\n## Resolution\n\nTake a pill, and see a doctor.\n",
        id="kb-head", audience="internal",
    ),
    "knowledge/refund.md": make.article(
        "Money back after a purchase",
        "## Issue\n\nThe buyer returns goods.\n\n## Resolution\n\nPay the price back to the card.\n",
        id="kb-refund",
    ),
    "knowledge/dog.md": make.article(
        "Feeding a dog", "## Issue\n\nThe dog does not eat.\n\n## Resolution\n\nGive it meat.\n",
        id="kb-dog", confidence="archived",
    ),
    "knowledge/wifi.md": make.article(
        "Wireless network is slow",
        "## Issue\n\nThe internet is slow at home.\n\n## Resolution\n\nMove the router.\n",
        id="kb-wifi",
    ),
}  # fmt: skip
FIXING = "my automobile needs fixing"


@pytest.fixture
def base(tmp_path):
    """A knowledge base of five articles that have no words in common."""
    return make.base(tmp_path / "kb", ARTICLES)


def ids(base, *words: str) -> list[str]:
    """Return the ids that a search finds."""
    return [hit["id"] for hit in make.answer(base, "search", *words)["hits"]]


def codes_file(base):
    """Return the file of codes."""
    return index_folder(KnowledgeBase.open(str(base))).generation() / NAME


def opened(base) -> KnowledgeBase:
    """Return the knowledge base, its index up to date."""
    kb = KnowledgeBase.open(str(base))
    open_index(kb)
    return kb


@pytest.mark.parametrize(
    ("asked", "article"),
    [
        (FIXING, "kb-car"),
        ("vehicle mechanic", "kb-car"),
        ("physician and drugs", "kb-head"),
        ("reimbursement", "kb-refund"),
    ],
)
def test_an_article_without_any_of_the_words_is_found_by_what_it_means(base, asked, article):
    assert ids(base, asked) == [article]


@pytest.mark.parametrize("asked", ["zebra crossing law", "the gutschein", "автомобиль сломался", "車を修理する"])
def test_what_no_article_means_finds_nothing(base, asked):
    assert ids(base, asked) == []


def test_one_that_has_a_word_and_means_it_comes_before_one_that_has_the_word(base):
    make.files(base, {"knowledge/a.md": make.article("Needs of a buyer", "## Issue\n\nFixing of needs.\n", id="kb-needs")})
    assert ids(base, "automobile needs fixing")[0] == "kb-needs"
    assert ids(base, "vehicle needs a mechanic")[0] == "kb-car"


def test_meaning_can_be_switched_off(base):
    make.files(base, {"kcs.toml": "[search]\nmeaning = 0\n"})
    assert ids(base, FIXING) == []
    assert not codes_file(base).exists()


def test_meaning_that_is_switched_on_again_is_there_at_once(base, monkeypatch):
    monkeypatch.setenv("KCS_SEARCH_MEANING", "0")
    assert ids(base, FIXING) == []
    monkeypatch.delenv("KCS_SEARCH_MEANING")
    assert ids(base, FIXING) == ["kb-car"]


def test_a_hit_by_meaning_passes_the_filters(base):
    assert ids(base, "physician and drugs", "--audience", "internal") == ["kb-head"]
    assert ids(base, "physician and drugs", "--audience", "public") == []
    assert ids(base, f"{FIXING} -garage") == ["kb-car"]  # without the exclusion there is nothing else
    assert ids(base, f'{FIXING} "see a doctor"') == ["kb-head"]


def test_an_archived_article_is_found_by_meaning_only_where_the_archive_is_asked(base):
    assert ids(base, "puppy nutrition") == []
    assert ids(base, "puppy nutrition", "--archived") == ["kb-dog"]


def test_meaning_alone_is_no_answer_unless_it_is_just_that(base):
    found = make.answer(base, "search", "vehicle mechanic")
    assert (found["is_answered"], found["found"], len(found["hits"])) == (False, 0, 1)
    found = make.answer(base, "search", "repairing cars")
    assert (found["is_answered"], found["hits"][0]["id"]) == (True, "kb-car")


def test_a_search_that_only_meaning_answers_is_a_gap(base):
    make.run(base, "search", "vehicle mechanic")
    (gap,) = make.answer(base, "gaps", "--all")["content"]
    assert (gap["query"], gap["endings"]) == ("vehicle mechanic", {"found nothing": 1})


def test_the_explanation_says_what_means_the_same_and_adds_up(base):
    hit = make.answer(base, "search", "slow internet in my house", "--explain")["hits"][0]
    assert sum(part["score"] for part in hit["parts"]) == pytest.approx(hit["score"], rel=1e-4)
    shown = make.run(base, "search", FIXING, "--explain").out
    assert "it means nearly the same as the title\n" in shown
    assert " the passage at line 9\n" in make.run(base, "search", "a pill from the physician", "--explain").out


def test_the_passage_of_a_hit_without_words_is_the_one_that_means_it(base):
    blocks = "We are a company of some people. " * 30, "Feed your cat with fish and meat, so that the cat grows. " * 20
    make.files(base, {"knowledge/long.md": make.article("Our animals", "\n\n".join(blocks), id="kb-us")})
    hit = make.answer(base, "search", "kittens diet")["hits"][0]
    assert (hit["id"], hit["line"], hit["passage"][:13]) == ("kb-us", 11, "Feed your cat")


def test_the_same_search_finds_the_same_again(base):
    make.git(base, "commit", "-qam", "all", "--allow-empty")
    make.run(base, "index", "--rebuild")
    first = make.answer(base, "search", "money for the car", "--explain")
    assert make.answer(base, "search", "money for the car", "--explain") == first
    make.run(base, "index", "--rebuild")
    assert make.answer(base, "search", "money for the car", "--explain") == first


def test_codes_are_made_only_for_what_changed(tmp_path, monkeypatch):
    many = {f"knowledge/{n}.md": make.article(f"Topic {n}", f"Text of number {n}.\n", id=f"kb-{n}") for n in range(30)}
    base = make.base(tmp_path / "kb", many)
    opened(base)
    asked: list[str] = []
    pieces_of = upkeep.pieces_of
    monkeypatch.setattr(upkeep, "pieces_of", lambda card, table: (asked.append(card.path), pieces_of(card, table))[1])
    make.files(base, {"knowledge/car.md": GARAGE})
    (base / "knowledge/7.md").unlink()
    make.run(base, "index")
    assert asked == ["knowledge/car.md"]
    codes = article_codes(opened(base))
    assert list(codes.by_path()) == sorted({*many, "knowledge/car.md"} - {"knowledge/7.md"})
    assert (codes.counted, codes.changed) == (30, 1)
    assert ids(base, FIXING) == ["kb-car"]


def test_an_article_that_changes_means_something_else(base):
    assert ids(base, FIXING) == ["kb-car"]
    other = make.article("Feeding a cat", "## Issue\n\nThe cat does not eat.\n", id="kb-car")
    make.files(base, {"knowledge/car.md": other})
    assert ids(base, FIXING) == []
    assert ids(base, "kittens diet") == ["kb-car"]


def test_when_a_fifth_of_the_articles_changed_the_pieces_are_weighed_anew(base):
    opened(base)
    make.files(base, {f"knowledge/{n}.md": make.article(f"Topic {n}", id=f"kb-{n}") for n in range(2)})
    codes = article_codes(opened(base))
    assert (len(codes), codes.counted, codes.changed) == (7, 7, 0)


@pytest.mark.parametrize("content", [None, b"", b"damaged", bytes(100_000)])
def test_codes_that_are_lacking_or_damaged_are_made_again_in_silence(base, content):
    before = make.run(base, "search", FIXING)
    file = codes_file(base)
    file.unlink() if content is None else make.damage(file, content)
    assert make.run(base, "search", FIXING) == before
    assert fresh_codes(file.parent) is not None


def test_codes_of_another_state_of_the_index_are_made_again(base):
    opened(base)
    file = codes_file(base)
    old = file.read_bytes()
    make.files(base, {"knowledge/cat.md": make.article("Feeding a cat", "It does not eat.\n", id="kb-cat")})
    opened(base)
    make.damage(file, old)  # as if kcs had been killed before it wrote them
    assert ids(base, "kittens diet") == ["kb-cat"]


def test_codes_damaged_inside_leave_the_words(base):
    assert ids(base, "car")[0] == "kb-car"
    file = codes_file(base)
    content = bytearray(file.read_bytes())
    for place in range(40_000 % len(content), len(content) - 2_000, 7):
        content[place] ^= 0x5A
    make.damage(file, bytes(content))
    assert ids(base, "car")[0] == "kb-car"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_where_no_codes_can_be_written_words_are_searched(base):
    before = time.time() - 60
    for path in (base / "knowledge").iterdir():
        os.utime(path, (before, before))
    opened(base)
    file = codes_file(base)
    file.unlink()
    file.parent.chmod(0o500)
    try:
        assert ids(base, "car") == ["kb-car"]
        assert ids(base, FIXING) == []
    finally:
        file.parent.chmod(0o700)


def test_an_index_in_memory_finds_by_meaning_too(base, monkeypatch, tmp_path):
    occupied = tmp_path / "file"
    occupied.write_text("")
    monkeypatch.setenv("KCS_INDEX_DIR", str(occupied))
    assert ids(base, FIXING) == ["kb-car"]


def test_phrases_that_customers_say_are_words_that_an_article_has(tmp_path):
    base = make.base(tmp_path / "kb", {**ARTICLES, "knowledge/form.md": make.article(
        "Refund form stays closed", "Open it again.\n", id="kb-form", said="[das formular laesst sich nicht oeffnen]",
    )})  # fmt: skip
    assert ids(base, "formular laesst sich nicht oeffnen")[0] == "kb-form"


def test_a_german_question_is_compared_and_a_lithuanian_base_is_not(tmp_path):
    lithuanian = make.base(tmp_path / "lt", {
        "knowledge/a.md": make.article("Automobilio remontas", "Nuvežkite automobilį į dirbtuves.\n", id="a", language="lt"),
        "knowledge/b.md": make.article("Šuns maistas", "Duokite šuniui mėsos.\n", id="kb-b", language="lt"),
    })  # fmt: skip
    hit = make.answer(lithuanian, "search", "automobilio", "--explain")["hits"][0]
    assert "meaning" not in {part["kind"] for part in hit["parts"]}
    german = make.base(tmp_path / "de", {
        "knowledge/a.md": make.article("Passwort vergessen", "Setzen Sie das Passwort zurück.\n", id="kb-a", language="de"),
        "knowledge/b.md": make.article("Drucker druckt nicht", "Schalten Sie ihn ein.\n", id="kb-b", language="de"),
    })  # fmt: skip
    hit = make.answer(german, "search", "Passwort verloren", "--explain")["hits"][0]
    assert (hit["id"], "meaning" in {part["kind"] for part in hit["parts"]}) == ("kb-a", True)
