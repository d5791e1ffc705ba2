"""Values of a source as a record has them: times in UTC, counts, languages, titles; what an article's standing means."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, time
from html import escape
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.migration.source.embedded_picture import with_files
from kcs_cli.migration.source.export_folder import SourceObject
from kcs_cli.migration.source.record import BrokenRecord, SourcePerson, SourceRecord, SourceRevision, SourceVotes
from kcs_cli.text.dates import EARLIEST, NEVER, read_day, read_moment, read_stamp
from kcs_cli.text.display import writable, writable_line

SourceNumber = int | str | None  # what tells a thing apart at its source
SourceCount = int | float | str | None
ObjectFields = TypeVar("ObjectFields")
ReadRecord = SourceRecord | BrokenRecord

NO_VOTES = SourceVotes()
FEWEST_VOTES = 5  # with fewer of them, readers have said nothing yet


def is_number(value: Any) -> bool:
    """Tell whether a value may be what tells a thing apart."""
    return isinstance(value, int | str) and not isinstance(value, bool) and bool(str(value).strip())


def as_name(value: SourceNumber) -> str:
    """Return a number of a source as a text; nothing for none."""
    return "" if value is None else str(value).strip()


def source_moment(name: str, value: SourceCount) -> datetime | None:
    """Return a time of ISO 8601, or in seconds since 1970; one without a zone is UTC, as help desks export it.

    None for an empty value. Raise ValueError with the field's name.
    """
    text = str(value or "").strip()
    if not text:
        return None
    is_stamp = text.replace(".", "").isdigit()
    at = None if is_stamp else read_moment(text)
    try:
        return read_stamp(at.replace(tzinfo=at.tzinfo or UTC).isoformat() if at else text)
    except ValueError as error:
        day = None if is_stamp else read_day(text)
        if not day or not EARLIEST.year <= day.year < NEVER:
            raise ValueError(f"{name} is no time: {text[:40]}") from error
        return datetime.combine(day, time(), UTC)


def whole(value: Any) -> int:
    """Return a whole number; 0 for what is none."""
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return 0


def count(value: Any) -> int:
    """Return how often something was; 0 for what is no number."""
    return max(0, whole(value))


def language_tag(text: str | None) -> str:
    """Return a language as front matter has it: `en-us` is en-US."""
    parts = (text or "").strip().replace("_", "-").split("-")
    cased = (part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part for part in parts[1:])
    return "-".join((parts[0].lower(), *cased))


def words_of(value: Any) -> tuple[str, ...]:
    """Return labels, written as a list, of texts or of things with a name, or with commas between them; each once."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list | tuple) else ()
    names = (part.get("name") if isinstance(part, dict) else part for part in parts)
    words = (writable_line(name) for name in names if isinstance(name, str))
    return tuple(dict.fromkeys(word for word in words if word))


def sound_revision(title: str | None, html: str | None, author: SourcePerson, at: datetime | None) -> SourceRevision:
    """Return what an article says, without characters that no text has. Raise ValueError for one without a title."""
    line = writable_line(title or "")
    if not line:
        raise ValueError("it has no title")
    return SourceRevision(title=line, html=writable(html or ""), author=author, at=at)


def html_of(text: str | None) -> str:
    """Return a text without mark-up as HTML: a paragraph for each of its own."""
    blocks = (block.strip() for block in (text or "").replace("\r\n", "\n").split("\n\n"))
    return "\n".join(f"<p>{escape(block, quote=False)}</p>".replace("\n", "<br>") for block in blocks if block)


def confidence_of(is_draft: bool, votes: SourceVotes = NO_VOTES, is_doubtful: bool | None = False) -> Confidence:
    """Return how far an article can be trusted: one that readers were rather not helped by is no validated one."""
    if is_draft:
        return Confidence.wip
    is_bad = votes.helpful + votes.unhelpful >= FEWEST_VOTES and votes.unhelpful > votes.helpful
    return Confidence.not_validated if is_bad or is_doubtful else Confidence.validated


def converted(record: SourceObject, kind: type[ObjectFields]) -> ObjectFields:
    """Return an object with the fields of a format. Raise ValueError for a missing one, or one of another type."""
    try:
        return msgspec.convert(record.value, kind)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$")
        name = where.strip("`.")
        raise ValueError(f"{name}: {what}" if name else what) from error


def built(record: SourceObject, kind: type[ObjectFields], build: Callable[[ObjectFields], SourceRecord]) -> ReadRecord:
    """Return the record of an object; a broken one where its fields are not those of the format."""
    try:
        return build(converted(record, kind))
    except ValueError as error:
        return BrokenRecord(number=record.number, file=record.file, reason=str(error))


def sound_records(source: Path, title: str, records: Iterable[ReadRecord]) -> Iterator[ReadRecord]:
    """Yield records, each key once: pages that overlap have an article twice, and what differs from it is told.

    Raise KcsError where there is no sound one: then it is no such export.
    """
    texts: dict[str, int] = {}
    broken: list[BrokenRecord] = []
    for number, record in enumerate(records, 1):
        one: ReadRecord | None = record
        if isinstance(record, SourceRecord) and record.key in texts:
            one = _second(record, texts, number)
        if isinstance(one, SourceRecord):
            texts[one.key] = hash(one.revisions)
            yield from chain(broken, (with_files(one),))
            broken = []
        elif one and texts:
            yield one
        elif one:
            broken.append(one)
    if not texts:
        first = f": {broken[0].file}, {broken[0].number}: {broken[0].reason}" if broken else ""
        raise KcsError(f"{source} has no article of {title} that can be read{first}", "Name a file or folder of its export")


def _second(record: SourceRecord, texts: Mapping[str, int], number: int) -> BrokenRecord | None:
    """Return what is told of a record whose key was there already; nothing where it says the same."""
    if hash(record.revisions) == texts[record.key]:
        return None
    reason = f"article {record.key} is in the export twice, with other words: the first is taken"
    return BrokenRecord(number=number, file=record.revisions[-1].title, reason=reason)
