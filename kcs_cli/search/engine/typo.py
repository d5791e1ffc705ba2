"""A word that no article has, asked with a letter changed: as it was probably meant, and as what only looks like it.

Both rank, but only the first shows that an article is about the question: bread is no break, and floss no loss.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from kcs_cli.search.engine import analysis, schema, weight
from kcs_cli.search.engine.asked import AllOf, AnyOf, Constant, Fuzzy, Term, Weighted
from kcs_cli.search.engine.clause import LIKE, Clause
from kcs_cli.search.engine.spelling import Spelling
from kcs_cli.search.engine.variant import one_letter_off, other_beginnings
from kcs_cli.search.engine.word import Word
from kcs_cli.text.gram import normal

if TYPE_CHECKING:
    from kcs_cli.search.engine.reader import Reader

SHORT = 6  # letters of a word that is another one with another first letter


class WordAsker(Protocol):
    """What asks an index for words, as far as those mistyped need it: see `Questioner`."""

    reader: "Reader"
    spelling: Spelling

    @property
    def field_weights(self) -> Mapping[str, float]:
        """What a word counts in each field."""
        ...

    def is_common(self, typed: str) -> bool:
        """Tell whether what was typed is a common word."""
        ...

    def are_alike(self, one: str, other: str) -> bool:
        """Tell whether two words mean much the same."""
        ...

    def words(self, text: str) -> list[Word]:
        """Return the words of a text."""
        ...

    def as_typed(self, kind: str, typed: str, words: Sequence[Word], factor: float = 1.0) -> Iterator[Clause]:
        """Ask words in text and title."""
        ...


def typo_clauses(asked: WordAsker, word: Word) -> Iterator[Clause]:
    """Ask a word with a letter changed, a long one with two, stemmed and as it stands; slips of the keyboard first.

    A common word is hardly another one mistyped, unless that is a spelling of it: colour, color.
    """
    is_common = asked.is_common(word.typed)
    kind = LIKE if is_common else "typo"
    surface = "".join(analysis.words(normal(word.typed)))
    for field, field_weight in asked.field_weights.items():
        for term in word.terms:
            # Of a short stem everything is a typo: hiking, hike, like
            of_stem = kind if len(term) >= weight.FUZZY_LETTERS else LIKE
            yield from _fuzzy_clauses(asked, of_stem, word.typed, field, term, weight.FUZZY * field_weight)
    yield from asked.as_typed(kind, word.typed, asked.spelling.likely(word.typed), weight.LIKELY)
    if is_common:
        yield from asked.as_typed("typo", word.typed, _spellings(asked, surface), weight.LIKELY)
    yield from _fuzzy_clauses(asked, kind, word.typed, schema.WORDS, surface, weight.FUZZY)


def _fuzzy_clauses(asked: WordAsker, kind: str, typed: str, field: str, term: str, factor: float) -> Iterator[Clause]:
    """Ask one field for terms with letters changed; of a short word those with another first letter are only like it."""
    changed = Fuzzy(field, term, 2 if len(typed) >= weight.FUZZY_TWICE else 1)
    others = other_beginnings(term) if kind != LIKE and len(typed) <= SHORT else ()
    found = asked.reader.frequencies(field, others) if others else {}
    if known := [Term(field, one) for one in others if found[one]]:
        otherwise = Constant(AnyOf(tuple(known)), 1.0)
        yield Clause(LIKE, typed, field, Weighted(otherwise, factor))
        yield Clause(kind, typed, field, Weighted(AllOf(must=(changed,), without=(otherwise,)), factor))
    else:
        yield Clause(kind, typed, field, Weighted(changed, factor))


def _spellings(asked: WordAsker, surface: str) -> list[Word]:
    """Return the words of articles that are the same word in another spelling."""
    found = asked.reader.frequencies(schema.WORDS, dict.fromkeys(one_letter_off(surface)))
    near = (one for one, articles in found.items() if articles)
    return [word for one in near if asked.are_alike(surface, one) for word in asked.words(one) if word.is_content]
