"""Tests of what links teach the search."""

import json
from datetime import UTC, datetime

import pytest

from kcs_cli.article.reader import parse
from kcs_cli.knowledge_base.config import Config
from kcs_cli.search.phrase import CustomerPhrase, bare, phrases_of
from kcs_cli.search.stranger import sixths_of
from kcs_cli.text.identifier import event_id
from tests import make

AT = [datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 9)]


def row(day: int, words: str, who: str = "ana\0001", use: str = "resolution") -> tuple[str, str, str, str]:
    return event_id(AT[day], bytes(10)), words, who, use


def test_a_phrase_counts_once_for_each_person_and_case():
    rows = [
        row(0, "fax dead"),
        row(1, "Fax  dead."),
        row(2, "fax dead", "ben\0001"),
        row(3, "fax dead", "ana\0002", "reference"),
    ]
    assert phrases_of(rows) == [CustomerPhrase("fax dead", 3, 0, AT[0], AT[3], is_alone=False)]


def test_the_phrases_of_most_cases_come_first_and_of_those_the_newest():
    rows = [row(0, "old"), row(1, "new"), row(2, "twice"), row(3, "twice", "ben\0002")]
    assert [one.words for one in phrases_of(rows)] == ["twice", "new", "old"]


def test_cases_in_which_it_did_not_help_and_open_flags_count_against_it():
    rows = [row(0, "fax dead"), row(1, "fax dead", "ben\0002", "tried")]
    assert [(one.cases, one.tried, one.weight) for one in phrases_of(rows, doubts=1)] == [(1, 1, -1)]


def test_what_is_forgotten_is_learned_again_from_later_cases():
    rows = [row(0, "fax dead"), row(1, "FAX dead", use="forget")]
    assert phrases_of(rows) == []
    assert phrases_of([*rows, row(2, "fax dead", "ben\0003")]) == [CustomerPhrase("fax dead", 1, 0, AT[2], AT[2])]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ('tag:fax "paper jam" -wifi again', "paper jam again"),
        ("tag:fax", ""),
        ("line one\nline two", "line one line two"),
        ("x" * 500, "x" * 300),
    ],
)
def test_filters_and_signs_are_no_words_of_a_customer(typed, words):
    assert bare(typed) == words


def search(kb, *words: str) -> list[str]:
    return [hit["id"] for hit in json.loads(make.run(kb, "search", *words, "--format", "json").out)["hits"]]


@pytest.fixture
def taught(kb):
    """A base in which somebody searched in words that no article has but for one, and linked the article."""
    assert search(kb, "wedged", "thingamajig", "printer")[0] == "kb-print1"
    assert make.run(kb, "link", "1", "--case", "1").status == 0
    return kb


def known(kb, *more: str) -> list[tuple[str, str, int, bool]]:
    report = make.answer(kb, "vocabulary", "kb-print1", *more)
    return [
        (one["phrase"], one["source"], one["cases"], one["is_counted"])
        for one in report["known_by"]
        if one["source"] == "asked"
    ]


def test_the_words_of_a_search_that_ended_in_a_link_find_the_article(taught):
    assert search(taught, "wedged", "thingamajig") == ["kb-print1"]
    assert known(taught) == [("wedged thingamajig printer", "asked", 1, True)]
    assert make.git(taught, "status", "--porcelain") == ""


@pytest.fixture
def chained(kb):
    """A base in which somebody asked the same in three ways, the last of which led to the article."""
    for words in (("flibber", "wedged"), ("thingamajig", "wedged"), ("wedged", "printer")):
        found = search(kb, *words)
    assert found[0] == "kb-print1"
    assert make.run(kb, "link", "1", "--case", "1").status == 0
    return kb


def weights(kb) -> dict[str, float]:
    report = make.answer(kb, "vocabulary", "kb-print1")
    return {one["phrase"]: round(one["weight"], 2) for one in report["known_by"] if one["source"] == "asked"}


def test_what_was_asked_before_in_other_words_teaches_a_third_and_a_strangers_half_of_it(chained):
    assert weights(chained) == {"wedged printer": 1.0, "thingamajig wedged": 0.17, "flibber wedged": 0.17}
    assert search(chained, "thingamajig") == search(chained, "flibber") == ["kb-print1"]


def test_a_second_case_confirms_what_one_person_taught(chained):
    search(chained, "flibber", "wedged")
    make.run(chained, "link", "1", "--case", "2")
    assert weights(chained)["flibber wedged"] == 1.0


def test_a_link_that_is_taken_back_takes_what_was_asked_before_with_it(chained):
    make.run(chained, "unlink", "kb-print1", "--case", "1")
    assert (search(chained, "thingamajig"), weights(chained)) == ([], {})


def test_an_article_tried_in_vain_is_not_taught_what_was_asked_before(kb):
    search(kb, "thingamajig", "wedged"), search(kb, "wedged", "printer")
    make.run(kb, "link", "1", "--case", "1", "--as", "tried")
    assert weights(kb) == {"wedged printer": 0.0}


def test_an_article_that_was_only_opened_learns_nothing(kb):
    search(kb, "thingamajig", "printer")
    make.run(kb, "show", "1")
    assert weights(kb) == {}


def test_a_phrase_that_shares_nothing_with_the_article_counts_half_until_a_second_case_confirms_it():
    strange = phrases_of([row(0, "quarterly bonus forecast")])[0]
    again = phrases_of([row(0, "quarterly bonus forecast"), row(1, "quarterly bonus forecast", "ana\0002")])[0]
    printer = parse("printer.md", make.article(body="The printer prints nothing at all.").encode(), Config())
    assert [sixths_of(one, printer) for one in (strange, again)] == [3, 6]


@pytest.mark.parametrize("words", ["printer bonus forecast", "my automobile needs fixing"])
def test_words_or_meaning_in_common_make_a_phrase_count_fully(words):
    printer = parse("car.md", make.article("Car repair at the printer's", "Who mends vehicles.\n").encode(), Config())
    assert sixths_of(phrases_of([row(0, words)])[0], printer) == 6


def test_what_a_link_taught_goes_with_the_link(taught):
    make.run(taught, "unlink", "kb-print1", "--case", "1")
    assert (search(taught, "wedged", "thingamajig"), known(taught)) == ([], [])


def test_what_is_forgotten_is_not_found_by_any_more(taught):
    done = make.run(taught, "vocabulary", "kb-print1", "--forget", "Wedged thingamajig printer")
    assert "Forgotten: wedged thingamajig printer" in done.out
    assert (search(taught, "wedged", "thingamajig"), known(taught)) == ([], [])


def test_a_flag_takes_one_case_off_until_it_is_closed(taught):
    flag = make.answer(taught, "flag", "kb-print1", "-m", "wrong cable")["event"]
    assert (search(taught, "wedged", "thingamajig"), known(taught)[0][3]) == ([], False)
    make.run(taught, "unflag", flag, "-m", "mended")
    assert search(taught, "wedged", "thingamajig") == ["kb-print1"]


def test_a_new_index_knows_it_too(taught):
    make.run(taught, "index", "--rebuild")
    assert search(taught, "wedged", "thingamajig") == ["kb-print1"]


def test_a_ledger_that_is_made_anew_teaches_the_same(taught):
    (taught / ".git/kcs/ledger.sqlite").unlink()
    assert search(taught, "wedged", "thingamajig") == ["kb-print1"]


def test_only_the_article_that_was_taught_is_read_again(taught):
    make.run(taught, "link", "kb-vpn001", "--case", "9")
    report = make.answer(taught, "index")
    assert report["read"] <= 1


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("never said", "No search taught that kb-print1 is “never said”"),
        ("Printer does not print", "“Printer does not print” stands in the article itself, not in the journal"),
    ],
)
def test_what_no_search_taught_cannot_be_forgotten(phrase, message, taught):
    done = make.run(taught, "vocabulary", "kb-print1", "--forget", phrase)
    assert (done.status, done.err.split("\n")[0]) == (2, f"Error: {message}")


def test_what_a_link_taught_is_pending_until_the_next_search(taught):
    assert make.run(taught, "index", "--check").status == 1
    search(taught, "wedged")
    assert make.run(taught, "index", "--check").status == 0
    (taught / "knowledge/printer.md").touch()
    assert make.run(taught, "index", "--check").status == 0
