"""What is answered over HTTP, for the proof that nothing leaks: the app itself is asked, without a network."""

import json
from collections.abc import Iterator, MutableMapping
from typing import Any
from urllib.parse import quote, urlencode

import anyio

from kcs_cli.channel.form import FORMS
from kcs_cli.channel.leak_output import LeakOutput, LeakQuestion
from kcs_cli.text.outside import readable
from kcs_cli.web.app import make_app
from kcs_cli.web.caller import Caller, Right
from kcs_cli.web.gate import Gate
from kcs_cli.web.house import Access, House
from kcs_cli.web.route import BASE
from kcs_cli.web.token_file import TokenFile

NEVER = 3_600.0  # seconds until the house looks whether anything is new
UNTOLD = ("content-length", "etag")  # headers that say nothing
FILTERS = {"tag": ("tag", "owner"), "folder": ("path",)}
LeakRequest = tuple[str, dict[str, str]]  # path, parameters


def web_outputs(asked: LeakQuestion) -> Iterator[LeakOutput]:
    """Yield what the page and the interface answer to readers of an audience who may note, too."""
    house = House(asked.copy.root, lambda: [asked.audience], NEVER)
    caller = Caller("leak-check", "leak-check", asked.audience, (Right.read, Right.note))
    app = make_app(house, Access(caller), TokenFile(asked.copy.root / ".git/tokens.json"))

    async def ask() -> list[LeakOutput]:
        said = [await _answer(app, request) for request in _plain_requests(asked)]
        for what, name, absent in asked.names:
            for request, other in zip(_named_requests(what, name), _named_requests(what, absent), strict=True):
                said.append((await _answer(app, request))._replace(twin=await _answer(app, other)))
        return said

    yield from anyio.run(ask)


def _plain_requests(asked: LeakQuestion) -> Iterator[LeakRequest]:
    """Yield what anybody asks."""
    places = (
        "/",
        "/login",
        "/healthz",
        "/metrics",
        f"{BASE}/openapi.json",
        f"{BASE}/facets",
        f"{BASE}/events",
        f"{BASE}/cases/900",
    )
    yield from ((place, {}) for place in places)
    yield f"{BASE}/facets", {"tag": asked.copy.shared}
    for words in asked.words:
        yield f"{BASE}/search", {"q": words, "archived": "true", "limit": "100"}
        yield f"{BASE}/suggestions", {"q": words}
        yield f"{BASE}/facets", {"q": words}
        yield "/", {"q": words}
    for card in asked.asked:
        place = f"{BASE}/articles/{quote(card.id)}"
        yield place, {}
        yield "/", {"id": card.id, "part": "article"}
    for names in asked.copy.seen(asked.audience):
        for form in FORMS:
            yield f"{BASE}/articles/{names['id']}/answer", {"as": form, "for": asked.audience.value}


def _named_requests(what: str, name: str) -> Iterator[LeakRequest]:
    """Yield what may be asked of something for fewer readers."""
    if what in FILTERS:
        yield from ((f"{BASE}/search", {"q": "stopped", field: name}) for field in FILTERS[what])
        return
    yield f"{BASE}/articles/{quote(name)}", {}
    yield f"{BASE}/articles/{quote(name)}/answer", {}
    yield "/", {"id": name}


async def _answer(app: Gate, request: LeakRequest) -> LeakOutput:
    """Return what is answered, as text with its headers."""
    place, asked = request
    status, headers, content = await _get(app, place, urlencode(asked))
    named = place.removeprefix(f"{BASE}/articles/").removesuffix("/answer") if place.startswith(f"{BASE}/articles/") else ""
    said = "\n".join(f"{name}: {value}" for name, value in headers.items() if name not in UNTOLD)
    text = f"{status}\n{said}\n{content}"
    echo = tuple(
        one
        for value in (*asked.values(), named)
        for one in (value, quote(value), quote(value, safe=""), urlencode({"": value})[1:])
        if one
    )
    shown = f"web {place}{f'?{urlencode(asked)}' if asked else ''}"
    return LeakOutput(shown, text, echo, counts=_counts(content), failed=status >= 500)


async def _get(app: Gate, place: str, query: str) -> tuple[int, dict[str, str], str]:
    """Ask the app, and return its status, headers and text."""
    got: dict[str, Any] = {"body": b""}
    scope: MutableMapping[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": place.replace("%20", " "), "raw_path": place.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"127.0.0.1")], "client": ("127.0.0.1", 0), "server": ("127.0.0.1", 80),
    }  # fmt: skip

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            got["status"], got["headers"] = message["status"], message["headers"]
        else:
            got["body"] += message.get("body", b"")

    await app(scope, receive, send)
    headers = {readable(name): readable(value) for name, value in got["headers"]}
    return got["status"], headers, readable(got["body"])


def _counts(content: str) -> dict[str, int]:
    """Return the numbers of articles in an answer of JSON, by tag."""
    try:
        said = json.loads(content)
    except ValueError:
        return {}
    if not isinstance(said, dict) or not isinstance(said.get("found"), int):
        return {}
    tags = (said.get("facets") or {}).get("tag") or []
    return {"": said["found"], **{one["name"]: one["articles"] for one in tags if isinstance(one, dict) and one.get("name")}}
