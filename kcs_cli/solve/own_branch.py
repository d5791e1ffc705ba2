"""A branch beside one that is protected: made for commits that wait to be merged, and left once they are."""

import re
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.git.process import GitError
from kcs_cli.git.repository import Repository
from kcs_cli.journal.sync.remote import BranchPush, Remote, RemoteError, without_password
from kcs_cli.solve.branch import BASE, HEADS, Branch, follow
from kcs_cli.text.display import one_line

OWN_BRANCH = "kcs/share-"
# GitHub (GH006, GH013), GitLab, Gitea, Bitbucket, Azure DevOps (TF402455), Gerrit, and a hook of one's own
PROTECTED = re.compile(
    r"protected branch|GH006|GH013|rule violations|hook declined|not allowed to push|TF4024\d\d|pull request|prohibited",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


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


def open_branch(remote: Remote, branch: Branch, tip: str, commits: int, refused: str) -> PushReport:
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
            f"nor as a branch ({reason_in(answer)}); commit {tip[:12]} is here on {branch.name}, nothing is lost",
            f"Ask who runs {branch.remote} what it takes, then kcs share",
        )
    follow(repository, own, tip)
    repository.ask("config", f"branch.{name}.{BASE}", branch.name)
    # The commit is the same: no file and nothing that is staged changes
    repository.ask("symbolic-ref", "-m", "kcs share", "HEAD", ref)
    free_base(repository, own)
    return PushReport(own, tip, commits, request_in(answer), opened=True, refused=refused)


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


def go_home(remote: Remote, branch: Branch) -> Branch:
    """Return to the branch that one of ours was made from, once that has all of it; return the branch one is on then."""
    repository = remote.repository
    if not branch.base or not branch.name.startswith(OWN_BRANCH):
        return branch
    base = Branch(branch.base, branch.remote, f"{HEADS}{branch.base}", f"refs/remotes/{branch.remote}/{branch.base}")
    try:
        remote.fetch_branch(base.ref, base.tracking)
        ours = repository.find_commit(base.ref)
        has_more = ours and not repository.is_ancestor(ours, base.tracking)  # commits that are nowhere else
        if not has_more and _is_merged(repository, base.tracking):
            # As git switches: where a change that is not committed is in the way, nothing happens
            repository.ask("checkout", "--quiet", "--no-track", "-B", base.name, base.tracking, "--")
            return base
    except (RemoteError, GitError):
        pass
    return branch


def _is_merged(repository: Repository, theirs: str) -> bool:
    """Tell whether a branch has what the commits that are checked out changed, however they were merged."""
    if repository.is_ancestor("HEAD", theirs):
        return True
    fork = repository.find("merge-base", theirs, "HEAD")
    if not fork:
        return False
    paths = repository.ask("diff-tree", "-r", "-z", "--name-only", "--no-renames", fork, "HEAD").split("\0")
    return repository.run("diff-tree", "-r", "--quiet", theirs, "HEAD", "--", *filter(None, paths)).status == 0


def request_in(answer: BranchPush) -> str:
    """Return the address that a remote tells to open a pull request at; nothing where it tells none."""
    lines = (line for line in answer.told.split("\n") if line.startswith("remote:"))
    found = (match[0] for line in lines if (match := ADDRESS.search(line)))
    return without_password(one_line(next(found, ""))).rstrip(".,;)")


def reason_in(answer: BranchPush) -> str:
    """Return why a push was refused, in the remote's own words where it has some."""
    told = (line.removeprefix("remote:").strip() for line in answer.told.split("\n") if line.startswith("remote:"))
    found = next((line for line in told if PROTECTED.search(line)), answer.refused)
    return without_password(one_line(re.sub(r"^(error|fatal): *", "", found)))[:200].rstrip(".")
