"""Which articles share words with a text: a look for copies, where a question would also find what is meant by it."""

from kcs_cli.article.card import Card
from kcs_cli.search.engine.asked import any_of
from kcs_cli.search.engine.question import Inquiry


def sharing_words(inquiry: Inquiry, limit: int) -> list[Card]:
    """Return the articles that have most of the rarest words of a text as they are, and of its pairs and codes.

    Letters, phrases and other words for the same, by which a question is ranked too, take ten times as long.
    """
    questioner, text = inquiry.questioner, inquiry.query.text
    words = questioner.frequencies.rarest_content(questioner.words(text))
    clauses = [*questioner.word_clauses(words), *questioner.code_and_pair_clauses(text)]
    if not clauses:
        return []
    asked = inquiry.passing.within(any_of([clause.query for clause in clauses]))
    return [hit.card for hit in questioner.reader.rank(asked, limit)]
