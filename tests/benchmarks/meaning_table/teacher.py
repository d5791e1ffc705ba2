"""What a sentence model says of the passages: its vectors, and those of each word piece alone."""

import json
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

LONGEST = 160  # tokens of a passage
TOGETHER = 32
FIRST, LAST = 101, 102  # tokens that a text begins and ends with
NUMBER = 60_000  # passages: more of them gain nothing


class Teacher:
    """The model in a folder."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        providers = ["CPUExecutionProvider"]
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=providers)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(LONGEST)
        self.tokenizer.no_padding()

    def vectors(self, texts: list[list[int]]) -> NDArray[np.float32]:
        """Return the vectors of texts, given as tokens."""
        ids = np.zeros((len(texts), max(map(len, texts))), np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(texts):
            ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
        return self.session.run(None, {"input_ids": ids, "attention_mask": mask})[0]


def main(model: str, work: str, number: str = str(NUMBER)) -> None:
    """Write vectors.npz: the numbers of the passages, their vectors, and those of the pieces."""
    teacher, started = Teacher(Path(model)), time.process_time()
    texts = json.loads((Path(work) / "corpus.json").read_text("utf-8"))["texts"]
    chosen = np.random.default_rng(0).permutation(len(texts))[: int(number)]
    tokens = [one.ids for one in teacher.tokenizer.encode_batch([texts[place] for place in chosen])]
    by_length = sorted(range(len(tokens)), key=lambda row: len(tokens[row]))
    vectors = np.zeros((len(tokens), 384), np.float32)
    for start in range(0, len(by_length), TOGETHER):
        rows = by_length[start : start + TOGETHER]
        vectors[rows] = teacher.vectors([tokens[row] for row in rows])
    size = teacher.tokenizer.get_vocab_size()
    pieces = [teacher.vectors([[FIRST, n, LAST] for n in range(a, min(a + 512, size))]) for a in range(0, size, 512)]
    np.savez(Path(work) / "vectors.npz", chosen=chosen, vectors=vectors, pieces=np.concatenate(pieces))
    print(f"{len(tokens):,} passages, {size:,} pieces, {time.process_time() - started:.0f} s of CPU")


if __name__ == "__main__":
    main(*sys.argv[1:])
