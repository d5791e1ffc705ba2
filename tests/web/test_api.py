import pytest

from kcs_cli.web.caller import Right
from tests import make
from tests.web import server


@pytest.fixture
def root(tmp_path):
    return server.base(tmp_path)


@pytest.fixture
def client(root):
    with server.serving(root) as client:
        yield client


def test_a_search_is_what_the_command_prints(root, client):
    told = client.get("/api/v1/search", params={"q": "printer does nothing", "tag": ["printing", "mail"]}).json()
    printed = make.answer(root, "search", "printer does nothing", "--tag", "printing", "--tag", "mail")
    assert told == printed


def test_a_long_text_is_searched_for_in_a_body(client):
    text = "The printer does nothing. " * 2_000
    assert client.post("/api/v1/search", json={"q": text}).json()["hits"][0]["id"] == "kb-print1"


def test_pages_of_a_search_follow_one_another_to_the_end(client):
    whole = client.get("/api/v1/search?q=the&limit=50").json()["hits"]
    address, found = "/api/v1/search?q=the&limit=1", []
    while address:
        page = client.get(address)
        found += page.json()["hits"]
        address = page.links["next"]["url"] if "next" in page.links else ""
    assert found == whole
    assert len(found) > 2


def test_a_cursor_of_another_search_is_refused(client):
    place = client.get("/api/v1/search?q=the&limit=1").links["next"]["url"].partition("cursor=")[2]
    for cursor in (place, "1", "-1.00", "٣.aa", "9" * 90):
        answer = client.get("/api/v1/search", params={"q": "printer", "cursor": cursor})
        assert server.error(answer)[:2] == (400, "That cursor is of another search")


def test_an_article_is_what_the_command_prints(root, client):
    told = client.get("/api/v1/articles/kb-vpn001").json()
    printed = make.answer(root, "show", "kb-vpn001")
    assert told["markdown"] == printed["markdown"]
    assert (told["cases"], told["said"], told["path"]) == (1, ["cannot get in from home"], "knowledge/vpn.md")
    part = client.get("/api/v1/articles/knowledge/vpn.md?section=resolution").json()
    assert part["markdown"] == "1. Renew the certificate."


def test_an_answer_is_what_the_command_hands_over(root, client):
    for form in ("chat", "mail", "html", "markdown"):
        told = client.get(f"/api/v1/articles/kb-print1/answer?as={form}&for=public")
        assert told.text == make.run(root, "answer", "kb-print1", "--as", form, "--for", "public").out.rstrip("\n")
        assert "zqcounter" not in told.text


def test_values_of_filters_are_counted(client):
    told = client.get("/api/v1/facets").json()
    assert told["found"] == 5
    assert {"name": "problem", "articles": 4} in told["facets"]["kind"]
    assert client.get("/api/v1/facets?q=outbox").json()["found"] == 1


@pytest.mark.parametrize(
    ("typed", "ids"),
    [("pri", ["kb-part01", "kb-print1"]), ("does pri", ["kb-print1"]), ("Mail w", ["kb-mail01"]), ("zz", []), ("", [])],
)
def test_titles_are_completed(client, typed, ids):
    told = client.get("/api/v1/suggestions", params={"q": typed}).json()
    assert sorted(one["id"] for one in told["suggestions"]) == ids


def test_what_is_noted_is_in_the_journal_by_the_caller(root, client):
    headers = server.token(root, "bo", "internal", (Right.read, Right.note), "bo@example.org")
    linked = client.post("/api/v1/links", json={"id": "kb-print1", "case": "77"}, headers=headers)
    again = client.post("/api/v1/links", json={"id": "kb-print1", "case": "77"}, headers=headers)
    flag = {"id": "kb-mail01", "message": "20 MB is too much", "why": "outdated", "case": "77"}
    flagged = client.post("/api/v1/flags", json=flag, headers=headers)
    voted = client.post("/api/v1/votes", json={"id": "kb-mail01", "helpful": False}, headers=headers)
    assert [one.status_code for one in (linked, again, flagged, voted)] == [200] * 4
    assert [one.json()["linked"][0]["was_linked"] for one in (linked, again)] == [False, True]
    assert (flagged.json()["done"], voted.json()["done"]) == ("flagged", "unhelpful")
    events = make.answer(root, "events", "--by", "bo@example.org")["events"]
    assert [(one["kind"], one["id"], one["case"]) for one in events] == [
        ("link", "kb-print1", "77"), ("flag", "kb-mail01", "77"), ("rate", "kb-mail01", None),
    ]  # fmt: skip
    assert client.get("/api/v1/cases/77", headers=headers).json() == make.answer(root, "show", "--case", "77")


def test_a_link_knows_the_search_of_its_own_session(root, client):
    for session, words in (("one", "printer does nothing"), ("two", "the outbox")):
        client.get("/api/v1/search", params={"q": words}, headers={"Kcs-Session": session})
    linked = client.post("/api/v1/links", json={"id": "kb-print1", "case": "5"}, headers={"Kcs-Session": "one"}).json()
    assert (linked["linked"][0]["rank"], linked["linked"][0]["query"]) == (1, "printer does nothing")


def test_what_is_typed_only_is_in_no_log(root, client):
    client.get("/api/v1/search?q=zebra&typing=true")
    client.get("/api/v1/search?q=quagga")
    log = "".join(file.read_text() for file in (root / ".git/kcs").rglob("*.jsonl"))
    assert ("zebra" in log, "quagga" in log) == (False, True)


def test_a_case_keeps_its_resolution_unless_it_is_replaced(client):
    refused = client.post("/api/v1/links", json={"id": "kb-print1", "case": "900"})
    assert server.error(refused)[:2] == (409, "Case 900 already has a resolution: kb-vpn001")
    replaced = client.post("/api/v1/links", json={"id": "kb-print1", "case": "900", "replace": True})
    assert replaced.json()["replaced"] == ["kb-vpn001"]
    assert client.post("/api/v1/unlinks", json={"id": "kb-print1", "case": "900"}).json()["unlinked"] == ["kb-print1"]


def test_a_draft_is_written_and_found_at_once(root, client):
    draft = {"title": "Fax hums after an office move", "issue": "It hums.", "resolution": "Turn it.", "case": "8"}
    written = client.post("/api/v1/articles", json=draft)
    told = written.json()
    assert (written.status_code, told["confidence"], told["owner"]) == (201, "wip", "ana@example.org")
    assert "It hums." in (root / told["path"]).read_text()
    client.house.refresh()
    assert client.get("/api/v1/search?q=fax hums").json()["hits"][0]["id"] == told["id"]
    assert client.get("/api/v1/cases/8").json()["linked"][0]["id"] == told["id"]
    assert server.error(client.post("/api/v1/articles", json=draft))[0] == 409


@pytest.mark.parametrize(
    ("where", "content"),
    [
        ("flags", {"id": "kb-mail01", "message": "ask Bo at bo.smith@example.com"}),
        ("votes", {"id": "kb-mail01", "helpful": True, "message": "call +49 30 901820"}),
        ("articles", {"title": "Card 4111 1111 1111 1111 is refused"}),
        ("links", {"id": "kb-mail01", "case": "bo.smith@example.com"}),
    ],
)
def test_personal_data_is_refused(root, client, where, content):
    before = make.run(root, "events").out
    answer = client.post(f"/api/v1/{where}", json=content)
    assert answer.status_code == 400
    assert "personal data" in server.error(answer)[1]
    assert make.run(root, "events").out == before


@pytest.mark.parametrize(("where", "content"), [
    ("links", {"id": "kb-mail01", "case": "4711"}), ("flags", {"id": "kb-mail01", "message": "old"}),
    ("votes", {"id": "kb-mail01", "helpful": True}),
])  # fmt: skip
def test_a_disk_that_takes_nothing_is_no_fault_of_the_caller(root, client, where, content):
    lock = next((root / ".git/kcs").rglob("journal/lock"))
    lock.unlink()
    lock.mkdir()
    status, error, hint = server.error(client.post(f"/api/v1/{where}", json=content))
    assert status == 503
    assert error.endswith("cannot be written (Is a directory); nothing was noted")
    assert hint == "Free some space or look at its rights, and do it again"


def test_events_come_in_pages_from_a_day_on(root, client):
    make.note(root, "link", "kb-mail01", "2026-03-01", case="1", use="reference")
    make.note(root, "link", "kb-mail01", "2026-03-02", case="2", use="reference")
    first = client.get("/api/v1/events?since=2026-03-01&kind=link&limit=2")
    rest = client.get(first.links["next"]["url"])
    assert [one["case"] for one in (*first.json()["events"], *rest.json()["events"])] == ["1", "2", "900"]
    assert "next" not in rest.links
    assert client.get("/api/v1/events").json() == make.answer(root, "events")


def test_who_has_an_answer_is_not_sent_it_again_until_something_changes(root, client):
    client.get("/api/v1/search?q=printer")  # opens the ledger, which looks another way since
    first = client.get("/api/v1/search?q=printer")
    known = {"If-None-Match": first.headers["etag"]}
    assert (client.get("/api/v1/search?q=printer", headers=known).status_code, first.status_code) == (304, 200)
    client.post("/api/v1/links", json={"id": "kb-print1", "case": "6"})
    second = client.get("/api/v1/search?q=printer", headers=known)
    assert (second.status_code, second.json()["hits"][0]["cases"]) == (200, 1)
    make.commit(root, {"knowledge/mail.md": None})
    client.house.refresh()
    assert client.get("/api/v1/search?q=printer", headers={"If-None-Match": second.headers["etag"]}).status_code == 200
