"""Fold the closed months of all writers into the pack at the remote, then delete the refs that it has all of.

Killed anywhere it loses nothing: first the pack is pushed, checked and as one ref, then refs are deleted that are where
they were read. The next run goes on.
"""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from kcs_cli.errors import KcsError
from kcs_cli.git.object import Objects, reading_objects
from kcs_cli.journal.journal import Journal
from kcs_cli.journal.sync.exchange import MOVED, REWRITTEN, TRIES, Clone, alone, exchange, open_clone
from kcs_cli.journal.sync.pack import NOTE, Fold, PackNote, check_pack, fold, month_sum, read_note, read_trees, to_note
from kcs_cli.journal.sync.remote import Remote
from kcs_cli.journal.sync.report import CompactReport
from kcs_cli.journal.sync.share import DELIVERED, PACK, WRITER, delivered_texts, find_blobs, month_files

# Refs deleted by one push; Windows takes no command of more than 32,767 characters
AT_ONCE = 1_000 if os.name == "posix" else 100
MOVED_PACK = "refs/kcs/moved"  # below it a pack that was put in the place of ours, while it is joined
GONE_ON = "stale info"  # what git says of a ref that is not where it was: its writer has written since


def compact(
    top: Path | None, journal: Journal, prefix: str, remote: str | None, now: datetime, *, dry_run: bool = False
) -> CompactReport:
    """Share the journal, then fold closed months and delete refs. Raise KcsError; no event is lost."""
    clone = open_clone(top, journal, prefix, remote)
    if dry_run:
        return _preview(clone, now)
    with alone(clone):
        shared = exchange(clone)
        folded, writers = _fold_and_push(clone, now)
        return _delete(clone, folded, writers)._replace(sync=shared)


def _preview(clone: Clone, now: datetime) -> CompactReport:
    """Say what would be folded, as far as is known without asking the remote; write nothing."""
    tips = clone.tips
    pack = tips.get(clone.remote.fetched(clone.pack), "")
    with reading_objects(clone.remote.top) as objects:
        found = fold(objects, read_trees(objects, _writers(clone, tips)), month_files(objects, pack), now, lambda *_: None)
        gone = found.retired.items() & read_note(objects, pack).retired.items()
    return _report(clone, found)._replace(dry_run=True, retired=len(found.retired) - len(gone))


def _writers(clone: Clone, tips: Mapping[str, str]) -> dict[str, str]:
    """Return writer → commit of the journals that were fetched."""
    start = f"{clone.remote.fetched(clone.prefix)}/"
    names = {ref.removeprefix(start): tip for ref, tip in tips.items() if ref.startswith(start)}
    return {name: tip for name, tip in names.items() if name != PACK and WRITER.fullmatch(name)}


def _report(clone: Clone, found: Fold) -> CompactReport:
    """Report what was folded."""
    return CompactReport(
        dry_run=False,
        remote=clone.remote.name,
        ref=clone.pack,
        writers=found.writers,
        events=sum(month.events for month in found.months),
        months=found.months,
        retired=0,
        kept=0,
        kept_why="",
        left=found.left,
    )


def _fold_and_push(clone: Clone, now: datetime) -> tuple[Fold, dict[str, str]]:
    """Push a pack with all closed months, again where another was faster; return it with the journals at the remote."""
    refused = ""
    for _ in range(TRIES):
        fetched, known = clone.remote.fetch((clone.prefix,)), clone.tips
        here = clone.remote.fetched(clone.pack)
        writers = _writers(clone, {ref: tip for ref, tip in known.items() if ref in fetched.current})
        ours = known.get(here, "")
        theirs = _moved_pack(clone) if fetched.rejected.get(here) == REWRITTEN else ours
        found, pack = _store(clone, writers, theirs, ours, now)
        if pack == theirs and (not pack or here in fetched.current):
            return found, writers
        refused = clone.remote.push({clone.pack: pack}).get(clone.pack, "")
        if not refused:
            clone.remote.repository.move(here, pack, ours)
            clone.remote.repository.drop(MOVED_PACK, (PACK,))
            return found, writers
        if not MOVED.search(refused):
            break
    raise KcsError(
        f"{clone.pack} at {clone.remote.name} cannot be pushed ({refused}); all journals are as they were",
        f"Let somebody compact who may push and delete {clone.prefix}/* at {clone.remote.name}",
    )


def _moved_pack(clone: Clone) -> str:
    """Fetch a pack that somebody put in the place of ours, beside it; return its commit. Raise RemoteError."""
    beside = f"{MOVED_PACK}/{PACK}"
    clone.remote.fetch_branch(clone.pack, beside)
    return clone.remote.repository.find("rev-parse", f"{beside}^{{commit}}")


def _store(clone: Clone, writers: Mapping[str, str], before: str, ours: str, now: datetime) -> tuple[Fold, str]:
    """Store a pack of what was there `before` and all closed months; return it with its commit, read again and checked.

    What `ours` has, the last that this clone fetched, is in it as well: for writers that are gone nobody else may have it.
    """
    lost = {PACK: ours} if ours != before else {}
    repository = clone.remote.repository
    with reading_objects(clone.remote.top) as objects:
        months, note = month_files(objects, before), read_note(objects, before)
        sums = {name: note.months.get(name) or month_sum(objects.read(blob)) for name, blob in months.items()}

        def keep(name: str, content: bytes) -> None:
            months[name], sums[name] = repository.store(content), month_sum(content)

        found = fold(objects, read_trees(objects, {**writers, **lost}), dict(months), now, keep)
        if not months:
            return found, before
        sources = [*lost.values(), *found.retired.values()]
        texts = _texts(clone.remote, objects, [before, *sources])
        told = to_note(PackNote(months=sums, retired=read_note(objects, ours).retired | note.retired | found.retired))
    folders = {DELIVERED: repository.store_tree({text: text for text in texts})} if texts else {}
    tree = repository.store_tree(months | {NOTE: repository.store(told)}, folders)
    if before and not lost and tree == repository.find("rev-parse", f"{before}^{{tree}}"):
        pack = before
    else:
        message = "Closed months of all journals\n\n[skip ci]\n"  # its ref may be a branch
        parents = [*filter(None, (before, *lost.values()))]
        pack = repository.store_commit(tree, parents, message, clone.journal.person)
    with reading_objects(clone.remote.top) as objects:
        check_pack(objects, pack, before, sources)
    return found, pack


def _texts(remote: Remote, objects: Objects, commits: list[str]) -> set[str]:
    """Return the delivered texts that some journals have."""
    return find_blobs(remote, {text for commit in commits for text in delivered_texts(objects, commit)})


def _delete(clone: Clone, found: Fold, writers: Mapping[str, str]) -> CompactReport:
    """Delete the refs that the pack has all of; one whose writer has written since stays. Raise RemoteError."""
    due = [(f"{clone.prefix}/{writer}", tip) for writer, tip in found.retired.items() if writers.get(writer) == tip]
    gone, kept, why = 0, 0, ""
    for start in range(0, len(due), AT_ONCE):
        some = dict(due[start : start + AT_ONCE])
        refused = clone.remote.delete(some)
        gone += len(some) - len(refused)
        reasons = [reason for reason in refused.values() if GONE_ON not in reason]
        kept, why = kept + len(reasons), why or (reasons[0] if reasons else "")
        if len(reasons) == len(some):  # who may delete none need not try them all
            kept += len(due) - start - len(some)
            break
    return _report(clone, found)._replace(retired=gone, kept=kept, kept_why=why)
