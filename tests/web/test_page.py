import re

import pytest

from kcs_cli.web.caller import Right
from kcs_cli.web.page_route import _asset
from tests.web import server


@pytest.fixture
def root(tmp_path):
    return server.base(tmp_path)


@pytest.fixture
def client(root):
    with server.serving(root) as client:
        yield client


def test_the_page_works_without_its_script(client):
    page = client.get("/?q=printer does nothing&id=kb-print1").text
    assert '<a href="/?q=printer+does+nothing&amp;id=kb-print1" data-id="kb-print1" aria-current="true">' in page
    assert "<mark>printer</mark>" in page.lower()
    assert "<h1>Printer does not print</h1>" in page
    assert '<option value="printing">printing (1)</option>' in page


def test_links_of_an_article_lead_to_the_page(client):
    page = client.get("/?part=article&id=kb-print1").text
    assert '<a href="/?id=kb-vpn001">this</a>' in page
    assert '<a href="https://example.org/help">us</a>' in page


def test_the_page_shows_readers_outside_no_internal_part(root):
    headers = server.token(root, audience="customer")
    with server.serving(root) as client:
        page = client.get("/?q=printer&id=kb-print1", headers=headers).text
    assert "The printer does nothing." in page
    assert [word for word in (*server.SECRETS, "flagged", 'id="capture"', 'id="link"') if word in page] == []


def test_who_may_only_read_sees_nothing_to_note_with(root):
    headers = server.token(root, audience="internal")
    with server.serving(root) as client:
        page = client.get("/?q=printer&id=kb-print1", headers=headers).text
    assert [word for word in ('id="capture"', 'id="link"', 'id="flag"', "data-vote") if word in page] == []


def test_opening_a_hit_notes_its_search_unless_that_was_noted(root, client):
    client.get("/", params={"part": "hits", "q": "zebra printer", "noted": True})
    client.get("/", params={"part": "article", "q": "printer quagga", "id": "kb-print1"})
    log = "".join(file.read_text() for file in (root / ".git/kcs").rglob("*.jsonl"))
    assert ("zebra" in log, "quagga" in log, '"shown": "kb-print1"' in log or '"shown":"kb-print1"' in log) == (
        False,
        True,
        True,
    )


def test_what_cannot_be_asked_is_said_on_the_page(client):
    said = client.get("/?id=nosuch").text
    assert (said.count("No article goes by nosuch<br>Search for it above"), said.count("nosuch<br>")) == (1, 1)
    assert server.error(client.get("/?part=nosuch"))[0] == 404
    assert server.error(client.get("/?nosuch=1"))[0] == 400


def test_every_field_has_a_label_and_no_script_or_style_is_in_the_page(client):
    page = client.get("/?q=printer&id=kb-print1").text
    assert re.findall(r"<script(?! src=)|\sstyle=|\son[a-z]+=", page) == []
    fields = re.findall(r"<(?:input|select|textarea)\b[^>]*", page)
    labelled = set(re.findall(r'for="([^"]+)"', page))
    wrapped = "".join(re.findall(r"<label(?![^>]*for=).*?</label>", page, re.DOTALL))
    bare = [one for one in fields if "hidden" not in one and one not in wrapped]
    assert [one for one in bare if re.search(r'\bid="([^"]+)"', one)[1] not in labelled] == []


def test_the_script_is_a_few_kilobytes():
    assert len(_asset("page.js")) < 10_000
    assert len(_asset("page.css")) < 8_000


def test_rights_are_told_to_nobody_else(root):
    header = server.token(root, audience="internal", rights=(Right.read, Right.note))
    with server.serving(root, usual=None) as client:
        assert 'id="capture"' in client.get("/", headers=header).text
