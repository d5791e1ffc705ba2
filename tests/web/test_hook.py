import json
import time

import pytest

from kcs_cli.web.hook import SECRET, signature
from tests import make
from tests.web import server

KEY = "a secret of sixteen and more"
CASE = {"ticket_id": 4711, "solved_at": "2026-11-27T10:00:00Z", "links": ["kb-print1", {"id": "kb-mail01", "use": "tried"}]}


@pytest.fixture
def root(tmp_path):
    return server.base(tmp_path)


@pytest.fixture
def client(root, monkeypatch):
    monkeypatch.setenv(SECRET, KEY)
    with server.serving(root, usual=None) as client:
        yield client


def send(client, content, key=KEY, at=None, **headers):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    sign = signature(key, int(time.time()) if at is None else at, body)
    known = {"Content-Type": "application/json", "Kcs-Signature": sign, **headers}
    return client.post("/hooks/case", content=body, headers=known)


def links(root, case="4711"):
    return [
        (one["id"], one["use"], one["at"][:10], one["by"]) for one in make.answer(root, "events", "--case", case)["events"]
    ]


def test_a_closed_case_is_noted_with_its_links(root, client):
    told = send(client, CASE).json()
    assert told == {"kcs": 2, "case": "4711", "noted": ["kb-print1", "kb-mail01"], "known": [], "unknown": []}
    assert links(root) == [
        ("kb-mail01", "tried", "2026-11-27", "help-desk"), ("kb-print1", "resolution", "2026-11-27", "help-desk"),
    ] or links(root) == [
        ("kb-print1", "resolution", "2026-11-27", "help-desk"), ("kb-mail01", "tried", "2026-11-27", "help-desk"),
    ]  # fmt: skip


def test_what_is_sent_again_is_noted_once(root, client):
    for _ in range(3):
        answer = send(client, CASE)
    assert answer.json()["known"] == ["kb-print1", "kb-mail01"]
    assert len(links(root)) == 2


def test_a_link_that_was_taken_back_stays_so(root, client):
    send(client, CASE)
    make.run(root, "unlink", "kb-print1", "--case", "4711")
    assert send(client, CASE).json()["noted"] == []


def test_the_resolution_that_an_agent_linked_stands(root, client):
    assert send(client, {**CASE, "ticket_id": "900", "links": ["kb-print1", "kb-vpn001"]}).json()["noted"] == ["kb-print1"]
    told = {one["id"]: one["use"] for one in make.answer(root, "show", "--case", "900")["linked"]}
    assert told == {"kb-vpn001": "resolution", "kb-print1": "reference"}


def test_an_article_that_is_not_there_is_told(client):
    assert send(client, {**CASE, "links": ["nosuch"]}).json()["unknown"] == ["nosuch"]


@pytest.mark.parametrize("content", [
    b"", b"[]", b"{", b"\xff", b'"x"', b"[" * 100_000, {}, {"id": ""}, {"id": "1"}, {"id": "1", "closed_at": "soon"},
    {"id": "1", "closed_at": ["2026-11-27"]}, {"id": True, "closed_at": "2026-11-27"},
    {"id": "x" * 500, "closed_at": "2026-11-27"}, {"id": "1\0", "closed_at": "2026-11-27"},
    {"id": "bo.smith@example.com", "closed_at": "2026-11-27"}, {**CASE, "links": "kb-print1"}, {**CASE, "links": [1]},
    {**CASE, "links": [{"id": "kb-print1", "use": "magic"}]}, {**CASE, "links": ["kb-print1"] * 51},
    {**CASE, "links": [{"id": "kb-print1", "use": ["tried"]}]},
])  # fmt: skip
def test_what_is_no_closed_case_is_refused(root, client, content):
    assert server.error(send(client, content))[0] == 400
    assert links(root) == []


def test_only_what_the_help_desk_signed_a_moment_ago_is_taken(root, client):
    now = int(time.time())
    assert server.error(send(client, CASE, key="another secret of 16"))[:2] == (401, "The signature is not right")
    for header in ("", "t=1", "x" * 5_000, f"t={now},v1=", f"t={now},v1={'0' * 64}"):
        assert send(client, CASE, **{"Kcs-Signature": header}).status_code == 401
    for at in (now - 301, now + 400, 0):
        assert server.error(send(client, CASE, at=at))[1] == "The signature is too old, or of tomorrow"
    assert links(root) == []


@pytest.mark.parametrize("secret", ["", "short"])
def test_without_a_secret_no_case_is_taken(root, monkeypatch, secret):
    monkeypatch.setenv(SECRET, secret)
    with server.serving(root) as client:
        assert server.error(send(client, CASE, key=secret))[:2] == (404, "This server takes no cases of a help desk")


def test_columns_are_called_as_the_settings_say(root, monkeypatch):
    monkeypatch.setenv(SECRET, KEY)
    make.files(root, {"kcs.toml": '[cases]\nid = "vorgang"\nclosed_at = ["ende"]\n'})
    with server.serving(root) as client:
        told = send(client, {"Vorgang": "7", "ENDE": "2026-11-27", "links": ["kb-mail01"]}).json()
    assert (told["case"], told["noted"]) == ("7", ["kb-mail01"])
