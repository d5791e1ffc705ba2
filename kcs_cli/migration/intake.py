"""An import from end to end: a source is read, each record becomes an article or changes one, and all of it is committed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.git.fast_import import FileCommit
from kcs_cli.journal.deed import Deed, remember
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people
from kcs_cli.lint.engine.placeholder import is_placeholder
from kcs_cli.migration.article_text import KnownAs, UnwritableError, title_of
from kcs_cli.migration.attachment import KeptFile, keep_files
from kcs_cli.migration.author import Authors
from kcs_cli.migration.conversion import Conversion
from kcs_cli.migration.desk import Desk, opened_desk
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.intake_report import (
    Fate,
    IntakeReport,
    LostAttachment,
    LostLink,
    PersonalCount,
    TakenRecord,
    UnknownPerson,
)
from kcs_cli.migration.location import Location, Places, names_in
from kcs_cli.migration.memory import FOLDER, ImportedRecord, memory_path, memory_text, read_memory
from kcs_cli.migration.record import BrokenRecord, SourcePerson, SourceRecord, SourceRevision
from kcs_cli.migration.source_vote import SourceTally, note_votes
from kcs_cli.migration.survey import Survey, survey_of
from kcs_cli.migration.three_way import MergedText, merged
from kcs_cli.text.display import one_line, quantity
from kcs_cli.text.outside import readable
from kcs_cli.text.privacy import find_personal, suspects

SHORT = timedelta(days=1)  # what was changed within it after it was written was written then
FIRST = datetime(1970, 1, 2, tzinfo=UTC)
SAME_SOURCE = 0.1  # of the records must have been there in the last import, or of those in this one


class IntakeWish(NamedTuple):
    """What is asked of an import: the name of the source in the base, the folder for new articles, whether to write."""

    name: str
    folder: str
    dry_run: bool = False


def import_source(kb: KnowledgeBase, source: Path, importer: Importer, wish: IntakeWish) -> IntakeReport:
    """Bring a source into the base. Raise KcsError."""
    memory = read_memory(kb.root, wish.name)
    kb.tell(f"Reading {source} ({importer.title})")
    survey = survey_of(importer.read(source))
    _check_survey(source, survey, memory, wish.name)
    with opened_desk(kb, wish.name, dry_run=wish.dry_run) as desk:
        intake = Intake(kb, wish, survey, desk, read_memory(kb.root, wish.name))
        numbers = kb.progress(range(len(survey.entries)), "Importing articles")
        records = (one for one in importer.read(source) if isinstance(one, SourceRecord))
        seen: set[str] = set()
        for record in records:
            if record.key in survey.entries and record.key not in seen:
                seen.add(record.key)
                next(numbers, None)
                intake.take(record)
        commits = intake.finish(importer.title)
    return intake.report(source, importer, commits)  # and the votes, on articles that are there now


def _check_survey(source: Path, survey: Survey, memory: dict[str, ImportedRecord], name: str) -> None:
    """Raise KcsError where nothing can be taken, and where it is another source than the one that has the name."""
    if not survey.entries:
        broken = next(iter(survey.broken), None)
        reason = f": {broken.reason}" if broken else ""
        raise KcsError(f"{source} has no article that can be read{reason}", "kcs import --help names the formats")
    common = len(survey.entries.keys() & memory.keys())
    if memory and common < SAME_SOURCE * min(len(memory), len(survey.entries)):
        raise KcsError(
            f"{source} has none of the articles that were imported as {name} before",
            f"If it is another source, give it a name of its own: --name {name}-2",
        )


class Intake:
    """Takes one record after the other."""

    def __init__(
        self, kb: KnowledgeBase, wish: IntakeWish, survey: Survey, desk: Desk, memory: dict[str, ImportedRecord]
    ) -> None:
        self.kb = kb
        self.wish = wish
        self.survey = survey
        self.desk = desk
        self.memory = memory
        self.notes = dict(memory)  # as they will be
        self.now = kb.now()
        names = names_in(kb)
        known = {key: one.id for key, one in memory.items()}
        self.places = Places(kb, wish.folder, wish.name, names).locate(survey.entries, known)
        self.authors = Authors(people(kb), wish.name)
        self.conversion = Conversion(survey, self.places, names, self.authors, kb.config)
        self.fates: Counter[Fate] = Counter()
        self.listed: dict[Fate, list[TakenRecord]] = {Fate.conflict: [], Fate.uncommitted: []}
        self.broken: list[BrokenRecord] = list(survey.broken)
        self.personal: list[PersonalCount] = []
        self.links: list[LostLink] = []
        self.lost_files: list[LostAttachment] = []
        self.attachments = 0
        self.views = 0
        self.tallies: list[SourceTally] = []
        self.number = 0

    def take(self, record: SourceRecord) -> None:
        """Take one record."""
        self.number += 1
        self.views += record.votes.views
        place = self.places.get(record.key)
        if place is None:
            self.fates[Fate.removed] += 1
            return
        votes, at = record.votes, self._at(record, record.revisions[-1])
        if votes.helpful > 0 or votes.unhelpful > 0:
            self.tallies.append(SourceTally(place.id, record.key, at, votes.helpful, votes.unhelpful))
        try:
            fate = self._take(record, place)
        except UnwritableError as error:
            self.broken.append(BrokenRecord(self.number, record.key, str(error)))
            return
        self.fates[fate] += 1

    def _take(self, record: SourceRecord, place: Location) -> Fate:
        """Make an article of a record, or change it. Raise UnwritableError."""
        known = self.memory.get(record.key)
        known_as = self.conversion.known_as(record)
        files = list(self._files(record, place, known))
        digest = record_digest(record, known_as, files)
        if known and known.digest == digest and not any(self.conversion.is_found(record, one) for one in known.lost):
            return self._unchanged(record, place, known)
        lost: list[str] = []
        lead = self.conversion.leading(record, files, lost)
        content = self.conversion.content(record, record.revisions[-1], known_as, lead)
        fate, both = self._fate(record, place, known, content)
        if fate is Fate.uncommitted:
            return fate
        note = ImportedRecord(
            key=record.key,
            id=place.id,
            digest=digest,
            blob=self.desk.name(content),
            revisions=len(record.revisions),
            files={file.address: (file.path, file.blob) for file in files},
            lost=tuple(dict.fromkeys(lost)),
            beside=f"{place.path}.source" if fate is Fate.conflict else "",
        )
        steps = list(self._steps(record, known_as, files, known, fate))
        self._commit(record, place, note, content, both, steps)
        self._look(place, note, both)
        return fate

    def _files(self, record: SourceRecord, place: Location, known: ImportedRecord | None) -> Iterator[KeptFile]:
        """Yield the attachments that are kept."""
        folder = place.path.removesuffix(".md")

        def store(content: bytes, old: frozenset[str]) -> str:
            name = self.desk.name(content)
            return name if name in old else self.desk.store(content)

        def is_free(path: str) -> bool:
            return place.is_new or not (self.kb.root / path).exists()

        for one in keep_files(record.attachments, folder, known.files if known else {}, store, is_free):
            if isinstance(one, KeptFile):
                yield one
            else:
                self.lost_files.append(LostAttachment(place.id, place.path, one.name, one.reason))

    def _unchanged(self, record: SourceRecord, place: Location, known: ImportedRecord) -> Fate:
        """Take a record that the source has not changed; a conflict that nobody settled is told again."""
        if known.beside and (self.kb.root / known.beside).exists():
            self.listed[Fate.conflict].append(TakenRecord(record.key, known.id, place.path, (), known.beside))
            return Fate.conflict
        return Fate.unchanged

    def _fate(
        self, record: SourceRecord, place: Location, known: ImportedRecord | None, content: bytes
    ) -> tuple[Fate, MergedText]:
        """Return what becomes of a record, and what its file will say."""
        if place.is_new:
            return Fate.new, MergedText(content)
        ours = self.desk.here(place.path)
        if ours is None:
            self.listed[Fate.uncommitted].append(TakenRecord(record.key, place.id, place.path))
            return Fate.uncommitted, MergedText(b"")
        if known and self.desk.name(ours) == known.blob:
            return (Fate.updated if ours != content else Fate.unchanged), MergedText(content)
        base = self.desk.text(known.blob) if known else None
        both = merged(base, ours, content) if base is not None else _without_base(ours, content)
        if both.conflicts:
            beside = f"{place.path}.source"
            self.listed[Fate.conflict].append(TakenRecord(record.key, place.id, place.path, both.conflicts, beside))
            return Fate.conflict, both
        return (Fate.unchanged if both.content == ours else Fate.merged), both

    def _steps(
        self,
        record: SourceRecord,
        known_as: KnownAs,
        files: Sequence[KeptFile],
        known: ImportedRecord | None,
        fate: Fate,
    ) -> Iterator[tuple[bytes, SourceRevision, datetime]]:
        """Yield the earlier texts that get a commit of their own, with their times."""
        if fate not in (Fate.new, Fate.updated):
            return
        first = known.revisions if known and fate is Fate.updated else 0
        at = self._at(record, record.revisions[-1])
        if fate is Fate.new and len(record.revisions) == 1 and record.created and at - record.created > SHORT:
            author = SourceRevision(record.revisions[0].title, author=record.owner, at=record.created)
            yield self.conversion.stub(record, known_as), author, record.created
        for revision in record.revisions[first:-1]:
            lead = self.conversion.leading(record, files, [])
            yield self.conversion.content(record, revision, known_as, lead), revision, self._at(record, revision)

    def _at(self, record: SourceRecord, revision: SourceRevision) -> datetime:
        """Return when a revision was written, as far as that is known; never before there was any git, nor tomorrow."""
        at = revision.at or record.updated or record.created or self.now
        return max(FIRST, min(at if at.tzinfo else at.replace(tzinfo=UTC), self.now))

    def _commit(
        self,
        record: SourceRecord,
        place: Location,
        note: ImportedRecord,
        content: bytes,
        both: MergedText,
        steps: Sequence[tuple[bytes, SourceRevision, datetime]],
    ) -> None:
        """Note the commits of a record: a revision each, the files with the first."""
        known = self.memory.get(record.key)
        old = known.files if known else {}
        self.notes[record.key] = note
        files = {path: blob for path, blob in note.files.values() if (path, blob) not in old.values()}
        self.attachments += len(files)
        blob = self.desk.store(content)
        if note.beside:
            files[note.beside] = blob
        if both.content != content:  # so that git keeps what the next merge begins with
            files[f"{FOLDER}/{self.wish.name}/{note.id}.md"] = blob
        last = record.revisions[-1]
        after = max([self._at(record, last), *(at for _, _, at in steps)])
        texts = [*steps, (both.content, last, after)]
        written, latest = self._here_blob(place), FIRST
        for text, revision, at in texts:
            if (name := self.desk.store(text)) == written and not files:
                continue
            verb = "Update" if written else "Import"
            written, latest = name, max(latest, at)
            person = revision.author if revision.author != SourcePerson() else record.owner
            message = f"{verb} {one_line(title_of(record, revision))}\n\nSource: {self.wish.name} {one_line(record.key)}\n"
            self.desk.commit(FileCommit(self.authors.sign(person, latest), message, {place.path: name, **files}))
            files = {}

    def _here_blob(self, place: Location) -> str:
        """Return the blob that the article has now."""
        ours = None if place.is_new else self.desk.here(place.path)
        return "" if ours is None else self.desk.name(ours)

    def _look(self, place: Location, note: ImportedRecord, both: MergedText) -> None:
        """Look at what a person should know of a record: personal data, links that lead nowhere."""
        self.links += [LostLink(place.id, place.path, address) for address in note.lost]
        self.personal += personal_in(readable(both.content), place, self.kb.config.privacy.patterns)

    def finish(self, title: str) -> int:
        """Write what was noted on the source with everything else; return the number of commits."""
        if self.notes == self.memory:
            return 0
        blob = self.desk.store(memory_text(self.wish.name, self.notes))
        counts = ", ".join(f"{number:,} {fate.value}" for fate, number in self.fates.items())
        message = f"Import from {one_line(title)}: {counts or 'nothing'}\n"
        by = self.authors.sign(SourcePerson(), self.now)
        return self.desk.finish(FileCommit(by, message, {memory_path(self.wish.name): blob}))

    def report(self, source: Path, importer: Importer, commits: int) -> IntakeReport:
        """Return what was done."""
        gone = [one for key, one in self.memory.items() if key not in self.survey.entries]
        paths = names_in(self.kb).paths if gone else {}
        if commits:
            self.kb.forget()
            text = f"{source.name}: {quantity(self.fates[Fate.new], 'new article')}"
            remember(self.kb, Deed("import", text=text, way_out="git reset --keep ORIG, or git revert, takes it back"))
        return IntakeReport(
            source=str(source),
            format=importer.title,
            name=self.wish.name,
            dry_run=self.wish.dry_run,
            new=self.fates[Fate.new],
            updated=self.fates[Fate.updated],
            merged=self.fates[Fate.merged],
            unchanged=self.fates[Fate.unchanged],
            conflicts=tuple(self.listed[Fate.conflict]),
            uncommitted=tuple(self.listed[Fate.uncommitted]),
            removed=self.fates[Fate.removed],
            gone=tuple(TakenRecord(one.key, one.id, paths[one.id]) for one in gone if one.id in paths),
            broken=tuple(self.broken),
            personal=tuple(self.personal),
            people=tuple(UnknownPerson(name, number) for name, number in self.authors.unknown.most_common()),
            links=tuple(self.links),
            attachments=self.attachments,
            lost_attachments=tuple(self.lost_files),
            votes=note_votes(self.kb, self.wish.name, self.tallies, dry_run=self.wish.dry_run),
            views=self.views,
            commits=commits,
            has_git=self.kb.git is not None,
            lost=importer.lost,
        )


def _without_base(ours: bytes, theirs: bytes) -> MergedText:
    """Return the text where nobody knows any more what was imported: ours, and a conflict where the source's is another."""
    return MergedText(ours, () if ours == theirs else ("text",))


def record_digest(record: SourceRecord, known_as: KnownAs, files: Sequence[KeptFile]) -> str:
    """Return a digest of all that makes an article of a record: votes and views do not."""
    from hashlib import blake2b

    said = record._replace(attachments=(), votes=None, fields=tuple(sorted(record.fields.items())))  # type: ignore[arg-type]
    parts = (said._replace(revisions=record.revisions[-1:]), len(record.revisions), known_as, files)
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def personal_in(text: str, place: Location, patterns: Sequence[str]) -> Iterator[PersonalCount]:
    """Yield how much personal data of each kind a text has."""
    lines = text.split("\n")
    numbers = range(len(lines)) if patterns else sorted(suspects(text))
    found = Counter(
        one.kind
        for line in (lines[number] for number in numbers if number < len(lines))
        for one in find_personal(line[:10_000], patterns)
        if not is_placeholder(one, line) and not line.startswith(("owner:", "id:"))
    )
    yield from (PersonalCount(kind, place.id, place.path, number) for kind, number in sorted(found.items()))
