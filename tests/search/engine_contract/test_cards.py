"""What an engine knows of its articles beside their ranks."""

import pytest

from tests.search.engine_contract.world import ASKING, DESK, articles_of

SOUND = [one for one in articles_of("asking") if one.path != "torn.md"]


def test_all_articles_are_listed_by_path_without_their_texts(desk):
    assert [(card.path, card.id, card.body) for card in desk.all_cards()] == [
        (one.path, one.id, "") for one in articles_of("desk")
    ]


def test_texts_are_what_the_files_say(desk):
    assert dict(desk.bodies()) == {one.path: one.body for one in articles_of("desk")}


@pytest.mark.parametrize(
    ("field", "value", "paths"),
    [
        ("id", "vpn", ["net/vpn.md"]), ("id", "VPN", []), ("name", "kb-4711", ["mail.md"]), ("id", "gone", []),
        ("name", "old-mail", ["mail.md"]), ("name", "mail", ["mail.md"]), ("path", "net/vpn.md", ["net/vpn.md"]),
        ("folder", "net", ["net/vpn.md", "net/wifi.md"]), ("folder", "ne", []),
    ],
)  # fmt: skip
def test_articles_are_had_by_name_id_path_and_folder(desk, field, value, paths):
    assert [card.path for card in desk.cards(field, value)] == paths


def test_a_card_says_all_that_the_article_does(desk):
    (card,) = desk.cards("id", "KB-4711")
    (article,) = (one for one in articles_of("desk") if one.path == "mail.md")
    assert {name: getattr(card, name) for name in ("title", "tags", "said", "aliases", "body", "body_line")} == {
        name: getattr(article, name) for name in ("title", "tags", "said", "aliases", "body", "body_line")
    }
    assert (card.language, card.headings) == ("en", ())


def test_names_are_listed_or_those_that_begin_so(desk):
    assert {"vpn", "kb-4711", "old-mail", "net/vpn.md"} <= set(desk.names())
    assert (desk.names("old"), desk.names("nothing")) == (["old-mail"], [])
    assert list(desk.names("net/")) == sorted(desk.names("net/"))


def test_an_article_is_found_by_its_title_whatever_its_capitals(desk):
    assert [card.id for card in desk.titled("vpn DOES not connect")] == ["vpn"]
    assert desk.titled("vpn does not") == []


def test_languages_are_counted_the_commonest_first(desk):
    assert list(desk.languages().items()) == [("en", 4), ("de", 1), ("ja", 1), ("ko", 1), ("lt", 1), ("zh", 1)]
    assert desk.count() == len(DESK)


def test_what_most_articles_have_is_usual(desk):
    assert desk.usual() == {"state": "validated", "audience": "public", "kind": "problem"}


def test_files_that_cannot_be_read_are_set_aside_and_told(engine_of):
    engine = engine_of("asking")
    assert [(one.path, one.line) for one in engine.unread()] == [("broken.md", 2), ("torn.md", 1)]
    assert (engine.count(), engine.count_broken()) == (len(ASKING), 1)
    assert [card.path for card in engine.all_cards()] == [one.path for one in SOUND]


def test_versions_of_an_article_are_found_in_either_direction(told):
    for id_ in ("start-en", "start-de"):
        assert {card.id for card in told.versions(told.cards("id", id_))} == {"start-en", "start-de"}
    assert [card.id for card in told.versions(told.cards("id", "lamp"))] == ["lamp"]


@pytest.mark.parametrize(
    ("question", "language"),
    [("the certificate has expired", "en"), ("der Netzwerkdrucker druckt nicht", "de"), ("打印机", "zh"), ("xyzzy", "")],
)
def test_the_language_of_a_question_is_told(desk, question, language):
    assert desk.language_of(question) == language


def test_known_words_are_those_that_an_article_has(desk):
    asked = ["certificate", "Certificates", "telegraph", "München", "打印机", "xyzzy", ""]
    assert desk.known_words(asked) == {"certificate", "Certificates", "telegraph", "München", "打印机"}
