"""The arguments of the tools, with their limits, and what clients are told of each tool's effects."""

from typing import Annotated

from mcp_types import ToolAnnotations
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from kcs_cli.search.engine.query import LONGEST

LONGEST_NAME = 1_000  # characters
LONGEST_TEXT = 100_000
READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
ADDS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False)
AGAIN = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)

Name = Annotated[str, Field(max_length=LONGEST_NAME)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Id = Annotated[
    str, Field(min_length=1, max_length=LONGEST_NAME, description="An article's id, alias, path or kcs:// address.")
]
Case = Annotated[str, Field(max_length=LONGEST_NAME, description="The case, as the help desk names it; else the session's.")]
Values = Annotated[list[Name], BeforeValidator(lambda one: [one] if isinstance(one, str) else one), Field(max_length=50)]


class SearchFilters(BaseModel):
    """Only articles with these values: any of those of one name, all names."""

    model_config = ConfigDict(extra="forbid")
    tag: Values = []
    state: Values = []
    audience: Values = []
    kind: Values = []
    lang: Values = []
    path: Values = []
    owner: Values = []

    def given(self) -> dict[str, tuple[str, ...]]:
        """Return those that are given."""
        return {name: tuple(values) for name, values in self.model_dump().items() if values}


Query = Annotated[str, Field(max_length=LONGEST, description="The customer's words as they are, or a whole text.")]
Filters = Annotated[SearchFilters | None, Field(description="Only articles with these values; facets counts them.")]
