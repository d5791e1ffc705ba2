"""What a score is made of."""

import pytest

from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.query import parse


@pytest.mark.parametrize(
    "typed",
    ["certificate error", '"client shows" error', "version 2.3.1 drivr", "wire* outbox", "title:vpn", "打印机的电源",
     "title:vpn certificate", "パスワード", "the is not", "Netzwerkdruckern"],
)  # fmt: skip
def test_the_parts_of_a_score_add_up(desk, typed):
    matches = desk.search(parse(typed), Where(), 10, SearchOptions(explain=True)).matches
    assert [sum(p.score for p in m.parts) for m in matches] == pytest.approx([m.score for m in matches], rel=1e-4)


def test_a_part_says_which_clause_and_field_gave_it(desk):
    (match,) = desk.search(parse("certificate"), Where(), 10, SearchOptions(explain=True)).matches
    assert {(p.kind, p.words, p.field) for p in match.parts if p.kind != "letters"} == {("word", "certificate", "text")}


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("certifciate", "typo"), ("2.3.1", "code"), ("打印机", "pair"), ("the certificate", "stop word"), ("certif*", "prefix"),
     ("renew certificate", "near"), ("打印", "character"), ("title:vpn", "field"), ("certificates", "letters")],
)  # fmt: skip
def test_each_kind_of_clause_gives_something(desk, typed, kind):
    match = desk.search(parse(typed), Where(), 1, SearchOptions(explain=True)).matches[0]
    assert kind in {part.kind for part in match.parts}


def test_nothing_is_explained_unasked(desk):
    assert desk.search(parse("certificate"), Where(), 1).matches[0].parts == ()
