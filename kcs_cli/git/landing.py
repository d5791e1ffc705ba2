"""Commits that wait on a ref of their own brought onto the branch: their files alone, whatever else is changed or staged.

Every step can be done again: who is killed between two leaves the ref, and the next one goes on from there.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.git.folder import GitFolders
from kcs_cli.git.process import GitError
from kcs_cli.git.repository import Repository
from kcs_cli.text.outside import kept_bytes

UNFINISHED = {  # a file of git's own → what is not finished
    "MERGE_HEAD": "a merge", "CHERRY_PICK_HEAD": "a cherry-pick", "REVERT_HEAD": "a revert",
    "rebase-merge": "a rebase", "rebase-apply": "a rebase", "BISECT_LOG": "a bisect",
}  # fmt: skip


class LandedFile(NamedTuple):
    """A file that commits write: its path, its text before (nothing: it is new) and after."""

    path: str
    before: str
    after: str


def check_at_rest(git: GitFolders) -> None:
    """Raise KcsError in the middle of a merge, a rebase, a bisect: what is committed then belongs to that."""
    for name, what in UNFINISHED.items():
        if (git.own / name).exists():
            raise KcsError(f"The repository is in the middle of {what}", "End it first: git status says how")


def land(repository: Repository, ref: str, head: str) -> None:
    """Bring the commits of a ref that begins at the head onto the branch, and drop the ref. Raise GitError.

    A file that was changed here meanwhile stays as it is, and differs from the commit then.
    """
    tip = repository.find_commit(ref)
    files = _changed(repository, head, tip)
    entries = "".join(f"100644 {file.after}\t{file.path}\0" for file in files)
    repository.ask("update-index", "-z", "--index-info", stdin=kept_bytes(entries))
    wanted = _untouched(repository, files)
    if wanted:
        _write(repository, files, wanted)
        repository.run("update-index", "-q", "--refresh")  # 1 where other files are changed
    repository.ask("update-ref", "-m", "kcs import", "HEAD", tip, head or "0" * len(tip))
    repository.ask("update-ref", "-d", ref, tip)


def _write(repository: Repository, files: Sequence[LandedFile], wanted: Sequence[LandedFile]) -> None:
    """Write files. Raise KcsError where one cannot be: the index is as it was then, and the ref waits for the next try."""
    paths = kept_bytes("".join(f"{file.path}\0" for file in wanted))
    try:
        repository.ask("checkout-index", "--force", "--quiet", "-z", "--stdin", stdin=paths)
    except GitError as error:
        none = "0" * len(files[0].after)
        modes = (("100644", file.before) if file.before else ("0", none) for file in files)
        before = "".join(f"{mode} {blob}\t{file.path}\0" for (mode, blob), file in zip(modes, files, strict=True))
        repository.run("update-index", "-z", "--index-info", stdin=kept_bytes(before))  # a full disk has no room for it
        raise KcsError(
            f"The files cannot be written ({error.message}); nothing is committed",
            "Free some space or look at the rights of the folders, then import again: it goes on",
        ) from error


def _changed(repository: Repository, head: str, tip: str) -> list[LandedFile]:
    """Return what differs between two commits."""
    if not head:
        entries = repository.ask("ls-tree", "-r", "-z", "--full-tree", tip).split("\0")
        parts = (entry.split("\t", 1) for entry in entries if entry)
        return [LandedFile(path, "", about.split(" ")[2]) for about, path in parts]
    words = repository.ask("diff-tree", "-r", "-z", "--raw", "--no-abbrev", "--no-renames", head, tip).split("\0")
    pairs = zip(words[::2], words[1::2], strict=False)
    found = ((about.split(" "), path) for about, path in pairs)
    return [LandedFile(path, before.strip("0") and before, after) for (_, _, before, after, _), path in found]


def _untouched(repository: Repository, files: Sequence[LandedFile]) -> list[LandedFile]:
    """Return the files that are not there, or as they were before, or after."""
    there = [file for file in files if (repository.top / file.path).exists() or (repository.top / file.path).is_symlink()]
    plain = [file for file in there if _is_plain(repository.top / file.path) and "\n" not in file.path]
    paths = kept_bytes("".join(f"{file.path}\n" for file in plain))
    blobs = repository.ask("hash-object", "--stdin-paths", stdin=paths).split() if plain else []
    same = {file.path for file, blob in zip(plain, blobs, strict=True) if blob in (file.before, file.after)}
    known = {file.path for file in there}
    return [file for file in files if file.path not in known or file.path in same]


def _is_plain(file: Path) -> bool:
    """Tell whether there is an ordinary file."""
    return file.is_file() and not file.is_symlink()
