"""Which articles may answer at all: what options, `field:value` and the state of an article say of that."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kcs_cli.article.model import tag_names
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.search.engine import schema
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import TEXT_FIELDS, Query, Restriction
from kcs_cli.search.engine.questioner import Questioner

if TYPE_CHECKING:
    import tantivy

MOST_VALUES = 50  # of each filter


class SearchFilters:
    """The filters of a question."""

    def __init__(self, questioner: Questioner, query: Query, where: Where) -> None:
        self.questioner = questioner
        self.schema = questioner.schema
        self.query = query
        self.where = where

    @cached_property
    def required(self) -> "list[tuple[tantivy.Occur, tantivy.Query]]":
        """What the question insists on: phrases and fields."""
        from tantivy import Occur, Query

        phrases = [Query.const_score_query(self.questioner.exact(phrase), 0.0) for phrase in self.query.phrases]
        fields = [self.questioner.restriction(restriction) for restriction in self.query.restrictions]
        return [(Occur.Must, query) for query in (*phrases, *fields)]

    def within(self, query: "tantivy.Query") -> "tantivy.Query":
        """Restrict a query to the articles the filters allow, without what the question excludes."""
        from tantivy import Occur, Query

        # Worth nothing: a filter lets articles in, and ranks none
        allowed = [(Occur.Must, Query.const_score_query(self.filter(*item), 0.0)) for item in self.filters.items()]
        hidden = [Query.term_query(self.schema, "state", schema.BROKEN, "basic")]
        hidden += [self.questioner.exact(text) for text in self.query.without]
        hidden += map(self.field, self.query.without_fields)
        if not self.where.archived and Confidence.archived.value not in self.filters.get("state", ()):
            hidden.append(Query.term_query(self.schema, "state", Confidence.archived.value, "basic"))
        return Query.boolean_query([(Occur.Must, query), *allowed, *((Occur.MustNot, q) for q in hidden)])

    @cached_property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """The filters of options and of `field:value`, each value of either allowed."""
        names = {*self.where.filters, *self.query.filters}
        joined = {name: (*self.where.filters.get(name, ()), *self.query.filters.get(name, ())) for name in names}
        return {name: tuple(map(str.lower, values)) for name, values in joined.items() if values}

    def field(self, field: Restriction) -> "tantivy.Query":
        """Ask for what a field of text must have, or for a filter's value."""
        if field.field in TEXT_FIELDS:
            return self.questioner.restriction(field)
        return self.filter(field.field, [field.text.lower()])

    def filter(self, name: str, values: Sequence[str]) -> "tantivy.Query":
        """Ask for any of a filter's values."""
        from tantivy import Query

        if name == "path":
            return Query.term_set_query(self.schema, "folder", [value.strip("/").removeprefix("./") for value in values])
        if name == "owner" and (whose := self.where.whose):
            return Query.term_set_query(self.schema, "path", [path for value in values for path in whose.paths(value)])
        if name == "lang":
            values = [value.replace("_", "-").split("-")[0] for value in values]
        if name == "tag":
            values = [next(iter(tag_names(value)), "") for value in values]
        field = {"id": "name", "tag": "tags"}.get(name, name)
        return Query.term_set_query(self.schema, field, list(values))


def count_values(searcher: "tantivy.Searcher", about: "tantivy.Query") -> dict[str, tuple[tuple[str, int], ...]]:
    """Count the values of each filter among some articles, the commonest first."""
    asked = {name: {"terms": {"field": field, "size": MOST_VALUES}} for name, field in schema.FACETS.items()}
    counts = searcher.aggregate(about, asked)
    return {
        name: tuple((str(bucket["key"]), int(bucket["doc_count"])) for bucket in counts[name]["buckets"])
        for name in schema.FACETS
    }
