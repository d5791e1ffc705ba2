import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import anyio
import pytest
import uvicorn
from mcp import Client, StdioServerParameters, stdio_client
from starlette.applications import Starlette
from starlette.routing import Mount

from kcs_cli.mcp.server import http_app, make_server
from tests import make
from tests.mcp import bot

ALL = {
    "search": {"query": "printer does nothing"},
    "show": {"id": "kb-print1"},
    "fetch": {"id": "kb-print1"},
    "facets": {},
    "status": {},
    "link": {"id": "kb-print1", "case": "4711"},
    "flag": {"id": "kb-print1", "message": "step 2 is gone"},
    "rate": {"id": "kb-print1", "helpful": True},
    "new": {"title": "Hovercraft is full of eels"},
}
HELLO = (
    b'{"jsonrpc":"2.0","id":3,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},'
    b'"clientInfo":{"name":"test","version":"1"}}}'
)


@pytest.fixture
def base(tmp_path):
    return make.base(tmp_path / "kb", bot.CONTENTS)


def command(base, *options):
    return StdioServerParameters(
        command=sys.executable, args=["-m", "kcs_cli", "mcp", "--root", str(base), *options], env=dict(os.environ)
    )


async def use_all(client):
    """Call each tool, read a resource and a prompt; return the tools that answered."""
    done = [name for name, arguments in ALL.items() if not (await client.call_tool(name, arguments)).is_error]
    assert "Switch it on" in (await client.read_resource("kcs://article/kb-print1")).contents[0].text
    assert (await client.get_prompt("answer_case", {"case": "4711", "question": "fax"})).messages
    return done


@contextmanager
def served(server):
    """Serve over HTTP, below an app of another one's; yield the address."""

    def lifespan(_):
        return server.session_manager.run()

    inner = http_app(server, "/")
    app = Starlette(routes=[Mount("/mcp", inner)], lifespan=lifespan)
    # It is told to end by a flag: signals are for main threads
    one = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="on"))
    thread = threading.Thread(target=one.run, daemon=True)
    thread.start()
    while not one.started:
        time.sleep(0.01)
    port = one.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/mcp/"
    finally:
        one.should_exit = True
        thread.join(10)


def test_all_tools_answer_over_stdin_and_stdout(base):
    assert bot.talk(stdio_client(command(base, "--write")), use_all) == list(ALL)


def test_all_tools_answer_over_http_mounted_in_another_app(base):
    with served(make_server(bot.service(base, can_write=True, is_shared=True))) as address:
        assert bot.talk(address, use_all) == list(ALL)


def test_two_clients_at_once_each_get_their_own_answers_while_articles_change(base):
    wanted = {"outbox": "kb-mail01", "toner": "kb-order1"}

    async def ask(address, words):
        async with Client(address) as client:
            for _ in range(15):
                found = (await client.call_tool("search", {"query": words, "limit": 1})).structured_content
                assert [hit["id"] for hit in found["hits"]] == [wanted[words]]

    async def write():
        for number in range(10):
            new = {f"knowledge/new{number}.md": make.article(f"Hovercraft {number}", id=f"kb-new{number:03}")}
            await anyio.to_thread.run_sync(make.files, base, new)
            await anyio.sleep(0.01)

    async def both(address):
        async with anyio.create_task_group() as group:
            for words in wanted:
                group.start_soon(ask, address, words)
            group.start_soon(write)

    with served(make_server(bot.service(base, is_shared=True))) as address:
        anyio.run(both, address)


def test_a_hundred_calls_in_a_row_are_answered_alike(base):
    async def ask(client):
        answers = [
            (await client.call_tool("search", {"query": "outbox", "limit": 1})).structured_content for _ in range(100)
        ]
        return [one for one in answers if one != answers[0]]

    assert bot.talk(make_server(bot.service(base)), ask) == []


def test_nothing_but_the_protocol_is_on_stdout_and_nonsense_ends_nothing(base):
    sent = [
        b"nonsense", b"\xff\xfe", b"[]", b'{"jsonrpc":"2.0","id":1}', b"{" * 5_000,
        b'{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"search","arguments":{"query":"\\ud800"}}}',
        HELLO,
        b'{"jsonrpc":"2.0","method":"notifications/initialized"}',
        b'{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"search","arguments":{"query":"\\ud800"}}}',
        b'{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"status","arguments":{}}}',
    ]  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "kcs_cli", "mcp", "--root", str(base)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    answers = {}
    with process:
        process.stdin.write(b"\n".join(sent) + b"\n")
        process.stdin.flush()
        while 5 not in answers:
            one = json.loads(process.stdout.readline())
            answers[one.get("id")] = one
        process.stdin.close()
        assert process.wait(20) == 0
    assert answers[3]["result"]["instructions"].startswith("Knowledge base kb: 5 articles")
    assert answers[5]["result"]["structuredContent"]["articles"] == 5


def test_long_work_tells_how_far_it_is(base, monkeypatch):
    monkeypatch.setattr("kcs_cli.mcp.runner.BETWEEN", 0)
    server = make_server(bot.service(base))
    told = []

    async def heard(number, total, message):
        told.append((number, total, message))

    async def ask(client):
        make.files(base, {f"knowledge/n{n}.md": make.article(f"New {n}", id=f"kb-n{n:05}") for n in range(5)})
        await client.call_tool("status", {}, progress_callback=heard)

    bot.talk(server, ask)
    assert told[:2] == [(1.0, 5.0, "Reading articles"), (2.0, 5.0, "Reading articles")]


def test_without_the_extra_two_lines_say_how_to_get_it(base, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("kcs_cli.mcp")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mcp", None)
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    run = make.run(base, "mcp")
    assert (run.status, run.err.splitlines()[-1]) == (2, "Hint: pip install 'kcs-cli[mcp]'")
    assert run.err.splitlines()[0].startswith("Error: kcs mcp needs an extra")
    assert len(run.err.splitlines()) == 2


def test_a_folder_without_articles_is_refused(tmp_path):
    run = make.kcs("mcp", "--root", str(tmp_path / "nosuch"))
    assert run.status == 2
    assert run.err.startswith("Error: ")


def test_ctrl_c_ends_it_at_once_though_nobody_writes_to_it(base):
    with subprocess.Popen(
        [sys.executable, "-m", "kcs_cli", "mcp", "--root", str(base)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        process.stdin.write(HELLO + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 3
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
