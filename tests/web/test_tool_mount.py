import json

import pytest

from tests.web import server

CLIENT = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}


def call(client, headers, tool, **arguments):
    """Call a tool over streamable HTTP, each request standing for itself; return what is structured, or the error."""
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}
    answer = client.post("/mcp", json=asked, headers={**CLIENT, "MCP-Protocol-Version": "2025-06-18", **headers})
    assert answer.status_code == 200, answer.text
    data = next(line.partition(":")[2] for line in answer.text.splitlines() if line.startswith("data:") and "{" in line)
    result = json.loads(data)["result"]
    return result["content"][0]["text"] if result.get("isError") else result["structuredContent"]


@pytest.fixture
def root(tmp_path):
    return server.base(tmp_path)


def test_tools_know_what_the_token_may(root):
    inside, outside = server.token(root, "ana", "internal"), server.token(root, "shop", "customer")
    with server.serving(root, usual=None) as client:
        assert client.post("/mcp", json={}, headers=CLIENT).status_code == 401
        assert call(client, inside, "show", id="kb-vpn001")["path"] == "knowledge/vpn.md"
        assert "No article goes by kb-vpn001" in call(client, outside, "show", id="kb-vpn001")
        assert [hit["id"] for hit in call(client, outside, "search", query="outbox")["hits"]] == ["kb-mail01"]
        assert call(client, outside, "search", query="zqcounter")["hits"] == []
        assert call(client, outside, "status")["audience"] == "customer"


def test_tools_over_http_note_nothing(root):
    with server.serving(root) as client:
        asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
        told = client.post("/mcp", json=asked, headers=CLIENT).text
    assert '"name":"search"' in told
    assert [name for name in ("link", "flag", "rate", "new") if f'"name":"{name}"' in told] == []


def test_no_foreign_page_calls_a_tool(root):
    with server.serving(root) as client:
        for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
            assert client.post("/mcp", json={}, headers={**CLIENT, **headers}).status_code in (403, 421)


def test_what_is_too_much_for_a_tool_is_told_and_the_log_has_no_word_of_it(root, caplog):
    with server.serving(root) as client:
        pieces = client.post("/mcp", content=(b"zebra " * 20_000 for _ in range(6)), headers=CLIENT)
    assert server.error(pieces)[:2] == (413, "That is too much at once")
    assert "zebra" not in caplog.text
