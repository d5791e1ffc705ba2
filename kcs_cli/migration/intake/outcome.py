"""What becomes of one record: the article that it makes or changes, the commits of that, what a person should know."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec import Struct

from kcs_cli.git.fast_import import FileCommit
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.lint.engine.placeholder import is_placeholder
from kcs_cli.migration.intake.article_text import KnownAs, UnwritableError, title_of
from kcs_cli.migration.intake.attachment import ImportedFile, keep_files
from kcs_cli.migration.intake.author import Authors
from kcs_cli.migration.intake.conversion import Conversion
from kcs_cli.migration.intake.desk import Desk
from kcs_cli.migration.intake.intake_report import Fate, LostAttachment, LostLink, PersonalCount, TakenRecord
from kcs_cli.migration.intake.location import Location
from kcs_cli.migration.intake.memory import FOLDER, ImportedRecord
from kcs_cli.migration.intake.three_way import MergedText, merged
from kcs_cli.migration.source.record import SourcePerson, SourceRecord, SourceRevision
from kcs_cli.text.display import one_line
from kcs_cli.text.outside import readable
from kcs_cli.text.privacy import find_personal, suspects

SHORT = timedelta(days=1)  # what was changed within it after it was written was written then
FIRST = datetime(1970, 1, 2, tzinfo=UTC)
SOURCE = ".source"  # behind the name of a file: what the source has in its place
LONGEST_LINE = 10_000  # characters that are looked at


class RecordOutcome(Struct):
    """What becomes of a record; `note` is None where nothing is noted, `reason` says why it makes no article."""

    digest: str
    fate: Fate
    note: ImportedRecord | None = None
    commits: tuple[FileCommit, ...] = ()
    taken: TakenRecord | None = None
    personal: tuple[PersonalCount, ...] = ()
    links: tuple[LostLink, ...] = ()
    lost_files: tuple[LostAttachment, ...] = ()
    attachments: int = 0
    reason: str = ""


class WrittenText(NamedTuple):
    """A text of an article with who wrote it when."""

    content: bytes
    title: str
    author: SourcePerson
    at: datetime


class Taker:
    """Says what becomes of the records of one source, one after the other; their texts are stored at the desk."""

    def __init__(
        self, kb: KnowledgeBase, name: str, desk: Desk, conversion: Conversion, ready: Mapping[str, RecordOutcome]
    ) -> None:
        self.kb = kb
        self.name = name
        self.desk = desk
        self.conversion = conversion
        self.authors: Authors = conversion.authors
        self.ready = ready  # by an import that was killed
        self.now = kb.now()

    def take(self, record: SourceRecord, known: ImportedRecord | None) -> RecordOutcome:
        """Return what becomes of a record that was imported before, or was not."""
        place = self.conversion.places.get(record.key)
        if place is None:
            return RecordOutcome("", Fate.removed)
        known_as = self.conversion.known_as(record)
        kept = list(self._files(record, place, known))
        files = [one for one in kept if isinstance(one, ImportedFile)]
        digest = record_digest(record, known_as, files)
        ready = self.ready.get(record.key)
        if ready and ready.digest == digest and (place.is_new or self.desk.here(place.path) is not None):
            return ready
        if known and known.digest == digest and not any(self.conversion.is_found(record, one) for one in known.lost):
            return self._unchanged(place, known)
        try:
            outcome = self._change(record, place, known, known_as, files, digest)
        except UnwritableError as error:
            return RecordOutcome(digest, Fate.broken, reason=str(error))
        outcome.lost_files = tuple(one for one in kept if isinstance(one, LostAttachment))
        return outcome

    def _files(
        self, record: SourceRecord, place: Location, known: ImportedRecord | None
    ) -> Iterator[ImportedFile | LostAttachment]:
        """Yield the attachments: those that are kept, stored where the last import had others, and those that are not."""
        old = dict(known.files) if known else {}
        blobs = {blob for _, blob in old.values()}

        def store(content: bytes) -> str:
            name = self.desk.name(content)
            return name if name in blobs else self.desk.store(content)

        def is_free(path: str, blob: str) -> bool:
            file = self.kb.root / path
            # The same content is there of an import that was killed, or of which the notes are lost
            is_same = file.is_file() and not file.is_symlink() and self.desk.name(file.read_bytes()) == blob
            return is_same or not os.path.lexists(file)

        folder = place.path.removesuffix(".md")
        for one in keep_files(record.attachments, folder, old, store, is_free):
            yield one if isinstance(one, ImportedFile) else LostAttachment(place.id, place.path, one.name, one.reason)

    def _unchanged(self, place: Location, known: ImportedRecord) -> RecordOutcome:
        """Take a record that the source has not changed; a conflict that nobody settled is told again."""
        if known.beside and (self.kb.root / known.beside).exists():
            taken = TakenRecord(known.key, known.id, place.path, (), known.beside)
            return RecordOutcome(known.digest, Fate.conflict, taken=taken)
        return RecordOutcome(known.digest, Fate.unchanged)

    def _change(
        self,
        record: SourceRecord,
        place: Location,
        known: ImportedRecord | None,
        known_as: KnownAs,
        files: Sequence[ImportedFile],
        digest: str,
    ) -> RecordOutcome:
        """Make an article of a record, or change it. Raise UnwritableError."""
        lost: list[str] = []
        lead = self.conversion.leading(record, files, lost)
        content = self.conversion.content(record, record.revisions[-1], known_as, lead)
        fate, both = self._fate(place, known, content)
        taken = TakenRecord(record.key, place.id, place.path, both.conflicts)
        if fate is Fate.uncommitted:
            return RecordOutcome("", fate, taken=taken)
        note = ImportedRecord(
            key=record.key,
            id=place.id,
            digest=digest,
            blob=self.desk.store(content),
            revisions=len(record.revisions),
            files={file.address: (file.path, file.blob) for file in files},
            lost=tuple(dict.fromkeys(lost)),
            beside=f"{place.path}{SOURCE}" if fate is Fate.conflict else "",
        )
        texts = list(self._texts(record, known_as, files, known, fate, both))
        new_files = self._new_files(note, known, both, content)
        beside = next((path for path in new_files if path.endswith(SOURCE)), "")
        if beside and fate is not Fate.conflict:  # an attachment that was changed here
            fate, note.beside, taken = Fate.conflict, beside, taken._replace(clashes=("attachments",))
        attachments = sum(path in new_files for path, _ in note.files.values())
        return RecordOutcome(
            digest=digest,
            fate=Fate.updated if fate is Fate.unchanged and attachments else fate,
            note=note,
            commits=tuple(self._commits(record.key, place, texts, new_files)),
            taken=taken._replace(source_text=note.beside) if fate is Fate.conflict else None,
            personal=tuple(personal_in(readable(both.content), place, self.kb.config.privacy.patterns)),
            links=tuple(LostLink(place.id, place.path, address) for address in note.lost),
            attachments=attachments,
        )

    def _fate(self, place: Location, known: ImportedRecord | None, content: bytes) -> tuple[Fate, MergedText]:
        """Return what becomes of a record, and what its file will say."""
        if place.is_new:
            return Fate.new, MergedText(content)
        ours = self.desk.here(place.path)
        if ours is None:
            return Fate.uncommitted, MergedText(b"")
        if known and self.desk.name(ours) == known.blob:
            return (Fate.updated if ours != content else Fate.unchanged), MergedText(content)
        base = self.desk.text(known.blob) if known else None
        # Where nobody knows any more what was imported, ours stays
        without_base = MergedText(ours, () if ours == content else ("text",))
        both = without_base if base is None else merged(base, ours, content)
        if both.conflicts:
            return Fate.conflict, both
        return (Fate.unchanged if both.content == ours else Fate.merged), both

    def _texts(
        self,
        record: SourceRecord,
        known_as: KnownAs,
        files: Sequence[ImportedFile],
        known: ImportedRecord | None,
        fate: Fate,
        both: MergedText,
    ) -> Iterator[WrittenText]:
        """Yield the texts that get a commit each: all revisions that are new, the last one as it is with ours."""
        revisions = record.revisions
        first = known.revisions if known and fate is Fate.updated else 0 if fate is Fate.new else len(revisions)
        last = self._at(record, revisions[-1])
        title = title_of(record, revisions[-1])
        if fate is Fate.new and len(revisions) == 1 and record.created and last - _utc(record.created) > SHORT:
            # The source knows when it was written, and not what it said then
            yield WrittenText(self.conversion.stub(record, known_as), title, record.owner, max(FIRST, _utc(record.created)))
        lead = self.conversion.leading(record, files, [])
        for revision in revisions[first:-1]:
            content = self.conversion.content(record, revision, known_as, lead)
            yield WrittenText(content, title_of(record, revision), _author(record, revision), self._at(record, revision))
        yield WrittenText(both.content, title, _author(record, revisions[-1]), last)

    def _new_files(
        self, note: ImportedRecord, known: ImportedRecord | None, both: MergedText, content: bytes
    ) -> dict[str, str]:
        """Return the files beside the article that are to be written."""
        old = dict(known.files.values()) if known else {}
        changed = {path: blob for path, blob in note.files.values() if old.get(path) != blob}
        files = {self._place_of(path, blob, old): blob for path, blob in changed.items()}
        files.pop("", None)
        if note.beside:
            files[note.beside] = note.blob
        if both.content != content and not (
            known and known.blob == note.blob
        ):  # so that git keeps what the next merge begins with
            files[f"{FOLDER}/{self.name}/{note.id}.txt"] = note.blob
        return files

    def _place_of(self, path: str, blob: str, old: Mapping[str, str]) -> str:
        """Return where a new content of an attachment goes: beside one that was changed here.

        Nowhere where it is there already, or the attachment was removed here.
        """
        ours = self.desk.here(path)
        if ours is None:
            return "" if path in old else path
        name = self.desk.name(ours)
        if name == blob:
            return ""
        return path if name == old.get(path) else f"{path}{SOURCE}"

    def _commits(
        self, key: str, place: Location, texts: Sequence[WrittenText], files: dict[str, str]
    ) -> Iterator[FileCommit]:
        """Yield a commit for each text, of its author and day; the files come with the first."""
        ours = None if place.is_new else self.desk.here(place.path)
        written, latest = "" if ours is None else self.desk.name(ours), FIRST
        for text in texts:
            latest = max(latest, text.at)
            name = self.desk.store(text.content)
            if name == written and not files:
                continue
            verb = "Update" if written else "Import"
            message = f"{verb} {one_line(text.title)}\n\nSource: {self.name} {one_line(key)}\n"
            changed = {place.path: name, **files} if name != written else files
            yield FileCommit(self.authors.sign(text.author, latest), message, changed)
            written, files = name, {}

    def _at(self, record: SourceRecord, revision: SourceRevision) -> datetime:
        """Return when a revision was written, as far as that is known; never before there was any git, nor tomorrow."""
        return self.bounded(revision.at or record.updated or record.created)

    def bounded(self, at: datetime | None) -> datetime:
        """Return a time of the source that may be true, with its zone; now where it says none."""
        return max(FIRST, min(_utc(at), self.now)) if at else self.now


def _utc(at: datetime) -> datetime:
    """Return a time with its zone."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _author(record: SourceRecord, revision: SourceRevision) -> SourcePerson:
    """Return who wrote a revision; whose the article is where that is not known."""
    return revision.author if revision.author != SourcePerson() else record.owner


def record_digest(record: SourceRecord, known_as: KnownAs, files: Sequence[ImportedFile]) -> str:
    """Return a digest of all that makes an article of a record: votes and views do not."""
    from hashlib import blake2b

    fields = sorted(record.fields.items())
    said = record[:1], record.revisions[-1], len(record.revisions), *record[2:8], record.folders, record.tags
    return blake2b(repr((said, fields, known_as, files)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def personal_in(text: str, place: Location, patterns: Sequence[str]) -> Iterator[PersonalCount]:
    """Yield how much personal data of each kind the text of an article has."""
    lines = text.split("\n")
    numbers = range(len(lines)) if patterns else sorted(suspects(text))
    found = Counter(
        one.kind
        for line in (lines[number][:LONGEST_LINE] for number in numbers if number < len(lines))
        if not line.startswith(("owner:", "id:"))
        for one in find_personal(line, patterns)
        if not is_placeholder(one, line)
    )
    yield from (PersonalCount(kind, place.id, place.path, number) for kind, number in sorted(found.items()))
