import json
import os

import pytest

from kcs_cli.channel.form import FORMS
from kcs_cli.cli.answer import AnswerForm
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make

FAX = make.article(
    "Fax is silent",
    "## Issue\n\nIt does not ring.\n\n## Resolution\n\n1. Press **Reset**, see [mail](mail.md) and [VPN](vpn.md).\n"
    "2. Wait. <!-- internal -->Ask Ben for the code.<!-- /internal -->\n\n### Internal\n\nThe code is in the safe.\n\n"
    "## Cause\n\nDust.\n",
    id="kb-fax001",
    audience="customer",
    owner="ana@example.org",
)
SAFE = make.article("Safe", "## Resolution\n\n<!-- internal -->\nTurn it.\n<!-- /internal -->\n", id="kb-safe01")
PAGE = make.article("Paper sizes", "# Paper sizes\n\nA4 is 210 mm wide.\n", id="kb-page01")
HELD = {"knowledge/fax.md": FAX, "knowledge/safe.md": SAFE, "knowledge/page.md": PAGE}
SITE = '[site]\nurl = "https://help.example.org"\n'


@pytest.fixture
def kb(tmp_path):
    return make.base(tmp_path / "kb", {**make.THREE, **HELD})


@pytest.fixture
def site(tmp_path):
    return make.base(tmp_path / "kb", {**make.THREE, **HELD, "kcs.toml": SITE})


def test_the_command_knows_every_form():
    assert [form.value for form in AnswerForm] == [*FORMS]


def links(root) -> list[tuple[str, str, str, str]]:
    return [(e.article, e.case, str(e.use), e.revision) for e in record(KnowledgeBase.open(str(root))).all()]


def test_a_customer_gets_what_to_do_without_what_agents_know(kb):
    assert make.run(kb, "answer", "kb-fax001") == (0, "1. Press Reset, see mail and VPN.\n2. Wait.\n", "")


def test_with_a_site_the_answer_has_addresses_of_what_its_reader_may_see(site):
    out = "1. Press Reset, see mail (https://help.example.org/kb-mail01/) and VPN.\n2. Wait.\n\nhttps://help.example.org/kb-fax001/\n"
    assert make.run(site, "answer", "kb-fax001") == (0, out, "")


def test_an_agent_gets_all_of_it(kb):
    out = make.run(kb, "answer", "kb-fax001", "--for", "internal", "--as", "markdown").out
    assert out == (
        "1. Press **Reset**, see mail and VPN.\n2. Wait. Ask Ben for the code.\n\n### Internal\n\nThe code is in the safe.\n"
    )


@pytest.mark.parametrize(
    ("name", "audience", "mine"), [("kb-vpn001", "customer", "internal"), ("kb-fax001", "public", "customer")]
)
def test_an_article_for_fewer_readers_is_refused_in_two_lines(kb, name, audience, mine):
    hint = f"Hint: kcs answer {name} --for {mine}, or widen it: kcs set {name} audience={audience}\n"
    said = f"Error: {name} is for {mine} readers, not for {audience} ones\n{hint}"
    assert make.run(kb, "answer", name, "--for", audience, "--case", "4711") == (2, "", said)
    assert links(kb) == []


def test_what_only_agents_may_see_is_no_answer(kb):
    said = "Error: kb-safe01 has no resolution for customer readers\nHint: kcs show kb-safe01 has all of it\n"
    assert make.run(kb, "answer", "kb-safe01") == (2, "", said)


def test_an_article_without_a_resolution_is_handed_over_whole_and_that_is_told(kb):
    said = "kcs: kb-page01 has no section that says what to do; this is all of it\n"
    assert make.run(kb, "answer", "kb-page01") == (0, "A4 is 210 mm wide.\n", said)


def test_a_section_is_asked_for_by_role_or_heading(kb):
    assert [make.run(kb, "answer", "kb-fax001", "--section", name).out for name in ("cause", "Iss")] == [
        "Dust.\n",
        "It does not ring.\n",
    ]
    assert make.run(kb, "answer", "kb-fax001", "--section", "Internal") == (
        2,
        "",
        "Error: kb-fax001 has no section Internal\nHint: It has Issue, Resolution, Cause\n",
    )


@pytest.mark.parametrize(
    ("form", "begin"),
    [
        ("chat", "1. Press Reset"),
        ("mail", "Subject: Fax is silent\n\n1. "),
        ("html", "<ol>"),
        ("markdown", "1. Press **Reset**"),
        ("jsonl", "{"),
    ],
)
def test_no_form_has_an_internal_word(kb, form, begin):
    done = make.run(kb, "answer", "kb-fax001", "--as", form)
    assert (done.status, done.out[: len(begin)]) == (0, begin)
    assert not any(word in done.out for word in ("Ben", "safe", "ana@", "vpn", "knowledge"))


def test_a_program_gets_where_an_answer_is_from_and_its_revision(site):
    facts = {
        "kcs": 2,
        "id": "kb-fax001",
        "title": "Fax is silent",
        "url": "https://help.example.org/kb-fax001/",
        "language": "en",
        "audience": "customer",
        "confidence": "validated",
        "section": "Resolution",
        "revision": make.git(site, "rev-parse", "HEAD:knowledge/fax.md").strip(),
        "text": "1. Press **Reset**, see [mail](https://help.example.org/kb-mail01/) and VPN.\n2. Wait.",
    }
    known = json.loads(make.run(site, "answer", "kb-fax001", "--as", "jsonl").out)
    assert known == {**facts, "language": known["language"]}


def test_a_case_is_linked_at_the_revision_that_was_delivered(kb):
    make.run(kb, "search", "fax silent")
    done = make.run(kb, "answer", "1", "--case", "4711")
    assert (done.status, done.err) == (0, "kcs: linked kb-fax001 to case 4711 as its resolution\n")
    assert links(kb) == [("kb-fax001", "4711", "resolution", make.git(kb, "rev-parse", "HEAD:knowledge/fax.md").strip())]
    assert make.run(kb, "answer", "1", "--case", "4711").err == "kcs: kb-fax001 was linked to case 4711 before\n"


def test_a_case_that_has_another_resolution_gets_no_second_one(kb):
    make.run(kb, "link", "kb-mail01", "--case", "4711")
    done = make.run(kb, "answer", "kb-fax001", "--case", "4711")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("Error: Case 4711 already has a resolution: kb-mail01\n")


def test_an_archived_article_is_told(kb):
    make.run(kb, "set", "kb-fax001", "confidence=archived")
    assert make.run(kb, "answer", "kb-fax001").err == "kcs: kb-fax001 is archived: it may hold no longer\n"


def test_a_word_that_never_gets_out_stops_the_answer(tmp_path):
    kb = make.base(tmp_path / "kb", {**HELD, "kcs.toml": '[channel]\nnever = ["reset"]\n'})
    done = make.run(kb, "answer", "kb-fax001")
    assert (done.status, done.out, done.err.split("\n")[0]) == (
        2,
        "",
        "Error: kb-fax001 has “reset”, which no customer reader may see",
    )


def test_it_is_copied_to_the_clipboard_of_the_system(kb, tmp_path, monkeypatch):
    program = tmp_path / "bin/pbcopy"
    make.files(tmp_path, {"bin/pbcopy": f'#!/bin/sh\ncat > "{tmp_path}/copied"\n'})
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("TMUX", raising=False)
    assert make.run(kb, "answer", "kb-fax001", "--copy") == (0, "", "kcs: copied kb-fax001 (42 characters) by pbcopy\n")
    assert (tmp_path / "copied").read_text() == "1. Press Reset, see mail and VPN.\n2. Wait."


def test_on_a_terminal_a_person_is_asked_for_the_case(kb):
    shown = make.terminal(kb, "kcs answer kb-fax001; kcs answer kb-fax001", typed="4711\n\n")
    assert "1. Press Reset, see mail and VPN." in shown
    assert [one[:3] for one in links(kb)] == [("kb-fax001", "4711", "resolution")]


def test_the_case_that_a_terminal_is_about_is_offered(kb):
    make.terminal(kb, "kcs answer kb-fax001; kcs answer kb-page01 --for public", typed="n\ny\n", KCS_CASE="4711")
    assert [one[:3] for one in links(kb)] == [("kb-page01", "4711", "resolution")]
