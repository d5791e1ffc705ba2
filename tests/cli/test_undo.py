import json

import pytest

from kcs_cli.journal.event import Event
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.solve.edit import add_phrase
from tests import make

VPN = "knowledge/vpn.md"
NOTHING = (
    "Error: There is nothing in this terminal that could be taken back\n"
    "Hint: kcs events lists what was noted; KCS_SESSION names a session whose commands have no terminal\n"
)
SKIP = "kcs undo --skip leaves it and takes back what was before"


def undo(root, *words: str) -> make.Run:
    return make.run(root, "undo", *words)


def events(root) -> list[Event]:
    return record(KnowledgeBase.open(str(root))).all()


def case(root, number: str = "7") -> list[tuple[str, str]]:
    done = make.run(root, "show", "--case", number, "--format", "json")
    return [(one["id"], one["use"]) for one in json.loads(done.out)["linked"]] if done.status == 0 else []


def flagged(root) -> list[str]:
    return [one["text"] for one in make.answer(root, "flags")["open_flags"]]


def status(root) -> str:
    return make.git(root, "status", "--porcelain")


def refused(root, *words: str) -> tuple[str, str]:
    done = undo(root, *words)
    assert (done.status, done.out) == (2, "")
    error, hint = done.err.splitlines()
    return error.removeprefix("Error: "), hint.removeprefix("Hint: ")


def test_a_link_is_taken_back_and_named(kb):
    make.run(kb, "link", "vpn", "--case", "7")
    assert undo(kb) == (
        0,
        "done        what  article    title                 case  text\n"
        "taken back  link  kb-vpn001  VPN does not connect  7     resolution\n",
        "",
    )
    assert (case(kb), [one.kind for one in events(kb)]) == ([], ["link", "unlink"])


def test_what_was_taken_back_as_json(kb):
    make.run(kb, "flag", "vpn", "-m", "step 3", "--case", "7")
    found = make.answer(kb, "undo")
    assert found.pop("at").startswith("20")
    assert found == {
        "kcs": 2, "kind": "flag", "undone": [{"id": "kb-vpn001", "title": "VPN does not connect"}],
        "case": "7", "text": "step 3", "paths": [], "dry_run": False,
    }  # fmt: skip


def test_doing_it_again_takes_back_the_one_before(kb):
    make.run(kb, "link", "vpn", "--case", "7")
    make.run(kb, "flag", "vpn", "-m", "wrong")
    make.run(kb, "state", "vpn", "validated")
    assert [make.answer(kb, "undo")["kind"] for _ in range(3)] == ["set", "flag", "link"]
    assert (case(kb), flagged(kb), status(kb), undo(kb)) == ([], [], "", (2, "", NOTHING))


def test_a_dry_run_says_what_and_changes_nothing(kb):
    make.run(kb, "link", "vpn", "--case", "7", "--said", "no tunnel")
    before = events(kb), (kb / VPN).read_bytes()
    shown = undo(kb, "--dry-run").out.splitlines()[1]
    assert shown == "would be taken back  link  kb-vpn001  VPN does not connect  7     resolution; said+=no tunnel"
    assert (events(kb), (kb / VPN).read_bytes()) == before
    assert make.answer(kb, "undo")["paths"] == [VPN]


def test_a_link_with_what_the_customer_said_is_one_thing(kb):
    make.run(kb, "link", "vpn", "--case", "7", "--said", "no tunnel")
    undo(kb)
    assert (case(kb), status(kb)) == ([], "")


def test_a_phrase_of_a_link_that_was_there_before_is_taken_back_alone(kb):
    make.run(kb, "link", "vpn", "--case", "7")
    make.run(kb, "flag", "vpn", "-m", "wrong")
    make.run(kb, "link", "vpn", "--case", "7", "--said", "no tunnel")
    undo(kb)
    assert (status(kb), flagged(kb), case(kb)) == ("", ["wrong"], [("kb-vpn001", "resolution")])


def test_links_of_one_command_are_taken_back_together(kb):
    make.run(kb, "link", "vpn", "kb-mail01", "--case", "7", "--as", "tried")
    assert [one["id"] for one in make.answer(kb, "undo")["undone"]] == ["kb-vpn001", "kb-mail01"]
    assert case(kb) == []


def test_a_link_that_took_anothers_place_gives_it_back(kb):
    make.run(kb, "link", "vpn", "--case", "7")
    make.run(kb, "link", "kb-mail01", "--case", "7", "--replace")
    undo(kb)
    assert case(kb) == [("kb-vpn001", "resolution")]
    assert make.answer(kb, "search", "tunnel vpn")["hits"][0]["cases"] == 1


def test_a_link_that_was_used_otherwise_is_again_as_it_was(kb):
    make.run(kb, "link", "vpn", "--case", "7", "--as", "tried")
    make.run(kb, "link", "vpn", "--case", "7")
    undo(kb)
    assert case(kb) == [("kb-vpn001", "tried")]


def test_an_unlink_is_taken_back(kb):
    make.run(kb, "link", "vpn", "--case", "7")
    make.run(kb, "unlink", "vpn", "--case", "7")
    assert make.answer(kb, "undo")["undone"][0]["title"] == "VPN does not connect"
    assert case(kb) == [("kb-vpn001", "resolution")]
    assert [one["kind"] for one in make.answer(kb, "events", "--case", "7")["events"]] == ["link", "unlink", "undo"]


def test_a_flag_is_taken_back_and_no_answer_to_it(kb):
    make.run(kb, "flag", "vpn", "-m", "wrong")
    make.run(kb, "search", "vpn")
    undo(kb)
    assert (flagged(kb), make.answer(kb, "search", "vpn")["hits"][0]["flags"]) == ([], 0)
    assert make.answer(kb, "digest")["answered"] == []


def test_a_closed_flag_is_open_again(kb):
    make.run(kb, "flag", "vpn", "-m", "wrong")
    make.run(kb, "flags")
    make.run(kb, "unflag", "1", "-m", "done")
    assert make.answer(kb, "undo")["kind"] == "unflag"
    assert (flagged(kb), make.answer(kb, "digest")["answered"]) == (["wrong"], [])


def test_a_confirmation_is_taken_back(tmp_path):
    root = make.base(tmp_path, {})
    make.commit(root, make.THREE, "2023-04-02")
    make.note(root, "link", "kb-vpn001", "2024-01-01", case="1", use="reference")
    make.run(root, "verify", "vpn", "--tested", "it")
    undo(root)
    assert [one["id"] for one in make.answer(root, "review-stale")["stale"]] == ["kb-vpn001"]
    assert make.answer(root, "review-stale", "--explain", "vpn")["article"]["confirmed_on"] == "2023-04-02"


def test_evidence_that_was_taken_back_is_no_bulk(kb):
    for name in ("kb-print1", "kb-vpn001", "kb-mail01"):
        assert make.run(kb, "verify", name, "--tested", "x").status == 0
        undo(kb)


def test_a_vote_is_taken_back(kb):
    make.run(kb, "rate", "vpn", "--helpful", "-m", "thanks")
    make.run(kb, "rate", "vpn", "--unhelpful")
    found = []
    for _ in range(2):
        (votes,) = (one for one in make.answer(kb, "report", "self-service")["figures"] if one["name"] == "helpful votes")
        found.append((votes["part"], votes["of"], make.answer(kb, "undo")["text"]))
    assert found == [(1, 2, "unhelpful"), (1, 1, "helpful thanks")]
    assert events(kb)[-1].kind == "undo"


def test_thanks_and_what_was_forgotten_are_taken_back(kb, monkeypatch):
    make.run(kb, "search", "tunnel of doom vpn")
    make.run(kb, "link", "vpn", "--case", "7")
    phrases = [one["phrase"] for one in make.answer(kb, "vocabulary", "vpn")["known_by"]]
    make.run(kb, "vocabulary", "vpn", "--forget", "tunnel of doom vpn")
    assert len(phrases) == len(make.answer(kb, "vocabulary", "vpn")["known_by"]) + 1
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ben@example.org")
    make.run(kb, "thanks", "vpn", "-m", "it helped")
    assert make.answer(kb, "undo")["kind"] == "thanks"
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ana@example.org")
    assert make.answer(kb, "undo")["kind"] == "forget"
    assert [one["phrase"] for one in make.answer(kb, "vocabulary", "vpn")["known_by"]] == phrases
    assert make.answer(kb, "digest")["notes"] == []


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_fields_of_articles_are_byte_for_byte_as_they_were(kb, ends):
    text = f"\ufeff{make.THREE[VPN]}".replace("\n", ends)
    make.commit(kb, {VPN: text})
    make.run(kb, "set", "vpn", "kb-mail01", "owner=cem@example.org", "tags+=new", "said=")
    assert len(status(kb).splitlines()) == 2
    assert make.answer(kb, "undo")["text"] == "owner=cem@example.org tags+=new said="
    assert ((kb / VPN).read_bytes(), status(kb)) == (text.encode(), "")


def test_a_field_that_was_committed_meanwhile_is_set_back_in_the_work_tree(kb):
    make.run(kb, "state", "vpn", "validated")
    make.commit(kb, {})
    undo(kb)
    assert ((kb / VPN).read_text(), status(kb)) == (make.THREE[VPN], f" M {VPN}\n")


def test_what_changed_nothing_is_nothing_to_take_back(kb):
    make.run(kb, "set", "vpn", "owner=ben@example.org")
    make.run(kb, "state", "vpn", "validated", "--dry-run")
    assert undo(kb).err == NOTHING


def test_a_pair_of_words_is_taken_out_of_a_file_that_goes_when_it_was_new(kb):
    make.run(kb, "vocabulary", "--accept", "clicker=remote control")
    make.run(kb, "vocabulary", "--accept", "box=router")
    first = (kb / "synonyms.toml").read_text().split('\n\n[[synonym]]\nsaid = "box"')[0] + "\n"
    assert [make.answer(kb, "undo")["text"], (kb / "synonyms.toml").read_text()] == ["box → router", first]
    undo(kb)
    assert not (kb / "synonyms.toml").exists()


def test_phrases_that_were_accepted_are_taken_back_together(kb):
    base = KnowledgeBase.open(str(kb))
    assert [add_phrase(base, "vpn", words, goes_on=n > 0) for n, words in enumerate(("one", "two"))] == [True, True]
    assert make.answer(kb, "undo")["kind"] == "accept"
    assert status(kb) == ""


# What is refused


def test_a_file_that_changed_since_is_left_as_it_is(kb):
    make.run(kb, "link", "vpn", "--case", "7", "--said", "no tunnel")
    (kb / VPN).write_text((kb / VPN).read_text() + "\nMore.\n")
    before = (kb / VPN).read_bytes()
    said = f"Something came after it: {VPN} was changed since the link of VPN does not connect (kb-vpn001), case 7"
    assert refused(kb) == (said, f"Change it in the editor: kcs fix kb-vpn001; {SKIP}")
    assert ((kb / VPN).read_bytes(), case(kb)) == (before, [("kb-vpn001", "resolution")])


def test_a_file_that_is_gone_is_not_written_again(kb):
    make.run(kb, "state", "vpn", "validated")
    (kb / VPN).unlink()
    assert refused(kb)[0].startswith("Something came after it")
    assert not (kb / VPN).exists()


def test_a_flag_that_was_answered_is_not_taken_back(kb, monkeypatch):
    make.run(kb, "flag", "vpn", "-m", "wrong")
    make.run(kb, "flags")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ben@example.org")
    make.run(kb, "unflag", "1", "-m", "done")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ana@example.org")
    error, hint = refused(kb)
    day = KnowledgeBase.open(str(kb)).now().date()
    assert error == (
        f"Something came after it: flag of VPN does not connect (kb-vpn001) was ended by unflag of ben@example.org on {day}"
    )
    assert hint == f"kcs events --article kb-vpn001 shows it; {SKIP}"


def test_a_flag_that_a_commit_closed_is_not_taken_back(kb):
    flag = make.answer(kb, "flag", "vpn", "-m", "wrong")["event"]
    make.commit(kb, {VPN: make.THREE[VPN] + "\nNew.\n"}, message=f"Fix\n\nCloses-flag: {flag}")
    assert refused(kb)[0] == "Something came after it: a commit closed the flag of VPN does not connect (kb-vpn001)"


def test_a_link_that_a_later_one_replaced_is_not_taken_back(kb, monkeypatch):
    make.run(kb, "link", "vpn", "--case", "7")
    monkeypatch.setenv("KCS_SESSION", "other")
    make.run(kb, "link", "kb-mail01", "--case", "7", "--replace")
    monkeypatch.delenv("KCS_SESSION")
    assert "was ended by link of ana@example.org" in refused(kb)[0]
    assert case(kb) == [("kb-mail01", "resolution")]


def test_what_the_journal_lost_is_not_taken_back(kb):
    make.run(kb, "link", "vpn", "--case", "7")
    for file in (kb / ".git/kcs/journal").rglob("*.jsonl"):
        file.unlink()
    assert refused(kb) == (
        "The journal does not have it any more: link of VPN does not connect (kb-vpn001), case 7",
        SKIP,
    )


def test_what_cannot_be_taken_back_may_be_left_out(kb):
    make.run(kb, "flag", "vpn", "-m", "wrong")
    make.run(kb, "state", "vpn", "validated")
    (kb / VPN).write_text((kb / VPN).read_text() + "\nMore.\n")
    assert refused(kb)[1].endswith(SKIP)
    assert make.answer(kb, "undo", "--skip")["kind"] == "flag"
    assert (flagged(kb), undo(kb).err) == ([], NOTHING)
    assert "More." in (kb / VPN).read_text()


def test_one_after_the_other_may_be_left_out(kb):
    make.run(kb, "flag", "kb-print1", "-m", "wrong")
    make.run(kb, "state", "vpn", "validated")
    make.run(kb, "fix", "vpn", "--no-edit", "--commit")
    (kb / VPN).write_text((kb / VPN).read_text() + "\nMore.\n")
    assert [refused(kb)[0][:30], refused(kb, "--skip")[0][:26]] == [
        "kcs undo cannot take this back",
        "Something came after it: k",
    ]
    assert make.answer(kb, "undo", "--skip", "--dry-run")["kind"] == "flag"
    assert make.answer(kb, "undo", "--skip")["kind"] == "flag"


def test_owners_that_were_named_together_are_taken_back_together(kb):
    make.files(kb, {"people.toml": '[people."cem@example.org"]\nname = "Cem"\n'})
    two = {
        f"knowledge/{n}.md": make.article(f"A{n}", id=f"kb-aaa00{n}", owner="dan@example.org, cem@example.org") for n in "12"
    }
    make.commit(kb, two)
    assert make.run(kb, "owners", "--left", "dan@example.org", "--write").status == 0
    assert len(status(kb).splitlines()) == 2
    undo(kb)
    assert status(kb) == ""


def test_with_nothing_before_it_nothing_is_left_out(kb):
    make.run(kb, "flag", "vpn", "-m", "wrong")
    assert undo(kb, "--skip").err == NOTHING
    assert make.answer(kb, "undo")["kind"] == "flag"


@pytest.mark.parametrize(
    ("words", "what", "way_out"),
    [
        (("merge", "vpn", "--into", "kb-mail01", "--yes"), "merge", "git status shows what it changed"),
        (("fix", "vpn", "--no-edit", "--commit"), "fix", "git revert"),
        (("fix", "vpn", "--no-edit"), "fix", "kcs fix kb-vpn001"),
        (("new", "Fax is silent", "--no-edit"), "new", "Its file is knowledge/fax-is-silent.md: remove it"),
    ],
)
def test_what_git_takes_back_is_left_to_it(kb, words, what, way_out):
    make.run(kb, "flag", "kb-print1", "-m", "wrong")
    make.files(kb, {VPN: make.THREE[VPN] + "\nNew.\n"})
    assert make.run(kb, *words).status == 0
    error, hint = refused(kb)
    assert (error.startswith(f"kcs undo cannot take this back: {what} of "), hint.startswith(way_out)) == (True, True)
    assert make.answer(kb, "undo", "--skip")["kind"] == "flag"


def test_votes_that_were_imported_stay(kb):
    make.files(kb, {"votes.csv": "article,vote\nkb-vpn001,yes\n"})
    make.run(kb, "rate", "--import", str(kb / "votes.csv"))
    error = ("kcs undo cannot take this back: rate “votes.csv”", f"Votes that were imported stay; {SKIP}")
    assert refused(kb) == error


# Whose it is


def test_what_another_terminal_and_another_person_did_stays(kb, monkeypatch):
    make.run(kb, "link", "vpn", "--case", "7")
    monkeypatch.setenv("KCS_SESSION", "other")
    assert undo(kb).err == NOTHING
    monkeypatch.delenv("KCS_SESSION")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "ben@example.org")
    assert undo(kb).err == NOTHING
    assert case(kb) == [("kb-vpn001", "resolution")]


def test_a_hashed_case_is_remembered_as_a_hash(kb, monkeypatch):
    monkeypatch.setenv("KCS_CASE_KEY", "secret")
    make.files(kb, {"kcs.toml": '[privacy]\ncases = "hash"\n'})
    number = "CS-2026-0004711"  # too long to be in a hash by chance
    make.run(kb, "link", "vpn", "--case", number)
    assert number not in (kb / ".git/kcs/undo.json").read_text()
    assert make.answer(kb, "undo")["case"].startswith("h-")
    assert case(kb, "4711") == []


def test_what_was_taken_back_is_so_at_the_colleagues_too(kb, tmp_path):
    server = tmp_path / "server.git"
    make.git(kb, "clone", "-q", "--bare", ".", str(server))
    make.git(kb, "remote", "add", "origin", server.as_uri())
    make.run(kb, "link", "vpn", "--case", "7")
    make.run(kb, "link", "kb-mail01", "--case", "7", "--replace")
    make.run(kb, "sync")
    other = make.clone(server, tmp_path / "other")
    make.run(other, "sync")
    assert case(other) == [("kb-mail01", "resolution")]
    undo(kb)
    make.run(kb, "sync")
    make.run(other, "sync")
    assert case(other) == [("kb-vpn001", "resolution")]


def test_what_cannot_be_remembered_is_said_so_that_undo_takes_back_no_other_thing(kb):
    make.run(kb, "link", "vpn", "--case", "7")
    memory = kb / ".git/kcs/undo.json"
    memory.rename(kb / ".git/kcs/kept")
    memory.mkdir()
    run = make.run(kb, "flag", "vpn", "-m", "step 3")
    assert (run.status, run.err) == (
        0,
        "kcs: What was done last cannot be remembered (flag): it stays, and kcs undo does not know of it\n",
    )
    memory.rmdir()
    (kb / ".git/kcs/kept").rename(memory)
    assert (make.answer(kb, "undo")["kind"], flagged(kb)) == ("link", ["step 3"])
