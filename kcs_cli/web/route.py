"""The calls of the interface: where each is, what it asks and answers, and who may make it."""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from kcs_cli.web import noting, reading
from kcs_cli.web.answered import FacetCounts, SuggestionAnswer, WebAnswer
from kcs_cli.web.asked import (
    AnswerParameters,
    ArticleParameters,
    CallParameters,
    DraftRequest,
    EventParameters,
    FilterParameters,
    FlagRequest,
    LinkRequest,
    NoParameters,
    SearchParameters,
    SuggestionParameters,
    UnlinkRequest,
    VoteRequest,
)

BASE = "/api/v1"


class ApiRoute(NamedTuple):
    """A call. `answers` is a report's schema (`search`), a type of this room, or None for a text.

    `has_state`: what it answers changes with the base alone, so that who has it need not be sent it again.
    """

    method: str
    path: str
    about: str
    work: Callable[..., WebAnswer]
    asks: type[CallParameters]
    answers: str | type[msgspec.Struct] | None
    writes: bool = False
    is_internal: bool = False
    has_state: bool = False

    @property
    def reads_body(self) -> bool:
        """Tell whether it is asked by a body, not by the address."""
        return self.method == "POST"


ROUTES: tuple[ApiRoute, ...] = (
    ApiRoute("GET", "/search", "Find articles.", reading.search, SearchParameters, "search", has_state=True),
    ApiRoute("POST", "/search", "Find articles by a long text.", reading.search, SearchParameters, "search"),
    ApiRoute("GET", "/facets", "Count filters' values.", reading.facets, FilterParameters, FacetCounts, has_state=True),
    ApiRoute(
        "GET", "/suggestions", "Complete what is typed.", reading.suggestions, SuggestionParameters, SuggestionAnswer,
        has_state=True,
    ),
    ApiRoute(
        "GET", "/articles/{id:path}/answer", "Hand an article over.", reading.answer, AnswerParameters, None,
        has_state=True,
    ),
    ApiRoute("GET", "/articles/{id:path}", "Read an article.", reading.article, ArticleParameters, "show", has_state=True),
    ApiRoute("POST", "/articles", "Write a draft.", noting.draft, DraftRequest, "new", writes=True, is_internal=True),
    ApiRoute("GET", "/cases/{case:path}", "See what a case got.", reading.case, NoParameters, "case", is_internal=True),
    ApiRoute("POST", "/links", "Note that an article was used in a case.", noting.link, LinkRequest, "link", writes=True),
    ApiRoute(
        "POST", "/unlinks", "Take such a link back.", noting.unlink, UnlinkRequest, "link", writes=True, is_internal=True
    ),
    ApiRoute("POST", "/flags", "Say what is wrong with an article.", noting.flag, FlagRequest, "flag", writes=True),
    ApiRoute("POST", "/votes", "Note whether an article helped.", noting.vote, VoteRequest, "flag", writes=True),
    ApiRoute("GET", "/events", "Read the journal.", reading.events, EventParameters, "events", is_internal=True),
)  # fmt: skip


def kwargs_of(route: ApiRoute, path: dict[str, Any]) -> dict[str, str]:
    """Return what the address itself says."""
    return {name: str(value) for name, value in path.items() if f"{{{name}" in route.path}
