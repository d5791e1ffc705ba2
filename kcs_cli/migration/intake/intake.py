"""An import from end to end: a source is read, each record becomes an article or changes one, and all of it is committed."""

import gc
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.git.fast_import import FileCommit
from kcs_cli.journal.deed import Deed, remember
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.people import people
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.intake.author import Authors
from kcs_cli.migration.intake.conversion import Conversion
from kcs_cli.migration.intake.desk import Desk, opened_desk
from kcs_cli.migration.intake.half_done import HalfDone
from kcs_cli.migration.intake.intake_report import (
    Fate,
    IntakeReport,
    LostAttachment,
    LostLink,
    PersonalCount,
    TakenRecord,
    UnknownPerson,
)
from kcs_cli.migration.intake.location import Locations, names_in
from kcs_cli.migration.intake.memory import ImportedRecord, memory_path, memory_text, read_memory
from kcs_cli.migration.intake.outcome import RecordOutcome, Taker
from kcs_cli.migration.intake.survey import Survey, survey_of
from kcs_cli.migration.intake.vote import SourceTally, note_votes
from kcs_cli.migration.source.record import BrokenRecord, SourcePerson, SourceRecord
from kcs_cli.text.display import one_line, quantity

SAME_SOURCE = 0.1  # of the records must have been there in the last import, or of those in this one


class IntakeWish(NamedTuple):
    """What is asked of an import: the name of the source in the base, the folder for new articles, whether to write."""

    name: str
    folder: str
    dry_run: bool = False


def import_source(kb: KnowledgeBase, source: Path, importer: Importer, wish: IntakeWish) -> IntakeReport:
    """Bring a source into the base. Raise KcsError."""
    memory_path(wish.name)
    gc.enable()  # off since the process began; the parsed trees of pages lead to themselves, and would all be kept
    kb.tell(f"Reading {source} ({importer.title})")
    survey = survey_of(importer.read(source))
    with opened_desk(kb, wish.name, dry_run=wish.dry_run) as desk:
        memory = read_memory(kb.root, wish.name)
        _check_survey(source, survey, memory, wish.name)
        intake = Intake(kb, wish, survey, desk, memory)
        for record in _watched(kb, survey, importer.read(source)):
            intake.take(record)
        commits = intake.finish(importer.title)
    intake.half_done.forget()
    if commits:
        kb.forget()
        text = f"{source.name}: {quantity(intake.fates[Fate.new], 'new article')}"
        back = f"git reset --keep {desk.place()[:12]} takes it back" if desk.place() else "Its files stay"
        remember(kb, Deed("import", text=text, way_out=back))
    # Only now the articles are there that readers voted on
    votes = note_votes(kb, wish.name, intake.tallies, dry_run=wish.dry_run)
    return intake.report(source, importer, commits, votes)


def _check_survey(source: Path, survey: Survey, memory: Mapping[str, ImportedRecord], name: str) -> None:
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


def _watched(kb: KnowledgeBase, survey: Survey, records: Iterator[SourceRecord | BrokenRecord]) -> Iterator[SourceRecord]:
    """Yield the sound records, each once, and show how far that is."""
    numbers = kb.progress(range(len(survey.entries)), "Importing articles")
    waiting = set(survey.entries)
    for record in records:
        if isinstance(record, SourceRecord) and record.key in waiting:
            waiting.remove(record.key)
            next(numbers, None)
            yield record
    next(numbers, None)  # which ends the bar


class Intake:
    """Takes one record after the other, and adds up what became of them."""

    def __init__(
        self, kb: KnowledgeBase, wish: IntakeWish, survey: Survey, desk: Desk, memory: dict[str, ImportedRecord]
    ) -> None:
        self.wish = wish
        self.survey = survey
        self.desk = desk
        self.memory = memory
        self.notes = dict(memory)  # as they will be
        names = names_in(kb)
        known = {key: one.id for key, one in memory.items()}
        places = Locations(kb, wish.folder, wish.name, names).locate(survey.entries, known)
        self.gone = tuple(
            TakenRecord(one.key, one.id, names.paths[one.id])
            for key, one in memory.items()
            if key not in survey.entries and one.id in names.paths
        )
        self.authors = Authors(people(kb), wish.name)
        conversion = Conversion(survey, places, names, self.authors, kb.config)
        self.half_done = HalfDone(kb, wish.name, desk, (places, memory), dry_run=wish.dry_run)
        self.taker = Taker(kb, wish.name, desk, conversion, self.half_done.read())
        self.has_git = kb.git is not None
        self.fates: Counter[Fate] = Counter()
        self.listed: dict[Fate, list[TakenRecord]] = {Fate.conflict: [], Fate.uncommitted: []}
        self.broken: list[BrokenRecord] = list(survey.broken)
        self.personal: list[PersonalCount] = []
        self.links: list[LostLink] = []
        self.lost_files: list[LostAttachment] = []
        self.attachments = self.views = self.number = 0
        self.tallies: list[SourceTally] = []

    def take(self, record: SourceRecord) -> None:
        """Take one record."""
        outcome = self.taker.take(record, self.memory.get(record.key))
        self.number += 1
        self.half_done.add(record.key, outcome)
        self._add_up(record, outcome)
        self.desk.commit(*outcome.commits)

    def _add_up(self, record: SourceRecord, outcome: RecordOutcome) -> None:
        """Add up what became of a record."""
        self.fates[outcome.fate] += 1
        if outcome.fate is Fate.broken:
            self.broken.append(BrokenRecord(self.number, record.key, outcome.reason))
            return
        if outcome.note:
            self.notes[record.key] = outcome.note
        if outcome.taken:
            self.listed[outcome.fate].append(outcome.taken)
        self.personal += outcome.personal
        self.links += outcome.links
        self.lost_files += outcome.lost_files
        self.attachments += outcome.attachments
        self.views += record.votes.views
        if (record.votes.helpful > 0 or record.votes.unhelpful > 0) and outcome.fate is not Fate.removed:
            id_, at = self.taker.conversion.places[record.key].id, self.taker.bounded(record.updated or record.created)
            self.tallies.append(SourceTally(id_, record.key, at, record.votes.helpful, record.votes.unhelpful))

    def finish(self, title: str) -> int:
        """Write what was noted on the source with everything else; return the number of commits."""
        if self.notes == self.memory:
            return 0
        blob = self.desk.store(memory_text(self.wish.name, self.notes))
        counts = ", ".join(f"{number:,} {fate.value}" for fate, number in sorted(self.fates.items()))
        message = f"Import from {one_line(title)}: {counts}\n"
        by = self.authors.sign(SourcePerson(), self.taker.now)
        return self.desk.finish(FileCommit(by, message, {memory_path(self.wish.name): blob}))

    def report(self, source: Path, importer: Importer, commits: int, votes: int) -> IntakeReport:
        """Return what was done."""
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
            held_back=tuple(self.listed[Fate.uncommitted]),
            removed=self.fates[Fate.removed],
            gone_records=self.gone,
            not_taken=tuple(self.broken),
            personal=tuple(self.personal),
            unknown_people=tuple(UnknownPerson(name, number) for name, number in self.authors.unknown.most_common()),
            lost_links=tuple(self.links),
            attached=self.attachments,
            lost_attachments=tuple(self.lost_files),
            votes=votes,
            views=self.views,
            commits=commits,
            has_git=self.has_git,
            left_behind=importer.lost,
        )
