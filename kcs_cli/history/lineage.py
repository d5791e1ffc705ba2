"""What led to an article as it is: its changes, followed from each text to the one before, through renames and merges."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, cached_property
from heapq import heappop, heappush
from typing import NamedTuple

from kcs_cli.git.mailmap import Mailmap
from kcs_cli.history.past import Change, ChangeKind, Commit, Past
from kcs_cli.history.store import CommitRow, HistoryFile, Row
from kcs_cli.text.dates import from_seconds
from kcs_cli.text.glob import Globs

LATEST = 253_370_764_800  # seconds: the year 9999; a commit may claim any time


class Rules(NamedTuple):
    """What makes a commit no work on its articles: how many it changes, who made it; `counted` commits count all the same.

    `key` changes when texts are compared in another way.
    """

    mass_edit: int
    bots: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    key: str = ""


class Commits(dict[int, Commit]):
    """The commits by their numbers, made when they are asked for."""

    def __init__(self, rows: Sequence[CommitRow], rules: Rules, ignored: frozenset[str], mailmap: Mailmap) -> None:
        super().__init__()
        self.rows = {row.number: row for row in rows}
        self.rules = rules
        self.ignored = ignored
        self.mailmap = mailmap
        self.bots = cache(Globs(rules.bots).match)  # few authors make thousands of commits

    def __missing__(self, number: int) -> Commit:
        row = self.rows[number]
        by = tuple(dict.fromkeys(map(self.mailmap.address, row.authors)))
        self[number] = Commit(oid=row.oid, at=moment(row.at, row.zone), by=by, articles=row.articles, kind=self.kind(row))
        return self[number]

    def last_seen(self, until: datetime) -> dict[str, datetime]:
        """Return when each author last made a commit, until a time."""
        last: dict[str, tuple[int, str]] = {}
        latest = until.timestamp()
        for row in self.rows.values():
            for author in row.authors if row.at <= latest else ():
                last[author] = max((row.at, row.zone), last.get(author, (0, "")))
        found: dict[str, datetime] = {}
        for author, when in last.items():
            person, at = self.mailmap.address(author), moment(*when)
            found[person] = max(at, found.get(person, at))
        return found

    def kind(self, row: CommitRow) -> ChangeKind | None:
        """Return the kind of all changes of a commit, where the commit decides it."""
        if any(row.oid.startswith(commit.lower()) for commit in self.rules.counted if commit):
            return None
        if row.oid in self.ignored:
            return ChangeKind.ignored
        if any(map(self.bots, (row.name.lower(), row.address.lower()))):
            return ChangeKind.bot
        return ChangeKind.mass if row.articles >= self.rules.mass_edit else None


class Lineage:
    """All changes, each with those it came from. In a shallow clone, what the `boundary` commits changed is not known."""

    def __init__(self, store: HistoryFile, commits: Commits, boundary: frozenset[str]) -> None:
        self.store = store
        self.commits = commits
        self.boundary = boundary
        self.paths = store.paths()
        self.rows = store.rows()
        self.times = _times(self.rows, {number: row.at for number, row in commits.rows.items()})
        self.kinds: dict[int, ChangeKind] = {}  # of the changes whose texts were compared since
        # As they were asked for: many are part of several pasts. A list, as all after it that goes by numbers from 1 on: a
        # dictionary takes ten times the room
        self.known: list[Change | None] = [None] * (len(self.rows) + 1)

    def note(self, kinds: Mapping[int, ChangeKind]) -> None:
        """Take in what the comparison of texts gave."""
        self.kinds.update(kinds)
        for number in kinds:
            self.known[number] = None

    @cached_property
    def made(self) -> tuple[list[int], list[int]]:
        """The number of the last change of each path, and for each change that of the one before it of its path; 0: none."""
        last, before = [0] * (max(self.paths, default=0) + 1), [0] * (len(self.rows) + 1)
        for number, _, _, path, _, _, _ in self.rows:
            before[number], last[path] = last[path], number
        return last, before

    @cached_property
    def places(self) -> dict[str, int]:
        """The numbers of the paths."""
        return {path: number for number, path in self.paths.items()}

    def past(self, path: str, blob: str, until: float, *, whole: bool = True) -> Past:
        """Return the past of a file with a text; where not the `whole`, down to the last change that counts as work."""
        changes = []
        for number in self.walk(path, blob, until):
            change = self.known[number]
            if change is None:
                change = self.known[number] = self.change(number)
            changes.append(change)
            if change.kind.is_substantive and not whole:
                break
        return Past(tuple(changes), bool(changes) and all(change.kind is not ChangeKind.boundary for change in changes))

    def first(self, path: str, blob: str, until: float) -> Change | None:
        """Return the first change of a file with a text; None where it is not known."""
        numbers = list(self.walk(path, blob, until))
        is_cut = self.boundary and any(self.commits[self.rows[one - 1][1]].oid in self.boundary for one in numbers)
        return self.change(numbers[-1]) if numbers and not is_cut else None

    def walk(self, path: str, blob: str, until: float) -> Iterator[int]:
        """Yield the last change until a time that made a file so, and all that led to that, the newest first."""
        start = self.start(path, bytes.fromhex(blob), until)
        if start and self.rows[start - 1][6] is None:  # most of thousands have one change
            yield start
            return
        todo, found = [(-self.times[start - 1], -start)] if start else [], {start}
        while todo:
            number = -heappop(todo)[1]
            yield number
            for one in _numbers(self.rows[number - 1]):
                if one not in found:
                    found.add(one)
                    heappush(todo, (-self.times[one - 1], -one))

    def start(self, path: str, text: bytes, until: float) -> int:
        """Return the number of the last change until a time that made a file so; else of the last that did, 0 for none."""
        last, before = self.made
        number, latest = last[self.places.get(path, 0)], 0
        while number:
            if self.rows[number - 1][4] == text:
                if self.times[number - 1] <= until:
                    return number
                latest = latest or number
            number = before[number]
        return latest

    def change(self, number: int) -> Change:
        """Return a change as services know it; its kind as far as that is known without its text."""
        row = self.rows[number - 1]
        _, commit, _, path, blob, _, _ = row
        led = _numbers(row)
        before = tuple(text for one in led if (text := self.text(one)))
        paths = tuple(self.paths[self.rows[one - 1][3]] for one in led)
        kind = self.kind(row, self.commits[commit], before)
        return Change(
            number=number,
            commit=self.commits[commit],
            kind=kind,
            path=self.paths[path],
            blob=blob.hex() if blob else "",
            before=before,
            paths_before=paths,
        )

    def text(self, number: int) -> str:
        """Return the name of the text a change left; of a file that was deleted, its last."""
        row = self.rows[number - 1]
        blob = row[4] or next((self.rows[one - 1][4] for one in _numbers(row)), None)
        return blob.hex() if blob else ""

    def kind(self, row: Row, commit: Commit, before: tuple[str, ...]) -> ChangeKind:
        """Return the kind of a change as far as it is known."""
        number, _, status, _, blob, kind, _ = row
        if commit.oid in self.boundary:
            return ChangeKind.boundary
        if blob is None:
            return ChangeKind.deleted
        if not before:
            return ChangeKind.created
        if blob.hex() in before:
            return ChangeKind.merged if len(before) > 1 else ChangeKind.restored if status == "A" else ChangeKind.moved
        # A merge brings in what many commits did to many articles: it is no mass edit by that
        if commit.kind and not (commit.kind is ChangeKind.mass and len(before) > 1):
            return commit.kind
        return self.kinds.get(number) or (ChangeKind(kind) if kind else ChangeKind.unread)


def _numbers(row: Row) -> tuple[int, ...]:
    """Return the numbers of the changes that a change came from."""
    before = row[6]
    if before is None:
        return ()
    return (before,) if isinstance(before, int) else tuple(map(int, before.split()))


def _times(rows: Sequence[Row], at: Mapping[int, int]) -> list[int]:
    """Return when each change was made, in seconds, never before those it came from: clocks differ."""
    found: list[int] = []
    for row in rows:  # parents first
        before = row[6]
        if before is None:
            found.append(max(at[row[1]], 0))
        elif isinstance(before, int):
            found.append(max(at[row[1]], found[before - 1]))
        else:
            found.append(max(at[row[1]], *(found[number - 1] for number in _numbers(row))))
    return found


def moment(seconds: int, zone: str) -> datetime:
    """Return a commit's time, in the zone it was made in."""
    return from_seconds(min(seconds, LATEST), _zone_of(zone))


@cache
def _zone_of(text: str) -> timezone:
    """Return a zone as git writes it (+0100)."""
    digits = text.lstrip("+-")
    if not (digits.isdecimal() and len(digits) == 4):
        return UTC
    minutes = min(int(digits[:2]) * 60 + int(digits[2:]), 24 * 60 - 1)
    return timezone(timedelta(minutes=-minutes if text.startswith("-") else minutes))
