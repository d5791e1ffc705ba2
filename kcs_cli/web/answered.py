"""What calls answer: a report as `--format json` writes it, without what these readers may not see."""

from collections.abc import Collection
from typing import Any, NamedTuple

import msgspec

from kcs_cli.render.format import FORMAT_VERSION, as_json, to_json
from kcs_cli.web.call import WebCall

INWARD = (
    "path", "owner", "owner_source", "cases", "used_on", "flags", "open_flags", "said", "related", "set_aside", "parts",
    "replaced", "titles", "fault", "governance", "query_log", "near_duplicates",
)  # fmt: skip


class WebAnswer(NamedTuple):
    """What is sent: a text and its kind; `next_cursor` goes on where this page ends; `tag` changes with the text."""

    text: str
    media_type: str = "application/json"
    next_cursor: str = ""
    status: int = 200
    tag: str = ""


class FacetValueCount(msgspec.Struct, frozen=True):
    """A value of a filter, null for articles that have none, and how many articles have it."""

    name: str | None
    articles: int


class FacetCounts(msgspec.Struct, frozen=True):
    """How many articles were found, and the values of each filter among them."""

    kcs: int
    found: int
    facets: dict[str, list[FacetValueCount]]


class Suggestion(msgspec.Struct, frozen=True):
    """An article whose title begins as somebody types."""

    id: str
    title: str


class SuggestionAnswer(msgspec.Struct, frozen=True):
    """What may be meant."""

    kcs: int
    suggestions: list[Suggestion]


def inward(call: WebCall) -> Collection[str]:
    """Return the fields that these readers may not see."""
    return () if call.is_internal else {*INWARD, *call.kb.config.channel.internal_fields}


def report_answer(call: WebCall, report: Any, next_cursor: str = "", status: int = 200) -> WebAnswer:
    """Return a report as an answer."""
    content = {"kcs": FORMAT_VERSION, **without(as_json(report), inward(call))}
    return WebAnswer(to_json(content, indent=2), next_cursor=next_cursor, status=status)


def own_answer(call: WebCall, answer: msgspec.Struct) -> WebAnswer:
    """Return an answer that no command has."""
    return WebAnswer(to_json(without(msgspec.to_builtins(answer), inward(call)), indent=2))


def without(value: Any, names: Collection[str]) -> Any:
    """Return a value of JSON without some fields, however deep."""
    if not names:
        return value
    if isinstance(value, dict):
        return {name: without(one, names) for name, one in value.items() if name not in names}
    return [without(one, names) for one in value] if isinstance(value, list) else value
