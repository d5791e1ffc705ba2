"""Tests of files of rows that other systems export, and of the cases that are read from them."""

import csv
import io
import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.demand.case_file import ClosedCase, read_cases
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config
from tests import make

CONFIG = Config()
HEAD = ",".join(ClosedCase._fields)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff"), max_size=20).map(str.strip)
NAMED = TEXT.filter(bool)
YEARS = datetime.fromisoformat("1901-01-01"), datetime.fromisoformat("9899-12-30")
TIME = st.none() | st.datetimes(*YEARS, timezones=st.just(UTC))
NUMBER = st.none() | st.floats(-1e6, 1e6)
CASE = st.builds(
    ClosedCase, id=NAMED, opened_at=st.none(), closed_at=TIME, team=TEXT, domain=TEXT, kind=TEXT, language=TEXT,
    channel=TEXT, issue=TEXT, customer=TEXT, contacts=st.none() | st.integers(0, 9999), csat=NUMBER, cost=NUMBER, by=TEXT,
)  # fmt: skip


def read(path: Path, content: str | bytes, config: Config = CONFIG, **more) -> tuple[list[ClosedCase], list[str]]:
    told: list[str] = []
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_cases(path, config, told.append, **more)), told


def as_cells(case: ClosedCase) -> list[str]:
    times = [at.isoformat() if at else "" for at in (case.opened_at, case.closed_at)]
    return [case.id, *times, *("" if value is None else str(value) for value in case[3:])]


@settings(deadline=None)
@given(st.lists(CASE, max_size=5), st.sampled_from(",;\t|"))
def test_cases_are_read_from_csv_as_they_were_written(cases, delimiter):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows([ClosedCase._fields, *map(as_cells, cases)])
    with TemporaryDirectory() as folder:
        assert read(Path(folder, "x"), stream.getvalue()) == (cases, [])


@settings(deadline=None)
@given(st.lists(CASE, min_size=1, max_size=5))
def test_cases_are_read_from_json_lines_as_they_were_written(cases):
    lines = [json.dumps(dict(zip(ClosedCase._fields, as_cells(case), strict=True))) for case in cases]
    with TemporaryDirectory() as folder:
        assert read(Path(folder, "x"), "\n".join(lines)) == (cases, [])


@settings(deadline=None)
@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from(["7,jam\n", "8", ",", "\n", '"', "\r", ";", "\0", "\ufeff"]), max_size=20)
    .map("".join)
    .map(str.encode)
)
def test_whatever_a_file_has_it_is_read_or_refused(content):
    with TemporaryDirectory() as folder:
        cases: list[ClosedCase] = []
        with suppress(KcsError):
            cases, _ = read(Path(folder, "x"), b"id,issue\n" + content)
        assert all(case.id for case in cases)


def test_columns_are_found_by_usual_names_in_any_order(tmp_path):
    content = "\ufeffSubject;Ticket ID;Created-At;unknown\nprinter;7;2026-03-01T10:00:00Z;x\n"
    opened = datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert read(tmp_path / "x", content) == ([ClosedCase("7", opened, issue="printer")], [])


def test_columns_are_named_in_kcs_toml(tmp_path):
    config = make.config(cases_id=("Vorgang",), cases_csat=("Zufriedenheit",))
    assert read(tmp_path / "x", "Vorgang;Zufriedenheit\n1;4,5\n", config) == ([ClosedCase("1", csat=4.5)], [])


def test_a_time_without_a_zone_is_local(tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "XXX-2")
    import time

    time.tzset()
    ((case,), _) = read(tmp_path / "x", "id,opened_at,closed_at\n1,2026-03-01 10:00,2026-03-02\n")
    monkeypatch.undo()
    time.tzset()
    assert (case.opened_at, case.closed_at) == (
        datetime(2026, 3, 1, 8, tzinfo=UTC), datetime(2026, 3, 1, 22, tzinfo=UTC),
    )  # fmt: skip
    assert case.opened_at is not None
    assert case.opened_at.utcoffset() == timedelta(hours=2)


def test_values_of_json_are_what_they_are(tmp_path):
    line = '{"id": 7, "contacts": 2, "cost": 1.5, "issue": null, "kind": true, "team": {"name": "a"}, "by": ["x", "y"]}'
    assert read(tmp_path / "x", line)[0] == [
        ClosedCase("7", contacts=2, cost=1.5, kind="true", team="a", by="x y"),
    ]  # fmt: skip


def test_each_object_of_json_lines_may_have_its_own_keys(tmp_path):
    content = '{"id": "1", "issue": "a"}\n\n{"issue": "b", "more": 1, "id": "2"}\n{"issue": "c"}\n[1]\n{"id"\n'
    cases, told = read(tmp_path / "x", content)
    assert [(case.id, case.issue) for case in cases] == [("1", "a"), ("2", "b")]
    assert told[0].startswith(
        f"{tmp_path}/x: 3 rows are passed over: line 4: no case number; line 5: no JSON object; line 6: "
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1", "1 cell, and the first line has 14"),
        (",,,,,,,,,,,,,", "no case number"),
        ("1,yesterday,,,,,,,,,,,,", "yesterday is no time: write it as 2026-11-22T14:05"),
        ("1,2026-01-02,2026-01-01,,,,,,,,,,,", "case 1 was closed before it was opened"),
        ("1,,,,,,,,,,1.5,,,", "1.5 is no count"),
        ("1,,,,,,,,,,,good,,", "good is no number"),
        ("1,,,,,,,,,,,,nan,", "nan is no number"),
        ('1,"a"b,,,,,,,,,,,,', "',' expected after '\"'"),
    ],
)
def test_a_row_that_is_no_case_is_passed_over_and_told(tmp_path, row, reason):
    good = "2,,,,,,,,,,,,,"
    cases, told = read(tmp_path / "x", f"{HEAD}\n{good}\n{row}\n{good}\n")
    assert ([case.id for case in cases], told) == (["2", "2"], [f"{tmp_path}/x: 1 row is passed over: line 3: {reason}"])


def test_many_bad_rows_are_counted_and_the_first_ones_told(tmp_path):
    _, told = read(tmp_path / "x", "id,issue\n" + ",a\n" * 1200)
    no = "no case number"
    assert told == [f"{tmp_path}/x: 1,200 rows are passed over: line 2: {no}; line 3: {no}; line 4: {no}; …"]


def test_the_line_is_that_on_which_a_row_begins(tmp_path):
    cases, told = read(tmp_path / "x", 'id,issue\n1,"a\nb\nc"\n,x\n')
    assert (cases[0].issue, told) == ("a\nb\nc", [f"{tmp_path}/x: 1 row is passed over: line 5: no case number"])


def test_a_quotation_mark_that_nothing_closes_spoils_no_more_than_the_rest(tmp_path):
    cases, told = read(tmp_path / "x", 'id,issue\n1,a\n2,"b\n3,c\n')
    assert ([case.id for case in cases], told) == (
        ["1"],
        [f"{tmp_path}/x: 1 row is passed over: line 3: unexpected end of data"],
    )


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        (b"name,x\n1,2\n", "x has no column id or case or case_id; it has name, x", 'kcs.toml: [cases] id = "…"'),
        (b"", "x has no column id or case or case_id; it has none", "[cases] id"),
        (b'{"a": 1}\n', "x has no column id or case or case_id; it has a", "[cases] id"),
        (b'[{"id": 1}]', "x is one JSON list", "jq -c '.[]'"),
        (b"id\n\xfc\n", "x is not UTF-8: byte 0xfc", "Save it as CSV UTF-8"),
        (b"id\n" + b"1\n" * 9999 + b"\xfc\n", "x is not UTF-8: byte 0xfc", "Save it as CSV UTF-8"),
        (b"\xff\xfei\0d\0\n\0\0\xd8\n\0", "x is not UTF-16: byte 0x00", "Save it as CSV UTF-8"),
    ],
)
def test_a_file_that_is_none_of_cases_is_refused(tmp_path, content, message, hint):
    with pytest.raises(KcsError) as error:
        read(tmp_path / "x", content)
    assert error.value.message.endswith(message)
    assert hint in error.value.hint


def test_a_needed_column_is_named(tmp_path):
    with pytest.raises(KcsError, match="has no column issue or title or subject; it has id") as error:
        read(tmp_path / "x", "id\n1\n", needed=("id", "issue"))
    assert error.value.hint == 'Name the column in kcs.toml: [cases] issue = "…"'


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(KcsError, match="cannot be read"):
        list(read_cases(tmp_path / "no", Config(), print))
