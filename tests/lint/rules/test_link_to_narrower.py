"""Tests of `link-to-narrower`."""

import pytest

from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.lint.rules.link_to_narrower import RULE
from tests.lint.make import messages

WIDER = [(Audience.partner, "internal"), (Audience.customer, "partner"), (Audience.public, "customer")]


@pytest.mark.parametrize(("mine", "theirs"), WIDER)
def test_a_link_from_a_wider_to_a_narrower_audience_is_found(mine, theirs, tmp_path):
    others = {"vpn.md": f"---\nid: kb-2c4d6f\naudience: {theirs}\n---\n"}
    text = f"---\naudience: {mine}\n---\nSee [a](kb-2c4d6f)."
    expected = f"4:9 kb-2c4d6f (vpn.md) is {theirs}: not all {mine} readers may follow the link"
    assert messages(RULE, tmp_path, text, others=others) == [expected]


@pytest.mark.parametrize(("theirs", "mine"), [*WIDER, ("public", "public"), ("internal", "internal")])
def test_a_link_to_the_same_or_a_wider_audience_is_no_finding(mine, theirs, tmp_path):
    others = {"vpn.md": f"---\nid: kb-2c4d6f\naudience: {theirs}\n---\n", "a.pdf": ""}
    assert messages(RULE, tmp_path, f"---\naudience: {mine}\n---\n[a](vpn.md) [b](a.pdf)", others=others) == []


def test_a_link_in_an_internal_part_is_followed_by_internal_readers_only(tmp_path):
    others = {"vpn.md": "---\nid: kb-2c4d6f\naudience: internal\n---\n"}
    parts = ("## Internal\n\n[a](vpn.md)", "<!-- internal -->[a](vpn.md)<!-- /internal -->")
    assert [messages(RULE, tmp_path, f"---\naudience: public\n---\n{part}", others=others) for part in parts] == [[], []]
