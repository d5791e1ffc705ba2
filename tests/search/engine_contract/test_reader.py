"""What a reader says of an index: counts, terms, ranks and their parts, as a slow reading has them."""

from collections import Counter

import pytest

from kcs_cli.search.engine import analysis, schema
from kcs_cli.search.engine.asked import (
    All,
    AllOf,
    AnyOf,
    AnyTerm,
    Constant,
    Counts,
    Fuzzy,
    Nothing,
    Phrase,
    Prefix,
    Term,
    Weighted,
    among,
    any_of,
)
from tests.search.engine_contract.world import articles_of

CERTIFICATE, ERROR, VERSION = (Term(schema.TEXT, stem) for stem in ("certif", "error", "version"))
PATHS = [article.path for article in articles_of("desk")]


@pytest.fixture
def reader(desk):
    return desk.reader


def found(reader, asked):
    """Return the paths of what is found."""
    return sorted(hit.path for hit in reader.rank(asked, 100))


def test_articles_languages_and_titles_are_counted(reader):
    counts = reader.counts()
    assert counts == Counts(9, {"en": 4, "de": 1, "ja": 1, "ko": 1, "lt": 1, "zh": 1}, questions=0, others=9, faint=())


def test_the_sixths_that_articles_are_known_by_are_counted(told):
    assert told.reader.counts().faint == ("1", "4", "5")


@pytest.mark.parametrize("field", [schema.TEXT, schema.TITLE, schema.WORDS, schema.FILE])
def test_terms_are_counted_as_a_slow_reading_does(reader, field):
    texts = [schema.article_values(article, article.language)[field] for article in articles_of("desk")]
    cut = analysis.analyzer("", True).analyze if field == schema.WORDS else str.split
    slow = Counter(term for text in texts for term in set(cut(text)))
    asked = [*slow, "xyzzy"]
    assert {term: n for term, n in reader.frequencies(field, asked).items() if n} == dict(slow)
    assert reader.frequencies(field, ["xyzzy"]) == {"xyzzy": 0}


def test_no_term_is_no_question(reader):
    assert (dict(reader.frequencies(schema.TEXT, ())), list(reader.matching(()))) == ({}, [])


@pytest.mark.parametrize(
    ("asked", "paths"),
    [
        (CERTIFICATE, ["net/vpn.md"]), (ERROR, ["mail.md", "net/vpn.md"]), (All(), PATHS), (Nothing(), []),
        (AnyTerm("folder", ("net", "de")), ["de/drucker.md", "net/vpn.md", "net/wifi.md"]), (AnyTerm("folder", ()), []),
        (Phrase(("client", "show")), ["mail.md", "net/vpn.md"]), (Phrase(("show", "client")), []),
        (Phrase(("client", "error"), 2), ["mail.md", "net/vpn.md"]), (Phrase(("error", "client"), 1), []),
        (Fuzzy(schema.WORDS, "certifcate", 1), ["net/vpn.md"]), (Fuzzy(schema.WORDS, "crtifcate", 1), []),
        (Fuzzy(schema.WORDS, "crtifcate", 2), ["net/vpn.md"]), (Fuzzy(schema.WORDS, "certiifcate", 1), ["net/vpn.md"]),
        (Prefix(schema.WORDS, "certif"), ["net/vpn.md"]), (Prefix(schema.WORDS, "certificates"), []),
        (AnyOf((CERTIFICATE, VERSION)), ["net/vpn.md", "net/wifi.md"]), (AnyOf((CERTIFICATE, VERSION), 2), ["net/vpn.md"]),
        (AnyOf((CERTIFICATE, VERSION, ERROR), 3), ["net/vpn.md"]), (any_of(()), []), (any_of((Nothing(),)), []),
        (AllOf((VERSION, ERROR)), ["net/vpn.md"]), (AllOf((VERSION, Nothing())), []),
        (AllOf((VERSION,), without=(CERTIFICATE,)), ["net/wifi.md"]),
        (AllOf((ERROR,), optional=(VERSION,)), ["mail.md", "net/vpn.md"]),
        (AllOf((ERROR,), without=(AnyTerm("folder", ("de", "net")), Term("state", "archived"))), ["mail.md"]),
        (among(["mail.md", "gone.md"]), ["mail.md"]), (among([]), []), (Constant(CERTIFICATE, 0.0), ["net/vpn.md"]),
        (AllOf((All(), Constant(ERROR, 0.0))), ["mail.md", "net/vpn.md"]),
    ],
)  # fmt: skip
def test_what_is_found_is_what_is_asked(reader, asked, paths):
    assert found(reader, asked) == paths
    assert list(reader.matching((asked, All(), asked))) == [len(paths), len(PATHS), len(paths)]


@pytest.mark.parametrize(
    ("asked", "score"),
    [
        (All(), 1.0), (Constant(ERROR, 2.5), 2.5), (Weighted(Constant(ERROR, 2.0), 3.0), 6.0), (Weighted(All(), 0.5), 0.5),
        (Fuzzy(schema.WORDS, "certifcate", 1), 1.0), (Prefix(schema.WORDS, "err"), 1.0),
        (AnyOf((Constant(ERROR, 1.0), Constant(ERROR, 0.25))), 1.25),
        (AllOf((Constant(ERROR, 1.0),), optional=(Constant(All(), 0.5), Constant(Nothing(), 8.0))), 1.5),
        (AllOf((Constant(ERROR, 0.0),)), 0.0), (Constant(Weighted(Phrase(("client", "show")), 9.0), 1.5), 1.5),
    ],
)  # fmt: skip
def test_a_score_is_what_the_question_says(reader, asked, score):
    hits = reader.rank(asked, 100)
    assert [hit.score for hit in hits] == pytest.approx([score] * len(hits))
    assert hits


def test_a_weight_multiplies_what_a_term_counts(reader):
    plain, doubled = ({hit.path: hit.score for hit in reader.rank(one, 9)} for one in (ERROR, Weighted(ERROR, 2.0)))
    assert doubled == pytest.approx({path: 2 * score for path, score in plain.items()})


def test_the_best_come_first_and_no_more_than_asked_for(reader):
    hits = reader.rank(AnyOf((ERROR, Weighted(VERSION, 3.0))), 2)
    assert len(hits) == 2
    assert hits[0].score > hits[1].score
    assert (hits[0].card.path, hits[0].card.body != "") == (hits[0].path, True)


def test_the_newest_come_first_where_that_is_asked(engine_of):
    reader = engine_of("asking").reader
    hits = reader.rank(AllOf((All(),), without=(Term("state", schema.BROKEN),)), 2, newest=True)
    assert [(hit.path, hit.score) for hit in hits] == [("where.md", 0.0), ("when.md", 0.0)]


def test_parts_are_told_by_path_and_place_and_add_up(reader):
    questions = [ERROR, Weighted(VERSION, 2.0), Nothing(), Constant(CERTIFICATE, 0.5), Phrase(("client", "show"))]
    scores = {hit.path: hit.score for hit in reader.rank(any_of(questions), 9)}
    parts = reader.parts([*scores, "gone.md"], questions)
    assert {path: sum(score for _, score in given) for path, given in parts.items()} == pytest.approx(scores)
    assert {path: sorted(place for place, _ in given) for path, given in parts.items()} == {
        "net/vpn.md": [0, 1, 3, 4], "mail.md": [0, 4], "net/wifi.md": [1],
    }  # fmt: skip
    assert dict(reader.parts([], questions)) == {}
    assert dict(reader.parts(list(scores), [])) == {}


def test_facets_count_the_values_of_what_is_found(reader):
    facets = reader.facets(AnyOf((ERROR, VERSION)), {"tag": "tag", "lang": "lang", "path": "directory"}, 1)
    assert facets == {"tag": (("network", 2),), "lang": (("en", 3),), "path": (("net", 2),)}
    assert reader.facets(Nothing(), {"tag": "tag"}, 5) == {"tag": ()}


def test_words_that_begin_so_come_in_their_order(reader):
    assert list(reader.beginning(schema.WORDS, "cert", 5)) == ["certificate"]
    assert list(reader.beginning("name", "", 100)) == sorted(reader.beginning("name", "", 100))
    assert list(reader.beginning(schema.WORDS, "zzz", 5)) == []
