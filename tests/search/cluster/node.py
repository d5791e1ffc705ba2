"""A node of the tests' own on 127.0.0.1, which answers as it is told, refuses, hangs, drips or cuts the line."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from kcs_cli.search.cluster.access import ClusterAccess


class Request(NamedTuple):
    """What a node was asked."""

    method: str
    path: str
    authorization: str
    body: bytes


class Node(ThreadingHTTPServer):
    """Answers each request with what `answer` makes of it: a status and a body, an object or bytes.

    `manner`: `hang` never answers, `drip` sends a byte now and then, `cut` closes the line.
    """

    daemon_threads = True

    def __init__(self, answer: Callable[[Request], tuple[int, Any]] = lambda _: (200, {}), manner: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.answer, self.manner = answer, manner
        self.asked: list[Request] = []
        self.end = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: Any) -> None:
        """Say nothing of a line that the other side cut."""


class _Talk(BaseHTTPRequestHandler):
    server: Node
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        size = int(self.headers["Content-Length"] or 0)
        asked = Request(self.command, self.path, self.headers["Authorization"] or "", self.rfile.read(size))
        self.server.asked.append(asked)
        if self.server.manner == "hang":
            self.server.end.wait(10)
        if self.server.manner in ("hang", "cut"):
            self.close_connection = True
            return
        status, said = self.server.answer(asked)
        content = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.say(content)

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET

    def say(self, content: bytes) -> None:
        if self.server.manner != "drip":
            self.wfile.write(content)
            return
        for n in range(len(content)):
            self.wfile.write(content[n : n + 1])
            self.wfile.flush()
            time.sleep(0.2)

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


def access(*urls: str, **fields: str) -> ClusterAccess:
    """Return how some nodes are reached."""
    return ClusterAccess(urls, "kcs", **fields)
