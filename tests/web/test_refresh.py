import time

import pytest

from kcs_cli.knowledge_base.vocabulary import Audience
from tests import make
from tests.web import server

FAX = make.article("Fax hums", "## Issue\n\nIt hums.\n\n## Resolution\n\n1. Turn it.\n", id="kb-fax001")


@pytest.fixture
def root(tmp_path):
    return server.base(tmp_path)


def found(client, words="fax hums", **headers):
    return [hit["id"] for hit in client.get("/api/v1/search", params={"q": words}, headers=headers).json()["hits"]]


def test_a_commit_is_found_after_the_refresh_and_not_before(root):
    with server.serving(root) as client:
        make.commit(root, {"knowledge/fax.md": FAX})
        assert "kb-fax001" not in found(client)
        client.house.refresh()
        assert found(client)[0] == "kb-fax001"
        assert client.get("/api/v1/articles/kb-fax001").status_code == 200


def test_a_call_keeps_the_base_it_began_with(root):
    with server.serving(root) as client:
        before = client.house.now
        make.commit(root, {"knowledge/fax.md": FAX, "knowledge/mail.md": None})
        client.house.refresh()
        assert client.house.now is not before
        engine = before.seen[Audience.internal].index().engine
        assert {card.id for card in engine.all_cards()} >= {"kb-mail01"}
        assert not engine.cards("id", "kb-fax001")


def test_the_refresher_takes_in_what_is_new_without_a_call(root):
    with server.serving(root) as client:
        make.commit(root, {"knowledge/fax.md": FAX})
        client.portal.call(client.house.wake)
        deadline = time.monotonic() + 30
        while "kb-fax001" not in found(client) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert found(client)[0] == "kb-fax001"


def test_what_others_noted_is_counted_after_the_refresh(root):
    with server.serving(root) as client:
        line = b'{"v":1,"id":"01jnfp0000000000000000000a","at":"2026-03-04T10:30:00.000+00:00","by":"cy@example.org",'
        line += b'"kind":"link","article":"kb-mail01","case":"12","use":"resolution"}\n'
        make.journal_ref(root, "refs/kcs/remotes/origin/journal/cy-00000000", line)
        make.journal_ref(root, "refs/kcs/journal/cy-00000000", line)
        client.house.refresh()
        hit = client.get("/api/v1/search?q=outbox").json()["hits"][0]
        assert (hit["id"], hit["cases"]) == ("kb-mail01", 1)


def test_while_git_changes_the_files_nothing_is_taken_in(root):
    with server.serving(root) as client:
        make.files(root, {"knowledge/fax.md": FAX, ".git/index.lock": ""})
        client.house.refresh()
        assert "kb-fax001" not in found(client)
        (root / ".git/index.lock").unlink()
        client.house.refresh()
        assert found(client)[0] == "kb-fax001"
        assert 'kcs_refreshes_total{result="put off"} 1' in client.get("/metrics").text


def test_what_cannot_be_read_leaves_the_last_state_served(root):
    with server.serving(root) as client:
        settings = root / "kcs.toml"
        before = settings.read_bytes() if settings.exists() else None
        settings.write_text("[search\n")
        client.house.refresh()
        assert found(client, "printer does nothing")[0] == "kb-print1"
        assert 'kcs_refreshes_total{result="failed"} 1' in client.get("/metrics").text
        settings.unlink() if before is None else settings.write_bytes(before)
        client.house.refresh()
        assert 'result="unchanged"} 1' in client.get("/metrics").text


def test_settings_that_change_hold_after_the_refresh(root):
    header = server.token(root, audience="public")
    with server.serving(root) as client:
        assert found(client, "outbox", **header) == ["kb-mail01"]
        make.files(root, {"kcs.toml": '[channel]\nnever = ["outbox"]\n'})
        client.house.refresh()
        assert found(client, "outbox", **header) == []


def test_a_token_for_other_readers_waits_for_the_next_refresh(root):
    with server.serving(root) as client:
        header = server.token(root, audience="partner")
        assert server.error(client.get("/api/v1/search?q=dealers", headers=header))[0] == 503
        client.house.refresh()
        assert found(client, "dealers ask", **header)[0] == "kb-part01"


def test_a_base_that_is_gone_is_told_and_nothing_is_written_in_its_place(root):
    with server.serving(root) as client:
        moved = root.rename(root.with_name("moved"))
        client.house.refresh()
        for path in ("/api/v1/search?q=printer", "/api/v1/articles/kb-print1", "/?q=printer", "/api/v1/events"):
            answer = client.get(path)
            assert server.error(answer)[:2] == (503, "The knowledge base is not there")
            assert answer.headers["retry-after"] == "5"
        assert client.get("/healthz").status_code == 200
        assert not root.exists()
        moved.rename(root)
        client.house.refresh()
        assert found(client, "printer does nothing")[0] == "kb-print1"


def test_an_article_that_cannot_be_read_leaves_the_others_served(root):
    with server.serving(root) as client:
        make.commit(root, {"knowledge/odd.md": "---\ntitle: [open\n---\n# Odd\n", "knowledge/fax.md": FAX})
        (root / "knowledge/noise.md").write_bytes(bytes(range(256)) * 50)
        client.house.refresh()
        assert found(client)[0] == "kb-fax001"
        assert 'kcs_refreshes_total{result="taken in"} 1' in client.get("/metrics").text


def test_what_was_put_off_is_looked_at_again_soon(root):
    with server.serving(root) as client:
        make.files(root, {"knowledge/fax.md": FAX, ".git/index.lock": ""})
        client.portal.call(client.house.wake)
        deadline = time.monotonic() + 30
        while not client.house.metrics.refreshes["put off"] and time.monotonic() < deadline:
            time.sleep(0.05)
        (root / ".git/index.lock").unlink()
        while "kb-fax001" not in found(client) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert found(client)[0] == "kb-fax001"
