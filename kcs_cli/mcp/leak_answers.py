"""What AI agents are told, for the proof that nothing leaks: every reading tool is asked, as a client asks it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mcp import Client
from mcp.shared.exceptions import MCPError

from kcs_cli.channel.leak_output import LeakOutput, LeakQuestion
from kcs_cli.mcp.server import make_server
from kcs_cli.mcp.service import SCHEME, ToolService

Arguments = Mapping[str, Any]
Call = tuple[str, Arguments]
FILTERS = {"tag": ("tag", "owner"), "folder": ("path",)}


def tool_outputs(asked: LeakQuestion) -> Iterator[LeakOutput]:
    """Yield what a server of tools says of itself, of what it has, and of what its readers may not see."""
    import anyio

    server = make_server(ToolService(asked.copy.root, asked.audience, is_shared=True))
    yield LeakOutput("mcp instructions", f"{server.title}\n{server.instructions}")

    async def ask() -> list[LeakOutput]:
        async with Client(server) as client:
            listed = [await client.list_tools(), await client.list_resources(), await client.list_prompts()]
            said = [LeakOutput("mcp lists", one.model_dump_json()) for one in listed]
            said += [await _answer(client, call) for call in _plain_calls(asked)]
            for known in asked.names:
                said += [await _twins(client, call, other) for call, other in _named_calls(*known)]
            return said

    yield from anyio.run(ask)


def _plain_calls(asked: LeakQuestion) -> Iterator[Call]:
    """Yield what anybody asks."""
    yield from (("status", {}), ("facets", {}))
    for words in asked.words:
        yield "search", {"query": words, "limit": 100, "archived": True, "max_tokens": 20_000}
        yield "facets", {"query": words}
    yield "facets", {"filters": {"tag": [asked.copy.shared]}}
    for card in asked.asked:
        yield "show", {"id": card.id}
    for names in asked.copy.seen(asked.audience):
        yield "fetch", {"id": names["id"]}


def _named_calls(what: str, name: str, absent: str) -> Iterator[tuple[Call, Call]]:
    """Yield what may be asked of something for fewer readers, each with the same about what is nowhere."""
    for field in FILTERS.get(what, ()):
        yield _filtered(field, name), _filtered(field, absent)
    for tool in () if what in FILTERS else ("show", "fetch", "resource"):
        yield (tool, {"id": name}), (tool, {"id": absent})


def _filtered(field: str, name: str) -> Call:
    """Return a search that a filter restricts."""
    return "search", {"query": "stopped", "filters": {field: [name]}}


async def _twins(client: "Client", call: Call, other: Call) -> LeakOutput:
    """Return an answer with that to the other question."""
    return (await _answer(client, call))._replace(twin=await _answer(client, other))


async def _answer(client: "Client", call: Call) -> LeakOutput:
    """Return the answer to a call as text: what programs read, and what models do."""
    tool, arguments = call
    echo = tuple(_texts(arguments))
    name = f"mcp {tool} {json.dumps(arguments, ensure_ascii=False)}"
    counts: dict[str, int] = {}
    if tool == "resource":
        try:
            text = (await client.read_resource(f"{SCHEME}{arguments['id']}")).model_dump_json()
        except MCPError as error:
            text = str(error)
    else:
        answer = await client.call_tool(tool, dict(arguments))
        text = json.dumps(answer.model_dump(mode="json"), ensure_ascii=False)
        counts = _counts(answer.structured_content or {})
    return LeakOutput(name, text, echo, counts=counts)


def _counts(content: Mapping[str, Any]) -> dict[str, int]:
    """Return the numbers of articles in an answer, by tag."""
    tags = content.get("facets", {}).get("tag", {})
    everything = content.get("found", content.get("articles"))
    return {**tags, "": everything} if isinstance(everything, int) else tags


def _texts(value: Any) -> Iterator[str]:
    """Yield the texts that were said."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list):
        for one in value.values() if isinstance(value, Mapping) else value:
            yield from _texts(one)
