"""The local log of quizzes: what was asked and whether the article was found, and which articles were read on a path.

It never leaves the machine, and names nobody. JSON lines in one file a month, version 1: `{"v": 1, "base", "words",
"articles", "chosen", "found", "rank", "tried", "seconds", "at", "round", "month"}` for a question that was played
(`articles` are right, `chosen` is empty where somebody gave up; `rank` is the best one that a right article had among the
hits, null where no search showed it; `tried` are the words of the searches, scrubbed; `round` is when that began, `month`
that of a set for everyone, else empty) and `{"v": 1, "base", "at", "read"}` for an article that was read.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.files.atomic import append

VERSION = 1


class Played(NamedTuple):
    """One question as it was played."""

    words: str
    articles: tuple[str, ...]
    chosen: str
    found: bool
    rank: int | None
    tried: tuple[str, ...]
    seconds: int
    at: str = ""
    round: str = ""
    month: str = ""


class QuizLog:
    """The log in one folder, of one knowledge base (there may be several in a repository)."""

    def __init__(self, folder: Path | None, base: str) -> None:
        self.folder = folder / "quiz" if folder else None
        self.base = base

    def note_played(self, now: datetime, played: Played) -> None:
        """Note a question that was played."""
        self.begin()
        self.append(now, {**played._asdict(), "at": now.isoformat(timespec="milliseconds")})

    def note_read(self, now: datetime, article: str) -> None:
        """Note that an article was read; only where somebody has begun a quiz or a path."""
        if self.folder is not None and self.folder.is_dir():
            self.append(now, {"at": now.isoformat(timespec="milliseconds"), "read": article})

    def begin(self) -> None:
        """Make the folder: from now on it is noted what is read."""
        if self.folder is not None:
            with suppress(OSError):
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def append(self, now: datetime, entry: Mapping[str, Any]) -> None:
        """Add one line in one write; a log that cannot be written stops nothing."""
        if self.folder is not None:
            line = json.dumps({"v": VERSION, "base": self.base, **entry}, ensure_ascii=False).encode("utf-8", "replace")
            with suppress(OSError):
                append(self.folder / f"{now:%Y-%m}.jsonl", line + b"\n")

    def played(self) -> list[Played]:
        """Return all questions that were played, the oldest first."""
        return [played for entry in self.entries() if (played := as_played(entry))]

    def read(self) -> frozenset[str]:
        """Return the articles that were read."""
        return frozenset(str(entry["read"]) for entry in self.entries() if "read" in entry)

    def entries(self) -> Iterator[dict[str, Any]]:
        """Yield the lines of this knowledge base; torn and foreign ones are passed over."""
        for file in sorted(self.folder.glob("*.jsonl")) if self.folder else ():
            with suppress(OSError):
                for line in file.read_bytes().splitlines():
                    with suppress(ValueError, KeyError, TypeError, RecursionError):
                        entry = json.loads(line)
                        if (entry["v"], entry["base"]) == (VERSION, self.base):
                            yield entry


def as_played(entry: Mapping[str, Any]) -> Played | None:
    """Return the question of a line; None for another kind of line, and for one that is not sound."""
    with suppress(ValueError, KeyError, TypeError):
        rank = None if entry["rank"] is None else int(entry["rank"])
        datetime.fromisoformat(entry["at"])
        return Played(
            str(entry["words"]), tuple(map(str, entry["articles"])), str(entry["chosen"]), bool(entry["found"]), rank,
            tuple(map(str, entry["tried"])), int(entry["seconds"]), entry["at"], str(entry["round"]), str(entry["month"]),
        )  # fmt: skip
    return None
