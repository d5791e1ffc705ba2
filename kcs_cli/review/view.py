"""What deserves eyes, as people look through it: each article with its owner and its reasons, whole."""

from itertools import count

from kcs_cli.render.listing import LineKind, Listing, ListingGroup, ListingLine, ListingRow
from kcs_cli.review.review_report import ReviewReport, remarks
from kcs_cli.review.staleness import Stale
from kcs_cli.text.display import one_line


def review_listing(report: ReviewReport) -> Listing:
    """List the groups, the articles numbered through all of them (a number means one article), then what is not listed."""
    numbers = count(1)
    groups = tuple(
        ListingGroup(heading, tuple(_row(next(numbers), one) for one in found)) for heading, found in report.groups
    )
    return Listing(groups, remarks=tuple(remarks(report)))


def _row(n: int, one: Stale) -> ListingRow:
    """List an article; that its owner is a guess is never cut off."""
    return ListingRow(
        n=n,
        title=one.title,
        id=one.id,
        aside=one_line(", ".join(one.owners)) or "no owner",
        aside_end=" (guess)" if one.owner_source == "guess" else "",
        lines=(ListingLine("; ".join(one.reasons), LineKind.whole),),
    )
