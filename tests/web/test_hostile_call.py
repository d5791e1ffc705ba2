"""Calls of people who mean no good, or of programs that have a bug: two lines, and nothing stumbles."""

import pytest

from kcs_cli.web.gate import LARGEST_BODY
from tests import make
from tests.web import server

HOSTILE = (
    "\0", "a\0b", "\r\nSet-Cookie: x=1", "../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "<script>alert(1)</script>",
    "'\";--", "\ud83d", "\u202e", "(" * 3_000, '"' * 501, "*" * 200, "-" * 100, "title:", "id:" + "x" * 900, "\x1b]0;x\x07",
    "{{ 7 * 7 }}", "%", "٣", "x" * 30_000,
)  # fmt: skip
WRONG = (None, 1, 1.5, True, [], {}, ["x"], {"x": 1}, "x" * 2_000, "\0")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    root = server.base(tmp_path_factory.mktemp("hostile"))
    with server.serving(root) as client:
        yield client


def escaped(text):
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/facets", "/api/v1/suggestions", "/"])
def test_any_text_is_a_question(client, path, text):
    answer = client.get(path, params={"q": escaped(text)})
    assert answer.status_code in (200, 400)
    assert "set-cookie" not in answer.headers
    assert "<script>alert" not in answer.text or "json" in answer.headers["content-type"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_article_is_not_there(client, text):
    from urllib.parse import quote

    for path in ("", "/answer"):
        answer = client.get(f"/api/v1/articles/{quote(escaped(text), safe='')}{path}")
        assert answer.status_code in (200, 400, 404)
        assert "root:" not in answer.text
    assert client.get(f"/api/v1/cases/{quote(escaped(text), safe='')}").status_code in (400, 404)
    assert client.get("/", params={"id": escaped(text)[:900]}).status_code in (200, 400)
    assert client.get("/api/v1/events", params={"since": escaped(text)[:900]}).status_code in (200, 400)


@pytest.mark.parametrize(
    "path", ["/assets/../token_file.py", "/assets/%2e%2e%2fapp.py", "/assets/page.html", "//etc/passwd", "/assets/"]
)
def test_no_file_but_those_of_the_page_is_handed_out(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("query", [
    "limit=x", "limit=0", "limit=101", "limit=1&limit=2", "nosuch=1", "typing=perhaps", "archived=2", "cursor=" + "x" * 200,
    "&".join(f"tag={n}" for n in range(60)), "limit=1e3", "limit=" + "9" * 5_000,
])  # fmt: skip
def test_parameters_that_are_none_are_told(client, query):
    assert server.error(client.get(f"/api/v1/search?q=printer&{query}"))[0] == 400


@pytest.mark.parametrize("field", ["id", "case", "use", "replace", "revision", "nosuch"])
@pytest.mark.parametrize("value", WRONG)
def test_bodies_that_are_none_note_nothing(client, field, value):
    content = {"id": "kb-mail01", "case": "1", "use": "tried", field: value}
    if (field, value) in [("replace", True), ("case", "x" * 2_000)]:
        return
    assert server.error(client.post("/api/v1/links", json=content))[0] in (400, 404)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"id":"a","id":"b"}', b"[" * 200_000, b"1" * 10_000]
)
def test_what_is_no_json_is_told(client, body):
    for where in ("search", "links", "flags", "votes", "articles", "unlinks"):
        answer = client.post(f"/api/v1/{where}", content=body, headers={"Content-Type": "application/json"})
        assert server.error(answer)[0] in (400, 404)


def test_what_is_too_much_is_not_read(client):
    headers = {"Content-Type": "application/json"}
    large = client.post("/api/v1/flags", content=b" " * (LARGEST_BODY + 1), headers=headers)
    assert server.error(large)[:2] == (413, "That is too much at once")
    pieces = client.post("/api/v1/flags", content=(b" " * 100_000 for _ in range(6)), headers=headers)
    assert server.error(pieces)[:2] == (413, "That is too much at once")
    assert server.error(client.get("/api/v1/search?q=" + "x" * 60_001))[:2] == (414, "The address is too long")


def test_a_body_that_ends_in_two_places_is_refused(client):
    headers = {"Content-Type": "application/json", "Content-Length": "5", "Transfer-Encoding": "chunked"}
    answer = client.post("/api/v1/search", content=b'{"q":"printer"}', headers=headers)
    assert server.error(answer)[:2] == (400, "The body has two lengths")
    assert answer.headers["connection"] == "close"


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/api/v1/search"), ("DELETE", "/"), ("PATCH", "/api/v1/links"), ("TRACE", "/")]
)
def test_other_methods_are_refused(client, method, path):
    assert client.request(method, path, headers={"Content-Type": "application/json"}).status_code == 405


def test_an_article_runs_nothing_on_the_page(tmp_path):
    evil = (
        '<script>alert(1)</script>\n\n<img src=x onerror="alert(1)">\n\n[a](javascript:alert(1)) [b](data:text/html,x)\n\n'
        '<style>*{display:none}</style>\n\n<a href="//evil.example" onclick="x()">c</a>\n'
    )
    text = make.article(
        '"Tom & </title><script>alert(2)</script>"', f"## Issue\n\n{evil}\n## Resolution\n\n{evil}", id="kb-evil01"
    )
    root = make.base(tmp_path / "kb", {"knowledge/evil.md": text})
    with server.serving(root) as client:
        page = client.get("/?id=kb-evil01&q=alert").text + client.get("/?part=article&id=kb-evil01").text
    for sign in ("<script>alert", "onerror=", '="javascript:', '="data:text', "onclick=", "<style>"):
        assert sign not in page.split("<body>")[0] + page.split("<main>", 1)[1].replace("&lt;script&gt;alert", "")
    assert "<h1>Tom &amp; &lt;/title&gt;&lt;script&gt;alert(2)&lt;/script&gt;</h1>" in page


def test_a_body_that_cannot_be_read_is_not_asked_where_it_asks_and_not_noted_where_it_notes(client):
    json = {"Content-Type": "application/json"}
    torn = [client.post(f"/api/v1/{where}", content=b"{", headers=json) for where in ("search", "links")]
    said = [server.error(answer)[1] for answer in torn]
    assert said == [f"That cannot be {how} so: Input data was truncated" for how in ("asked", "noted")]
