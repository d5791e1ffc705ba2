"""The commits of a branch brought to its remote: to the branch it follows, or, where that is protected, as one of their own.

Nothing is forced, and no commit is lost: what the remote does not take stays where it is.
"""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from kcs_cli.errors import KcsError
from kcs_cli.git.process import GitError
from kcs_cli.git.repository import Repository
from kcs_cli.journal.sync.remote import NO_RIGHT, Remote, RemoteError
from kcs_cli.solve.branch import HEADS, Branch, commits_ahead, follow
from kcs_cli.solve.own_branch import PROTECTED, PushReport, open_branch, reason_in, request_in
from kcs_cli.text.display import one_line
from kcs_cli.text.outside import kept_bytes

NoteMade = Callable[[Sequence[str]], None]

TRIES = 4  # for a branch that moves at the remote at the same time
MOST_MOVED = 20  # commits that are put on top of the remote's
MOVED = re.compile(r"fetch first|non-fast-forward|cannot lock ref|failed to update ref|failed to lock")


def push(top: Path, branch: Branch, note_made: NoteMade) -> PushReport:
    """Push what the remote has not. Raise KcsError; the commits are here then as they were.

    `note_made` is told of commits that are made anew, before anything knows them.
    """
    remote = Remote(top, branch.remote)
    try:
        return _push(remote, branch, note_made)
    except RemoteError as error:
        raise _unreachable(remote, error) from error


def _push(remote: Remote, branch: Branch, note_made: NoteMade) -> PushReport:
    """Push to the branch at the remote, again where it moved meanwhile. Raise KcsError."""
    top, repository = remote.top, remote.repository
    refused = ""
    for _ in range(TRIES):
        tip = repository.find_commit("HEAD")
        commits = commits_ahead(top, branch)
        if not commits:
            return PushReport(branch, tip, 0)
        answer = remote.push_branch(tip, branch.ref)
        if not answer.refused:
            follow(repository, branch, tip)
            return PushReport(branch, tip, len(commits), request_in(answer))
        refused = answer.refused
        if not MOVED.search(refused):
            break
        remote.fetch_branch(branch.ref, branch.tracking)
        _put_on_top(repository, branch, commits, note_made)
    if PROTECTED.search(f"{refused}\n{answer.told}"):
        return open_branch(remote, branch, tip, len(commits), reason_in(answer))
    raise KcsError(
        f"{branch.shown} does not take it ({reason_in(answer)}); commit {tip[:12]} is here, nothing is lost",
        f"Look with: git push {branch.remote} {branch.name}; then kcs share",
    )


def _put_on_top(repository: Repository, branch: Branch, commits: Sequence[str], note_made: NoteMade) -> None:
    """Put commits on top of what the remote has, in one step that keeps every change of the work tree and the index.

    Raise KcsError where that is not plain: nothing was changed then.
    """
    theirs, tip = repository.find_commit(branch.tracking), commits[-1]
    if repository.is_ancestor(theirs, tip):
        return
    why = ""
    try:
        # One git from start to end: it refuses where a change that is not committed is in the way
        made = _rebased(repository, theirs, commits)
        note_made(made)
        repository.ask("checkout", "--quiet", "--no-track", "-B", branch.name, made[-1] if made else theirs, "--")
    except GitError as error:
        why = error.output.strip().split("\n")[0].removeprefix("error: ") or error.message
    except ValueError as error:
        why = str(error)
    if why:
        raise KcsError(
            f"{branch.shown} has other commits meanwhile, and yours cannot go on top of them unseen ({one_line(why)}); "
            f"commit {tip[:12]} is here, nothing is lost",
            f"git pull --rebase {branch.remote} {branch.ref.removeprefix(HEADS)}, then kcs share",
        )


def _rebased(repository: Repository, theirs: str, commits: Sequence[str]) -> list[str]:
    """Make commits anew on top of another one, in no work tree; return them. Raise ValueError where they do not fit."""
    if repository.find("config", "--get-regexp", r"^merge\..*\.driver$"):
        raise ValueError("a merge driver is set")  # a program that nobody asked for
    if repository.find("config", "--type=bool", "commit.gpgSign") == "true":
        raise ValueError("commits are signed here")
    if len(commits) > MOST_MOVED or any(len(_parents(repository, one)) != 1 for one in commits):
        raise ValueError("there is a merge among them" if len(commits) <= MOST_MOVED else f"{len(commits)} commits")
    made = [theirs]
    for commit in commits:
        answer = repository.run("merge-tree", "--write-tree", "--name-only", "--no-messages", theirs, commit)
        tree, *files = answer.out.split("\n")
        if answer.status:
            found = ", ".join(filter(None, files)) if answer.status == 1 else ""
            raise ValueError(f"both changed {found}" if found else "this git cannot merge them")
        if tree != repository.find("rev-parse", f"{made[-1]}^{{tree}}"):
            made.append(_commit_again(repository, commit, tree, made[-1]))
    return made[1:]


def _parents(repository: Repository, commit: str) -> list[str]:
    """Return the parents of a commit."""
    return repository.find("rev-list", "--parents", "--max-count=1", commit).split()[1:]


def _commit_again(repository: Repository, commit: str, tree: str, parent: str) -> str:
    """Make a commit with another's author, date and message; return its name. Raise GitError."""
    told = repository.ask("log", "-1", "--date=raw", "--format=%an%x00%ae%x00%ad%x00%B", commit)
    name, address, date, message = told.split("\0", 3)
    author = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": address, "GIT_AUTHOR_DATE": date}
    made = ("commit-tree", "-p", parent, tree)
    return repository.ask(*made, stdin=kept_bytes(message.strip() + "\n"), environ=author).strip()


def _unreachable(remote: Remote, error: RemoteError) -> KcsError:
    """Explain a remote that is not there, or lets nobody in."""
    commit = Repository(remote.top).find_commit("HEAD")[:12]
    safe = f"commit {commit} is here, nothing is lost"
    if NO_RIGHT.search(error.message):
        return KcsError(
            f"{remote.name} does not let you in ({error.message}); {safe}",
            f"Ask for the right to push to {remote.address}, then run kcs share again",
        )
    return KcsError(f"{remote.name} cannot be reached ({error.message}); {safe}", "Run kcs share again later")
