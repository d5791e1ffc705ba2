"""A part of a question as an index is asked it."""

from typing import TYPE_CHECKING, NamedTuple

from kcs_cli.search.engine import schema
from kcs_cli.search.engine.faint import FAINT

if TYPE_CHECKING:
    import tantivy

LIKE = "like"  # an article has a word that looks like the question's, and that is probably another one
EVIDENCE = frozenset((  # clauses that show that an article is about it
    "word", "synonym", "keyboard", "letters of a language", "glued", "joined", "typo", "code", "pair", "prefix",
))  # fmt: skip


class Clause(NamedTuple):
    """A part of the question: what it is (`kind`), the words it comes from, where it looks, its weighted query."""

    kind: str
    words: str
    field: str
    query: "tantivy.Query"

    @property
    def is_evidence(self) -> bool:
        """Tell whether an article that it finds is about the question, and shares not only a few letters with it."""
        return (self.kind in EVIDENCE or self.kind == LIKE) and self.field in (schema.TEXT, schema.WORDS, FAINT)


def boost(query: "tantivy.Query", factor: float) -> "tantivy.Query":
    """Multiply a query's score."""
    from tantivy import Query

    return Query.boost_query(query, factor)


def optional(query: "tantivy.Query") -> "tantivy.Query":
    """Ask what every article meets: those that a query finds have its score, the others 0.

    Beside a few articles that must be, such queries are looked up for these alone; joined by OR for thousands around each.
    """
    from tantivy import Occur, Query

    return Query.boolean_query([(Occur.Must, Query.const_score_query(Query.all_query(), 0.0)), (Occur.Should, query)])
