import json
from datetime import UTC, datetime

from kcs_cli.files.month_log import MonthLog
from kcs_cli.search.log_count import SearchCount, count_searches

MARCH, APRIL, MAY = (datetime(2026, month, 1, tzinfo=UTC) for month in (3, 4, 5))


def searched(id_: str, at: str, *hits: str, base: str = "kb", v: int = 1) -> str:
    return json.dumps({"v": v, "id": id_, "at": at, "base": base, "words": "x", "hits": [[hit, 3] for hit in hits]})


def opened(search: str, rank: int = 1) -> str:
    return json.dumps({"v": 1, "search": search, "at": "2026-03-02T10:01:00+00:00", "shown": "kb-1", "rank": rank})


def count(tmp_path, *lines: str) -> list[SearchCount]:
    (tmp_path / "2026-03.jsonl").write_text("\n".join(lines))
    return count_searches(MonthLog(tmp_path, 1), "kb", [MARCH, APRIL], MAY)


def test_searches_are_counted_in_their_months(tmp_path):
    lines = [searched("1", "2026-03-02T10:00:00+00:00", "kb-1"), searched("2", "2026-04-01T00:00:00+00:00")]
    lines += [searched("3", "2026-04-01T01:00:00+02:00", "kb-1"), searched("4", "2026-05-01T00:00:00+00:00")]
    assert count(tmp_path, *lines, opened("1"), opened("1", 2)) == [SearchCount(2, 0, 1), SearchCount(1, 1, 0)]


def test_what_was_written_because_of_a_search_was_not_found(tmp_path):
    assert count(tmp_path, searched("1", "2026-03-02T10:00:00+00:00"), opened("1", 0))[0] == SearchCount(1, 1, 0)


def test_torn_and_foreign_lines_are_passed_over(tmp_path):
    at = "2026-03-02T10:00:00+00:00"
    lines = ["", "{", "[]", '"x"', searched("1", at, v=2), searched("2", at, base="other"), searched("3", "soon")]
    lines += [searched("4", "2026-03-02T10:00:00"), searched("5", at)[:-9], searched("6", at)]
    assert count(tmp_path, *lines)[0] == SearchCount(1, 1, 0)


def test_without_a_log_there_are_no_searches(tmp_path):
    assert (
        count_searches(MonthLog(None, 1), "kb", [MARCH], MAY)
        == count_searches(MonthLog(tmp_path, 1), "kb", [MARCH], MAY)
        == [SearchCount()]
    )
