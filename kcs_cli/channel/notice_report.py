"""Who was told of what, or would be, or could not be."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from kcs_cli.render.report import Column, Columns, Table, unread
from kcs_cli.text.display import OptionalText, quantity

COLUMNS: Columns = (
    Column("notice_kind", "what"), Column("recipient", "to"), Column("way", "by"), Column("notice_state", "state"),
    Column("title", "title"), Column("reason", ""), *unread("address"),
)  # fmt: skip


class NoticeState(StrEnum):
    """What became of a message."""

    planned = "would be sent"
    sent = "sent"
    before = "sent before"
    empty = "nothing to tell"
    unreachable = "no address"
    failed = "failed"


class NoticeResult(NamedTuple):
    """A message for somebody, and what became of it; `reason` says why it could not be sent, `text` is what it says."""

    notice_kind: str
    recipient: str
    way: str
    address: OptionalText
    notice_state: NoticeState
    title: OptionalText = ""
    reason: OptionalText = ""
    text: OptionalText = ""


class NotifyReport(NamedTuple):
    """The messages of a period; `is_sending`: it was no dry run."""

    notice_period: str
    is_sending: bool
    notices: tuple[NoticeResult, ...]

    def count(self, state: NoticeState) -> int:
        """Count the messages of a state."""
        return sum(one.notice_state is state for one in self.notices)

    @property
    def has_failed(self) -> bool:
        """Tell whether somebody could not be told."""
        return bool(self.count(NoticeState.failed))

    def tables(self) -> Sequence[Table]:
        """Return the messages, one a line, and how many there are of each state."""
        rows = tuple(
            (one.notice_kind, one.recipient, one.way, one.notice_state.value, one.title, one.reason, one.address)
            for one in self.notices
        )
        return (*([Table("", COLUMNS, rows)] if rows else []), Table(self.summary))

    @property
    def summary(self) -> str:
        """Say it in one line."""
        counted = [f"{number:,} {state}" for state in NoticeState if (number := self.count(state))]
        said = f"{quantity(len(self.notices), 'message')} of {self.notice_period}: {', '.join(counted) or 'nobody to tell'}."
        return said if self.is_sending or not self.count(NoticeState.planned) else f"{said} --send sends them."
