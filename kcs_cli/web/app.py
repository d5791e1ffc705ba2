"""The app: the gate before it, the interface, the page, the hook, and what watches it."""

import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from http import HTTPStatus
from urllib.parse import urlencode

import anyio
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.web import metric
from kcs_cli.web.answered import WebAnswer, report_answer
from kcs_cli.web.asked import read_body, read_parameters
from kcs_cli.web.call import WebCall
from kcs_cli.web.caller import Caller, Right
from kcs_cli.web.gate import SAFE, Gate, caller_of
from kcs_cli.web.hook import SIGNATURE, check_signature, note_case
from kcs_cli.web.house import Access, House
from kcs_cli.web.openapi import document
from kcs_cli.web.page_route import page_routes
from kcs_cli.web.problem import RefusedError, problem, stumble
from kcs_cli.web.route import BASE, ROUTES, ApiRoute, kwargs_of
from kcs_cli.web.tag import has_tag, tag_of
from kcs_cli.web.token_file import TokenFile
from kcs_cli.web.tool_mount import mount_tools

DESK = Caller("help desk", "help-desk", Audience.internal, (Right.read, Right.note))
UNCHANGED = WebAnswer("", status=304)
NO_PAGE = ("There is no such page", "/api/v1/openapi.json lists what there is")
SESSION = "kcs-session"
Endpoint = Callable[[Request], Awaitable[Response]]


def make_app(house: House, access: Access, tokens: TokenFile) -> Gate:
    """Return the app of a house, with its gate."""
    tools = mount_tools(house, access)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            if tools:
                await stack.enter_async_context(tools.running())
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(house.keep_fresh)
                yield
                tasks.cancel_scope.cancel()

    routes: list[BaseRoute] = [
        *(_api_route(house, one) for one in ROUTES),
        _route(house, f"{BASE}/openapi.json", _openapi),
        _route(house, "/healthz", _Health(house).answer),
        _route(house, "/metrics", _Health(house).metrics),
        _route(house, "/hooks/case", _Hook(house).answer, "POST"),
        *([tools.route] if tools else ()),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: _no_page})
    gate = Gate(app, house, access, tokens)
    for path, endpoint, method in page_routes(house, gate):
        app.router.routes.append(_route(house, path, endpoint, method))
    return gate


def _route(house: House, path: str, work: Endpoint, method: str = "GET") -> Route:
    """Return a route whose errors are said as kcs says them, and which the log knows by its pattern."""

    async def endpoint(request: Request) -> Response:
        request.scope["kcs.route"] = path
        caller = request.scope.get("kcs.caller")
        outside = None if caller and caller.is_internal else house.root
        try:
            return await work(request)
        except KcsError as error:
            return problem(error, outside)
        except ClientDisconnect:  # nobody is there to be answered
            return Response(status_code=400)
        except Exception as error:
            return problem(stumble(error, path), outside)

    return Route(path, endpoint, methods=[method])


def _api_route(house: House, one: ApiRoute) -> Route:
    """Return the route of a call of the interface."""

    async def work(request: Request) -> Response:
        caller = caller_of(request)
        if one.is_internal and not caller.is_internal:
            raise RefusedError(404, *NO_PAGE)
        if one.writes and not caller.may_note:
            raise RefusedError(403, "This token may only read", "kcs serve --new-token NAME --right note may note, too")
        if one.reads_body:
            asked = read_body(one.asks, await request.body(), writes=one.writes)
        else:
            asked = read_parameters(one.asks, request.query_params.multi_items())
        named = kwargs_of(one, request.path_params)
        session = request.headers.get(SESSION, "")
        known = request.headers.get("if-none-match", "")

        def answered(call: WebCall) -> WebAnswer:
            tag = f'W/"{call.state}"' if one.has_state else ""  # before the work: what is noted meanwhile gets another
            return (
                UNCHANGED._replace(tag=tag)
                if tag and has_tag(known, tag)
                else one.work(call, asked, **named)._replace(tag=tag)
            )

        return _sent(request, await house.work(caller, session, answered, writes=one.writes))

    return _route(house, BASE + one.path, work, one.method)


def _sent(request: Request, answer: WebAnswer) -> Response:
    """Return an answer with what it can be asked again by."""
    tag = answer.tag or (tag_of(answer.text) if request.method in SAFE else "")
    headers = {"Vary": "Authorization, Cookie"} | ({"ETag": tag} if tag else {})
    if tag and has_tag(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    if answer.next_cursor:
        kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        query = urlencode([*kept, ("cursor", answer.next_cursor)], errors="replace")
        headers["Link"] = f'<{request.url.path}?{query}>; rel="next"'
    if answer.media_type == "text/html":
        headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    kind = f"{answer.media_type}; charset=utf-8" if answer.media_type.startswith("text/") else answer.media_type
    return Response(answer.text.encode("utf-8", "replace"), answer.status, headers, kind)


async def _openapi(request: Request) -> Response:
    """Return the interface's document."""
    return _sent(request, WebAnswer(json.dumps(document())))


class _Health:
    """What watches a server is answered."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def answer(self, _: Request) -> Response:
        """Say that it lives; nothing of the base."""
        return JSONResponse({"status": "ok"}, headers={"Cache-Control": "no-store"})

    async def metrics(self, request: Request) -> Response:
        """Return what is counted."""
        if not caller_of(request).is_internal:
            raise RefusedError(404, *NO_PAGE)
        return PlainTextResponse(self.house.metrics.text(), media_type=metric.MEDIA_TYPE)


class _Hook:
    """What a help desk sends."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def answer(self, request: Request) -> Response:
        """Note a closed case with its links."""
        body = await request.body()
        check_signature(request.headers.get(SIGNATURE, ""), body, os.environ)
        request.scope["kcs.caller"] = DESK
        answer = await self.house.work(DESK, "", lambda call: report_answer(call, note_case(call, body)), writes=True)
        return _sent(request, answer)


async def _no_page(_: Request, error: Exception) -> Response:
    """Say that there is no such page, or not so."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return problem(RefusedError(status, NO_PAGE[0] if status == 404 else HTTPStatus(status).phrase, NO_PAGE[1]))
