"""The vectors of articles' passages, in a folder beside the index: a cache that is only ever added to.

`articles` is JSON lines: first `{"version", "model", "dimensions", "file"}`, then for each article `[path, revision, start,
count]`, a later line in place of an earlier one, a count of 0 for an article that is gone. `file` has the vectors one after
another, float32. They are written before the line that names them, so what a killed process leaves spoils nothing.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kcs_cli.files.atomic import append, lock, write_atomic
from kcs_cli.text.outside import exact

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VERSION = 1
BYTES = 4  # of a number


class VectorRows(NamedTuple):
    """Where an article's vectors are: the article's revision, the first row and their number."""

    revision: str
    start: int
    passages: int


class Header(msgspec.Struct):
    """What the vectors are."""

    version: int
    model: str
    dimensions: int
    file: str


class VectorFile:
    """The vectors of one model in one folder."""

    def __init__(self, folder: Path, model: str) -> None:
        self.folder = folder
        self.model = model
        self.header = Header(VERSION, model, 0, "")
        self.articles: dict[str, VectorRows] = {}  # by path
        self.read()

    def read(self) -> None:
        """Read which articles have vectors; those of another model, or damaged ones, are none."""
        self.header, self.articles = Header(VERSION, self.model, 0, ""), {}
        with suppress(OSError, ValueError):
            first, _, rest = (self.folder / "articles").read_bytes().partition(b"\n")
            header = msgspec.json.decode(first, type=Header)
            if (header.version, header.model) == (VERSION, self.model):
                whole = rest[: rest.rfind(b"\n") + 1]
                rows = msgspec.json.decode(b"[" + b",".join(whole.splitlines()) + b"]", type=list[tuple[str, str, int, int]])
                end = (self.folder / header.file).stat().st_size // (BYTES * header.dimensions)
                found = {
                    path: VectorRows(revision, start, count) for path, revision, start, count in rows if start + count <= end
                }
                self.header, self.articles = header, {path: one for path, one in found.items() if one.passages}

    def matrix(self) -> "NDArray[np.float32]":
        """Return all rows, those of former revisions among them; the file is not read but mapped into memory."""
        import numpy as np

        if not self.articles:
            return np.zeros((0, 1), dtype=np.float32)
        file = np.memmap(self.folder / self.header.file, dtype=np.float32, mode="r")
        size = self.header.dimensions
        return file[: len(file) // size * size].reshape(-1, size)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write. Raise TimeoutError when another process has it, OSError when the disk refuses."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with lock(self.folder / "lock", 0.0, lambda: None):
            self.read()
            self.end_torn_line()
            yield

    def end_torn_line(self) -> None:
        """Take away what a killed process left of a line: nothing was lost with it but its own vectors."""
        file = self.folder / "articles"
        content = file.read_bytes() if file.exists() else b"\n"
        if not content.endswith(b"\n"):
            os.truncate(file, content.rfind(b"\n") + 1)

    def add(self, news: Mapping[str, tuple[str, "NDArray[np.float32]"]]) -> None:
        """Keep the vectors of articles, by path, each with its revision. Raise OSError."""
        import numpy as np

        vectors = np.concatenate([found for _, found in news.values()])
        if not self.header.file:
            self.begin(vectors.shape[1])
        file = self.folder / self.header.file
        size = BYTES * self.header.dimensions
        with file.open("r+b") as stream:
            start = os.fstat(stream.fileno()).st_size // size  # part of a row is what a killed process left
            stream.seek(start * size)
            stream.write(vectors.tobytes())
            stream.flush()
            os.fsync(stream.fileno())
        for path, (revision, found) in news.items():
            self.note({path: VectorRows(revision, start, len(found))})
            start += len(found)

    def begin(self, dimensions: int) -> None:
        """Begin an empty file."""
        self.header = Header(VERSION, self.model, dimensions, f"vectors-{os.urandom(6).hex()}")
        (self.folder / self.header.file).touch()
        self.write_articles({})
        for old in self.folder.glob("vectors-*"):
            if old.name != self.header.file:
                with suppress(OSError):
                    old.unlink()

    def note(self, rows: Mapping[str, VectorRows]) -> None:
        """Keep where articles' vectors are."""
        lines = b"".join(json.dumps([path, *one]).encode() + b"\n" for path, one in rows.items())
        append(self.folder / "articles", lines)
        self.articles = {path: one for path, one in {**self.articles, **rows}.items() if one.passages}

    def forget(self, paths: list[str]) -> None:
        """Forget articles that are gone; where most rows are nobody's any more, the files are written anew."""
        if paths:
            self.note(dict.fromkeys(paths, VectorRows("", 0, 0)))
        used = sum(one.passages for one in self.articles.values())
        if len(self.matrix()) > 2 * used + 1000:
            self.compact()

    def compact(self) -> None:
        """Write the rows in use into a new file, and take it into use in one step."""
        import numpy as np

        matrix, kept, old = self.matrix(), self.articles, self.folder / self.header.file
        vectors = np.concatenate([matrix[one.start : one.start + one.passages] for one in kept.values()] or [matrix[:0]])
        new = self.folder / f"vectors-{os.urandom(6).hex()}"
        new.write_bytes(vectors.tobytes())
        moved, start = {}, 0
        for path, one in kept.items():
            moved[path] = one._replace(start=start)
            start += one.passages
        self.header = Header(VERSION, self.model, self.header.dimensions, new.name)
        self.write_articles(moved)
        self.articles = moved
        old.unlink(missing_ok=True)

    def write_articles(self, rows: Mapping[str, VectorRows]) -> None:
        """Write the whole list."""
        lines = [exact(msgspec.json.encode(self.header)), *(json.dumps([path, *one]) for path, one in rows.items())]
        write_atomic(self.folder / "articles", "\n".join(lines) + "\n")
