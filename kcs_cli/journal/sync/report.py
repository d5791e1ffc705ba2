"""What a sync did, or would do."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from kcs_cli.render.report import Table
from kcs_cli.text.display import quantity

MOST_SHOWN = 20  # events of a dry run


class Count(NamedTuple):
    """How many events of a kind happened in a month."""

    month: str
    kind: str
    events: int


class SyncReport(NamedTuple):
    """What was shared, or would be (`dry_run`): `sent` and `received` are numbers of events, `writers` of journals known.

    `drafts` are texts that go along because a case got them before they were committed. `rejected` are refs that could
    not be taken over, with why (`non-fast-forward`: rewritten at the remote). `events` are listed for a dry run only.
    """

    dry_run: bool
    remote: str
    address: str
    refs: tuple[str, ...]
    sent: int
    received: int
    writers: int
    drafts: int
    counts: tuple[Count, ...]
    rejected: tuple[str, ...]
    events: tuple[Any, ...]

    def tables(self) -> Sequence[Table]:
        """Return what was done in one line; of a dry run what would leave the machine."""
        sent = quantity(self.sent, "event")
        if self.dry_run:
            along = f", with {quantity(self.drafts, 'uncommitted text')}" if self.drafts else ""
            title = f"{sent} would go to {self.remote} ({self.address}){along}"
            columns = ("month", "kind", "events") if self.counts else ()
            shown = tuple(map(_event_row, self.events[:MOST_SHOWN]))
            more = f" (the first {MOST_SHOWN}; --format json has all)" if len(self.events) > MOST_SHOWN else ""
            events = [Table(f"The events{more}:", ("kind", "article", "case", "words"), shown)] if shown else []
            return (Table(title, columns, self.counts), *events, Table("", ("ref",), tuple((ref,) for ref in self.refs)))
        title = f"Sent {sent}, received {self.received:,} ({self.remote}); {quantity(self.writers, 'journal')} known"
        kept = f"Not taken over from {self.remote}; kept as they were here:"
        return (Table(title), Table(kept, ("ref",), tuple((ref,) for ref in self.rejected)))


def _event_row(event: Any) -> tuple[str, str, str, str]:
    """Return what a person should see of an event before it leaves the machine; a line that is none as it is."""
    if not isinstance(event, dict):
        return "", "", "", str(event)
    kind, article, case = (str(event.get(name, "")) for name in ("kind", "article", "case"))
    return kind, article, case, str(event.get("text") or event.get("words") or "")
