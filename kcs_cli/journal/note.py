"""Events noted in the journal, shared with the others, and counted."""

from datetime import datetime

from kcs_cli.article.card import Card
from kcs_cli.errors import KcsError
from kcs_cli.git.process import GitError
from kcs_cli.git.revision import DeliveredRevision, revision_of
from kcs_cli.journal.event import Event
from kcs_cli.journal.folder import note_synced
from kcs_cli.journal.record import record
from kcs_cli.journal.sync.compact import compact as compact_journals
from kcs_cli.journal.sync.exchange import sync as sync_journal
from kcs_cli.journal.sync.report import CompactReport, SyncReport
from kcs_cli.knowledge_base.config import Sync
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase

AUTO_SECONDS = 3.0  # for sharing the journal right after a write


def note(kb: KnowledgeBase, now: datetime, *events: Event) -> None:
    """Note events, and share them at once where the configuration says so. Raise KcsError when nothing was noted."""
    person = record(kb).journal.person
    if "@" not in person:
        kb.tell(f"git knows no e-mail address of yours, so this is noted by {person}: git config user.email YOU")
    record(kb).append(now, *events)
    if kb.config.journal.sync is Sync.auto:
        try:
            sync(kb, None, seconds=AUTO_SECONDS)
        except KcsError as error:
            kb.tell(f"{error.message}. It is noted here; kcs sync shares it later")


def revision_now(kb: KnowledgeBase, card: Card) -> DeliveredRevision:
    """Return the revision an article has now; that it cannot be known is told, and stops no link."""
    try:
        return revision_of(kb.git_top, kb.root / card.path)
    except GitError as error:
        kb.tell(f"{error.message}; it is noted without the article's revision")
        return DeliveredRevision()


def sync(kb: KnowledgeBase, remote: str | None, *, dry_run: bool = False, seconds: float | None = None) -> SyncReport:
    """Share the journal with the others. Raise KcsError."""
    journal, refs = record(kb).journal, kb.config.journal.refs
    report = sync_journal(kb.git_top, journal, refs, remote, dry_run=dry_run, seconds=seconds)
    if not dry_run:
        note_synced(kb)
        recount(kb)
    return report


def compact(kb: KnowledgeBase, remote: str | None, *, dry_run: bool = False) -> CompactReport:
    """Share the journal and fold the closed months of all writers into the pack. Raise KcsError."""
    journal, refs = record(kb).journal, kb.config.journal.refs
    report = compact_journals(kb.git_top, journal, refs, remote, kb.now(), dry_run=dry_run)
    if not dry_run:
        note_synced(kb)
        recount(kb)
    return report


def recount(kb: KnowledgeBase) -> None:
    """Take in what is new in the journal, so that the next search shows it."""
    kb.forget()
    record(kb).open_flags()


LONGEST_TEXT = 2_000  # characters of a flag


def check_length(text: str) -> None:
    """Raise KcsError for a text that is too long for an event."""
    if len(text) > LONGEST_TEXT:
        raise KcsError(f"The text has {len(text):,} characters; an event has room for {LONGEST_TEXT:,}", "Say it shorter")
