"""What git knows about an article's file: its revisions, as blobs."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kcs_cli.git.process import answer_line, git, git_text
from kcs_cli.text.outside import kept_bytes

KEPT = "refs/kcs/delivered"  # one ref for each text that was delivered before it was committed


class Revision(NamedTuple):
    """A file's content since a commit; `blob` names the content."""

    commit: str
    blob: str


class DeliveredRevision(NamedTuple):
    """The revision of a file as it is now; `draft`: the last commit has another."""

    blob: str = ""
    draft: bool = False


def revision_of(top: Path | None, file: Path) -> DeliveredRevision:
    """Return a file's revision and keep its content in the repository; nothing is known without git. Raise GitError."""
    if top is None:
        return DeliveredRevision()
    blob = git(top, "hash-object", "-w", "--", str(file)).strip()
    committed = answer_line(top, "rev-parse", "--verify", "--quiet", f"HEAD:{file.relative_to(top).as_posix()}")
    if blob != committed:  # without a ref to it, git throws the text away after two weeks
        git(top, "update-ref", f"{KEPT}/{blob}", blob)
    return DeliveredRevision(blob, committed != blob)


def blob_names(top: Path, files: Sequence[Path]) -> list[str]:
    """Return what git names the content of files as it is now; nothing is kept of it. Raise GitError."""
    if not files:
        return []
    names = "".join(f"{file}\n" for file in files)
    return git(top, "hash-object", "--stdin-paths", stdin=kept_bytes(names)).split()


def revisions(top: Path, path: str) -> list[Revision]:
    """Return the revisions of a file in the current branch, the newest first, through renames. Raise GitError."""
    lines = git(
        top, "log", "--follow", "--raw", "--no-abbrev", "--diff-merges=first-parent", "--format=%H", "--", path
    ).split("\n")
    found, commit = [], ""
    for line in lines:
        if line.startswith(":") and not line.split()[4].startswith("D"):  # of a move that a merge brought in
            found.append(Revision(commit, line.split()[3]))
        elif line:
            commit = line
    return found


def blobs_at(top: Path, name: str, paths: Sequence[str]) -> tuple[str, ...]:
    """Return the texts that files had at a commit, of those paths that it has; of a blob itself; nothing for neither."""
    if blob := find_blob(top, name):
        return (blob,)
    commit = answer_line(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    found = (answer_line(top, "rev-parse", "--verify", "--quiet", f"{commit}:{path}") for path in paths if commit)
    return tuple(filter(None, found))


def blobs_between(top: Path, one: str, other: str, paths: Sequence[str]) -> list[str]:
    """Return the texts that commits between two gave to files, on whatever branch; nothing where one is no commit."""
    raw = ("log", "--raw", "--no-abbrev", "--no-renames", "-m", "--format=", "--end-of-options", f"{one}...{other}", "--")
    lines = git_text(top, *raw, *paths).split("\n")
    return [line.split()[3] for line in lines if line.startswith(":") and not line.split()[4].startswith("D")]


def is_shallow(top: Path) -> bool:
    """Tell whether the beginning of the history is missing here."""
    return answer_line(top, "rev-parse", "--is-shallow-repository") == "true"


def place_of(top: Path, revision: str, chain: list[Revision]) -> int | None:
    """Return where in a file's revisions one stands: a blob, or whatever names a commit; None where it is not there."""
    name = answer_line(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{object}}")
    for number, one in enumerate(chain):
        if name and name == one.blob:
            return number
    reached = set(answer_line(top, "rev-list", name).split()) if name else set()
    return next((number for number, one in enumerate(chain) if one.commit in reached), None)


def find_blob(top: Path, name: str) -> str:
    """Return the whole name of a blob, named by its beginning or as `COMMIT:PATH`; nothing when it names something else."""
    return answer_line(top, "rev-parse", "--verify", "--quiet", "--end-of-options", name) if _is_blob(top, name) else ""


def _is_blob(top: Path, name: str) -> bool:
    """Tell whether a name is that of a blob."""
    return not name.startswith("-") and answer_line(top, "cat-file", "-t", name) == "blob"


def last_path(top: Path, id_: str) -> str:
    """Return the path of an article's file in the last commit that had it; nothing where none had."""
    line = f"^id: *[\"']?{re.escape(id_)}[\"']?[ \t\r]*$"
    there = answer_line(top, "grep", "-l", "-E", line, "HEAD", "--").partition("\n")[0].removeprefix("HEAD:")
    deleted = ("--diff-filter=D", "--no-renames", "--no-textconv", "--format=", "--name-only", f"-G{line}", "HEAD")
    return there or answer_line(top, "log", "-1", *deleted).partition("\n")[0]
