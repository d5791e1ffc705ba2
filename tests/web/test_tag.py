import pytest

from kcs_cli.web.tag import has_tag, tag_of
from tests import make
from tests.search.test_synonym import PAIR
from tests.web import server

SEARCH = "/api/v1/search?q=printer"


@pytest.fixture
def root(tmp_path):
    return server.base(tmp_path)


@pytest.fixture
def client(root):
    with server.serving(root) as client:
        yield client


def tag(client, path=SEARCH, **headers):
    return client.get(path, headers=headers).headers["etag"]


def test_a_tag_stays_while_nothing_is_new_whatever_happens_to_files(root, client):
    before = tag(client)
    ledger = next((root / ".git/kcs").rglob("ledger*.sqlite"))
    for file in (*ledger.parent.glob("ledger*"), *(root / "knowledge").rglob("*.md")):
        file.touch()
    make.run(root, "events")
    client.house.refresh()
    client.get("/api/v1/search?q=outbox")
    client.house.refresh()
    assert tag(client) == before


def test_a_tag_is_the_same_after_the_server_began_again(root, client):
    before = tag(client)
    with server.serving(root) as again:
        assert tag(again) == before


@pytest.mark.parametrize("note", [
    ("link", "kb-print1", "--case", "6"), ("flag", "kb-print1", "-m", "old"), ("rate", "kb-print1", "--helpful"),
])  # fmt: skip
def test_what_another_process_notes_changes_the_tag_at_once(root, client, note):
    before = tag(client)
    make.run(root, *note)
    assert tag(client) != before


def test_what_others_noted_and_what_is_committed_changes_the_tag_when_it_is_taken_in(root, client):
    before = tag(client)
    line = b'{"v":1,"id":"01jnfp0000000000000000000a","at":"2026-03-04T10:30:00.000+00:00","by":"cy@example.org",'
    line += b'"kind":"link","article":"kb-mail01","case":"12","use":"resolution"}\n'
    make.journal_ref(root, "refs/kcs/journal/cy-00000000", line)
    client.house.refresh()
    linked = tag(client)
    make.commit(root, {"knowledge/mail.md": None})
    client.house.refresh()
    assert len({before, linked, tag(client)}) == 3


def test_synonyms_that_change_change_the_tag(root, client):
    before = tag(client)
    make.files(root, {"synonyms.toml": PAIR})
    client.house.refresh()
    assert tag(client) != before


def test_each_audience_has_tags_of_its_own(root, client):
    inside, outside = server.token(root, "ana", "internal"), server.token(root)
    client.house.refresh()
    assert tag(client, **inside) != tag(client, **outside)


@pytest.mark.parametrize("path", ["/api/v1/events", "/api/v1/cases/900", "/api/v1/openapi.json", SEARCH, "/assets/page.js"])
def test_whoever_has_an_answer_is_not_sent_it_again(client, path):
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get(path, headers={"If-None-Match": '"other"'}).content == first.content


def test_a_tag_is_known_among_others():
    mine = tag_of("text")
    assert (has_tag(f'"a",{mine}', mine), has_tag("*", mine), has_tag('"a"', mine), has_tag("", mine)) == (
        True, True, False, False,
    )  # fmt: skip
