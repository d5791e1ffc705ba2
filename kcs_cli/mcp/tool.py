"""The tools: what each takes, and which call it makes."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.tools import Tool
from mcp_types import CallToolResult, ContentBlock, ResourceLink, TextContent
from pydantic import BaseModel, Field

from kcs_cli.journal.vocabulary import FlagReason, Use
from kcs_cli.knowledge_base.vocabulary import Kind
from kcs_cli.mcp import article_text, state, writing
from kcs_cli.mcp.argument import ADDS, AGAIN, LONGEST_NAME, LONGEST_TEXT, READS, Case, Filters, Id, Query, Text, Values
from kcs_cli.mcp.content import ToolContent, fetch_content, plain_content, search_content, text_content
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
from kcs_cli.mcp.runner import ToolRunner
from kcs_cli.mcp.search import SearchRequest, count_facets, find_articles
from kcs_cli.mcp.strict_tool import strict_tool

Work = Callable[..., Awaitable[CallToolResult]]


def reading_tools(runner: ToolRunner) -> list[Tool]:
    """Return what only reads."""
    tools = ReadingTools(runner)
    return [
        strict_tool(tools.search, "Search the knowledge base", READS),
        strict_tool(tools.show, "Read an article", READS),
        strict_tool(tools.fetch, "Fetch an article", READS),
        strict_tool(tools.facets, "Count articles by filter", READS),
        strict_tool(tools.status, "Say what is served", READS),
    ]


class ReadingTools:
    """The tools that only read: each method is one, its arguments are what a client may pass."""

    def __init__(self, runner: ToolRunner) -> None:
        self.runner = runner

    async def search(
        self,
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
        asked = SearchRequest(query, filters.given() if filters else {}, archived, environment)
        answer = await self.runner.run(ctx, case, lambda call: find_articles(call, asked, limit, cursor, max_tokens))
        return _result(search_content(answer, max_tokens), answer)

    async def show(
        self,
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
        answer = await self.runner.run(
            ctx, case, lambda call: article_text.show(call, id, section, from_line, max_characters)
        )
        return _result(text_content(answer), answer)

    async def fetch(self, ctx: Context, id: Id) -> Annotated[CallToolResult, FetchAnswer]:
        """Return the whole of an article by its id."""
        answer = await self.runner.run(ctx, "", lambda call: article_text.fetch(call, id))
        return _result(fetch_content(answer), answer)

    async def facets(
        self, ctx: Context, query: Query = "", filters: Filters = None
    ) -> Annotated[CallToolResult, FacetAnswer]:
        """Count the values of all filters, of the articles that answer a query, or of all."""
        asked = SearchRequest(query, filters.given() if filters else {})
        answer = await self.runner.run(ctx, "", lambda call: count_facets(call, asked))
        return _result(plain_content(answer), answer)

    async def status(self, ctx: Context) -> Annotated[CallToolResult, StatusAnswer]:
        """Say how many articles there are, in which languages and states, for whom, and whether anything can be noted."""
        answer = await self.runner.run(ctx, "", state.status)
        return _result(plain_content(answer), answer)


def writing_tools(runner: ToolRunner) -> list[Tool]:
    """Return what notes something."""
    tools = WritingTools(runner)
    return [
        strict_tool(tools.link, "Link an article to a case", AGAIN),
        strict_tool(tools.flag, "Say what is wrong with an article", AGAIN),
        strict_tool(tools.rate, "Note whether an article helped", ADDS),
        strict_tool(tools.new, "Write a draft", ADDS),
    ]


class WritingTools:
    """The tools that note something, likewise."""

    def __init__(self, runner: ToolRunner) -> None:
        self.runner = runner

    async def link(
        self,
        ctx: Context,
        id: Id,
        case: Case = "",
        use: Annotated[Use, Field(description="It solved the case, helped, or did not help.")] = Use.resolution,
        revision: Annotated[str, Field(max_length=64, description="That of the text that was handed over.")] = "",
        replace: Annotated[bool, Field(description="Take the place of the case's resolution.")] = False,
    ) -> Annotated[CallToolResult, LinkAnswer]:
        """Note that an article was used in a case, at the revision that was delivered. Doing it again changes nothing."""
        answer = await self.runner.run(
            ctx, case, lambda call: writing.link(call, id, use, revision, replace=replace), writes=True
        )
        return _result(plain_content(answer), answer)

    async def flag(
        self,
        ctx: Context,
        id: Id,
        message: Annotated[str, Field(max_length=LONGEST_TEXT, description="What is wrong, in a sentence.")],
        why: FlagReason | None = None,
        case: Case = "",
    ) -> Annotated[CallToolResult, NotedAnswer]:
        """Tell an article's owner what is wrong with it."""
        answer = await self.runner.run(ctx, case, lambda call: writing.flag(call, id, message, why), writes=True)
        return _result(plain_content(answer), answer)

    async def rate(
        self, ctx: Context, id: Id, helpful: bool, message: Text = "", case: Case = ""
    ) -> Annotated[CallToolResult, NotedAnswer]:
        """Note a reader's vote: whether an article helped, and what they said."""
        answer = await self.runner.run(ctx, case, lambda call: writing.rate(call, id, message, helpful=helpful), writes=True)
        return _result(plain_content(answer), answer)

    async def new(
        self,
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
        answer = await self.runner.run(
            ctx, case, lambda call: writing.new(call, draft, despite_similar=despite_similar), writes=True
        )
        return _result(plain_content(answer), answer)


def _result(said: ToolContent, answer: BaseModel) -> CallToolResult:
    """Return an answer for programs and for models, with the articles it names."""
    links = [ResourceLink(uri=one.uri, name=one.id, title=one.title, mime_type="text/markdown") for one in said.articles]
    content: list[ContentBlock] = [TextContent(type="text", text=said.text), *links]
    return CallToolResult(content=content, structured_content=answer.model_dump(mode="json", exclude_none=True))
