"""Tests of questions none of whose words is in an article: groups of letters alone are no answer."""

import pytest

from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.engine.word_part import shares_part
from kcs_cli.text.gram import gram_text
from tests import make

ENTITIES = {
    "cafe.md": make.article(
        "The caf&eacute; is closed", "Each execution creates a d&eacute;j&agrave; vu, on each request.\n"
    ),
    "munich.md": make.article("The office in M&uuml;nchen", "Luminous documents &ndash; hard days.\n"),
}


@pytest.mark.parametrize("question", ["eacute", "agrave", "uuml", "ndash", "eacute agrave"])
def test_the_name_of_an_entity_finds_nothing(question):
    assert make.engine(ENTITIES).search(parse(question), Where(), 9).matches == ()


@pytest.mark.parametrize(
    ("question", "title"), [("café", "The caf&eacute; is closed"), ("münchen", "The office in M&uuml;nchen")]
)
def test_the_word_that_it_stands_in_is_found(question, title):
    assert [match.card.title for match in make.engine(ENTITIES).search(parse(question), Where(), 1).matches] == [title]


@pytest.mark.parametrize(
    ("word", "text", "languages"),
    [
        ("Druckerproblem", "Der Drucker druckt nicht", ["de"]),
        ("Kontoauszugsdruck", "Auszug drucken", ["de"]),
        ("Auszug", "Kontoauszüge", ["de"]),
        ("Rechnungsdruck", "Alle Rechnungen", ["de"]),
        ("računu", "Novi računi", ["hr"]),
        ("sutarčių", "Sutarties pabaiga", ["bg"]),
        ("เครื่องพิมพ์ไม่ทำงาน", "เครื่องพิมพ์", ["th"]),
    ],
)
def test_a_compound_or_a_form_of_a_word_shares_a_part_of_it(word, text, languages):
    assert shares_part([word], gram_text(text), languages)


@pytest.mark.parametrize(
    ("word", "text"),
    [("eacute", "each execution creates"), ("station", "information"), ("panda", "a pandemic"), ("oven", "open even over")],
)
def test_other_words_share_letters_and_no_part(word, text):
    assert not shares_part([word], gram_text(text), ["en"])
