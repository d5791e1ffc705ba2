import pytest

from kcs_cli.lint.engine.rule import Example
from kcs_cli.lint.rules.dates_bumped import RULE
from tests.lint.make import messages, page_of

BEFORE = "---\ntitle: Fax\nupdated: 2025-01-01\n---\n\nThe fax is silent.\n"
AFTER = BEFORE.replace("2025", "2026")
PATHS = ("article.md", "b.md", "c.md", "d.md", "e.md")


def found(root, text=AFTER, before=BEFORE, *, paths=PATHS, path="article.md", **more):
    pages = [page_of(Example(text, before=before, path=one)) for one in paths]
    return messages(RULE, root, text, before=before, path=path, pages=lambda: pages, **more)


def test_dates_of_many_articles_are_said_once_on_the_first(tmp_path):
    assert found(tmp_path) == [
        "3:1 Here and in 4 other articles the change moves a date and nothing else: "
        "leave it out, and confirm what was tried with kcs verify"
    ]
    assert found(tmp_path, path="b.md") == []


def test_few_articles_are_nothing_and_the_base_says_how_many_are_many(tmp_path):
    assert found(tmp_path, paths=PATHS[:4]) == []
    assert len(found(tmp_path, paths=PATHS[:1], options={"files": 1})) == 1


@pytest.mark.parametrize(
    "after",
    [
        AFTER + "\nNor does it print.\n",
        AFTER.replace("title: Fax", "title: Fax is silent"),
        AFTER.replace("2026", "2024"),
        AFTER.replace("updated: 2026-01-01", "valid_until: 2026-01-01"),
        BEFORE.replace("updated", "valid_until: 2026-01-01\nupdated"),
        BEFORE.replace("title: Fax\n", "title: Fax\ncreated: 2026-01-01\n"),
        BEFORE.replace("updated: 2025-01-01\n", ""),
        BEFORE,
        BEFORE + "\n\n",
        "---\n: [\n---\n",
    ],
)
def test_work_and_repairs_and_other_dates_are_none(tmp_path, after):
    assert found(tmp_path, after) == []


@pytest.mark.parametrize("name", ["updated", "lastmod", "last_reviewed", "Last-Updated", "verified_on", "review_every"])
def test_all_dates_that_tell_of_work_or_review_count(tmp_path, name):
    assert len(found(tmp_path, AFTER.replace("updated", name), BEFORE.replace("updated", name))) == 1


def test_a_date_in_another_writing_is_a_repair(tmp_path):
    assert found(tmp_path, AFTER, BEFORE.replace("2025-01-01", "January 1, 2026")) == []
    assert len(found(tmp_path, AFTER, BEFORE.replace("2025-01-01", "January 1, 2025"))) == 1


@pytest.mark.parametrize(("name", "count"), [("last_reviewed", 1), ("last_updated", 0)])
def test_a_first_date_counts_where_it_claims_a_review(tmp_path, name, count):
    before = BEFORE.replace("updated: 2025-01-01\n", "")
    assert len(found(tmp_path, AFTER.replace("updated", name), before)) == count


def test_white_space_besides_hides_nothing(tmp_path):
    assert len(found(tmp_path, AFTER.replace("is silent.", "is\nsilent.\n\n"))) == 1


def test_new_articles_have_no_dates_that_moved(tmp_path):
    assert found(tmp_path, AFTER, "") == []
