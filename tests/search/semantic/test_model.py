import hashlib
import io
import tarfile

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.search.semantic import model


def archive(path, **members):
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name.replace("__", "/"))
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def packed(tmp_path):
    path = tmp_path / "onnx.tar.gz"
    members = {"onnx__model.onnx": b"model", "onnx__tokenizer.json": b"{}", "onnx__../../evil": b"x"}
    return str(path), archive(path, **members)


def test_a_model_is_fetched_checked_and_found_by_its_name(packed, tmp_path):
    fetched = model.fetch(*packed, "mine")
    assert fetched == model.LocalModel("mine", model.models_folder() / "mine")
    assert {file.name: file.read_bytes() for file in fetched.folder.iterdir()} == {
        "model.onnx": b"model",
        "tokenizer.json": b"{}",
    }
    assert model.find_model(tmp_path, "mine") == fetched.folder
    assert [file.name for file in model.models_folder().iterdir()] == ["mine"]


def test_one_that_is_there_is_replaced(packed):
    model.fetch(*packed, "mine")
    assert model.fetch(*packed, "mine").folder.is_dir()


def test_a_wrong_checksum_leaves_nothing(packed):
    with pytest.raises(KcsError, match="its SHA-256 is"):
        model.fetch(packed[0], "0" * 64, "mine")
    assert list(model.models_folder().iterdir()) == []


def test_an_archive_without_a_model_leaves_nothing(tmp_path):
    checksum = archive(tmp_path / "a.tar.gz", readme=b"x")
    with pytest.raises(KcsError, match=r"no model\.onnx and no tokenizer\.json"):
        model.fetch(str(tmp_path / "a.tar.gz"), checksum, "mine")
    assert list(model.models_folder().iterdir()) == []


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "a").write_bytes(b"not an archive")
    with pytest.raises(KcsError, match="no archive of a model"):
        model.fetch(str(tmp_path / "a"), hashlib.sha256(b"not an archive").hexdigest(), "mine")


@pytest.mark.parametrize("source", ["http://example.org/a", "ftp://example.org/a", "file:///etc/passwd"])
def test_only_https_is_asked(source):
    with pytest.raises(KcsError, match="no https address"):
        model.fetch(source, "0" * 64, "mine")


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(KcsError, match="cannot be fetched"):
        model.fetch(str(tmp_path / "none"), "0" * 64, "mine")


def test_a_folder_without_both_files_is_no_model(tmp_path):
    (tmp_path / "half").mkdir()
    (tmp_path / "half/model.onnx").write_bytes(b"x")
    assert model.find_model(tmp_path, "half") is None
