"""The gaps a terminal was shown last, so that their numbers can be used next: in one file for each knowledge base."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.files.state_file import StateFile
from kcs_cli.text.display import fold, in_shell

VERSION = 1
MOST_TERMINALS = 20
MOST_WORDINGS = 10  # of a gap that are kept


class ShownGap(NamedTuple):
    """A gap as it was shown: its number, its wordings (the commonest first), the article that wants its `phrases` if any."""

    n: int
    wordings: tuple[str, ...]
    article: str = ""
    phrases: tuple[str, ...] = ()


def way_out(gap: ShownGap) -> str:
    """Return what to do about a gap."""
    if gap.phrases:
        return f"kcs gaps --accept {gap.n}, or kcs show {in_shell(gap.article)}"
    return f"kcs show {in_shell(gap.article)}" if gap.article else f"kcs new --gap {gap.n}"


class GapMemory:
    """What was shown, in one folder; a memory that cannot be written or read is none."""

    def __init__(self, folder: Path | None, terminal: str, base: str) -> None:
        self.state = StateFile(folder / f"gaps-{base}.json" if folder else None, VERSION, is_private=True)
        self.terminal = terminal

    def keep(self, gaps: Sequence[ShownGap]) -> None:
        """Remember what this terminal shows."""
        lists = self.read()
        # A key that is assigned anew keeps its place, and the first ones are forgotten: this list is the newest
        lists.pop(self.terminal, None)
        lists[self.terminal] = [one._replace(wordings=one.wordings[:MOST_WORDINGS])._asdict() for one in gaps]
        self.state.write(lists=dict(list(lists.items())[-MOST_TERMINALS:]))

    def add(self, gaps: Sequence[ShownGap]) -> list[int]:
        """Remember more than was shown last; return their numbers: those they have there, else the next ones."""
        known = self.shown()
        by_words = {fold(wording): one.n for one in known for wording in one.wordings}
        numbers: list[int] = []
        for gap in gaps:
            same = (by_words.get(fold(wording), 0) for wording in gap.wordings)
            following = max((*by_words.values(), *numbers), default=0) + 1
            numbers.append(next((n for n in same if n and n not in numbers), following))
        new = [gap._replace(n=n) for gap, n in zip(gaps, numbers, strict=True) if n not in {one.n for one in known}]
        self.keep([*known, *new])
        return numbers

    def find(self, n: int) -> ShownGap | None:
        """Return the gap of a number in what this terminal was shown last."""
        return next((one for one in self.shown() if one.n == n), None)

    def shown(self) -> list[ShownGap]:
        """Return what this terminal was shown last."""
        from msgspec import convert

        with suppress(KeyError, TypeError, ValueError):
            rows = [[one[name] for name in ShownGap._fields] for one in self.read()[self.terminal]]
            return convert(rows, list[ShownGap])
        return []

    def read(self) -> dict[str, Any]:
        """Return the lists by terminal."""
        with suppress(ValueError, KeyError, TypeError):
            return dict(self.state.read()["lists"])
        return {}
