"""Slow clients, over real connections."""

import http.client
import logging
import socket
import time
from contextlib import suppress

import pytest

from kcs_cli.web import connection
from tests.web import server
from tests.web.address import at_an_address

JSON = b"Host: 127.0.0.1\r\nContent-Type: application/json\r\n"


@pytest.fixture
def port(tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "PATIENCE", 0.3)
    with at_an_address(server.base(tmp_path)) as address:
        yield int(address.rsplit(":", 1)[1].strip("/"))


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: 127", b"POST /api/v1/search HTTP/1.1\r\n" + JSON +
                                  b'Content-Length: 100\r\n\r\n{"q":'])  # fmt: skip
def test_a_call_that_does_not_come_whole_in_time_is_not_waited_for(port, sent, caplog):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall(sent)
        with suppress(ConnectionResetError):
            assert client.recv(100) == b""
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


def test_a_call_a_letter_at_a_time_has_no_longer(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        assert 0 < _letters_taken(client) < 200


def _letters_taken(client):
    """Send a letter at a time until the other side has enough; return how many."""
    for number in range(200):
        try:
            client.sendall(b"G")
        except OSError:
            return number
        time.sleep(0.02)
    return 200


def test_who_calls_again_after_a_while_is_answered(port):
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    for _ in range(3):
        client.request("POST", "/api/v1/search", b'{"q":"printer"}', {"Content-Type": "application/json"})
        answer = client.getresponse()
        assert (answer.status, b"kb-print1" in answer.read()) == (200, True)
        time.sleep(0.4)
    client.close()
