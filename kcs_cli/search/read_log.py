"""The local log of articles that were read, kept from the first quiz or path on. It never leaves the machine, names nobody.

JSON lines in one file a month, version 1, beside what the quiz notes there: `{"v": 1, "base", "at", "read"}`.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from kcs_cli.article.card import Card
from kcs_cli.files.month_log import Entry, MonthLog
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
        self.log = MonthLog(folder / "quiz" if folder else None, VERSION)
        self.base = base

    def begin(self) -> None:
        """From now on it is noted what is read."""
        self.log.begin()

    def note_read(self, now: datetime, article: str) -> None:
        """Note that an article was read; only where somebody has begun a quiz or a path."""
        if self.log.folder is not None and self.log.folder.is_dir():
            self.append(now, {"at": now.isoformat(timespec="milliseconds"), "read": article})

    def append(self, now: datetime, entry: Mapping[str, Any]) -> None:
        """Add one line."""
        self.log.append(now, {"base": self.base, **entry})

    def read(self) -> frozenset[str]:
        """Return the articles that were read."""
        return frozenset(str(entry["read"]) for entry in self.entries() if "read" in entry)

    def entries(self) -> Iterator[Entry]:
        """Yield the lines of this knowledge base."""
        return (entry for entry in self.log.entries() if entry.get("base") == self.base)
