"""Takes back what was noted or changed last in this terminal: an event by another one, a change of a file by its reverse."""

from collections.abc import Mapping, Sequence

from kcs_cli.errors import KcsError
from kcs_cli.files.done import note_done
from kcs_cli.journal.deed import Deed, FileEdit, deed_memory, remember, without_edit, written_file
from kcs_cli.journal.event import Event
from kcs_cli.journal.note import note
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.solve.edit import edit_lock, write_files
from kcs_cli.solve.undo_report import UndoReport, deed_said, report_undo
from kcs_cli.text.display import in_shell
from kcs_cli.text.outside import exact

SKIP = "kcs undo --skip leaves it and takes back what was before"
UNDONE = ("nothing was taken back", "then run kcs undo again")


def undo(kb: KnowledgeBase, *, dry_run: bool, skip: bool) -> UndoReport:
    """Take back the last thing; with `skip` that stays, and the one before it is taken back.

    Raise KcsError where something came after it.
    """
    memory = deed_memory(kb)
    deeds = memory.mine()
    if len(deeds) <= skip:
        raise KcsError(
            "There is nothing in this terminal that could be taken back",
            "kcs events lists what was noted; KCS_SESSION names a session whose commands have no terminal",
        )
    if skip and not dry_run:
        memory.drop(deeds[-1:])
    deed = deeds[-1 - skip]
    if deed.way_out:
        raise KcsError(f"kcs undo cannot take this back: {deed_said(deed)}", f"{deed.way_out}; {SKIP}")
    events = _standing_events(kb, deed)
    with edit_lock(kb):
        texts = _texts_before(kb, deed)
        if not dry_run:
            written = _take_back(kb, events, texts)
    if not dry_run:
        note_done("undo")
        memory.drop([deed])
        if written:  # a file that was committed meanwhile is not as in that commit any more
            remember(kb, Deed("undo", deed.articles, deed.case, deed.text, edits=written))
        kb.forget()
    return report_undo(deed, dry_run)


def _standing_events(kb: KnowledgeBase, deed: Deed) -> list[Event]:
    """Return a deed's events. Raise KcsError where one is gone, or ended by another."""
    events = record(kb).noted(deed.events)
    if len(events) < len(deed.events):
        raise KcsError(f"The journal does not have it any more: {deed_said(deed)}", SKIP)
    for event in events:
        if ended := record(kb).ending(event.id):
            last = ended[-1]
            of = f" --article {in_shell(event.article or deed.articles[0][0])}"
            raise KcsError(
                f"Something came after it: {deed_said(deed)} was ended by {last.kind} of {last.by} on {last.day}",
                f"kcs events{of} shows it; {SKIP}",
            )
        if event.kind is EventKind.flag and record(kb).is_closed_by_commit(event.id):
            raise KcsError(f"Something came after it: a commit closed the {deed_said(deed)}", SKIP)
    return events


def _texts_before(kb: KnowledgeBase, deed: Deed) -> dict[str, str | None]:
    """Return the files as they were before a deed, None for one that was not there.

    Raise KcsError where one has changed since.
    """
    texts: dict[str, str | None] = {}
    for edit in reversed(deed.edits):
        try:
            text = texts[edit.path] if edit.path in texts else exact((kb.root / edit.path).read_bytes())
            before = without_edit(text or "", edit)
        except (OSError, ValueError) as error:
            raise KcsError(
                f"Something came after it: {edit.path} was changed since the {deed_said(deed)}",
                f"Change it in the editor: kcs fix {in_shell(deed.articles[0][0])}; {SKIP}" if deed.articles else SKIP,
            ) from error
        texts[edit.path] = None if edit.is_new else before
    return texts


def _take_back(kb: KnowledgeBase, events: Sequence[Event], texts: Mapping[str, str | None]) -> tuple[FileEdit, ...]:
    """Write the files as they were and note what takes the events back: all of it or nothing. Raise KcsError.

    Return which files were written.
    """
    now = kb.now()
    was = {path: exact((kb.root / path).read_bytes()) for path in texts}
    try:
        write_files(kb, texts.items(), *UNDONE)
        if events:
            note(kb, now, *_counter_events(kb, events))
    except KcsError:
        write_files(kb, was.items(), *UNDONE)
        raise
    return tuple(written_file(path, was[path], text) for path, text in texts.items())


def _counter_events(kb: KnowledgeBase, events: Sequence[Event]) -> list[Event]:
    """Return the events that take others back.

    A link that took no other's place is taken back by `unlink`, which every version knows; `undo` lets what was ended hold
    again.
    """
    new, now = record(kb).new, kb.now()
    return [
        new(now, EventKind.unlink, case=one.case, ends=(one.id,))
        if one.kind is EventKind.link and not one.ends
        else new(now, EventKind.undo, article=one.article, case=one.case, ends=(one.id,))
        for one in events
    ]
