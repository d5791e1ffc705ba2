"""What importers yield, looked at once more: an article each key, and one article at least."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

from kcs_cli.errors import KcsError
from kcs_cli.migration.source.record import BrokenRecord, SourceRecord

Read = SourceRecord | BrokenRecord


def records_of(names: Iterable[str], read: Callable[[str], SourceRecord]) -> Iterator[Read]:
    """Yield the article of each file; a broken record where it is none, which `read` says with a ValueError."""
    for number, name in enumerate(names, 1):
        try:
            yield read(name)
        except ValueError as error:
            yield BrokenRecord(number=number, file=name, reason=str(error))


def checked_records(source: Path, title: str, records: Iterable[Read]) -> Iterator[Read]:
    """Yield records; one whose key was there already is broken. Raise KcsError where none is sound."""
    keys: set[str] = set()
    waiting: list[BrokenRecord] = []
    for number, record in enumerate(records, 1):
        if isinstance(record, SourceRecord) and record.key not in keys:
            keys.add(record.key)
            yield from chain(waiting, (record,))
            waiting = []
            continue
        told = _told_twice(record, number) if isinstance(record, SourceRecord) else record
        if keys:
            yield told
        else:
            waiting.append(told)
    if not keys:
        first = f": {waiting[0].file}, {waiting[0].number}: {waiting[0].reason}" if waiting else ""
        raise KcsError(
            f"{source} has no article of {title} that can be read{first}", "Export it again, or name its format: --from"
        )


def _told_twice(record: SourceRecord, number: int) -> BrokenRecord:
    """Say that a key was there already."""
    title = record.revisions[-1].title
    return BrokenRecord(number=number, file=title, reason=f"another article has its number, {record.key}")
