"""Tests of names that people write as one word, as two, or with a hyphen."""

import re

import pytest

from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.query import parse
from tests import make

NAMES = [
    ("ip v6", "ip-v6", "IPv6"),
    ("wi fi", "wifi", "Wi-Fi", "WiFi"),
    ("tcp ip", "tcpip", "TCP/IP"),
    ("e 102", "E-102", "e102"),
    ("w 2", "W-2", "w2"),
    ("office365", "office 365", "Office-365"),
    ("windows11", "Windows 11"),
    ("iphone15", "iPhone 15", "iphone-15"),
    ("usb c", "USB-C", "usbc"),
    ("e mail", "e-mail", "email"),
    ("h 264", "h264", "H.264"),
    ("s 3", "S3"),
]


@pytest.mark.parametrize("names", NAMES, ids=lambda names: names[0])
def test_a_name_is_found_however_it_is_written(names):
    parts = re.sub(r"(?<=[a-z])(?=\d\d)", " ", names[0].lower()).split()
    others = {
        f"{part}.md": make.article(f"The {part} page", f"All about {part}: {part} here and {part} there.\n", id=f"of-{part}")
        for part in parts
    }
    for written in names:
        engine = make.engine({**others, "name.md": make.article(f"Setup of {written}", f"Turn {written} on.\n", id="name")})
        found = {asked: engine.search(parse(asked), Where(), 3).matches[0].card.id for asked in names}
        assert found == dict.fromkeys(names, "name"), written


def test_two_words_that_one_article_writes_as_one_are_still_two():
    articles = {f"{n}.md": make.article(f"Error message {n}", "The error message is red.\n", id=f"n{n}") for n in range(9)}
    one = make.article("Errormessage", "It is an errormessage.\n", id="one")
    matches = make.engine({**articles, "one.md": one}).search(parse("error message 3"), Where(), 1).matches
    assert [match.card.id for match in matches] == ["n3"]


def test_a_number_counts_no_more_where_it_follows_a_small_word():
    articles = {"a.md": make.article("Plans in 2026", "What comes.\n"), "b.md": make.article("IN2026", "A code.\n")}
    parts = make.engine(articles).search(parse("what comes in 2026"), Where(), 2, SearchOptions(explain=True)).matches
    assert [part.words for match in parts for part in match.parts if part.kind == "joined"] == []
