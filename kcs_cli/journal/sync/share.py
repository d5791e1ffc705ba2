"""One writer's journal as a commit: what this clone has of it and what the remote has, joined; nothing gets lost."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

import msgspec

from kcs_cli.article.model import unique
from kcs_cli.errors import KcsError
from kcs_cli.git.object import Objects
from kcs_cli.git.revision import KEPT
from kcs_cli.journal.event import read_line
from kcs_cli.journal.journal import Journal
from kcs_cli.journal.sync.remote import MONTH, OWN, Remote

PACK = "pack"  # the ref of the closed months of all writers; a writer's name ends with a dash and eight characters
DELIVERED = "delivered"  # the folder of texts that no commit has, as they were when a case got them
WRITER = re.compile(r"[\w-]+")
BLOB = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class AnyEvent(msgspec.Struct):
    """What every event of any version has."""

    id: str


read_name = msgspec.json.Decoder(AnyEvent).decode


class Month(NamedTuple):
    """A writer's events of a month: a blob, or the content of one that is to be made; `news` are lines the remote lacks."""

    blob: str
    content: bytes
    news: Sequence[bytes]


class WriterJournal(NamedTuple):
    """One writer's journal, whole; `ours` and `theirs` are its commits here and at the remote, empty where there is none."""

    writer: str
    ours: str
    theirs: str
    months: Mapping[str, Month]

    @property
    def news(self) -> list[bytes]:
        """The lines that the remote lacks."""
        return [line for month in self.months.values() for line in month.news]


def find_shares(
    journal: Journal, objects: Objects, remote: Remote, prefix: str, tips: Mapping[str, str]
) -> Iterator[WriterJournal]:
    """Yield what this clone wrote, from its files and from what it committed when they were still there."""
    files = _read_files(journal)
    named = (ref.removeprefix(f"{OWN}/") for ref in tips if ref.startswith(f"{OWN}/"))
    writers = set(filter(WRITER.fullmatch, named))  # what else is there no kcs has made, and no remote may take
    for writer in sorted((writers | files.keys()) - {PACK}):  # a mirror has the pack there, and it is nobody's own
        ours, theirs = tips.get(f"{OWN}/{writer}", ""), tips.get(remote.fetched(f"{prefix}/{writer}"), "")
        local, here, there = files.get(writer, {}), month_files(objects, ours), month_files(objects, theirs)
        months = {
            name: _join(objects, local.get(name, b""), here.get(name, ""), there.get(name, ""))
            for name in sorted({*local, *here, *there})
        }
        if months:
            yield WriterJournal(writer, ours, theirs, months)


def _read_files(journal: Journal) -> dict[str, dict[str, bytes]]:
    """Return writer → file → its whole lines. Raise KcsError."""
    found: dict[str, dict[str, bytes]] = {}
    for file in journal.files():
        if WRITER.fullmatch(file.writer) and MONTH.fullmatch(file.path.name):
            try:
                content = file.path.read_bytes()
            except OSError as error:
                raise KcsError(f"{file.path} cannot be read ({error.strerror})", "Look at its rights") from error
            if whole := content[: content.rfind(b"\n") + 1]:
                found.setdefault(file.writer, {})[file.path.name] = whole
    return found


def month_files(objects: Objects, commit: str) -> dict[str, str]:
    """Return the month files in a commit, with their blobs."""
    entries = objects.tree(f"{commit}^{{tree}}") if commit else {}
    return {name: blob for name, blob in entries.items() if MONTH.fullmatch(name)}


def _join(objects: Objects, local: bytes, ours: str, theirs: str) -> Month:
    """Join the lines of a month's file here with those committed here and at the remote."""
    # Most months are old and the same everywhere: git is not asked for their text
    if theirs and {theirs} == {ours or theirs, _blob_name(local, theirs) if local else theirs}:
        return Month(theirs, b"", ())
    there = _read_whole(objects, theirs)
    content = union(union(local, there), b"" if ours == theirs else _read_whole(objects, ours))
    return Month("", content, news(content, there))


def _blob_name(content: bytes, like: str) -> str:
    """Return the name git gives a content, in the kind of another name."""
    import hashlib

    # To name a text, not to protect one: where only approved algorithms run (FIPS) SHA-1 is refused otherwise
    made = hashlib.new("sha256" if len(like) == 64 else "sha1", usedforsecurity=False)
    made.update(b"blob %d\0" % len(content))
    made.update(content)
    return made.hexdigest()


def _read_whole(objects: Objects, blob: str) -> bytes:
    """Read a file of the journal. Raise KcsError where git has lost it: without it nothing may be written."""
    content = objects.read(blob) if blob else b""
    if blob and not content:
        raise KcsError(f"git cannot read {blob}, a file of the journal", "Look with: git fsck")
    return content


def union(one: bytes, other: bytes) -> bytes:
    """Return the lines of both, each event once, by id; the one of them that has all of it stays as it is."""
    # As it is, and not sorted: else two copies of a clone that take turns would make a new commit each time
    if one.startswith(other):
        return one
    if other.startswith(one):
        return other
    first, second = _by_id(one), _by_id(other)
    if first.keys() <= second.keys():
        return other
    both = second | first
    return one if second.keys() <= first.keys() else b"".join(both[key] + b"\n" for key in sorted(both))


def news(content: bytes, known: bytes) -> list[bytes]:
    """Return the lines that are not known yet."""
    if content.startswith(known):
        return [line for line in content[len(known) :].split(b"\n") if line]
    seen = _by_id(known)
    return [line for key, line in _by_id(content).items() if key not in seen]


def _by_id(content: bytes) -> dict[bytes, bytes]:
    """Map the lines by the ids of their events; a line that is none stands for itself."""
    found: dict[bytes, bytes] = {}
    for line in filter(None, content.split(b"\n")):
        try:
            found.setdefault(read_name(line).id.encode(), line)
        except ValueError:
            found[line] = line
    return found


def commit(remote: Remote, objects: Objects, share: WriterJournal, person: str) -> str:
    """Commit a writer's journal to its ref in this clone, where it is not the same already; return the commit."""
    parents = _find_parents(remote, share.ours, share.theirs)
    months = {name: month.blob or remote.repository.store(month.content) for name, month in share.months.items()}
    kept = {blob for parent in (share.ours, share.theirs) for blob in delivered_texts(objects, parent)}
    delivered = find_blobs(remote, kept | set(drafts(share.news)))
    tip = parents[0] if parents else ""
    if len(parents) != 1 or months != month_files(objects, tip) or delivered != delivered_texts(objects, tip):
        message = f"Journal of {share.writer}\n\n[skip ci]\n"  # its ref may be a branch
        tip = remote.repository.store_commit(_store_tree(remote, months, delivered), parents, message, person)
    if tip != share.ours:
        remote.repository.move(f"{OWN}/{share.writer}", tip, share.ours)
    remote.repository.drop(KEPT, delivered)
    return tip


def _find_parents(remote: Remote, ours: str, theirs: str) -> tuple[str, ...]:
    """Return the commit of the two that came after the other, or both."""
    if not ours or not theirs or ours == theirs:
        return tuple(filter(None, (ours or theirs,)))
    if remote.repository.is_ancestor(theirs, ours):
        return (ours,)
    return (theirs,) if remote.repository.is_ancestor(ours, theirs) else (ours, theirs)


def delivered_texts(objects: Objects, commit: str) -> set[str]:
    """Return the delivered texts in a commit."""
    folder = objects.tree(f"{commit}^{{tree}}").get(DELIVERED) if commit else None
    return set(objects.tree(folder).values()) if folder else set()


def drafts(lines: Iterable[bytes]) -> Iterator[str]:
    """Yield the revisions that were delivered before they were committed."""
    for line in lines:
        with suppress(ValueError):
            event = read_line(line)
            if event.draft and BLOB.fullmatch(event.revision):
                yield event.revision


def find_blobs(remote: Remote, names: Iterable[str]) -> set[str]:
    """Return those names that are blobs of this repository."""
    asked = "".join(f"{name}\n" for name in sorted(names)).encode()
    found = remote.repository.ask("cat-file", "--batch-check=%(objectname) %(objecttype)", stdin=asked) if asked else ""
    return {line.removesuffix(" blob") for line in found.split("\n") if line.endswith(" blob")}


def _store_tree(remote: Remote, months: Mapping[str, str], delivered: Collection[str]) -> str:
    """Store a tree of month files and delivered texts; return its name."""
    texts = {DELIVERED: remote.repository.store_tree({blob: blob for blob in delivered})} if delivered else {}
    return remote.repository.store_tree(months, texts)


def count_new(objects: Objects, before: Mapping[str, str], after: Mapping[str, str]) -> int:
    """Count the lines in refs that moved which neither the journals of the same writers had before, nor the pack."""
    moved = {ref: tip for ref, tip in after.items() if before.get(ref) != tip}
    writers = {ref.rpartition("/")[2] for ref in moved}
    # What a pack has may be known from any writer; otherwise those are not read: there may be thousands
    sources = [tip for ref, tip in before.items() if PACK in writers or ref.rpartition("/")[2] in {PACK, *writers}]
    known, new = _blobs_by_month(objects, sources), _blobs_by_month(objects, moved.values())
    number = 0
    for name, blobs in new.items():
        if fresh := blobs - known.get(name, set()):
            number += len(_all_lines(objects, fresh) - _all_lines(objects, known.get(name, set())))
    return number


def _blobs_by_month(objects: Objects, commits: Iterable[str]) -> dict[str, set[str]]:
    """Return the blobs that month files have at some commits."""
    found: dict[str, set[str]] = defaultdict(set)
    for commit in unique(commits):
        for name, blob in month_files(objects, commit).items():
            found[name].add(blob)
    return found


def _all_lines(objects: Objects, blobs: Iterable[str]) -> set[bytes]:
    """Return the lines of some month files, each once."""
    return {line for content in map(objects.read, blobs) for line in content.split(b"\n") if line}
