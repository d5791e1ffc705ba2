"""The commits of a branch brought to its remote: to the branch it follows, or, where that is protected, as one of their own.

Nothing is forced, and no commit is lost: what the remote does not take stays where it is.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.git.process import GitError
from kcs_cli.git.repository import Repository
from kcs_cli.journal.sync.remote import NO_RIGHT, BranchPush, Remote, RemoteError, find_remote, without_password
from kcs_cli.text.display import one_line

TRIES = 4  # for a branch that moves at the remote at the same time
MOST_MOVED = 20  # commits that are put on top of the remote's
HEADS = "refs/heads/"
OWN_BRANCH = "kcs/share-"
BASE = "kcsBase"  # branch.NAME.kcsBase: from which branch one of ours was made
MOVED = re.compile(r"fetch first|non-fast-forward|cannot lock ref|failed to update ref|failed to lock")
# GitHub (GH006, GH013), GitLab, Gitea, Bitbucket, Azure DevOps (TF402455), Gerrit, and a hook of one's own
PROTECTED = re.compile(
    r"protected branch|GH006|GH013|rule violations|hook declined|not allowed to push|TF4024\d\d|pull request|prohibited",
    re.IGNORECASE,
)
UNDER_WAY = {  # a file or folder that git has meanwhile
    "rebase-merge": "rebase", "rebase-apply": "rebase", "MERGE_HEAD": "merge", "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}  # fmt: skip
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


class Branch(NamedTuple):
    """The branch that is checked out: `ref` at a `remote`, kept here as `tracking`; `base`: ours was made from that one."""

    name: str
    remote: str
    ref: str
    tracking: str
    base: str = ""

    @property
    def shown(self) -> str:
        """Where it goes, for people."""
        return f"{self.ref.removeprefix(HEADS)} at {self.remote}"


class PushReport(NamedTuple):
    """Where commits went: `tip` is the last one, as it is now; `request` an address to open a pull request at.

    `opened`: the branch was made for them, as that before is protected, for the reason `refused`.
    """

    branch: Branch
    tip: str
    commits: int
    request: str = ""
    opened: bool = False
    refused: str = ""


def find_branch(top: Path) -> Branch:
    """Return the branch that is checked out, and where it goes. Raise KcsError where nothing can be committed or pushed."""
    repository = Repository(top)
    name = check_head(top)
    if not repository.remotes:
        raise KcsError(
            "There is no remote to share with; nothing was committed", "git remote add origin URL, or: kcs share --no-push"
        )
    try:
        remote = find_remote(top, None)
    except KcsError as error:
        hint = f"Say where {name} goes: git push -u {repository.remotes[0]} {name}; then kcs share"
        raise KcsError(f"{error.message}; nothing was committed", hint) from error
    settings = f"branch.{name}."
    follows = repository.find("config", f"{settings}remote") == remote
    ref = (repository.find("config", f"{settings}merge") if follows else "") or f"{HEADS}{name}"
    tracking = f"refs/remotes/{remote}/{ref.removeprefix(HEADS)}"
    return Branch(name, remote, ref, tracking, repository.find("config", f"{settings}{BASE}"))


def check_head(top: Path) -> str:
    """Return the branch that is checked out. Raise KcsError at none, and in the midst of a rebase or merge."""
    repository = Repository(top)
    for file, what in UNDER_WAY.items():
        if (repository.folder / file).exists():
            raise KcsError(
                f"A {what} is under way here; nothing was committed",
                f"Finish it: git {what} --continue, or give it up: git {what} --abort; then kcs share",
            )
    name = repository.find("symbolic-ref", "--quiet", "HEAD").removeprefix(HEADS)
    if not name:
        raise KcsError(
            "No branch is checked out (detached HEAD); nothing was committed", "git switch BRANCH, then kcs share"
        )
    return name


def commits_ahead(top: Path, branch: Branch) -> list[str]:
    """Return the commits that the remote has not, the oldest first. Raise GitError."""
    repository = Repository(top)
    tip = repository.find_commit("HEAD")
    known = [f"^{branch.tracking}"] if repository.find_commit(branch.tracking) else ["--not", f"--remotes={branch.remote}"]
    return repository.ask("rev-list", "--reverse", "--topo-order", tip, *known).split() if tip else []


def push(top: Path, branch: Branch) -> PushReport:
    """Push what the remote has not. Raise KcsError; the commits are here then as they were."""
    remote = Remote(top, branch.remote)
    try:
        return _push(remote, branch)
    except RemoteError as error:
        raise _unreachable(remote, error) from error


def _push(remote: Remote, branch: Branch) -> PushReport:
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
            _follow(repository, branch, tip)
            return PushReport(branch, tip, len(commits), _request(answer))
        refused = answer.refused
        if not MOVED.search(refused):
            break
        remote.fetch_branch(branch.ref, branch.tracking)
        _put_on_top(repository, branch, commits)
    if PROTECTED.search(f"{refused}\n{answer.told}"):
        return _open_branch(remote, branch, tip, len(commits), _reason(answer))
    raise KcsError(
        f"{branch.shown} does not take it ({_reason(answer)}); commit {tip[:12]} is here, nothing is lost",
        f"Look with: git push {branch.remote} {branch.name}; then kcs share",
    )


def _follow(repository: Repository, branch: Branch, tip: str) -> None:
    """Let the branch follow the one at the remote, where it followed none, and note where that is now."""
    if not repository.find("config", f"branch.{branch.name}.merge"):
        repository.ask("config", f"branch.{branch.name}.remote", branch.remote)
        repository.ask("config", f"branch.{branch.name}.merge", branch.ref)
    if repository.find_commit(branch.tracking) != tip:
        repository.ask("update-ref", branch.tracking, tip)


def _put_on_top(repository: Repository, branch: Branch, commits: Sequence[str]) -> None:
    """Put commits on top of what the remote has, in one step that keeps every change of the work tree and the index.

    Raise KcsError where that is not plain: nothing was changed then.
    """
    theirs, tip = repository.find_commit(branch.tracking), commits[-1]
    if repository.is_ancestor(theirs, tip):
        return
    why = ""
    try:
        # One git from start to end: it refuses where a change that is not committed is in the way
        repository.ask("checkout", "--quiet", "--no-track", "-B", branch.name, _rebased(repository, theirs, commits), "--")
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


def _rebased(repository: Repository, theirs: str, commits: Sequence[str]) -> str:
    """Make commits anew on top of another one, in no work tree; return the last. Raise ValueError where they do not fit."""
    if repository.find("config", "--get-regexp", r"^merge\..*\.driver$"):
        raise ValueError("a merge driver is set")  # a program that nobody asked for
    if repository.find("config", "--type=bool", "commit.gpgSign") == "true":
        raise ValueError("commits are signed here")
    if len(commits) > MOST_MOVED or any(len(_parents(repository, one)) != 1 for one in commits):
        raise ValueError("there is a merge among them" if len(commits) <= MOST_MOVED else f"{len(commits)} commits")
    tip = theirs
    for commit in commits:
        answer = repository.run("merge-tree", "--write-tree", "--name-only", "--no-messages", theirs, commit)
        tree, *files = answer.out.split("\n")
        if answer.status:
            found = ", ".join(filter(None, files)) if answer.status == 1 else ""
            raise ValueError(f"both changed {found}" if found else "this git cannot merge them")
        if tree != repository.find("rev-parse", f"{tip}^{{tree}}"):
            tip = _commit_again(repository, commit, tree, tip)
    return tip


def _parents(repository: Repository, commit: str) -> list[str]:
    """Return the parents of a commit."""
    return repository.find("rev-list", "--parents", "--max-count=1", commit).split()[1:]


def _commit_again(repository: Repository, commit: str, tree: str, parent: str) -> str:
    """Make a commit with another's author, date and message; return its name. Raise GitError."""
    told = repository.ask("log", "-1", "--date=raw", "--format=%an%x00%ae%x00%ad%x00%B", commit)
    name, address, date, message = told.split("\0", 3)
    author = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": address, "GIT_AUTHOR_DATE": date}
    made = ("commit-tree", "-p", parent, tree)
    return repository.ask(*made, stdin=(message.strip() + "\n").encode("utf-8", "surrogateescape"), environ=author).strip()


def _open_branch(remote: Remote, branch: Branch, tip: str, commits: int, refused: str) -> PushReport:
    """Push commits as a branch of their own, and let the one that is protected be as the remote has it. Raise KcsError."""
    repository = remote.repository
    name = f"{OWN_BRANCH}{repository.find('log', '-1', '--format=%cs', tip)}-{tip[:7]}"
    ref = f"{HEADS}{name}"
    own = Branch(name, branch.remote, ref, f"refs/remotes/{branch.remote}/{name}", branch.name)
    if repository.find_commit(ref) != tip:
        repository.move(ref, tip, "")
    answer = remote.push_branch(tip, ref)
    if answer.refused:
        repository.ask("update-ref", "-d", ref, tip)
        raise KcsError(
            f"{branch.remote} takes it neither for {branch.ref.removeprefix(HEADS)} ({refused}) "
            f"nor as a branch ({_reason(answer)}); commit {tip[:12]} is here on {branch.name}, nothing is lost",
            f"Ask who runs {branch.remote} what it takes, then kcs share",
        )
    _follow(repository, own, tip)
    repository.ask("config", f"branch.{name}.{BASE}", branch.name)
    # The commit is the same: no file and nothing that is staged changes
    repository.ask("symbolic-ref", "-m", "kcs share", "HEAD", ref)
    free_base(repository, own)
    return PushReport(own, tip, commits, _request(answer), opened=True, refused=refused)


def free_base(repository: Repository, branch: Branch) -> None:
    """Let the branch that is protected be as the remote has it: its commits are on ours. Raise GitError."""
    if not branch.base or not branch.name.startswith(OWN_BRANCH):
        return
    base = f"{HEADS}{branch.base}"
    theirs = repository.find_commit(f"refs/remotes/{branch.remote}/{branch.base}")
    ours, tip = repository.find_commit(base), repository.find_commit(branch.tracking)
    # Only what the remote has as well, on our branch: a commit that is nowhere else stays
    if theirs and tip and ours != theirs and repository.is_ancestor(theirs, ours) and repository.is_ancestor(ours, tip):
        repository.move(base, theirs, ours)


def _request(answer: BranchPush) -> str:
    """Return the address that a remote tells to open a pull request at; nothing where it tells none."""
    lines = (line for line in answer.told.split("\n") if line.startswith("remote:"))
    found = (match[0] for line in lines if (match := ADDRESS.search(line)))
    return without_password(one_line(next(found, ""))).rstrip(".,;)")


def _reason(answer: BranchPush) -> str:
    """Return why a push was refused, in the remote's own words where it has some."""
    told = (line.removeprefix("remote:").strip() for line in answer.told.split("\n") if line.startswith("remote:"))
    found = next((line for line in told if PROTECTED.search(line)), answer.refused)
    return without_password(one_line(re.sub(r"^(error|fatal): *", "", found)))[:200].rstrip(".")


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
