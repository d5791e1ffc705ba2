"""Tests of `never-word`."""

import pytest

from kcs_cli.knowledge_base.config import Config
from kcs_cli.lint.rules.never_word import RULE
from tests import make
from tests.lint.make import messages

CONFIG = make.config(Config(), channel_never=("Bluebird", "Projekt Süd", "蓝鸟"))


def found(tmp_path, body, **fields):
    return messages(RULE, tmp_path, make.article("Fax is silent", body, **{"audience": "public", **fields}), config=CONFIG)


def said(word, audience="public"):
    return f"“{word}” is a word that no {audience} reader may see: the article is left out of all that goes out"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Restart it.\n\nThe bluebird runs.\n\nBluebird.\n", [f"10:1 {said('Bluebird')}"]),
        ("Projekt\u00a0Süd and\n蓝鸟 run.\n", [f"8:1 {said('Projekt Süd')}", f"9:1 {said('蓝鸟')}"]),
        ("Projekt\nSüd runs.\n", [f"7:1 {said('Projekt Süd')}"]),
        ("Bluebirds run.\n", []),
        ("a\n\n## Internal\n\nBluebird\n", []),
        ("a <!-- internal --> Bluebird <!-- /internal -->\n", []),
    ],
)
def test_a_word_is_found_where_readers_outside_would_see_it(body, expected, tmp_path):
    assert found(tmp_path, body) == expected


def test_a_word_in_the_title_or_a_tag_is_found(tmp_path):
    text = make.article("Bluebird is silent", "a\n", audience="partner", tags="[bluebird, fax]")
    assert messages(RULE, tmp_path, text, config=CONFIG) == [f"2:1 {said('Bluebird', 'partner')}"]
    assert found(tmp_path, "a\n", tags="[bluebird, fax]") == [f"6:1 {said('Bluebird')}"]


def test_internal_readers_may_see_it(tmp_path):
    assert found(tmp_path, "Bluebird\n", audience="internal") == []
