import pytest

from kcs_cli.lint.rules.date_future import RULE
from tests.lint.make import messages


def test_a_day_that_has_not_come_is_found(tmp_path):
    assert messages(RULE, tmp_path, "---\nupdated: 2026-11-27T08:00\n---\n") == [
        "2:10 updated is 2026-11-27: that day has not come yet"
    ]


@pytest.mark.parametrize("line", ["updated: 2026-11-26", "review_every: 2031-01-01", "updated: 2999-99-99", "updated: [x]"])
def test_tomorrow_a_review_to_come_and_what_is_no_day_are_fine(line, tmp_path):
    assert messages(RULE, tmp_path, f"---\n{line}\n---\n") == []


def test_a_day_in_another_writing_is_found_where_it_stands(tmp_path):
    assert messages(RULE, tmp_path, "---\nupdated: January 30, 2031\n---\n") == [
        "2:10 updated is 2031-01-30: that day has not come yet"
    ]


def test_the_last_day_there_is_does_no_harm(tmp_path):
    assert messages(RULE, tmp_path, "---\nupdated: 9999-12-31\ndate: 0001-01-01\n---\n") == [
        "2:10 updated is 9999-12-31: that day has not come yet"
    ]
