"""The past of articles, from one pass of git's log that is remembered and continued: who changed what when, and how."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import overload

from kcs_cli.files.cache import is_unwritable
from kcs_cli.files.markdown_file import is_markdown
from kcs_cli.git.change import uncommitted_moves
from kcs_cli.git.log import LoggedCommit, read_log
from kcs_cli.git.mailmap import read_mailmap
from kcs_cli.git.object import files_at, reading_objects
from kcs_cli.git.process import answer_line, git, git_text
from kcs_cli.git.revision import is_shallow
from kcs_cli.history.lineage import LATEST, Commits, Lineage, Rules
from kcs_cli.history.past import Change, ChangeKind, Past
from kcs_cli.history.store import HistoryFile, history_cache
from kcs_cli.text.display import quantity

Compare = Callable[[Sequence[bytes], bytes], ChangeKind]  # the texts before, the text after → what was done
Watch = Callable[[Sequence[int], str], Iterable[int]]  # shows how far long work is
Choose = Callable[[Past], Iterable[Change]]
NOTHING_KNOWN = Past()


def no_change(_: Past) -> tuple[Change, ...]:
    """Choose no change."""
    return ()


class _CommitNumbers(Sequence[int]):
    """A number for each commit; git counts them only for who shows how many there are."""

    def __init__(self, top: Path, head: str) -> None:
        self.top = top
        self.head = head

    @cached_property
    def numbers(self) -> range:
        """The numbers there are."""
        return range(int(answer_line(self.top, "rev-list", "--count", "--end-of-options", self.head) or 0))

    @property
    def is_counted(self) -> bool:
        """Tell whether somebody asked how many there are."""
        return "numbers" in vars(self)

    def __len__(self) -> int:
        return len(self.numbers)

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> range: ...
    def __getitem__(self, place: int | slice) -> int | range:
        return self.numbers[place]

    def __iter__(self) -> Iterator[int]:
        return iter(self.numbers) if self.is_counted else count()


class History:
    """The history of a repository's current branch; `file` is where it is remembered, None where nothing can be written."""

    def __init__(self, top: Path, file: Path | None, rules: Rules, compare: Compare) -> None:
        self.top = top
        self.cache = history_cache(file)
        self.rules = rules
        self.compare = compare
        self.trees: dict[str, Mapping[str, str]] = {}
        self.watch: Watch = lambda numbers, _: numbers
        self.tell: Callable[[str], None] = lambda _: None

    @cached_property
    def head(self) -> str:
        """The commit the history ends with; nothing where none was made yet."""
        return answer_line(self.top, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")

    @cached_property
    def boundary(self) -> frozenset[str]:
        """The commits a shallow clone begins with: what they changed is not known."""
        if not is_shallow(self.top):
            return frozenset()
        file = self.top / answer_line(self.top, "rev-parse", "--git-path", "shallow")
        return frozenset(file.read_text("ascii").split())

    @cached_property
    def is_partial(self) -> bool:
        """Tell whether texts of earlier revisions may be missing here."""
        return bool(answer_line(self.top, "config", "--get-regexp", r"^(remote\..*\.promisor|extensions\.partialclone)$"))

    @cached_property
    def store(self) -> HistoryFile:
        """What is remembered, brought up to the last commit. Raise GitError."""
        store = HistoryFile(self.cache.open())
        try:
            self.bring_up(store)
        except sqlite3.DatabaseError as error:
            return self.mended(error)
        return store

    def mended(self, error: sqlite3.DatabaseError) -> HistoryFile:
        """Return a store in the place of one that failed, brought up to the last commit."""
        if is_unwritable(error):
            self.tell(f"The history cannot be remembered ({error}); kcs reads it anew")
        store = HistoryFile(self.cache.mended(error))
        self.bring_up(store)
        return store

    def bring_up(self, store: HistoryFile) -> None:
        """Take in the commits since the last one seen; all anew where that is not on the branch's line, or more is known."""
        now = {"head": self.head, "shallow": " ".join(sorted(self.boundary)), "partial": str(self.is_partial)}
        if not self.head or store.state().items() >= {**now, "key": self.rules.key}.items():
            return
        store.connection.execute("begin immediate")
        try:
            # Read once more now that nobody else writes: another process may have taken in the same commits
            before = store.state()
            if before.get("key") != self.rules.key:
                store.forget_kinds()
            if before.items() >= (now.items() - {("head", self.head)}) and self.continues(before.get("head", "")):
                store.take_in(self.read(f"{before['head']}..{self.head}"))
            else:
                store.clear()
                store.take_in(self.watched(self.read(self.head)))
            store.note(**now, key=self.rules.key)
            store.connection.execute("commit")
        except BaseException:
            store.connection.execute("rollback")
            raise

    def continues(self, commit: str) -> bool:
        """Tell whether the last commit's line of first parents goes through a commit.

        Git's log tells a merge's first parent with all before it, then what the other parents bring: only so is what was
        taken in before what a log of all would begin with.
        """
        if not commit or commit == self.head:
            return bool(commit)
        line = git_text(self.top, "rev-list", "--first-parent", "--parents", f"{commit}..{self.head}", "--").splitlines()
        return bool(line) and line[-1].split()[1:2] == [commit]

    def read(self, revisions: str) -> Iterator[LoggedCommit]:
        """Yield the commits of a range."""
        return read_log(self.top, revisions, has_all_texts=not self.is_partial)

    def watched(self, commits: Iterable[LoggedCommit]) -> Iterator[LoggedCommit]:
        """Yield all commits there are, and show how far it is."""
        numbers = _CommitNumbers(self.top, self.head)
        steps = iter(self.watch(numbers, "Reading the history"))
        for commit in commits:
            next(steps, None)
            yield commit
        # Commits that changed no article are counted, and are not in the log: the bar would never be full
        for _ in steps if numbers.is_counted else ():
            pass

    @cached_property
    def lineage(self) -> Lineage:
        """What led to what. Raise GitError."""
        try:
            return self.read_lineage()
        except sqlite3.DatabaseError as error:  # damaged within
            vars(self)["store"] = self.mended(error)
            return self.read_lineage()

    def read_lineage(self) -> Lineage:
        """Read the store. Raise sqlite3.DatabaseError."""
        rows = self.store.commits()
        mailmap = read_mailmap(self.top, dict.fromkeys(author for row in rows for author in row.authors))
        return Lineage(self.store, Commits(rows, self.rules, self.ignored(), mailmap), self.boundary)

    def ignored(self) -> frozenset[str]:
        """Return the commits that the repository lists as no work of anybody's."""
        files = {self.top / ".git-blame-ignore-revs"}
        files |= {self.top / name for name in git_text(self.top, "config", "--get-all", "blame.ignoreRevsFile").splitlines()}
        lines = [
            line for file in sorted(files) if file.is_file() for line in file.read_text("utf-8", "replace").splitlines()
        ]
        return frozenset(line.partition("#")[0].strip().lower() for line in lines)

    def pasts(
        self, paths: Iterable[str], commit: str = "", until: datetime | None = None, choose: Choose = no_change
    ) -> dict[str, Past]:
        """Return the whole past of files (by paths in the repository) at a commit, by default the last.

        The kinds of the changes that `choose` names are told by their texts; of others they may be unread.
        """
        return self.settled(paths, commit, until, choose, whole=True)

    def recent(self, paths: Iterable[str], commit: str = "", until: datetime | None = None) -> dict[str, Past]:
        """Return the past of files down to the last change that counts as work, all kinds told."""
        return self.settled(paths, commit, until, lambda past: past.changes, whole=False)

    def settled(
        self, paths: Iterable[str], commit: str, until: datetime | None, choose: Choose, *, whole: bool
    ) -> dict[str, Past]:
        """Return pasts in which `choose` names no change whose kind is unread."""
        limit = until.timestamp() if until else LATEST
        found: dict[str, Past] = dict.fromkeys(paths, NOTHING_KNOWN)
        todo: Iterable[tuple[str, tuple[str, str]]] = self.files(found, commit)
        while todo:
            again, unread = [], dict[int, Change]()
            for path, file in todo:
                past = found[path] = self.lineage.past(*file, limit, whole=whole)
                if changes := [one for one in choose(past) if one.kind is ChangeKind.unread]:
                    again.append((path, file))
                    unread.update((one.number, one) for one in changes)
            if unread:
                self.compare_all(list(unread.values()))
            todo = again
        return found

    def first(self, paths: Iterable[str], commit: str = "", until: datetime | None = None) -> dict[str, Change | None]:
        """Return the first changes of files at a commit, by default the last; None where it is not known."""
        limit, wanted = until.timestamp() if until else LATEST, set(paths)
        firsts = {path: self.lineage.first(*file, limit) for path, file in self.files(wanted, commit)}
        return {path: firsts.get(path) for path in wanted}

    def files(self, paths: Collection[str], commit: str) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield where files are at a commit, by default the last, and their texts; what is not there is left out."""
        tree = self.tree(commit or self.head)
        places = self.moved_to([path for path in paths if path not in tree]) if not commit else {}
        found = ((path, places.get(path, path)) for path in paths)
        return ((path, (place, tree[place])) for path, place in found if place in tree)

    def moved_to(self, paths: Collection[str]) -> dict[str, str]:
        """Return where files were, of those paths that others moved to and no commit has yet."""
        return {now: was for was, now in uncommitted_moves(self.top) if now in paths} if paths and self.head else {}

    def tree(self, commit: str) -> Mapping[str, str]:
        """Return path → blob of the markdown files at a commit, which is listed once."""
        if commit and commit not in self.trees:
            files = files_at(self.top, commit)
            self.trees[commit] = {path: blob for path, blob in files.items() if is_markdown(path)}
        return self.trees.get(commit, {})

    def commit_at(self, until: datetime) -> str:
        """Return the commit the current branch had at a time; nothing where there was none."""
        if until.timestamp() <= 0:  # git does not understand such times
            return ""
        return answer_line(self.top, "rev-list", "-1", "--first-parent", f"--before={until.isoformat()}", "HEAD")

    def compare_all(self, changes: Sequence[Change]) -> None:
        """Compare the texts of changes and remember what it gave; a text that is not here counts as changed."""
        blobs = [blob for change in changes for blob in (*change.before, change.blob)]
        here = self.here() if self.is_partial and blobs else set(blobs)
        known = [change for change in changes if here.issuperset((*change.before, change.blob))]
        if len(known) < len(changes):
            self.tell(
                f"{quantity(len(changes) - len(known), 'earlier text')} not in this partial clone: taken for substantive"
            )
        kinds = dict.fromkeys((change.number for change in changes), ChangeKind.substantive)
        kinds |= self.compared(known) if known else {}
        self.lineage.note(kinds)
        self.store.note_kinds([(kinds[change.number].value, change.number) for change in known])

    def compared(self, changes: Sequence[Change]) -> dict[int, ChangeKind]:
        """Return the kinds of changes by their texts."""
        kinds = {}
        with reading_objects(self.top) as objects:
            texts = objects.read_all([blob for change in changes for blob in (*change.before, change.blob)])
            for _, change in zip(self.watch(range(len(changes)), "Comparing texts"), changes, strict=True):
                *before, after = [next(texts) or b"" for _ in range(len(change.before) + 1)]
                kinds[change.number] = self.compare(before, after)
        return kinds

    def here(self) -> set[str]:
        """Return the objects of a partial clone that are here."""
        return set(git(self.top, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split())
