"""What an index counts."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tantivy


def language_counts(searcher: "tantivy.Searcher") -> dict[str, int]:
    """Return language → number of articles analysed in it; the filter leaves deleted ones out."""
    from tantivy import Query

    return dict(searcher.terms_with_prefix("lang", "", filter_query=Query.all_query()))


def match_count(result: "tantivy.SearchResult") -> int:
    """Return how many documents a query matched; Tantivy's type stubs leave the attribute out."""
    return int(result.count)  # type: ignore[attr-defined]  # the stubs leave it out
