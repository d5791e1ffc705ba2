"""The commits made since the days of articles were noted: a look at a few of them, without reading the history."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from kcs_cli.article.model import ArticleDays
from kcs_cli.files.markdown_file import is_markdown
from kcs_cli.git.log import CommittedFile, LoggedCommit, read_log
from kcs_cli.git.mailmap import Mailmap
from kcs_cli.git.object import Objects, reading_objects
from kcs_cli.git.process import GitError, answer_line, git_text
from kcs_cli.history.history import History
from kcs_cli.history.lineage import Commits, moment
from kcs_cli.history.opening import history
from kcs_cli.history.past import ChangeKind
from kcs_cli.history.store import CommitRow
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase

UNKNOWN = ArticleDays()
Days = dict[str, ArticleDays]
MOST = 100  # commits looked at: with more, what they changed is not known until the history is read


def days_since(kb: KnowledgeBase, seen: str, head: str, known: Callable[[Iterable[str]], Days]) -> Days:
    """Return the days of what commits since `seen` changed, by path in the repository, from those that are `known`.

    After many commits, and where git cannot tell, they are not known.
    """
    git = history(kb)
    count = answer_line(git.top, "rev-list", "--count", f"--max-count={MOST + 1}", head, f"^{seen}")
    if count and int(count) <= MOST:
        return _days_after(git, list(read_log(git.top, f"{seen}..{head}", has_all_texts=not git.is_partial)), known)
    with suppress(GitError):
        changed = git_text(git.top, "diff", "--name-only", "-z", "--no-renames", seen, head).split("\0")
        return {path: UNKNOWN for path in changed if is_markdown(path)}
    return {}


def _days_after(git: History, commits: Sequence[LoggedCommit], known: Callable[[Iterable[str]], Days]) -> Days:
    """Return the days of what commits changed; the oldest commit comes first."""
    names = [entry.path for commit in commits for entry in commit.entries]
    names += [path for commit in commits for entry in commit.entries for path, _ in entry.sources]
    days = dict(known(dict.fromkeys(names)))
    ignored = git.ignored()
    with reading_objects(git.top) as objects:
        for number, commit in enumerate(commits):
            row = CommitRow(
                number=number,
                oid=commit.oid,
                at=commit.at,
                zone=commit.zone,
                address=commit.address,
                name=commit.name,
                co_authors="",
                articles=len(commit.entries),
            )
            by_commit = Commits((row,), git.rules, ignored, Mailmap({}, {})).kind(row)
            on = moment(commit.at, commit.zone).date()
            for entry in commit.entries:
                before = days.get(entry.sources[0][0], UNKNOWN) if entry.sources else ArticleDays(created=on, worked=on)
                is_work = entry.sources and by_commit is None and _kind(git, objects, entry).is_substantive
                days[entry.path] = before._replace(worked=on) if is_work else before
    return days


def _kind(git: History, objects: Objects, entry: CommittedFile) -> ChangeKind:
    """Return what a commit did to a file that was there before."""
    blobs = [blob for _, blob in entry.sources]
    if not entry.blob:
        return ChangeKind.deleted
    if entry.blob in blobs:
        return ChangeKind.moved
    *before, after = [objects.find(blob) or b"" for blob in (*blobs, entry.blob)]
    return git.compare(before, after)
