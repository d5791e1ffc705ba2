"""What a repository's own configuration names a program in: not used, because the folder may have come from elsewhere.

What a person has set for themselves (`git config --global`, the environment) counts in its place. A repository in which
nothing of the kind is written costs one look at its configuration, and no process.
"""

import os
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kcs_cli.git.folder import GitFolders, find_git
from kcs_cli.text.outside import kept

PROTOCOLS = "file:git:http:https:ssh"  # ext:: and the helpers that a remote may name run programs
WORDS = re.compile(  # without one of them no configuration names a program
    rb"include|filter|driver|command|fsmonitor|gitproxy|askpass|editor|pager|helper|program|worktree|pack", re.IGNORECASE
)
OWN = ("local", "worktree")  # scopes: what is in the repository's folder, or is included from there
MERGE = "git merge-file --marker-size=%L %A %O %B"  # as git merges where no driver is named
INSTEAD = (  # what counts where the person has set nothing
    (r"filter\..*\.(clean|smudge|process)", ""),
    (r"filter\..*\.required", "false"),
    (r"merge\..*\.driver", MERGE),
    (r"core\.fsmonitor", "false"),
    (r"core\.alternaterefscommand", ""),
    (r"core\.sshcommand", "ssh"),
    (r"core\.askpass", ""),
    (r"(core|sequence)\.editor", ":"),
    (r"core\.pager", "cat"),
    (r"gpg\.program|gpg\.openpgp\.program", "gpg"),
    (r"gpg\.x509\.program", "gpgsm"),
    (r"gpg\.ssh\.program", "ssh-keygen"),
    (r"gpg\.ssh\.defaultkeycommand", "false"),
)
HELPER = r"credential\.(.*\.)?helper"  # of these all count; an empty one forgets those before
PROXY = "core.gitproxy"
REPOSITORIES: dict[Path, GitFolders] = {}  # by a folder of theirs, as they were found
PACKS = ("upload", "receive")  # the programs that a remote is spoken to by


class GitSetting(NamedTuple):
    """A line of git's configuration, and who wrote it: the system's, the person's, the repository's."""

    scope: str
    name: str
    value: str


def distrusting(top: Path) -> dict[str, str]:
    """Return variables under which git uses no program that the repository around a folder names."""
    git = _git_of(top)
    return _variables(git, _known_settings(git)) if git else {}


def remote_programs(top: Path, remote: str) -> dict[str, str]:
    """Return what is to be run at a remote to fetch (`upload`) and to push (`receive`), where its repository says so."""
    git = _git_of(top)
    settings = _known_settings(git) if git else ()
    found = {}
    for pack in PACKS:
        values = [one for one in settings if one.name == f"remote.{remote}.{pack}pack"]
        if any(one.scope in OWN for one in values):
            found[pack] = next((one.value for one in values if one.scope not in OWN), f"git-{pack}-pack")
    return found


def _git_of(folder: Path) -> GitFolders | None:
    """Return the repository around a folder, looked for once where there is one."""
    if folder not in REPOSITORIES and (git := find_git(folder)):
        REPOSITORIES[folder] = git
    return REPOSITORIES.get(folder)


def _known_settings(git: GitFolders) -> Sequence[GitSetting]:
    """Return git's configuration where the repository's own may name a program; else nothing."""
    return _settings_once(git, tuple(map(_stamp, (git.common / "config", git.own / "config.worktree"))))


def _stamp(file: Path) -> tuple[str, int, int]:
    """Return what a file looks like."""
    try:
        stat = file.stat()
    except OSError:
        return str(file), 0, 0
    return str(file), stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=16)
def _settings_once(git: GitFolders, files: Sequence[tuple[str, int, int]]) -> Sequence[GitSetting]:
    """Look at files of configuration, once as long as they stay as they are."""
    return tuple(_settings(git.top)) if any(WORDS.search(_content(Path(file))) for file, *_ in files) else ()


def _variables(git: GitFolders, settings: Sequence[GitSetting]) -> dict[str, str]:
    """Return the variables that take the place of what the repository says."""
    count = os.environ.get("GIT_CONFIG_COUNT", "")
    counted = int(count) if count.isdecimal() else 0
    found: dict[str, str] = {}
    instead = [*_instead(settings), *_helpers(settings)]
    for number, (name, value) in enumerate(instead, counted):
        found |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    found |= {"GIT_CONFIG_COUNT": f"{counted + len(instead)}"} if instead else {}
    own = {one.name: one.value for one in settings if one.scope in OWN}
    found |= {"GIT_PROXY_COMMAND": os.environ.get("GIT_PROXY_COMMAND", "")} if PROXY in own else {}
    # The work tree is where kcs found it, whatever the configuration says
    if "core.worktree" in own and (git.own / own["core.worktree"]).resolve() != git.top.resolve():
        found |= {"GIT_DIR": str(git.own), "GIT_WORK_TREE": str(git.top)}
    return found


def _content(file: Path) -> bytes:
    """Return what is in a file; nothing where it cannot be read."""
    try:
        return file.read_bytes() if file.is_file() else b""
    except OSError:
        return b""


def _settings(top: Path) -> Iterator[GitSetting]:
    """Yield git's configuration, included files among it, in the order in which it counts."""
    import subprocess

    # Asked as the repository is: to list its configuration runs nothing
    line = ["git", "-C", str(top), "config", "--show-scope", "--includes", "--list", "-z"]
    try:
        done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError:  # git is not there: who asks next is told so
        return
    words = iter(kept(done.stdout).split("\0"))
    for scope, entry in zip(words, words, strict=False):
        name, _, value = entry.partition("\n")
        yield GitSetting(scope, name, value)


def _instead(settings: Sequence[GitSetting]) -> Iterator[tuple[str, str]]:
    """Yield what is to count in place of each program that the repository names."""
    known = {one.name: one.value for one in settings if one.scope not in OWN}
    for name in dict.fromkeys(one.name for one in settings if one.scope in OWN):
        for pattern, value in INSTEAD:
            if re.fullmatch(pattern, name, re.DOTALL):
                yield name, known.get(name, value)


def _helpers(settings: Sequence[GitSetting]) -> Iterator[tuple[str, str]]:
    """Yield the helpers that know passwords which the person has set, after all are forgotten."""
    helpers = [one for one in settings if re.fullmatch(HELPER, one.name, re.DOTALL)]
    if any(one.scope in OWN for one in helpers):
        yield "credential.helper", ""
        yield from ((one.name, one.value) for one in helpers if one.scope not in OWN)
