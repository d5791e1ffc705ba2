"""Reuse: which article solved which case, as it was delivered and as it is now."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.journal.event import Event, Use
from kcs_cli.render.report import Table
from kcs_cli.text.display import one_line, shorten

REVISION = 12  # characters of a blob id that are shown


class LinkedArticle(NamedTuple):
    """One article of a case; `known` when this very link was there before."""

    article: str
    title: str
    use: str
    revision: str
    draft: bool
    rank: int
    words: str
    known: bool = False


class LinkReport(NamedTuple):
    """What was linked to a case (`replaced`: articles that are its resolution no longer), or taken back from it.

    `titles` are those of the articles that are linked no longer, by id.
    """

    case: str
    linked: tuple[LinkedArticle, ...] = ()
    replaced: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()
    said: str = ""
    titles: Mapping[str, str] = MappingProxyType({})

    def tables(self) -> Sequence[Table]:
        """Return what was done, one line an article."""
        rows = [
            (
                "was linked before" if one.known else "linked",
                one.article,
                one.title,
                self.case,
                one.use,
                found_by(one.rank, one.words),
            )
            for one in self.linked
        ]
        ended = [("no longer its resolution", self.replaced), ("taken back", self.unlinked)]
        rows += [(done, article, self.titles.get(article, ""), self.case, "", "") for done, ids in ended for article in ids]
        for one in self.linked[:1] if self.said else ():
            rows.append(("phrase added", one.article, one.title, self.case, "", f"“{one_line(self.said)}”"))
        return (Table("", ("done", "article", "title", "case", "use", "search"), tuple(rows)),)


def found_by(rank: int, words: str) -> str:
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
