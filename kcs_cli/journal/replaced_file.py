"""Files that moved and left another one in their place in the same commit: a new article, or a line that says where it is.

To git the path that stays is a file that was edited, and the article that moved a new one, unless its text is the same.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from kcs_cli.git.log import CommittedFile, LoggedCommit, read_copies
from kcs_cli.git.object import Objects, reading_objects

KEPT = 0.5  # of its lines: a file that keeps less of them has another text


def with_replaced(top: Path, commits: Sequence[LoggedCommit]) -> list[LoggedCommit]:
    """Return commits with such files told as moved; only those that edit a file and add one are looked at."""
    mixed = [one.oid for one in commits if {"A", "M"} <= {entry.status for entry in one.entries if len(entry.sources) < 2}]
    if not mixed:
        return list(commits)
    with reading_objects(top) as objects:
        moved = {one.oid: _moved(objects, one) for one in read_copies(top, mixed)}
    return [one._replace(entries=tuple(_told(entry, moved.get(one.oid, {})) for entry in one.entries)) for one in commits]


def _moved(objects: Objects, commit: LoggedCommit) -> dict[str, tuple[str, str]]:
    """Return the files of a commit that moved from a path which is another file's now, with that path and their text."""
    edited = {entry.path: entry.blob for entry in commit.entries if entry.status == "M"}
    found: dict[str, tuple[str, str]] = {}
    for entry in commit.entries:
        if entry.status == "C" and (source := entry.sources[0])[0] in edited and source not in found.values():
            before, there, here = (objects.read(blob) for blob in (source[1], entry.blob, edited[source[0]]))
            if _share(before, here) < min(KEPT, _share(before, there)):
                found[entry.path] = source
    return found


def _told(entry: CommittedFile, moved: Mapping[str, tuple[str, str]]) -> CommittedFile:
    """Return what a commit did to a file, as moved where it was."""
    if entry.status != "A" or entry.path not in moved:
        return entry
    return entry._replace(status="R", sources=(moved[entry.path],))


def _share(before: bytes, after: bytes) -> float:
    """Return how much of the lines of a text another one has."""
    lines, kept = ([line.strip() for line in text.splitlines() if line.strip()] for text in (before, after))
    known = set(kept)
    return sum(line in known for line in lines) / max(1, len(lines))
