"""Where git keeps its own things, read from its files: no process is started."""

import os
from pathlib import Path
from typing import NamedTuple


class GitFolders(NamedTuple):
    """A work tree, its own git directory, and the one all work trees of the repository share."""

    top: Path
    own: Path
    common: Path


def find_git(folder: Path) -> GitFolders | None:
    """Return the git directories of the repository around a folder, read from its files: no process is started."""
    found = (_git_at(top) for top in (folder, *folder.parents) if (top / ".git").exists())
    return next((git for git in found if git), None)


def _git_at(top: Path) -> GitFolders | None:
    """Return the git directories of a work tree; None for a `.git` that leads nowhere."""
    own = top / ".git"
    try:
        if own.is_file():  # a linked work tree or a submodule
            own = (top / own.read_text("utf-8").removeprefix("gitdir:").strip()).resolve()
        shared = own / "commondir"
        common = (own / shared.read_text("utf-8").strip()).resolve() if shared.is_file() else own
        return GitFolders(top, own, common) if (common / "HEAD").is_file() else None
    except (OSError, ValueError, RuntimeError):  # unreadable, a NUL byte, links in a circle
        return None


def head_commit(git: GitFolders) -> str:
    """Return the commit a work tree is at, read from git's files; nothing where they do not tell."""
    try:
        head = (git.own / "HEAD").read_text("utf-8").strip()
        name = head.removeprefix("ref: ")
        return head if name == head else _ref(git, name)
    except (OSError, ValueError):
        return ""


def may_have_refs(git: GitFolders, *names: str) -> bool:
    """Tell whether there may be refs of some names or below them: False is certain, read from git's files."""
    if (git.common / "reftable").is_dir() or any((git.common / name).exists() for name in names):
        return True
    try:
        packed = (git.common / "packed-refs").read_bytes()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return any(b" " + os.fsencode(name) in packed for name in names)


def _ref(git: GitFolders, name: str) -> str:
    """Return what a ref points at. Raise OSError."""
    if (git.common / name).is_file():
        return (git.common / name).read_text("utf-8").strip()
    for line in (git.common / "packed-refs").read_text("utf-8").splitlines():
        commit, _, known = line.partition(" ")
        if known == name:
            return commit
    return ""
