"""`to-be-eliminated`: a polished article about what the matrix says is to be eliminated."""

from collections.abc import Iterator

from kcs_cli.article.model import Article
from kcs_cli.knowledge_base.topic import FILE, Quadrant, Topic
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.world import World
from kcs_cli.search.engine.saying import PhraseReader
from kcs_cli.text.display import fold

READERS = (Audience.customer, Audience.public)


def check(page: Page, world: World, _: Options) -> Iterator[Spot]:
    """Find it where the article is validated, or made for customers."""
    article = page.article
    if article is None or not (article.confidence is Confidence.validated or article.audience in READERS):
        return
    for topic in world.topics:
        if topic.quadrant is Quadrant.eliminate and _is_about(article, topic):
            where = f" ({topic.ticket})" if topic.ticket else ""
            what = f"“{topic.name}” is to be eliminated{where}: link the cases, and leave the article as it was captured"
            yield Spot(page.role_line("title"), what)


def _is_about(article: Article, topic: Topic) -> bool:
    """Tell whether an article has one of the topic's tags, or what customers say of it in its title or phrases."""
    if not set(map(fold, topic.tags)).isdisjoint(map(fold, article.tags)):
        return True
    asking = PhraseReader((article.language,))
    phrases = asking.phrases({topic.name: topic.queries})
    return any(asking.said(text, phrases) for text in (article.title, *article.said))


MATRIX = {FILE: '[topic."driver dialogue"]\nquadrant = "eliminate"\nquery = "driver dialogue"\nticket = "PROD-812"\n'}
RULE = Rule(
    name="to-be-eliminated",
    group="state",
    severity=Severity.warning,
    reason="What irritates customers and company is removed in the product; a polished article only makes it last.",
    good=Example("---\ntitle: Driver dialogue shows twice\nconfidence: wip\n---\n", MATRIX),
    bad=Example("---\ntitle: Driver dialogue shows twice\nconfidence: validated\n---\n", MATRIX),
    check=check,
)
