import pytest

from kcs_cli.lint.rules.publication_unlicensed import RULE
from tests.lint.make import messages
from tests.lint.rules.test_transition_unlicensed import PEOPLE, article, by

POLICY = article("validated", governance="compliance", owner="ana@example.org")


def found(root, text, before, *addresses, others=PEOPLE):
    return messages(RULE, root, text, before=before, others=others, change=by(*addresses))


@pytest.mark.parametrize(
    ("audience", "readers"), [("partner", "partners"), ("customer", "customers"), ("public", "everybody")]
)
def test_a_contributor_shows_nothing_to_readers_outside(tmp_path, audience, readers):
    assert found(tmp_path, article(audience=audience), article(), "ben@example.org") == [
        f"4:11 ben@example.org is a contributor: to show it to {readers} takes a publisher"
    ]


@pytest.mark.parametrize("licence", ["publisher", "coach", "domain-expert"])
def test_a_publisher_and_who_is_more_than_that_may(tmp_path, licence):
    people = {"people.toml": f'[people."cy@example.org"]\nlicence = "{licence}"\n'}
    assert found(tmp_path, article(audience="public"), article(), "cy@example.org", others=people) == []


@pytest.mark.parametrize(("before", "after", "count"), [
    ("partner", "public", 1), ("public", "partner", 0), ("public", "internal", 0), ("public", "public", 0),
])  # fmt: skip
def test_fewer_readers_are_no_publication(tmp_path, before, after, count):
    old, new = article(audience=before), article(audience=after)
    assert len(found(tmp_path, new, old, "ben@example.org")) == count


def test_a_new_article_for_everybody_is_a_publication(tmp_path):
    assert len(found(tmp_path, article(audience="public"), "", "ben@example.org")) == 1


def test_a_compliance_article_is_changed_by_a_publisher_or_its_owner(tmp_path):
    after = POLICY + "\nKeep logs for 90 days.\n"
    assert found(tmp_path, after, POLICY, "ben@example.org") == [
        "4:13 ben@example.org is a contributor: to change it under compliance takes a publisher or its owner ana@example.org"
    ]
    assert found(tmp_path, after, POLICY, "ana@example.org") == []
    assert found(tmp_path, after, POLICY, "cy@example.org") == []


@pytest.mark.parametrize("after", [POLICY + "\n\n", POLICY.replace("owner", "said: [how long]\nowner")])
def test_white_space_and_a_customers_phrase_are_anybodys(tmp_path, after):
    assert found(tmp_path, after, POLICY, "ben@example.org") == []


def test_who_makes_themselves_the_owner_was_none(tmp_path):
    assert len(found(tmp_path, POLICY.replace("ana@", "ben@"), POLICY, "ben@example.org")) == 1


def test_a_change_that_takes_an_article_out_of_compliance_is_pointed_at(tmp_path):
    [message] = found(tmp_path, POLICY.replace("compliance", "experience"), POLICY, "ben@example.org")
    assert message.startswith("4:13 ben@example.org is a contributor: to change it under compliance")


def test_a_new_compliance_article_takes_a_publisher_or_its_owner(tmp_path):
    assert len(found(tmp_path, POLICY, "", "ben@example.org")) == 1
    assert found(tmp_path, POLICY, "", "ana@example.org") == []


def test_the_owner_may_be_a_team_or_stand_in_codeowners(tmp_path):
    policy = POLICY.replace("owner: ana@example.org\n", "")
    team = {**PEOPLE, "kcs.toml": '[teams]\nlegal = ["ana@example.org", "@example/legal"]\n'}
    for owners, text in (("", policy.replace("governance", "owner: legal\ngovernance")), ("*.md @example/legal\n", policy)):
        others = {**team, "CODEOWNERS": owners}
        assert found(tmp_path, text + "New.\n", text, "ana@example.org", others=others) == []
        assert len(found(tmp_path, text + "New.\n", text, "ben@example.org", others=others)) == 1
