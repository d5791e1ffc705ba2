"""The local log of articles that were read, kept from the first quiz or path on. It never leaves the machine, names nobody.

JSON lines in one file a month, version 1, beside what the quiz notes there: `{"v": 1, "base", "at", "read"}`.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from kcs_cli.article.card import Card
from kcs_cli.files.atomic import append
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.place import find_shared_folder
from kcs_cli.search.log import note_shown

VERSION = 1


@once
def read_log(kb: KnowledgeBase) -> "ReadLog":
    """Return the log of what was read, shared by all work trees of the repository."""
    return ReadLog(find_shared_folder(kb.root, kb.git), kb.base)


def note_read(kb: KnowledgeBase, card: Card) -> None:
    """Note that an article was looked at: of the last search, and by who is on a path."""
    read_log(kb).note_read(kb.now(), card.id)
    note_shown(kb, card.id)


class ReadLog:
    """The log in one folder, of one knowledge base (there may be several in a repository)."""

    def __init__(self, folder: Path | None, base: str) -> None:
        self.folder = folder / "quiz" if folder else None
        self.base = base

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
