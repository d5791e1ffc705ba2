"""What changed in the articles a person uses, as people look through it."""

from kcs_cli.learn.news_report import NewsOfArticle, NewsReport
from kcs_cli.render.listing import LineKind, Listing, ListingGroup, ListingLine, ListingRow
from kcs_cli.text.display import one_line


def news_listing(report: NewsReport) -> Listing:
    """List the articles, each with what happened, what its fields were and are, and its lines."""
    rows = (_row(n, one, full=report.full) for n, one in enumerate(report.news, 1))
    return Listing(tuple(ListingGroup("", (row,)) for row in rows), notes=(report.summary,))


def _row(n: int, one: NewsOfArticle, *, full: bool) -> ListingRow:
    """List an article's news."""
    lines = (ListingLine(text, LineKind.difference) for text in one.shown(full=full))
    return ListingRow(n=n, title=one_line(one.title) or one.id, id=one.id, lines=(ListingLine(one.what), *lines))
