"""The folder an index lives in: generations built beside each other, and a stamp that says how each was made.

`current` names the generation in use; it is switched by renaming a file over it, so a reader sees the old index or the
new one, whole. `seen` is what the files looked like when the index last took them in; it is written after the index, so
a crash between the two repeats work and loses none.
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from kcs_cli.article.card import Card
from kcs_cli.errors import IndexDamagedError, IndexUnwritableError
from kcs_cli.files.atomic import digest_of, lock, write_atomic
from kcs_cli.files.stopwatch import timed
from kcs_cli.files.temporary import remove_stale
from kcs_cli.knowledge_base.library import TreeTimes, stamp_of
from kcs_cli.knowledge_base.progress import Tell
from kcs_cli.search.engine import analysis, schema
from kcs_cli.search.engine.engine import TantivyEngine

if TYPE_CHECKING:
    from kcs_cli.search.index.seen import SeenTable

LONGEST_HEAD = 16_000_000  # bytes
UNREADABLE = (OSError, ValueError, TypeError, KeyError, AttributeError)  # what a damaged file raises
TRIES = 3  # to open a generation that another process is just replacing


class OpenIndex(NamedTuple):
    """An index as fresh as its files, and what it took: numbers of files read again and forgotten."""

    engine: TantivyEngine
    read: int = 0
    removed: int = 0
    rebuilt: bool = False
    in_memory: bool = False


class Marks(NamedTuple):
    """Texts that change when what articles are known by (`taught`), or the rules that name owners, may have changed."""

    taught: str = ""
    rules: str = ""


class MadeFrom(NamedTuple):
    """What an index is made from beside the files, and that as a number: part of what is kept of how the files looked."""

    marks: Marks
    number: int


class IndexFolder:
    """One folder, for one knowledge base. `reading_key` is all that decides how a file is read."""

    def __init__(self, folder: Path, reading_key: str) -> None:
        self.folder = folder
        self.reading_key = reading_key

    def open(self) -> TantivyEngine | None:
        """Open the current index; None where there is none made as this version makes it. Raise IndexDamagedError."""
        for attempt in range(TRIES):
            generation = self.generation()
            if generation is None or not self.is_current(generation):
                return None
            remove_stale(generation)
            try:
                with timed("index", generation):
                    return TantivyEngine.open(generation)
            except IndexDamagedError:
                if attempt == TRIES - 1 or self.generation() == generation:
                    raise
        return None

    def generation(self) -> Path | None:
        """Return the folder of the index in use."""
        try:
            name = (self.folder / "current").read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return None
        return self.folder / name if name[:2] == "g-" and name[2:].isalnum() and len(name) < 40 else None

    def is_current(self, generation: Path) -> bool:
        """Tell whether a generation was made by this version of kcs, of its engine and of the configuration."""
        try:
            return bool(json.loads((generation / "stamp.json").read_text("utf-8")) == self.stamp())
        except (OSError, ValueError):
            return False

    def stamp(self) -> dict[str, str | int]:
        """Return what an index made now is stamped with."""
        import tantivy

        return {
            "schema": f"{schema.VERSION} {sorted(schema.FIELD_NAMES)} {Card._fields}",
            "analysis": analysis.VERSION,
            "engine": tantivy.__version__,  # type: ignore[attr-defined]  # the stubs leave it out
            "reading": self.reading_key,
        }

    def seen(self) -> "SeenTable | None":
        """Return what the files looked like when the index took them in; None where that was lost or is of another state."""
        from kcs_cli.search.index.seen import SeenTable

        generation = self.generation() or self.folder
        try:
            table = SeenTable((generation / "seen").read_bytes())
            return table if table.index == _state_of(generation) else None
        except UNREADABLE:
            return None

    def is_seen(self, fingerprint: int, root: Path = Path()) -> bool:
        """Tell whether the files below a root still look as they did then; of some their content is looked at."""
        try:
            head = self._seen_head()
            return (
                head["number"] == fingerprint
                and all(digest_of((root / path).read_bytes()) == digest for path, digest in head["restless"].items())
                and all(stamp_of(f"{root}/{path}") == number for path, number in head["included"].items())
            )
        except UNREADABLE:
            return False

    def seen_at(self) -> int:
        """Return when the files were looked at that the index took in, in nanoseconds; 0 where that was lost."""
        try:
            return int(self._seen_head()["at"])
        except UNREADABLE:
            return 0

    def included(self) -> dict[str, int]:
        """Return the files that articles include, each with its number as it was taken in; nothing where that was lost."""
        try:
            return dict(self._seen_head()["included"])
        except UNREADABLE:
            return {}

    def _seen_head(self) -> Any:
        with (self.generation() or self.folder).joinpath("seen").open("rb") as stream:
            return json.loads(stream.readline(LONGEST_HEAD))

    @contextmanager
    def writing(self, wait_seconds: float, tell: Tell) -> Iterator[None]:
        """Hold the right to write; say so when that takes a while.

        Raise IndexUnwritableError when another process keeps it or the disk refuses.
        """
        waiting = "Another kcs is updating the index; waiting for it"
        try:
            with lock(self.folder / "lock", wait_seconds, lambda: tell(waiting)):
                yield
        except TimeoutError as error:
            hint = "Search again in a moment; `kcs index` waits for its turn"
            raise IndexUnwritableError("Another kcs is updating the index", hint) from error
        except OSError as error:
            reason = error.strerror or str(error)
            hint = "Free some space, or name a folder in KCS_INDEX_DIR"
            raise IndexUnwritableError(f"The index in {self.folder} cannot be written ({reason})", hint) from error

    def note_seen(
        self, times: TreeTimes, number: int, restless: Mapping[str, str | None], included: Mapping[str, int]
    ) -> None:
        """Keep what the files look like now; only while holding the right to write. Not kept, it is looked at again."""
        with suppress(OSError):
            generation = self.generation() or self.folder
            write_atomic(generation / "seen", _seen(generation, times, number, restless, included))

    def marks(self) -> Marks:
        """Return the marks of what the index last took in beside the files."""
        try:
            lines = ((self.generation() or self.folder) / "taught").read_text("utf-8").split("\n")
        except (OSError, UnicodeDecodeError):
            return Marks()
        return Marks(*[*lines, ""][:2])

    def note_marks(self, marks: Marks) -> None:
        """Keep those marks; only while holding the right to write. Not kept, it is looked at again."""
        with suppress(OSError):
            if marks != self.marks():
                write_atomic((self.generation() or self.folder) / "taught", "\n".join(marks))

    def forget_seen(self) -> None:
        """Forget what the files looked like; only while holding the right to write."""
        ((self.generation() or self.folder) / "seen").unlink(missing_ok=True)

    @contextmanager
    def new_generation(self) -> Iterator[Path]:
        """Make an empty folder for the next index; it goes again when that fails, as does what was left by earlier tries."""
        import shutil  # loads what unpacks archives

        in_use = self.generation()
        for old in self.folder.glob("g-*"):
            if old != in_use:
                shutil.rmtree(old, ignore_errors=True)
        new = self.folder / f"g-{os.urandom(6).hex()}"
        new.mkdir(parents=True)
        try:
            yield new
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise

    def switch(  # what belongs together is written together
        self,
        new: Path,
        times: TreeTimes,
        made_from: MadeFrom,
        restless: Mapping[str, str | None],
        included: Mapping[str, int],
    ) -> None:
        """Take a finished generation into use, and remove the one before."""
        write_atomic(new / "taught", "\n".join(made_from.marks))
        write_atomic(new / "seen", _seen(new, times, made_from.number, restless, included))
        write_atomic(new / "stamp.json", json.dumps(self.stamp()))
        old = self.generation()
        write_atomic(self.folder / "current", new.name)
        if old and old != new:
            import shutil

            with suppress(OSError):
                shutil.rmtree(old)


def _seen(
    generation: Path, times: TreeTimes, number: int, restless: Mapping[str, str | None], included: Mapping[str, int]
) -> bytes:
    """Return what is kept of how the files looked, beside the index that took them in."""
    from kcs_cli.search.index.seen import written  # a search reads only the first line of it

    return written(times, number, restless, _state_of(generation), included)


def _state_of(generation: Path) -> int:
    """Return a number of the state that an index is in: each commit writes another list of its segments. Raise OSError."""
    return crc32((generation / "meta.json").read_bytes())
