from pathlib import Path

import pytest

from tests import make
from tests.search.semantic.test_model import archive

MODEL = Path(__file__).parents[3] / "shared" / "models" / "all-minilm-l6-v2-int8"
model = pytest.mark.skipif(not MODEL.is_dir(), reason="no model at ../shared/models")


def with_model(root, name):
    return make.files(root, {"kcs.toml": f'[semantic]\nmodel = "{name}"\n'})


def test_it_is_off_until_a_model_is_named(kb):
    assert make.run(kb, "semantic").out == (
        "Finding by meaning is off: kcs.toml names no model ([semantic] model); kcs semantic fetch\n"
    )


def test_a_model_that_is_not_here_is_told_and_words_are_searched(kb):
    run = make.run(with_model(kb, "nosuch"), "search", "vpn", "--format", "ids")
    assert (run.status, run.out) == (0, "kb-vpn001\n")
    assert run.err == "kcs: There is no model nosuch here, so only words are searched (kcs semantic fetch)\n"


def test_a_damaged_model_is_told_and_words_are_searched(kb):
    own = make.files(kb.parent / "m", {"model.onnx": b"garbage", "tokenizer.json": b"{"})
    run = make.run(with_model(kb, str(own)), "search", "vpn", "--format", "ids")
    assert (run.status, run.out) == (0, "kb-vpn001\n")
    assert run.err.startswith(f"kcs: The model in {own} cannot be read (")


def test_the_index_says_that_a_model_is_not_here(kb):
    run = make.run(with_model(kb, "nosuch"), "index")
    assert (run.status, run.err) == (2, "Error: There is no model nosuch here\nHint: kcs semantic fetch\n")


@pytest.mark.parametrize("setting", ['languages = ["de:much"]', "weight = 2", 'languages = ["de:3"]'])
def test_a_share_that_is_none_is_refused(kb, setting):
    make.files(kb, {"kcs.toml": f'[semantic]\nmodel = "m"\n{setting}\n'})
    run = make.run(kb, "search", "vpn")
    assert (run.status, run.err.startswith("Error: semantic")) == (2, True)


def test_a_model_is_fetched_from_a_file(kb, tmp_path):
    checksum = archive(tmp_path / "a.tar.gz", model__onnx=b"", **{"x__model.onnx": b"m", "x__tokenizer.json": b"{}"})
    run = make.run(kb, "semantic", "fetch", "--from", str(tmp_path / "a.tar.gz"), "--sha256", checksum, "--name", "mine")
    assert run.status == 0
    assert run.out.endswith('\n[semantic]\nmodel = "mine"\n\nkcs index\n')


@pytest.mark.parametrize("words", [("--name", "../up"), ("--sha256", "00")])
def test_a_fetch_that_says_too_little_or_too_much_is_refused(kb, words):
    run = make.run(kb, "semantic", "fetch", *words)
    assert (run.status, run.err.count("\n")) == (2, 2)


@model
def test_a_real_model_finds_what_no_word_does(kb):
    with_model(kb, MODEL)
    make.files(kb, {"knowledge/back.md": make.article("Money back after a return", "Send it.\n", id="kb-back")})
    assert make.run(kb, "index").status == 0
    assert make.answer(kb, "semantic")["lacking"] == 0
    hit, *_ = make.answer(kb, "search", "refund please", "--explain")["hits"]
    assert (hit["id"], {part["kind"] for part in hit["parts"]} >= {"meaning"}) == ("kb-back", True)
    assert sum(part["score"] for part in hit["parts"]) == pytest.approx(hit["score"])
