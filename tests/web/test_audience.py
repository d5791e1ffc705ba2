"""What readers outside are told: nothing of what they may not see, by whichever call."""

from html import unescape

import pytest

from kcs_cli.web.caller import Right
from tests import make
from tests.mcp.test_audience import NAMES, SEEN, WORDS, _without
from tests.web import server


def everything(client, headers):
    """Yield all that a caller can be told, each with what they said themselves."""
    for path in ("/healthz", "/metrics", "/api/v1/facets", "/api/v1/events", "/api/v1/cases/900", "/"):
        yield client.get(path, headers=headers), {}
    for path, asked in questions():
        yield client.get(path, params=asked, headers=headers), asked
    for where, asked in notes():
        yield client.post(f"/api/v1/{where}", json=asked, headers=headers), asked


def questions():
    """Yield where is asked, and what."""
    for words in WORDS:
        yield "/api/v1/suggestions", {"q": words}
        yield from ((f"/api/v1/{path}", {"q": words, "archived": True}) for path in ("search", "facets"))
        yield from (("/", {"q": words, "part": part}) for part in ("hits", "filters", ""))
    for name, value in (
        ("path", "knowledge/dealer"),
        ("owner", "ben@example.org"),
        ("audience", "internal"),
        ("tag", "vpn"),
    ):
        yield "/api/v1/search", {"q": "printer", name: value}
    for id_ in (*NAMES, *SEEN):
        yield "/", {"id": id_}
        yield f"/api/v1/articles/{id_}", {}
        yield f"/api/v1/articles/{id_}", {"section": "internal"}
        yield from ((f"/api/v1/articles/{id_}/answer", {"for": one}) for one in ("public", "internal"))
        yield f"/api/v1/articles/{id_}/answer", {"as": "jsonl"}


def notes():
    """Yield where is noted, and what."""
    for id_ in (*NAMES, *SEEN):
        yield from (("links", {"id": id_, "case": case}) for case in ("900", "901"))
        yield "unlinks", {"id": id_, "case": "900"}
        yield "flags", {"id": id_, "message": "hm"}


def said(answer, asked):
    """Return an answer without what was asked, which an error and the page's form repeat."""
    given = dict(asked) | {"at": answer.request.url.path.partition("/articles/")[2].removesuffix("/answer")}
    return _without(unescape(answer.text), {name: value for name, value in given.items() if value})


@pytest.mark.parametrize("audience", ["customer", "public"])
def test_what_is_for_fewer_readers_is_nowhere_known(tmp_path, audience):
    root = server.base(tmp_path)
    headers = server.token(root, audience=audience, rights=(Right.read, Right.note))
    with server.serving(root) as client:
        told = "\n".join(said(*one) for one in everything(client, headers)).casefold()
    assert [secret for secret in server.SECRETS if secret.casefold() in told] == []
    assert str(root) not in told
    assert "does nothing" in told


def test_internal_fields_are_left_out_for_readers_outside(tmp_path):
    root = server.base(tmp_path)
    headers = server.token(root)
    with server.serving(root) as client:
        hit = client.get("/api/v1/search?q=printer", headers=headers).json()["hits"][0]
    assert hit["id"] == "kb-print1"
    assert {"owner", "owner_source", "path", "cases", "used_on", "flags", "parts"} & set(hit) == set()


def test_what_readers_outside_could_not_see_is_no_gap_that_found_nothing_at_all(tmp_path):
    root = server.base(tmp_path)
    headers, inside = server.token(root), server.token(root, name="ana", audience="internal")
    with server.serving(root) as client:
        for one, words in ((headers, "VPN does not connect"), (headers, "fax warbles"), (inside, "toaster burnt")):
            assert client.get("/api/v1/search", params={"q": words}, headers=one).json()["found"] == 0
    found = make.answer(root, "gaps", "--all")
    assert [(one["query"], one["id"], one["endings"]) for one in found["opening"]] == [
        ("VPN does not connect", "kb-vpn001", {"found nothing for readers outside": 1})
    ]
    assert {one["query"]: one["endings"] for one in found["content"]} == {
        "fax warbles": {"found nothing for readers outside": 1},
        "toaster burnt": {"found nothing": 1},
    }


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


@pytest.mark.parametrize("address", ["#issue", "?a=b", "#", "vpn.md#issue"])
def test_an_article_that_links_to_a_part_of_itself_is_read_by_readers_outside(address, tmp_path):
    root = server.base(tmp_path)
    text = make.article("Fax", f"## Issue\n\nSee [above]({address}).\n", id="kb-fax001")
    make.commit(root, {"knowledge/fax.md": text})
    headers = server.token(root)
    with server.serving(root) as client:
        answer = client.get("/api/v1/articles/kb-fax001", headers=headers)
        assert (answer.status_code, answer.json()["sections"][0]["text"]) == (200, "See above.")


@pytest.mark.parametrize(
    "name",
    ["kb-vpn001", "KB-VPN001", "kb-part01", "knowledge/vpn.md", "vpn.md", "knowledge/dealer/part", "kb-", "knowledge/"],
)
def test_an_article_for_fewer_readers_is_as_one_that_is_not_there(tmp_path, name):
    root = server.base(tmp_path)
    headers = server.token(root, rights=(Right.read, Right.note))
    with server.serving(root) as client:
        asked = [_everywhere(client, headers, one) for one in (name, "zq-nothing")]
    assert asked[0] == asked[1]
    assert [status for status, _ in asked[0]] == [404, 404, 200, 404, 404, 404]


def _everywhere(client, headers, name):
    """Return what is said of an article wherever it can be named, without its name."""
    answers = [client.get(f"/api/v1/articles/{name}{rest}", headers=headers) for rest in ("", "/answer")]
    answers.append(client.get("/", params={"part": "article", "id": name}, headers=headers))
    for where, more in (("flags", {"message": "hm"}), ("links", {"case": "77"}), ("votes", {"helpful": True})):
        answers.append(client.post(f"/api/v1/{where}", json={"id": name, **more}, headers=headers))
    return [(one.status_code, one.text.replace(name, "NAME")) for one in answers]


def test_an_article_that_is_gone_since_a_moment_ago_is_not_there(tmp_path):
    root = server.base(tmp_path)
    inside, outside = server.token(root, "ana", "internal"), server.token(root)
    with server.serving(root) as client:
        (root / "knowledge/mail.md").unlink()
        for headers in (inside, outside):
            for rest in ("", "/answer"):
                answer = client.get(f"/api/v1/articles/kb-mail01{rest}", headers=headers)
                assert server.error(answer)[:2] == (404, "No article goes by kb-mail01")
