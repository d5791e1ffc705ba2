"""Tests of files of rows, whoever reads them; what is read from them is tested with the cases, votes and searches."""

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.errors import KcsError
from kcs_cli.files.table import ColumnRequest, TornRows, column_names, open_text, read_rows, tab_rows

WANTED = ColumnRequest({"one": ("one", "first"), "two": ("two",), "three": ("three",)}, ("one",), "Name it")
LENIENT = WANTED._replace(is_lenient=True)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n\ufeff"), max_size=10)
WORD = TEXT.filter(str.strip)
ROWS = st.lists(st.tuples(WORD, TEXT, TEXT), max_size=5)
ENCODINGS = st.sampled_from(("utf-8", "utf-8-sig", "utf-16"))


def read(path: Path, content: bytes, wanted: ColumnRequest = WANTED):
    path.write_bytes(content)
    return list(read_rows(path, wanted))


@settings(deadline=None)
@given(ROWS, ENCODINGS, st.sampled_from(",;\t|"), st.sampled_from(("\n", "\r\n")), st.sampled_from((WANTED, LENIENT)))
def test_csv_is_read_as_it_was_written_in_any_encoding_with_any_delimiter(rows, encoding, delimiter, end, wanted):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows([("First", "THREE", "x"), *rows])
    with TemporaryDirectory() as folder:
        found = read(Path(folder, "x"), stream.getvalue().encode(encoding), wanted)
    assert [(line, tuple(cells)) for line, cells in found] == [
        (line, (one, "", three)) for line, (one, three, _) in enumerate(rows, 2)
    ]


@settings(deadline=None)
@given(ROWS.filter(bool), ENCODINGS)
def test_json_lines_are_read_as_they_were_written_in_any_encoding(rows, encoding):
    lines = "\n".join(json.dumps(dict(zip(("one", "two", "x"), row, strict=True)), ensure_ascii=False) for row in rows)
    with TemporaryDirectory() as folder:
        found = read(Path(folder, "x"), lines.encode(encoding))
    assert [(line, tuple(cells)) for line, cells in found] == [(line, (*row[:2], "")) for line, row in enumerate(rows, 1)]


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_a_lenient_reader_reads_any_bytes(content):
    with TemporaryDirectory() as folder:
        found = read(Path(folder, "x"), b"one,two\n" + content, LENIENT)
    assert all(isinstance(cells, str) or len(cells) == 3 for _, cells in found)


def test_rows_of_another_length_are_broken_or_fitted(tmp_path):
    content = b"one,two,x\na\n\nb,c,d,e\n , , \nf,g,h\n"
    other = "and the first line has 3"
    assert [(line, row if isinstance(row, str) else tuple(row)) for line, row in read(tmp_path / "x", content)] == [
        (2, f"1 cell, {other}"), (4, f"4 cells, {other}"), (5, (" ", " ", "")), (6, ("f", "g", "")),
    ]  # fmt: skip
    assert [(line, tuple(row)) for line, row in read(tmp_path / "x", content, LENIENT)] == [
        (2, ("a", "", "")), (4, ("b", "c", "")), (6, ("f", "g", "")),
    ]  # fmt: skip


def test_rows_come_before_the_rest_of_the_file_is_read(tmp_path):
    (tmp_path / "x").write_bytes(b"one\n" + b"a\n" * 100_000 + b"\xff\n")
    rows = read_rows(tmp_path / "x", WANTED)
    assert next(rows) == (2, ("a", "", ""))
    with pytest.raises(KcsError, match="is not UTF-8: byte 0xff"):
        list(rows)


def test_what_excel_saves_as_unicode_text_is_read(tmp_path):
    content = "first\ttwo\r\nČ\t问\r\n".encode("utf-16")
    assert read(tmp_path / "x", content) == [(2, ("Č", "问", ""))]


def test_a_torn_file_of_utf_16_is_refused(tmp_path):
    with pytest.raises(KcsError, match="x is not UTF-16") as error:
        read(tmp_path / "x", "one\na".encode("utf-16")[:-1])
    assert error.value.hint == "Save it as CSV UTF-8"


def test_broken_rows_are_counted_and_told_once(tmp_path):
    broken, told = TornRows(tmp_path / "x"), []
    broken.tell(told.append)
    for line in range(2, 7):
        broken.add(line, "no")
    broken.tell(told.append)
    assert told == [f"{tmp_path}/x: 5 rows are passed over: line 2: no; line 3: no; line 4: no; …"]


def test_rows_between_tabs_need_no_names_and_a_line_without_a_tab_is_refused():
    assert list(tab_rows("x", ["a\tb\r\n", "\n", "c\t d \t"], "")) == [(1, ["a", "b"]), (3, ["c", " d ", ""])]
    with pytest.raises(KcsError, match="x, line 2 has no tab") as error:
        list(tab_rows("x", ["a\tb", "c"], "Write tabs"))
    assert error.value.hint == "Write tabs"


def test_a_text_is_opened_with_the_ends_of_its_lines(tmp_path):
    (tmp_path / "x").write_bytes(b"\xef\xbb\xbfa\r\nb\n")
    with open_text(tmp_path / "x") as stream:
        assert stream.read() == "a\r\nb\n"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('\ufeffId;"A title";Body\n1;2;3\n', ("Id", "A title", "Body")),
        ('{"id": 1, "title": "x"}\n{"other": 2}\n', ("id", "title")),
        ("{no json\n", ()),
        ("x" * 200_000, ("x" * 200_000,)),
        ("", ()),
    ],
)
def test_columns_are_called_as_the_first_line_says(tmp_path, text, names):
    (tmp_path / "a").write_text(text, "utf-8")

    assert column_names(tmp_path / "a") == names
