"""A web site on this machine: its paths say what they answer; it answers as a proxy, too, for any host."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Site:
    """A running site: what it was asked, and under which names headers came."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[tuple[str, str]] = []
        self.headers: set[str] = set()

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, path: str) -> tuple[int, dict[str, str]]:
        """Return the status that a path is made of, and headers."""
        name = urlsplit(path).path.strip("/")
        if name.startswith("to-"):
            host = "localhost" if name == "to-localhost" else "127.0.0.1"
            return 302, {"Location": f"http://{host}:{self.port}/{name.removeprefix('to-')}"}
        if name == "second":
            return (200 if len(self.asked) > 1 else 429), {}
        return (int(name) if name.isdigit() else 200), {"Set-Cookie": "a=b"} if name == "cookie" else {}


@contextmanager
def running() -> Iterator[Site]:
    """Run a site."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            site.asked.append((self.command, self.path))
            site.headers.update(self.headers.keys())
            status, headers = site.answer(self.path)
            self.send_response(status)
            for name, value in {"Content-Length": "0", **headers}.items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_HEAD = answer

        def log_message(self, *_) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site = Site(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield site
        server.shutdown()
        thread.join()
