from pathlib import Path

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.migration.source import xml_file
from kcs_cli.migration.source.export_folder import SourceObject
from kcs_cli.migration.source.record import BrokenRecord
from kcs_cli.migration.source.xml_file import xml_records

BILLION_LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {here} "{f"&{before};" * 10}">' for before, here in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><list><article><title>&i;</title></article></list>"
)


def read(file: Path, text: str | bytes, *names: str) -> list[SourceObject | BrokenRecord]:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(xml_records(file, names))


@pytest.mark.parametrize("chunk", [1, 5, 10_000])
def test_fields_lists_and_what_is_shown_are_read(tmp_path, monkeypatch, chunk):
    monkeypatch.setattr(xml_file, "CHUNK", chunk)
    text = (
        "<?xml version='1.0'?><list><article><a-title>Größe &amp; <![CDATA[<b>]]></a-title><none nil='true'/><empty/>\n"
        "<tags type='array'><tag><name>x</name></tag><tag>y</tag></tags>"
        "<author display_value='Ana'>17</author></article></list>"
    )
    assert read(tmp_path / "a.xml", text, "article") == [
        SourceObject(1, "a.xml", "article", {
            "a_title": "Größe & <b>", "none": None, "empty": "", "tags": [{"name": "x"}, "y"],
            "author": {"value": "17", "display_value": "Ana"},
        })
    ]  # fmt: skip


def test_an_element_in_another_one_comes_first_and_is_not_in_it(tmp_path):
    text = "<folder><name>F</name><articles><article><id>1</id></article><article><id>2</id></article></articles></folder>"
    assert read(tmp_path / "a.xml", text, "folder", "article") == [
        SourceObject(1, "a.xml", "article", {"id": "1"}),
        SourceObject(2, "a.xml", "article", {"id": "2"}),
        SourceObject(1, "a.xml", "folder", {"name": "F", "articles": ""}),
    ]


def test_a_field_with_the_name_of_a_table_is_a_field(tmp_path):
    text = "<list><article><category>7</category></article><category><id>7</id></category></list>"
    assert read(tmp_path / "a.xml", text, "article", "category") == [
        SourceObject(1, "a.xml", "article", {"category": "7"}),
        SourceObject(1, "a.xml", "category", {"id": "7"}),
    ]


def test_what_comes_before_the_place_where_a_file_breaks_off_is_read(tmp_path):
    sound, broken = read(tmp_path / "a.xml", "<list><article><id>1</id></article><article><id>2</i", "article")
    assert sound == SourceObject(1, "a.xml", "article", {"id": "1"})
    assert isinstance(broken, BrokenRecord)
    assert (broken.number, broken.file, broken.reason[:20]) == (2, "a.xml", "no XML from here on:")


@pytest.mark.parametrize(
    "text",
    [
        BILLION_LAUGHS,
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><article><title>&x;</title></article>',
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.example.org/a.dtd"><article/>',
    ],
)
def test_a_document_type_is_refused(tmp_path, text):
    with pytest.raises(KcsError) as told:
        read(tmp_path / "a.xml", text, "article")
    assert "a.xml has a document type" in told.value.message
    assert told.value.hint == "Export it again, as plain XML"


def test_an_entity_that_nothing_declares_is_an_error_of_its_file(tmp_path):
    (broken,) = read(tmp_path / "a.xml", "<article><title>a&nbsp;b</title></article>", "article")
    assert isinstance(broken, BrokenRecord)
    assert broken.reason.startswith("no XML from here on: undefined entity")


def test_elements_nested_without_end_are_refused(tmp_path):
    with pytest.raises(KcsError, match="nested 200 deep"):
        read(tmp_path / "a.xml", "<article>" + "<a>" * 100_000, "article")


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "windows-1252"])
def test_other_encodings_that_a_file_names_are_read(tmp_path, encoding):
    text = f"<?xml version='1.0' encoding='{encoding}'?><list><article><title>Größe</title></article></list>"
    (found,) = read(tmp_path / "a.xml", text.encode(encoding), "article")
    assert found.value == {"title": "Größe"}


def test_an_encoding_that_nobody_knows_is_an_error_of_its_file(tmp_path):
    (broken,) = read(tmp_path / "a.xml", "<?xml version='1.0' encoding='klingon'?><article/>", "article")
    assert isinstance(broken, BrokenRecord)
    assert "unknown encoding" in broken.reason


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(KcsError, match=r"a\.xml cannot be read"):
        list(xml_records(tmp_path / "a.xml", ["article"]))
