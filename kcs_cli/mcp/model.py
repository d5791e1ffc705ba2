"""What the tools answer, as a schema that clients read: each description is one of a field."""

from pydantic import BaseModel, ConfigDict

from kcs_cli.mcp.data_mark import NOTICE


class ToolModel(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(use_attribute_docstrings=True, frozen=True)


class BotHit(ToolModel):
    """An article that answers."""

    rank: int
    """Its place, from 1 on; it goes on from one page to the next."""
    id: str
    """What `show`, `fetch` and `link` know it by."""
    title: str
    uri: str | None = None
    """The article as a resource."""
    url: str | None = None
    """The address of its public page."""
    confidence: str
    """validated, not-validated, wip or archived: only validated is trusted."""
    audience: str
    """The widest readers that may see it: internal, partner, customer or public."""
    kind: str | None = None
    language: str | None = None
    age_days: int | None = None
    """Days since the last substantive change."""
    revision: str | None = None
    """What git names the text as it is now: pass it to `link`."""
    line: int
    """Where the passage stands: pass it to `show` as from_line."""
    section: str | None = None
    passage: str | None = None
    """What answers, shortened where there is little room."""
    path: str | None = None
    """Its file; for internal readers."""
    owner: str | None = None
    """Who answers for it; for internal readers."""
    cases: int | None = None
    """Cases that it solved or helped; for internal readers."""
    flags: int | None = None
    """Open flags, which say that something is wrong with it; for internal readers."""


class SearchAnswer(ToolModel):
    """What a search found."""

    notice: str = NOTICE
    query: str
    nothing_fits: bool
    """No article speaks of enough of the question: say so, or ask for more, rather than answer from these hits."""
    found: int
    """All articles that have at least one of the words, where the hits end how many those are."""
    hits: list[BotHit]
    next_cursor: str | None = None
    """Pass it as cursor, with all else as it was, for the next hits."""
    dropped: list[str] | None = None
    """Filters and exclusions that left nothing, and without which these were found."""
    similar_words: dict[str, list[str]] | None = None
    """Words that no article has, each with those most like it."""
    narrow: dict[str, dict[str, int]] | None = None
    """Many answer equally well: the filter that would part them, its values with their numbers of articles."""
    lacking_language: str | None = None
    """The question is in this language, and no article is."""
    only_archived: bool | None = None
    """Nothing else matched than archived articles."""
    needs_tokens: int | None = None
    """Even without passages, titles and revisions these hits have so many tokens: pass a smaller limit."""


class TextAnswer(ToolModel):
    """An article, or some of it."""

    notice: str = NOTICE
    id: str
    title: str
    uri: str
    url: str | None = None
    confidence: str
    audience: str
    kind: str
    language: str | None = None
    tags: list[str] = []
    age_days: int | None = None
    revision: str | None = None
    """The text that is handed over here: pass it to `link`, so that it can be recalled."""
    sections: list[str] = []
    """The headings that `section` knows."""
    section: str | None = None
    line: int
    """The first line of text here."""
    next_line: int | None = None
    """Where it goes on, if it does: pass it as from_line."""
    text: str
    """Markdown."""
    path: str | None = None
    owner: str | None = None
    cases: int | None = None
    flags: list[str] | None = None
    """What open flags say is wrong with it; for internal readers."""


class FetchAnswer(ToolModel):
    """An article, by the names that chat assistants ask for."""

    id: str
    title: str
    text: str
    url: str
    metadata: dict[str, str]
    """notice, revision, confidence, audience, kind, language, age_days."""


class FacetAnswer(ToolModel):
    """How many articles have each value of each filter."""

    notice: str = NOTICE
    found: int
    facets: dict[str, dict[str, int]]
    """By filter: its commonest values, each with its number of articles; an empty value is none."""


class StatusAnswer(ToolModel):
    """What this server serves, and how."""

    name: str
    version: str
    """Of kcs."""
    audience: str
    """For whom it answers: nothing for fewer readers is known here."""
    articles: int
    languages: dict[str, int]
    confidence: dict[str, int]
    can_write: bool
    case: str | None = None
    """What link, flag, rate and new note where no case is passed."""
    set_aside: int | None = None
    """Files that cannot be read and are not searched; for internal readers."""


class LinkAnswer(ToolModel):
    """What was noted of a case."""

    notice: str = NOTICE
    id: str
    title: str
    case: str
    use: str
    revision: str | None = None
    """The text that is noted as delivered."""
    was_linked: bool
    """It was noted before, and nothing was noted now."""
    replaced: list[str] = []
    """What is no longer the case's resolution; for internal readers."""


class NotedAnswer(ToolModel):
    """A flag or a vote."""

    notice: str = NOTICE
    done: str
    event: str
    id: str
    title: str | None = None
    text: str | None = None
    case: str | None = None


class NewAnswer(ToolModel):
    """An article that was written as a draft."""

    notice: str = NOTICE
    id: str
    title: str
    path: str | None = None
    """Its file; for internal readers."""
    confidence: str
    """wip: a person reads it before anybody trusts it."""
    audience: str
    language: str | None = None
    case: str | None = None
    """The case it is linked to, as a reference."""
    similar: dict[str, str] = {}
    """Articles like it, by id with their titles."""
