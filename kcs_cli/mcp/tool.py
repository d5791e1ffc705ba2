"""The tools: what each takes, and which call it makes."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, TypeVar

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.tools import Tool
from mcp_types import CallToolResult, ContentBlock, ResourceLink, TextContent, ToolAnnotations
from pydantic import BaseModel, Field, create_model

from kcs_cli.journal.vocabulary import FlagReason, Use
from kcs_cli.knowledge_base.vocabulary import Kind
from kcs_cli.mcp import article_text, question, state, writing
from kcs_cli.mcp.argument import ADDS, AGAIN, LONGEST_NAME, LONGEST_TEXT, READS, Case, Filters, Id, Query, Text, Values
from kcs_cli.mcp.desk_tools import DeskTools
from kcs_cli.mcp.model import (
    FacetAnswer,
    FetchAnswer,
    LinkAnswer,
    NewAnswer,
    NotedAnswer,
    SearchAnswer,
    StatusAnswer,
    TextAnswer,
)
from kcs_cli.mcp.page import Page, fetch_page, plain_page, search_page, text_page

Work = TypeVar("Work", bound=Callable[..., Awaitable[CallToolResult]])


def reading_tools(desk: DeskTools) -> list[Tool]:
    """Return what only reads."""
    made = list[Tool]()
    tool = partial(_strict_tool, made)

    @tool(title="Search the knowledge base", annotations=READS)
    async def search(
        ctx: Context,
        query: Query = "",
        filters: Filters = None,
        environment: Annotated[
            str, Field(max_length=LONGEST_NAME, description="Product, version, platform: articles about it come first.")
        ] = "",
        archived: Annotated[bool, Field(description="Search archived articles, too.")] = False,
        limit: Annotated[int, Field(ge=1, le=100, description="Hits on a page.")] = 5,
        cursor: Annotated[str, Field(max_length=50, description="next_cursor of the page before.")] = "",
        max_tokens: Annotated[
            int,
            Field(
                ge=100,
                le=100_000,
                description="At most so long an answer: passages, then titles become shorter, no hit is left out.",
            ),
        ] = 3_000,
        case: Case = "",
    ) -> Annotated[CallToolResult, SearchAnswer]:
        """Find articles by what a customer says: words, error texts, whole messages; typos and other languages will do.

        Operators: "a phrase", -without, prefix*, field:value.
        """
        asked = question.Question(query, filters.given() if filters else {}, archived, environment)
        answer = await desk.run(ctx, case, lambda call: question.search(call, asked, limit, cursor, max_tokens))
        return _result(search_page(answer, max_tokens), answer)

    @tool(title="Read an article", annotations=READS)
    async def show(
        ctx: Context,
        id: Id,
        section: Annotated[
            str, Field(max_length=LONGEST_NAME, description="Only issue, environment, resolution, cause, or a heading.")
        ] = "",
        from_line: Annotated[int, Field(ge=1, le=10_000_000, description="Begin at this line.")] = 1,
        max_characters: Annotated[int, Field(ge=100, le=article_text.WHOLE, description="At most so much text.")] = 20_000,
        case: Case = "",
    ) -> Annotated[CallToolResult, TextAnswer]:
        """Read an article, or a section of it, as its readers may see it."""
        answer = await desk.run(ctx, case, lambda call: article_text.show(call, id, section, from_line, max_characters))
        return _result(text_page(answer), answer)

    @tool(title="Fetch an article", annotations=READS)
    async def fetch(ctx: Context, id: Id) -> Annotated[CallToolResult, FetchAnswer]:
        """Return the whole of an article by its id."""
        answer = await desk.run(ctx, "", lambda call: article_text.fetch(call, id))
        return _result(fetch_page(answer), answer)

    @tool(title="Count articles by filter", annotations=READS)
    async def facets(ctx: Context, query: Query = "", filters: Filters = None) -> Annotated[CallToolResult, FacetAnswer]:
        """Count the values of all filters, of the articles that answer a query, or of all."""
        asked = question.Question(query, filters.given() if filters else {})
        answer = await desk.run(ctx, "", lambda call: question.facets(call, asked))
        return _result(plain_page(answer), answer)

    @tool(title="Say what is served", annotations=READS)
    async def status(ctx: Context) -> Annotated[CallToolResult, StatusAnswer]:
        """Say how many articles there are, in which languages and states, for whom, and whether anything can be noted."""
        answer = await desk.run(ctx, "", state.status)
        return _result(plain_page(answer), answer)

    return made


def writing_tools(desk: DeskTools) -> list[Tool]:
    """Return what notes something."""
    made = list[Tool]()
    tool = partial(_strict_tool, made)

    @tool(title="Link an article to a case", annotations=AGAIN)
    async def link(
        ctx: Context,
        id: Id,
        case: Case = "",
        use: Annotated[Use, Field(description="It solved the case, helped, or did not help.")] = Use.resolution,
        revision: Annotated[str, Field(max_length=64, description="That of the text that was handed over.")] = "",
        replace: Annotated[bool, Field(description="Take the place of the case's resolution.")] = False,
    ) -> Annotated[CallToolResult, LinkAnswer]:
        """Note that an article was used in a case, at the revision that was delivered. Doing it again changes nothing."""
        answer = await desk.run(ctx, case, lambda call: writing.link(call, id, use, revision, replace=replace), writes=True)
        return _result(plain_page(answer), answer)

    @tool(title="Say what is wrong with an article", annotations=AGAIN)
    async def flag(
        ctx: Context,
        id: Id,
        message: Annotated[str, Field(max_length=LONGEST_TEXT, description="What is wrong, in a sentence.")],
        why: FlagReason | None = None,
        case: Case = "",
    ) -> Annotated[CallToolResult, NotedAnswer]:
        """Tell an article's owner what is wrong with it."""
        answer = await desk.run(ctx, case, lambda call: writing.flag(call, id, message, why), writes=True)
        return _result(plain_page(answer), answer)

    @tool(title="Note whether an article helped", annotations=ADDS)
    async def rate(
        ctx: Context, id: Id, helpful: bool, message: Text = "", case: Case = ""
    ) -> Annotated[CallToolResult, NotedAnswer]:
        """Note a reader's vote: whether an article helped, and what they said."""
        answer = await desk.run(ctx, case, lambda call: writing.rate(call, id, message, helpful=helpful), writes=True)
        return _result(plain_page(answer), answer)

    @tool(title="Write a draft", annotations=ADDS)
    async def new(
        ctx: Context,
        title: Annotated[
            str, Field(min_length=1, max_length=LONGEST_NAME, description="What is the matter, in a sentence.")
        ],
        kind: Kind = Kind.problem,
        said: Annotated[Values, Field(description="What the customer said, in their words.")] = [],
        issue: Text = "",
        environment: Text = "",
        resolution: Text = "",
        tags: Values = [],
        language: Annotated[str, Field(pattern="^([a-z]{2,3})?$", description="en, de, …; else detected.")] = "",
        case: Case = "",
        despite_similar: Annotated[bool, Field(description="Write it though there is nearly the same.")] = False,
    ) -> Annotated[CallToolResult, NewAnswer]:
        """Write an article as a draft (wip, internal) that people look at; personal data is refused."""
        draft = writing.BotDraft(title, kind, said, issue, environment, resolution, tags, language)
        answer = await desk.run(
            ctx, case, lambda call: writing.new(call, draft, despite_similar=despite_similar), writes=True
        )
        return _result(plain_page(answer), answer)

    return made


def _strict_tool(made: list[Tool], title: str, annotations: ToolAnnotations) -> Callable[[Work], Work]:
    """Return what makes a tool of a function; an argument that it does not know is refused, not passed over."""

    def add(function: Work) -> Work:
        tool = Tool.from_function(function, title=title, annotations=annotations)
        known = tool.fn_metadata.arg_model
        strict = create_model(known.__name__, __base__=known, __config__=None)
        strict.model_config["extra"] = "forbid"
        strict.model_rebuild(force=True)
        tool.fn_metadata.arg_model = strict
        tool.parameters = strict.model_json_schema(by_alias=True)
        made.append(tool)
        return function

    return add


def _result(page: Page, answer: BaseModel) -> CallToolResult:
    """Return an answer for programs and for models, with the articles it names."""
    links = [ResourceLink(uri=one.uri, name=one.id, title=one.title, mime_type="text/markdown") for one in page.articles]
    content: list[ContentBlock] = [TextContent(type="text", text=page.text), *links]
    return CallToolResult(content=content, structured_content=answer.model_dump(mode="json", exclude_none=True))
