import json
import logging
import stat
import time

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.web.caller import Caller, Right
from kcs_cli.web.token_file import TokenFile
from tests import make
from tests.web import server

READ = "/api/v1/search?q=printer"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def root(tmp_path):
    return server.base(tmp_path)


def test_without_a_token_nobody_comes_in_where_tokens_are_needed(root):
    with server.serving(root, usual=None) as client:
        assert server.error(client.get(READ)) == (401, "Who asks?", "Authorization: Bearer TOKEN")
        assert client.get("/healthz").json() == {"status": "ok"}
        for header in ("Bearer nosuch", "Bearer", "Basic YTpi", "Bearer " + "x" * 5_000, "kcs_"):
            assert server.error(client.get(READ, headers={"Authorization": header}))[:2] == (401, "That token is not known")
        known = server.token(root, audience="internal")
        assert client.get(READ, headers=known).status_code == 200


def test_once_there_is_a_token_this_machine_needs_one_too(root):
    with server.serving(root) as client:
        assert client.get(READ).status_code == 200
        known = server.token(root, audience="internal")
        assert server.error(client.get(READ)) == (401, "Who asks?", "Authorization: Bearer TOKEN")
        assert client.get("/").headers["location"] == "/login"
        assert client.get(READ, headers=known).status_code == 200
        client.tokens.revoke("shop")
        assert client.get(READ).status_code == 200


def test_a_token_is_in_its_file_as_a_hash_for_this_user_alone(root):
    header = server.token(root)
    file = root / ".git/tokens.json"
    assert header["Authorization"].removeprefix("Bearer ") not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_token_that_was_revoked_opens_nothing_any_more(root):
    with server.serving(root, usual=None) as client:
        headers = server.token(root, audience="internal")
        assert client.get(READ, headers=headers).status_code == 200
        client.tokens.revoke("shop")
        assert client.get(READ, headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("name", "person"), [("a b", "x"), ("", "x"), ("../x", "x"), ("shop", "x"), ("new", ""), ("new", "x" * 101)]
)
def test_a_token_needs_a_name_of_its_own_and_a_person(root, name, person):
    server.token(root)
    with pytest.raises(KcsError):
        TokenFile(root / ".git/tokens.json").add(Caller(name, person, Audience.public, (Right.read,)), "2026-11-28")


@pytest.mark.parametrize("content", ["", "[]", '{"tokens": [{"name": "x"}]}', "\0", '{"tokens": 1}'])
def test_a_file_that_has_no_tokens_is_told(tmp_path, content):
    (tmp_path / "tokens").write_text(content)
    with pytest.raises(KcsError, match="is no file of tokens"):
        TokenFile(tmp_path / "tokens").tokens()


def test_a_token_that_reads_notes_nothing(root):
    headers = server.token(root, audience="internal")
    with server.serving(root) as client:
        for where in ("links", "flags", "votes", "unlinks", "articles"):
            answer = client.post(f"/api/v1/{where}", json={}, headers=headers)
            assert server.error(answer)[:2] == (403, "This token may only read")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost:80:80", "", "[::1", "127.0.0.1 evil", "x" * 9_000]
)
def test_a_name_that_is_not_the_servers_is_refused(root, host):
    with server.serving(root) as client:
        assert server.error(client.get(READ, headers={"Host": host}))[:2] == (421, "This server does not go by that name")


def test_who_watches_needs_no_name(root):
    with server.serving(root) as client:
        assert client.get("/healthz", headers={"Host": "10.1.2.3:8642"}).status_code == 200


def test_a_server_goes_by_the_names_it_was_given(root):
    with server.serving(root, hosts=("kb.example.org",)) as client:
        assert client.get(READ, headers={"Host": "KB.example.org:443"}).status_code == 200


@pytest.mark.parametrize("headers", [
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:8643"},
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
])  # fmt: skip
def test_no_page_of_another_site_notes_anything(root, headers):
    with server.serving(root) as client:
        answer = client.post("/api/v1/flags", json={"id": "kb-mail01", "message": "x"}, headers=headers)
        assert server.error(answer)[:2] == (403, "That comes from a page of another site")
        own = {"Origin": server.ADDRESS, "Sec-Fetch-Site": "same-origin"}
        assert client.post("/api/v1/flags", json={"id": "kb-mail01", "message": "x"}, headers=own).status_code == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_form_can_send_is_no_call(root, kind):
    with server.serving(root) as client:
        answer = client.post("/api/v1/flags", content=b'{"id":"kb-mail01","message":"x"}', headers={"Content-Type": kind})
        assert server.error(answer)[:2] == (415, "The body is to be application/json")


def test_who_calls_too_often_waits(root):
    with server.serving(root, rate=1.0) as client:
        answers = [client.get("/api/v1/suggestions?q=p") for _ in range(5)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]
        assert answers[-1].headers["retry-after"] == "1"
        assert client.get("/api/v1/suggestions?q=p", headers=server.token(root, audience="internal")).status_code == 200


def test_who_guesses_tokens_is_slowed_down(root):
    with server.serving(root) as client:
        statuses = [client.get(READ, headers={"Authorization": "Bearer x"}).status_code for _ in range(40)]
    assert statuses[0] == 401
    assert statuses[-1] == 429


def test_a_proxy_names_the_person_and_nobody_else_does(root):
    note = {"id": "kb-mail01", "message": "too old"}
    with server.serving(root, proxy_header="X-Remote-User", proxies=("testclient",)) as client:
        assert client.get(READ).status_code == 401
        client.post("/api/v1/flags", json=note, headers={"X-Remote-User": "cy@example.org"})
        for name in ("", " ", "x" * 200, "a\tb"):
            assert client.get(READ, headers={"X-Remote-User": name}).status_code == 401
        assert client.get(READ, headers=[("X-Remote-User", "a"), ("X-Remote-User", "b")]).status_code == 401
    assert make.answer(root, "events", "--by", "cy@example.org")["events"][0]["text"] == "too old"
    with server.serving(root, proxy_header="X-Remote-User", proxies=("10.0.0.1",)) as client:
        assert client.get(READ, headers={"X-Remote-User": "cy@example.org"}).status_code == 401


def test_a_person_logs_in_on_the_page_with_their_token_and_out_again(root):
    token = server.token(root, audience="internal")["Authorization"].removeprefix("Bearer ")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with server.serving(root, usual=None) as client:
        assert client.get("/").headers["location"] == "/login"
        assert client.post("/login", content="token=nosuch", headers=form).status_code == 401
        assert (
            client.post("/login", content=f"token={token}", headers={**form, "Origin": "https://evil.example"}).status_code
            == 403
        )
        entered = client.post("/login", content=f"token={token}", headers={**form, "Origin": server.ADDRESS})
        cookie = entered.headers["set-cookie"].lower()
        assert entered.headers["location"] == "/"
        assert ("httponly" in cookie, "samesite=strict" in cookie, token.lower() in cookie) == (True, True, False)
        assert "articles. Type" in client.get("/").text
        behind = client.post("/login", content=f"token={token}", headers={**form, "Origin": "https://127.0.0.1:8642"})
        assert "secure" in behind.headers["set-cookie"].lower()
        client.cookies.clear()
        client.cookies.set("kcs", entered.cookies["kcs"])
        client.post("/logout", content="", headers=form)
        assert client.get("/").status_code == 303


def test_every_answer_forbids_foreign_scripts(root):
    with server.serving(root) as client:
        for path in ("/", READ, "/nosuch", "/login", "/assets/page.js"):
            headers = client.get(path).headers
            assert "default-src 'none'" in headers["content-security-policy"]
            assert "unsafe" not in headers["content-security-policy"]
            assert (headers["x-content-type-options"], headers["x-frame-options"]) == ("nosniff", "DENY")
            assert "set-cookie" not in headers


def test_the_log_has_no_word_of_a_customer(root, caplog):
    caplog.set_level(logging.INFO)
    with server.serving(root) as client:
        client.get("/api/v1/search?q=zebra")
        client.get("/api/v1/cases/4711")
        client.get("/zebra?zebra=1")
        client.get("/?q=zebra")
        client.post("/api/v1/flags", json={"id": "zebra", "message": "zebra"})
    lines = [json.loads(one.message) for one in caplog.records if one.name == "kcs.serve"]
    assert [(one["route"], one["status"], one["who"]) for one in lines] == [
        ("/api/v1/search", 200, "local"), ("/api/v1/cases/{case:path}", 404, "local"), ("other", 404, "local"),
        ("/", 200, "local"), ("/api/v1/flags", 404, "local"),
    ]  # fmt: skip
    assert "zebra" not in caplog.text.replace("HTTP Request", "") or all("zebra" not in json.dumps(one) for one in lines)


def test_what_is_counted_is_as_prometheus_reads_it(root):
    with server.serving(root) as client:
        client.get(READ)
        text = client.get("/metrics").text
    assert 'kcs_requests_total{route="/api/v1/search",status="200"} 1' in text
    assert 'kcs_request_seconds_count{route="/api/v1/search"} 1' in text
    assert "kcs_articles 5" in text
    known = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert abs(float(known["kcs_refreshed_at_seconds"]) - time.time()) < 300
    named = {line.split()[2] for line in text.splitlines() if line.startswith("# HELP")}
    assert named == {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
