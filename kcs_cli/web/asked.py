"""What calls ask: the parameters and bodies, read strictly, and described for the interface's document by the same types."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from kcs_cli.errors import KcsError
from kcs_cli.journal.vocabulary import EventKind, FlagReason, Use
from kcs_cli.knowledge_base.vocabulary import Audience, Kind
from kcs_cli.search.engine.query import LONGEST

LONGEST_NAME = 1_000  # characters
LONGEST_TEXT = 100_000
MOST_VALUES = 50  # of one filter
MOST_HITS = 1_000  # of a search, on all pages
Parameters = TypeVar("Parameters", bound="CallParameters")
FormName = Literal["chat", "mail", "html", "markdown", "jsonl"]
Name = Annotated[str, Meta(max_length=LONGEST_NAME)]
Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Id = Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME, description="an article's id, alias or path")]
Case = Annotated[str, Meta(max_length=LONGEST_NAME, description="the case, as the help desk names it")]
Query = Annotated[str, Meta(max_length=LONGEST, description="what the customer says, or a whole text")]
Values = Annotated[tuple[Name, ...], Meta(max_length=MOST_VALUES, description="only articles with one of these")]
Cursor = Annotated[str, Meta(max_length=100, description="where the page before ended: `Link: rel=next` has it")]


class CallParameters(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a call asks; what it does not know is refused, not passed over."""


class NoParameters(CallParameters, frozen=True):
    """Nothing is asked."""


class FilterParameters(CallParameters, frozen=True):
    """What is searched for, and where."""

    q: Query = ""
    tag: Values = ()
    owner: Values = ()
    state: Values = ()
    audience: Values = ()
    kind: Values = ()
    lang: Values = ()
    path: Values = ()
    env: Annotated[Name, Meta(description="product, version, platform: those articles come first")] = ""
    archived: Annotated[bool, Meta(description="archived articles, too")] = False

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        """Return the filters that are given."""
        names = ("tag", "owner", "state", "audience", "kind", "lang", "path")
        return {name: values for name in names if (values := getattr(self, name))}


class SearchParameters(FilterParameters, frozen=True):
    """A search, and which page of it."""

    limit: Annotated[int, Meta(ge=1, le=100, description="hits on a page")] = 10
    cursor: Cursor = ""
    typing: Annotated[bool, Meta(description="somebody is still typing: by words alone, and not noted in the log")] = False


class SuggestionParameters(CallParameters, frozen=True):
    """What somebody has typed so far."""

    q: Annotated[Name, Meta(description="the beginning of what is typed")]
    limit: Annotated[int, Meta(ge=1, le=50, description="how many")] = 10


class ArticleParameters(CallParameters, frozen=True):
    """Which part of an article."""

    section: Annotated[Name, Meta(description="only issue, environment, resolution, cause, or a heading")] = ""


class AnswerParameters(ArticleParameters, frozen=True, rename={"form": "as", "audience": "for"}):
    """What an article is handed over as, and to whom."""

    form: Annotated[FormName, Meta(description="what it is for: plain text, a mail, a page, a program")] = "chat"
    audience: Annotated[Audience, Meta(description="who will read it")] = Audience.customer


class EventParameters(CallParameters, frozen=True):
    """Which events."""

    since: Annotated[Name, Meta(description="from a day or a time on (2026-11-22), or 30d")] = ""
    article: Annotated[Name, Meta(description="only those about this article")] = ""
    case: Case = ""
    kind: Annotated[tuple[EventKind, ...], Meta(description="only these")] = ()
    limit: Annotated[int, Meta(ge=1, le=1_000, description="events on a page")] = 100
    cursor: Cursor = ""


class LinkRequest(CallParameters, frozen=True):
    """An article that was used in a case."""

    id: Id
    case: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME, description="the case, as the help desk names it")]
    use: Annotated[Use, Meta(description="it solved the case, helped, or did not help")] = Use.resolution
    replace: Annotated[bool, Meta(description="take the place of the case's resolution")] = False
    revision: Annotated[str, Meta(max_length=64, description="that of the text that was handed over")] = ""


class UnlinkRequest(CallParameters, frozen=True):
    """A link that is to be taken back."""

    id: Id
    case: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME, description="the case, as the help desk names it")]


class FlagRequest(CallParameters, frozen=True):
    """What is wrong with an article."""

    id: Id
    message: Annotated[str, Meta(min_length=1, max_length=LONGEST_TEXT, description="what is wrong, in a sentence")]
    why: Annotated[FlagReason | None, Meta(description="what kind of wrong")] = None
    case: Case = ""


class VoteRequest(CallParameters, frozen=True):
    """Whether an article helped a reader."""

    id: Id
    helpful: Annotated[bool, Meta(description="whether it helped")]
    message: Annotated[Text, Meta(description="what the reader said")] = ""
    case: Case = ""


class DraftRequest(CallParameters, frozen=True):
    """An article to be written down: a draft (wip) that people look at."""

    title: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME, description="what is the matter, in a sentence")]
    kind: Kind = Kind.problem
    said: Annotated[tuple[Name, ...], Meta(max_length=MOST_VALUES, description="what the customer said")] = ()
    issue: Text = ""
    environment: Text = ""
    resolution: Text = ""
    tags: Annotated[tuple[Name, ...], Meta(max_length=MOST_VALUES)] = ()
    language: Annotated[str, Meta(pattern="^([a-z]{2,3})?$", description="en, de, …; else detected")] = ""
    case: Case = ""
    despite_similar: Annotated[bool, Meta(description="write it though there is nearly the same")] = False


def read_parameters(kind: type[Parameters], pairs: Iterable[tuple[str, str]]) -> Parameters:
    """Read the parameters of an address. Raise KcsError."""
    several = {field.encode_name for field in msgspec.structs.fields(kind) if isinstance(field.default, tuple)}
    given: dict[str, Any] = {}
    for name, value in pairs:
        if name in several:
            given.setdefault(name, []).append(value)
        elif name in given:
            raise KcsError(f"{name[:50]} is given twice", "Give it once")
        else:
            given[name] = value
    try:
        return msgspec.convert(given, kind, strict=False)
    except (msgspec.ValidationError, RecursionError) as error:
        raise KcsError(
            f"That cannot be asked so: {error}"[:500], "/api/v1/openapi.json says what each call takes"
        ) from error


def read_body(kind: type[Parameters], body: bytes, *, writes: bool) -> Parameters:
    """Read the body of a call that notes something, or only asks. Raise KcsError."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise KcsError(
            f"That cannot be {'noted' if writes else 'asked'} so: {error}"[:500],
            "/api/v1/openapi.json says what each call takes",
        ) from error
