"""git's log of the articles' files, commit by commit, parents first."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from kcs_cli.files.stopwatch import timed
from kcs_cli.git.process import GitError, check_git, start_git
from kcs_cli.text.outside import kept

FORMAT = "%x01%H%x02%ad%x02%ae%x02%(trailers:key=Co-authored-by,valueonly,separator=%x03)%x02%an"
LOG = (  # the same whatever a person has configured
    "-c", "log.showRoot=true", "-c", "log.mailmap=false",
    "log", "--reverse", "--topo-order", "-c", "--combined-all-paths", "--raw", "-z", "--no-abbrev",
    "--date=raw", "--encoding=UTF-8", "--no-notes", "--no-color", "-l1000", f"--format={FORMAT}",
)  # fmt: skip
AT_ONCE = 500  # commits that are named to git
CHUNK = 1 << 20  # bytes read at once
NO_ARTICLE = ("120000", "160000")  # modes of a symbolic link and of a submodule


class CommittedFile(NamedTuple):
    """What a commit did to one file: `sources` are (path, blob) it came from, several in a merge, none for a new file.

    `status` is git's letter (A, M, D, R, T); `blob` is empty for a deleted file.
    """

    status: str
    sources: tuple[tuple[str, str], ...]
    path: str
    blob: str


class LoggedCommit(NamedTuple):
    """A commit that changed articles' files; `at` in seconds, `zone` as git writes it (+0100)."""

    oid: str
    at: int
    zone: str
    address: str
    name: str
    co_authors: tuple[str, ...]
    entries: tuple[CommittedFile, ...]


def read_log(top: Path, revisions: str, *, has_all_texts: bool) -> Iterator[LoggedCommit]:
    """Yield the commits of a range that changed markdown files, through one `git log`. Raise GitError.

    Where texts are missing (a partial clone), git is not to compare them: it would fetch them. Only pure renames are seen.
    """
    renames = "-M" if has_all_texts else "-M100%"
    arguments = (*LOG, renames, "--end-of-options", revisions, "--", "*.md")
    with timed("git log"), start_git(top, arguments, globs=True) as process:
        assert process.stdout
        yield from parse_log(process.stdout)
    if process.returncode:
        check_git(top)
        raise GitError(f"git cannot read the history ({revisions})", f"Look with: git -C {top} fsck", "")


def read_copies(top: Path, commits: Sequence[str]) -> Iterator[LoggedCommit]:
    """Yield some commits, in any order, with new files that are much like what another file was before (`C`)."""
    for start in range(0, len(commits), AT_ONCE):
        arguments = (*LOG, "-M", "-C", "--no-walk=unsorted", *commits[start : start + AT_ONCE], "--", "*.md")
        with start_git(top, arguments, globs=True) as process:
            assert process.stdout
            yield from parse_log(process.stdout)


def parse_log(stream: IO[bytes]) -> Iterator[LoggedCommit]:
    """Read what git prints."""
    words = _tokens(stream)
    header, entries = "", list[CommittedFile]()
    # With -z git writes a line feed between a commit's header and its first entry
    for word in (word.removeprefix("\n") for word in words):
        if word.startswith("\x01"):
            if entries:
                yield _logged_commit(header, entries)
            header, entries = word, []
        elif word.startswith(":"):
            entry = _read_entry(word, words)
            if entry:
                entries.append(entry)
    if entries:
        yield _logged_commit(header, entries)


def _tokens(stream: IO[bytes]) -> Iterator[str]:
    """Yield what stands between NUL bytes."""
    rest = b""
    while chunk := stream.read(CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from (kept(word) for word in whole)
    if rest:
        yield kept(rest)


def _read_entry(word: str, words: Iterator[str]) -> CommittedFile | None:
    """Read one file's entry: one colon for each parent, modes, names of the texts, letters; then the paths.

    None for what is no article: a symbolic link, a submodule.
    """
    parents = len(word) - len(word.lstrip(":"))
    fields = word[parents:].split(" ")
    modes, blobs, status = fields[: parents + 1], fields[parents + 1 : 2 * parents + 2], fields[-1]
    if not status or len(blobs) != parents + 1:
        return None  # nothing that git prints
    has_names = parents > 1 or status[0] in "RC"  # before and after
    paths = [next(words, "") for _ in range(parents + 1)] if has_names else [next(words, "")] * 2
    if modes[-1] in NO_ARTICLE:
        return None
    before = zip(modes, paths, blobs, strict=False)
    sources = tuple((path, blob) for mode, path, blob in list(before)[:parents] if mode != "000000")
    is_gone = modes[-1] == "000000"
    return CommittedFile("D" if is_gone else status[0], sources, paths[-1], "" if is_gone else blobs[-1])


def _logged_commit(header: str, entries: list[CommittedFile]) -> LoggedCommit:
    """Read a commit's header, which comes before its entries."""
    oid, date, address, co_authors, name = (header[1:].split("\x02", 4) + [""] * 4)[:5]
    seconds, _, zone = date.partition(" ")
    at = int(seconds) if re.fullmatch(r"-?[0-9]{1,18}", seconds) else 0
    return LoggedCommit(
        oid, at, zone, address, name, tuple(filter(None, co_authors.split("\x03"))), tuple(_untangled(entries))
    )  # fmt: skip


def _untangled(entries: list[CommittedFile]) -> list[CommittedFile]:
    """See that files took each other's place: git takes a name that stays for a file that stays."""
    if len(entries) < 2 or all(entry.status != "M" for entry in entries):
        return entries
    left = _places(
        [(entry.sources[0][1], entry.sources[0][0]) for entry in entries if entry.status in "MDR" and entry.sources]
    )
    come = _places([(entry.blob, entry.path) for entry in entries if entry.status in "MAR"])
    moved = {blob for blob in left.keys() & come.keys() if left[blob] != come[blob]}
    return [
        entry._replace(status="R", sources=((left[entry.blob], entry.blob),))
        if entry.blob in moved and (entry.status in "AR" or _is_left(entry, moved))
        else entry
        for entry in entries
    ]


def _is_left(entry: CommittedFile, moved: set[str]) -> bool:
    """Tell whether the text a file had before went to another file."""
    return entry.status == "M" and any(blob in moved for _, blob in entry.sources)


def _places(texts: list[tuple[str, str]]) -> dict[str, str]:
    """Return text → path, for the texts that are there once."""
    count: dict[str, int] = {}
    for blob, _ in texts:
        count[blob] = count.get(blob, 0) + 1
    return {blob: path for blob, path in texts if count[blob] == 1}
