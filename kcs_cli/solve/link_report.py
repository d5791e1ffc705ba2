"""Reuse: which article solved which case, as it was delivered and as it is now."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.journal.event import Event
from kcs_cli.journal.vocabulary import Use
from kcs_cli.render.report import Cell, Column, Columns, Table, unread
from kcs_cli.text.display import OptionalText, one_line, shorten

REVISION = 12  # characters of a blob id that are shown


COLUMNS: Columns = (
    "done", Column("id", "article"), "title", "case", "use", *unread("rank", "query", "phrase"),
    Column("", "search"),
)  # fmt: skip


class LinkedArticle(NamedTuple):
    """One article of a case; `was_linked` when this very link was there before."""

    id: str
    title: OptionalText
    use: str
    revision: OptionalText
    is_draft: bool
    rank: int | None
    query: OptionalText
    was_linked: bool = False


class LinkReport(NamedTuple):
    """What was linked to a case (`replaced`: articles that are its resolution no longer), or taken back from it.

    `titles` are those of the articles that are linked no longer, by id.
    """

    case: str
    linked: tuple[LinkedArticle, ...] = ()
    replaced: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()
    phrase: OptionalText = ""
    titles: Mapping[str, OptionalText] = MappingProxyType({})

    def tables(self) -> Sequence[Table]:
        """Return what was done, one line an article."""
        rows: list[tuple[Cell, ...]] = [
            ("was linked before" if one.was_linked else "linked", one.id, one.title, self.case, one.use, one.rank,
             one.query, "", found_by(one.rank, one.query))
            for one in self.linked
        ]  # fmt: skip
        ended = [("no longer its resolution", self.replaced), ("taken back", self.unlinked)]
        rows += [
            (done, article, self.titles.get(article, ""), self.case, "", None, "", "", "")
            for done, ids in ended
            for article in ids
        ]
        for one in self.linked[:1] if self.phrase else ():
            shown = f"“{one_line(self.phrase)}”"
            rows.append(("phrase added", one.id, one.title, self.case, "", None, "", self.phrase, shown))
        return (Table("", COLUMNS, tuple(rows)),)


def found_by(rank: int | None, words: str) -> str:
    """Say which search led to an article."""
    return f"rank {rank} for “{shorten(one_line(words), 40)}”" if rank and words else f"rank {rank}" if rank else ""


def standing_links(links: Sequence[Event]) -> list[tuple[Event, Use]]:
    """Return a case's links, one an article, with what they count as: of two resolutions the later one stands.

    Two clones that did not know of each other may both have linked one; the earlier then counts as reference.
    """
    last = {link.article: link for link in links}
    resolution = max((link.id for link in last.values() if link.use is Use.resolution), default="")
    return [
        (link, Use.reference if link.use is Use.resolution and link.id != resolution else link.use or Use.reference)
        for link in last.values()
    ]


def other_resolutions(case: str, ids: Sequence[str], links: Sequence[Event], replace: bool) -> list[Event]:
    """Return the links that a new resolution takes the place of. Raise ResolvedError where that was not asked for."""
    others = [link for link in links if link.use is Use.resolution and link.article not in ids]
    if others and not replace:
        raise ResolvedError(
            f"Case {case} already has a resolution: {others[-1].article}",
            "--replace puts this one in its place; --as reference keeps both",
        )
    return others


class ResolvedError(KcsError):
    """The case has another resolution already."""
