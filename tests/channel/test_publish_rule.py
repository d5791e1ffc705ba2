"""The language of `[publish] when`: what it says of facts, and how it says that it cannot be read."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kcs_cli.channel.publish_rule import (
    FACTS,
    NUMBERS,
    Comparison,
    Junction,
    Negation,
    facts_in,
    grounds,
    holds,
    read_rule,
)
from kcs_cli.errors import KcsError

KNOWN = {
    **dict.fromkeys(NUMBERS, 0.0), "links": 4.0, "solved": 3.0, "flags": 1.0, "age_days": None,
    "confidence": ("validated",), "kind": ("how-to",), "audience": ("internal",), "governance": ("experience",),
    "owner": ("ana@example.org", "network"), "tag": ("network/vpn", "network"), "language": ("en",),
    "folder": ("knowledge/vpn", "knowledge", "."),
}  # fmt: skip


def read(text):
    return read_rule(text, "[publish] when")


def refusal(text):
    with pytest.raises(KcsError) as caught:
        read(text)
    return caught.value.message, caught.value.hint


def test_a_rule_is_read_into_values_and_binds_and_closer_than_or():
    assert read('links >= 3 and confidence = Validated or not tag in [vpn, "Head sets"]') == Junction(
        "or",
        (
            Junction("and", (Comparison("links", ">=", (3.0,)), Comparison("confidence", "=", ("validated",)))),
            Negation(Comparison("tag", "=", ("vpn", "head sets"))),
        ),
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("links >= 4", True), ("links > 4", False), ("links = 4.0", True), ("links != 4", False), ("links in [1, 4]", True),
        ("links not in (1, 4)", False), ("links < 5 AND flags == 1", True), ("solved <= 2 or links = 4", True),
        ("confidence = validated", True), ("confidence != validated", False), ("confidence in [wip, not_validated]", False),
        ("kind = 'how to'", True), ("tag = #Network", True), ("tag = network/vpn", True), ("tag != mail", True),
        ("owner = Network", True), ("folder = /knowledge/", True), ("folder = knowledge/mail", False),
        ("not (links >= 4 and confidence = wip)", True), ("not not links >= 4", True),
    ],
)  # fmt: skip
def test_a_rule_holds_or_not(text, answer):
    assert holds(read(text), KNOWN) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("age_days > 30", None), ("not age_days > 30", None), ("age_days > 30 and links >= 3", None),
        ("age_days > 30 and links >= 9", False), ("age_days > 30 or links >= 3", True),
    ],
)  # fmt: skip
def test_what_is_not_known_publishes_nothing_either_way(text, answer):
    assert holds(read(text), KNOWN) is answer


def test_the_grounds_of_a_rule_are_the_facts_that_made_it_true():
    rule = read("(links >= 9 or solved >= 3) and not (flags > 1 or tag = mail) and confidence = validated")
    assert grounds(rule, KNOWN) == ("solved", "flags", "tag", "confidence")
    assert facts_in(rule) == {"links", "solved", "flags", "tag", "confidence"}


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "1: the rule is empty", 'when = "links >= 3 and confidence = validated"'),
        ("link >= 3", "1: there is no fact link", "Did you mean links?"),
        ("xyz = 3", "1: there is no fact xyz", f"It knows {', '.join(FACTS)}"),
        ("links >= 3 and confidence = validatd", "29: confidence cannot be validatd", "Did you mean validated?"),
        ("links >= three", "10: links is a number, not three", "links >= 3"),
        ("changed_days < 2026-01-01", "16: changed_days is a number, not 2026-01-01",
         "changed_days >= 30 counts days back from today"),
        ("confidence >= validated", "12: confidence is no number: it is compared with =, != or in",
         "confidence in [one, other]"),
        ("links", "6: after links comes =, != or in, not the end", 'As in "links >= 3 and confidence = validated"'),
        ("links >= 3 and", "15: a fact should stand here, not the end", f"It knows {', '.join(FACTS)}"),
        ("(links >= 3", "12: the end stands where ) should", 'As in "links >= 3 and confidence = validated"'),
        ("links >= 3)", "11: `)` is one too many", "Put quotes around several words; join comparisons with and, or"),
        ("owner = Ana Berg", "13: `Berg` is one too many", "Put quotes around several words; join comparisons with and, or"),
        ("owner = 'Ana", "9: ' means nothing here", "End the text with the quote it begins with"),
        ("tag in vpn", "8: `vpn` stands where [ should", "tag in [one, other]"),
        ("1 < links < 3", "1: there is no fact 1", f"It knows {', '.join(FACTS)}"),
        ("__import__('os')", "1: there is no fact __import__", f"It knows {', '.join(FACTS)}"),
        ("links >= 1e9", "10: links is a number, not 1e9", "links >= 3"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_column_and_the_nearest_name(text, message, hint):
    assert refusal(text) == (f"[publish] when, column {message}", hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(" * 21 + "links=1" + ")" * 21, "21: brackets and `not`s go 20 deep at most"),
        ("not " * 5_000 + "links=1", "2001: a rule has at most 2,000 characters"),
        (" or ".join(["links=1"] * 101), "1106: a rule has at most 100 comparisons"),
    ],
)
def test_a_rule_has_bounds(text, message):
    assert refusal(text)[0] == f"[publish] when, column {message}"


@given(st.text(st.sampled_from("links>=3 and(or)not in[]'\",confidence wip#\\\0é\n"), max_size=60))
def test_any_text_is_a_rule_or_refused_in_two_lines(text):
    with suppress(KcsError):
        assert holds(read(text), KNOWN) in (True, False, None)
