import pytest

from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make
from tests.mcp import bot


@pytest.fixture
def base(tmp_path):
    return make.base(tmp_path / "kb", bot.CONTENTS)


@pytest.fixture
def service(base):
    return bot.service(base, can_write=True)


def events(base):
    return [(one["kind"], one["id"], one["case"]) for one in make.answer(base, "events")["events"]]


def test_what_a_bot_delivered_is_linked_at_that_revision_with_the_words_that_led_to_it(base, service):
    bot.answer(service, "search", query="message stays in the outbox")
    shown = bot.answer(service, "show", id="kb-mail01")
    make.files(base, {"knowledge/mail.md": make.article("Mail waits in the outbox", "Another text.", id="kb-mail01")})
    linked = bot.answer(service, "link", id="kb-mail01", case="4711", revision=shown["revision"])
    assert {name: linked[name] for name in ("id", "case", "use", "revision", "was_linked")} == {
        "id": "kb-mail01",
        "case": "4711",
        "use": "resolution",
        "revision": shown["revision"],
        "was_linked": False,
    }
    (received,) = make.answer(base, "show", "--case", "4711")["linked"]
    assert received["revision"] == shown["revision"]
    assert make.git(base, "cat-file", "-p", shown["revision"]).endswith("Shrink the attachment below 20 MB.\n")


def test_a_text_that_no_commit_has_is_kept_when_it_is_shown(base, service):
    make.files(base, {"knowledge/mail.md": make.article("Mail waits in the outbox", "A draft.", id="kb-mail01")})
    shown = bot.answer(service, "show", id="kb-mail01")
    assert make.git(base, "cat-file", "-p", shown["revision"]).endswith("A draft.")
    assert make.git(base, "for-each-ref", f"refs/kcs/delivered/{shown['revision']}")


def test_linking_again_changes_nothing(base, service):
    first, again = (bot.answer(service, "link", id="kb-mail01", case="4711") for _ in range(2))
    assert (first["was_linked"], again["was_linked"]) == (False, True)
    assert events(base) == [("link", "kb-mail01", "4711")]


def test_a_revision_that_is_none_is_refused_and_nothing_noted(base, service):
    assert bot.answer(service, "link", id="kb-mail01", case="4711", revision="--output=/tmp/x") == (
        "Error executing tool link: kb-mail01 has no revision --output=/tmp/x. Hint: Leave it out: the one of now is noted"
    )
    assert "has no revision" in bot.answer(service, "link", id="kb-mail01", case="4711", revision="0" * 40)
    assert events(base) == []


def test_a_case_has_one_resolution_unless_it_is_replaced(base, service):
    bot.answer(service, "link", id="kb-mail01", case="4711")
    assert bot.answer(service, "link", id="kb-vpn001", case="4711") == (
        "Error executing tool link: Case 4711 already has a resolution: kb-mail01. "
        "Hint: replace puts this one in its place; use reference keeps both"
    )
    outside = bot.service(base, "public", can_write=True)
    assert bot.answer(outside, "link", id="kb-print1", case="4711") == (
        "Error executing tool link: Case 4711 has another resolution. Hint: Pass replace, or use reference"
    )
    assert bot.answer(service, "link", id="kb-vpn001", case="4711", replace=True)["replaced"] == ["kb-mail01"]


def test_what_names_no_case_is_of_the_sessions(base, monkeypatch):
    given = bot.service(base, case="4712", can_write=True)
    assert bot.answer(given, "link", id="kb-mail01")["case"] == "4712"
    assert bot.answer(given, "flag", id="kb-mail01", message="too short", why="unclear")["case"] == "4712"
    assert bot.answer(given, "rate", id="kb-mail01", helpful=False, message="too short")["case"] == "4712"
    assert bot.answer(given, "new", title="Hovercraft is full of eels")["case"] == "4712"
    assert {case for _, _, case in events(base)} == {"4712"}
    other = bot.service(base, can_write=True)
    assert "Which case? Hint: Pass case" in bot.answer(other, "link", id="kb-mail01")
    monkeypatch.setenv("KCS_CASE", "4713")
    assert bot.answer(other, "link", id="kb-mail01")["case"] == "4713"


def test_a_new_article_is_a_draft_for_people(base, service):
    made = bot.answer(
        service, "new", title="Hovercraft is full of eels", said=["eels everywhere"], issue="Eels.",
        resolution="1. Get them out.", tags=["hovercraft"], case="4711",
    )  # fmt: skip
    text = (base / made["path"]).read_text()
    assert (made["confidence"], made["audience"], made["case"]) == ("wip", "internal", "4711")
    assert "confidence: wip" in text
    assert "eels everywhere" in text
    assert "1. Get them out." in text
    assert events(base) == [("link", made["id"], "4711")]
    assert make.answer(base, "show", "--case", "4711")["linked"][0]["use"] == "reference"


def test_nearly_the_same_is_no_new_article_unless_it_is_meant(base, service):
    known = {"title": "Mail waits in the outbox", "issue": "A message stays in the outbox."}
    assert "There is nearly the same already: kb-mail01" in bot.answer(service, "new", **known)
    assert bot.answer(service, "new", **known, despite_similar=True)["similar"]["kb-mail01"] == "Mail waits in the outbox"


def test_a_bot_for_customers_is_not_told_of_what_is_like_its_draft_and_internal(base):
    made = bot.answer(
        bot.service(base, "customer", can_write=True), "new", title="VPN does not connect", issue="The VPN client"
    )
    assert "kb-vpn001" not in made.get("similar", {})
    assert "path" not in made
    assert made["confidence"] == "wip"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("flag", {"id": "kb-mail01", "message": "call ana@example.org"}),
        ("rate", {"id": "kb-mail01", "helpful": True, "message": "+49 30 901820"}),
        ("new", {"title": "Mail of ana@example.org waits"}),
        ("new", {"title": "Mail waits long", "said": ["I am ana@example.org"]}),
        ("link", {"id": "kb-mail01", "case": "ana@example.org"}),
        ("new", {"title": "Hovercraft", "case": "ana@example.org"}),
    ],
)
def test_personal_data_is_refused_and_nothing_written(base, service, tool, arguments):
    said = bot.answer(service, tool, **arguments)
    assert "personal data" in said
    assert "ana@example" not in said
    assert "901820" not in said
    assert (events(base), make.git(base, "status", "--porcelain")) == ([], "")


def test_conversations_of_a_shared_service_teach_each_other_nothing(base, monkeypatch):
    monkeypatch.setenv("KCS_CASE", "4713")
    shared = bot.service(base, can_write=True, is_shared=True)
    bot.answers(
        shared,
        ("search", {"query": "message stays in outbox", "case": "1"}),
        ("search", {"query": "something else with outbox", "case": "2"}),
        ("link", {"id": "kb-mail01", "case": "1"}),
        ("search", {"query": "nobody knows whose outbox"}),
        ("link", {"id": "kb-mail01", "case": "3"}),
    )
    assert "Which case?" in bot.answer(shared, "link", id="kb-mail01")
    queries = {one["case"]: one["query"] for one in make.answer(base, "events")["events"]}
    assert queries == {"1": "message stays in outbox", "3": None}


def test_a_hit_of_the_second_page_is_linked_with_the_search_that_led_to_it(tmp_path):
    known = {f"knowledge/{n}.md": make.article(f"Fax {n} is silent", id=f"kb-fax{n:03}") for n in range(5)}
    root = make.base(tmp_path / "kb", known)
    service = bot.service(root, can_write=True)
    first = bot.answer(service, "search", query="fax silent", limit=2, case="1")
    second = bot.answer(service, "search", query="fax silent", limit=2, cursor=first["next_cursor"], case="1")
    bot.answer(service, "link", id=second["hits"][1]["id"], case="1")
    (event,) = [one for one in record(KnowledgeBase.open(str(root))).all() if one.kind is EventKind.link]
    assert (event.article, event.rank, event.words) == (second["hits"][1]["id"], 4, "fax silent")


def test_a_second_page_says_nothing_of_a_search_that_came_between(tmp_path):
    known = {f"knowledge/{n}.md": make.article(f"Fax {n} is silent", id=f"kb-fax{n:03}") for n in range(5)}
    root = make.base(tmp_path / "kb", known)
    service = bot.service(root, can_write=True)
    first = bot.answer(service, "search", query="fax silent", limit=2, case="1")
    bot.answer(service, "search", query="3", limit=1, case="1")
    second = bot.answer(service, "search", query="fax silent", limit=2, cursor=first["next_cursor"], case="1")
    other = next(hit["id"] for hit in second["hits"] if hit["id"] != "kb-fax003")
    bot.answer(service, "link", id=other, case="1")
    (event,) = [one for one in record(KnowledgeBase.open(str(root))).all() if one.kind is EventKind.link]
    assert (event.article, event.rank, event.words) == (other, 0, "")
