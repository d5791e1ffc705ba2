"""A repository through GitPython: what kcs asks of it and writes to it, off the path of a search or a link.

The one module that imports GitPython, and only when a repository is opened (60 ms). What names an object, a path or a ref is
text: GitPython's own commits, trees and diffs know names of 40 letters only, those of a SHA-256 repository have 64, and
a path need not be UTF-8; the commands of its `repo.git` take all of them.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kcs_cli.files.stopwatch import timed
from kcs_cli.git.distrust import distrusting
from kcs_cli.git.process import (
    ENGLISH,
    GUARDS,
    OFFLINE,
    SILENT,
    GitAnswer,
    GitError,
    failure,
    guarded,
    held_lock,
    not_installed,
)
from kcs_cli.text.display import one_line

if TYPE_CHECKING:
    from git import Repo

PATIENCE = 10  # seconds to wait for another git that writes the index
PLAIN_FILE, FOLDER = "100644 blob", "040000 tree"  # the kinds of entries in the trees that kcs writes


class NoRepositoryError(GitError):
    """There is no repository in a folder."""


class Repository:
    """The repository of a work tree; nothing it is asked runs a hook, uses the network, or asks a person anything."""

    def __init__(self, top: Path) -> None:
        self.top = top

    @cached_property
    def _repo(self) -> "Repo":
        repo = _opened(self.top)
        repo.git.set_persistent_git_options(C=_work_tree(repo, self.top), literal_pathspecs=True, c=GUARDS)
        repo.git.update_environment(**ENGLISH, **SILENT, **OFFLINE, **distrusting(self.top))
        return repo

    def run(self, *arguments: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None) -> GitAnswer:
        """Run a command and return how it ended. Raise GitError when git is not there."""
        return _run(self._repo, arguments, stdin, environ)

    def ask(self, *arguments: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None) -> str:
        """Return what a command prints. Raise GitError when it fails."""
        return _told(self.top, arguments, self.run(*arguments, stdin=stdin, environ=environ))

    def find(self, *arguments: str) -> str:
        """Return what a command answers on one line; nothing where it has no answer."""
        answer = self.run(*arguments)
        return "" if answer.status else answer.out.strip()

    @property
    def folder(self) -> Path:
        """The git directory of the work tree. Raise GitError."""
        return Path(self._repo.git_dir).resolve()

    def find_commit(self, reference: str) -> str:
        """Return the name of the commit that a branch, tag or name of a commit stands for; nothing where there is none."""
        return self.find("rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")

    def is_ref(self, name: str) -> bool:
        """Tell whether a ref may have a name."""
        return self.run("check-ref-format", name).status == 0

    @property
    def remotes(self) -> list[str]:
        """The names of the remotes. Raise GitError."""
        with _explained(self.top):
            return sorted(remote.name for remote in self._repo.remotes)

    @property
    def followed_remote(self) -> str:
        """The remote that the current branch follows; nothing where it follows none. Raise GitError."""
        with _explained(self.top):
            if self._repo.head.is_detached:
                return ""
            branch = self._repo.active_branch.config_reader()
            return str(branch.get("remote")) if branch.has_option("remote") else ""

    def push_address(self, remote: str) -> str:
        """Return where a push to a remote goes; nothing where that is not known."""
        return self.find("remote", "get-url", "--push", "--", remote)

    def is_ancestor(self, old: str, new: str) -> bool:
        """Tell whether one commit came before another."""
        return self.run("merge-base", "--is-ancestor", old, new).status == 0

    def is_changed(self, file: Path) -> bool:
        """Tell whether a file is not as in the last commit. Raise GitError."""
        return bool(self.ask("status", "--porcelain", "--", str(file)))

    def store(self, content: bytes) -> str:
        """Store a file's content; return its name. Raise GitError."""
        return self.ask("hash-object", "-w", "--stdin", stdin=content).strip()

    def store_tree(self, files: Mapping[str, str], folders: Mapping[str, str] | None = None) -> str:
        """Store a tree of files and folders, name → object; return its name. Raise GitError."""
        kinds = ((PLAIN_FILE, files), (FOLDER, folders or {}))
        entries = [f"{kind} {one}\t{name}\n" for kind, named in kinds for name, one in named.items()]
        return self.ask("mktree", stdin="".join(entries).encode()).strip()

    def store_commit(self, tree: str, parents: Sequence[str], message: str, person: str) -> str:
        """Store a commit of a tree, signed by a person's address; return its name. Raise GitError."""
        signed = {
            f"GIT_{part}_{field}": value
            for part in ("AUTHOR", "COMMITTER")
            for field, value in (("NAME", person.partition("@")[0] or person), ("EMAIL", person))
        }
        options = [word for parent in parents for word in ("-p", parent)]
        return self.ask("commit-tree", *options, tree, stdin=message.encode(), environ=signed).strip()

    def move(self, ref: str, commit: str, before: str) -> None:
        """Move a ref that is where it was `before` (nothing: it is new). Raise GitError."""
        self.ask("update-ref", ref, commit, before or "0" * len(commit))

    def drop(self, prefix: str, names: Iterable[str]) -> None:
        """Take those refs below a prefix away that are there."""
        kept = set(self.run("for-each-ref", "--format=%(refname)", prefix).out.split())
        lines = [f"delete {ref}\n" for ref in (f"{prefix}/{name}" for name in names) if ref in kept]
        if lines:
            self.run("update-ref", "--stdin", stdin="".join(lines).encode())

    def commit_files(self, files: Iterable[Path], message: str) -> str:
        """Commit some files, whatever else is staged, with the person's own hooks, signature and terminal. Raise GitError.

        The hooks start git themselves: our settings would be theirs, so that this git has none of them.
        """
        names = [str(file) for file in files]
        # `git commit --only` knows no path that was never added; the intent to add stages none of the text
        new = [name for name in names if not self.find("ls-files", "--", name)]
        if new:
            add = ("add", "--intent-to-add", "--", *new)
            _told(self.top, add, _patient(lambda: self.run(*add)))
        own = _opened(self.top)
        own.git.update_environment(**ENGLISH, **distrusting(self.top))
        arguments = ("commit", "--quiet", "--only", "--file=-", "--", *(f":(literal){name}" for name in names))
        answer = _patient(lambda: _run(own, arguments, message.encode("utf-8", "replace")))
        if answer.status and new:  # a hook said no: the index is as it was
            self.run("update-index", "--force-remove", "--", *new)
        _told(self.top, arguments, answer)
        return self.find_commit("HEAD")


def _patient(run: Callable[[], GitAnswer]) -> GitAnswer:
    """Run a command, again for a while where another git, an editor's perhaps, has the index: git itself waits for none."""
    until = time.monotonic() + PATIENCE
    while (answer := run()).status and held_lock(answer.said) and time.monotonic() < until:
        time.sleep(0.1)
    return answer


def find_work_tree(folder: Path) -> Path | None:
    """Return the top of the work tree around a folder, which may not be there yet; None where there is no repository."""
    there = next(one for one in (folder, *folder.parents) if one.is_dir())
    try:
        repo = _opened(there, upward=True)
    except NoRepositoryError:
        return None
    return Path(_work_tree(repo, there)) if repo.working_tree_dir else None


def _opened(top: Path, *, upward: bool = False) -> "Repo":
    """Open a repository. Raise GitError."""
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"  # a machine without git is told so below, not by an ImportError
    with _explained(top):
        from git import Repo

        repo = Repo(top, search_parent_directories=upward, expand_vars=False)  # a folder may be called $HOME
        repo.git.set_persistent_git_options(C=_work_tree(repo, top))  # GitPython falls back to the current folder, another's
        return repo


def _work_tree(repo: "Repo", folder: Path) -> str:
    """Return the work tree around a folder, wherever the repository's configuration says it is."""
    return distrusting(folder).get("GIT_WORK_TREE") or str(repo.working_dir)


def _run(repo: "Repo", arguments: Sequence[str], stdin: bytes = b"", environ: Mapping[str, str] | None = None) -> GitAnswer:
    """Run a command and return how it ended."""
    verb, *words = guarded(arguments)
    command: Any = getattr(repo.git, verb)
    with timed(f"git {arguments[0]}"), _explained(Path(repo.working_dir)), _stream(stdin) as stream:
        done = command(
            *words,
            istream=stream,
            env=environ,
            with_extended_output=True,
            with_exceptions=False,
            strip_newline_in_stdout=False,
        )
    return GitAnswer(*done)


def _told(top: Path, arguments: Sequence[str], answer: GitAnswer) -> str:
    """Return what a command printed. Raise GitError where it failed."""
    if answer.status:
        raise failure(top, arguments, answer)
    return answer.out


@contextmanager
def _stream(content: bytes) -> Iterator[IO[bytes] | None]:
    """Give a command something to read: GitPython hands a file on, and no pipe that would have to be filled meanwhile."""
    import tempfile

    if not content:
        yield None
        return
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file


@contextmanager
def _explained(top: Path) -> Iterator[None]:
    """Say in our words what GitPython raises."""
    from configparser import Error as ConfigError

    from git.exc import GitCommandNotFound, InvalidGitRepositoryError

    hint = f"Look with: git -C {top} status"
    try:
        yield
    except GitCommandNotFound as error:
        raise not_installed() from error
    except InvalidGitRepositoryError as error:
        raise NoRepositoryError(f"{top} is no git repository", hint, "") from error
    except (OSError, ValueError, ConfigError) as error:  # unreadable, a NUL byte in a name, torn
        raise GitError(f"git cannot be used in {top} ({one_line(str(error))})", hint, "") from error
