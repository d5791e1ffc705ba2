"""A server of the tests' own at an address of this machine."""

import socket
import threading
from contextlib import contextmanager

import uvicorn

from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.web.app import make_app
from kcs_cli.web.connection import TimedProtocol
from kcs_cli.web.house import Access, House
from kcs_cli.web.token_file import TokenFile
from tests.web import server


@contextmanager
def at_an_address(root):
    """Serve a base at an address of this machine; yield it."""
    house = House(root, lambda: [Audience.internal], server.NEVER)
    app = make_app(house, Access(server.ANA), TokenFile(root / ".git/tokens.json"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        one = uvicorn.Server(uvicorn.Config(app, log_config=None, ws="none", http=TimedProtocol))
        thread = threading.Thread(target=one.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            one.should_exit = True
            thread.join(20)
