"""What git knows of an article's past: the commits that changed it, and of what kind each change was."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple


class ChangeKind(StrEnum):
    """What a commit did to an article. Only `created` and `substantive` say that somebody worked on what readers rely on."""

    created = "created"
    substantive = "substantive"
    mass = "mass edit"
    bot = "bot"
    ignored = "ignored"  # listed in .git-blame-ignore-revs
    moved = "moved"
    white_space = "white space"
    fields = "front matter"
    phrase = "phrase"
    merged = "merged"  # a merge that says nothing its sides did not say
    restored = "restored"
    deleted = "deleted"
    boundary = "boundary"  # of a shallow clone: git does not know what the commit changed
    unread = "unread"  # its text was not compared, or is not in this clone; to be on the safe side it counts

    @property
    def is_substantive(self) -> bool:
        """Tell whether the change counts as work on the article."""
        return self in WORK


WORK = (ChangeKind.created, ChangeKind.substantive, ChangeKind.unread)


class Commit(NamedTuple):
    """A commit: `by` are the addresses of its author and its co-authors, `articles` how many files it changed.

    `kind` is set where the commit decides the kind of all its changes: a mass edit, a bot's, an ignored one.
    """

    oid: str
    at: datetime
    by: tuple[str, ...]
    articles: int
    kind: ChangeKind | None = None


class Change(NamedTuple):
    """What a commit did to an article; `path` is its file's name from then on, `blob` its text (nothing: deleted).

    `before` are the texts before, and `paths_before` where they were: none for a new file, several for a merge. `number` is
    the store's.
    """

    number: int
    commit: Commit
    kind: ChangeKind
    path: str
    blob: str
    before: tuple[str, ...] = ()
    paths_before: tuple[str, ...] = ()

    @property
    def on(self) -> date:
        """The day it was made, where it was made."""
        return self.commit.at.date()

    @property
    def has_author(self) -> bool:
        """Tell whether it is somebody's work on this article; who brings in many new ones at once did not write them."""
        return self.kind.is_substantive and self.commit.kind is None


class Past(NamedTuple):
    """An article's changes, the newest first. Not `is_complete` where the clone is shallow: there were more."""

    changes: tuple[Change, ...] = ()
    is_complete: bool = True

    @property
    def created(self) -> Change | None:
        """The first change; None where it is not known."""
        return self.changes[-1] if self.changes and self.is_complete else None

    @property
    def substantive(self) -> Change | None:
        """The last change that counts as work on the article; None where none is known."""
        for change in self.changes:  # a generator takes three times as long, and thousands are asked several times
            if change.kind in WORK:
                return change
        return None

    @property
    def worked(self) -> Change | None:
        """The last substantive change; where git knows none, the first change it knows: the work is at least so old."""
        return self.substantive or (self.changes[-1] if self.changes else None)

    @property
    def workers(self) -> tuple[str, ...]:
        """The addresses of those who wrote it and worked on it, the first one first."""
        work = (change for change in reversed(self.changes) if change.has_author)
        return tuple(dict.fromkeys(address for change in work for address in change.commit.by))

    def after(self, at: datetime, blob: str = "") -> tuple[Change, ...]:
        """Return the changes after a revision that somebody had (`blob`); where it is not known, those after a time."""
        place = next((number for number, change in enumerate(self.changes) if blob and change.blob == blob), None)
        if place is None:
            place = sum(change.commit.at > at for change in self.changes)
        return self.changes[:place]

    @property
    def passed_over(self) -> tuple[Change, ...]:
        """The changes since the last substantive one."""
        kinds = [change.kind.is_substantive for change in self.changes]
        return self.changes[: kinds.index(True) if True in kinds else None]
