import re
from typing import get_args

import jsonschema
import pytest

from kcs_cli.channel.form import FORMS
from kcs_cli.web.asked import FormName
from kcs_cli.web.openapi import document
from kcs_cli.web.route import BASE, ROUTES
from tests import make
from tests.web import server

CALLS = (
    ("get", "/api/v1/search", {"params": {"q": "printer", "limit": 1}}),
    ("post", "/api/v1/search", {"json": {"q": "the printer", "tag": ["printing"]}}),
    ("get", "/api/v1/facets", {"params": {"q": "printer"}}),
    ("get", "/api/v1/suggestions", {"params": {"q": "pri"}}),
    ("get", "/api/v1/articles/{id}", {"id": "kb-print1"}),
    ("get", "/api/v1/articles/{id}/answer", {"id": "kb-print1"}),
    ("post", "/api/v1/articles", {"json": {"title": "Fax hums loudly", "issue": "It hums."}}),
    ("get", "/api/v1/cases/{case}", {"case": "900"}),
    ("post", "/api/v1/links", {"json": {"id": "kb-mail01", "case": "12"}}),
    ("post", "/api/v1/unlinks", {"json": {"id": "kb-mail01", "case": "12"}}),
    ("post", "/api/v1/flags", {"json": {"id": "kb-mail01", "message": "old", "why": "outdated"}}),
    ("post", "/api/v1/votes", {"json": {"id": "kb-mail01", "helpful": True}}),
    ("get", "/api/v1/events", {"params": {"kind": "link"}}),
)


def described(method, path, answer):
    """Return the schema that the document has for an answer."""
    kind = answer.headers["content-type"].partition(";")[0]
    response = document()["paths"][path][method]["responses"][str(answer.status_code)]
    return {**response["content"][kind]["schema"], "components": document()["components"]}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    root = server.base(tmp_path_factory.mktemp("openapi"))
    make.note(root, "link", "kb-mail01", "2026-03-02", case="12", use="resolution")  # to take back, whatever runs first
    return root


@pytest.fixture(scope="module")
def client(root):
    with server.serving(root) as client:
        yield client


def ask(client, method, path, given, **headers):
    own = {name: value for name, value in given.items() if name in ("params", "json")}
    filled = re.sub(r"{(\w+)}", lambda name: given[name[1]], path)
    return client.request(method.upper(), filled, headers=headers, **own)


def test_every_call_is_in_the_document_and_tried():
    known = {(method, path) for path, methods in document()["paths"].items() for method in methods}
    routes = {(one.method.lower(), BASE + re.sub(r"{(\w+):path}", r"{\1}", one.path)) for one in ROUTES}
    assert routes == known == {(method, path) for method, path, _ in CALLS}


@pytest.mark.parametrize(("method", "path", "given"), CALLS)
def test_answers_are_as_the_document_says(client, method, path, given):
    answer = ask(client, method, path, given)
    assert answer.status_code in (200, 201)
    content = answer.json() if "json" in answer.headers["content-type"] else answer.text
    jsonschema.Draft202012Validator(described(method, path, answer)).validate(content)


@pytest.mark.parametrize(("method", "path", "given"), [one for one in CALLS if one[0] == "get"][:5])
def test_answers_for_readers_outside_are_as_the_document_says(root, client, method, path, given):
    names = {one.name for one in client.tokens.tokens()}
    header = server.token(root, f"shop{len(names)}")
    client.house.refresh()
    answer = ask(client, method, path, given, **header)
    assert answer.status_code == 200
    content = answer.json() if "json" in answer.headers["content-type"] else answer.text
    jsonschema.Draft202012Validator(described(method, path, answer)).validate(content)


def test_errors_are_as_the_document_says(client):
    for answer in (
        client.get("/api/v1/search"),
        client.get("/api/v1/articles/nosuch"),
        client.post("/api/v1/links", json={}),
    ):
        method, path = answer.request.method.lower(), re.sub("nosuch", "{id}", answer.request.url.path)
        jsonschema.Draft202012Validator(described(method, path, answer)).validate(answer.json())


def test_an_answer_is_had_in_all_forms_there_are():
    assert get_args(FormName) == tuple(FORMS)


def test_each_name_in_the_document_leads_somewhere():
    text, schemas = str(document()), document()["components"]["schemas"]
    assert set(re.findall(r"#/components/schemas/(\w+)", text)) <= set(schemas)
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    operations = [one["operationId"] for methods in document()["paths"].values() for one in methods.values()]
    assert len(operations) == len(set(operations))
