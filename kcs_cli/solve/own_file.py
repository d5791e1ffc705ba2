"""The files that kcs wrote here and no commit has: known from what is remembered of each deed, and from git.

A deed has the digest of a file before and after. What leads from the commit's text to that of now by deeds alone is kcs's,
whole; anything else was changed otherwise as well.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kcs_cli.git.repository import Repository
from kcs_cli.journal.deed import NO_FILE, Deed, FileEdit, deed_memory, digest_of, remember, written_file
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.text.dates import read_stamp
from kcs_cli.text.outside import kept

MOST_COMMITS = 50  # that are looked at

Writing = tuple[Deed, FileEdit]


class OwnFile(NamedTuple):
    """A file that deeds wrote: its text in the last commit and now, None where there is no file.

    `is_mixed`: something else than kcs changed it, too.
    """

    path: str
    deeds: tuple[Deed, ...]
    committed: str | None
    text: str | None
    is_mixed: bool


def find_own_files(kb: KnowledgeBase, top: Path) -> list[OwnFile]:
    """Return the files that kcs wrote for this person and that are not as in the last commit. Raise GitError."""
    writings = _writings(kb)
    changed = _changed(kb, top, sorted(writings))
    found = (_own_file(kb, top, path, changed[path], writings[path]) for path in writings if path in changed)
    return [one for one in found if one]


def _writings(kb: KnowledgeBase) -> dict[str, list[Writing]]:
    """Return by path what wrote it, the latest last."""
    found: dict[str, list[Writing]] = defaultdict(list)
    for deed in deed_memory(kb).of_person():
        for edit in deed.edits:
            if edit.before is not None:
                found[edit.path].append((deed, edit))
    return found


def _changed(kb: KnowledgeBase, top: Path, paths: Sequence[str]) -> dict[str, str]:
    """Return which files git sees changed, with its two letters: staged, and not staged. Raise GitError."""
    if not paths:
        return {}
    names = {_name_in(kb, top, path): path for path in paths}
    options = ("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules")
    lines = Repository(top).ask(*options, "--", *names).split("\0")
    return {names[line[3:]]: line[:2] for line in lines if line[3:] in names}


def _name_in(kb: KnowledgeBase, top: Path, path: str) -> str:
    """Return a path of the base as its repository has it."""
    return (kb.root / path).relative_to(top).as_posix()


def _own_file(kb: KnowledgeBase, top: Path, path: str, status: str, writings: Sequence[Writing]) -> OwnFile | None:
    """Return a changed file with the deeds that no commit has; None where commits have all of them."""
    name = _name_in(kb, top, path)
    committed, text = _text_in(top, f"HEAD:{name}"), read_text(kb.root / path)
    edits = [edit for _, edit in writings]
    settled = _reached(_digest(committed), ((edit.digest, edit.before or "") for edit in edits))
    ours = _reached(_digest(committed), ((edit.before or "", edit.digest) for edit in edits))
    is_whole = _digest(text) in ours and not _is_staged_otherwise(top, name, status, ours | settled)
    since = _committed_at(top, name) if committed is not None else None
    # A commit that came later has them, unless they lead to the text of now
    open_ = [deed for deed, edit in writings if edit.digest not in settled and (is_whole or _is_after(deed, since))]
    if not open_ and not is_whole:
        return None
    deeds = open_ or [deed for deed, edit in writings if edit.digest == _digest(text)]
    return OwnFile(path, tuple(dict.fromkeys(deeds)), committed, text, is_mixed=not is_whole)


def _reached(start: str, steps: Iterable[tuple[str, str]]) -> set[str]:
    """Return the digests to which steps lead from one."""
    following: dict[str, set[str]] = defaultdict(set)
    for before, after in steps:
        following[before].add(after)
    found, waiting = {start}, [start]
    while waiting:
        new = following[waiting.pop()] - found
        found |= new
        waiting += new
    return found


def _is_staged_otherwise(top: Path, name: str, status: str, known: set[str]) -> bool:
    """Tell whether the index has a text of the file that is neither committed nor kcs's: a commit would lose it."""
    if " " in status or status in ("??", "!!"):
        return False
    return _digest(_text_in(top, f":{name}")) not in known


def _text_in(top: Path, name: str) -> str | None:
    """Return a file as a checkout would have it, None where it is not there."""
    answer = Repository(top).run("cat-file", "--filters", name)
    return None if answer.status else answer.out


def read_text(file: Path) -> str | None:
    """Return the text of a file, None where there is none."""
    try:
        return kept(file.read_bytes())
    except OSError:
        return None


def _digest(text: str | None) -> str:
    """Return what a file is compared by."""
    return NO_FILE if text is None else digest_of(text)


def _committed_at(top: Path, name: str) -> datetime | None:
    """Return when a file was committed last; None where it never was."""
    told = Repository(top).find("log", "-1", "--format=%cI", "--", name)
    return read_stamp(told) if told else None


def _is_after(deed: Deed, since: datetime | None) -> bool:
    """Tell whether a deed was done after a moment."""
    return since is None or read_stamp(deed.at) >= since


def other_commits(kb: KnowledgeBase, top: Path, commits: Sequence[str]) -> tuple[str, ...]:
    """Return those commits that have something else than files as kcs wrote them for this person. Raise GitError."""
    if len(commits) > MOST_COMMITS:
        return tuple(commits)
    known = {_name_in(kb, top, path): {edit.digest for _, edit in written} for path, written in _writings(kb).items()}
    return tuple(one for one in commits if not _is_own(top, one, known))


def _is_own(top: Path, commit: str, known: Mapping[str, set[str]]) -> bool:
    """Tell whether a commit has nothing but files as they are known."""
    names = _files_of(top, commit)
    return (
        bool(names)
        and names <= known.keys()
        and all(_digest(_text_in(top, f"{commit}:{name}")) in known[name] for name in names)
    )


def _files_of(top: Path, commit: str) -> set[str]:
    """Return the files that a commit changed; none for a merge. Raise GitError."""
    options = ("diff-tree", "-r", "-z", "--root", "--no-commit-id", "--no-renames", "--name-only", commit)
    return set(filter(None, Repository(top).ask(*options).split("\0")))


def remember_commits(kb: KnowledgeBase, top: Path, commits: Sequence[str]) -> None:
    """Remember what the files of kcs's commits have: a hook, or what others did meanwhile, may have changed them."""
    edits = []
    for commit in commits:
        for name in sorted(_files_of(top, commit)):
            if (top / name).is_relative_to(kb.root):
                text = _text_in(top, f"{commit}:{name}")
                edits.append(written_file((top / name).relative_to(kb.root).as_posix(), text, text))
    if edits:
        remember(kb, Deed("share", edits=tuple(edits)))
