"""Takes articles into an index."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from kcs_cli.article.model import Article, BrokenArticle
from kcs_cli.search.engine.analyst import Analyst
from kcs_cli.search.engine.base_language import with_languages

if TYPE_CHECKING:
    from tantivy import Index

# Tantivy takes no less than 15 MB
HEAP_BUILD, HEAP_UPDATE = 128_000_000, 30_000_000  # bytes


def take_in(
    index: "Index",
    known: Mapping[str, int],
    read: Iterable[Article | BrokenArticle],
    remove: Sequence[str],
    analyst: Analyst,
) -> None:
    """Take in articles, as an analyst analyses them, and forget paths: all or none.

    `known` counts the articles by language that the index has.
    """
    is_fresh = index.searcher().num_docs == 0
    writer = index.writer(HEAP_BUILD if is_fresh else HEAP_UPDATE, 1)
    writer.garbage_collect_files()  # what a killed process left would be in the way
    try:
        for path in remove:
            writer.delete_documents_by_term("path", path)
        for article, language in with_languages(read, known, analyst.language):
            if not is_fresh:
                writer.delete_documents_by_term("path", article.path)
            writer.add_document(analyst.document(index.schema, article, language))
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    # Without it 120 small updates leave 121 segments, and 2 with it
    writer.wait_merging_threads()
