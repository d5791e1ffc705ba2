"""What an import brought, what a person has to look at, and what comes next."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from kcs_cli.migration.source.record import BrokenRecord
from kcs_cli.render.report import Cell, Column, Columns, Table
from kcs_cli.text.display import OptionalText, quantity, shorten, width

SHOWN = 3  # examples of a kind
LONGEST = 50  # columns of them


class Fate(StrEnum):
    """What became of a record."""

    new = "new"
    updated = "updated"
    merged = "merged"
    unchanged = "unchanged"
    conflict = "conflict"
    uncommitted = "uncommitted"
    removed = "removed"
    broken = "broken"


class TakenRecord(NamedTuple):
    """A record that a person may look at: its key, its article, what was changed on both sides, where theirs lies."""

    key: str
    id: str
    path: str
    clashes: tuple[str, ...] = ()
    source_text: OptionalText = ""


class PersonalCount(NamedTuple):
    """How often personal data of a kind stands in an article."""

    kind: str
    id: str
    path: str
    number: int


class LostLink(NamedTuple):
    """A link to an article that the source does not have."""

    id: str
    path: str
    address: str


class LostAttachment(NamedTuple):
    """A file of an article that was not kept, and why."""

    id: str
    path: str
    name: str
    reason: str


class UnknownPerson(NamedTuple):
    """Somebody whose articles have no owner, since people.toml does not have them."""

    name: str
    articles: int


class IntakeReport(NamedTuple):
    """What an import did, or would do (`dry_run`); the counts are of records."""

    source: str
    format: str
    name: str
    dry_run: bool
    new: int
    updated: int
    merged: int
    unchanged: int
    conflicts: tuple[TakenRecord, ...]
    held_back: tuple[TakenRecord, ...]
    removed: int
    gone_records: tuple[TakenRecord, ...]
    not_taken: tuple[BrokenRecord, ...]
    personal: tuple[PersonalCount, ...]
    unknown_people: tuple[UnknownPerson, ...]
    lost_links: tuple[LostLink, ...]
    attached: int
    lost_attachments: tuple[LostAttachment, ...]
    votes: int
    views: int
    commits: int
    has_git: bool
    left_behind: tuple[str, ...]

    @property
    def taken(self) -> int:
        """How many records make an article."""
        return self.new + self.updated + self.merged + self.unchanged + len(self.conflicts) + len(self.held_back)

    def tables(self) -> Sequence[Table]:
        """Return the counts, then what needs a person, then what to do."""
        return (self._counts(), self._for_persons(), Table("Next:", lines=tuple(self._next())))

    def _counts(self) -> Table:
        """Return the counts that are not zero; the first ones always."""
        would = "would be " if self.dry_run else ""
        pairs = (
            ("new", f"{would}new", self.new),
            ("updated", f"{would}updated", self.updated),
            ("merged", f"{would}merged with changes made here", self.merged),
            ("unchanged", "unchanged", self.unchanged),
            ("removed", "removed here, and left so", self.removed),
            ("attached", "attachments", self.attached),
            ("votes", "votes", self.votes),
            ("commits", "commits", self.commits),
        )
        shown = [pair for pair in pairs if pair[2] or pair[0] in ("new", "updated", "unchanged")]
        columns: Columns = (Column("source", ""), Column("name", ""), *(Column(name, said) for name, said, _ in shown))
        row: tuple[Cell, ...] = (self.source, self.name, *(number for _, _, number in shown))
        title = f"{self.format}: {quantity(self.taken, 'article')}{' (nothing is written)' if self.dry_run else ''}"
        return Table(title, columns, (row,), upright=("articles", "number"))

    def _for_persons(self) -> Table:
        """Return what needs a person: how many, and the first of them."""
        kinds = (
            ("changed here and there", [one.id for one in self.conflicts]),
            ("uncommitted changes here", [one.id for one in self.held_back]),
            ("not taken", [_told(one) for one in self.not_taken]),
            ("personal data", [f"{one.id} ({one.kind})" for one in self.personal]),
            ("not in people.toml", [f"{one.name} ({one.articles:,})" for one in self.unknown_people]),
            ("links lead nowhere", list(dict.fromkeys(one.id for one in self.lost_links))),
            ("attachments not kept", [f"{one.name}: {one.reason}" for one in self.lost_attachments]),
            ("gone at the source", [one.id for one in self.gone_records]),
        )
        rows = tuple((what, len(some), _some(some)) for what, some in kinds if some)
        return Table("Needs a person (all of it: --format json):", ("what", "number", "which"), rows)

    def _next(self) -> Iterator[str]:
        """Yield what to do, the most urgent first."""
        if self.dry_run:
            yield "kcs import without --dry-run writes this; --format json lists it all"
            return
        if self.conflicts:
            beside = self.conflicts[0].source_text or ""
            yield f"Take what you want out of each FILE.md.source, then remove it: {shorten(beside, 60)}"
        if self.held_back:
            yield "Commit your changes, then import again"
        if self.personal:
            yield "kcs lint --rule personal-data shows what is personal, with its line"
        if self.unknown_people:
            yield "Describe them in people.toml, then import again: their articles get an owner"
        if self.gone_records:
            yield "kcs state archived ID, for what is not to be found any more"
        yield "kcs search, and kcs lint" if self.has_git else "Without git there is no history: git init, then commit"


def _told(broken: BrokenRecord) -> str:
    """Say which record is not taken, and why."""
    place = " ".join(filter(None, (broken.file, str(broken.number or ""))))
    return f"{place}: {broken.reason}" if place else broken.reason


def _some(examples: Sequence[str]) -> str:
    """Return the first examples on a line."""
    shown = [shorten(one, LONGEST) for one in examples[:SHOWN]]
    while len(shown) > 1 and sum(map(width, shown)) > LONGEST:
        shown.pop()
    more = f", … {len(examples) - len(shown):,} more" if len(examples) > len(shown) else ""
    return ", ".join(shown) + more
