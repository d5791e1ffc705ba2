"""Tests of `link-external`; those of asking the web are in test_outside_links."""

from kcs_cli.lint.rules.link_external import RULE
from tests.lint.make import CONFIG, Page, messages


def test_what_is_gone_is_found_where_it_stands(tmp_path):
    text = "[a](https://example.org/gone#part)\n<https://example.org/gone>\n\n[b]: http://example.org/gone\n![c](https://example.org/there)"
    assert messages(RULE, tmp_path, text) == [
        "1:5 https://example.org/gone#part is gone: 404",
        "2:2 https://example.org/gone is gone: 404",
        "4:6 http://example.org/gone is gone: 404",
    ]


def test_what_is_code_or_filled_in_by_a_site_is_not_asked(tmp_path):
    asked = []
    text = (
        "`[a](https://example.org/1)` `<https://example.org/2>` [b](https://{{host}}/3) [c](4.md) [d](ftp://example.org/5)"
    )
    assert messages(RULE, tmp_path, text, answers=lambda addresses: asked.append(addresses) or {}) == []
    assert asked == []


def test_the_addresses_of_all_pages_are_asked_for_at_once_and_each_once(tmp_path):
    asked = []
    pages = [
        Page(f"{name}.md", f"[a](https://example.org/{name}) [a](https://example.org/{name})".encode(), CONFIG)
        for name in "ab"
    ]
    known = {"pages": lambda: pages, "answers": lambda addresses: asked.append(addresses) or {}}
    messages(RULE, tmp_path, "[c](https://example.org/c)", **known)
    assert asked == [["https://example.org/a", "https://example.org/b", "https://example.org/c"]]


def test_without_being_asked_to_look_nothing_is_found(tmp_path):
    assert messages(RULE, tmp_path, "[a](https://example.org/gone)", answers=lambda _: {}) == []
