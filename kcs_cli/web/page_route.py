"""The page for agents: made here as a whole, or in parts for its script; without the script it works by its links."""

from collections.abc import Awaitable, Callable
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kcs_cli.errors import KcsError
from kcs_cli.search.engine.mark_up import title_as_read
from kcs_cli.search.view import age_text
from kcs_cli.text.display import quantity
from kcs_cli.text.outside import readable
from kcs_cli.web.asked import read_parameters
from kcs_cli.web.gate import COOKIE, SESSION_SECONDS, Gate, caller_of
from kcs_cli.web.house import House
from kcs_cli.web.page_view import PageParameters, page_values
from kcs_cli.web.problem import RefusedError
from kcs_cli.web.tag import has_tag, tag_of

if TYPE_CHECKING:
    from jinja2 import Environment

ASSETS = {"page.js": "text/javascript", "page.css": "text/css"}
PARTS = {"": "page.html", "hits": "hits.html", "filters": "filters.html", "article": "article.html"}
SESSION = "kcs-session"
PageRoute = tuple[str, Callable[[Request], Awaitable[Response]], str]


def page_routes(house: House, gate: Gate) -> list[PageRoute]:
    """Return what the page is made of: where, what answers, by which method."""

    async def page(request: Request) -> Response:
        asked = read_parameters(PageParameters, request.query_params.multi_items())
        if asked.part not in PARTS:
            raise RefusedError(404, "There is no such page", "/ has all")
        session = request.headers.get(SESSION, "")
        values = await house.work(caller_of(request), session, lambda call: page_values(call, asked))
        return _filled(PARTS[asked.part], **values, has_session=COOKIE in request.cookies)

    return [("/", page, "GET"), ("/assets/{name}", _answer_asset, "GET"), *_login_routes(gate)]


def _login_routes(gate: Gate) -> list[PageRoute]:
    """Return where a person says who they are."""

    async def login(_: Request) -> Response:
        return _filled("login.html", error=None)

    async def log_in(request: Request) -> Response:
        try:
            given = parse_qs(readable(await request.body()), max_num_fields=5)
            session = gate.log_in(given.get("token", [""])[0].strip())
        except ValueError:
            raise RefusedError(400, "That is no form of this page", "/login has it") from None
        except KcsError as error:
            return _filled("login.html", 401, error=error)
        answer = RedirectResponse("/", 303)
        # A proxy that brings TLS asks without; the browser's word tells
        is_safe = request.url.scheme == "https" or request.headers.get("origin", "").startswith("https:")
        answer.set_cookie(COOKIE, session, SESSION_SECONDS, httponly=True, samesite="strict", secure=is_safe)
        return answer

    async def log_out(request: Request) -> Response:
        gate.log_out(request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/login", 303)
        answer.delete_cookie(COOKIE)
        return answer

    return [("/login", login, "GET"), ("/login", log_in, "POST"), ("/logout", log_out, "POST")]


async def _answer_asset(request: Request) -> Response:
    """Return a file of the page."""
    name = request.path_params["name"]
    if name not in ASSETS:
        raise RefusedError(404, "There is no such page", "/ has all")
    headers = {"ETag": tag_of(_asset(name))}
    if has_tag(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return Response(_asset(name), headers=headers, media_type=ASSETS[name])


def _filled(template: str, status: int = 200, **values: Any) -> Response:
    """Return a template, filled in."""
    return HTMLResponse(_environment().get_template(template).render(**values), status)


@cache
def _asset(name: str) -> bytes:
    """Return a file of the page."""
    return (files("kcs_cli.web") / "page" / name).read_bytes()


@cache
def _environment() -> "Environment":
    """Return what fills in the templates: every value is text, none is mark-up, unless it was made safe."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("kcs_cli.web", "page"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {"bare": title_as_read, "age": age_text, "times": quantity}
    return environment
