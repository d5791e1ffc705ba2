"""`title-shares-no-word`: a title that has no word in common with the issue."""

from collections.abc import Iterator

from kcs_cli.article.section import without_comments
from kcs_cli.lint.engine.issue import bare, title_line, title_of
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World
from kcs_cli.search.engine import analysis
from kcs_cli.text.folding import folded
from kcs_cli.text.gram import grams, is_cjk, normal, pairs

MESSAGE = "The title shares no word with the issue and the customers' phrases; use one of theirs, or add how they said it"
LONGEST = 20_000  # characters of an issue that are looked at
PART = 4  # letters that two words with something in common share, as compounds and forms of one word do
LONG = 7  # letters that no small word has, in most languages


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find a title of which no word, stem or part of a word stands in the issue or in a phrase."""
    article, title = page.article, title_of(page)[:500]
    if article is None or not title:
        return
    issue = "\n".join((article.section("issue")[:LONGEST], *article.said[:100])).lower()
    issue = without_comments(issue) if "<!--" in issue else issue
    if not _shares_a_part(title, issue, article.language) and any(map(str.isalpha, issue)):
        ours, theirs = _content(bare(title), article.language), _content(issue, article.language)
        if ours and not ours & theirs:
            yield Spot(title_line(page), MESSAGE)


def _shares_a_part(title: str, issue: str, language: str) -> bool:
    """Tell at a glance, before all is cut into terms, whether the beginning of a word stands in the issue."""
    longest = PART if language == "en" else LONG
    words = (word for word in title.lower().split() if len(word) >= longest and word not in analysis.ENGLISH_STOP_WORDS)
    return any(word[:longest] in issue for word in words)


def _content(text: str, language: str) -> frozenset[str]:
    """Return what says something in a text: the terms that are no stop words, and the parts of their words.

    A character of Chinese says little alone: two that stand together are a term.
    """
    text = normal(text)
    words = analysis.words(text)
    small = analysis.stop_words(words, language)
    said = " ".join(word for word in words if word not in small and not is_cjk(word))
    parts = (gram for gram in grams(said) if " " not in gram)
    return frozenset((*(term for term in analysis.terms(said, language) if len(term) > 1), *parts, *pairs(folded(text))))


RULE = Rule(
    name="title-shares-no-word",
    group="customers' words",
    severity=Severity.warning,
    reason="The customer's words are what is searched for, and the title counts most.",
    good=Example("---\ntitle: Fax is silent\nlanguage: en\n---\n\n## Issue\n\nMy fax does not ring any more.\n"),
    bad=Example("---\ntitle: Telephony failure\nlanguage: en\n---\n\n## Issue\n\nMy fax does not ring any more.\n"),
    check=check,
)
