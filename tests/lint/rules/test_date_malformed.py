import pytest

from kcs_cli.lint.rules.date_malformed import RULE
from kcs_cli.text.dates import DateOrder
from tests import make
from tests.lint.make import messages

MONTH_FIRST = make.config(fields_dates=DateOrder.month_first)


def test_what_is_no_day_is_found_with_the_way_to_write_one(tmp_path):
    text = "---\nupdated: 5 Marble 2024\nlastmod: last week\ndate: 2024-02-30\nreview_every: quarterly\n---\n"
    assert messages(RULE, tmp_path, text) == [
        "2:10 updated cannot be 5 Marble 2024: write it as year-month-day, 2026-11-25",
        "3:10 lastmod cannot be last week: write it as year-month-day, 2026-11-25",
        "4:7 date cannot be 2024-02-30: write it as year-month-day, 2026-11-25",
        "5:15 review_every cannot be quarterly: write 180d, 6 months, or a day as 2026-11-25",
    ]


def test_a_day_that_may_be_two_is_found_with_both_and_with_the_setting_that_decides(tmp_path):
    text = "---\nupdated: 03/04/2024\nreview_every: 4.3.2031\n---\n"
    setting = 'write that, or say in kcs.toml: [fields] dates = "day-first" or "month-first"'
    assert messages(RULE, tmp_path, text) == [
        f"2:10 updated cannot be 03/04/2024: it is 2024-03-04 or 2024-04-03; {setting}",
        f"3:15 review_every cannot be 4.3.2031: it is 2031-03-04 or 2031-04-03; {setting}",
    ]
    assert messages(RULE, tmp_path, text, config=MONTH_FIRST) == []


@pytest.mark.parametrize("written", ["13/13/2024", "5/3/24", "31.2.2024"])
def test_what_is_no_day_in_any_order_is_found_whatever_the_setting(written, tmp_path):
    assert len(messages(RULE, tmp_path, f"---\ndate: {written}\n---\n", config=MONTH_FIRST)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "date: 2024-03-05", "date: 2024-03-05T10:00:00+01:00", "date: 2024-03-05 10:00:00 +0100", "date:", "date: [x]",
        "date: 01/30/2024", "date: 30.1.2024", "date: 2024/1/30", "date: Jan 30, 2024", "date: 5. März 2024",
        "review_every: 6 months", "review_every: 2031-01-01", "review_every: 30.1.2031", "review: never", "released: soon",
    ],
)  # fmt: skip
def test_what_kcs_reads_as_a_day_is_fine(line, tmp_path):
    assert messages(RULE, tmp_path, f"---\n{line}\n---\n") == []
