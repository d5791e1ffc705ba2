import json
from pathlib import Path

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.migration.source import json_file
from kcs_cli.migration.source.export_folder import SourceObject
from kcs_cli.migration.source.json_file import json_records
from kcs_cli.migration.source.record import BrokenRecord

TABLES = ("articles", "article", "sections")


def read(file: Path, text: str | bytes) -> list[SourceObject | BrokenRecord]:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(json_records(file, TABLES))


def values(file: Path, text: str | bytes) -> list[tuple[str, object]]:
    return [(one.table, one.value) for one in read(file, text) if isinstance(one, SourceObject)]


def test_each_object_has_its_number_in_its_table(tmp_path):
    text = '{"count": 2, "articles": [{"id": 1}, {"id": 2}], "next_page": null, "sections": [{"id": 9}]}'
    assert read(tmp_path / "a.json", text) == [
        SourceObject(1, "a.json", "articles", {"id": 1}),
        SourceObject(2, "a.json", "articles", {"id": 2}),
        SourceObject(1, "a.json", "sections", {"id": 9}),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[{"id": 1}, 7]', [("", {"id": 1}), ("", 7)]),
        ('{"article": {"id": 1, "sections": ["a"]}}', [("article", {"id": 1, "sections": ["a"]})]),
        ('{"id": 1, "sections": [{"id": 2}]}', [("", {"id": 1, "sections": [{"id": 2}]})]),
        ('{"articles": {"page": 1, "items": [{"id": 1}]}}', [("articles", {"id": 1})]),
        ('{"_embedded": {"sections": [{"id": 1}]}}', [("sections", {"id": 1})]),
        ('[{"articles": [{"id": 1}]}, {"articles": [{"id": 2}]}]', [("articles", {"id": 1}), ("articles", {"id": 2})]),
        ('{"articles": [{"id": 1}]}{"articles": [{"id": 2}]}', [("articles", {"id": 1}), ("articles", {"id": 2})]),
        ('{"id": 1}\n{"id": 2}\n', [("", {"id": 1}), ("", {"id": 2})]),
        ('{"articles": null, "sections": []}', []),
        ("\ufeff[1]", [("", 1)]),
        ('["a\tb"]', [("", "a\tb")]),
        ("", []),
    ],
)
def test_pages_lists_and_single_objects_are_read(tmp_path, text, expected):
    assert values(tmp_path / "a.json", text) == expected


def test_a_file_of_windows_in_utf_16_is_read(tmp_path):
    assert values(tmp_path / "a.json", '[{"title": "Größe"}]'.encode("utf-16")) == [("", {"title": "Größe"})]


@pytest.mark.parametrize("cut", range(3, 60, 7))
def test_what_comes_before_the_place_where_a_file_breaks_off_is_read(tmp_path, cut):
    whole = json.dumps({"articles": [{"id": 1, "title": "é" * 9}, {"id": 2, "title": "b" * 9}]}, ensure_ascii=False)
    text = whole[:cut]
    *sound, broken = read(tmp_path / "a.json", text)
    complete = text.count("}")
    assert [one.number for one in sound] == list(range(1, 1 + complete))
    assert broken == BrokenRecord(complete + 1, "a.json", "no JSON from here on: the file breaks off")


def test_a_syntax_error_is_told_with_the_number_of_its_object(tmp_path):
    assert read(tmp_path / "a.json", '{"articles": [{"id": 1} {"id": 2}]}')[1:] == [
        BrokenRecord(2, "a.json", "no JSON from here on: a comma is missing")
    ]
    assert read(tmp_path / "a.json", '{"articles" [1]}') == [
        BrokenRecord(1, "a.json", "no JSON from here on: a colon is missing")
    ]


def test_a_number_without_end_is_an_error_of_its_file(tmp_path):
    (broken,) = read(tmp_path / "a.json", f"[{'1' * 5000}]")
    assert isinstance(broken, BrokenRecord)
    assert "4300" in broken.reason


def test_a_page_that_asks_for_a_login_is_told(tmp_path):
    assert read(tmp_path / "a.json", "\n<!DOCTYPE html><html>Sign in</html>") == [
        BrokenRecord(1, "a.json", "no JSON from here on: it is a web page; whoever fetched it may not have been signed in")
    ]


def test_a_file_that_is_nested_without_end_is_broken_and_no_crash(tmp_path):
    assert read(tmp_path / "a.json", "[" * 100_000) == [
        BrokenRecord(1, "a.json", "no JSON from here on: it is nested too deep")
    ]


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 50])
def test_objects_are_the_same_however_little_is_read_at_once(tmp_path, monkeypatch, chunk):
    monkeypatch.setattr(json_file, "CHUNK", chunk)
    first = {"id": 12345, "title": 'a\\u00e9 "b" 漢字', "count": -1.5e3, "none": None, "yes": True}
    text = json.dumps({"page": 1, "articles": [first, {"id": 2, "tags": ["x"]}]})
    assert values(tmp_path / "a.json", text) == [("articles", first), ("articles", {"id": 2, "tags": ["x"]})]


def test_the_files_of_a_folder_are_read_in_the_order_of_their_numbers(tmp_path):
    for name in ("articles-10", "articles-2", "articles", "._articles", "b/articles"):
        (tmp_path / f"{name}.json").parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.json").write_text("[1]")
    files = [one.file for one in json_records(tmp_path, TABLES)]
    assert files == ["articles.json", "articles-2.json", "articles-10.json", "b/articles.json"]


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(KcsError, match=r"a\.json cannot be read"):
        list(json_records(tmp_path / "a.json", TABLES))
