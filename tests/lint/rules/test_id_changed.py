import pytest

from kcs_cli.lint.rules.id_changed import RULE
from tests.lint.make import messages

BEFORE = "---\nid: kb-1\ntitle: Fax\n---\n"


@pytest.mark.parametrize(("after", "place"), [("id: kb-2\n", "2:5"), ("title: Fax\n", "1:1"), ("id: KB-1\n", "2:5")])
def test_an_id_that_is_another_one_or_gone_is_found(after, place, tmp_path):
    assert messages(RULE, tmp_path, f"---\n{after}---\n", before=BEFORE) == [
        f"{place} The id was kb-1: keep it, or put it into aliases"
    ]


@pytest.mark.parametrize("before", [BEFORE.replace("id: kb-1\n", ""), "", BEFORE.replace("kb-1", "kb-2"), "---\n: [\n---\n"])
def test_an_article_may_get_its_first_id(before, tmp_path):
    assert messages(RULE, tmp_path, "---\nid: kb-2\n---\n", before=before) == []


def test_the_old_id_may_live_on_as_an_alias(tmp_path):
    assert messages(RULE, tmp_path, "---\nid: kb-2\naliases: KB-1, kb-0\n---\n", before=BEFORE) == []


def test_what_cannot_be_read_is_another_rules_matter(tmp_path):
    assert messages(RULE, tmp_path, "---\nid: : [\n---\n", before=BEFORE) == []
