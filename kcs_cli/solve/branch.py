"""The branch that is checked out, and where it goes."""

from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.git.process import check_git
from kcs_cli.git.repository import Repository
from kcs_cli.journal.sync.remote import find_remote

HEADS = "refs/heads/"
BASE = "kcsBase"  # branch.NAME.kcsBase: from which branch one of ours was made
UNDER_WAY = {  # a file or folder that git has meanwhile
    "rebase-merge": "rebase", "rebase-apply": "rebase", "MERGE_HEAD": "merge", "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
}  # fmt: skip


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
        check_git(top)
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


def follow(repository: Repository, branch: Branch, tip: str) -> None:
    """Let the branch follow the one at the remote, where it followed none, and note where that is now."""
    if not repository.find("config", f"branch.{branch.name}.merge"):
        repository.ask("config", f"branch.{branch.name}.remote", branch.remote)
        repository.ask("config", f"branch.{branch.name}.merge", branch.ref)
    if repository.find_commit(branch.tracking) != tip:
        repository.ask("update-ref", branch.tracking, tip)
