"""The interface's document (OpenAPI 3.1): made of the types that calls are read by, and of the reports' own schemas."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from kcs_cli import __version__
from kcs_cli.web import call
from kcs_cli.web.answered import INWARD
from kcs_cli.web.asked import CallParameters
from kcs_cli.web.route import BASE, ROUTES, ApiRoute

REF = "#/components/schemas/"
TITLES = {"search": "kcs search, more", "show": "kcs show", "case": "kcs show --case", "link": "kcs link, unlink",
          "new": "kcs new", "events": "kcs events", "flag": "kcs flag, unflag, verify, rate"}  # fmt: skip
FILES = {"case": "show"}
ERRORS = {
    "400": "It cannot be done as asked.",
    "401": "Who asks?",
    "403": "Not with this token.",
    "404": "It is not there.",
    "409": "It is there already.",
    "413": "Too long.",
    "429": "Too many calls.",
    "default": "It cannot be done now.",
}
TAG = {"description": "Changes with the answer; `If-None-Match` has it.", "schema": {"type": "string"}}
NEXT = {"description": "Where the next page is: rel=next.", "schema": {"type": "string"}}
SESSION = {
    "name": "Kcs-Session",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "pattern": call.SESSION},
    "description": "A conversation, by any name: its searches are what its links were found by.",
}
KNOWN = {"name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"},
         "description": "The tag of an answer that is there already."}  # fmt: skip


@cache
def document() -> dict[str, Any]:
    """Return the document."""
    schemas = dict[str, Any]()
    paths = dict[str, dict[str, Any]]()
    for route in ROUTES:
        where = BASE + re.sub(r"{(\w+):path}", r"{\1}", route.path)
        paths.setdefault(where, {})[route.method.lower()] = dict(_operation(route, schemas))
    schemas["Problem"] = _problem()
    return {
        "openapi": "3.1.0",
        "info": {"title": "kcs serve", "version": __version__, "description": "A knowledge base over HTTP."},
        "servers": [{"url": "/"}],
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(route: ApiRoute, schemas: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield what describes a call."""
    name = route.path.split("/")[1].split("{")[0]
    yield "operationId", f"{route.method.lower()}_{name}{'_answer' if route.path.endswith('/answer') else ''}"
    yield "summary", route.about
    note = "Needs the right to note. " if route.writes else ""
    yield "description", note + ("For internal readers." if route.is_internal else "Readers outside get no internal fields.")
    own, defined = _asked(route.asks)
    schemas.update(defined)
    named = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
             for name in re.findall(r"{(\w+)", route.path)]  # fmt: skip
    yield "parameters", [*named, *((SESSION,) if route.reads_body else (*_parameters(own), SESSION, KNOWN))]
    if route.reads_body:
        schemas[route.asks.__name__] = own
        yield (
            "requestBody",
            {"required": True, "content": {"application/json": {"schema": {"$ref": REF + route.asks.__name__}}}},
        )
    same = {} if route.reads_body else {"304": {"description": "It is as it was.", "headers": {"ETag": TAG}}}
    errors = {status: _error(about) for status, about in ERRORS.items()}
    yield "responses", {_status(route): _answered(route, schemas), **same, **errors}


def _status(route: ApiRoute) -> str:
    """Return the status of what is done."""
    return "201" if route.path == "/articles" else "200"


def _asked(kind: type[CallParameters]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of what is asked, and those it names."""
    (_,), defined = msgspec.json.schema_components([kind], ref_template=REF + "{name}")
    return defined.pop(kind.__name__), defined


def _parameters(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the parameters of an address."""
    found = []
    for name, one in schema["properties"].items():
        own = {key: value for key, value in one.items() if key != "description"}
        about = {"description": one["description"]} if "description" in one else {}
        found.append({"name": name, "in": "query", "required": name in schema.get("required", ()), **about, "schema": own})
    return found


def _answered(route: ApiRoute, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return what describes an answer."""
    if route.answers is None:
        kinds = ("text/plain", "text/html", "text/markdown", "application/jsonl")
        return {
            "description": "The text.",
            "headers": {"ETag": TAG},
            "content": {kind: {"schema": {"type": "string"}} for kind in kinds},
        }
    if isinstance(route.answers, str):
        name = f"{route.answers.capitalize()}Report"
        top, defined = _report(route.answers)
        schemas.update(defined)
        schemas[name] = top
    else:
        name = route.answers.__name__
        _, defined = msgspec.json.schema_components([route.answers], ref_template=REF + "{name}")
        schemas.update(defined)
    headers = {"Link": NEXT} if route.reads_body else {"Link": NEXT, "ETag": TAG}
    return {
        "description": "As `--format json` has it." if isinstance(route.answers, str) else "The answer.",
        "headers": headers,
        "content": {"application/json": {"schema": {"$ref": REF + name}}},
    }


def _report(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the schema of a report and those it names, as kcs ships them; what readers outside do not get is optional."""
    text = (files("kcs_cli") / "schemas" / f"{FILES.get(name, name)}.json").read_text("utf-8")
    content = json.loads(text.replace('"#/$defs/', f'"{REF}'))
    top = next(one for one in content["anyOf"] if one["title"] == TITLES[name])
    return _relaxed(top), {key: _relaxed(one) for key, one in content["$defs"].items()}


def _relaxed(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema whose internal fields may be lacking."""
    if "required" not in schema:
        return schema
    return {**schema, "required": [name for name in schema["required"] if name not in INWARD]}


def _error(about: str) -> dict[str, Any]:
    """Return what describes an error."""
    return {"description": about, "content": {"application/problem+json": {"schema": {"$ref": f"{REF}Problem"}}}}


def _problem() -> dict[str, Any]:
    """Return the schema of an error."""
    text, perhaps = {"type": "string", "minLength": 1}, {"type": ["string", "null"]}
    fields = {"kcs": {"const": 2}, "error": text, "hint": perhaps, "title": text, "detail": perhaps,
              "status": {"type": "integer"}}  # fmt: skip
    return {
        "type": "object", "properties": fields, "required": list(fields), "additionalProperties": False,
        "description": "What happened, and what to do: the two lines of a command, twice, by the names of both worlds.",
    }  # fmt: skip
