"""git's log of the articles' files, commit by commit, parents first."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, NamedTuple

from kcs_cli.files.markdown_file import PATHSPECS, is_markdown
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
TOGETHER = 20_000  # commits that are held until git was asked for the renames among them
CHUNK = 1 << 20  # bytes read at once
ADDED_AND_DELETED = frozenset("AD")
MERGED = ":"  # among the letters of a commit's entries
NOTHING = "000000"  # the mode of no file
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
    """A commit that changed articles' files; `at` in seconds, `zone` as git writes it (+0100).

    `may_rename`: what it adds may be what it takes away, which is another question to git.
    """

    oid: str
    at: int
    zone: str
    address: str
    name: str
    co_authors: tuple[str, ...]
    entries: tuple[CommittedFile, ...]
    may_rename: bool = False


def read_log(top: Path, revisions: str, *, has_all_texts: bool) -> Iterator[LoggedCommit]:
    """Yield the commits of a range that changed markdown files. Raise GitError.

    To look for renames takes git long in merges, which differ from each side in much: so they are asked for only where there
    may be some. All files are asked for: to compare paths with patterns takes git longer than to print them, and it would
    leave out what was edited on a branch whose merge took another one's text. Where texts are missing (a partial clone), git
    is not to compare them: it would fetch them. Only pure renames are seen.
    """
    renames = "-M" if has_all_texts else "-M100%"
    commits = _logged(top, ("--no-renames", "--end-of-options", revisions), ())
    while some := list(islice(commits, TOGETHER)):
        asked = [commit.oid for commit in some if commit.may_rename]
        renamed = {commit.oid: commit for commit in _named(top, asked, renames)}
        yield from (renamed.get(commit.oid, commit) for commit in some)


def _logged(top: Path, arguments: Sequence[str], paths: Sequence[str] = PATHSPECS) -> Iterator[LoggedCommit]:
    """Yield what one `git log` tells of some paths, else of all. Raise GitError."""
    with timed("git log"), start_git(top, (*LOG, *arguments, "--", *paths), globs=True) as process:
        assert process.stdout
        yield from parse_log(process.stdout)
    if process.returncode:
        check_git(top)
        raise GitError(f"git cannot read the history ({arguments[-1]})", f"Look with: git -C {top} fsck", "")


def _named(top: Path, commits: Sequence[str], *options: str) -> Iterator[LoggedCommit]:
    """Yield some commits, in any order."""
    for start in range(0, len(commits), AT_ONCE):
        yield from _logged(top, (*options, "--no-walk=unsorted", *commits[start : start + AT_ONCE]))


def read_copies(top: Path, commits: Sequence[str]) -> Iterator[LoggedCommit]:
    """Yield some commits, in any order, with new files that are much like what another file was before (`C`)."""
    return _named(top, commits, "-M", "-C")


def parse_log(stream: IO[bytes]) -> Iterator[LoggedCommit]:
    """Read what git prints."""
    words = _tokens(stream)
    header, told, entries = "", set[str](), list[CommittedFile]()
    for word in words:
        # With -z git writes a line feed between a commit's header and its first entry
        if word.startswith(("\n:", ":")):
            entries += _read_entry(word.removeprefix("\n"), words, told)
        elif word.startswith(("\x01", "\n\x01")):
            if entries:
                yield _logged_commit(header, entries, told)
            header, told, entries = word.removeprefix("\n"), set(), []
    if entries:
        yield _logged_commit(header, entries, told)


def _tokens(stream: IO[bytes]) -> Iterator[str]:
    """Yield what stands between NUL bytes."""
    rest = b""
    while chunk := stream.read(CHUNK):
        whole, end, rest = (rest + chunk).rpartition(b"\0")
        yield from kept(whole).split("\0") if end else ()
    if rest:
        yield kept(rest)


def _read_entry(word: str, words: Iterator[str], told: set[str]) -> Iterable[CommittedFile]:
    """Read one file's entry: one colon for each parent, modes, names of the texts, letters; then the paths.

    Nothing for what is no article: a symbolic link, a submodule. Its letters are noted in `told`, with one for a merge.
    """
    parents = len(word) - len(word.lstrip(":"))
    fields = word[parents:].split(" ")
    modes, blobs, status = fields[: parents + 1], fields[parents + 1 : 2 * parents + 2], fields[-1]
    if not status or len(blobs) != parents + 1:
        return ()  # nothing that git prints
    has_names = parents > 1 or status[0] in "RC"  # before and after
    paths = [next(words, "") for _ in range(parents + 1)] if has_names else [next(words, "")] * 2
    if not any(map(is_markdown, paths)):
        return ()
    told.update(status, MERGED if parents > 1 else "")
    if modes[-1] in NO_ARTICLE:
        return ()
    before = zip(modes[:-1], paths, blobs, strict=False)
    sources = tuple((path, blob) for mode, path, blob in before if mode != NOTHING)
    is_gone = modes[-1] == NOTHING
    return (CommittedFile("D" if is_gone else status[0], sources, paths[-1], "" if is_gone else blobs[-1]),)


def _logged_commit(header: str, entries: list[CommittedFile], told: set[str]) -> LoggedCommit:
    """Read a commit's header, which comes before its entries."""
    oid, date, address, co_authors, name = (header[1:].split("\x02", 4) + [""] * 4)[:5]
    seconds, _, zone = date.partition(" ")
    at = int(seconds) if re.fullmatch(r"-?[0-9]{1,18}", seconds) else 0
    authors = tuple(filter(None, co_authors.split("\x03")))
    may_rename = told >= ADDED_AND_DELETED or (MERGED in told and not told.isdisjoint(ADDED_AND_DELETED))
    return LoggedCommit(oid, at, zone, address, name, authors, tuple(_untangled(entries)), may_rename)


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
