"""The engines that keep the contract: each is made over articles as they are read from files."""

from collections.abc import Callable, Iterable, Mapping

from kcs_cli.article.model import Article, BrokenArticle
from kcs_cli.search.engine.asking import AskingEngine
from kcs_cli.search.engine.engine import TantivyEngine

Maker = Callable[[Iterable[Article | BrokenArticle]], AskingEngine]


def local_engine(articles: Iterable[Article | BrokenArticle]) -> TantivyEngine:
    """Make the engine of a clone, in memory."""
    made = TantivyEngine.create(None)
    made.apply(articles, ())
    return made


# By its name a function that returns what makes one, or skips the tests and says why
ENGINES: Mapping[str, Callable[[], Maker]] = {"local": lambda: local_engine}
