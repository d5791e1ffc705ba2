"""What `kcs export --format json` wrote, of this base or another one: nothing of it is lost but images and attachments."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec import Struct, ValidationError, convert

from kcs_cli.errors import KcsError
from kcs_cli.migration.handout.own_field import OTHER, OWN_FIELDS, person, with_own_fields
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.source.record import BrokenRecord, SourceRecord, SourceRevision, SourceVotes
from kcs_cli.text.dates import read_moment

MARK = b'"exported_articles": ['
HEAD = 1_000  # bytes


class _KcsArticle(Struct):
    """An article as the export has it."""

    id: str
    path: str = ""
    title: str | None = None
    folders: list[str] = []
    kind: str | None = None
    confidence: str | None = None
    audience: str | None = None
    governance: str | None = None
    owner: str | None = None
    tags: list[str] = []
    language: str | None = None
    translation_of: str | None = None
    said: list[str] = []
    aliases: list[str] = []
    other_fields: dict[str, list[str]] = {}
    created_at: str | None = None
    updated_at: str | None = None
    authors: list[str] = []
    body: str | None = None
    helpful: int | None = None
    unhelpful: int | None = None


def _is_export(source: Path) -> bool:
    """Tell whether a file begins as an export does."""
    if not source.is_file():
        return False
    with source.open("rb") as stream:
        return MARK in stream.read(HEAD)


def _records(source: Path) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield an article for each line. Raise KcsError for a file that is no export."""
    try:
        with source.open("rb") as stream:
            if MARK not in stream.readline(HEAD):
                raise KcsError(f"{source} is no export of kcs", "Make one: kcs export --format json --output FILE")
            yield from (_record(number, line, source) for number, line in enumerate(stream, 1) if line.strip() != b"]}")
    except OSError as error:
        raise KcsError(f"{source} cannot be read ({error.strerror})", "Look at its rights") from error


def _record(number: int, line: bytes, source: Path) -> SourceRecord | BrokenRecord:
    """Return the article of a line, or what is wrong with it."""
    try:
        article = convert(json.loads(line.strip().removesuffix(b"]}").removesuffix(b",")), _KcsArticle)
    except (ValueError, ValidationError, RecursionError) as error:
        return BrokenRecord(number=number, file=source.name, reason=str(error))
    created, updated = _moment(article.created_at), _moment(article.updated_at)
    author = person(next(iter(article.authors), ""))
    revision = SourceRevision(title=article.title or "", markdown=article.body or "", author=author, at=updated or created)
    record = SourceRecord(
        key=article.id,
        revisions=(revision,),
        created=created,
        updated=updated,
        addresses=(article.path,) if article.path else (),
        votes=SourceVotes(helpful=article.helpful or 0, unhelpful=article.unhelpful or 0),
    )
    return with_own_fields(record, _own(article))


def _own(article: _KcsArticle) -> Mapping[str, Sequence[str]]:
    """Return the fields that are kcs's own."""
    values: dict[str, Any] = {name: getattr(article, name) or [] for name in OWN_FIELDS}
    values |= {f"{OTHER}{name}": texts for name, texts in article.other_fields.items()}
    return {name: [value] if isinstance(value, str) else value for name, value in values.items()}


def _moment(text: str | None) -> datetime | None:
    """Return a time in UTC."""
    at = read_moment(text or "")
    return at.astimezone(UTC) if at else None


IMPORTER = Importer(
    name="kcs",
    title="kcs, JSON of its export",
    is_source=_is_export,
    read=_records,
    lost=("images and attachments", "earlier revisions", "single links, flags and votes"),
)
