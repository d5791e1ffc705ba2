import zipfile

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.migration.source import bundle
from kcs_cli.migration.source.bundle import attachment_name, open_bundle, saved_file, some_names


def _zip(file, **parts):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name.replace("__", "/"), text)
    return file


def test_paths_in_a_zip_lead_nowhere(tmp_path):
    file = tmp_path / "a.zip"
    with zipfile.ZipFile(file, "w") as packed:
        for name in ("../out.md", "/etc/passwd", "good/a.md", "win\\b.md", "__MACOSX/a.md", ".hidden/x.md"):
            packed.writestr(name, name)

    assert list(open_bundle(file).files) == ["etc/passwd", "good/a.md", "win/b.md"]


def test_a_folder_is_read_without_links_and_hidden_files(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b/a.md").write_text("a", "utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/x").write_text("x", "utf-8")
    (tmp_path / "link.md").symlink_to("/etc/hostname")

    assert list(open_bundle(tmp_path).files) == ["b/a.md"]
    assert open_bundle(tmp_path).read("b/a.md") == b"a"


def test_a_zip_that_becomes_enormous_is_refused(tmp_path, monkeypatch):
    file = _zip(tmp_path / "bomb.zip", a="0" * 1_000_000)
    monkeypatch.setattr(bundle, "SMALL_TOTAL", 100_000)

    with pytest.raises(KcsError) as refused:
        open_bundle(file)
    assert refused.value.message == f"{file} has 1 files of 1,000,000 bytes: that is no export"


def test_a_bomb_in_a_zip_is_refused_as_well(tmp_path, monkeypatch):
    inner = _zip(tmp_path / "inner.zip", a="0" * 1_000_000)
    file = tmp_path / "outer.zip"
    with zipfile.ZipFile(file, "w") as packed:
        packed.write(inner, "inner.zip")
    monkeypatch.setattr(bundle, "SMALL_TOTAL", 100_000)

    with pytest.raises(KcsError, match="that is no export"):
        open_bundle(file)


def test_a_zip_with_a_password_says_what_to_do(tmp_path):
    file = _zip(tmp_path / "a.zip", a="text")
    content = bytearray(file.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1  # the mark of a password in the directory of the zip
    file.write_bytes(content)

    with pytest.raises(KcsError) as refused:
        open_bundle(file)
    assert (refused.value.message, refused.value.hint) == (f"{file} has a password", "Unpack it, and give the folder")


def test_a_damaged_zip_is_told(tmp_path):
    file = _zip(tmp_path / "a.zip", a="text " * 100)
    content = bytearray(file.read_bytes())
    content[content.index(b"PK\x01\x02") + 1] = 0
    file.write_bytes(content)

    assert some_names(file) == []
    with pytest.raises(KcsError, match="cannot be read"):
        open_bundle(file)


def test_a_damaged_file_in_a_zip_is_told_alone(tmp_path):
    file = _zip(tmp_path / "a.zip", a="text " * 100, b="fine")
    content = bytearray(file.read_bytes())
    content[content.index(b"PK\x03\x04") + 32] ^= 0xFF
    file.write_bytes(content)
    opened = open_bundle(file)

    with pytest.raises(ValueError, match="it cannot be read"):
        opened.read("a")
    assert opened.head("a") in (b"", *(b"text " * n for n in range(1, 100)))
    assert opened.read("b") == b"fine"


def test_a_file_that_is_too_large_for_an_article_is_told(tmp_path, monkeypatch):
    (tmp_path / "a.md").write_text("12345", "utf-8")
    monkeypatch.setattr(bundle, "LARGEST_FILE", 4)

    with pytest.raises(ValueError, match="it has more than 4 bytes"):
        open_bundle(tmp_path).read("a.md")


def test_a_file_is_given_as_one_on_disk_wherever_it_lies(tmp_path):
    (tmp_path / "a.csv").write_text("x", "utf-8")
    packed = _zip(tmp_path / "a.zip", deep__a_csv="y")

    for source, name in ((tmp_path, "a.csv"), (tmp_path / "a.csv", "a.csv"), (packed, "deep/a_csv")):
        with saved_file(open_bundle(source), name) as file:
            assert file.read_text("utf-8") in "xy"
    assert not file.exists()


def test_the_name_of_a_file_is_plain():
    assert attachment_name("..\\a/b:c?.png ") == "b_c_.png"
