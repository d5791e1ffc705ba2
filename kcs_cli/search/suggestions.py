"""Words of a question that no article has, and what was meant perhaps."""

from collections.abc import Sequence
from difflib import get_close_matches

from kcs_cli.search import analysis, schema
from kcs_cli.search.clauses import Questioner
from kcs_cli.search.words import Word

MOST = 3  # suggestions for a word
MOST_TERMS = 5000  # looked through for them
ALIKE = 0.7  # share of letters in common, as difflib counts it


def unknown_words(questioner: Questioner, words: Sequence[Word], *, suggest: bool) -> dict[str, tuple[str, ...]]:
    """Return the words that no article has, each with the words of the base most like it where they are asked for."""
    long = (word for word in words if len(word.typed) > 2 and not analysis.is_cjk(word.typed))
    unseen = dict.fromkeys(word.typed for word in long if not questioner.frequency(word))
    return {word: similar_words(questioner, word) if suggest else () for word in unseen}


def similar_words(questioner: Questioner, word: str) -> tuple[str, ...]:
    """Return the words of the base that are most like one and begin with the same letter."""
    from tantivy import Query

    folded = "".join(analysis.words(word))
    terms = questioner.searcher.terms_with_prefix(schema.WORDS, folded[:1], Query.all_query(), MOST_TERMS)
    return tuple(get_close_matches(folded, [term for term, _ in terms], MOST, ALIKE))
