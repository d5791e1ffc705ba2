"""What a question lets in and leaves out, and how the articles are counted."""

import pytest

from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.query import parse
from tests.search.engine_contract.world import ids


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"renew the certificate"', ["vpn"]), ('"version 2.3.1"', ["vpn"]), ('"my letter"', ["KB-4711"]),
        ('"client shows" error', ["KB-4711", "vpn"]), ('"client shows" -0x80070005', ["KB-4711"]),
        ("version", ["vpn", "wifi"]), ("version -driver", ["vpn"]), ('version -"has expired"', ["wifi"]),
        ("version -VERSIONS", []),
        ("certif*", ["vpn"]),
        ("wire* outb*", ["KB-4711", "wifi"]), ("打印*", ["zh"]), ("title:vpn", ["vpn"]), ("cause:certificate", ["vpn"]),
        ("environment:windows", ["wifi"]), ('cause:"certificate has expired"', ["vpn"]), ("issue:error", ["vpn"]),
    ],
)  # fmt: skip
def test_the_grammar_is_obeyed(desk, typed, found):
    assert sorted(ids(desk, typed)) == found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"tag": "network"}, ["vpn", "wifi"]), ({"tag": "NETWORK"}, ["vpn", "wifi"]), ({"tag": "net"}, []),
        ({"tag": "network", "owner": "ben@example.org"}, ["wifi"]), ({"tag": ("remote", "nothing")}, ["vpn"]),
        ({"owner": "ana@example.org"}, ["vpn"]), ({"state": ("wip", "archived")}, ["fax", "wifi"]),
        ({"audience": "internal"}, ["wifi"]),
        ({"kind": "question"}, ["KB-4711"]), ({"lang": "lt"}, ["lt"]), ({"path": "net"}, ["vpn", "wifi"]),
        ({"path": "./net/"}, ["vpn", "wifi"]),
        ({"path": "net/vpn.md"}, ["vpn"]), ({"path": "ne"}, []), ({"id": "kb-4711"}, ["KB-4711"]),
        ({"id": "old-mail"}, ["KB-4711"]),
        ({"tag": '"] OR *'}, []),
    ],
)  # fmt: skip
def test_filters_without_words_list(desk, filters, found):
    assert sorted(ids(desk, "", **filters)) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("version tag:remote", ["vpn"]), ("version state:wip", ["wifi"]), ("id:kb-4711", ["KB-4711"]),
        ("path:net -driver", ["vpn"]),
        ("tag:remote tag:network version", ["vpn", "wifi"]), ("lang:zh", ["zh"]), ("kind:how-to", ["wifi"]),
        ("audience:customer", ["KB-4711"]), ("owner:ana@example.org", ["vpn"]),
    ],
)  # fmt: skip
def test_filters_can_be_typed(desk, typed, found):
    assert sorted(ids(desk, typed)) == found


def test_filters_of_options_and_of_the_words_are_joined(desk):
    assert sorted(ids(desk, "tag:remote version", tag="nothing", owner="ana@example.org")) == ["vpn"]


def test_a_filter_never_lets_another_article_in(desk):
    assert ids(desk, "certificate", tag="nothing") == []


@pytest.mark.parametrize("value", ["archived", "Archived"])
def test_archived_articles_can_be_asked_for(desk, value):
    assert ids(desk, "fax", state=value) == ["fax"]


def test_archived_articles_come_only_when_nothing_else_matches(desk):
    assert (ids(desk, "connect"), ids(desk, "telegraph"), ids(desk, "telegraph connect")) == (["vpn"], ["fax"], ["vpn"])


def test_archived_articles_are_let_in_when_asked(desk):
    assert sorted(ids(desk, "connect", archived=True)) == ["fax", "vpn"]


def test_an_excluded_archived_article_stays_out(desk):
    assert ids(desk, "telegraph -machine") == []


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("network", ["net", "vpn"]), ("network/vpn", ["vpn"]), ("Network/", ["net", "vpn"]), ("vpn", []),
        ("basic", ["basic"]), ("#basic", ["basic"]), ("straße", ["road"]), ("café", ["road"]), ("cafe\u0301", ["road"]),
    ],
)  # fmt: skip
def test_a_tag_covers_those_below_it(engine_of, tag, found):
    engine = engine_of("tagged")
    assert sorted(ids(engine, "", tag=tag)) == found
    assert sorted(ids(engine, f"tag:{tag}")) == found


def test_facets_count_the_articles_that_have_a_word(desk):
    answer = desk.search(parse("version"), Where(), 1, SearchOptions(facets=True))
    assert answer.found == 2
    assert {name: dict(values) for name, values in answer.facets.items()} == {
        "tag": {"network": 2, "remote": 1}, "owner": {"ana@example.org": 1, "ben@example.org": 1},
        "state": {"validated": 1, "wip": 1}, "audience": {"public": 1, "internal": 1},
        "kind": {"problem": 1, "how-to": 1}, "lang": {"en": 2}, "path": {"net": 2},
    }  # fmt: skip


def test_facets_of_everything_leave_the_archive_out(desk):
    assert dict(desk.search(parse(""), Where(), 1, SearchOptions(facets=True)).facets["state"]) == {"validated": 7, "wip": 1}


def test_facets_begin_with_the_commonest(desk):
    assert desk.search(parse("version"), Where(), 1, SearchOptions(facets=True)).facets["tag"][0] == ("network", 2)


def test_an_article_found_by_parts_of_its_words_is_counted(desk):
    answer = desk.search(parse("Netzwerkdruckerei"), Where(), 10, SearchOptions(facets=True))
    assert ([m.card.id for m in answer.matches], answer.found, dict(answer.facets["lang"])) == (["drucker"], 1, {"de": 1})


def test_facets_count_tags_as_they_are(engine_of):
    facets = engine_of("tagged").search(parse("tag:network"), Where(), 9, SearchOptions(facets=True)).facets
    assert dict(facets["tag"]) == {"network/vpn": 1, "network": 1}
