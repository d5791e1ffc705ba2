"""Where a knowledge base begins, and where kcs keeps its own things: never in the work tree."""

import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from kcs_cli.config import FILE_NAME
from kcs_cli.errors import KcsError
from kcs_cli.files import find_upward

LEDGER = "ledger.sqlite"  # in the shared folder


class GitFolders(NamedTuple):
    """A work tree, its own git directory, and the one all work trees of the repository share."""

    top: Path
    own: Path
    common: Path


def find_root(start: Path, asked: str | None, environ: Mapping[str, str]) -> Path:
    """Return the knowledge base's root: `--root`, else KCS_ROOT, else the folder with kcs.toml, else git's top.

    Where there is neither, the start itself. Raise KcsError when an asked folder is not there.
    """
    if given := asked or environ.get("KCS_ROOT"):
        root = expanded(given)
        if not root.is_dir():
            source = "--root" if asked else "KCS_ROOT"
            raise KcsError(f"There is no folder {given} ({source})", "Name the folder that holds kcs.toml or the articles")
        return root.resolve()
    start = start.resolve()
    file = find_upward(start, FILE_NAME)
    git = find_git(start)
    if file and not (git and len(git.top.parts) > len(file.parent.parts)):
        return file.parent
    if not git and start in (Path.home(), Path(start.anchor)) and not (start / "knowledge").is_dir():
        raise KcsError(
            f"{start} is no knowledge base", "Go to one, name one with --root or KCS_ROOT, or begin one: kcs init DIR"
        )
    return git.top if git else start


def find_git(folder: Path) -> GitFolders | None:
    """Return the git directories of the repository around a folder, read from its files: no process is started."""
    found = (git_at(top) for top in (folder, *folder.parents) if (top / ".git").exists())
    return next((git for git in found if git), None)


def git_at(top: Path) -> GitFolders | None:
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


def find_index_folder(root: Path, environ: Mapping[str, str]) -> Path | None:
    """Return the folder for the index of one work tree, made where it was missing; None where nothing can be written."""
    if given := environ.get("KCS_INDEX_DIR"):
        return writable(expanded(given).absolute() / label(root))
    git = find_git(root)
    name = "index" if git and root == git.top else f"index-{label(root)}"
    return (git and writable(git.own / "kcs" / name)) or writable(cache_folder() / label(root) / "index")


def find_shared_folder(root: Path) -> Path | None:
    """Return the folder for what all work trees of the repository share, made where it was missing; None as above."""
    git = find_git(root)
    return (git and writable(git.common / "kcs")) or writable(cache_folder() / label(root))


def expanded(given: str) -> Path:
    """Return a path with `~` for the home folder; one of a user who is not there stays as it is."""
    try:
        return Path(given).expanduser()
    except RuntimeError:
        return Path(given)


def label(root: Path) -> str:
    """Name a knowledge base's folder among others: its name and a check sum of its path."""
    name = root.name.encode("utf-8", "ignore").decode()  # the engine opens no folder of another encoding
    return f"{name[:40] or 'root'}-{zlib.crc32(os.fsencode(root)):08x}"


def cache_folder() -> Path:
    """Return the user's cache folder for kcs."""
    import platformdirs

    return platformdirs.user_cache_path("kcs", appauthor=False)


def writable(folder: Path) -> Path | None:
    """Make the folder where it is missing, and return it when it can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError):
        return None
    return folder if os.access(folder, os.W_OK | os.X_OK) else None


def base_name(root: Path) -> str:
    """Return a knowledge base's folder within its repository, with `/`; nothing for the repository itself."""
    git = find_git(root)
    if git is None or root == git.top:
        return ""
    return root.relative_to(git.top).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
