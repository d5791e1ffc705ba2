"""Tests of searches of a help site that are taken in from a file."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from kcs_cli.demand.imported_search import FILE, ImportedSearches, ImportReport
from kcs_cli.errors import KcsError
from kcs_cli.search.log_line import LoggedSearch
from tests import make

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEAD = "query,at,user,results,clicked\n"


@pytest.fixture
def imported(tmp_path):
    return ImportedSearches(tmp_path, "kb")


def take_in(imported, tmp_path, content, named=None, patterns=()):
    file, told = tmp_path / "searches.csv", []
    file.write_text(content)
    report = imported.take_in(file, named or {}, patterns, NOW, told.append)
    assert report.file == str(file)
    return report[1:], told


def searches(imported, days=30, ids=None):
    return imported.searches(NOW - timedelta(days=days), NOW + timedelta(seconds=1), ids or {})


def test_each_row_is_a_search(tmp_path, imported):
    rows = "fax,2026-11-20T10:00:00Z,u1,0,\nvpn down,2026-11-20T11:00:00+01:00,u2,3,/a/kb-1.html?x=1\n"
    rows += "old,2025-01-01T00:00Z,,,\n"
    assert take_in(imported, tmp_path, HEAD + rows) == ((3, 0, 0), [])
    fax, vpn = sorted(searches(imported, ids={"kb-1": "kb-one"}), key=lambda one: one.words)
    assert fax == LoggedSearch(fax.id, "fax", {}, "2026-11-20T10:00:00.000+00:00", (), fax.terminal, 0)
    assert (vpn.words, vpn.shown, vpn.found) == ("vpn down", ("kb-one",), 3)
    assert fax.terminal.startswith("visitor-")
    assert fax.terminal != vpn.terminal


def test_a_file_that_comes_again_adds_what_is_new_only(tmp_path, imported):
    first = HEAD + "fax,2026-11-20T10:00Z,u1,0,\nfax,2026-11-20T10:00Z,u1,0,\n"
    assert take_in(imported, tmp_path, first) == ((2, 0, 0), [])
    assert take_in(imported, tmp_path, first + "vpn,2026-11-21T10:00Z,u1,0,\n") == ((1, 2, 0), [])
    assert [one.words for one in searches(imported)] == ["fax", "fax", "vpn"]


def test_another_knowledge_base_has_its_own(tmp_path, imported):
    take_in(imported, tmp_path, HEAD + "fax,2026-11-20T10:00Z,u1,0,\n")
    other = ImportedSearches(tmp_path, "other")
    assert searches(other) == []
    assert take_in(other, tmp_path, HEAD + "fax,2026-11-20T10:00Z,u1,0,\n") == ((1, 0, 0), [])


def test_nothing_personal_is_kept(tmp_path, imported):
    row = "refund for jo@example.org id AB12,2026-11-20T10:00Z,jo@example.org,0,\n"
    take_in(imported, tmp_path, HEAD + row, patterns=("AB\\d\\d",))
    assert searches(imported)[0].words == "refund for <e-mail> id <national-id>"
    assert b"jo@example" not in (tmp_path / FILE).read_bytes()
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_json_lines_are_read_and_times_in_seconds(tmp_path, imported):
    at = int(NOW.timestamp()) - 60
    lines = f'{{"q": "fax", "timestamp": {at}, "session": 7, "hits": 0}}\n{{"q": "vpn", "timestamp": {at * 1000}}}\n'
    assert take_in(imported, tmp_path, lines) == ((2, 0, 0), [])
    assert {(one.words, one.at, one.found) for one in searches(imported)} == {
        ("fax", "2026-11-24T11:59:00.000+00:00", 0), ("vpn", "2026-11-24T11:59:00.000+00:00", None),
    }  # fmt: skip


def test_columns_can_be_named(tmp_path, imported):
    named = {"words": "Suchbegriff", "found": "Treffer"}
    assert take_in(imported, tmp_path, "Suchbegriff;Treffer\nfax;0\n", named) == (
        (1, 0, 0), ["1 of them say no time: they count as asked now"],
    )  # fmt: skip
    assert [(one.words, one.found, one.terminal) for one in searches(imported)] == [("fax", 0, "")]


def test_what_is_no_search_is_passed_over_and_told(tmp_path, imported):
    rows = ",2026-11-20T10:00Z,,,\nfax,monday,,,\nfax,2026-11-20T10:00Z,u,many,\nfax\n"
    counts, (told,) = take_in(imported, tmp_path, HEAD + rows)
    assert counts == (0, 0, 4)
    assert told.endswith(
        "4 rows are passed over: line 2: no words; line 3: monday is no time: write it as 2026-11-22T14:05; "
        "line 4: many is no number of results; …"
    )


@pytest.mark.parametrize(
    ("content", "named", "message", "hint"),
    [
        ("a,b\n1,2\n", {}, "has no column query or words or q; it has a, b", "--column words=NAME"),
        ("query,b\n1,2\n", {"at": "when"}, "has no column when; it has query, b", "--column"),
    ],
)
def test_a_file_without_the_columns_is_refused(tmp_path, imported, content, named, message, hint):
    with pytest.raises(KcsError) as error:
        take_in(imported, tmp_path, content, named)
    assert message in error.value.message
    assert hint in error.value.hint


def test_a_file_that_fails_in_the_middle_adds_nothing(tmp_path, imported):
    file = tmp_path / "x.csv"
    file.write_bytes(HEAD.encode() + b"fax,2026-11-20T10:00Z,u,0,\n" * 999 + b"\xfc,,,,\n")
    with pytest.raises(KcsError, match="not UTF-8"):
        imported.take_in(file, {}, (), NOW, print)
    assert searches(imported) == []


def test_a_damaged_file_of_searches_is_an_error_with_a_way_out(tmp_path, imported):
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(KcsError, match="cannot be read") as error:
        searches(imported)
    assert error.value.hint == "Move it away, and import the files again"
    with pytest.raises(KcsError, match="cannot be written"):
        take_in(imported, tmp_path, HEAD)


def test_without_a_folder_nothing_is_taken_in(tmp_path):
    nowhere = ImportedSearches(None, "kb")
    assert searches(nowhere) == []
    with pytest.raises(KcsError, match="no folder"):
        take_in(nowhere, tmp_path, HEAD)


def test_the_counts_are_shown():
    tables = make.tables(ImportReport("x.csv", 3, 2, 1))
    assert tables[0].rows == (("searches taken", 3), ("known before", 2), ("rows passed over", 1))
    assert sqlite3.sqlite_version
