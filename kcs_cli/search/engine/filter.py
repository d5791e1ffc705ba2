"""Which articles may answer at all: what options, `field:value` and the state of an article say of that."""

from collections.abc import Sequence
from functools import cached_property

from kcs_cli.article.model import tag_names
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.search.engine import schema
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.asked import AllOf, AnyTerm, Asked, Constant, Term
from kcs_cli.search.engine.query import TEXT_FIELDS, Query, Restriction
from kcs_cli.search.engine.questioner import Questioner

MOST_VALUES = 50  # of each filter


class CandidateFilter:
    """The articles that a question lets in at all: its filters, and what it insists on or excludes."""

    def __init__(self, questioner: Questioner, query: Query, where: Where) -> None:
        self.questioner = questioner
        self.query = query
        self.where = where

    @cached_property
    def required(self) -> tuple[Asked, ...]:
        """What the question insists on: phrases and fields."""
        phrases = (Constant(self.questioner.exact(phrase), 0.0) for phrase in self.query.phrases)
        return (*phrases, *map(self.questioner.restriction, self.query.restrictions))

    def within(self, asked: Asked) -> Asked:
        """Restrict a question to the articles the filters allow, without what is excluded."""
        # Worth nothing: a filter lets articles in, and ranks none
        allowed = (Constant(self.filter(*item), 0.0) for item in self.filters.items())
        hidden: list[Asked] = [Term("state", schema.BROKEN)]
        hidden += [self.questioner.exact(text) for text in self.query.without]
        hidden += map(self.field, self.query.without_fields)
        if not self.where.archived and Confidence.archived.value not in self.filters.get("state", ()):
            hidden.append(Term("state", Confidence.archived.value))
        return AllOf(must=(asked, *allowed), without=tuple(hidden))

    @cached_property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """The filters of options and of `field:value`, each value of either allowed."""
        names = {*self.where.filters, *self.query.filters}
        joined = {name: (*self.where.filters.get(name, ()), *self.query.filters.get(name, ())) for name in names}
        return {name: tuple(map(str.lower, values)) for name, values in joined.items() if values}

    def field(self, field: Restriction) -> Asked:
        """Ask for what a field of text must have, or for a filter's value."""
        if field.field in TEXT_FIELDS:
            return self.questioner.restriction(field)
        return self.filter(field.field, [field.text.lower()])

    def filter(self, name: str, values: Sequence[str]) -> Asked:
        """Ask for any of a filter's values."""
        if name == "path":
            return AnyTerm("folder", tuple(value.strip("/").removeprefix("./") for value in values))
        if name == "owner" and (whose := self.where.whose):
            return AnyTerm("path", tuple(path for value in values for path in whose.paths(value)))
        if name == "lang":
            values = [value.replace("_", "-").split("-")[0] for value in values]
        if name == "tag":
            values = [next(iter(tag_names(value)), "") for value in values]
        return AnyTerm({"id": "name", "tag": "tags"}.get(name, name), tuple(values))
