import zipfile
from datetime import UTC, datetime

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.migration.importers.docx import IMPORTER
from kcs_cli.migration.source.record import BrokenRecord, SourceAttachment, SourcePerson, SourceRecord, SourceRevision
from tests.migration.file_formats import word_file
from tests.migration.importers.reading import read
from tests.migration.wiki_samples import PIXEL, wiki_articles

SAMPLE = wiki_articles(1)[0]._replace(
    title="Paper jam", symptom="Paper sticks.", cause="Dust.", steps=("Open it.",), tags=("printer", "paper"),
    created=datetime(2023, 1, 2, tzinfo=UTC), updated=datetime(2023, 2, 3, tzinfo=UTC), person=0,
)  # fmt: skip
TEXT = "<p>Paper sticks.</p><h2>Cause</h2><p>Dust.</p><h2>Resolution</h2><p>Open it.</p>"
ANA = SourcePerson(name="Ana Silva")


def test_a_word_file_comes_with_its_title_its_properties_and_its_headings(tmp_path):
    (tmp_path / "printers").mkdir()
    word_file(tmp_path / "printers/jam 1.docx", SAMPLE)
    (tmp_path / "printers/~$jam 1.docx").write_bytes(b"lock")
    (tmp_path / "broken.docx").write_bytes(b"no zip")

    assert IMPORTER.is_source(tmp_path)
    broken, jam = read(IMPORTER, tmp_path)
    assert broken == BrokenRecord(number=1, file="broken.docx", reason="it is no DOCX: File is not a zip file")
    assert jam == SourceRecord(
        key="printers/jam 1.docx",
        revisions=(SourceRevision(title="Paper jam", html=TEXT, author=ANA, at=datetime(2023, 2, 3, tzinfo=UTC)),),
        created=datetime(2023, 1, 2, tzinfo=UTC),
        updated=datetime(2023, 2, 3, tzinfo=UTC),
        folders=("printers",),
        tags=("printer", "paper"),
        owner=ANA,
        addresses=("printers/jam 1.docx", "printers/jam%201.docx"),
        fields={},
    )


def _changed(file, part, old, new, extra=()):
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in (*parts.items(), *extra):
            packed.writestr(name, content)


def test_a_picture_in_a_word_file_is_an_attachment(tmp_path):
    file = tmp_path / "jam.docx"
    word_file(file, SAMPLE)
    drawing = (
        b'<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        b'<wp:docPr descr="The lid"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        b'<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="i1" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></pic:blipFill></pic:pic>'
        b"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:body>"
    )
    image = (
        b'<Relationship Id="i1" Target="media/image1.png" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
    )
    _changed(file, "word/_rels/document.xml.rels", b"</Relationships>", image)
    default = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    _changed(file, "[Content_Types].xml", default, default + b'<Default Extension="png" ContentType="image/png"/>')
    _changed(file, "word/document.xml", b"</w:body>", drawing, [("word/media/image1.png", PIXEL)])
    (jam,) = read(IMPORTER, file)

    assert jam.revisions[0].html == f'{TEXT}<p><img alt="The lid" src="jam-1.png" /></p>'
    assert jam.attachments == (SourceAttachment("jam-1.png", "jam-1.png", PIXEL),)


def test_a_word_file_with_a_document_type_is_not_opened(tmp_path):
    file = tmp_path / "bomb.docx"
    word_file(file, SAMPLE)
    _changed(file, "word/document.xml", b"<w:document", b'<!DOCTYPE x [<!ENTITY a "aaa">]><w:document')

    with pytest.raises(KcsError, match=r"bomb\.docx, 1: it declares a document type, which kcs does not read"):
        list(IMPORTER.read(file))
