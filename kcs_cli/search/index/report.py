"""What the index holds, and what it lacks."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kcs_cli.article.model import BrokenArticle
from kcs_cli.render.report import Table
from kcs_cli.search.index.folder import OpenIndex
from kcs_cli.search.index.refresh import Changes


class IndexReport(NamedTuple):
    """An index brought up to date: `read` and `removed` count files, `set_aside` are those that are no articles.

    `folder` is None when the index lasts only as long as the process; `seconds` are wall time.
    """

    root: str
    folder: str | None
    articles: int
    languages: Mapping[str, int]
    set_aside: tuple[BrokenArticle, ...]
    read: int
    removed: int
    rebuilt: bool
    seconds: float

    def tables(self) -> Sequence[Table]:
        """Return the figures, and the files that were set aside."""
        languages = ", ".join(f"{language or 'unknown'} {n:,}" for language, n in self.languages.items())
        figures = (
            ("knowledge base", self.root), ("index", self.folder or "in memory"), ("articles", self.articles),
            ("languages", languages), ("files read", self.read), ("files removed", self.removed),
            ("built anew", "yes" if self.rebuilt else "no"), ("seconds", self.seconds),
        )  # fmt: skip
        broken = tuple((f"{b.path}:{b.line}", b.reason) for b in self.set_aside)
        return (Table("", ("what", "value"), figures), Table("Set aside, not searched:", ("file", "reason"), broken))


class PendingReport(NamedTuple):
    """Files that the index lacks or has otherwise (`paths`), and those it has too many (`removed`)."""

    paths: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_fresh(self) -> bool:
        """Tell whether the index has everything as it is."""
        return not self.paths and not self.removed

    def tables(self) -> Sequence[Table]:
        """Return the files, or that there are none."""
        rows = (*((path, "new or changed") for path in self.paths), *((path, "gone") for path in self.removed))
        if not rows:
            return (Table("The index is up to date."),)
        return (Table("The next search takes these in:", ("file", "why"), rows),)


def report_index(root: str, folder: str, opened: OpenIndex, seconds: float) -> IndexReport:
    """Make the report of an index that was just opened."""
    broken = tuple(opened.engine.broken())
    return IndexReport(
        root=root,
        folder=None if opened.in_memory else folder,
        articles=opened.engine.count() - len(broken),
        languages=opened.engine.languages(),
        set_aside=broken,
        read=opened.read,
        removed=opened.removed,
        rebuilt=opened.rebuilt,
        seconds=seconds,
    )


def report_pending(changes: Changes) -> PendingReport:
    """Make the report of what an index lacks."""
    return PendingReport(changes.read, changes.remove)
