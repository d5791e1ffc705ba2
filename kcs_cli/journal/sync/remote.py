"""The journals of all writers as refs of the repository: ours, the others' as they were fetched, and those of a remote."""

import os
import re
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.git.distrust import remote_programs
from kcs_cli.git.process import TIME_OUT, GitAnswer, GitError, git, run_git
from kcs_cli.git.repository import Repository
from kcs_cli.text.outside import portable

OWN = "refs/kcs/journal"  # the journals written in this clone, whatever their refs at a remote are called
FETCHED = "refs/kcs/fetched"  # the journals of a remote, below its name
MONTH = re.compile(r"\d{4}-\d{2}\.jsonl")
MANY_LOOSE = 1_000  # refs, each a file of its own, from which on git reads them faster from one
STALE = 10.0  # seconds after which a lock file is that of a git that was killed: it holds one for milliseconds
# Whatever a person has set: a journal is fetched whole in a partial clone, is not pruned, brings no tags; and its line
# of the output is not cut short (fetch.output=compact), from which it is known what was taken
FETCH = (
    "-c", "fetch.output=full", "fetch", "--verbose", "--no-write-fetch-head", "--no-tags", "--no-prune",
    "--no-recurse-submodules", "--no-filter", "--refmap=",
)  # fmt: skip
PUSH = (
    "push", "--porcelain", "--no-verify", "--no-follow-tags", "--recurse-submodules=no", "--no-signed",
)  # fmt: skip
FETCHED_REF = re.compile(r"^ (.) .* -> (refs/\S+)(?: +\((.*)\))?$", re.MULTILINE)
PUSHED_REF = re.compile(r"^(.)\t[^\t:]*:([^\t]+)\t(?:\[.*?\] ?)?(.*)$", re.MULTILINE)
COMPLAINT = re.compile(r"(?:fatal|error|ssh): +(?=\S)", re.IGNORECASE)
NO_RIGHT = re.compile(
    r"\b40[13]\b|permission|denied|authenti|could not read (?:user|pass)|host key|unauthorized", re.IGNORECASE
)


class RemoteError(KcsError):
    """The remote was not there, did not let us in, or took too long; the message is what was said."""


class BranchPush(NamedTuple):
    """How a push of a branch went: why it was `refused`, nothing when it was taken; `told` is what the remote said."""

    refused: str
    told: str


class FetchResult(NamedTuple):
    """What a fetch gave: the refs that are now as the remote has them, and those that could not be taken over, with why."""

    current: frozenset[str]
    rejected: Mapping[str, str]


class Remote(NamedTuple):
    """A remote of a repository; whatever is asked of it ends at a `deadline`, in seconds of the monotonic clock."""

    top: Path
    name: str
    deadline: float | None = None

    def fetched(self, ref: str) -> str:
        """Return the name under which this repository keeps a ref of the remote."""
        return f"{FETCHED}/{self.name}/{ref.removeprefix('refs/')}"

    def run(self, *arguments: str) -> GitAnswer:
        """Let git talk to the remote in the time that is left. Raise RemoteError when it is over."""
        left = None if self.deadline is None else max(0.01, self.deadline - time.monotonic())
        prompts = left is None and _is_somebody_there()
        try:
            return run_git(self.top, *arguments, seconds=left, prompts=prompts)
        except GitError as error:
            raise (RemoteError("it took too long") if error.output == TIME_OUT else error) from error

    def program(self, pack: str) -> tuple[str, ...]:
        """Return the option that names the program at the remote, where the repository's own configuration does."""
        program = remote_programs(self.top, self.name).get(pack)
        return () if program is None else (f"--{pack}-pack={program}",)

    @property
    def repository(self) -> Repository:
        """The repository, while there is time: what is asked of it takes milliseconds, and is not cut off."""
        if self.deadline is not None and time.monotonic() > self.deadline:
            raise RemoteError("it took too long")
        return Repository(self.top)

    def fetch(self, prefixes: Iterable[str]) -> FetchResult:
        """Fetch all journals; a ref that went back at the remote is left as it was. Raise RemoteError."""
        answer = self.run(
            *FETCH,
            *self.program("upload"),
            "--",
            self.name,
            *(f"{prefix}/*:{self.fetched(prefix)}/*" for prefix in prefixes),
        )
        seen = [(flag, ref, why) for flag, ref, why in FETCHED_REF.findall(answer.said) if ref.startswith(FETCHED)]
        rejected = {ref: why for flag, ref, why in seen if flag == "!"}
        if answer.status and not rejected:
            raise RemoteError(_complaint(answer))
        return FetchResult(frozenset(ref for flag, ref, _ in seen if flag != "!"), rejected)

    def push(self, tips: Mapping[str, str]) -> dict[str, str]:
        """Push commits to refs of the remote; return the refs it did not take, with its reason. Raise RemoteError."""
        return self._push((), (f"{commit}:{ref}" for ref, commit in tips.items()))

    def delete(self, tips: Mapping[str, str]) -> dict[str, str]:
        """Delete refs that are where they were seen; return those that the remote still has, with why. Raise RemoteError."""
        seen, gone = [f"--force-with-lease={ref}:{tip}" for ref, tip in tips.items()], [f":{ref}" for ref in tips]
        # All or none: otherwise git writes the file of all its refs anew for each of them
        with suppress(RemoteError):  # not every remote can
            if not self._push(["--atomic", *seen], gone):
                return {}
        return self._push(seen, gone)

    def _push(self, options: Iterable[str], changes: Iterable[str]) -> dict[str, str]:
        answer = self.run(*PUSH, *options, *self.program("receive"), "--", self.name, *changes)
        refused = {ref: reason.strip("()") for flag, ref, reason in PUSHED_REF.findall(answer.out) if flag == "!"}
        if answer.status and not refused:
            raise RemoteError(_complaint(answer))
        return refused

    def push_branch(self, commit: str, ref: str) -> BranchPush:
        """Push a commit to a branch of the remote, never by force. Raise RemoteError."""
        answer = self.run(*PUSH, *self.program("receive"), "--", self.name, f"{commit}:{ref}")
        refused = next((reason for flag, _, reason in PUSHED_REF.findall(answer.out) if flag == "!"), "")
        if answer.status and not refused:
            raise RemoteError(_complaint(answer))
        return BranchPush(refused.strip("()"), answer.said)

    def fetch_branch(self, ref: str, into: str) -> None:
        """Fetch a branch, wherever it went at the remote. Raise RemoteError."""
        answer = self.run(*FETCH, *self.program("upload"), "--", self.name, f"+{ref}:{into}")
        if answer.status:
            raise RemoteError(_complaint(answer))

    @property
    def address(self) -> str:
        """Where a push goes, without a password."""
        return without_password(Repository(self.top).push_address(self.name))


def read_tips(top: Path, prefix: str) -> dict[str, str]:
    """Return ref → commit of every journal in the repository, each ref by a name that can be stored. Raise GitError."""
    found = git(top, "for-each-ref", "--format=%(refname) %(objectname)", OWN, prefix, FETCHED).split("\n")
    return {portable(ref): commit for ref, _, commit in (line.rpartition(" ") for line in found if line)}


def find_remote(top: Path, wanted: str | None) -> str:
    """Return the remote asked for, else the current branch's, else origin, else the only one. Raise KcsError."""
    repository = Repository(top)
    remotes = repository.remotes
    if wanted is not None:
        if wanted in remotes:
            return wanted
        raise KcsError(f"There is no remote {without_password(wanted)}", "git remote -v shows those there are")
    if not remotes:
        raise KcsError("There is no remote to share the journal with", "git remote add origin URL")
    for name in (repository.followed_remote, "origin"):
        if name in remotes:
            return name
    if len(remotes) > 1:
        raise KcsError(f"There are several remotes: {', '.join(remotes)}", f"Name one: kcs sync --remote {remotes[0]}")
    return remotes[0]


def remove_stale_locks(common: Path, now: float) -> None:
    """Remove the lock files of a git that was killed: they would stop every later sync."""
    for lock in (common / "refs/kcs").rglob("*.lock"):
        with suppress(OSError):
            if now - lock.stat().st_mtime > STALE:
                lock.unlink()


def pack_loose_refs(top: Path, common: Path) -> None:
    """Have git keep its refs in one file where the journals are very many files; where it cannot now, a later sync does."""
    loose = sum(len(files) for _, _, files in os.walk(common / "refs/kcs"))
    if loose > MANY_LOOSE:
        with suppress(GitError):
            # All: to name some, `--include`, is for git 2.43 and later; what any ref stands for stays as it was
            git(top, "pack-refs", "--all", "--prune")


def without_password(text: str) -> str:
    """Return a text with addresses in it that tell no password: for the web not even a name, which may be a token."""
    return re.sub(r"(?<=://)([^\s/@:]*):[^\s/]*@", r"\1@", re.sub(r"(?<=https://)\S*@|(?<=http://)\S*@", "", text))


def _complaint(answer: GitAnswer) -> str:
    """Return what tells most of what git, or the program that talks to the remote, complained of."""
    lines = [line.strip() for line in answer.said.splitlines() if line.strip()]
    found = [line for pattern in (NO_RIGHT.search, COMPLAINT.match) for line in lines if pattern(line)]
    first = (found or lines or [f"status {answer.status}"])[0]
    return without_password(re.sub(r"^(fatal|error|remote): *", "", first))


def _is_somebody_there() -> bool:
    """Tell whether a person can be asked for a password."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stderr.isatty())
