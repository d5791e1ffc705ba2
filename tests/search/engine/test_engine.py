import unicodedata
from base64 import b64encode
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.query import parse
from kcs_cli.search.engine.questioner import Questioner
from kcs_cli.text.gram import grams
from tests import make
from tests.search.engine_contract.world import DESK, VERSIONS, article, ids

VOCABULARY = ("kiwi", "plum", "fern", "dusk", "onyx", "zebra")
WORDS = st.sampled_from(VOCABULARY)


@pytest.fixture(scope="module")
def base():
    return make.engine(DESK)


def test_the_index_says_what_it_holds(base):
    assert sorted(base.state()) == sorted(DESK)
    assert base.count() == len(DESK)
    assert base.languages() == {"en": 4, "de": 1, "ja": 1, "ko": 1, "lt": 1, "zh": 1}


def test_the_state_of_some_paths_is_told(base):
    assert base.state(["fax.md", "gone.md"]) == {"fax.md": base.state()["fax.md"]}


def test_a_code_matches_whole_before_its_parts():
    engine = make.engine({
        "whole.md": article("Update", "Since version 2.3.1 it fails.", id="whole"),
        "parts.md": article("Update", "Since version 1.3.2 and 3 of 2 it fails. 1 2 3 1 3 2", id="parts"),
    })  # fmt: skip
    assert ids(engine, "2.3.1")[0] == "whole"


def test_a_phrase_for_a_field_has_its_words_there_and_stands_together_in_the_text():
    engine = make.engine({
        "a.md": article("Kiwi plum", "plum kiwi", id="a"),
        "b.md": article("Plum kiwi", "nothing", id="b"),
        "c.md": article("Nothing", "plum kiwi", id="c"),
        "d.md": article("Kiwi plum", "nothing", id="d"),
    })  # fmt: skip
    assert sorted(ids(engine, 'title:"plum kiwi"')) == ["a", "b"]


def test_newest_articles_are_listed_first():
    days = {"old": "2020-01-01", "none": None, "new": "2026-01-01"}
    engine = make.engine({f"{n}.md": article("Kiwi", "plum", id=n, updated=day) for n, day in days.items()})
    assert ids(engine, "tag:x") == []
    assert ids(engine, "", state="validated") == ["new", "old", "none"]


@pytest.mark.parametrize("typed", ["kiwi of the plum", "the is not of a in to", "fern kiwi", "plumm onix"])
def test_fewer_hits_are_the_first_of_more(typed):
    stops = "the is not of a in to " * 3
    engine = make.engine({
        **{f"a{n}.md": article(f"What {stops}?", stops, id=f"a{n}") for n in range(15)},
        "b.md": article("Long", "kiwi " + "filler words around and about here " * 60, id="b"),
        "c.md": article("Fern", "plum onyx", id="c"),
    })  # fmt: skip
    most = ids(engine, typed, limit=100)
    assert [ids(engine, typed, limit=n) for n in (1, 2)] == [most[:1], most[:2]]


def test_all_or_nothing_is_taken_in(base):
    engine = make.engine({"a.md": article("Kiwi", "plum", id="a")})

    def breaks():
        raise RuntimeError
        yield

    with pytest.raises(RuntimeError):
        engine.apply(breaks(), ["a.md"])
    assert ids(engine, "kiwi") == ["a"]


def test_an_edited_article_replaces_itself_and_a_removed_one_is_gone():
    engine = make.engine({"a.md": article("Kiwi", "x", id="a"), "b.md": article("Kiwi", "x", id="b")})
    edited = make.engine({"a.md": article("Plum", "x", id="a")})
    engine.apply([make.parse("a.md", article("Plum", "x", id="a").encode(), make.Config())], ["b.md"])
    assert (engine.state(), ids(engine, "kiwi"), ids(engine, "plum")) == (edited.state(), [], ["a"])


def test_what_is_gone_is_no_word_language_or_name_of_the_base():
    engine = make.engine({
        "a.md": article("Kiwi", "x", id="a"),
        "gone.md": article("Certificate", "der die das", id="gone", language="de"),
    })  # fmt: skip
    engine.apply((), ["gone.md"])
    fresh = make.engine({"a.md": article("Kiwi", "x", id="a")})
    assert (engine.languages(), engine.names()) == (fresh.languages(), fresh.names())


def test_a_corrected_typo_is_found_by_the_typo():
    engine = make.engine({"a.md": article("Certifcate", "x", id="a"), "b.md": article("Kiwi", "x", id="b")})
    engine.apply([make.parse("a.md", article("Certificate", "x", id="a").encode(), make.Config())], ())
    kinds = {p.kind for p in engine.search(parse("certifcate"), Where(), 1, SearchOptions(explain=True)).matches[0].parts}
    assert "typo" in kinds


def test_the_index_cuts_grams_as_the_analysis_does():
    engine = make.engine({"a.md": article("Größe, 2.3.1", "can't 打印机 ok", id="a")})
    found = dict(engine.searcher.terms_with_prefix("title_grams", ""))
    assert found == dict.fromkeys(grams("Größe, 2.3.1"), 1)


def test_an_empty_index_answers_nothing():
    answer = TantivyEngine.create(None).search(
        parse('kiwi "a b" -c tag:d e*'), Where(), 10, SearchOptions(explain=True, facets=True)
    )
    assert (answer.matches, answer.found) == ((), 0)


ARTICLES = st.lists(
    st.fixed_dictionaries({
        "title": st.lists(WORDS, min_size=1, max_size=2),
        "body": st.lists(WORDS, max_size=4),
        "tags": st.sets(st.sampled_from(["red", "blue"])),
        "confidence": st.sampled_from(["wip", "validated", "archived"]),
    }),
    min_size=1,
    max_size=5,
)  # fmt: skip
QUESTIONS = st.fixed_dictionaries({
    "words": st.lists(WORDS, max_size=2),
    "phrase": st.one_of(st.just([]), st.lists(WORDS, min_size=2, max_size=2)),
    "without": st.lists(WORDS, max_size=1),
    "tags": st.sets(st.sampled_from(["red", "blue"]), max_size=1),
    "archived": st.booleans(),
})  # fmt: skip


def naive(articles, question):
    """Return the numbers of the matching articles as the issue describes them, the slow way."""

    def matches(one, state, phrase):
        text = [*one["title"], *one["body"]]
        asked = {*question["words"], *question["phrase"]}
        followed = [[a, b] for a, b in pairwise(text)]
        return (
            (question["archived"] or (one["confidence"] == "archived") == (state == "archived"))
            and (not question["tags"] or bool(question["tags"] & one["tags"]))
            and not set(question["without"]) & set(text)
            and (not asked or bool(asked & set(text)))
            and (not phrase or phrase in followed)
        )

    tries = [(state, phrase) for state in ("", "archived") for phrase in (question["phrase"], [])]
    found = ([n for n, one in enumerate(articles) if matches(one, *one_try)] for one_try in tries)
    return next((numbers for numbers in found if numbers), [])


@settings(max_examples=80, deadline=None)
@given(ARTICLES, QUESTIONS)
def test_what_matches_is_what_a_slow_reading_says(articles, question):
    engine = make.engine({
        f"{n}.md": article(" ".join(a["title"]), " ".join(a["body"]), id=f"n{n}", tags=f"[{', '.join(a['tags'])}]",
                           confidence=a["confidence"])
        for n, a in enumerate(articles)
    })  # fmt: skip
    phrase = f'"{" ".join(question["phrase"])}"' if question["phrase"] else ""
    operators = [*(f"-{word}" for word in question["without"]), *(f"tag:{tag}" for tag in question["tags"])]
    query = parse(" ".join([*question["words"], phrase, *operators]), filtered=True)
    found = engine.search(query, Where(archived=question["archived"]), 10).matches
    assert sorted(match.card.id for match in found) == [f"n{n}" for n in naive(articles, question)]


@settings(max_examples=40, deadline=None)
@given(ARTICLES, st.lists(WORDS, min_size=1, max_size=3))
def test_hits_come_best_first_and_once(articles, words):
    engine = make.engine({f"{n}.md": article(" ".join(a["title"]), " ".join(a["body"])) for n, a in enumerate(articles)})
    matches = engine.search(parse(" ".join(words)), Where(), 10).matches
    scores = [m.score for m in matches]
    assert scores == sorted(scores, reverse=True)
    assert len({m.card.path for m in matches}) == len(matches)


def test_an_article_is_not_ranked_lower_for_its_marks():
    engine = make.engine({
        "a.md": article("סיסמה", "", id="plain", language="he"), "b.md": article("סִיסְמָה", "", id="marked", language="he"),
    })  # fmt: skip
    assert len({match.score for match in engine.search(parse("סיסמה"), Where(), 10).matches}) == 1


@pytest.mark.parametrize(
    ("typed", "title", "other"),
    [
        ("tax", "Taxfile does not open", "Syntax of a filter, and a syntax for the Syntax"),
        ("port", "Portal: portals and portfolios", "Support and report: transport"),
        ("print", "Printserver", "Fingerprint, blueprint"), ("drucker", "Druckertreiber", "Netzwerkdrucker Laserdrucker"),
    ],
)  # fmt: skip
def test_a_word_that_begins_so_comes_before_one_that_contains_it(typed, title, other):
    engine = make.engine(
        {"a.md": article(f"'{other}'", "", id="contains"), "b.md": article(f"'{title}'", "Much. " * 30, id="begins")}
    )
    assert ids(engine, typed)[0] == "begins"


@pytest.mark.parametrize("word", ["x" * 9000, "ab" * 4500, "Ab" * 4500, "ж" * 9000, "ab-" * 3000, "é" * 300 + "*"])
def test_a_word_of_thousands_of_letters_asks_little(base, word):
    questioner = Questioner(base.reader)
    query = parse(word)
    clauses = list(questioner.clauses(query, questioner.words(query.text)[:5]))
    assert len(clauses) < 500
    assert [clause for clause in clauses if clause.kind == "typo"] == []
    assert base.search(query, Where(), 10).nearest.get(word, ()) == ()


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("80070005", []),
        ("0X80070005 80070006", ["80070006"]),
        ("[2026-11-01T10:22:33.123456+00:00] CRITICAL printer 1205", ["CRITICAL", "1205"]),
        ("[03/Nov/2026:10:22:33 +0000] printer", []),
        ("Nov  3 10:22:33 host1 printer", ["host1"]),
        ("printer Nov 123456", ["Nov", "123456"]),
    ],
)
def test_a_code_without_0x_is_known_and_nobody_looks_for_when_a_line_was_logged(question, unknown):
    text = "The printer stops with error 0x80070005, at +0000 of 2026.\n"
    base = make.engine({"a.md": make.article("The printer stops", text, id="kb-1", language="en")})
    assert list(base.search(parse(question), Where(), 10).nearest) == unknown


def test_one_word_is_found_as_two_where_other_articles_have_it():
    engine = make.engine({**VERSIONS, "f.md": article("Login page", "A login.", id="login")})
    assert ids(engine, "login")[-1:] == ["log in"]
    assert ids(engine, "log in") == ["log in", "login"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_ids_and_folders_are_found_composed_or_not(form):
    engine = make.engine({unicodedata.normalize("NFD", "über/é.md"): article("Title", "", id="café")})
    asked = unicodedata.normalize(form, "café über/é.md über").split()
    assert [len(engine.cards(field, asked[n])) for n, field in enumerate(("id", "name", "folder"))] == [1, 1, 1]
    assert len(ids(engine, f"path:{asked[2]}")) == 1
    assert engine.paths_with_ids([asked[0]]) == [unicodedata.normalize("NFD", "über/é.md")]


def test_an_answer_keeps_the_articles_that_share_only_a_few_letters():
    contents = {"a.md": article("Start the engine", "Turn it on.", id="a"), "b.md": article("Restarting", "Wait.", id="b")}
    assert ids(make.engine(contents), "how did it start") == ["a", "b"]


def test_two_words_are_one_only_where_articles_write_them_so():
    one = article("Whatis", "It looks words up.", id="one")
    contents = {f"{n}.md": article(f"What is thing {n}?", "It is a thing.", id=f"n{n}") for n in range(6)}
    engine = make.engine({**contents, "one.md": one})
    parts = engine.search(parse("what is thing 3"), Where(), 10, SearchOptions(explain=True)).matches
    assert [part for match in parts for part in match.parts if part.kind == "joined"] == []


SILENT = {f"{n}.md": make.article(f"Printer {n} is silent", "Switch the printer on and wait.") for n in range(60)}


def test_one_article_in_a_language_nobody_else_writes_is_taken_for_the_others():
    contents = dict(SILENT)
    contents["x.md"] = make.article("Configuration administration", "Configuration de administration.")
    assert make.engine(contents).languages() == {"en": 61}


def test_a_text_that_is_surely_in_another_language_is_told():
    french = "Le serveur ne répond plus depuis ce matin, et les clients ne peuvent pas se connecter à leur compte."
    contents = dict(SILENT)
    contents["x.md"] = make.article("Le serveur ne répond plus", french)
    assert make.engine(contents).languages() == {"en": 60, "fr": 1}


def test_a_rare_stem_of_a_common_word_is_worth_no_rare_word():
    english = {f"{n}.md": article(f"Questions {n}", "Ask the questions here.", language="en") for n in range(20)}
    engine = make.engine({**english, "x.md": article("Autre chose", "Les questions du client.", language="fr", id="fr")})
    assert ids(engine, "questions")[0] != "fr"


PASTED = {
    "one word": "ab" * 4_500,
    "base64": b64encode(bytes(n * n % 251 for n in range(6_750))).decode(),
    "Chinese": "".join(chr(0x4E00 + n * 37 % 20_000) for n in range(9_000)),
    "digits": "".join(str(n * n % 7) for n in range(9_000)),
    "address": "https://files.example.com/" + "/".join(f"part-{n}_{n * n}" for n in range(700)),
    "trace": "\n".join(f"    at com.example.Service{n % 7}.call{n}(Main.java:{n})" for n in range(300)),
    "one sign": "\U0001f600" * 9_000,
    "one word again": "onyx " * 1_800,
}


@pytest.mark.parametrize("noise", PASTED)
def test_what_was_pasted_is_found_by_its_words_whatever_stands_before_them(noise):
    engine = make.engine({
        "kiwi.md": article("Kiwi breaks", "The zebra reader stops at dusk.", id="kiwi"),
        "plum.md": article("Plum is slow", "The fern waits for something.", id="plum"),
    })  # fmt: skip
    assert ids(engine, PASTED[noise]) == []
    assert ids(engine, f"{PASTED[noise]}\nthe zebra reader breaks")[0] == "kiwi"
    assert ids(engine, f"zebra reader {PASTED[noise]}")[0] == "kiwi"
