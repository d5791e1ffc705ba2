"""Servers of the tests' own on 127.0.0.1: for mails, and for posts; some refuse, hang, drip, or cut the line."""

import json
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any


class SmtpServer(ThreadingTCPServer):
    """A mail server that has the mails it took; `refused` are addresses that it does not take, `manner` how it behaves."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(
        self,
        manner: str = "",
        refused: tuple[str, ...] = (),
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
    ) -> None:
        super().__init__(("127.0.0.1", 0), _SmtpTalk)
        self.manner, self.refused, self.tls, self.starttls = manner, refused, tls, starttls
        self.mails: list[EmailMessage] = []
        self.said: list[str] = []

    @property
    def port(self) -> int:
        return self.server_address[1]

    def get_request(self) -> Any:
        """Take a line, encrypted where that is wanted."""
        line, address = super().get_request()
        return (self.tls.wrap_socket(line, server_side=True) if self.tls else line), address

    def handle_error(self, *_: Any) -> None:
        """Say nothing of a line that the other side cut."""


class _SmtpTalk(StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        if self.server.manner == "hang":
            time.sleep(5)
            return
        while self.server.manner == "drip":
            with suppress(OSError):
                self.wfile.write(b"2")
                time.sleep(0.2)
                continue
            return
        self.say("220 here")
        while line := self.rfile.readline():
            word = line.decode().strip()
            self.server.said.append(word)
            if not self.answer(word):
                return

    def answer(self, word: str) -> bool:
        """Answer a command; tell whether the talk goes on."""
        match word.split(" ")[0].upper():
            case "EHLO":
                offered = "250-STARTTLS\r\n" if self.server.starttls else ""
                self.say(f"250-here\r\n{offered}250-AUTH PLAIN\r\n250 8BITMIME")
            case "STARTTLS":
                self.say("220 go on")
                return self.encrypt()
            case "AUTH":
                self.say("535 no" if self.server.manner == "stranger" else "235 welcome")
            case "RCPT" if any(one in word for one in self.server.refused):
                self.say("550 5.1.1 no such user")
            case "DATA":
                return self.take()
            case "QUIT":
                self.say("221 bye")
                return False
            case _:
                self.say("250 ok")
        return True

    def encrypt(self) -> bool:
        """Encrypt what follows, and begin anew; tell whether the other side likes the certificate."""
        assert self.server.starttls
        self.rfile.close()
        try:
            self.request = self.server.starttls.wrap_socket(self.request, server_side=True)
        except OSError:
            return False
        self.setup()
        self.server.said.append("(encrypted)")
        return True

    def finish(self) -> None:
        """Close the line, also the encrypted one, which the server does not know."""
        super().finish()
        self.request.close()

    def take(self) -> bool:
        """Take a mail; tell whether the talk goes on."""
        self.say("354 go on")
        # All is read before any cut: a line closed on unread bytes is reset, and the other side words that otherwise
        lines = list(iter(self.rfile.readline, b".\r\n"))
        if self.server.manner == "cut":
            return False
        content = b"".join(line[1:] if line.startswith(b"..") else line for line in lines)
        self.server.mails.append(message_from_bytes(content, policy=policy.default))
        if self.server.manner == "hold the second" and len(self.server.mails) == 2:
            time.sleep(2)
            return False
        self.say("250 taken")
        return self.server.manner != "cut after"

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class HookServer(ThreadingHTTPServer):
    """A server for posts that has what it got; it answers with `status`, after `pause` seconds."""

    daemon_threads = True

    def __init__(self, status: int = 200, pause: float = 0, to: str = "") -> None:
        super().__init__(("127.0.0.1", 0), _Hook)
        self.status, self.pause, self.to = status, pause, to
        self.posts: list[tuple[str, Any]] = []

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/secret"

    def handle_error(self, *_: Any) -> None:
        """Say nothing of a line that the other side cut."""


class _Hook(BaseHTTPRequestHandler):
    server: HookServer

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, json.loads(content)))
        time.sleep(self.server.pause)
        self.send_response(self.server.status)
        if self.server.to:
            self.send_header("Location", self.server.to)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_: Any) -> None:
        """Print nothing."""


@contextmanager
def serving(server: Any) -> Iterator[Any]:
    """Run a server as long as a test needs it."""
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def certificate(folder: Path, names: str = "IP:127.0.0.1") -> Path:
    """Make a certificate of 127.0.0.1, or of other names, that nobody has signed, with its key, in one file."""
    file = folder / "own.pem"
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    where = ["-subj", "/CN=127.0.0.1", "-addext", f"subjectAltName={names}"]
    command = ["openssl", *made, *where, "-keyout", str(folder / "key.pem"), "-out", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    file.write_text(file.read_text() + (folder / "key.pem").read_text())
    return file


def tls_of(file: Path) -> ssl.SSLContext:
    """Return what a server encrypts with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
