import csv
import io
import json
import re

import pytest

from kcs_cli.journal.event import Event
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make

BULK = "a confirmation says that somebody looked at the article, so there is none in bulk"
VPN = "knowledge/vpn.md"


def verify(root, *words: str) -> make.Run:
    return make.run(root, "verify", *words)


def confirmations(root) -> list[Event]:
    return [event for event in record(KnowledgeBase.open(str(root))).all() if event.kind is EventKind.verify]


def evidence(root) -> list[tuple[str, str, str]]:
    return [(event.article, event.text, event.case) for event in confirmations(root)]


def confirmed_on(root, id_: str = "kb-vpn001") -> str:
    return make.answer(root, "review-stale", "--explain", id_)["article"]["confirmed_on"]


def today(root) -> str:
    return KnowledgeBase.open(str(root)).now().date().isoformat()


def test_a_confirmation_is_said_to_be_noted(kb):
    status, out, err = verify(kb, "vpn", "--tested", "Windows  11\n24H2")
    head, line = out.splitlines()
    assert (status, head, err) == (0, "done       id        article    title                 text", "")
    assert re.fullmatch(r"confirmed  [0-9a-z]{8}  kb-vpn001  VPN does not connect  Windows 11 24H2", line)


def test_a_case_is_evidence(kb):
    assert verify(kb, "vpn", "--case", "4711").out.splitlines()[1].endswith("  kb-vpn001  VPN does not connect  case 4711")
    assert evidence(kb) == [("kb-vpn001", "", "4711")]


def test_an_event_has_the_evidence_the_person_and_the_revision(kb):
    verify(kb, "vpn", "--tested", "Windows 11", "--case", "4711")
    (event,) = confirmations(kb)
    blob = make.git(kb, "rev-parse", f"HEAD:{VPN}").strip()
    known = (event.article, event.text, event.case, event.by, event.revision, event.draft)
    assert known == ("kb-vpn001", "Windows 11", "4711", "ana@example.org", blob, False)


def test_what_is_confirmed_before_it_is_committed_is_a_draft(kb):
    make.files(kb, {VPN: make.THREE[VPN] + "\nNew.\n"})
    verify(kb, "vpn", "--tested", "Windows 11")
    (event,) = confirmations(kb)
    assert (event.draft, make.git(kb, "cat-file", "-p", event.revision)) == (True, make.THREE[VPN] + "\nNew.\n")


def test_the_article_stays_as_it_is(kb):
    verify(kb, "vpn", "--tested", "Windows 11")
    assert make.git(kb, "status", "--porcelain") == ""
    assert (kb / VPN).read_text() == make.THREE[VPN]


def test_an_article_is_confirmed_by_its_rank(kb):
    make.run(kb, "search", "outbox")
    verify(kb, "1", "--tested", "sent one")
    assert evidence(kb) == [("kb-mail01", "sent one", "")]


def test_a_confirmation_as_json(kb):
    found = make.answer(kb, "verify", "vpn", "--tested", "Windows 11")
    (event,) = confirmations(kb)
    known = {"event": event.id, "id": "kb-vpn001", "title": "VPN does not connect", "text": "Windows 11"}
    assert found == {"kcs": 2, "done": "confirmed", **known}


def test_a_confirmation_as_csv_and_as_markdown(kb):
    rows = list(csv.reader(io.StringIO(verify(kb, "vpn", "--tested", "one, two", "--format", "csv").out)))
    id_ = confirmations(kb)[0].id
    assert rows == [
        ["done", "event", "id", "title", "text"],
        ["confirmed", id_, "kb-vpn001", "VPN does not connect", "one, two"],
    ]
    shown = verify(kb, "vpn", "--tested", "a | b", "--format", "markdown").out.splitlines()[2]
    assert shown == f"| confirmed | {confirmations(kb)[1].id[-8:]} | kb-vpn001 | VPN does not connect | a \\| b |"


# What it is for


@pytest.fixture
def old(tmp_path):
    """The three articles, written three years ago, of which the VPN's was reused since."""
    make.base(tmp_path, {})
    make.commit(tmp_path, make.THREE, "2023-04-02")
    make.note(tmp_path, "link", "kb-vpn001", "2024-01-01", case="1", use="reference")
    return tmp_path


def test_a_confirmed_article_deserves_eyes_no_more(old):
    before = [one["id"] for one in make.answer(old, "review-stale")["stale"]]
    verify(old, "vpn", "--tested", "Windows 11")
    assert (before, make.answer(old, "review-stale")["stale"]) == (["kb-vpn001"], [])
    assert confirmed_on(old) == today(old)


def test_a_flag_stays_open_when_the_article_is_confirmed(old):
    make.note(old, "flag", "kb-vpn001", "2024-02-01", text="gone")
    verify(old, "vpn", "--tested", "Windows 11")
    (one,) = make.answer(old, "review-stale")["stale"]
    assert one["reasons"] == [f"confirmed {today(old)}", "1 open flag"]


def test_a_compliance_article_that_was_confirmed_is_due_no_more(old):
    law = make.article("Law", id="kb-law001", governance="compliance", review_every="180d")
    make.commit(old, {"knowledge/law.md": law}, "2024-01-01")
    before = len(make.answer(old, "review-stale")["due"])
    verify(old, "kb-law001", "--case", "4711")
    assert (before, make.answer(old, "review-stale")["due"]) == (1, [])


def test_the_latest_of_several_confirmations_counts(old):
    for day in ("2024-06-01", "2025-06-01", "2024-09-01"):
        make.note(old, "verify", "kb-vpn001", day, text=day)
    assert confirmed_on(old) == "2025-06-01"


def test_a_confirmation_under_a_former_id_counts_and_one_of_an_article_that_is_gone_does_not_harm(old):
    make.note(old, "verify", "kb-former", "2025-06-01", text="x")
    make.note(old, "verify", "kb-gone", "2025-07-01", text="x")
    make.commit(old, {VPN: make.THREE[VPN].replace("tags:", "aliases: [kb-former]\ntags:")}, "2025-01-01")
    assert confirmed_on(old) == "2025-06-01"


def test_a_later_change_counts_more_than_an_earlier_confirmation(old):
    make.note(old, "verify", "kb-vpn001", "2024-06-01", text="x")
    make.commit(old, {VPN: make.THREE[VPN] + "\nNew.\n"}, "2025-01-01")
    found = make.answer(old, "review-stale", "--explain", "vpn")["article"]
    assert (found["confirmed_on"], found["reasons"]) == ("2025-01-01", ["last substantive change 2025-01-01"])


# What is refused


@pytest.mark.parametrize("words", [(), ("--tested", ""), ("--tested", " \n"), ("--case", "")])
def test_a_confirmation_without_evidence_is_refused(kb, words):
    error = 'Error: A confirmation needs evidence\nHint: --case CASE, or --tested "what you tried"\n'
    assert verify(kb, "vpn", *words) == (2, "", error)
    assert confirmations(kb) == []


def test_several_articles_at_once_are_refused_with_the_reason(kb):
    error = f'Error: One article at a time: {BULK}\nHint: kcs verify vpn --tested "what you tried"\n'
    assert verify(kb, "vpn", "kb-mail01", "--tested", "x") == (2, "", error)
    assert confirmations(kb) == []


@pytest.mark.parametrize("words", [("--tested", "all is well"), ("--case", "4711"), ("--tested", "x", "--case", "4711")])
def test_one_after_another_with_the_same_evidence_is_bulk_too(kb, words):
    done = [verify(kb, id_, *words) for id_ in ("kb-print1", "kb-vpn001", "kb-mail01")]
    message = f"You confirmed 2 articles with the same evidence within the hour: {BULK}"
    error = f"Error: {message}\nHint: Say what you tried with this article\n"
    assert ([one.status for one in done], done[2].err, len(confirmations(kb))) == ([0, 0, 2], error, 2)


def test_the_same_article_may_be_confirmed_again(kb):
    done = [verify(kb, id_, "--tested", "x").status for id_ in ("kb-print1", "kb-vpn001", "kb-vpn001", "kb-print1")]
    assert done == [0, 0, 0, 0]


def test_an_article_that_has_another_id_since_is_the_same(kb):
    for id_ in ("kb-vpn001", "kb-print1"):
        verify(kb, id_, "--tested", "x")
    make.files(kb, {"knowledge/printer.md": make.article(id="kb-new001", aliases="[kb-print1]")})
    assert verify(kb, "kb-new001", "--tested", "x").status == 0


def test_other_evidence_is_no_bulk(kb):
    for number, id_ in enumerate(("kb-print1", "kb-vpn001", "kb-mail01")):
        assert verify(kb, id_, "--tested", f"step {number}").status == 0


def test_the_same_evidence_of_earlier_is_no_bulk(kb):
    for id_ in ("kb-print1", "kb-vpn001"):
        make.note(kb, "verify", id_, "2024-01-01", text="x")
    assert verify(kb, "kb-mail01", "--tested", "x").status == 0


def test_the_same_evidence_of_somebody_else_is_no_bulk(kb, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ben@example.org")
    for id_ in ("kb-print1", "kb-vpn001"):
        verify(kb, id_, "--tested", "x")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ana@example.org")
    assert verify(kb, "kb-mail01", "--tested", "x").status == 0


@pytest.mark.parametrize(
    ("confidence", "reason"),
    [("archived", "is archived"), ("wip", "is work in progress: it has no answer yet")],
)
def test_what_is_not_to_be_used_cannot_be_confirmed(kb, confidence, reason):
    make.run(kb, "state", "vpn", confidence)
    error = f"Error: kb-vpn001 {reason}\nHint: kcs state kb-vpn001 not-validated, when it is to be used\n"
    assert verify(kb, "kb-vpn001", "--tested", "x") == (2, "", error)
    assert confirmations(kb) == []


def test_evidence_that_no_event_can_hold_is_refused(kb):
    assert verify(kb, "vpn", "--tested", "x" * 30_000).status == 2
    assert record(KnowledgeBase.open(str(kb))).all() == []
    assert make.run(kb, "events").err == ""


def test_personal_data_in_the_evidence_is_refused_unless_it_is_let_through(kb):
    error = (
        "Error: This has personal data: e-mail (j…@c…). Nothing was written\n"
        "Hint: Leave it out, or let it through: --allow e-mail\n"
    )
    assert verify(kb, "vpn", "--tested", "asked john@corp.com") == (2, "", error)
    assert verify(kb, "vpn", "--tested", "asked john@corp.com", "--allow", "e-mail").status == 0
    assert evidence(kb) == [("kb-vpn001", "asked john@corp.com", "")]


def test_a_case_number_is_hashed_where_that_is_asked_for(kb, monkeypatch):
    monkeypatch.setenv("KCS_CASE_KEY", "secret")
    make.files(kb, {"kcs.toml": '[privacy]\ncases = "hash"\n'})
    verify(kb, "vpn", "--case", "4711")
    ((_, _, case),) = evidence(kb)
    assert re.fullmatch("h-[0-9a-f]{24}", case)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ((), "Missing argument 'ID'.\nHint: kcs verify --help"),
        (("nosuch", "--tested", "x"), "No article goes by nosuch\nHint: Search for it: kcs search nosuch"),
        (("vpn", "--case", " "), "That is no case number\nHint: One line of 1 to 200 characters: --case 4711"),
        (("vpn", "--case", "1" * 201), "That is no case number\nHint: One line of 1 to 200 characters: --case 4711"),
        (("vpn", "--tested", "x", "--allow", "mail"), "There is no kind of personal data mail\nHint: Did you mean e-mail?"),
    ],
)
def test_what_cannot_be_confirmed_is_said_with_what_can(kb, words, error):
    assert verify(kb, *words) == (2, "", f"Error: {error}\n")
    assert confirmations(kb) == []


def test_an_article_whose_file_broke_is_said_to_be_broken(kb):
    make.files(kb, {VPN: "---\nid: [\n---\n"})
    done = verify(kb, "vpn", "--tested", "x")
    assert (done.status, done.err.splitlines()[1], confirmations(kb)) == (2, "Hint: Correct the file", [])


def test_an_error_is_json_where_json_was_asked_for(kb):
    done = verify(kb, "vpn", "--format", "json")
    assert json.loads(done.err) == {
        "kcs": 2, "error": "A confirmation needs evidence", "hint": '--case CASE, or --tested "what you tried"'
    }  # fmt: skip


def test_without_git_a_confirmation_is_noted_without_a_revision(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    root = make.files(tmp_path / "kb", make.THREE)
    assert verify(root, "vpn", "--tested", "x").status == 0
    (event,) = confirmations(root)
    assert (event.article, event.revision, event.draft) == ("kb-vpn001", "", False)
