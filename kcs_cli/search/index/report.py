"""What the index holds, and what it lacks."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple

from kcs_cli.article.model import BrokenArticle
from kcs_cli.article.reader import take_apart
from kcs_cli.article.withdrawal import withdrawal_of
from kcs_cli.knowledge_base.library import Library
from kcs_cli.knowledge_base.omission import IGNORED, Omission, omission_of
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.search.engine.seam import Engine
from kcs_cli.search.index.folder import OpenIndex
from kcs_cli.search.index.refresh import Changes


class IndexReport(NamedTuple):
    """An index brought up to date: `read` and `removed` count files, `unreadable` are those that are no articles.

    `faulty` are searched by their text and file name: their front matter cannot be read. `not_read` counts by reason
    what looks like markdown and is no article, the unreadable ones too.

    `folder` is None when the index lasts only as long as the process; `seconds` are wall time.
    """

    root: str
    folder: str | None
    articles: int
    languages: Mapping[str, int]
    faulty: tuple[BrokenArticle, ...]
    unreadable: tuple[BrokenArticle, ...]
    not_read: tuple[Omission, ...]
    read: int
    removed: int
    is_rebuilt: bool
    seconds: float

    def tables(self) -> Sequence[Table]:
        """Return the figures, and the files that were set aside."""
        languages = ", ".join(f"{language or 'unknown'} {n:,}" for language, n in self.languages.items())
        columns = (
            Column("root", "knowledge base"), Column("folder", "index", lambda folder: folder or "in memory"), "articles",
            Column("", "languages"), Column("read", "files read"), Column("removed", "files removed"),
            Column("is_rebuilt", "built anew", lambda is_rebuilt: "yes" if is_rebuilt else "no"), "seconds",
        )  # fmt: skip
        figures = (self.root, self.folder, self.articles, languages, self.read, self.removed, self.is_rebuilt, self.seconds)
        heads: Columns = (Column("path", ""), Column("line", ""), Column("", "file"), "reason")
        faulty, broken = (
            tuple((one.path, one.line, f"{one.path}:{one.line}", one.reason) for one in files)
            for files in (self.faulty, self.unreadable)
        )
        return (
            Table("", columns, (figures,), upright=("what", "value")),
            Table("Broken front matter, searched by text and file name:", heads, faulty),
            Table("Set aside, not searched:", heads, broken),
            Table("Not read, by reason:", ("files", "reason"), tuple((one.files, one.reason) for one in self.not_read)),
        )


class PendingReport(NamedTuple):
    """Files that the index lacks or has otherwise (`paths`), and those it has too many (`removed_paths`)."""

    paths: tuple[str, ...]
    removed_paths: tuple[str, ...]

    @property
    def is_fresh(self) -> bool:
        """Tell whether the index has everything as it is."""
        return not self.paths and not self.removed_paths

    def tables(self) -> Sequence[Table]:
        """Return the files, or that there are none."""
        rows = (*((path, "new or changed") for path in self.paths), *((path, "gone") for path in self.removed_paths))
        if not rows:
            return (Table("The index is up to date."),)
        return (Table("The next search takes these in:", (Column("path", "file"), Column("state", "why")), rows),)


class PathReason(NamedTuple):
    """Whether a path is that of an article, and what decides: a rule, a setting, or the file itself."""

    path: str
    is_article: bool
    reason: str

    def tables(self) -> Sequence[Table]:
        """Return it as a line."""
        columns = ("path", Column("is_article", "article", lambda is_article: "yes" if is_article else "no"), "reason")
        return (Table("", columns, ((self.path, self.is_article, self.reason),), upright=("what", "value")),)


def explain_path(library: Library, engine: Engine, path: str) -> PathReason:
    """Say why a path of the knowledge base is that of an article, or why not."""
    omission = omission_of(library, path) or (IGNORED if library.ignored([path]) else "")
    if omission:
        return PathReason(path, False, omission)
    if not (library.root / path).exists():
        return PathReason(path, False, "there is no such file; by its name it would be an article")
    if broken := next((one for one in engine.broken() if one.path == path), None):
        return PathReason(path, False, f"line {broken.line}: {broken.reason}")
    if faulty := next((one for one in engine.faulty() if one.path == path), None):
        return PathReason(
            path, True, f"its front matter is broken (line {faulty.line}: {faulty.reason}), its text is searched"
        )
    fields = take_apart((library.root / path).read_bytes())[1]
    withdrawal = withdrawal_of(fields, datetime.now(UTC).date(), library.config.fields.dates)
    said = f"its front matter has {withdrawal}, so it is archived: --archived shows it" if withdrawal else ""
    return PathReason(path, True, said or "nothing leaves it out")


def _kind_of(broken: BrokenArticle) -> str:
    """Return a reason without what is only of one file."""
    return "duplicate id" if broken.id else broken.reason.partition(":")[0]


def report_index(
    root: str, folder: str, opened: OpenIndex, seconds: float, omissions: Mapping[str, int] = MappingProxyType({})
) -> IndexReport:
    """Make the report of an index that was just opened; `omissions` counts what is no article by reason."""
    broken = tuple(opened.engine.broken())
    counts = Counter(omissions) + Counter(map(_kind_of, broken))
    return IndexReport(
        root=root,
        folder=None if opened.in_memory else folder,
        articles=opened.engine.count() - len(broken),
        languages=opened.engine.languages(),
        faulty=tuple(opened.engine.faulty()),
        unreadable=broken,
        not_read=tuple(Omission(*one) for one in sorted(counts.items(), key=lambda one: (-one[1], one[0]))),
        read=opened.read,
        removed=opened.removed,
        is_rebuilt=opened.rebuilt,
        seconds=seconds,
    )


def report_pending(changes: Changes) -> PendingReport:
    """Make the report of what an index lacks."""
    return PendingReport(changes.read, changes.remove)
