"""Small exports written for a test, and what an importer makes of them."""

import json
from pathlib import Path
from typing import Any

from kcs_cli.migration.importer import Importer
from kcs_cli.migration.source.record import BrokenRecord, SourceRecord


def save(folder: Path, **files: Any) -> Path:
    """Write values as JSON files of a folder; `articles_2` becomes articles-2.json."""
    folder.mkdir(exist_ok=True)
    for name, value in files.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        (folder / f"{name.replace('_', '-')}.json").write_text(text, encoding="utf-8")
    return folder


def read(importer: Importer, source: Path) -> list[SourceRecord | BrokenRecord]:
    """Return all that an importer yields, its files by name only: what reads one is no value to compare."""
    return [one if isinstance(one, BrokenRecord) else _comparable(one) for one in importer.read(source)]


def _comparable(record: SourceRecord) -> SourceRecord:
    """Return a record whose attachments are compared by address and name."""
    return record._replace(attachments=tuple(one._replace(read=bytes) for one in record.attachments))


def sound(importer: Importer, source: Path) -> list[SourceRecord]:
    """Return the sound records."""
    return [one for one in read(importer, source) if isinstance(one, SourceRecord)]
