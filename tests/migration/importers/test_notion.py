import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.importers.notion import IMPORTER
from kcs_cli.migration.source.record import BrokenRecord, SourceAttachment, SourcePerson, SourceRecord, SourceRevision
from tests.migration.importers.reading import read

BASE, JAM, TONER, EMPTY = (f"{number:032x}" for number in range(1, 5))
FILES = {
    f"Support {BASE}.md": f"# Support\n\nNote: everything is below.\n\n[Jam](Support/Help/Paper%20jam%20{JAM}.md)\n",
    f"Support/Help {TONER[:-1]}f.csv": "\ufeffName,Created time,Product,Tags\nPaper jam,,P9,\n",
    f"Support/Help/Paper jam {JAM}.md": (
        "# Paper jam: what to do\n\nCreated time: June 18, 2025 12:29 PM\nLast edited time: 27. Juli 2025 11:52\n"
        "Owner: Ana Silva\nTags: paper, hardware\nStatus: In progress\nProduct: P9\n\n"
        f"Open it ([toner](https://www.notion.so/Toner-{TONER}?pvs=21)).\n\n"
        "![The lid](Paper%20jam/lid%20(open).png)\n\n<aside>\n💡 Wear gloves.\n\n</aside>\n"
    ),
    "Support/Help/Paper jam/lid (open).png": "png",
    f"Support/Help/Empty {EMPTY}.md": "# Empty\n\nProduct: P9\n",
    "Support/about.txt": "no page",
}
RECORDS = [
    SourceRecord(
        key=BASE,
        revisions=(
            SourceRevision(title="Support", markdown=f"Note: everything is below.\n\n[Jam](https://www.notion.so/{JAM})"),
        ),
        old_names=(BASE,),
        addresses=(f"https://www.notion.so/{BASE}", f"Support {BASE}.md"),
        fields={},
    ),
    BrokenRecord(number=2, file=f"Support/Help/Empty {EMPTY}.md", reason="it has no text"),
    SourceRecord(
        key=JAM,
        revisions=(
            SourceRevision(
                title="Paper jam: what to do",
                markdown=f"Open it ([toner](https://www.notion.so/{TONER})).\n\n![The lid](Paper%20jam/lid%20(open).png)\n\n"
                "> 💡 Wear gloves.",
                author=SourcePerson(name="Ana Silva"),
                at=datetime(2025, 7, 27, 11, 52, tzinfo=UTC),
            ),
        ),
        created=datetime(2025, 6, 18, 12, 29, tzinfo=UTC),
        updated=datetime(2025, 7, 27, 11, 52, tzinfo=UTC),
        audience=Audience.internal,
        confidence=Confidence.wip,
        folders=("Support", "Help"),
        tags=("paper", "hardware"),
        owner=SourcePerson(name="Ana Silva"),
        old_names=(JAM,),
        addresses=(f"https://www.notion.so/{JAM}", f"Support/Help/Paper jam {JAM}.md"),
        attachments=(SourceAttachment("Paper%20jam/lid%20(open).png", "lid (open).png", b"png"),),
        fields={"product": "P9"},
    ),
]


def _folder(where: Path) -> Path:
    for name, text in FILES.items():
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        (where / name).write_text(text, "utf-8")
    return where


def _zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in FILES.items():
            packed.writestr(name, text)
    return out.getvalue()


def _zip(where: Path) -> Path:
    (where / "export.zip").write_bytes(_zipped())
    return where / "export.zip"


def _zip_in_a_zip(where: Path) -> Path:
    with zipfile.ZipFile(where / "export.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Export-01234567-89ab-cdef-0123-456789abcdef-Part-1.zip", _zipped())
    return where / "export.zip"


@pytest.mark.parametrize("make", [_folder, _zip, _zip_in_a_zip])
def test_pages_are_read_with_their_properties_pictures_and_links_to_each_other(tmp_path, make):
    source = make(tmp_path)

    assert IMPORTER.is_source(source)
    assert read(IMPORTER, source) == RECORDS


def test_lines_with_colons_are_no_properties_where_no_database_has_them(tmp_path):
    (tmp_path / f"Page {JAM}.md").write_text("# Page\n\nCause: dust\nCure: air\n\nMore.\n", "utf-8")

    assert read(IMPORTER, tmp_path)[0].revisions[0].markdown == "Cause: dust\nCure: air\n\nMore."


def test_a_folder_without_pages_of_notion_is_refused(tmp_path):
    (tmp_path / "a.md").write_text("# A\n\nText\n", "utf-8")

    assert not IMPORTER.is_source(tmp_path)
    with pytest.raises(KcsError) as refused:
        list(IMPORTER.read(tmp_path))
    assert refused.value.message == f"{tmp_path} has no article of Notion that can be read"


def test_properties_in_words_of_their_own_are_kept_and_open_a_page_to_nobody(tmp_path):
    head = "# Paper jam\n\nStatus: On hold\nVisibility: Managers\nTags: paper\n\nOpen it.\n"
    source = _folder(tmp_path)
    (source / f"Support/Help/Paper jam {JAM}.md").write_text(head, "utf-8")
    (jam,) = (one for one in read(IMPORTER, source) if isinstance(one, SourceRecord) and one.key == JAM)
    assert (jam.confidence, jam.audience) == (None, Audience.internal)
    assert jam.fields == {"status": "On hold", "readers": "Managers"}
