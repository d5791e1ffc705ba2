"""The pack: the closed months of all writers under one ref, which every kcs reads as one writer more.

Beside the month files it has a note: lines and sha256 of each month, and which writers' refs it stands for.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

import msgspec

from kcs_cli.errors import KcsError
from kcs_cli.git.object import LARGEST, Objects, entries
from kcs_cli.journal.sync.remote import MONTH
from kcs_cli.journal.sync.report import FoldedMonth
from kcs_cli.journal.sync.share import DELIVERED, delivered_texts, month_files

NOTE = "pack.json"
CLOSED_AFTER = timedelta(days=7)  # a month ended: by then clocks and zones agree, and most of who wrote has synced


class MonthSum(msgspec.Struct, frozen=True):
    """How many lines a month of the pack has, and the sha256 of its file."""

    lines: int
    sha256: str


class PackNote(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack says of itself; `retired` are writers whose refs may be gone, with the commits that it has all of."""

    v: Literal[1] = 1
    months: dict[str, MonthSum] = {}
    retired: dict[str, str] = {}


NOTE_DECODER = msgspec.json.Decoder(PackNote)
to_note = msgspec.json.Encoder(order="sorted").encode


class WriterTree(NamedTuple):
    """A writer's journal at a commit, its month files with their blobs; `is_plain`: nothing else is in it."""

    tip: str
    months: Mapping[str, str]
    is_plain: bool


class Fold(NamedTuple):
    """What a pack gets: months it has not all of, months left where they are, writers (→ commit) of closed months only.

    `writers` are those who have lines that the pack has not.
    """

    months: tuple[FoldedMonth, ...]
    left: tuple[str, ...]
    retired: dict[str, str]
    writers: int


def read_note(objects: Objects, commit: str) -> PackNote:
    """Return what a pack says of itself; nothing where there is no pack, or a later kcs wrote it."""
    blob = objects.tree(f"{commit}^{{tree}}").get(NOTE) if commit else None
    try:
        return NOTE_DECODER.decode(objects.read(blob)) if blob else PackNote()
    except (ValueError, RecursionError):
        return PackNote()


def read_trees(objects: Objects, writers: Mapping[str, str]) -> dict[str, WriterTree]:
    """Return the journals of some writers, by their commits; those that are not there are left out."""
    trees = objects.read_all([f"{tip}^{{tree}}" for tip in writers.values()])
    found = {}
    for (writer, tip), tree in zip(writers.items(), trees, strict=True):
        names = entries(tree or b"", len(tip) // 2)
        months = {name: blob for name, blob in names.items() if MONTH.fullmatch(name)}
        if months:
            found[writer] = WriterTree(tip, months, names.keys() - months.keys() <= {DELIVERED})
    return found


def fold(
    objects: Objects,
    trees: Mapping[str, WriterTree],
    packed: Mapping[str, str],
    now: datetime,
    keep: Callable[[str, bytes], None],
) -> Fold:
    """Join the closed months of all writers with those `packed`; `keep` is given the name and content of each that grew."""
    open_since = f"{now - CLOSED_AFTER:%Y-%m}"
    whose: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for writer, tree in trees.items():
        for name, blob in tree.months.items():
            if name < open_since:
                whose[name].setdefault(blob, []).append(writer)
    months, left, writers = [], set[str](), set[str]()
    for name, blobs in sorted(whose.items()):
        known = packed.get(name, "")
        grown = _join(objects, known, blobs)
        if grown is None:
            left.add(name)
        elif grown.writers:
            keep(name, b"".join(line + b"\n" for line in sorted(grown.lines)))
            months.append(FoldedMonth(month=name[:7], writers=len(grown.writers), events=grown.new))
            writers |= grown.writers
    retired = {
        writer: tree.tip
        for writer, tree in trees.items()
        if tree.is_plain and all(name < open_since and name not in left for name in tree.months)
    }
    return Fold(tuple(months), tuple(sorted(name[:7] for name in left)), retired, len(writers))


class _Month(NamedTuple):
    """The lines of a month, how many of them the pack had not, and the writers of those."""

    lines: set[bytes]
    new: int
    writers: set[str]


def _join(objects: Objects, packed: str, blobs: Mapping[str, Collection[str]]) -> _Month | None:
    """Join month files with that of the pack; None where one cannot be read, or together they are too large for one."""
    known = _read_lines(objects, [packed] if packed else ())
    lines, writers, size = set(known or ()), set[str](), _size(known or ())
    for blob, whose in blobs.items():
        found = known if blob == packed else _read_lines(objects, [blob])
        if known is None or found is None:
            return None
        if not found <= known:
            size += _size(found - lines)
            lines |= found
            writers.update(whose)
        if size > LARGEST:
            return None
    return _Month(lines, len(lines) - len(known or ()), writers)


def _size(lines: Iterable[bytes]) -> int:
    """Return how large a file of lines is."""
    return sum(len(line) + 1 for line in lines)


def _read_lines(objects: Objects, blobs: Iterable[str]) -> set[bytes] | None:
    """Return the lines of month files, each once; None where one cannot be read, or is too large."""
    found = set[bytes]()
    for content in map(objects.find, blobs):
        if content is None:
            return None
        found.update(_lines(content))
    return found


def _lines(content: bytes) -> list[bytes]:
    """Return the lines of a month file."""
    return [line for line in content.split(b"\n") if line]


def month_sum(content: bytes) -> MonthSum:
    """Return what the note says of a month file."""
    from hashlib import sha256

    return MonthSum(len(_lines(content)), sha256(content).hexdigest())


def check_pack(objects: Objects, pack: str, before: str, retired: Collection[str]) -> None:
    """Read a stored pack again. Raise KcsError unless it has all of the one `before` and of some journals, by their commits.

    Each month that is not that of before has as many lines as its note says, and the same hash.
    """
    months, note, known = month_files(objects, pack), read_note(objects, pack), month_files(objects, before)
    wanted: dict[str, set[str]] = defaultdict(set)
    for commit in filter(None, [before, *retired]):
        for name, blob in month_files(objects, commit).items():
            wanted[name].add(blob)
    for name in sorted(months.keys() | wanted.keys()):
        blob = months.get(name, "")
        if {blob} == wanted[name] and known.get(name) == blob:
            continue
        content, sources = objects.read(blob) if blob else b"", _read_lines(objects, wanted[name])
        if sources is None or month_sum(content) != note.months.get(name) or not sources.issubset(_lines(content)):
            raise _wrong(name)
    texts = set[str]().union(*(delivered_texts(objects, commit) for commit in (before, *retired)))
    if not texts <= delivered_texts(objects, pack):
        raise _wrong(DELIVERED)


def _wrong(name: str) -> KcsError:
    """Say that a pack is not what it was made of."""
    return KcsError(
        f"The pack has not all of {name} that the journals have; it was not sent, and no ref was deleted",
        "Look with: git fsck",
    )
