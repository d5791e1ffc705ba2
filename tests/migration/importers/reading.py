"""What an importer reads, as values that can be compared."""

from pathlib import Path

from kcs_cli.migration.importer import Importer
from kcs_cli.migration.source.record import BrokenRecord, SourceAttachment, SourceRecord


def read(importer: Importer, source: Path) -> list[SourceRecord | BrokenRecord]:
    """Return all records, with the bytes of each attachment in place of what reads them."""
    return [_with_bytes(one) if isinstance(one, SourceRecord) else one for one in importer.read(source)]


def _with_bytes(record: SourceRecord) -> SourceRecord:
    files = tuple(SourceAttachment(one.address, one.name, one.read()) for one in record.attachments)
    return record._replace(attachments=files, fields=dict(record.fields))
