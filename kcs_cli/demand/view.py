"""What people ask and do not get, as people look through it: a gap with what they said."""

from collections.abc import Iterator, Sequence

from kcs_cli.demand.gap_report import Gap, GapReport, endings, remarks
from kcs_cli.render.listing import LineKind, Listing, ListingGroup, ListingLine, ListingRow
from kcs_cli.text.display import one_line, quantity, shorten

MOST_VARIANTS = 5
LONGEST_VARIANT = 60  # columns


def gap_listing(report: GapReport) -> Listing:
    """List the gaps of each kind, then what is not listed."""
    kinds = (
        ("No content: nothing answers", report.content),
        ("No phrasing: an article answers, and these words do not find it", report.phrasing),
        ("Not opened: an article seems to answer, and people gave up", report.opening),
    )
    groups = tuple(ListingGroup(heading, tuple(map(_row, gaps))) for heading, gaps in kinds)
    return Listing(groups, title=report.counted.shown if report.gaps else "", remarks=tuple(remarks(report)))


def _row(gap: Gap) -> ListingRow:
    """List a gap: its words, how often and by how many it was asked."""
    asked = f"{quantity(gap.times, 'time')}, {quantity(gap.people, 'person', 'people')}, last {gap.last_on}"
    return ListingRow(n=gap.n, title=gap.query, aside_end=asked, lines=tuple(_lines(gap)))


def _lines(gap: Gap) -> Iterator[ListingLine]:
    """Yield the article if any, what else people said, how their searches ended."""
    if gap.id:
        yield ListingLine(gap.id, LineKind.name, beside=gap.title)
    elif gap.nearest_id:
        yield ListingLine(gap.title, LineKind.brief, label="nearest")
    yield from _said("to be said there", gap.phrases)
    yield from _said("also", [one for one in gap.wordings if one not in gap.phrases])
    yield ListingLine(endings(gap), LineKind.faint)


def _said(label: str, phrases: Sequence[str]) -> Iterator[ListingLine]:
    """Yield what people said, if anything; of very many some."""
    more = f" … and {len(phrases) - MOST_VARIANTS:,} more" if len(phrases) > MOST_VARIANTS else ""
    if shown := "; ".join(f"“{shorten(one_line(one), LONGEST_VARIANT)}”" for one in phrases[:MOST_VARIANTS]):
        yield ListingLine(f"{shown}{more}", label=label)
