"""Share the journal: each writer's events as a ref of its own at a remote, and the others' refs fetched.

Only objects and refs below refs/kcs are written; work tree, index, branches, tags, FETCH_HEAD and hooks are not touched.
"""

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import holder, lock
from kcs_cli.git.folder import find_git
from kcs_cli.git.object import Objects, reading_objects
from kcs_cli.journal.entry import JournalEntry, journal_entry
from kcs_cli.journal.event import read_line
from kcs_cli.journal.journal import Journal, no_wait
from kcs_cli.journal.sync.pack import read_note
from kcs_cli.journal.sync.remote import (
    NO_RIGHT,
    OWN,
    FetchResult,
    Remote,
    RemoteError,
    find_remote,
    pack_loose_refs,
    read_tips,
    remove_stale_locks,
)
from kcs_cli.journal.sync.report import Count, SyncReport
from kcs_cli.journal.sync.share import PACK, WriterJournal, commit, count_new, drafts, find_blobs, find_shares
from kcs_cli.text.display import quantity
from kcs_cli.text.outside import readable

TRIES = 6  # for a ref that moves at the remote at the same time
PATIENCE = 60.0  # seconds to wait for another sync of this clone
MOVED = re.compile(r"fetch first|non-fast-forward|\block\b|expected|old value|failed to update ref")
REWRITTEN = "non-fast-forward"  # what git says of a ref that went back, or elsewhere
BRANCHES = "refs/heads/kcs-journal"


class Clone(NamedTuple):
    """The journal of this clone, and where it is shared."""

    journal: Journal
    remote: Remote
    prefix: str

    @property
    def tips(self) -> dict[str, str]:
        """Ref → commit of all journals."""
        return read_tips(self.remote.top, self.prefix)

    def shares(self, objects: Objects, tips: Mapping[str, str]) -> list[WriterJournal]:
        """Return the journals written here."""
        return list(find_shares(self.journal, objects, self.remote, self.prefix, tips))

    def ref(self, share: WriterJournal) -> str:
        """Return the name of a journal's ref at the remote."""
        return f"{self.prefix}/{share.writer}"

    @property
    def pack(self) -> str:
        """The name of the pack's ref at the remote."""
        return f"{self.prefix}/{PACK}"

    def retired(self, objects: Objects, fetched: FetchResult, tips: Mapping[str, str]) -> dict[str, str]:
        """Return ref → commit of journals that the pack stands for, which need not be at the remote any more."""
        pack = self.remote.fetched(self.pack)
        note = read_note(objects, tips[pack] if pack in fetched.current else "")
        return {f"{self.prefix}/{writer}": tip for writer, tip in note.retired.items()}

    def writers(self, tips: Mapping[str, str]) -> int:
        """Count the writers of whom there is a journal, or who are in a pack only."""
        names = {ref.rpartition("/")[2] for ref in tips}
        if PACK in names:
            with reading_objects(self.remote.top) as objects:
                packs = {tip for ref, tip in tips.items() if ref.endswith(f"/{PACK}")}
                names = names.union(*(read_note(objects, tip).retired for tip in packs))
        return len(names - {PACK})

    @property
    def waiting(self) -> str:
        """Say how many events are not shared yet, and that they are safe."""
        with reading_objects(self.remote.top) as objects:
            number = sum(len(share.news) for share in self.shares(objects, self.tips))
        return f"{quantity(number, 'event')} {'waits' if number == 1 else 'wait'} here, nothing is lost"


def sync(
    top: Path | None,
    journal: Journal,
    prefix: str,
    remote: str | None,
    *,
    dry_run: bool = False,
    seconds: float | None = None,
) -> SyncReport:
    """Send what was noted here and fetch what others noted, all in so many `seconds`. Raise KcsError; events stay here."""
    deadline = None if seconds is None else time.monotonic() + seconds
    clone = open_clone(top, journal, prefix, remote, deadline)
    if dry_run:
        return _preview(clone)
    with alone(clone):
        report = exchange(clone)
        if deadline is None and (found := find_git(clone.remote.top)):
            pack_loose_refs(clone.remote.top, found.common)
        return report


def open_clone(top: Path | None, journal: Journal, prefix: str, remote: str | None, deadline: float | None = None) -> Clone:
    """Return the journal of a clone with the remote that it is shared with. Raise KcsError."""
    if top is None:
        raise KcsError("The knowledge base is in no git repository, so its journal cannot be shared", "git init")
    clone = Clone(journal, Remote(top, find_remote(top, remote), deadline), prefix.rstrip("/"))
    if not clone.prefix.startswith("refs/") or not clone.remote.repository.is_ref(f"{clone.prefix}/x"):
        raise KcsError(f'[journal] refs = "{prefix}" cannot begin a ref', f'Write it as "{BRANCHES}"')
    return clone


def _preview(clone: Clone) -> SyncReport:
    """Say what would leave the machine, as far as is known without asking the remote; write nothing."""
    tips = clone.tips
    with reading_objects(clone.remote.top) as objects:
        shares = [share for share in clone.shares(objects, tips) if share.news]
    lines = [line for share in shares for line in share.news]
    report = _report_sent(clone, map(clone.ref, shares), lines, tips)
    events, unreadable = _sorted_out(lines)
    return report._replace(dry_run=True, events=events, unreadable_lines=unreadable)


def _report_sent(clone: Clone, refs: Iterable[str], lines: Sequence[bytes], tips: Mapping[str, str]) -> SyncReport:
    """Report events that go to the remote."""
    numbers = Counter((event["month"], event["kind"]) for event in map(_month_and_kind, lines))
    return SyncReport(
        dry_run=False,
        remote=clone.remote.name,
        address=clone.remote.address,
        refs=tuple(refs),
        sent=len(lines),
        received=0,
        writers=clone.writers(tips),
        drafts=len(find_blobs(clone.remote, set(drafts(lines)))),
        tallies=tuple(Count(*which, number) for which, number in sorted(numbers.items())),
        rejected=(),
        events=(),
    )


def _month_and_kind(line: bytes) -> dict[str, str]:
    """Return when an event happened and of what kind it is; a line that is no event has neither."""
    with suppress(ValueError):
        event = read_line(line)
        return {"month": event.day[:7], "kind": event.kind.value}
    return {"month": "", "kind": "unreadable"}


def _sorted_out(lines: Iterable[bytes]) -> tuple[tuple[JournalEntry, ...], tuple[str, ...]]:
    """Return the events of lines, and the lines that are none."""
    events: list[JournalEntry] = []
    unreadable: list[str] = []
    for line in lines:
        try:
            events.append(journal_entry(read_line(line)))
        except ValueError:
            unreadable.append(readable(line))
    return tuple(events), tuple(unreadable)


@contextmanager
def alone(clone: Clone) -> Iterator[None]:
    """Keep other syncs of this clone waiting. Raise KcsError when one takes too long, or the remote is not there."""
    deadline = clone.remote.deadline
    wait = PATIENCE if deadline is None else max(0.0, deadline - time.monotonic())
    # The lock alone within `try`: what goes wrong while it is held is no error of the lock
    with ExitStack() as stack:
        held = clone.journal.folder.parent / "sync.lock"
        try:
            stack.enter_context(lock(held, wait, no_wait))
        except TimeoutError as error:
            raise KcsError(
                f"Another kcs sync of this clone{holder(held)} is at work", "Run kcs sync again when it is done"
            ) from error
        except OSError as error:
            raise KcsError(f"The git directory cannot be written ({error.strerror})", "Look at its rights") from error
        if git := find_git(clone.remote.top):
            remove_stale_locks(git.common, time.time())
        try:
            yield
        except RemoteError as error:
            raise _unreachable(clone, error) from error


def exchange(clone: Clone) -> SyncReport:
    """Fetch and push, again where a ref moved in between. Raise RemoteError, or KcsError for a ref that is not taken."""
    refs: set[str] = set()
    lines: list[bytes] = []
    received = 0
    for _ in range(TRIES):
        before = clone.tips
        fetched = _fetch(clone)
        after = clone.tips
        before |= {ref: tip for ref, tip in after.items() if ref.startswith(f"{OWN}/")}  # nothing is received there
        with reading_objects(clone.remote.top) as objects:
            received += count_new(objects, before, after)
            shares = {clone.ref(share): share for share in clone.shares(objects, after)}
            commits = {ref: commit(clone.remote, objects, share, clone.journal.person) for ref, share in shares.items()}
            for ref, _ in clone.retired(objects, fetched, after).items() & commits.items():
                del shares[ref], commits[ref]  # the pack has all of it
        refused = _send(clone.remote, commits, fetched, after)
        lines += (line for ref, share in shares.items() if ref not in refused for line in share.news)
        refs |= {ref for ref, share in shares.items() if share.news and ref not in refused}
        if not any(map(MOVED.search, refused.values())):
            break
    if refused:
        raise _not_taken(clone, *next(iter(refused.items())))
    rejected = tuple(f"{ref} ({why})" for ref, why in fetched.rejected.items())
    report = _report_sent(clone, sorted(refs), lines, clone.tips)
    return report._replace(received=received, rejected=rejected)


def _fetch(clone: Clone) -> FetchResult:
    """Fetch all journals; one that is written here is fetched wherever somebody moved it at the remote, to be joined.

    Nobody else brings it forward again: what is written here would wait for ever. Raise RemoteError.
    """
    # OWN as well: who has not the new setting of `refs` yet goes on sharing there
    fetched = clone.remote.fetch(dict.fromkeys((clone.prefix, OWN)))
    rewritten = {ref for ref, why in fetched.rejected.items() if why == REWRITTEN}
    if not rewritten:
        return fetched
    with reading_objects(clone.remote.top) as objects:
        ours = {clone.remote.fetched(clone.ref(share)): share for share in clone.shares(objects, clone.tips)}
        for ref in sorted(rewritten & ours.keys()):
            commit(clone.remote, objects, ours[ref], clone.journal.person)  # with what had been fetched until now
            clone.remote.fetch_branch(clone.ref(ours[ref]), ref)
    rejected = {ref: why for ref, why in fetched.rejected.items() if ref not in rewritten & ours.keys()}
    return FetchResult(fetched.current | (rewritten & ours.keys()), rejected)


def _send(remote: Remote, commits: Mapping[str, str], fetched: FetchResult, tips: Mapping[str, str]) -> dict[str, str]:
    """Push what the remote has not, and note what it took; return what it refused, with its reason. Raise RemoteError."""

    def is_there(ref: str) -> bool:
        return remote.fetched(ref) in fetched.current and tips.get(remote.fetched(ref)) == commits[ref]

    behind = {ref: tip for ref, tip in commits.items() if not is_there(ref)}
    refused = remote.push(behind) if behind else {}
    for ref, tip in behind.items():
        if ref not in refused:
            remote.repository.move(remote.fetched(ref), tip, tips.get(remote.fetched(ref), ""))
    return refused


def _not_taken(clone: Clone, ref: str, reason: str) -> KcsError:
    """Explain a push that the remote refused."""
    name = clone.remote.name
    if MOVED.search(reason):
        again = f"Run kcs sync again; if it stays so, look with: git ls-remote {name}"
        return KcsError(f"{ref} at {name} cannot be moved now ({reason}); {clone.waiting}", again)
    hint = f'Set `[journal] refs = "{BRANCHES}"` in kcs.toml: then the journals are branches. Run kcs sync again'
    if clone.prefix.startswith("refs/heads/"):
        hint = f"Ask who runs {name} to let {clone.prefix}/* be pushed, then run kcs sync again"
    return KcsError(f"{name} takes no refs like {ref} ({reason}); {clone.waiting}", hint)


def _unreachable(clone: Clone, error: RemoteError) -> KcsError:
    """Explain a remote that is not there, or lets nobody in."""
    name = clone.remote.name
    if NO_RIGHT.search(error.message):
        return KcsError(f"{name} does not let you in ({error.message}); {clone.waiting}",
                        f"Ask for the right to push to {clone.remote.address}, then run kcs sync again")  # fmt: skip
    return KcsError(f"{name} cannot be reached ({error.message}); {clone.waiting}", "Run kcs sync again later")
