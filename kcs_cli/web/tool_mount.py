"""The tools for AI agents (`kcs mcp`) beside the page, where their extra is installed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.requests import ClientDisconnect, Request
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.web.house import Access, House
from kcs_cli.web.problem import RefusedError, problem, stumble

if TYPE_CHECKING:
    from kcs_cli.web.caller import Caller

PATH = "/mcp"


class ToolMount:
    """A server of tools for each audience, asked by who may see so much; they note nothing: the journal names persons."""

    def __init__(self, house: House, hosts: tuple[str, ...]) -> None:
        self.house = house
        self.hosts = hosts
        self.servers: dict[Audience, tuple[Any, ASGIApp]] = {}

    def make(self, audience: Audience) -> None:
        """Make the server for an audience."""
        from kcs_cli.mcp.server import http_app, make_server
        from kcs_cli.mcp.service import ToolService

        server = make_server(ToolService(self.house.root, audience, is_shared=True))
        self.servers[audience] = (server, http_app(server, PATH, "0.0.0.0"))  # whose name it is asked by the gate looks at

    @property
    def route(self) -> Route:
        """Return where it is."""
        return Route(PATH, _Asgi(self), methods=["GET", "POST", "DELETE"])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Have all servers run as long as the house is open."""
        from contextlib import AsyncExitStack

        async with AsyncExitStack() as stack:
            for server, _ in self.servers.values():
                await stack.enter_async_context(server.session_manager.run())
            yield


class _Asgi:
    """The call of a client, passed on to the server for its readers."""

    def __init__(self, mount: ToolMount) -> None:
        self.mount = mount

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on."""
        scope["kcs.route"] = PATH
        caller: Caller = scope["kcs.caller"]
        _, app = self.mount.servers.get(caller.audience, (None, None))
        if app is None:
            error = RefusedError(503, "Tools for these readers are there when the server is started again", "Start it again")
            await problem(error)(scope, receive, send)
            return
        is_begun = False

        async def answer(message: Message) -> None:
            nonlocal is_begun
            is_begun = True
            await send(message)

        try:
            await app(scope, await _whole(scope, receive), answer)
        except ClientDisconnect:  # nobody is there to be answered
            pass
        except Exception as error:
            said = error if isinstance(error, KcsError) else stumble(error, PATH)
            if not is_begun:
                await problem(said)(scope, receive, send)


async def _whole(scope: Scope, receive: Receive) -> Receive:
    """Return what hands a body over in one piece: one that is too long is told here, the tools would stumble over it."""
    if scope["method"] != "POST":
        return receive
    pieces: list[Message] = [{"type": "http.request", "body": await Request(scope, receive).body(), "more_body": False}]

    async def received() -> Message:
        return pieces.pop() if pieces else await receive()

    return received


def mount_tools(house: House, access: Access) -> ToolMount | None:
    """Return the tools; None where their extra is not installed. Raise KcsError."""
    try:
        import mcp  # noqa: F401 - whether it is there
    except ImportError:
        return None
    mount = ToolMount(house, access.hosts)
    for audience in house.now.seen:
        mount.make(audience)
    return mount
