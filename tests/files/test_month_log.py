import stat
from datetime import UTC, datetime

import pytest

from kcs_cli.files.month_log import MonthLog, lines
from tests import make

MAY = datetime(2024, 5, 6, tzinfo=UTC)


@pytest.fixture
def log(tmp_path):
    return MonthLog(tmp_path / "log", 1)


def note(log: MonthLog, *words: str, now: datetime = MAY) -> None:
    for word in words:
        log.append(now, {"word": word})


def words(entries) -> list[str]:
    return [entry["word"] for entry in entries]


def test_a_line_has_its_version_first_and_is_in_the_file_of_its_month(log):
    note(log, "ąžuolas")
    assert [(file.name, file.read_text("utf-8")) for file in log.files()] == [
        ("2024-05.jsonl", '{"v": 1, "word": "ąžuolas"}\n')
    ]


def test_it_is_nobody_elses(log):
    note(log, "vpn")
    assert [stat.S_IMODE(path.stat().st_mode) for path in (log.folder, *log.files())] == [0o700, 0o600]


def test_the_lines_come_the_oldest_first(log):
    note(log, "june", now=MAY.replace(month=6))
    note(log, "one", "two")
    assert words(log.entries()) == ["one", "two", "june"]


def test_the_lines_are_those_of_so_many_months(log):
    for month in (4, 5, 6):
        note(log, str(month), now=MAY.replace(month=month))
    assert [words(log.entries(months)) for months in (0, 1, 2)] == [["4", "5", "6"], ["6"], ["5", "6"]]


def test_the_newest_lines_come_first_from_two_months(log):
    for month in (4, 5, 6):
        note(log, f"{month} a", f"{month} b", now=MAY.replace(month=month))
    assert words(log.newest()) == ["6 b", "6 a", "5 b", "5 a"]


def test_lines_of_a_clock_that_was_ahead_are_not_the_newest(log):
    for month in (7, 5, 6):
        note(log, str(month), now=MAY.replace(month=month))
    assert words(log.newest("2024-06")) == ["6", "5"]


def test_the_newest_lines_of_a_long_log_are_read_without_the_old_ones(log):
    note(log, "old", *("x" * 1000 for _ in range(400)), "new")
    assert words(log.newest())[0] == "new"
    assert len(words(log.newest())) < 200


@pytest.mark.parametrize(
    "line", [b"", b"{", b"null", b"[1]", b'"v"', b"\xff\xfe", b'{"v": 2, "word": "x"}', b'{"word": "x"}', b"[" * 100_000]
)
def test_torn_and_foreign_lines_are_passed_over(log, line):
    note(log, "one")
    with log.files()[0].open("ab") as stream:
        stream.write(line + b"\n")
    note(log, "two")
    assert (words(log.entries()), words(log.newest())) == (["one", "two"], ["two", "one"])


def test_a_line_after_a_torn_one_is_not_lost(log):
    note(log, "one")
    with log.files()[0].open("ab") as stream:
        stream.write(b'{"v": 1, "wor')
    note(log, "two")
    assert words(log.entries()) == ["one", "two"]


def test_a_month_that_cannot_be_read_is_passed_over(log):
    note(log, "vpn")
    (log.folder / "2024-06.jsonl").mkdir()
    assert (words(log.entries()), words(log.newest()), list(lines(log.files()[1:]))) == (["vpn"], ["vpn"], [])


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path):
    make.files(tmp_path, {"log": "a file in the way"})
    for log in (MonthLog(tmp_path / "log", 1), MonthLog(None, 1)):
        log.begin()
        note(log, "vpn")
        assert (log.files(), list(log.entries()), list(log.newest())) == ([], [], [])
