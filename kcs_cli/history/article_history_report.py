"""The history of one article: who changed what when, and how its state went from one value to the next."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kcs_cli.history.past import Change, ChangeKind, Past
from kcs_cli.journal.event import Event
from kcs_cli.render.report import Column, Columns, Table, unread
from kcs_cli.text.dates import iso_day, iso_moment
from kcs_cli.text.difference import Transition, transitions
from kcs_cli.text.display import OptionalText

FIELDS = ("confidence", "audience", "governance", "owner")  # whose transitions are shown with every change
CONFIRMED = "confirmed"
SHORT = 10  # characters of a commit that are shown

ON = Column("at", "on", lambda at: iso_day(at[:10]))
AUTHORS = Column("authors", "by")
COMMIT = Column("commit", "commit", lambda commit: commit[:SHORT])

Values = Mapping[str, str]
Name = Callable[[str], str]


class HistoryEntry(NamedTuple):
    """A change, or a confirmation (without a commit). `emails` are addresses, `subject` is the commit's first line.

    `moved_from` is the path before; not `is_readable`: that revision was no article, so its values are not known; not
    `is_here`: its text is not in this clone.
    """

    at: str
    emails: tuple[str, ...]
    authors: tuple[str, ...]
    kind: str
    commit: OptionalText
    subject: OptionalText
    path: OptionalText
    moved_from: OptionalText
    transitions: tuple[Transition, ...]
    is_readable: bool = True
    is_here: bool = True

    @property
    def on(self) -> date:
        """The day it was made, where it was made."""
        return iso_day(self.at[:10])

    @property
    def details(self) -> str:
        """What happened, in words."""
        parts = [*map(str, self.transitions), f"{self.moved_from} → {self.path}" if self.moved_from else ""]
        parts += ["" if self.is_readable else "unreadable from here on"]
        parts += ["" if self.is_here else "its text is not in this clone", self.subject]
        return "; ".join(filter(None, parts))


class HistoryReport(NamedTuple):
    """An article's history, the newest first. `created_*` are nothing where it is not known; then it is at least so old."""

    id: str
    title: str
    path: str
    created_at: OptionalText
    created_by: tuple[str, ...]
    is_complete: bool
    field: OptionalText
    entries: tuple[HistoryEntry, ...]
    known_since_on: date | None = None

    def tables(self) -> Sequence[Table]:
        """Return the changes, or the values of one field, one a line."""
        if not self.entries and not self.field:
            return (Table(f"{self.id}: never committed"),)
        return (Table(self.heading), self.transitions() if self.field else self.changes())

    @property
    def heading(self) -> str:
        """Say since when there is the article."""
        if self.is_complete:
            return f"{self.id}: created {self.created_at[:10]} by {', '.join(self.created_by)}"
        return f"{self.id}: at least since {self.known_since_on}; what was before is not in this clone"

    def changes(self) -> Table:
        """Return the changes."""
        columns: Columns = (ON, AUTHORS, "kind", COMMIT, *unread("transitions", "subject", "path", "moved_from"),
                   Column("", "what"))  # fmt: skip
        rows = tuple(
            (e.at, e.authors, e.kind, e.commit, tuple(map(str, e.transitions)), e.subject, e.path, e.moved_from, e.details)
            for e in self.entries
        )
        return Table("", columns, rows)

    def transitions(self) -> Table:
        """Return the values a field went through."""
        rows = tuple((e.at, e.authors, one.before, one.after, e.commit) for e in self.entries for one in e.transitions)
        return Table("", (ON, AUTHORS, Column("before", "from"), Column("after", "to"), COMMIT), rows)


class CommitFacts(NamedTuple):
    """What else is known of the commits: a revision's fields by its text (None: no article), subjects, names of people.

    A text that is missing is not in this clone. `usual` are values that are no news when an article begins with them.
    """

    values: Mapping[str, Values | None]
    usual: Values
    subjects: Mapping[str, str]
    name: Name


def report_history(
    known: tuple[str, str, str], past: Past, told: CommitFacts, verified: Sequence[Event], field: str
) -> HistoryReport:
    """Return the history of an article (id, title, path); of one field its transitions only."""
    fields = (field,) if field else FIELDS
    entries = [_change_entry(change, previous, told, fields) for change, previous in _with_previous(past, told)]
    entries = _with_confirmations(entries, [_confirmation(event, told.name) for event in verified if not field])
    kept = tuple(entry for entry in entries if entry.transitions or not field)
    first = past.created.commit if past.created else None
    created = (first.at.isoformat(), tuple(map(told.name, first.by))) if first else ("", ())
    known_since = past.changes[-1].on if past.changes else None
    return HistoryReport(*known, *created, past.is_complete, field, kept, known_since)


def _with_confirmations(changes: Sequence[HistoryEntry], confirmations: Sequence[HistoryEntry]) -> list[HistoryEntry]:
    """Put confirmations between the changes, which stay in their order: clocks differ."""
    entries = list(changes)
    for one in sorted(confirmations, key=lambda entry: iso_moment(entry.at)):
        at = iso_moment(one.at)
        place = (n for n, entry in enumerate(entries) if iso_moment(entry.at) <= at)
        entries.insert(next(place, len(entries)), one)
    return entries


def _with_previous(past: Past, told: CommitFacts) -> list[tuple[Change, Change | None]]:
    """Return the changes, the newest first, each with the one before it whose text can be read."""
    found: list[tuple[Change, Change | None]] = []
    previous: Change | None = None
    for change in reversed(past.changes):
        found.append((change, previous))
        if told.values.get(change.blob) is not None:
            previous = change
    return found[::-1]


def _change_entry(change: Change, previous: Change | None, told: CommitFacts, fields: Sequence[str]) -> HistoryEntry:
    """Return a change with what it did to the fields."""
    moved_from = change.paths_before[0] if change.paths_before and change.path not in change.paths_before else ""
    is_here = change.blob in told.values or not change.blob
    return HistoryEntry(
        at=change.commit.at.isoformat(),
        emails=change.commit.by,
        authors=tuple(map(told.name, change.commit.by)),
        kind=change.kind.value,
        commit=change.commit.oid,
        subject=told.subjects.get(change.commit.oid, ""),
        path=change.path,
        moved_from=moved_from,
        transitions=_went(change, previous, told, fields),
        is_readable=not is_here or told.values.get(change.blob, {}) is not None,
        is_here=is_here,
    )


def _went(change: Change, previous: Change | None, told: CommitFacts, fields: Sequence[str]) -> tuple[Transition, ...]:
    """Return what a change did to the fields: nothing that one of its sides said already, or where that is not known."""
    values = told.values.get(change.blob)
    if values is None or change.kind is ChangeKind.boundary:
        return ()
    sides = [known for blob in change.before if (known := told.values.get(blob)) is not None]
    if not sides and previous:
        sides = [told.values[previous.blob] or {}]
    if not sides:
        news = transitions({}, values, fields) if told.values.keys() >= {*change.before} else ()
        return tuple(one for one in news if one.after != told.usual.get(one.field))
    news = transitions(sides[0], values, fields)
    return tuple(one for one in news if all(side.get(one.field, "") != one.after for side in sides))


def _confirmation(event: Event, name: Name) -> HistoryEntry:
    """Return a confirmation as an entry."""
    evidence = "; ".join(filter(None, (event.text, f"case {event.case}" if event.case else "")))
    return HistoryEntry(
        at=event.at,
        emails=(event.by,),
        authors=(name(event.by),),
        kind=CONFIRMED,
        commit="",
        subject=evidence,
        path="",
        moved_from="",
        transitions=(),
    )
