"""What got out that should not, and by which way."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.text.display import OptionalText, quantity

PLACES: Columns = ("path", "line", "what", Column("audiences", "for"), Column("outputs", "where it came out"))
SHOWN = 3  # outputs of a leak that are named


class Leak(NamedTuple):
    """Something that some readers can read and may not.

    `path` and `line` are where it stands in the base, nothing for what is in no file of it; `outputs` where it came out, the
    first of so many `sightings`.
    """

    path: OptionalText
    line: int | None
    what: str
    audiences: tuple[str, ...]
    outputs: tuple[str, ...]
    sightings: int


class UncheckedChannel(NamedTuple):
    """A channel that was not looked at, and why."""

    channel: str
    reason: str


class LeakReport(NamedTuple):
    """All leaks that were found, and what was looked at."""

    leaks: tuple[Leak, ...]
    audiences: tuple[str, ...]
    checked_channels: tuple[str, ...]
    not_checked: tuple[UncheckedChannel, ...]
    checked_outputs: int
    secrets: int

    def tables(self) -> Sequence[Table]:
        """Return the leaks, one a row."""
        rows = tuple((one.path, one.line, one.what, one.audiences, one.outputs) for one in self.leaks)
        return (Table("", PLACES, rows),)

    def lines(self) -> Sequence[str]:
        """Return each leak in two lines: where it stands, and where it came out."""
        return [line for one in self.leaks for line in (_where(one), _out(one))]

    @property
    def summary(self) -> str:
        """Return in a sentence what was looked at."""
        outputs = f"{quantity(self.checked_outputs, 'output')} of {', '.join(self.checked_channels)}"
        looked = f"{outputs} for {_listed(self.audiences)} readers"
        found = quantity(len(self.leaks), "leak") if self.leaks else "nothing leaks"
        return f"{found}: {looked}, {self.secrets:,} things that they may not see"


def _where(leak: Leak) -> str:
    """Write where something stands that got out."""
    place = f"{leak.path}:{leak.line}: " if leak.path and leak.line else f"{leak.path}: " if leak.path else ""
    return f"{place}{_listed(leak.audiences)} readers can read {leak.what}"


def _out(leak: Leak) -> str:
    """Write where it came out."""
    more = leak.sightings - len(leak.outputs)
    return f"  in {'; '.join(leak.outputs)}{f'; and {more:,} more' if more else ''}"


def _listed(words: Sequence[str]) -> str:
    """Join words as people read them."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
