"""What readers outside are told: nothing of what they may not see, by whichever call."""

import pytest

from kcs_cli.web.caller import Right
from tests import make
from tests.mcp.test_audience import NAMES, SEEN, WORDS, _without
from tests.web import server


def everything(client, headers):
    """Yield all that a caller can be told, without what they said themselves."""
    for path in (
        "/healthz",
        "/metrics",
        "/api/v1/facets",
        "/api/v1/events",
        "/api/v1/cases/900",
        "/api/v1/openapi.json",
        "/",
    ):
        yield path, client.get(path, headers=headers), {}
    for words in WORDS:
        for path in ("search", "facets", "suggestions"):
            asked = {"q": words} if path == "suggestions" else {"q": words, "archived": True}
            yield path, client.get(f"/api/v1/{path}", params=asked, headers=headers), asked
        for part in ("hits", "filters", ""):
            yield part, client.get("/", params={"q": words, "part": part}, headers=headers), {"q": words}
    for name, value in (
        ("path", "knowledge/dealer"),
        ("owner", "ben@example.org"),
        ("audience", "internal"),
        ("tag", "vpn"),
    ):
        asked = {"q": "printer", name: value}
        yield name, client.get("/api/v1/search", params=asked, headers=headers), asked
    for id_ in (*NAMES, *SEEN):
        for path in ("", "/answer?for=public", "/answer?for=internal", "?section=internal", "/answer?as=jsonl"):
            yield path, client.get(f"/api/v1/articles/{id_}{path}", headers=headers), {"id": id_}
        yield "page", client.get("/", params={"id": id_}, headers=headers), {"id": id_}
        for case in ("900", "901"):
            asked = {"id": id_, "case": case}
            yield "links", client.post("/api/v1/links", json=asked, headers=headers), asked
        yield "unlinks", client.post("/api/v1/unlinks", json=asked, headers=headers), asked
        yield "flags", client.post("/api/v1/flags", json={"id": id_, "message": "hm"}, headers=headers), {"id": id_}


@pytest.mark.parametrize("audience", ["customer", "public"])
def test_what_is_for_fewer_readers_is_nowhere_known(tmp_path, audience):
    root = server.base(tmp_path)
    headers = server.token(root, audience=audience, rights=(Right.read, Right.note))
    with server.serving(root) as client:
        told = "\n".join(_without(answer.text, asked) for _, answer, asked in everything(client, headers)).casefold()
    schema = client.get("/api/v1/openapi.json", headers=headers).text.casefold()
    assert [secret for secret in server.SECRETS if secret.casefold() in told.replace(schema, "")] == []
    assert str(root) not in told
    assert "does nothing" in told


def test_internal_fields_are_left_out_for_readers_outside(tmp_path):
    root = server.base(tmp_path)
    headers = server.token(root)
    with server.serving(root) as client:
        hit = client.get("/api/v1/search?q=printer", headers=headers).json()["hits"][0]
    assert hit["id"] == "kb-print1"
    assert {"owner", "owner_source", "path", "cases", "used_on", "flags", "parts"} & set(hit) == set()


def test_the_journal_is_for_internal_readers(tmp_path):
    root = server.base(tmp_path)
    headers = server.token(root, rights=(Right.read, Right.note))
    with server.serving(root) as client:
        for path in ("/api/v1/events", "/api/v1/cases/900", "/api/v1/cases/nosuch", "/metrics"):
            assert server.error(client.get(path, headers=headers))[:2] == (404, "There is no such page")
        assert client.post("/api/v1/articles", json={"title": "x"}, headers=headers).status_code == 404


def test_an_article_that_became_narrower_is_gone_at_once(tmp_path):
    root = server.base(tmp_path)
    headers = server.token(root)
    with server.serving(root) as client:
        make.commit(
            root, {"knowledge/mail.md": make.THREE["knowledge/mail.md"].replace("audience: public", "audience: internal")}
        )
        assert server.error(client.get("/api/v1/articles/kb-mail01", headers=headers))[:2] == (
            404, "No article goes by kb-mail01",
        )  # fmt: skip
        client.house.refresh()
        assert client.get("/api/v1/search?q=outbox", headers=headers).json()["hits"] == []


def test_an_answer_is_for_no_fewer_readers_than_the_caller(tmp_path):
    root = server.base(tmp_path)
    headers = server.token(root)
    with server.serving(root) as client:
        answer = client.get("/api/v1/articles/kb-mail01/answer?for=internal", headers=headers)
        assert server.error(answer)[:2] == (403, "An answer for internal readers is not for these")
