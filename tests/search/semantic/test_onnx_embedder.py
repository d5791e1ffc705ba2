"""Tests with a model of nine words and a vector a token, as exported models have it (see tiny/README.md)."""

from pathlib import Path

import numpy as np
import pytest

from kcs_cli.errors import KcsError
from kcs_cli.search.semantic.onnx_embedder import TOGETHER, OnnxEmbedder
from tests import make

TINY = Path(__file__).parent / "tiny"


@pytest.fixture(scope="module")
def tiny():
    return OnnxEmbedder(TINY)


def test_a_text_is_the_mean_of_its_tokens_at_length_one(tiny):
    assert tiny.embed(["refund printer", "Money"]).round(4).tolist() == [
        [pytest.approx(0.7071), pytest.approx(0.7071), 0], [1, 0, 0],
    ]  # fmt: skip


def test_what_fills_up_a_shorter_text_counts_nothing(tiny):
    alone, beside = tiny.embed(["refund"]), tiny.embed(["refund", "the printer the paper the jam"])
    assert np.allclose(alone[0], beside[0])


def test_many_texts_keep_their_order(tiny):
    texts = [("refund " * (n % 7 + 1)) if n % 2 else "printer" for n in range(3 * TOGETHER + 1)]
    assert [int(vector.argmax()) for vector in tiny.embed(texts)] == [0 if n % 2 else 1 for n in range(len(texts))]


def test_an_empty_text_has_a_vector_too(tiny):
    assert np.isfinite(tiny.embed(["", "refund"])).all()


def test_a_folder_that_is_no_model_is_said(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"no")
    (tmp_path / "tokenizer.json").write_bytes((TINY / "tokenizer.json").read_bytes())
    with pytest.raises(KcsError, match="cannot be read"):
        OnnxEmbedder(tmp_path)


def test_another_model_of_the_same_size_is_another(tmp_path, tiny):
    make.files(tmp_path / "tiny", {name: (TINY / name).read_bytes() for name in ("model.onnx", "tokenizer.json")})
    same = OnnxEmbedder(tmp_path / "tiny").key
    text = (TINY / "tokenizer.json").read_bytes()
    (tmp_path / "tiny/tokenizer.json").write_bytes(text.replace(b"printer", b"scanner"))
    assert (same == tiny.key, OnnxEmbedder(tmp_path / "tiny").key == tiny.key) == (True, False)


def test_a_search_by_meaning_from_end_to_end(kb):
    make.files(kb, {"kcs.toml": f'[semantic]\nmodel = "{TINY}"\n'})
    make.files(kb, {"knowledge/back.md": make.article("Money back", "Send it.\n", id="kb-back", language="en")})
    assert make.run(kb, "index").status == 0
    hit, *_ = make.answer(kb, "search", "refund", "--explain")["hits"]
    assert (hit["id"], [part["kind"] for part in hit["parts"]]) == ("kb-back", ["meaning", "prior"])
    assert make.answer(kb, "semantic")["articles"] == 4
