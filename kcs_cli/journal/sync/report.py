"""What a sync did, or would do."""

from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.journal.entry import JournalEntry
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.text.display import OptionalText, quantity

EVENT_COLUMNS: Columns = (
    "kind",
    Column("id", "article"),
    "case",
    Column("text", ""),
    Column("query", ""),
    Column("", "words"),
)
MOST_SHOWN = 20  # events of a dry run


class Count(NamedTuple):
    """How many events of a kind happened in a month."""

    month: OptionalText
    kind: str
    number: int


class SyncReport(NamedTuple):
    """What was shared, or would be (`dry_run`): `sent` and `received` are numbers of events, `writers` of journals known.

    `drafts` are texts that go along because a case got them before they were committed. `rejected` are refs that could
    not be taken over, with why (`non-fast-forward`: rewritten at the remote). `events` are listed for a dry run only, and
    `unreadable_lines`: what goes along and is no event that this kcs knows.
    """

    dry_run: bool
    remote: str
    address: str
    refs: tuple[str, ...]
    sent: int
    received: int
    writers: int
    drafts: int
    tallies: tuple[Count, ...]
    rejected: tuple[str, ...]
    events: tuple[JournalEntry, ...]
    unreadable_lines: tuple[str, ...] = ()

    def tables(self) -> Sequence[Table]:
        """Return what was done in one line; of a dry run what would leave the machine."""
        sent = quantity(self.sent, "event")
        if self.dry_run:
            along = f", with {quantity(self.drafts, 'uncommitted text')}" if self.drafts else ""
            title = f"{sent} would go to {self.remote} ({self.address}){along}"
            columns: Columns = ("month", "kind", Column("number", "events")) if self.tallies else ()
            rows = [(one.kind.value, one.id, one.case, one.text, one.query, one.text or one.query) for one in self.events]
            rows += [("", "", "", line, "", line) for line in self.unreadable_lines]
            more = f" (the first {MOST_SHOWN}; --format json has all)" if len(rows) > MOST_SHOWN else ""
            events = [Table(f"The events{more}:", EVENT_COLUMNS, tuple(rows[:MOST_SHOWN]))] if rows else []
            return (Table(title, columns, self.tallies), *events, Table("", ("ref",), tuple((ref,) for ref in self.refs)))
        title = f"Sent {sent}, received {self.received:,} ({self.remote}); {quantity(self.writers, 'journal')} known"
        kept = f"Not taken over from {self.remote}; kept as they were here:"
        return (Table(title), Table(kept, ("ref",), tuple((ref,) for ref in self.rejected)))


class FoldedMonth(NamedTuple):
    """What a pack gets of a month: `events` that it had not, and of how many writers they are."""

    month: str
    writers: int
    events: int


class CompactReport(NamedTuple):
    """What went into the pack, or would (`dry_run`): months of all `writers` who had events that it had not.

    `retired` counts the refs that are gone since the pack has all of them, `kept` those the remote did not delete, with
    why. `left` are months too large for one file, or unreadable, which stay in the writers' refs. `sync` is what was
    shared before.
    """

    dry_run: bool
    remote: str
    ref: str
    writers: int
    events: int
    months: tuple[FoldedMonth, ...]
    retired: int
    kept: int
    kept_why: OptionalText
    left: tuple[str, ...]
    sync: SyncReport | None = None

    def tables(self) -> Sequence[Table]:
        """Return what was done in one line, the months, and what stays as it is."""
        what = f"{quantity(self.events, 'event')} of {quantity(self.writers, 'writer')}"
        refs = quantity(self.retired, "ref")
        if not (self.months or self.retired):
            title = f"Nothing to fold at {self.remote}: a month is folded once it is over"
        elif self.dry_run:
            title = f"{what} would go into the pack at {self.remote}, and {refs} be deleted"
        else:
            title = f"Folded {what} into the pack at {self.remote}, deleted {refs}"
        kept = f"{quantity(self.kept, 'ref')} stayed: {self.remote} does not delete them ({self.kept_why})"
        shared = self.sync.tables() if self.sync else ()
        left = "Left in the writers' refs, too large for one file or not to be read:"
        return (
            *shared,
            Table(title, FoldedMonth._fields if self.months else (), self.months),
            *((Table(kept),) if self.kept else ()),
            Table(left, ("month",), tuple((month,) for month in self.left)),
        )
