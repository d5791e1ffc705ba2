"""Does kcs agree with git? `python -m tests.benchmarks.agreement REPOSITORY [FOLDER]`.

For each article, creation, last change and last substantive change with their authors, as kcs has them from its one pass
and as `git log --follow` has them, file by file. Then by what kind of commit the articles were last changed: how many of
the dates that other tools show are mass edits.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from kcs_cli.history.history import History
from kcs_cli.history.kind import compare_texts
from kcs_cli.history.lineage import Rules
from kcs_cli.history.past import Change, ChangeKind, Past
from kcs_cli.knowledge_base.config import Config

CONFIG = Config()
FOLLOW = ("log", "--follow", "-M", "--raw", "-z", "--no-abbrev", "--format=%x01%H", "--")
ASPECTS = ("created", "last change", "last work")


class Step(NamedTuple):
    """What `git log --follow` says a commit did to a file; `before` and `after` are its texts."""

    commit: str
    status: str
    before: str
    after: str


class Difference(NamedTuple):
    """Where kcs and git name another commit, or another author, for an article; `why`, and who is right."""

    path: str
    aspect: str
    ours: str
    gits: str
    why: str


class Commits(NamedTuple):
    """What git says of all commits: how many articles each changed, and whose it is."""

    sizes: dict[str, int]
    authors: dict[str, tuple[str, str]]


def git(top: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(top), *arguments], check=True, capture_output=True).stdout


def text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def follow(top: Path, path: str) -> list[Step]:
    """Return what git follows of a file, the newest first."""
    steps = []
    for part in text(git(top, *FOLLOW, path)).split("\x01")[1:]:
        commit, _, raw = part.partition("\0")
        fields = raw.strip("\n").split("\0")[0].split(" ")
        steps.append(Step(commit.strip(), fields[4], fields[2], fields[3]))
    return steps


def all_commits(top: Path) -> Commits:
    """Ask git for all commits once."""
    sizes, authors = {}, {}
    log = ("log", "--full-history", "-M", "--name-only", "-z", "--format=%x01%H%x02%aN%x02%aE", "--", "*.md")
    for part in text(git(top, *log)).split("\x01"):
        head, _, names = part.partition("\0")
        if head:
            commit, name, address = head.strip().split("\x02")
            sizes[commit], authors[commit] = len([one for one in names.strip("\n").split("\0") if one]), (name, address)
    return Commits(sizes, authors)


def is_work(top: Path, step: Step, commits: Commits) -> bool:
    """Tell whether a step counts as work on the article, from git's answers alone."""
    if step.status == "A":
        return True
    is_bots = any(fnmatch(who.lower(), bot) for who in commits.authors[step.commit] for bot in CONFIG.history.bots)
    if is_bots or step.status == "R100" or commits.sizes[step.commit] >= CONFIG.history.mass_edit:
        return False
    before, after = (git(top, "cat-file", "blob", name) for name in (step.before, step.after))
    return compare_texts([before], after, CONFIG) is ChangeKind.substantive


def by_git(top: Path, steps: Sequence[Step], commits: Commits) -> tuple[Step, ...]:
    """Return what created, last changed, and last worked on a file, as git follows it."""
    worked = next((step for step in steps if is_work(top, step, commits)), steps[-1])
    return steps[-1], steps[0], worked


def by_kcs(past: Past) -> tuple[Change, ...]:
    """Return the same as kcs has it; merges, which `git log --follow` does not show, left out of the last change."""
    last = next(change for change in past.changes if change.kind is not ChangeKind.merged)
    assert past.created
    assert past.substantive
    return past.created, last, past.substantive


def why(change: Change, step: Step, steps: Sequence[Step], past: Past) -> str:
    """Say why kcs and git differ; nothing where that is not understood."""
    if any(one.commit.oid == step.commit and one.kind is ChangeKind.restored for one in past.changes):
        return "a deleted file came back: git calls it new, kcs restored (kcs is right)"
    if any(one.status.startswith("C") for one in steps):
        return "git follows a new file into one it resembles, which is still there (kcs is right)"
    if change.blob == step.after:
        return "the same edit was committed on two branches (both are right)"
    if len(change.before) > 1:
        return "a conflict was resolved with words of its own: git log --follow shows no merges (kcs is right)"
    return ""


def differences(top: Path, folder: str) -> tuple[list[Difference], dict[str, Past]]:
    """Return where kcs and git differ, and what kcs has."""
    rules = Rules(CONFIG.history.mass_edit, CONFIG.history.bots)
    history = History(top, None, rules, lambda before, after: compare_texts(before, after, CONFIG))
    paths = [path for path in history.tree(history.head) if path.startswith(folder)]
    pasts, commits = history.pasts(paths, choose=lambda past: past.changes), all_commits(top)
    found = []
    for path in paths:
        steps = follow(top, path)
        for aspect, change, step in zip(ASPECTS, by_kcs(pasts[path]), by_git(top, steps, commits), strict=True):
            ours = f"{change.commit.oid} {change.commit.by[0]}"
            gits = f"{step.commit} {commits.authors[step.commit][1].lower()}"
            if ours != gits:
                found.append(Difference(path, aspect, ours, gits, why(change, step, steps, pasts[path])))
    return found, pasts


def kinds_of_last(pasts: Sequence[Past]) -> Counter[str]:
    """Count by what kind of commit articles were last changed."""
    return Counter(past.changes[0].kind.value for past in pasts if past.changes)


def main(top: Path, folder: str = "") -> None:
    found, pasts = differences(top, folder)
    print(f"{len(pasts)} articles, {len(ASPECTS) * len(pasts)} commits and authors; {len(found)} are not those of git:")
    for one in found:
        print(f"  {one.path}: {one.aspect}: kcs {one.ours[:10]}, git {one.gits[:10]}\n    {one.why or 'NOT UNDERSTOOD'}")
    kinds = kinds_of_last(list(pasts.values()))
    print(
        "\n".join(
            f"  {number:5} = {number / len(pasts):4.0%} last changed by: {kind}" for kind, number in kinds.most_common()
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
