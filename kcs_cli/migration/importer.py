"""What reads one format: a module of `importers/` each, listed in `registry`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from kcs_cli.migration.source.record import BrokenRecord, SourceRecord

SourceReader = Callable[[Path], Iterator[SourceRecord | BrokenRecord]]


class Importer(NamedTuple):
    """One format: its name for `--from`, what it is called, what tells a file or folder of it, and what reads one.

    `is_source` looks at names and at the beginning of a file, never at all of it. `read` yields one record after another in
    bounded memory; it raises KcsError where nothing of the source can be read. `lost` are the things the source has
    that are not carried over.
    """

    name: str
    title: str
    is_source: Callable[[Path], bool]
    read: SourceReader
    lost: tuple[str, ...] = ()
