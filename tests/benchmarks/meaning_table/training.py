"""A row of numbers for each word piece, so that the weighted sum of a text's rows points where the model's vector does.

The loss is 1 - cosine. Contrastive losses, more text and more dimensions gained nothing when they were tried. The last step
turns the space (ITQ), so that levels of each number lose little.
"""

import json
import struct
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kcs_cli.search.meaning.piece_table import DIMENSIONS

EPOCHS, BATCH, RATE = 3, 1024, 0.006
WARM, LEAST = 30, 0.05  # steps until the rate is whole, and what is left of it at the end
ROUNDS, TURNED_BY = 12, 15_000  # of the turning, and passages it is fitted to
LARGEST = 99.9  # percentile of the numbers that becomes 127
HELD = 3_000  # passages that are not learned
Numbers = NDArray[np.float32]


class Texts(NamedTuple):
    """Passages one after another: the pieces, their weights, and where each passage begins."""

    pieces: NDArray[np.int64]
    weights: Numbers
    begins: NDArray[np.int64]

    def chosen(self, rows: NDArray[np.int64]) -> "Texts":
        """Return some passages."""
        ranges = [np.arange(self.begins[row], self.begins[row + 1]) for row in rows]
        places = np.concatenate(ranges)
        return Texts(self.pieces[places], self.weights[places], np.cumsum([0, *map(len, ranges)]))

    def sums(self, table: Numbers) -> Numbers:
        """Return the weighted sum of each passage's rows."""
        return np.add.reduceat(table[self.pieces] * self.weights[:, None], self.begins[:-1], axis=0)


def read_texts(tokenizer: Tokenizer, texts: Sequence[str], sources: Sequence[str]) -> Texts:
    """Cut passages into pieces, each weighed by how few passages of its own source have it, as kcs does in a base."""
    tokenizer.no_truncation()
    counted = []
    for one in tokenizer.encode_batch([text[:700] for text in texts], add_special_tokens=False):
        pieces, times = np.unique(np.array(one.ids or [100]), return_counts=True)
        counted.append((pieces, times.astype(np.float32)))
    for source in sorted(set(sources)):
        rows = [row for row, one in enumerate(sources) if one == source]
        frequency = np.bincount(np.concatenate([counted[row][0] for row in rows]), minlength=tokenizer.get_vocab_size())
        rarity = (np.log(1 + len(rows) / (1 + frequency)) / np.log(1 + len(rows))).astype(np.float32)
        for row in rows:
            pieces, times = counted[row]
            counted[row] = pieces, times * rarity[pieces]
    begins = np.cumsum([0, *(len(pieces) for pieces, _ in counted)])
    return Texts(np.concatenate([p for p, _ in counted]), np.concatenate([w for _, w in counted]), begins)


def unit(rows: Numbers) -> tuple[Numbers, Numbers]:
    """Return rows of length 1, and the lengths they had."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True) + 1e-8
    return rows / lengths, lengths


class Adam:
    """Moves only the rows that a step touched; one second moment a row."""

    def __init__(self, table: Numbers) -> None:
        self.table = table
        self.first, self.second = np.zeros_like(table), np.zeros(len(table), np.float32)
        self.steps = np.zeros(len(table), np.int64)

    def step(self, rows: NDArray[np.int64], gradient: Numbers, rate: float) -> None:
        """Move some rows against their gradient."""
        self.steps[rows] += 1
        steps = self.steps[rows][:, None]
        first = self.first[rows] = 0.9 * self.first[rows] + 0.1 * gradient
        second = self.second[rows] = 0.99 * self.second[rows] + 0.01 * (gradient * gradient).mean(1)
        root = np.sqrt(second[:, None] / (1 - 0.99**steps)) + 1e-8
        self.table[rows] -= (rate * (first / (1 - 0.9**steps)) / root).astype(np.float32)


def train(table: Numbers, texts: Texts, wanted: Numbers, rng: np.random.Generator) -> Numbers:
    """Return the table after learning the wanted vectors of the passages."""
    order = rng.permutation(len(wanted))
    held, learned = order[:HELD], order[HELD:]
    adam, done, total = Adam(table), 0, EPOCHS * (len(learned) // BATCH)
    for epoch in range(EPOCHS):
        learned = rng.permutation(learned)
        for start in range(0, len(learned) - BATCH + 1, BATCH):
            rows = learned[start : start + BATCH]
            decay = LEAST + (1 - LEAST) * 0.5 * (1 + np.cos(np.pi * done / total))
            touched, gradient = _gradient(table, texts.chosen(rows), wanted[rows])
            adam.step(touched, gradient, RATE * min(1.0, (done + 1) / WARM) * decay)
            done += 1
        likeness = (unit(texts.chosen(held).sums(table))[0] * wanted[held]).sum(1).mean() if len(held) else 0.0
        print(f"epoch {epoch + 1}: cosine {likeness:.4f} of passages held back", flush=True)
    return table


def _gradient(table: Numbers, texts: Texts, wanted: Numbers) -> tuple[NDArray[np.int64], Numbers]:
    """Return the rows that passages touch, and by how much the loss grows with each."""
    found, lengths = unit(texts.sums(table))
    slope = -wanted / len(wanted) ** 0.5
    slope = (slope - (slope * found).sum(1, keepdims=True) * found) / lengths
    of_each = np.repeat(slope, np.diff(texts.begins), axis=0) * texts.weights[:, None]
    order = np.argsort(texts.pieces, kind="stable")
    rows, begins = np.unique(texts.pieces[order], return_index=True)
    return rows, np.add.reduceat(of_each[order], begins, axis=0)


def turning(rows: Numbers, rng: np.random.Generator) -> Numbers:
    """Return the rotation by which the signs of rows keep most of them (ITQ, Gong and Lazebnik 2011)."""
    turn = np.linalg.qr(rng.standard_normal((rows.shape[1], rows.shape[1])))[0]
    for _ in range(ROUNDS):
        left, _, right = np.linalg.svd(np.sign(rows @ turn).T @ rows)
        turn = right.T @ left.T
    return turn.astype(np.float32)


def write(table: Numbers, tokenizer: Tokenizer, work: Path) -> None:
    """Write the two files of the table, the pieces in order."""
    scale = 127 / np.percentile(np.abs(table), LARGEST)
    rounded = np.clip(np.round(table * scale), -127, 127).astype(np.int8)
    names = sorted((name.encode(), number) for name, number in tokenizer.get_vocab().items())
    text = b"".join(name for name, _ in names)
    begins = np.cumsum([0, *(len(name) for name, _ in names)])
    assert all(a < b for a, b in pairwise(name for name, _ in names))
    padded = text + b" " * (-len(text) % 4)
    (work / "words.bin").write_bytes(padded + struct.pack(f"<{len(begins)}I", *map(int, begins)))
    (work / "rows.bin").write_bytes(rounded[[number for _, number in names]].tobytes())


def main(model: str, work: str) -> None:
    """Train the table and write it."""
    started, folder, rng = time.process_time(), Path(work), np.random.default_rng(0)
    corpus = json.loads((folder / "corpus.json").read_text("utf-8"))
    known = np.load(folder / "vectors.npz")
    chosen, tokenizer = known["chosen"], Tokenizer.from_file(str(Path(model) / "tokenizer.json"))
    tokenizer.no_padding()
    texts = read_texts(tokenizer, [corpus["texts"][n] for n in chosen], [corpus["sources"][n] for n in chosen])
    centred = known["vectors"] - known["vectors"].mean(0)
    axes = np.linalg.svd(np.cov(centred.T))[0][:, :DIMENSIONS]
    wanted = unit((centred @ axes).astype(np.float32))[0]
    begin = ((known["pieces"] - known["pieces"].mean(0)) @ axes).astype(np.float32)
    table = train(begin, texts, wanted, rng)
    some = texts.chosen(np.arange(min(TURNED_BY, len(chosen))))
    write(table @ turning(unit(some.sums(table))[0], rng), tokenizer, folder)
    print(f"{time.process_time() - started:.0f} s of CPU")


if __name__ == "__main__":
    main(*sys.argv[1:])
