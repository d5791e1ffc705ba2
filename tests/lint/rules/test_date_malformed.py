import pytest

from kcs_cli.lint.rules.date_malformed import RULE
from tests.lint.make import messages, repaired


@pytest.mark.parametrize(
    "written",
    [
        "2024/03/05", "2024-3-5", "2024.3.5", "20240305", "5 March 2024", "March 5, 2024", "5. März 2024", "Mar 5th 2024",
        "5-Mar-2024", "2024年3月5日",
    ],
)  # fmt: skip
def test_a_day_that_is_clear_is_repaired(written, tmp_path):
    text = f"---\r\nreviewed: {written} # so\r\n---\r\n"
    assert repaired(RULE, tmp_path, text) == "---\r\nreviewed: 2024-03-05 # so\r\n---\r\n"


@pytest.mark.parametrize(
    ("written", "wanted"),
    [("13/04/2024", "2024-04-13"), ("04/13/2024", "2024-04-13"), ("4/4/2024", "2024-04-04"), ("03/04/2024", "03/04/2024"),
     ("13/13/2024", "13/13/2024"), ("5 Marble 2024", "5 Marble 2024"), ("5/3/24", "5/3/24"), ("soon", "soon")],
)  # fmt: skip
def test_a_day_is_repaired_only_where_it_can_mean_one(written, wanted, tmp_path):
    assert repaired(RULE, tmp_path, f"---\ndate: {written}\n---\n") == f"---\ndate: {wanted}\n---\n"


def test_what_is_no_day_is_found_with_the_right_answer_where_there_is_one(tmp_path):
    text = "---\nupdated: 5 March 2024\nlastmod: last week\ndate: 2024-02-30\nreview_every: quarterly\n---\n"
    assert messages(RULE, tmp_path, text) == [
        "2:10 updated cannot be 5 March 2024: write it as 2024-03-05",
        "3:10 lastmod cannot be last week: write it as year-month-day, 2026-11-25",
        "4:7 date cannot be 2024-02-30: write it as year-month-day, 2026-11-25",
        "5:15 review_every cannot be quarterly: write 180d, 6 months, or a day as 2026-11-25",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "date: 2024-03-05", "date: 2024-03-05T10:00:00+01:00", "date: 2024-03-05 10:00:00 +0100", "date:", "date: [x]",
        "review_every: 6 months", "review_every: 2031-01-01", "review: never", "released: soon",
    ],
)  # fmt: skip
def test_what_kcs_reads_as_a_day_is_fine(line, tmp_path):
    assert messages(RULE, tmp_path, f"---\n{line}\n---\n") == []
