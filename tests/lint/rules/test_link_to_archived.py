"""Tests of `link-to-archived`."""

from kcs_cli.lint.rules.link_to_archived import RULE
from tests.lint.make import messages

OLD = {"old.md": "---\nid: kb-2c4d6f\ntitle: Old\nconfidence: archived\naliases: [kb-000001]\n---\n"}


def test_every_way_to_name_an_archived_article_is_found(tmp_path):
    text = "[a](old.md#x) [b](kb-2c4d6f)\n[c](kb-000001)\n\n[d]: /old"
    message = "kb-2c4d6f (old.md) is archived; link to what took its place"
    assert messages(RULE, tmp_path, text, others=OLD) == [f"{place} {message}" for place in ("1:5", "1:19", "2:5", "4:6")]


def test_archived_articles_link_to_each_other(tmp_path):
    assert messages(RULE, tmp_path, "---\nconfidence: archived\n---\n[a](old.md)", others=OLD) == []


def test_an_article_that_cannot_be_read_is_not_asked(tmp_path):
    assert messages(RULE, tmp_path, "---\ntitle: [\n---\n[a](old.md)", others=OLD) == []
