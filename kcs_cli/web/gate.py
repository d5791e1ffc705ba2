"""The gate: whoever comes in is known, asks from where they may, and not too often; what goes out has its headers."""

import json
import logging
import time
from collections.abc import MutableMapping
from http.cookies import CookieError, SimpleCookie
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kcs_cli.errors import KcsError
from kcs_cli.web.caller import Caller
from kcs_cli.web.house import Access, House
from kcs_cli.web.problem import RefusedError, problem
from kcs_cli.web.token_file import LONGEST_PERSON, TokenFile, hash_of

COOKIE = "kcs"
SESSION_SECONDS = 12 * 3600
MOST_SESSIONS = 10_000
LARGEST_BODY = 512_000  # bytes
LONGEST_ADDRESS = 60_000  # bytes; a longer text is asked in a body
OPEN = ("/healthz", "/login", "/hooks/", "/assets/")
SAFE = ("GET", "HEAD")
BURST = 3.0  # seconds of calls that may come at once
MOST_BUCKETS = 10_000
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": CSP, "x-content-type-options": "nosniff", "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin", "cross-origin-opener-policy": "same-origin", "x-frame-options": "DENY",
}  # fmt: skip
log = logging.getLogger("kcs.serve")


class Gate:
    """What stands before the app."""

    def __init__(self, app: ASGIApp, house: House, access: Access, tokens: TokenFile) -> None:
        self.app = app
        self.house = house
        self.access = access
        self.tokens = tokens
        self.sessions: dict[str, tuple[str, float]] = {}  # the hash of the token of each, and until when
        self.buckets: dict[str, tuple[float, float]] = {}  # calls that are left to each caller, and since when

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a call in, or say why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status = time.monotonic(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "private, no-cache")
            await send(message)

        try:
            refusal = self._refusal(scope)
            await (refusal or self.app)(scope, _limited(receive), answer)
        finally:
            self._note(scope, status, time.monotonic() - began)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return what is answered to who may not come in; None for who may, who then is in the scope."""
        try:
            headers = Headers(scope=scope)
            self._check_address(scope, headers)
            caller = self._caller(scope, headers)
            scope["kcs.caller"] = caller
            if caller is None and not scope["path"].startswith(OPEN):
                if scope["path"] == "/":
                    return RedirectResponse("/login", 303)
                raise RefusedError(401, "Who asks?", "Authorization: Bearer TOKEN", WWW_Authenticate="Bearer")
            self._check_rate(caller.name if caller else f"peer {_peer(scope)}")
        except KcsError as error:
            return problem(error)
        return None

    def _check_address(self, scope: Scope, headers: Headers) -> None:
        """Raise KcsError for a call to another server's name, or from another site's page."""
        if len(scope["query_string"]) + len(scope["path"]) > LONGEST_ADDRESS:
            raise RefusedError(414, "The address is too long", "POST /api/v1/search takes long texts")
        if "content-length" in headers and "transfer-encoding" in headers:  # where it ends a proxy may see another way
            raise RefusedError(
                400, "The body has two lengths", "Send Content-Length, or Transfer-Encoding", Connection="close"
            )
        hosts = headers.getlist("host")
        host = _name(hosts[0]) if len(hosts) == 1 else ""
        if host not in self.access.hosts and scope["path"] != "/healthz":  # who watches asks by an address
            raise RefusedError(421, "This server does not go by that name", "kcs serve --name NAME lets it")
        if scope["method"] in SAFE:
            return
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        if site not in ("none", "same-origin") or (origin is not None and urlsplit(origin).netloc != hosts[0]):
            raise RefusedError(
                403, "That comes from a page of another site", "Call from a script, or from the page of this server"
            )
        if int(headers.get("content-length", "0") if headers.get("content-length", "0").isdecimal() else "0") > LARGEST_BODY:
            raise RefusedError(413, "That is too much at once", f"{LARGEST_BODY:,} bytes at most")
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        expected = "application/x-www-form-urlencoded" if scope["path"] in ("/login", "/logout") else "application/json"
        if kind != expected:
            raise RefusedError(415, f"The body is to be {expected}", f"Content-Type: {expected}")

    def _caller(self, scope: Scope, headers: Headers) -> Caller | None:
        """Return who asks; None where that is not known. Raise KcsError for a token that is none."""
        access = self.access
        if authorization := headers.get("authorization"):
            kind, _, token = authorization.partition(" ")
            caller = self.tokens.caller(token.strip()) if kind.lower() == "bearer" else None
            if caller is None:
                self._check_rate(f"peer {_peer(scope)}", 5.0)
                raise RefusedError(
                    401, "That token is not known", "kcs serve --new-token NAME makes one", WWW_Authenticate="Bearer"
                )
            return caller
        if caller := self._of_session(headers.get("cookie", "")):
            return caller
        if not access.proxy_header:  # a proxy on this machine asks as its people do: where there are tokens, they decide
            return None if self.tokens.tokens() else access.usual
        person = headers.getlist(access.proxy_header)
        if _peer(scope) not in access.proxies or len(person) != 1 or access.usual is None:
            return None
        name = person[0].strip()
        if not name or len(name) > LONGEST_PERSON or not name.isprintable():
            return None
        return access.usual._replace(name=name, person=name)

    def _of_session(self, header: str) -> Caller | None:
        """Return who logged in on the page."""
        try:
            known = SimpleCookie(header).get(COOKIE)
        except CookieError:
            return None
        digest, until = self.sessions.get(known.value, ("", 0.0)) if known else ("", 0.0)
        if until < time.time():
            return None
        return next((one.caller for one in self.tokens.tokens() if one.sha256 == digest), None)

    def log_in(self, token: str) -> str:
        """Begin a session for a token. Raise KcsError for one that is not known."""
        if self.tokens.caller(token) is None:
            raise RefusedError(401, "That token is not known", "Ask who runs this server for one")
        now = time.time()
        self.sessions = {key: one for key, one in self.sessions.items() if one[1] > now}
        while len(self.sessions) >= MOST_SESSIONS:
            self.sessions.pop(next(iter(self.sessions)))
        session = token_urlsafe(32)
        self.sessions[session] = (hash_of(token), now + SESSION_SECONDS)
        return session

    def log_out(self, cookie: str) -> None:
        """End a session."""
        self.sessions.pop(cookie, None)

    def _check_rate(self, who: str, rate: float | None = None) -> None:
        """Raise KcsError for who asks too often."""
        rate = self.access.rate if rate is None else rate
        if not rate:
            return
        now = time.monotonic()
        if len(self.buckets) > MOST_BUCKETS:
            self.buckets.clear()
        key = f"{who} {rate}"
        left, since = self.buckets.get(key, (rate * BURST, now))
        left = min(rate * BURST, left + (now - since) * rate)
        if left < 1:
            self.buckets[key] = (left, now)
            raise RefusedError(429, "These are too many calls", f"{rate:g} a second are answered", Retry_After="1")
        self.buckets[key] = (left - 1, now)

    def _note(self, scope: MutableMapping[str, Any], status: int, seconds: float) -> None:
        """Count a call, and log it without a word of what was asked: neither address nor case."""
        route = scope.get("kcs.route", "other")
        self.house.metrics.count(route, status, seconds)
        caller = scope.get("kcs.caller")
        known = {"method": scope["method"], "route": route, "status": status, "ms": round(seconds * 1000),
                 "who": caller.name if caller else None}  # fmt: skip
        log.info("%s", json.dumps(known, ensure_ascii=True))


def _limited(receive: Receive) -> Receive:
    """Return what receives no more than a body may have."""
    size = 0

    async def received() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > LARGEST_BODY:
            raise RefusedError(413, "That is too much at once", f"{LARGEST_BODY:,} bytes at most")
        return message

    return received


def _peer(scope: MutableMapping[str, Any]) -> str:
    """Return the address that a call comes from."""
    return str(scope["client"][0]) if scope.get("client") else ""


def _name(host: str) -> str:
    """Return the name of a Host header, without its port."""
    name, _, port = host.lower().rpartition(":") if not host.endswith("]") and ":" in host else (host.lower(), "", "")
    return name if not port or port.isdecimal() else ""


def caller_of(request: Request) -> Caller:
    """Return who asks."""
    caller = request.scope.get("kcs.caller")
    assert isinstance(caller, Caller), "the gate lets nobody else in"
    return caller
