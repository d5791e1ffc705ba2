"""The days a search shows: noted when history is read, continued by a look at the commits made since."""

from datetime import date
from pathlib import Path

import pytest

from kcs_cli.article.model import ArticleDays
from kcs_cli.history.day import days_of
from kcs_cli.history.recent_commit import MOST
from kcs_cli.history.shelf import remember_days
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make

FIRST, SECOND = date(2024, 1, 2), date(2024, 3, 4)
A, B = make.article("Printer", "Switch it on.", id="a"), make.article("Fax", "Plug it in.", id="b")


@pytest.fixture
def root(tmp_path) -> Path:
    """A base with two articles, whose days are noted."""
    make.repository(tmp_path)
    make.commit(tmp_path, {"a.md": A, "b.md": B}, on=str(FIRST))
    remember_days(opened(tmp_path), ["a.md", "b.md"])
    return tmp_path


def opened(root: Path) -> KnowledgeBase:
    return KnowledgeBase.open(root, lambda _: None, lambda steps, _="": steps)


def days(root: Path) -> dict[str, ArticleDays]:
    return days_of(opened(root), ["a.md", "b.md"])


def worked(root: Path) -> list[date | None]:
    return [one.worked for one in days(root).values()]


def test_without_a_history_that_was_read_nothing_is_known(tmp_path):
    make.repository(tmp_path)
    make.commit(tmp_path, {"a.md": A})
    assert days(tmp_path) == {}


def test_what_was_noted_is_known(root):
    assert days(root) == {"a.md": ArticleDays(FIRST, FIRST), "b.md": ArticleDays(FIRST, FIRST)}


def test_a_commit_made_since_is_seen(root):
    make.commit(root, {"a.md": A.replace("on", "off")}, on=str(SECOND))
    assert days(root) == {"a.md": ArticleDays(FIRST, SECOND), "b.md": ArticleDays(FIRST, FIRST)}


def test_a_commit_that_is_no_work_changes_no_day(root):
    make.commit(root, {"a.md": A.replace("Switch it on.", "Switch  it\\non.".replace("\\n", "\n"))}, on=str(SECOND))
    make.commit(root, {"b.md": B.replace("id: b", "id: b\nowner: ana@example.org")}, on=str(SECOND))
    assert worked(root) == [FIRST, FIRST]


def test_a_bots_commit_changes_no_day(root):
    make.commit(root, {"a.md": A.replace("on", "off")}, on=str(SECOND), by="x[bot] <1+x[bot]@users.noreply.github.com>")
    assert worked(root) == [FIRST, FIRST]


def test_an_article_that_is_new_or_moved_has_its_days(root):
    make.git(root, "mv", "b.md", "c.md")
    make.commit(root, {"d.md": make.article("Scanner", "Open the lid, then wait.", id="d")}, on=str(SECOND))
    found = days_of(opened(root), ["c.md", "d.md"])
    assert found == {"c.md": ArticleDays(FIRST, FIRST), "d.md": ArticleDays(SECOND, SECOND)}


def test_after_many_commits_what_they_changed_is_not_known_until_history_is_read(root):
    for number in range(MOST + 1):
        make.commit(root, {"a.md": A.replace("on", f"on {number}")}, on=str(SECOND))
    assert worked(root) == [None, FIRST]
    remember_days(opened(root), ["a.md", "b.md"])
    assert worked(root) == [SECOND, FIRST]


def test_where_nothing_can_be_written_nothing_is_known(root):
    (root / ".git/kcs/days.sqlite").write_bytes(b"garbage")
    assert days(root) == {}


def test_a_look_and_the_whole_history_say_the_same(root):
    make.commit(root, {"a.md": A.replace("Printer", "Printers")}, on=str(SECOND))
    make.commit(root, {"b.md": B.replace("Plug", "Do plug"), "a.md": A}, on="2024-05-06")
    looked = days(root)
    (root / ".git/kcs/days.sqlite").unlink()
    remember_days(opened(root), ["a.md", "b.md"])
    assert days(root) == looked
