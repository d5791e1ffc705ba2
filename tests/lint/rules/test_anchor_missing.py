"""Tests of `anchor-missing`."""

import pytest

from kcs_cli.lint.engine.anchors import anchors_of, slug
from kcs_cli.lint.rules.anchor_missing import RULE
from tests.lint.make import messages

VPN = {"net/vpn.md": "---\nid: kb-2c4d6f\ntitle: VPN\naliases: [kb-000001]\n---\n\n## Mac\n\n## Mac\n"}


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Fax & mail", "fax--mail"),
        ("What's `kcs lint --fix`?", "whats-kcs-lint---fix"),
        ("Version 1.2.3", "version-123"),
        ("The [VPN](vpn.md) of _us_", "the-vpn-of-_us_"),
        ("Straße und Öl", "straße-und-öl"),
        ("Kaip prijungti faksą į tinklą", "kaip-prijungti-faksą-į-tinklą"),
        ("传真机 没有声音？", "传真机-没有声音"),
        ("<b>Bold</b> **words**", "bold-words"),
        ("snake_case", "snake_case"),
        ("Fax [![build](b.svg)](https://example.org)", "fax-"),
        ("2. \\<example.org> access", "2-exampleorg-access"),
    ],
)
def test_a_heading_gives_the_anchor_that_github_makes(heading, expected):
    assert slug(heading) == expected


def test_a_heading_that_comes_again_is_numbered_around_those_that_are_taken():
    assert anchors_of("# A\n# A\n# A-1\n# A\n").names == {"a", "a-1", "a-1-1", "a-2"}


@pytest.mark.parametrize(
    "text",
    [
        "## Reset\n\n[up](#reset) [up](#RESET) [up](#user-content-reset)",
        "## Fax & mail\n\n[GitHub](#fax--mail) [another site](#fax-mail)",
        "## Öl\n\n[Öl](#%C3%B6l) [oil](#öl) [without marks](#ol)",
        "<a id='spot'></a> <a name=other> <h2 id=\"third\">A b</h2>\n\n[a](#spot) [b](#other) [c](#third) [d](#a-b)",
        "## Reset {#again}\n\n[a](#again) [b](#reset)",
        "## Reset {: #again .wide }\n\n[a](#again)",
        "Reset\n=====\n\n> ## Quoted\n\n[a](#reset) [b](#quoted)",
        "[a](net/vpn.md#mac) [b](kb-2c4d6f#mac-1) [c](kb-000001#mac) [d](/net/vpn.md#mac)",
        "[a](#) [b](#top) [c](code.py#L10) [d](net/vpn.md#:~:text=mac) [e](#/route) [f](https://example.org/#none)",
        "```\n[a](#none)\n```\n`[b](#none)`",
        "[gone](gone.md#none)",
        "{{< include more >}}\n\n[a](#none)",
        "[a]\n\n[a]: #reset\n\n## Reset",
    ],
)
def test_an_anchor_that_is_given_is_no_finding(text, tmp_path):
    assert messages(RULE, tmp_path, text, others=VPN) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Reset\n\nSee [a](#rest).", "3:9 There is no heading #rest; the nearest is #reset"),
        ("## Reset\n\n[a](#reset-1)", "3:5 There is no heading #reset-1; the nearest is #reset"),
        ("[a](net/vpn.md#linux)", "1:5 There is no heading #linux in net/vpn.md"),
        ("[a](kb-2c4d6f#mac-2)", "1:5 There is no heading #mac-2 in net/vpn.md; the nearest is #mac-1"),
        ("```\n## Reset\n```\n\n[a](#reset)", "5:5 There is no heading #reset"),
        ("[a]: #none", "1:6 There is no heading #none"),
    ],
)
def test_an_anchor_that_nothing_gives_is_found_where_it_stands(text, expected, tmp_path):
    assert messages(RULE, tmp_path, text, others=VPN) == [expected]


def test_where_github_alone_shows_the_base_its_rules_are_asked_exactly(tmp_path):
    text = "## Fax & mail\n\n[a](#fax-mail)"
    expected = ["3:5 There is no heading #fax-mail; the nearest is #fax--mail"]
    assert messages(RULE, tmp_path, text, options={"exact": True}) == expected


def test_an_anchor_copied_out_of_a_page_of_github_is_found_with_its_prefix_and_without(tmp_path):
    heading = '## Who may <a href="#user-content-may" id="user-content-may"></a>\n\n'
    assert messages(RULE, tmp_path, f"{heading}[a](#user-content-may) [b](#may) [c](#who-may)") == []
