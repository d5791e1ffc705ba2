from datetime import UTC, date, datetime

from kcs_cli.closed_gaps import ClosedGap, Fresh, closed_gaps
from kcs_cli.search_log import LoggedSearch

LATER = datetime(2026, 3, 9, tzinfo=UTC)
FRESH = {"kb-fax001": Fresh("new", LATER)}


def search(words: str, day: int = 4, **lines: int) -> LoggedSearch:
    return LoggedSearch(f"s{day}", words, lines, f"2026-03-{day:02}T10:00:00+00:00")


def found(*ids: str):
    return lambda words: [(id_, 1.0) for id_ in ids]


def test_words_that_found_nothing_and_find_a_new_article_are_a_gap_that_is_closed():
    searches = [search("fax silent", 4), search("Fax  silent?", 5), search("fax silent tag:fax", 6)]
    assert closed_gaps(searches, FRESH, found("kb-old", "kb-fax001")) == (
        ClosedGap("fax silent", 3, date(2026, 3, 4), "kb-fax001", "new", date(2026, 3, 9)),
    )


def test_a_search_with_hits_is_no_gap():
    assert closed_gaps([search("fax", kb_old=3)], FRESH, found("kb-fax001")) == ()


def test_an_article_that_was_there_before_closed_nothing():
    assert closed_gaps([search("fax", 10)], FRESH, found("kb-fax001")) == ()


def test_an_article_far_down_the_list_is_not_found():
    assert closed_gaps([search("fax")], FRESH, found("a", "b", "c", "kb-fax001")) == ()


def test_a_search_of_filters_alone_has_no_words():
    assert closed_gaps([search("tag:fax")], FRESH, found("kb-fax001")) == ()
