"""Tests of `section-order`."""

from kcs_cli.lint.rules.section_order import RULE
from tests.lint.make import messages


def article(*headings: str, kind: str = "kind: problem\n") -> str:
    return f"---\ntitle: Fax is silent\n{kind}---\n" + "".join(f"\n## {one}\n\nText.\n" for one in headings)


def test_the_section_that_comes_too_late_is_named_with_the_order(tmp_path):
    assert messages(RULE, tmp_path, article("Issue", "Cause", "Resolution")) == [
        "14:1 The resolution stands below the cause: the order is issue, resolution, cause"
    ]


def test_sections_of_other_names_may_stand_anywhere(tmp_path):
    assert messages(RULE, tmp_path, article("Note", "Problem", "See also", "Lösung", "Ursache")) == []


def test_articles_without_a_kind_and_those_that_combine_others_have_their_own_order(tmp_path):
    for kind in ("", "kind: path\n", "kind: procedure\n"):
        assert messages(RULE, tmp_path, article("Resolution", "Issue", kind=kind)) == []


def test_the_order_can_be_set(tmp_path):
    order = {"order": ("issue", "cause", "resolution")}
    assert messages(RULE, tmp_path, article("Issue", "Cause", "Resolution"), options=order) == []
