"""One request to a public host on the web, which takes no longer than it may and sends nothing but the address."""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPMessage, HTTPResponse, HTTPSConnection
from ipaddress import ip_address
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
    getproxies,
)

HEADERS = {"User-Agent": "kcs lint (looks whether links lead somewhere)", "Accept": "*/*"}
WAIT = 10.0  # seconds, for each answer of the network
LONGEST = 30.0  # seconds, for a connection: a host may not hold us by a byte now and then
SAFE = "/%:@!$&'()*+,;=~?"
NO_SUCH_HOST = frozenset(getattr(socket, name) for name in ("EAI_NONAME", "EAI_NODATA") if hasattr(socket, name))
Resolve = Callable[[str, int], Sequence[str]]


class NotPublicError(Exception):
    """The host is none on the public web: it may be a machine of ours, and an article is not to reach it."""


def is_public(address: str) -> bool:
    """Tell whether a number is that of a host on the public web."""
    with suppress(ValueError):
        number = ip_address(address.partition("%")[0])
        inner = getattr(number, "ipv4_mapped", None) or getattr(number, "sixtofour", None) or number
        return inner.is_global and number.is_global and not number.is_multicast
    return False


def addresses_of(host: str, port: int) -> list[str]:
    """Return the numbers of a host. Raise socket.gaierror."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_unknown_host(error: Exception) -> bool:
    """Tell whether an error says that there is no host of that name."""
    reason = error.reason if isinstance(error, URLError) else error
    return isinstance(reason, socket.gaierror) and reason.errno in NO_SUCH_HOST


class Web:
    """The public web. `is_allowed` tells which numbers may be asked, `resolve` returns a host's."""

    def __init__(
        self, is_allowed: Callable[[str], bool] = is_public, resolve: Resolve = addresses_of, longest: float = LONGEST
    ) -> None:
        self.is_allowed = is_allowed
        self.resolve = resolve
        self.longest = longest
        self.proxies = getproxies()
        self.open: list[tuple[float, socket.socket]] = []  # with when each is to be ended
        self.watched = threading.Lock()
        handlers = (
            ProxyHandler(self.proxies), Plain(self), Secure(self), Redirects(self), UnknownHandler(),
            HTTPDefaultErrorHandler(), HTTPErrorProcessor(),
        )  # fmt: skip
        self.opener = OpenerDirector()
        for handler in handlers:
            self.opener.add_handler(handler)

    def status(self, address: str, method: str) -> int:
        """Return what the web answers, after redirections. Raise OSError, HTTPException, ValueError or NotPublicError."""
        address = encoded(address)
        self.check(address)
        try:
            with self.opener.open(Request(address, headers=HEADERS, method=method), timeout=WAIT) as response:
                return int(response.status)
        except HTTPError as error:
            error.close()
            return error.code
        except URLError as error:
            if isinstance(error.reason, Exception):
                raise error.reason from error
            raise

    def check(self, address: str) -> None:
        """Look whether a host may be asked. Raise NotPublicError, OSError or ValueError."""
        parts = urlsplit(address)
        if parts.username is not None or parts.scheme not in ("http", "https") or not parts.hostname:
            raise NotPublicError(address)
        try:
            numbers = self.resolve(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
        except socket.gaierror:
            if parts.scheme in self.proxies:
                return  # the proxy knows names that are unknown here
            raise
        if not all(map(self.is_allowed, numbers)):
            raise NotPublicError(address)

    def check_peer(self, connection: HTTPConnection) -> None:
        """Look again who answers: a name may lead elsewhere the second time. Raise NotPublicError."""
        peer = str(connection.sock.getpeername()[0])
        if not self.is_proxy(connection) and not self.is_allowed(peer):
            connection.close()
            raise NotPublicError(peer)
        with self.watched:
            self.open.append((time.monotonic() + self.longest, connection.sock))
            if len(self.open) == 1:
                threading.Thread(target=self.watch, daemon=True).start()

    def is_proxy(self, connection: HTTPConnection) -> bool:
        """Tell whether a connection is to one of the proxies of http and https, and not to the address itself."""
        hosts = {urlsplit(self.proxies[scheme]).hostname for scheme in ("http", "https") if scheme in self.proxies}
        return connection.host in hosts

    def watch(self) -> None:
        """End the connections that take too long, until there is none left."""
        while True:
            with self.watched:
                late = [stream for end, stream in self.open if end <= time.monotonic()]
                self.open = [(end, stream) for end, stream in self.open if stream.fileno() >= 0 and stream not in late]
                is_over = not self.open
            for stream in late:
                cut(stream)
            if is_over:
                return
            time.sleep(min(1.0, self.longest))

    def is_reachable(self, host: str) -> bool:
        """Tell whether a name can be resolved here."""
        try:
            return bool(self.resolve(host, 443))
        except (OSError, ValueError):
            return False


def cut(stream: socket.socket) -> None:
    """End a connection, whoever waits for it."""
    with suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)


def encoded(address: str) -> str:
    """Write an address in ASCII. Raise ValueError for what is none."""
    parts = urlsplit(address)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
    return urlunsplit((parts.scheme.lower(), host, quote(parts.path, SAFE), quote(parts.query, SAFE), ""))


class Plain(HTTPHandler):
    """Opens http addresses, and looks who answers."""

    def __init__(self, web: Web) -> None:
        super().__init__()
        self.web = web

    def http_open(self, req: Request) -> HTTPResponse:
        """Ask."""
        web = self.web

        class Connection(HTTPConnection):
            """Looks who answers before it says anything."""

            def connect(self) -> None:
                """Connect. Raise NotPublicError."""
                super().connect()
                web.check_peer(self)

        return self.do_open(Connection, req)


class Secure(HTTPSHandler):
    """Opens https addresses, and looks who answers."""

    def __init__(self, web: Web) -> None:
        super().__init__()
        self.web = web

    def https_open(self, req: Request) -> HTTPResponse:
        """Ask."""
        web = self.web

        class Connection(HTTPSConnection):
            """Looks who answers before it says anything."""

            def connect(self) -> None:
                """Connect. Raise NotPublicError."""
                super().connect()
                web.check_peer(self)

        return self.do_open(Connection, req)


class Redirects(HTTPRedirectHandler):
    """Follows redirections to public hosts only."""

    def __init__(self, web: Web) -> None:
        super().__init__()
        self.web = web

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Return the next request. Raise NotPublicError."""
        newurl = encoded(newurl)
        self.web.check(newurl)
        found = super().redirect_request(req, fp, code, msg, headers, newurl)
        if found is not None:
            found.method = req.get_method()
        return found
