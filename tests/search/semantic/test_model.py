import hashlib
import io
import tarfile

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.search.semantic import model
from tests import make


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


@pytest.mark.parametrize("named", ["models/mine", "./models/mine", "{root}/models/mine", "../kb/models/mine", "{root}/link"])
def test_a_model_that_lies_in_the_repository_is_not_run(kb, named):
    make.files(kb, {f"models/mine/{name}": b"x" for name in ("model.onnx", "tokenizer.json")})
    (kb / "link").symlink_to("models/mine")
    with pytest.raises(KcsError, match="lies in the repository"):
        model.find_model(kb, named.format(root=kb))


def test_a_folder_of_links_into_the_repository_is_no_model_either(kb, tmp_path):
    make.files(kb, {f"models/mine/{name}": b"x" for name in ("model.onnx", "tokenizer.json")})
    (tmp_path / "own").mkdir()
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / "own" / name).symlink_to(kb / "models/mine" / name)
    with pytest.raises(KcsError, match="lies in the repository"):
        model.find_model(kb, str(tmp_path / "own"))


def test_a_search_goes_on_by_words_where_the_model_came_with_the_repository(kb):
    make.files(kb, {"kcs.toml": '[semantic]\nmodel = "m"\n', "m/model.onnx": b"x", "m/tokenizer.json": b"{}"})
    done = make.run(kb, "search", "printer", "--format", "ids")
    assert (done.status, done.out) == (0, "kb-print1\n")
    assert "The model m lies in the repository: kcs runs none that came with one, so only words are searched" in done.err


def test_a_folder_without_both_files_is_no_model(tmp_path):
    (tmp_path / "half").mkdir()
    (tmp_path / "half/model.onnx").write_bytes(b"x")
    assert model.find_model(tmp_path, "half") is None
