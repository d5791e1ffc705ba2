"""The gaps a terminal was shown last, so that their numbers can be used next: in one file for each knowledge base."""

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.files.atomic import write_atomic

VERSION = 1
MOST_TERMINALS = 20
MOST_WORDINGS = 10  # of a gap that are kept


class ShownGap(NamedTuple):
    """A gap as it was shown: its number, its wordings (the commonest first), the article that wants its `phrases` if any."""

    n: int
    wordings: tuple[str, ...]
    article: str = ""
    phrases: tuple[str, ...] = ()


class GapMemory:
    """What was shown, in one folder; a memory that cannot be written or read is none."""

    def __init__(self, folder: Path | None, terminal: str, base: str) -> None:
        self.file = folder / f"gaps-{base}.json" if folder else None
        self.terminal = terminal

    def keep(self, gaps: Sequence[ShownGap]) -> None:
        """Remember what this terminal shows."""
        if self.file is None:
            return
        lists = self.read()
        lists.pop(self.terminal, None)
        lists[self.terminal] = [one._replace(wordings=one.wordings[:MOST_WORDINGS])._asdict() for one in gaps]
        kept = dict(list(lists.items())[-MOST_TERMINALS:])
        with suppress(OSError):
            write_atomic(self.file, json.dumps({"v": VERSION, "lists": kept}, ensure_ascii=False))
            self.file.chmod(0o600)

    def find(self, n: int) -> ShownGap | None:
        """Return the gap of a number in what this terminal was shown last."""
        with suppress(KeyError, TypeError, ValueError):
            for one in self.read()[self.terminal]:
                if one["n"] == n:
                    return ShownGap(n, tuple(one["wordings"]), one["article"], tuple(one["phrases"]))
        return None

    def read(self) -> dict[str, Any]:
        """Return the lists by terminal; nothing where the file is not there or not ours."""
        with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
            content = json.loads(self.file.read_bytes() if self.file else b"")
            return dict(content["lists"]) if content["v"] == VERSION else {}
        return {}
