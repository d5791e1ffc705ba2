"""The server: tools, resources and prompts over one service. Which transport carries it is not known here."""

from typing import TYPE_CHECKING, Any

from mcp import MCPError
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError
from mcp_types import INVALID_PARAMS

from kcs_cli import __version__
from kcs_cli.errors import KcsError, NotFoundError
from kcs_cli.mcp.article_text import WHOLE, show
from kcs_cli.mcp.content import text_content
from kcs_cli.mcp.instruction import answer_prompt, capture_prompt, instructions
from kcs_cli.mcp.runner import ToolRunner
from kcs_cli.mcp.service import ToolService
from kcs_cli.mcp.tool import reading_tools, writing_tools
from kcs_cli.text.display import one_line

if TYPE_CHECKING:
    from starlette.applications import Starlette


class KnowledgeServer(MCPServer[Any]):
    """A server that says which prompt or argument a client lacks; the library takes that for a crash of its own."""

    async def get_prompt(self, name: str, arguments: dict[str, Any] | None = None, context: Any = None) -> Any:
        """Return a prompt. Raise MCPError."""
        prompts = {one.name: one for one in await self.list_prompts()}
        if name not in prompts:
            raise MCPError(INVALID_PARAMS, f"There is no prompt {one_line(name)}. Hint: There are {', '.join(prompts)}")
        needed = [one.name for one in prompts[name].arguments or () if one.required]
        if lacking := [one for one in needed if one not in (arguments or {})]:
            raise MCPError(INVALID_PARAMS, f"{', '.join(lacking)} missing. Hint: {name} takes {', '.join(needed)}")
        return await super().get_prompt(name, arguments, context)


def make_server(service: ToolService) -> MCPServer[Any]:
    """Return a server over a service, to run or to mount (`http_app`). Raise KcsError where its base cannot be opened."""
    call, calls = service.open(), ToolRunner(service)
    server: MCPServer[Any] = KnowledgeServer(
        "kcs",
        title=f"Knowledge base {service.root.name}",
        instructions=instructions(call),
        version=__version__,
        tools=[*reading_tools(calls), *(writing_tools(calls) if service.can_write else ())],
        log_level="WARNING",
    )
    call.close()
    _add_resource(server, calls)
    _add_prompts(server, service)
    return server


def http_app(server: MCPServer[Any], path: str = "/mcp", host: str = "127.0.0.1") -> "Starlette":
    """Return a server over HTTP, as an app to run or to mount; each request stands for itself.

    Who mounts it runs `server.session_manager.run()` as long as it serves. Its service is shared (`ToolService.is_shared`).
    """
    return server.streamable_http_app(streamable_http_path=path, stateless_http=True, host=host)


def _add_resource(server: MCPServer[Any], calls: ToolRunner) -> None:
    """Add the articles as resources."""

    @server.resource("kcs://article/{+id}", title="An article", mime_type="text/markdown")
    async def article(id: str) -> str:
        """Return an article as its readers may see it, marked as data."""
        try:
            found = await calls.work(None, "", lambda call: show(call, id, most=WHOLE))
        except NotFoundError as error:
            raise ResourceNotFoundError(calls.said(error)) from error
        except KcsError as error:
            raise ResourceError(calls.said(error)) from error
        return text_content(found).text


def _add_prompts(server: MCPServer[Any], service: ToolService) -> None:
    """Add what people begin with."""

    @server.prompt(title="Answer a case")
    def answer_case(case: str, question: str) -> str:
        """Answer a customer's question from the knowledge base."""
        return answer_prompt(case, question, service.can_write)

    @server.prompt(title="Capture a case")
    def capture_case(case: str, notes: str) -> str:
        """Capture what a case taught as a draft."""
        return capture_prompt(case, notes, service.can_write)
