"""The server: tools, resources and prompts over one desk. Which transport carries it is not known here."""

import logging
from collections.abc import Callable, Iterator, Sequence
from time import monotonic
from typing import Annotated, Any, Literal, TypeVar

import anyio
from anyio import from_thread, to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError, ToolError
from mcp_types import CallToolResult, ResourceLink, TextContent, ToolAnnotations
from pydantic import BaseModel, ConfigDict, Field

from kcs_cli import __version__
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.journal.event import FlagReason, Use
from kcs_cli.knowledge_base.progress import Progress, Step
from kcs_cli.knowledge_base.vocabulary import Kind
from kcs_cli.mcp import reading, writing
from kcs_cli.mcp.desk import Desk, DeskCall
from kcs_cli.mcp.instruction import answer_prompt, capture_prompt, instructions
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
from kcs_cli.search.engine.query import LONGEST

Answer = TypeVar("Answer", bound=BaseModel)
LONGEST_NAME = 1_000  # characters
LONGEST_TEXT = 100_000
BETWEEN = 0.2  # seconds between two words on how far work is
READS = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
ADDS = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False)
AGAIN = ToolAnnotations(read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
log = logging.getLogger(__name__)

Name = Annotated[str, Field(max_length=LONGEST_NAME)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Id = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, description="An article's id, alias, path or kcs:// address.")]
Case = Annotated[str, Field(max_length=LONGEST_NAME, description="The case, as the help desk names it; else the session's.")]
Values = Annotated[list[Name], Field(max_length=50)]


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


class DeskTools:
    """The tools of one desk: each call runs in a thread, one after another; what is wrong is said as kcs says it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.turn = anyio.CapacityLimiter(1)  # an index is written by one call at a time

    async def run(self, ctx: Context | None, case: str, work: Callable[[DeskCall], Answer]) -> Answer:
        """Open the base and do some work there. Raise ToolError for what the client can mend."""

        def worked() -> Answer:
            return work(self.desk.open(case, log.warning, _progress(ctx)))

        try:
            return await to_thread.run_sync(worked, limiter=self.turn)
        except KcsError as error:
            raise ToolError(self.said(error)) from error

    def said(self, error: KcsError) -> str:
        """Return what a client is told of an error: where the base lies only where everything may be known."""
        text = f"{error.message}. Hint: {error.hint}" if error.hint else error.message
        return text if self.desk.audience == "internal" else text.replace(str(self.desk.root), "the knowledge base")


def _progress(ctx: Context | None) -> Progress:
    """Return what tells a client how far long work is, now and then."""

    def told(steps: Sequence[Step], label: str = "Reading articles") -> Iterator[Step]:
        said_at = monotonic()
        for number, step in enumerate(steps, 1):
            yield step
            if ctx is not None and monotonic() - said_at >= BETWEEN:
                said_at = monotonic()
                from_thread.run(ctx.report_progress, number, len(steps), label)

    return told


def make_server(desk: Desk) -> MCPServer[Any]:
    """Return a server over a desk, to run or to mount (`http_app`). Raise KcsError where its base cannot be opened."""
    server: MCPServer[Any] = MCPServer(
        "kcs",
        title=f"Knowledge base {desk.root.name}",
        instructions=instructions(desk.open()),
        version=__version__,
        log_level="WARNING",
    )
    tools = DeskTools(desk)
    _add_reading(server, tools)
    if desk.can_write:
        _add_writing(server, tools)
    _add_resource(server, tools)
    _add_prompts(server, desk)
    return server


def http_app(server: MCPServer[Any], path: str = "/mcp") -> Any:
    """Return a server as a Starlette app that another one can mount; each request stands for itself."""
    return server.streamable_http_app(streamable_http_path=path, stateless_http=True)


def _result(page: Page, answer: BaseModel) -> CallToolResult:
    """Return an answer for programs and for models, with the articles it names."""
    links = [
        ResourceLink(uri=one.uri, name=one.id, title=one.title, mime_type="text/markdown") for one in page.articles
    ]
    content = [TextContent(type="text", text=page.text), *links]
    return CallToolResult(content=content, structured_content=answer.model_dump(mode="json", exclude_none=True))


def _add_reading(server: MCPServer[Any], tools: DeskTools) -> None:
    """Add what only reads."""

    @server.tool(title="Search the knowledge base", annotations=READS)
    async def search(  # noqa: PLR0913 - each is an argument of the tool
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
            int, Field(ge=100, le=100_000, description="About so long an answer: passages become shorter, no hit is left out.")
        ] = 3_000,
        case: Case = "",
    ) -> Annotated[CallToolResult, SearchAnswer]:
        """Find articles by what a customer says: words, error texts, whole messages; typos and other languages will do.

        Operators: "a phrase", -without, prefix*, field:value.
        """
        question = reading.Question(query, filters.given() if filters else {}, archived, environment)
        answer = await tools.run(ctx, case, lambda call: reading.search(call, question, limit, cursor, max_tokens))
        return _result(search_page(answer, max_tokens), answer)

    @server.tool(title="Read an article", annotations=READS)
    async def show(
        ctx: Context,
        id: Id,
        section: Annotated[
            str, Field(max_length=LONGEST_NAME, description="Only issue, environment, resolution, cause, or a heading.")
        ] = "",
        from_line: Annotated[int, Field(ge=1, le=10_000_000, description="Begin at this line.")] = 1,
        max_characters: Annotated[int, Field(ge=100, le=reading.WHOLE, description="At most so much text.")] = 20_000,
        case: Case = "",
    ) -> Annotated[CallToolResult, TextAnswer]:
        """Read an article, or a section of it, as its readers may see it."""
        answer = await tools.run(ctx, case, lambda call: reading.show(call, id, section, from_line, max_characters))
        return _result(text_page(answer), answer)

    @server.tool(title="Fetch an article", annotations=READS)
    async def fetch(ctx: Context, id: Id) -> Annotated[CallToolResult, FetchAnswer]:
        """Return the whole of an article by its id."""
        answer = await tools.run(ctx, "", lambda call: reading.fetch(call, id))
        return _result(fetch_page(answer), answer)

    @server.tool(title="Count articles by filter", annotations=READS)
    async def facets(ctx: Context, query: Query = "", filters: Filters = None) -> Annotated[CallToolResult, FacetAnswer]:
        """Count the values of all filters, of the articles that answer a query, or of all."""
        question = reading.Question(query, filters.given() if filters else {})
        answer = await tools.run(ctx, "", lambda call: reading.facets(call, question))
        return _result(plain_page(answer), answer)

    @server.tool(title="Say what is served", annotations=READS)
    async def status(ctx: Context) -> Annotated[CallToolResult, StatusAnswer]:
        """Say how many articles there are, in which languages and states, for whom, and whether anything can be noted."""
        answer = await tools.run(ctx, "", reading.status)
        return _result(plain_page(answer), answer)


def _add_writing(server: MCPServer[Any], tools: DeskTools) -> None:
    """Add what notes something."""

    @server.tool(title="Link an article to a case", annotations=AGAIN)
    async def link(
        ctx: Context,
        id: Id,
        case: Case = "",
        use: Annotated[Use, Field(description="It solved the case, helped, or did not help.")] = Use.resolution,
        revision: Annotated[str, Field(max_length=64, description="That of the text that was handed over.")] = "",
        replace: Annotated[bool, Field(description="Take the place of the case's resolution.")] = False,
    ) -> Annotated[CallToolResult, LinkAnswer]:
        """Note that an article was used in a case, at the revision that was delivered. Doing it again changes nothing."""
        answer = await tools.run(ctx, case, lambda call: writing.link(call, id, use, revision, replace=replace))
        return _result(plain_page(answer), answer)

    @server.tool(title="Say what is wrong with an article", annotations=AGAIN)
    async def flag(
        ctx: Context,
        id: Id,
        message: Annotated[str, Field(max_length=LONGEST_TEXT, description="What is wrong, in a sentence.")],
        why: FlagReason | None = None,
        case: Case = "",
    ) -> Annotated[CallToolResult, NotedAnswer]:
        """Tell an article's owner what is wrong with it."""
        answer = await tools.run(ctx, case, lambda call: writing.flag(call, id, message, why))
        return _result(plain_page(answer), answer)

    @server.tool(title="Note whether an article helped", annotations=ADDS)
    async def rate(
        ctx: Context, id: Id, helpful: bool, message: Text = "", case: Case = ""
    ) -> Annotated[CallToolResult, NotedAnswer]:
        """Note a reader's vote: whether an article helped, and what they said."""
        answer = await tools.run(ctx, case, lambda call: writing.rate(call, id, message, helpful=helpful))
        return _result(plain_page(answer), answer)

    @server.tool(title="Write a draft", annotations=ADDS)
    async def new(  # noqa: PLR0913 - each is an argument of the tool
        ctx: Context,
        title: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, description="What is the matter, in a sentence.")],
        kind: Kind = Kind.problem,
        said: Annotated[Values, Field(description="What the customer said, in their words.")] = [],  # noqa: B006
        issue: Text = "",
        environment: Text = "",
        resolution: Text = "",
        tags: Values = [],  # noqa: B006
        language: Annotated[Literal[""] | str, Field(pattern="^([a-z]{2,3})?$", description="en, de, …; else detected.")] = "",
        case: Case = "",
        despite_similar: Annotated[bool, Field(description="Write it though there is nearly the same.")] = False,
    ) -> Annotated[CallToolResult, NewAnswer]:
        """Write an article as a draft (wip, internal) that people look at; personal data is refused."""
        draft = writing.BotDraft(title, kind, said, issue, environment, resolution, tags, language)
        answer = await tools.run(ctx, case, lambda call: writing.new(call, draft, despite_similar=despite_similar))
        return _result(plain_page(answer), answer)


def _add_resource(server: MCPServer[Any], tools: DeskTools) -> None:
    """Add the articles as resources."""

    @server.resource("kcs://article/{+id}", title="An article", mime_type="text/markdown")
    async def article(id: str) -> str:
        """Return an article as its readers may see it, marked as data."""
        try:
            found = await to_thread.run_sync(lambda: reading.show(tools.desk.open(), id, most=reading.WHOLE), limiter=tools.turn)
        except NotFoundError as error:
            raise ResourceNotFoundError(tools.said(error)) from error
        except KcsError as error:
            raise ResourceError(tools.said(error)) from error
        return text_page(found).text


def _add_prompts(server: MCPServer[Any], desk: Desk) -> None:
    """Add what people begin with."""

    @server.prompt(title="Answer a case")
    def answer_case(case: str, question: str) -> str:
        """Answer a customer's question from the knowledge base."""
        return answer_prompt(case, question, desk.can_write)

    @server.prompt(title="Capture a case")
    def capture_case(case: str, notes: str) -> str:
        """Capture what a case taught as a draft."""
        return capture_prompt(case, notes, desk.can_write)
