"""The engines that keep the contract: each has an index of articles as long as it is needed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

import pytest

from kcs_cli.article.model import Article, BrokenArticle
from kcs_cli.search.engine.asking import AskingEngine
from kcs_cli.search.engine.engine import TantivyEngine
from tests.search.cluster.live import LACKING, URLS, index_of

Maker = Callable[[Iterable[Article | BrokenArticle]], AbstractContextManager[AskingEngine]]


def local_engine(articles: Iterable[Article | BrokenArticle]) -> TantivyEngine:
    """Make the engine of a clone, in memory."""
    made = TantivyEngine.create(None)
    made.apply(articles, ())
    return made


@contextmanager
def in_memory(articles: Iterable[Article | BrokenArticle]) -> Iterator[AskingEngine]:
    """Have the engine of a clone, which goes by itself."""
    yield local_engine(articles)


@contextmanager
def on_cluster(articles: Iterable[Article | BrokenArticle]) -> Iterator[AskingEngine]:
    """Have the engine over an index on a real cluster, where there is one."""
    if not URLS:
        pytest.skip(LACKING)
    with index_of(articles) as engine:
        yield engine


# Each by its name; one that is not there skips the tests and says why
ENGINES: Mapping[str, Maker] = {"local": in_memory, "cluster": on_cluster}
