"""What a taught phrase counts: all of it where the article is about it, or a second person or case has said so.

One wrong link teaches an article words that have nothing to do with it. So a phrase that one person in one case taught, and
that shares neither words nor meaning with the article, counts half until somebody else, or another case, confirms it.

Measured on three judged sets (`tests.benchmarks.relevance --poison`): of phrases taught to the right article 0 to 4 % in
English and 12 % in German are strangers, of those taught to one by chance 50 to 68 % and 36 %.
"""

from kcs_cli.article.card import Known
from kcs_cli.search.engine.faint import SIXTHS
from kcs_cli.search.engine.mixing import beginning_of
from kcs_cli.search.engine.word import find_words
from kcs_cli.search.phrase import CustomerPhrase
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import pairs

SHARED = 1 / 3  # of the words of a phrase, that the article has
NEAR = 0.6  # to the article's nearest passage: of right ones 90 % are as near, of articles by chance 15 %


def sixths_of(phrase: CustomerPhrase, article: Known) -> int:
    """Return how many sixths of a full phrase's weight one has that counts: at least one, at most six."""
    sixths = min(SIXTHS, round(SIXTHS * phrase.weight))
    return max(1, sixths // 2 if phrase.is_alone and is_stranger(phrase.words, article) else sixths)


def is_stranger(words: str, article: Known) -> bool:
    """Tell whether a phrase shares neither words nor meaning with an article."""
    return shared(words, article) < SHARED and not is_near(words, article)


def shared(words: str, article: Known) -> float:
    """Return the share of a phrase's words, or pairs of Chinese, Japanese and Korean characters, that an article has."""
    content = [word.typed for word in find_words(words, ("en", article.language)) if word.is_content]
    asked = {*map(beginning_of, content), *pairs(folded(words))}
    text = folded("\n".join((article.title, *article.said, article.body))).lower()
    return sum(one in text for one in asked) / len(asked) if asked else 1.0


def is_near(words: str, article: Known) -> bool:
    """Tell whether a phrase means what a passage of an article says; not where the table does not know its language."""
    from kcs_cli.search.meaning.plain import nearest_of, plain_code, plain_encoder
    from kcs_cli.search.meaning.upkeep import pieces_of

    if (code := plain_code(words)) is None:
        return False
    encoder = plain_encoder()
    pieces = pieces_of(article, encoder.table)
    title = encoder.total(pieces.title)
    codes = [encoder.code(part) for part in (title, *(title + encoder.total(block) for block in pieces.blocks))]
    return nearest_of(code, [int.from_bytes(one, "big") for one in codes]) >= NEAR
