"""Where a knowledge base begins, in which terminal one is, where kcs keeps its own things: never in the work tree."""

import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import find_upward
from kcs_cli.files.temporary import remove_stale
from kcs_cli.git.folder import GitFolders, find_git
from kcs_cli.knowledge_base.config import FILE_NAME
from kcs_cli.text.outside import exact, portable

ARTICLES = "knowledge"  # the folder of articles where nothing says another
SYNONYMS = "synonyms.toml"  # in the root
# In the repository; the first there is counts
CODEOWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")
OWNERS = "OWNERS"  # in any folder; the nearest counts
LEDGER = "ledger.sqlite"  # in the shared folder
HISTORY = "history.sqlite"  # of each work tree
DAYS = "days.sqlite"  # beside it
LONGEST_SESSION = 200  # characters of a name


class BaseFolder(NamedTuple):
    """Where a knowledge base begins, and the repository around it."""

    root: Path
    git: GitFolders | None


def find_base(start: Path, asked: str | None, environ: Mapping[str, str], usual: str = "") -> BaseFolder:
    """Return the knowledge base's root: `--root`, else KCS_ROOT, the folder with kcs.toml, the `usual` one, git's top.

    `usual` is the one in the person's settings. Else it is the folder around that has `knowledge/`. Raise KcsError where
    there is none, or no folder that was asked for: a disk is never walked for articles that nobody meant.
    """
    if given := asked or environ.get("KCS_ROOT"):
        return _named_base(given, "--root" if asked else "KCS_ROOT")
    start = start.resolve()
    refuse_git_directory(start)
    file = find_upward(start, FILE_NAME)
    git = find_git(start)
    # A kcs.toml above the repository is that of another base: a submodule is one of its own
    if file and not (git and len(git.top.parts) > len(file.parent.parts)):
        return BaseFolder(file.parent, git)
    if usual and not (git and (git.top / ARTICLES).is_dir()):
        return _named_base(usual, "root in your settings")
    if git:
        return BaseFolder(git.top, git)
    folder = find_upward(start, ARTICLES)
    if not folder or not folder.is_dir():
        raise KcsError(
            f"{start} is in no knowledge base: there is no kcs.toml, no git repository, no folder {ARTICLES}",
            "Go to one, name one with --root or KCS_ROOT, or begin one: kcs init DIR",
        )
    return BaseFolder(folder.parent, None)


def _named_base(given: str, source: str) -> BaseFolder:
    """Return the knowledge base in a folder that somebody names. Raise KcsError."""
    root = _expanded(given)
    if not _is_folder(root):
        raise KcsError(f"There is no folder {given} ({source})", "Name the folder that holds kcs.toml or the articles")
    root = root.resolve()
    refuse_git_directory(root)
    return BaseFolder(root, find_git(root))


def _is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; one that no system could have is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def refuse_git_directory(start: Path) -> None:
    """Raise KcsError inside a git directory (a bare repository, `.git`): there articles would be written where none is."""
    for folder in (start, *start.parents):
        if (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir():
            raise KcsError(f"{folder} is a git directory, not a work tree", "Go to a clone of it, or name one with --root")


def find_index_folder(root: Path, git: GitFolders | None, environ: Mapping[str, str]) -> Path | None:
    """Return the folder for the index of one work tree, made where it was missing; None where nothing can be written."""
    return next(filter(None, map(_writable, index_places(root, git, environ))), None)


def index_places(root: Path, git: GitFolders | None, environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield where the index of one work tree may be, the usual place first."""
    if given := environ.get("KCS_INDEX_DIR"):
        yield _expanded(given).absolute() / label(root)
        return
    if git:
        yield git.own / "kcs" / ("index" if root == git.top else f"index-{label(root)}")
    yield cache_folder() / label(root) / "index"


def find_shared_folder(root: Path, git: GitFolders | None) -> Path | None:
    """Return the folder for what all work trees of the repository share, made where it was missing; None as above."""
    return (git and _writable(git.common / "kcs")) or _writable(cache_folder() / label(root))


def find_history_file(git: GitFolders) -> Path | None:
    """Return the file for what is known of a work tree's history; None where nothing can be written."""
    folder = _writable(git.own / "kcs") or _writable(cache_folder() / label(git.top))
    return folder / HISTORY if folder else None


def find_days_file(git: GitFolders) -> Path | None:
    """Return the file for the days of a work tree's articles; None where nothing can be written."""
    history = find_history_file(git)
    return history.with_name(DAYS) if history else None


def find_journal_folder(root: Path, git: GitFolders | None) -> Path | None:
    """Return the folder of the journal, made where it was missing; None where it cannot be made.

    Unlike a cache it has one place only: events noted elsewhere for a while would be missing afterwards. Where it is there
    and cannot be written it is read all the same: a base on a disk that is read-only has its links and flags.
    """
    folder = git.common / "kcs" if git else _user_data_folder() / label(root)
    return _writable(folder) or (folder if _is_folder(folder) else None)


def _user_data_folder() -> Path:
    import platformdirs

    return platformdirs.user_data_path("kcs", appauthor=False)


def _expanded(given: str) -> Path:
    """Return a path with `~` for the home folder; one of a user who is not there stays as it is."""
    try:
        return Path(given).expanduser()
    except RuntimeError:
        return Path(given)


def label(root: Path) -> str:
    """Name a knowledge base's folder among others: its name and a check sum of its path."""
    name = exact(root.name.encode("utf-8", "ignore"))  # the engine opens no folder of another encoding
    return f"{name[:40] or 'root'}-{zlib.crc32(os.fsencode(root)):08x}"


def cache_folder() -> Path:
    """Return the user's cache folder for kcs."""
    import platformdirs

    return platformdirs.user_cache_path("kcs", appauthor=False)


def personal_file(environ: Mapping[str, str]) -> Path:
    """Return where a person's own settings are, as the system wants it."""
    home = Path.home()
    if sys.platform == "win32":
        folder = Path(environ.get("APPDATA") or home / "AppData/Roaming")
    elif sys.platform == "darwin":
        folder = home / "Library/Application Support"
    else:
        chosen = Path(environ.get("XDG_CONFIG_HOME", ""))
        folder = chosen if chosen.is_absolute() else home / ".config"
    return folder / "kcs" / FILE_NAME


def _writable(folder: Path) -> Path | None:
    """Make the folder where it is missing, and return it when it can be written; what killed processes left there goes."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        remove_stale(folder)
    except (OSError, ValueError):
        return None
    return folder if os.access(folder, os.W_OK | os.X_OK) else None


def base_name(root: Path, git: GitFolders | None) -> str:
    """Return a knowledge base's folder within its repository, with `/`; nothing for the repository itself."""
    if git is None or root == git.top:
        return ""
    return portable(root.relative_to(git.top).as_posix())


def owner_files_mark(top: Path, root: Path, folders: Iterable[str]) -> str:
    """Return a text that changes when an OWNERS file does, above a base or in one of its folders; nothing without any."""
    above = [folder for folder in (root / "x").parents if folder.is_relative_to(top)]
    files = (
        *(f"{folder}/{OWNERS}" for folder in above),
        f"{top}/{OWNERS}_ALIASES",
        *(f"{root}/{one}/{OWNERS}" for one in folders),
    )
    looks = []
    for file in dict.fromkeys(files):
        with suppress(OSError, ValueError):
            look = os.stat(file)  # noqa: PTH116 - at every search, of every folder
            looks.append((file[len(str(top)) :], look.st_mtime_ns, look.st_size))
    return f"{OWNERS} {zlib.crc32(repr(sorted(looks)).encode('utf-8', 'replace')):08x}" if looks else ""


def this_terminal() -> str:
    """Name the terminal kcs runs in: as KCS_SESSION says, else the terminal's own name.

    Without one it is the session that started kcs (a shell of an agent, a script).
    """
    if name := os.environ.get("KCS_SESSION", "").strip():
        return f"named-{name[:LONGEST_SESSION]}"
    for stream in (0, 1, 2):
        with suppress(OSError, AttributeError):
            return os.ttyname(stream)
    session = os.getsid(0) if hasattr(os, "getsid") else os.getppid()
    return f"session-{session}"
