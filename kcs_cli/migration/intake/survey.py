"""A source read once from end to end, before anything is written: which articles it has, and what they are linked by."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from kcs_cli.migration.source.record import BrokenRecord, SourceRecord

FRAGMENT = re.compile(r"""(?:href\s*=\s*["']?|\]\()[^"'\s>)#]{0,500}#([^"'\s>)]{1,200})""")
MOST_FRAGMENTS = 200_000


class SourceEntry(NamedTuple):
    """What is kept of a record in memory while all are read."""

    key: str
    title: str
    language: str
    translation_of: str
    folders: tuple[str, ...]
    addresses: tuple[str, ...]
    old_names: tuple[str, ...]


class Survey(NamedTuple):
    """All records of a source by key, in its order; those that cannot be read; what links lead to within pages."""

    entries: dict[str, SourceEntry]
    broken: tuple[BrokenRecord, ...]
    fragments: frozenset[str]


def survey_of(records: Iterable[SourceRecord | BrokenRecord]) -> Survey:
    """Read all records. A key that comes twice is the first one's."""
    entries: dict[str, SourceEntry] = {}
    broken: list[BrokenRecord] = []
    fragments: set[str] = set()
    for number, record in enumerate(records, 1):
        if isinstance(record, BrokenRecord):
            broken.append(record)
        elif record.key in entries:
            broken.append(BrokenRecord(number, "", f"{record.key} is there twice; the first one counts"))
        elif not record.key or not record.revisions:
            broken.append(BrokenRecord(number, "", "it has no number or no text"))
        else:
            entries[record.key] = _entry_of(record)
            if len(fragments) < MOST_FRAGMENTS:
                fragments.update(FRAGMENT.findall(record.revisions[-1].html or record.revisions[-1].markdown))
    return Survey(entries, tuple(broken), frozenset(fragments))


def _entry_of(record: SourceRecord) -> SourceEntry:
    """Return what is kept of a record."""
    return SourceEntry(
        key=record.key,
        title=record.revisions[-1].title,
        language=record.language,
        translation_of=record.translation_of if record.translation_of != record.key else "",
        folders=record.folders,
        addresses=record.addresses,
        old_names=record.old_names,
    )
