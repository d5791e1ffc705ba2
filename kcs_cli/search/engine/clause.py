"""A part of a question as an index is asked it."""

from typing import NamedTuple

from kcs_cli.search.engine import schema
from kcs_cli.search.engine.asked import Asked
from kcs_cli.search.engine.faint import FAINT

LIKE = "like"  # an article has a word that looks like the question's, and that is probably another one
EVIDENCE = frozenset((  # clauses that show that an article is about it
    "word", "synonym", "keyboard", "letters of a language", "glued", "joined", "typo", "code", "pair", "prefix",
))  # fmt: skip


class Clause(NamedTuple):
    """A part of the question: what it is (`kind`), the words it comes from, where it looks, its weighted query."""

    kind: str
    words: str
    field: str
    query: Asked

    @property
    def is_evidence(self) -> bool:
        """Tell whether an article that it finds is about the question, and shares not only a few letters with it."""
        return (self.kind in EVIDENCE or self.kind == LIKE) and self.field in (schema.TEXT, schema.WORDS, FAINT)
