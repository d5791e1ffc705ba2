"""Who is told: owners, teams, people, channels; who has left, or is known by no address."""

from datetime import date

import pytest

from kcs_cli.channel.recipient import Recipient, Way, recipients
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.people import read_people
from tests import make

PEOPLE = """
[people."ana@example.org"]
name = "Ana"
also = ["@anak"]
[people."@ben"]
name = "Ben"
also = ["no-reply@ben.test", "ben@example.org"]
[people."cora@example.org"]
left = 2026-01-01
[people."@dora"]
[teams]
printing = ["ana@example.org", "@ben", "cora@example.org"]
"""
TEAM = frozenset(("ana@example.org", "@ben", "cora@example.org"))


@pytest.fixture
def told(tmp_path):
    people = read_people(make.files(tmp_path, {"people.toml": PEOPLE}))
    return lambda words, owners=(): recipients(words, people, owners, date(2026, 11, 27))


def test_owners_are_told_of_what_is_theirs_and_teams_of_what_is_the_team_s(told):
    assert told(["owners"], ["@anak", "printing", "eve@example.org"])[:2] == [
        Recipient(Way.mail, "Ben", "ben@example.org", frozenset(("@ben",)), "Ben"),
        Recipient(Way.mail, "Ana", "ana@example.org", frozenset(("ana@example.org",)), "Ana"),
    ]
    assert told(["Printing"]) == [
        Recipient(Way.mail, "Ben", "ben@example.org", TEAM, "team Printing"),
        Recipient(Way.mail, "Ana", "ana@example.org", TEAM, "team Printing"),
    ]


def test_a_person_and_a_channel_are_told_of_all_and_a_team_s_channel_of_the_team_s(told):
    assert told(["lead@example.org", "slack", "teams:printing"]) == [
        Recipient(Way.mail, "lead@example.org", "lead@example.org"),
        Recipient(Way.slack, "slack", ""),
        Recipient(Way.teams, "teams:printing", "printing", TEAM, "team printing"),
    ]


def test_everybody_is_told_once_who_has_left_is_not_and_who_has_no_address_is_named(told):
    assert [one.address for one in told(["printing", "@anak", "ana@example.org"])] == ["ben@example.org", "ana@example.org"]
    assert told(["cora@example.org"]) == []
    assert told(["@dora"]) == [Recipient(Way.mail, "@dora", "")]


@pytest.mark.parametrize(
    ("word", "message", "hint"),
    [
        ("printin", "printin is nobody who can be told", "Did you mean printing?"),
        ("x" * 20, f"{'x' * 20} is nobody who can be told", "An address, a team of people.toml, owners, slack, or teams"),
        ("slack:printin", "There is no team printin", "Did you mean printing?"),
        ("a@b.c\nBcc: d@e.f", "a@b.c Bcc: d@e.f is nobody who can be told",
         "An address, a team of people.toml, owners, slack, or teams"),
    ],
)  # fmt: skip
def test_a_word_that_means_nobody_is_said(told, word, message, hint):
    with pytest.raises(KcsError) as caught:
        told([word])
    assert (" ".join(caught.value.message.split()), caught.value.hint) == (message, hint)
