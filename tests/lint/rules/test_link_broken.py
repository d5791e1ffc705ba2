"""Tests of `link-broken`, and of what it leaves to the other rules of links."""

import pytest

from kcs_cli.lint.rules.anchor_missing import RULE as ANCHOR
from kcs_cli.lint.rules.image_missing import RULE as IMAGE
from kcs_cli.lint.rules.link_broken import RULE
from kcs_cli.lint.rules.link_outside import RULE as OUTSIDE
from kcs_cli.lint.rules.link_to_archived import RULE as ARCHIVED
from kcs_cli.lint.rules.step_missing import RULE as STEP
from tests.lint.make import asked, messages, repaired

VPN = {"net/set-up-vpn.md": "---\nid: kb-2c4d6f\ntitle: VPN\naliases: [kb-000001, old-vpn]\n---\n"}
TWO = {**VPN, "old/set-up-vpn.md": "---\nid: kb-3c4d6f\ntitle: Old VPN\n---\n"}
PATH = "---\nid: kb-4c4d6f\ntitle: Nothing works\nkind: path\n---\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "[a](net/set-up-vpn.md) [b](net/set-up-vpn) [c](/net/set-up-vpn.md) [d](./net/set-up-vpn.md?x=1#y)",
        "[e](net/set-up-vpn.html) [f](net)",
        "[a](kb-2c4d6f) [b](KB-2C4D6F#x) [c](kb-000001)",
        "[a](https://example.org/no) [b](mailto:a@example.org) [c](//example.org/no) [d](#no) [e]({{site.url}}/no.md)",
        "[a](../no.md) ![b](no.png)",
        "`[a](no.md)`",
    ],
)
def test_what_leads_somewhere_or_is_another_rules_matter_is_no_finding(text, tmp_path):
    assert messages(RULE, tmp_path, text, others=VPN) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [a](no.md).", "1:9 There is no no.md"),
        ("[a](net/set-up-vpm.md)", "1:5 There is no net/set-up-vpm.md; the nearest is net/set-up-vpn.md"),
        ("[a](set-up-vpn.md)", "1:5 There is no set-up-vpn.md; it is now net/set-up-vpn.md"),
        ("[a](%00)", "1:5 There is no \0"),
        ("[a]: /no.md", "1:6 There is no /no.md"),
        ("[a](kb-999999)", "1:5 There is no kb-999999"),
    ],
)
def test_what_leads_nowhere_is_found_where_it_stands(text, expected, tmp_path):
    assert messages(RULE, tmp_path, text, others=VPN) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('See [VPN](set-up-vpn.md#mac "Title").\r\n', 'See [VPN](net/set-up-vpn.md#mac "Title").\r\n'),
        ("\ufeff[a](./set-up-vpn.md) and [b](/set-up-vpn.md)", "\ufeff[a](./net/set-up-vpn.md) and [b](/net/set-up-vpn.md)"),
        (
            "[a](<x/set-up-vpn.md>) [b][b]\n\n[b]: set-up-vpn.md?x=1",
            "[a](<net/set-up-vpn.md>) [b][b]\n\n[b]: net/set-up-vpn.md?x=1",
        ),
        ("[a](x/set-up-vpn)", "[a](net/set-up-vpn)"),
        ("[a](old-vpn.md)", "[a](net/set-up-vpn.md)"),
        ("[a](kb-2c4d6f.md) `[b](set-up-vpn.md)`", "[a](net/set-up-vpn.md) `[b](set-up-vpn.md)`"),
        ("[a](set-up-vpn.md) [b](no.md)", "[a](net/set-up-vpn.md) [b](no.md)"),
    ],
)
def test_a_link_to_what_was_moved_is_led_there_and_nothing_else_is_touched(text, expected, tmp_path):
    assert repaired(RULE, tmp_path, text, others=VPN) == expected


@pytest.mark.parametrize("text", ["[a](x/set-up-vpn.md)", "[a](no.md)", "[a](x/README.md)"])
def test_without_one_right_answer_nothing_is_repaired(text, tmp_path):
    assert repaired(RULE, tmp_path, text, others={**TWO, "net/README.md": "---\ntitle: X\n---\n"}) == text


def test_the_new_destination_is_escaped_and_counted_from_the_page(tmp_path):
    others = {"a b/set-up-vpn (1).md": "---\ntitle: VPN\n---\n"}
    assert repaired(RULE, tmp_path, "[a](<x/set-up-vpn (1).md>)", others=others) == "[a](<a b/set-up-vpn (1).md>)"
    assert repaired(RULE, tmp_path, "[a](x/set-up-vpn%20%281%29.md)", others=others) == "[a](a%20b/set-up-vpn%20%281%29.md)"


@pytest.mark.parametrize(
    "text",
    [
        "[a](no.md)", "![a](no.png)", "[a](../../no.md)", "![a](../../no.png)", "[a](file:///no.md)", r"[a](C:\no.md)",
        "[a](net/set-up-vpn.md#no)", "[a](#no)", "[a](no.md#no)", "[a](old.md)",
        PATH + "## Steps\n\n1. [a](no.md)", PATH + "## Steps\n\n1. [a](old.md)", PATH + "## Steps\n\n1. [a](../no.md)",
        PATH + "## Steps\n\n1. ![a](no.png)", PATH + "## Issue\n\n[a](no.md)", PATH + "## Issue\n\n[a](old.md)",
    ],
)  # fmt: skip
def test_each_fault_of_a_link_is_found_once(text, tmp_path):
    others = {**VPN, "old.md": "---\nid: kb-5c4d6f\ntitle: Old\nconfidence: archived\n---\n"}
    rules = (RULE, ANCHOR, IMAGE, OUTSIDE, ARCHIVED, STEP)
    assert len([one for rule in rules for one in asked(rule, tmp_path, text, others=others)]) == 1


def test_a_file_name_of_a_word_may_be_another_articles_and_is_only_named(tmp_path):
    others = {"b/install.md": "---\nid: kb-2c4d6f\ntitle: B\n---\n"}
    text = "See [install of A](a/install.md).\n"
    assert repaired(RULE, tmp_path, text, others=others) == text
    assert messages(RULE, tmp_path, text, others=others) == ["1:20 There is no a/install.md; there is b/install.md"]


def test_a_link_in_html_is_led_to_where_its_article_is_now(tmp_path):
    others = {"network/set-up-vpn.md": "---\nid: kb-2c4d6f\ntitle: VPN\n---\n"}
    text = "See <a href='set-up-vpn.md#keys'>VPN</a> or `<a href='set-up-vpn.md'>`.\n"
    assert repaired(RULE, tmp_path, text, others=others) == text.replace("'set-up-vpn.md#", "'network/set-up-vpn.md#")
