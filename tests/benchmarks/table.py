"""What the table of `python -m tests.benchmarks` is made of: its rows, and the bases that they are measured on."""

import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.articles import write_articles
from tests.benchmarks.search import KCS, QUESTION


class Row(NamedTuple):
    """A job: what it is compared with, what that gives now (and the memory it takes, in MB), what is wanted."""

    job: str
    reference: str
    now: str
    wanted: str
    memory: float | None = None


class Bases:
    """Generated knowledge bases in a folder, each with an index that has settled; made when first asked for."""

    def __init__(self, folder: Path, sizes: frozenset[int]) -> None:
        self.folder = folder
        self.sizes = sizes

    @cache  # noqa: B019 - there is one of it, as long as the process
    def of(self, size: int) -> Path:
        """Return the base of so many articles."""
        root = self.folder / f"generated-{size}"
        if not root.exists():
            write_articles(root / "knowledge", size)
            subprocess.run(["git", "init", "-q", str(root)], check=True)
        search(root)
        time.sleep(2.5)  # files just written are looked at once more
        search(root)
        return root


def search(root: Path) -> None:
    """Search a base, which brings its index up to date."""
    subprocess.run([*KCS, "search", QUESTION], cwd=root, check=True, capture_output=True)


@contextmanager
def bases(kept: Path | None, sizes: frozenset[int]) -> Iterator[Bases]:
    """Give the bases, in a folder that is kept for the next time, or in one that goes again."""
    if kept:
        kept.mkdir(parents=True, exist_ok=True)
        yield Bases(kept, sizes)
    else:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            yield Bases(Path(scratch), sizes)


Measure = Callable[[Bases], Iterator[Row]]


def ms(seconds: float) -> str:
    """Return CPU time as the table has it."""
    return f"{seconds * 1000:,.0f} ms"
