import pytest

from kcs_cli.lint.rules.owner_unknown import RULE
from tests.lint.make import messages

PEOPLE = {
    "people.toml": '[people."ana@example.org"]\nname = "Ana Petraitė"\nalso = ["@ana"]\n'
    '[teams]\nnetwork = ["ana@example.org", "@acme/network"]\n'
}


@pytest.mark.parametrize(
    "owner", ["ana@example.org", "Ana <ANA@example.org>", "'@ana'", "network", "'@acme/Network'", "", "[x]"]
)
def test_persons_their_other_names_and_teams_are_known(owner, tmp_path):
    assert messages(RULE, tmp_path, f"---\nowner: {owner}\n---\n", others=PEOPLE) == []


@pytest.mark.parametrize(
    ("owner", "hint"),
    [
        ("anna@example.org", "the nearest is ana@example.org"),
        ("ana", "the nearest is ana@example.org"),
        ("Ana Petraitė", "the nearest is ana@example.org"),
        ("netwrok", "the nearest is network"),
        ("zoë", "describe them in people.toml"),
    ],
)
def test_an_owner_nobody_described_is_found_with_the_nearest(owner, hint, tmp_path):
    assert messages(RULE, tmp_path, f"---\nowner: {owner}\n---\n", others=PEOPLE) == [
        f"2:8 Nobody knows the owner {owner}; {hint}"
    ]


def test_where_nobody_is_described_every_owner_is_fine(tmp_path):
    assert messages(RULE, tmp_path, "---\nowner: zoë\n---\n") == []
