"""Which files a change touches, and what they were before: since a commit, or as they are staged."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.files.markdown_file import is_markdown
from kcs_cli.files.plain_file import is_there
from kcs_cli.git.hook import INDEX
from kcs_cli.git.process import GitError, check_git, git_text, run_git
from kcs_cli.git.repository import Repository
from kcs_cli.git.revision import is_shallow
from kcs_cli.text.outside import kept_bytes, portable

HEX = re.compile(r"[0-9a-f]{40,64}")
GITLAB_BASE = "CI_MERGE_REQUEST_DIFF_BASE_SHA"
TARGETS = (
    "GITHUB_BASE_REF",
    "CI_MERGE_REQUEST_TARGET_BRANCH_NAME",
    "SYSTEM_PULLREQUEST_TARGETBRANCH",
    "BITBUCKET_PR_DESTINATION_BRANCH",
)
DIFF = ("diff", "--raw", "-z", "-M", "--no-abbrev", "--no-ext-diff")
NEW = ("ls-files", "-z", "--others", "--exclude-standard")
NO_FILE = ("120000", "160000")  # modes of symbolic links and submodules


class ChangedFile(NamedTuple):
    """A markdown file that a change touches, or any that it takes away, by its path in the repository.

    `before` is the name of its text before (nothing: it is new), `path_before` where that was; `blob` that of its text in
    git's index (nothing: look at the file); `is_gone`: the change takes it away.
    """

    path: str
    before: str = ""
    path_before: str = ""
    blob: str = ""
    is_gone: bool = False


def target_branch(environ: Mapping[str, str]) -> str:
    """Return what a CI says a pull request is to be merged into: a commit, or a branch of the remote; else nothing."""
    if found := environ.get(GITLAB_BASE):
        return found
    branch = next((environ[name] for name in TARGETS if environ.get(name)), "")
    return f"origin/{branch.removeprefix('refs/heads/')}" if branch else ""


def commit_of(top: Path, reference: str) -> str:
    """Return the commit that a branch, tag or name of a commit stands for. Raise KcsError."""
    commit = Repository(top).find_commit(reference)
    if HEX.fullmatch(commit):
        return commit
    check_git(top)
    raise KcsError(f"git knows no {reference} here", _hint_for(top, reference))


def _hint_for(top: Path, reference: str) -> str:
    """Return what helps somebody who named a commit that is not here."""
    remote, _, branch = reference.partition("/")
    if branch:
        return f"git fetch {remote} {branch}:refs/remotes/{reference}"
    if Repository(top).find_commit(f"refs/remotes/origin/{reference}"):
        return f"Did you mean origin/{reference}?"
    return "This clone is shallow: git fetch --unshallow" if is_shallow(top) else "Name a branch, tag or commit"


def first_common_commit(top: Path, commit: str, reference: str) -> str:
    """Return the commit in which this branch left another one, which is called `reference`. Raise KcsError."""
    if common := Repository(top).find("merge-base", commit, "HEAD"):
        return common
    if is_shallow(top):
        raise KcsError(f"This clone is shallow: where the branch left {reference} is not in it", "git fetch --unshallow")
    raise KcsError(f"{reference} and this branch have no commit in common", "Name another one with --changed-from")


def changed_since(top: Path, commit: str) -> list[ChangedFile]:
    """Return the markdown files that differ from a commit as they are in the work tree, new ones among them."""
    repository = Repository(top)
    changed = list(_read_raw(repository.ask(*DIFF, commit, "--")))
    new = repository.ask(*NEW).split("\0")
    return [one._replace(blob="") for one in changed] + [ChangedFile(path) for path in new if is_markdown(path)]


def staged_files(top: Path, environ: Mapping[str, str]) -> list[ChangedFile]:
    """Return the markdown files that the next commit would change; in a hook, those that the commit in progress changes."""
    index = _index_in_progress(top, environ)
    return list(
        _read_raw(Repository(top).ask(*DIFF, "--cached", "--", environ={"GIT_INDEX_FILE": index} if index else None))
    )


def _index_in_progress(top: Path, environ: Mapping[str, str]) -> str:
    """Return the index of the commit that runs us as its hook: `git commit -a` has another one than the repository.

    Nothing where there is none, or where it is another repository's.
    """
    name = environ.get(INDEX, "")
    file = Path(name).absolute()
    return str(file) if name and file.parent.resolve() == Repository(top).folder else ""


def _read_raw(output: str) -> Iterator[ChangedFile]:
    """Read what `git diff --raw -z` prints."""
    words = iter(output.split("\0"))
    for word in words:
        if not word:
            continue
        if not word.startswith(":"):  # passed over, it would leave nothing to check: a gate that passes
            raise GitError("git diff answers what no git does", "Look which one runs: git --version", output)
        old_mode, new_mode, old, new, status = word[1:].split(" ")
        path_before = next(words, "")
        path = next(words, "") if status[0] in "RC" else path_before
        if status[0] in "DR" and not is_markdown(path_before):
            yield ChangedFile(path_before, old, path_before, "", is_gone=True)
        if not is_markdown(path) or new_mode in NO_FILE:
            continue
        is_new = status[0] in "AC" or old_mode in ("000000", *NO_FILE)
        blob = "" if not new.strip("0") else new
        yield ChangedFile(
            path=path,
            before="" if is_new else old,
            path_before="" if is_new else path_before,
            blob=blob,
            is_gone=status[0] == "D",
        )
        if status[0] == "R" and is_markdown(path_before):
            yield ChangedFile(path_before, old, path_before, "", is_gone=True)


def authors_of(top: Path, commit: str) -> dict[str, frozenset[str]]:
    """Return who changed which files since a commit: path → addresses, as git writes them; by `.mailmap`. Raise KcsError."""
    is_there(top / ".mailmap")  # git would wait for a pipe
    found: dict[str, set[str]] = {}
    log = Repository(top).ask("log", "--format=%x01%aE", "--name-only", "-z", "--no-renames", f"{commit}..HEAD")
    for part in log.split("\x01")[1:]:
        address, _, names = part.partition("\0")
        # With -z git writes a line feed before the first name, and NUL after each
        for name in filter(None, names.replace("\n", "\0").split("\0")):
            found.setdefault(name, set()).add(address.strip().casefold())
    return {path: frozenset(people) for path, people in found.items()}


def files_with(top: Path, words: Sequence[str], commit: str) -> list[str]:
    """Return the markdown files of a commit in which one of some words stands, whatever its capitals."""
    patterns = [part for word in words for part in ("-e", word)]
    found = Repository(top).find("grep", "-z", "-l", "-i", "-F", *patterns, commit) if words else ""
    return [name.partition(":")[2] for name in found.split("\0") if is_markdown(name)]


def dirty_files(top: Path) -> list[str]:
    """Return the files that differ from the last commit, new ones among them."""
    repository = Repository(top)
    changed = repository.ask("diff", "--name-only", "-z", "HEAD", "--") if repository.find_commit("HEAD") else ""
    return [name for name in (changed + repository.ask(*NEW)).split("\0") if name]


def uncommitted_moves(top: Path) -> Iterator[tuple[str, str]]:
    """Yield the moves that the next commit would make, and those that git was not told of, where the text is the same.

    Another article may lie in the old place already.
    """
    words = iter(git_text(top, *DIFF, "HEAD").split("\0"))
    left: dict[str, str] = {}
    new: list[str] = []
    for word in words:
        *_, blob, _, status = word.split(" ") if word else ("", "", "")
        path = next(words, "")
        if status.startswith("R"):
            yield portable(path), portable(next(words, ""))
        elif status in ("D", "M"):
            left[blob] = path
        elif status == "A":
            new.append(path)
    new += git_text(top, *NEW).split("\0")
    # git hash-object parts the paths that it reads by line feeds: a name that has one cannot be asked for
    new = [path for path in new if is_markdown(path) and "\n" not in path and (top / path).is_file()]
    if left and new:
        stdin = kept_bytes("\n".join(new))
        blobs = run_git(top, "hash-object", "--stdin-paths", stdin=stdin).out.split()
        yield from ((portable(left[blob]), portable(path)) for blob, path in zip(blobs, new, strict=False) if blob in left)
