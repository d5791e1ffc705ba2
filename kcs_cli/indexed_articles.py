"""The articles of a base as the index knows them: for a few pages it costs less to ask than to read all."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from kcs_cli.article import Article
from kcs_cli.lint.articles import Articles, Known, Lookup, by_name
from kcs_cli.lint.twins import Twins
from kcs_cli.search import analysis
from kcs_cli.search.engine import Where
from kcs_cli.search.query import Query
from kcs_cli.search.tantivy_engine import TantivyEngine

COMPARED = 20  # articles that the search finds for an article's text
LONGEST = 1_500  # characters of the text that are asked: whoever copies an article copies its beginning


class IndexedArticles(Articles):
    """All readable articles: `here` as they are looked at, the others as they are in the index; `gone` are no more."""

    def __init__(
        self,
        engine: TantivyEngine,
        here: Mapping[str, Article | None],
        gone: frozenset[str],
        read: Callable[[], Sequence[Known]],
    ) -> None:
        super().__init__(read)
        self.engine = engine
        self.here = here
        self.gone = gone
        self.found: dict[str, Twins] = {}

    @cached_property
    def by_path(self) -> Mapping[str, Known]:
        """The articles by their paths."""
        return Lookup(self.at, lambda: {article.path: article for article in self.all})

    @cached_property
    def by_name(self) -> Mapping[str, list[Known]]:
        """The articles by their ids and aliases, in lower case, those whose id it is first."""
        return Lookup(self.named, lambda: by_name(self.all))

    def at(self, path: str) -> Known | None:
        """Return the article of a path; None where there is none."""
        if path in self.here:
            return self.here[path]
        return next(iter(self.others(self.engine.cards("path", path))), None)

    def named(self, name: str) -> list[Known] | None:
        """Return the articles of a name, None where there are none."""
        found = [*filter(None, self.here.values()), *self.others(self.engine.cards("name", name))]
        return by_name(sorted(found, key=lambda one: one.path)).get(name.casefold())

    def others(self, cards: Sequence[Known]) -> list[Known]:
        """Return the articles that are not looked at, as far as they are still there."""
        return [card for card in cards if card.path not in self.here and card.path not in self.gone]

    def twins_of(self, article: Article) -> Twins:
        """Return what tells which articles are like one: of those that the search finds for its text."""
        if article.path not in self.found:
            text = analysis.normal("\n".join((article.title, *article.said, article.body))[:LONGEST])
            matches = self.engine.search(Query(text=text), Where(), COMPARED).matches if text.strip() else ()
            likely = self.others([match.card for match in matches])
            self.found[article.path] = Twins([*likely, *filter(None, self.here.values())])
        return self.found[article.path]
