"""How like two articles are: in their whole text, and in what they answer."""

import re
from collections.abc import Iterator

from kcs_cli.article.card import Card
from kcs_cli.article.model import EVOLVE, Article
from kcs_cli.article.section import find_sections
from kcs_cli.knowledge_base.config import Config, heading_roles
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.lint.engine.page import Page
from kcs_cli.text.gram import NEAR, jaccard, signature

Known = Article | Card
WORD = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]++"
COMMENT = r"<!--(?:(?!-->)[\s\S])*+(?:-->|\Z)"
PARTICULAR = r"[\"“”„«»`]([^\"“”„«»`]{4,200})[\"“”„«»`]|((?<!\w)[\w.-]*\d[\w.-]*)"  # an exact error, a version
LONGEST = 30_000  # characters of an article that are looked at
FEWEST_RUNS = 40  # of words in common: shorter texts are alike by chance
SHORTEST_ISSUE = 60  # characters
FEWEST_WORDS = 3  # of a question that is the same word for word
SMALL_WORDS = frozenset((
    "a", "an", "the", "is", "are", "was", "were", "be", "do", "does", "did", "to", "i", "my", "me", "we", "our", "us", "you",
    "your", "it", "its", "this", "that",
))  # fmt: skip


def may_be_twins(one: Article, other: Known) -> bool:
    """Tell whether two articles may say the same: both are there to be found, in one language, of one sort."""
    languages = {article.language.lower().split("-")[0] for article in (one, other) if article.language}
    is_old = Confidence.archived in (one.confidence, other.confidence)
    return len(languages) < 2 and not is_old and (one.kind in EVOLVE) == (other.kind in EVOLVE)


def is_translation(page: Page, other: Known) -> bool:
    """Tell whether a page says that it is a translation of an article."""
    of = page.fields.get("translation_of")
    return isinstance(of, str) and of.casefold() in {name.casefold() for name in (other.id, other.path, *other.aliases)}


def text_share(one: Known, other: Known) -> float:
    """Return the share of the runs of three words of two articles that both have; 0 where they are few."""
    ours, theirs = shingles(one.body), shingles(other.body)
    return jaccard(ours, theirs) if len(ours & theirs) >= FEWEST_RUNS else 0.0


def shingles(text: str) -> frozenset[str]:
    """Return the runs of three words of a text, without comments."""
    text = re.sub(COMMENT, "", text[:LONGEST]) if "<!--" in text else text[:LONGEST]
    words = words_of(text.lower())
    return frozenset(map(" ".join, zip(words, words[1:], words[2:], strict=False)))


def words_of(text: str) -> list[str]:
    """Return the words of a text, and each character of a script that does not part words."""
    return re.findall(r"\w+" if text.isascii() else WORD, text)  # the other one costs 3 ms before it is used


def questions(article: Known) -> Iterator[frozenset[str]]:
    """Yield the words of the title and of each phrase, as far as they say something."""
    for text in (article.title, *article.said[:20]):
        words = frozenset(words_of(text[:500].casefold())) - SMALL_WORDS
        if len(words) >= FEWEST_WORDS:
            yield words


def issue_share(one: Known, other: Known, config: Config) -> float:
    """Return how like what two articles answer is, as capture compares it; 0 where each names another error."""
    ours, theirs = text_of(one, "issue", config), text_of(other, "issue", config)
    if min(len(ours), len(theirs)) < SHORTEST_ISSUE or particulars(one) != particulars(other):
        return 0.0
    share = jaccard(signature(asked(one, ours)), signature(asked(other, theirs)))
    return share if share >= NEAR else 0.0


def text_of(article: Known, role: str, config: Config) -> str:
    """Return the text of an article's sections with a role, without comments."""
    if isinstance(article, Article):
        return re.sub(COMMENT, "", article.section(role)).strip()
    sections = find_sections(article.body[:LONGEST], article.body_line, heading_roles(config))
    return re.sub(COMMENT, "", "\n\n".join(section.text for section in sections if section.role == role)).strip()


def asked(article: Known, issue: str) -> str:
    """Return what an article answers: its title, phrases and issue."""
    return "\n".join((article.title, *article.said[:20], issue))


def particulars(article: Known) -> frozenset[str]:
    """Return what is quoted in a title, and its numbers."""
    return frozenset((found[1] or found[2]).casefold() for found in re.finditer(PARTICULAR, article.title[:500]))


def is_answered_by(page: Page, other: Known, touched: frozenset[str]) -> bool:
    """Tell whether a page is new and the other article was there before, with an answer."""
    return page.is_new and other.path not in touched and any(map(str.isalpha, text_of(other, "resolution", page.config)))


def named(article: Known) -> str:
    """Return an article's id and path; its path alone where that is all it has."""
    return article.path if article.path.startswith(article.id) else f"{article.id} ({article.path})"


def is_turn(page: Page, other: Known) -> bool:
    """Tell whether a pair is named on this page: on the later one of the two, on the one that a change touches."""
    return (page.has_before or other.path < page.path) and not is_translation(page, other)
