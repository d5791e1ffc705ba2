"""Tests of `translation-outdated`."""

from datetime import date

import pytest

from kcs_cli.lint.rules.translation_outdated import RULE
from tests.lint.make import CONFIG, Page, messages

FAX = {"en/fax.md": "---\nid: kb-2c4d6f\ntitle: Fax is silent\naliases: [kb-000001]\n---\n"}
TEXT = "---\ntitle: Fax ist stumm\ntranslation_of: {}\n---\n"
DAYS = {"en/fax.md": date(2026, 5, 2), "article.md": date(2026, 5, 1)}


@pytest.mark.parametrize("name", ["kb-2c4d6f", "KB-000001", "en/fax.md", "en/fax", "./en/fax.md"])
def test_a_source_that_was_changed_later_is_found_under_any_name(name, tmp_path):
    expected = "3:1 kb-2c4d6f (en/fax.md) was changed on 2026-05-02, this translation on 2026-05-01; carry it over"
    assert messages(RULE, tmp_path, TEXT.format(name), others=FAX, changed_on=lambda _: DAYS) == [expected]


@pytest.mark.parametrize("days", [{}, {**DAYS, "article.md": date(2026, 5, 2)}, {"en/fax.md": date(2026, 5, 2)}])
def test_a_source_that_was_not_changed_later_as_far_as_is_known_is_no_finding(days, tmp_path):
    assert messages(RULE, tmp_path, TEXT.format("kb-2c4d6f"), others=FAX, changed_on=lambda _: days) == []


def test_a_translation_that_is_worked_on_just_now_is_no_finding(tmp_path):
    text = TEXT.format("kb-2c4d6f")
    assert messages(RULE, tmp_path, text, others=FAX, before=text, changed_on=lambda _: DAYS) == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kb-999999", ["3:1 translation_of names no article: kb-999999"]),
        ("article.md", ["3:1 translation_of names the article itself"]),
        ("", []),
        ("[kb-999999]", []),
    ],
)
def test_a_source_that_is_not_there_is_found(name, expected, tmp_path):
    assert messages(RULE, tmp_path, TEXT.format(name), others=FAX) == expected


def test_git_is_asked_about_all_pairs_at_once(tmp_path):
    asked = []
    pages = [Page(f"{name}.md", TEXT.format(of).encode(), CONFIG) for name, of in (("a", "kb-2c4d6f"), ("b", "kb-999999"))]
    known = {"pages": lambda: pages, "changed_on": lambda paths: asked.append(paths) or {}}
    assert messages(RULE, tmp_path, TEXT.format("kb-2c4d6f"), others=FAX, **known) == []
    assert asked == [["a.md", "article.md", "en/fax.md"]]
