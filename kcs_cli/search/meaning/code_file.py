"""The codes of a base's articles, beside the index: one file, mapped into memory, written whole.

A header, what each piece weighs, the titles' codes, those of the blocks, where each article's blocks begin, the line of each
block, the articles' revisions, where each path ends, the paths in order, and the mark: that of the index it belongs to.
"""

import mmap
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from struct import Struct
from struct import error as StructError
from typing import TYPE_CHECKING, NamedTuple

from kcs_cli.search.engine.answer import NearPassage
from kcs_cli.search.meaning.code import BITS, BYTES, nearness
from kcs_cli.search.meaning.piece_table import PIECES
from kcs_cli.text.outside import exact

if TYPE_CHECKING:
    from array import array

NAME = "meaning"
MAGIC = b"kcscode1"  # another one where the table changes, or how articles are cut: then all codes are made anew
HEADER = Struct("<8s6I")
CODE = Struct(f"{BYTES}s")
DAMAGED = (OSError, ValueError, IndexError, StructError)  # what a file raises that is not as it was written


class ArticleCodes(NamedTuple):
    """The codes of an article's revision: of its title, and of its blocks one after another, each with its line."""

    revision: int
    title: bytes
    blocks: bytes
    lines: tuple[int, ...]


class CodeFile(Sequence[ArticleCodes]):
    """The codes, by the articles' places in the order of their paths.

    `counted`: the articles that the weights were made of; `changed`: how many were read again since. Raise what DAMAGED has.
    """

    def __init__(self, content: "bytes | mmap.mmap") -> None:
        magic, articles, blocks, self.counted, self.changed, paths, mark = HEADER.unpack_from(content)
        sizes = (PIECES, BYTES * articles, BYTES * blocks, 4 * (articles + 1), 4 * blocks, 8 * articles, 4 * (articles + 1))
        if magic != MAGIC or HEADER.size + sum((*sizes, paths, mark)) != len(content):
            raise ValueError("these are no codes of this version")
        parts, start = [], HEADER.size
        for size in (*sizes, paths, mark):
            parts.append(memoryview(content)[start : start + size])
            start += size
        self.weights, self.titles, self.blocks, starts, lines, revisions, ends, self.names, self.mark = parts
        self.starts, self.lines, self.revisions, self.ends = (
            starts.cast("I"), lines.cast("I"), revisions.cast("Q"), ends.cast("I")
        )  # fmt: skip
        if (self.starts[articles], self.ends[articles]) != (blocks, paths):
            raise ValueError("these codes are damaged")

    @classmethod
    def open(cls, folder: Path) -> "CodeFile | None":
        """Open the codes in a folder; None where there are none, or damaged ones."""
        try:
            with (folder / NAME).open("rb") as stream:
                return cls(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        except DAMAGED:
            return None

    def __len__(self) -> int:
        return len(self.revisions)

    def __getitem__(self, place: int) -> ArticleCodes:  # type: ignore[override]  # no slice is asked for
        first, end = self.starts[place], self.starts[place + 1]
        title, blocks = self.titles[BYTES * place : BYTES * (place + 1)], self.blocks[BYTES * first : BYTES * end]
        return ArticleCodes(self.revisions[place], bytes(title), bytes(blocks), tuple(self.lines[first:end]))

    def path(self, place: int) -> str:
        """Return the path of an article."""
        return exact(bytes(self.names[self.ends[place] : self.ends[place + 1]]))

    def find(self, path: str) -> int | None:
        """Return the place of an article; None for one without codes."""
        place = self.place_of(path)
        return place if place < len(self) and self.path(place) == path else None

    def place_of(self, path: str) -> int:
        """Return the place of an article, or at which it would be."""
        from bisect import bisect_left

        wanted = path.encode()
        return bisect_left(range(len(self)), wanted, key=lambda n: bytes(self.names[self.ends[n] : self.ends[n + 1]]))

    def by_path(self) -> dict[str, ArticleCodes]:
        """Return all codes."""
        return {self.path(place): codes for place, codes in enumerate(self)}

    def near(self, place: int, question: int) -> NearPassage:
        """Return the passage of an article that is nearest to a question's code."""
        codes = self[place]
        bits, row = min(near_rows(codes.title + codes.blocks, question, BITS))
        return NearPassage(nearness(bits), codes.lines[row - 1] if row else 0)


def mark_of(generation: Path) -> bytes:
    """Return what an index in a folder is known by: each commit to it writes another list of its segments."""
    try:
        return (generation / "meta.json").read_bytes()
    except OSError:
        return b""


def fresh_codes(generation: Path) -> CodeFile | None:
    """Return the codes beside an index; None where they are not of this state of it."""
    codes = CodeFile.open(generation)
    return codes if codes and codes.mark == mark_of(generation) else None


def near_rows(codes: "bytes | memoryview", question: int, most: int) -> list[tuple[int, int]]:
    """Return in how many bits codes differ from a question's, and their places: of those that differ in so few."""
    read, unpacked = int.from_bytes, enumerate(CODE.iter_unpack(codes))
    return [(bits, row) for row, (code,) in unpacked if (bits := (question ^ read(code, "big")).bit_count()) <= most]


def written(articles: Mapping[str, ArticleCodes], weights: bytes, counted: int, changed: int, mark: bytes) -> bytes:
    """Return the content of a file of codes."""
    ordered = sorted((path.encode(), codes) for path, codes in articles.items())
    starts, ends, lines = [0], [0], [line for _, codes in ordered for line in codes.lines]
    for path, codes in ordered:
        starts.append(starts[-1] + len(codes.lines))
        ends.append(ends[-1] + len(path))
    numbers = Struct(f"={len(starts)}I{len(lines)}I{len(ordered)}Q{len(ends)}I")
    header = HEADER.pack(MAGIC, len(ordered), len(lines), counted, changed, ends[-1], len(mark))
    titles, blocks = (b"".join(parts) for parts in ([c.title for _, c in ordered], [c.blocks for _, c in ordered]))
    revisions = [codes.revision for _, codes in ordered]
    table = numbers.pack(*starts, *lines, *revisions, *ends)
    return b"".join((header, weights, titles, blocks, table, *(path for path, _ in ordered), mark))


Run = tuple[CodeFile, int, int]  # articles of a file that follow each other: from one place to before another


def with_changes(codes: CodeFile, new: Mapping[str, ArticleCodes], gone: Iterable[str], changed: int, mark: bytes) -> bytes:
    """Return the content of a file of codes with those of some articles in place of what they had, if they had any.

    What lies between the changes is copied as it is, so that one article of many takes no longer than one of few.
    """
    own = CodeFile(written(new, bytes(codes.weights), 0, 0, b""))
    runs: list[Run] = []
    begin = 0
    for path in sorted({*new, *gone}, key=str.encode):
        place, at = codes.place_of(path), own.find(path)
        runs.append((codes, begin, place))
        if at is not None:
            runs.append((own, at, at + 1))
        begin = place + (codes.find(path) is not None)
    return _joined([*runs, (codes, begin, len(codes))], bytes(codes.weights), codes.counted, changed, mark)


def _joined(runs: Sequence[Run], weights: bytes, counted: int, changed: int, mark: bytes) -> bytes:
    """Return the content of a file of all articles of some runs."""
    starts = _added_up((codes.starts, begin, end) for codes, begin, end in runs)
    ends = _added_up((codes.ends, begin, end) for codes, begin, end in runs)
    return b"".join((
        HEADER.pack(MAGIC, len(starts) - 1, starts[-1], counted, changed, ends[-1], len(mark)),
        weights,
        *(codes.titles[BYTES * begin : BYTES * end] for codes, begin, end in runs),
        *(codes.blocks[BYTES * codes.starts[begin] : BYTES * codes.starts[end]] for codes, begin, end in runs),
        starts,
        *(codes.lines[codes.starts[begin] : codes.starts[end]] for codes, begin, end in runs),
        *(codes.revisions[begin:end] for codes, begin, end in runs),
        ends,
        *(codes.names[codes.ends[begin] : codes.ends[end]] for codes, begin, end in runs),
        mark,
    ))  # fmt: skip


def _added_up(runs: Iterable[tuple["memoryview[int]", int, int]]) -> "array[int]":
    """Return where each article of some runs ends, of what tells that within the file of each run."""
    from array import array

    found = array("I", (0,))
    for ends, begin, end in runs:
        shift = found[-1] - ends[begin]
        if shift:
            found.extend([one + shift for one in ends[begin + 1 : end + 1]])
        else:
            found.frombytes(ends[begin + 1 : end + 1].cast("B"))
    return found
