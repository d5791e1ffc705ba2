"""Tests of synonyms: read, written, asked, and proposed by searches that were asked again."""

import json
from datetime import UTC, date, datetime

import pytest

from kcs_cli.errors import ConfigError, KcsError
from kcs_cli.search.engine.synonym import Synonym
from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.search.synonym_file import add_synonym, read_synonyms
from kcs_cli.search.word_pair import WordPair, propose, replaced_words
from tests import make

PAIR = '[[synonym]]\nsaid = ["clicker", "zapper"]\nmeans = "printer"\n'


def search(kb, *words: str) -> list[str]:
    return [hit["id"] for hit in json.loads(make.run(kb, "search", *words, "--format", "json").out)["hits"]]


def test_a_customers_word_finds_what_articles_call_otherwise(kb):
    assert search(kb, "zapper") == []
    make.files(kb, {"synonyms.toml": PAIR})
    assert search(kb, "zapper") == ["kb-print1"]
    assert search(kb, "my", "clicker")[0] == "kb-print1"


def test_one_way_is_not_the_other(kb):
    make.files(kb, {"synonyms.toml": '[[synonym]]\nsaid = "printer"\nmeans = "outbox"\n'})
    assert set(search(kb, "printer")) == {"kb-print1", "kb-mail01"}
    assert search(kb, "outbox") == ["kb-mail01"]
    make.files(kb, {"synonyms.toml": '[[synonym]]\nsaid = "printer"\nmeans = "outbox"\nboth = true\n'})
    assert set(search(kb, "outbox")) == {"kb-print1", "kb-mail01"}


def test_several_words_stand_one_after_another(kb):
    make.files(kb, {"synonyms.toml": '[[synonym]]\nsaid = "paper spitter"\nmeans = "printer"\n'})
    assert (search(kb, "paper", "spitter"), search(kb, "spitter", "paper")) == (["kb-print1"], [])


def test_a_language_is_that_of_the_articles(kb):
    make.files(kb, {"synonyms.toml": PAIR + 'language = "de"\n'})
    assert search(kb, "zapper") == []


def test_the_explanation_names_the_pair(kb):
    make.files(kb, {"synonyms.toml": PAIR})
    assert "its text has what the word means: zapper → printer" in make.run(kb, "search", "zapper", "--explain").out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[synonym]]\nsaid = 1\nmeans = 'x'\n", "pair 1: said must be a text or a list of texts, not 1"),
        ("[[synonym]]\nsaid = ['a', ' ']\nmeans = 'x'\n", "pair 1: said must be a text or a list of texts, not ['a', ' ']"),
        ("[[synonym]]\nsaid = 'a'\n", "pair 1: means must be a text, not None"),
        ("[[synonym]]\nsaid = 'a'\nmeans = 'b'\nboth = 1\n", "pair 1: both must be true or false, not 1"),
        ("synonym = ['a']\n", "has something else than [[synonym]]"),
        ("[[synonym]]\nsays = 'a'\n", "pair 1: kcs knows no `says`"),
        ("[pairs]\na = 'b'\n", "has something else than [[synonym]]"),
        ("[[synonym]\n", "cannot be read"),
    ],
)
def test_what_is_no_pair_is_refused_with_its_place(text, message, tmp_path):
    make.files(tmp_path, {"synonyms.toml": text})
    with pytest.raises(ConfigError) as raised:
        read_synonyms(tmp_path)
    assert message in raised.value.message


def test_a_pair_is_added_and_what_is_there_stays(tmp_path):
    make.files(tmp_path, {"synonyms.toml": f"# ours\n{PAIR}"})
    add_synonym(tmp_path, ' the "box" ', "router", both=True, language="EN")
    text = (tmp_path / "synonyms.toml").read_text()
    assert text == f'# ours\n{PAIR}\n[[synonym]]\nsaid = "the \\"box\\""\nmeans = "router"\nboth = true\nlanguage = "en"\n'
    assert read_synonyms(tmp_path)[-2:] == (Synonym('the "box"', "router", "en"), Synonym("router", 'the "box"', "en"))


@pytest.mark.parametrize(("said", "means"), [("", "x"), ("x", ""), ("Fax", "fax"), ("zapper", "printer"), ("x" * 101, "y")])
def test_a_pair_that_is_there_or_is_none_is_refused(said, means, tmp_path):
    make.files(tmp_path, {"synonyms.toml": PAIR})
    with pytest.raises(KcsError):
        add_synonym(tmp_path, said, means, both=False, language="")


@pytest.mark.parametrize(
    ("before", "after", "pair"),
    [
        ("wifi is down", "wlan is down", ("wifi", "wlan")),
        ("tag:net wifi is down", "WLAN is down!", ("wifi", "wlan")),
        ("my clicker is dead", "my remote control is dead", ("clicker", "remote control")),
        ("wifi", "wifi down", ("", "")),
        ("a b c d x", "e f g h x", ("", "")),
    ],
)
def test_a_pair_is_what_one_question_has_in_place_of_the_other(before, after, pair):
    assert replaced_words(before, after) == pair


def logged(minute: int, words: str, *shown: str, terminal: str = "t") -> LoggedSearch:
    at = datetime(2026, 3, 1, 12, minute, tzinfo=UTC).isoformat()
    return LoggedSearch(str(minute), words, dict.fromkeys(shown, 1), at, shown, terminal)


def test_a_search_that_was_asked_again_until_it_hit_proposes_a_pair():
    searches = [logged(0, "printer wedged"), logged(1, "printer jammed", "kb-1"), logged(20, "printer wedged"),
                logged(21, "printer jammed", "kb-2")]  # fmt: skip
    assert propose(searches, ()) == (WordPair("wedged", "jammed", 2, date(2026, 3, 1), ("kb-1", "kb-2")),)
    assert propose(searches, (Synonym("Wedged", "jammed"),)) == ()


def test_a_search_asked_again_in_words_that_mean_the_same_proposes_a_pair_and_says_how_alike_it_is():
    searches = [logged(0, "automobile fixing"), logged(1, "car repair", "kb-1"), logged(20, "fee wedged"),
                logged(21, "fee jammed", "kb-2")]  # fmt: skip
    pairs = [(one.customers_say, one.articles_say, one.likeness > 0.8) for one in propose(searches, ())]
    assert pairs == [("automobile fixing", "car repair", True), ("wedged", "jammed", False)]


@pytest.mark.parametrize(
    "searches",
    [
        [logged(0, "printer wedged", "kb-1"), logged(1, "printer jammed", "kb-1")],
        [logged(0, "printer wedged"), logged(1, "printer jammed")],
        [logged(0, "printer wedged"), logged(11, "printer jammed", "kb-1")],
        [logged(0, "printer wedged"), logged(1, "vpn slow", "kb-1")],
        [logged(0, "printer wedged"), logged(1, "printer jammed", "kb-1", terminal="other")],
    ],
)
def test_what_hit_at_once_never_or_later_or_is_another_matter_proposes_nothing(searches):
    assert propose(searches, ()) == ()


def test_an_accepted_pair_is_asked_and_proposed_no_more(kb):
    search(kb, "zapper", "does", "not", "print")
    search(kb, "printer", "does", "not", "print")
    make.run(kb, "show", "1")
    assert [(one["customers_say"], one["articles_say"]) for one in make.answer(kb, "vocabulary", "--mine")["pairs"]] == [
        ("zapper", "printer")
    ]
    assert make.answer(kb, "vocabulary", "--accept", "zapper=printer")["accepted"] == "zapper → printer"
    assert (search(kb, "zapper"), make.answer(kb, "vocabulary", "--mine")["pairs"]) == (["kb-print1"], [])


@pytest.mark.parametrize("words", [(), ("vpn", "--mine"), ("--mine", "--accept", "a=b"), ("--accept", "a")])
def test_one_thing_at_a_time(words, kb):
    assert make.run(kb, "vocabulary", *words).status == 2
