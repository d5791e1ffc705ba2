import pytest

from kcs_cli.errors import KcsError
from kcs_cli.migration.intake.attachment import ImportedFile, LostFile, keep_files, safe_name
from kcs_cli.migration.source.record import SourceAttachment

NAMES = {
    "Shot 1.PNG": "shot-1.png",
    "../../etc/passwd": "passwd",
    "..\\..\\win.ini": "win.ini",
    ".htaccess": "htaccess",
    "..": "file",
    "": "file",
    "a\nb\0c.pdf": "a-b-c.pdf",
    "CON.txt": "file-con.txt",
    "notes.md": "notes.md.txt",
    "Notes.MD": "notes.md.txt",
    "x." + "y" * 50: "x",
    "日本.pdf": "日本.pdf",
    "n" * 300 + ".png": "n" * 80 + ".png",
}


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_names_are_safe(name):
    assert safe_name(name) == NAMES[name]


def fails(error: Exception):
    def read() -> bytes:
        raise error

    return read


def test_files_of_one_name_lie_beside_each_other_and_what_cannot_be_read_is_told():
    attachments = (
        SourceAttachment("/1", "a.png", lambda: b"1"),
        SourceAttachment("/2", "../A.png", lambda: b"2"),
        SourceAttachment("/3", "b.png", fails(KcsError("The export has no b.png"))),
        SourceAttachment("/4", "c.png", fails(OSError("gone"))),
        SourceAttachment("/5", "d.bin", lambda: bytes(50_000_001)),
    )
    found = list(keep_files(attachments, "knowledge/x", {}, lambda content: content.decode(), lambda *_: True))
    assert found == [
        ImportedFile("/1", "knowledge/x/a.png", "1"),
        ImportedFile("/2", "knowledge/x/a-2.png", "2"),
        LostFile("b.png", "it cannot be read (The export has no b.png)"),
        LostFile("c.png", "it cannot be read (gone)"),
        LostFile("d.bin", "it has 50,000,001 bytes, more than 50,000,000"),
    ]


def test_a_file_that_was_imported_before_keeps_its_place():
    attachments = (SourceAttachment("/1", "other.png", lambda: b"1"), SourceAttachment("/2", "a.png", lambda: b"2"))
    known = {"/1": ("knowledge/x/a.png", "0")}
    found = list(keep_files(attachments, "knowledge/x", known, lambda content: content.decode(), lambda *_: True))
    assert found == [ImportedFile("/1", "knowledge/x/a.png", "1"), ImportedFile("/2", "knowledge/x/a-2.png", "2")]
