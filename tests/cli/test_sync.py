import json
import subprocess
from datetime import UTC, datetime

import pytest

from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make


@pytest.fixture
def shared(kb):
    """The knowledge base with a remote and one event."""
    subprocess.run(["git", "init", "-q", "--bare", kb.parent / "hub.git"], check=True)
    make.git(kb, "remote", "add", "origin", str(kb.parent / "hub.git"))
    events = record(KnowledgeBase.open(str(kb)))
    now = datetime(2026, 3, 4, tzinfo=UTC)
    events.append(now, events.new(now, EventKind.link, article="kb-vpn001", case="4711"))
    return kb


def test_sync_says_in_one_line_what_it_did(shared):
    assert make.run(shared, "sync") == (0, "Sent 1 event, received 0 (origin); 1 journal known\n", "")
    assert make.run(shared, "sync") == (0, "Sent 0 events, received 0 (origin); 1 journal known\n", "")


def test_a_dry_run_shows_what_would_leave(shared):
    status, out, err = make.run(shared, "sync", "--dry-run")
    lines = out.splitlines()
    assert (status, lines[0], err) == (0, f"1 event would go to origin ({shared.parent}/hub.git)", "")
    assert lines[1:3] == ["month    kind  events", "2026-03  link       1"]
    assert lines[4:8] == ["The events:", "kind  article    case  words", "link  kb-vpn001  4711", ""]


def test_a_dry_run_as_json_has_the_events(shared):
    report = json.loads(make.run(shared, "sync", "--dry-run", "--format", "json").out)
    assert [(event["id"], event["case"]) for event in report["events"]] == [("kb-vpn001", "4711")]
    assert report["tallies"] == [{"month": "2026-03", "kind": "link", "number": 1}]


def test_json_is_the_whole_report(shared):
    report = json.loads(make.run(shared, "sync", "--format", "json").out)
    assert len(report.pop("refs")) == 1
    assert report == {
        "kcs": 2, "dry_run": False, "remote": "origin", "address": f"{shared.parent}/hub.git", "sent": 1, "received": 0,
        "writers": 1, "drafts": 0, "tallies": [{"month": "2026-03", "kind": "link", "number": 1}], "rejected": [],
        "events": [], "unreadable_lines": [],
    }  # fmt: skip


def test_a_remote_is_chosen_by_name(shared):
    make.git(shared, "remote", "rename", "origin", "hub")
    make.git(shared, "remote", "add", "lab", "nowhere")
    assert make.run(shared, "sync", "--remote", "hub").out == "Sent 1 event, received 0 (hub); 1 journal known\n"


def test_no_remote_is_an_error_with_the_command_that_helps(kb):
    error = "Error: There is no remote to share the journal with\nHint: git remote add origin URL\n"
    assert make.run(kb, "sync") == (2, "", error)


def test_offline_is_an_error_that_says_nothing_is_lost(shared):
    hub = shared.parent / "hub.git"
    hub.rename(hub.with_name("away"))
    status, out, err = make.run(shared, "sync")
    assert (status, out, err.splitlines()[1]) == (2, "", "Hint: Run kcs sync again later")
    assert err.splitlines()[0].endswith("; 1 event waits here, nothing is lost")


def test_the_refs_of_the_configuration_are_used(shared):
    make.files(shared, {"kcs.toml": '[journal]\nrefs = "refs/heads/kcs-journal"\n'})
    make.run(shared, "sync")
    refs = make.git(shared.parent / "hub.git", "for-each-ref", "--format=%(refname)")
    assert refs.startswith("refs/heads/kcs-journal/ana-")


def test_sync_works_on_a_terminal_where_git_may_ask(shared):
    assert make.terminal(shared, "kcs sync") == "Sent 1 event, received 0 (origin); 1 journal known\n"


def test_a_folder_outside_git_is_an_error(tmp_path):
    status, out, err = make.run(tmp_path, "sync")
    assert (status, out, "git repository" in err) == (2, "", True)


@pytest.fixture
def old(shared):
    """The knowledge base with a remote, and an event of January of a colleague who wrote nothing since."""
    other = make.clone(shared, shared.parent / "other")
    make.git(other, "remote", "set-url", "origin", str(shared.parent / "hub.git"))
    events = record(KnowledgeBase.open(str(other)))
    january = datetime(2026, 1, 4, tzinfo=UTC)
    events.append(january, events.new(january, EventKind.link, article="kb-vpn001", case="12"))
    make.run(other, "sync")
    make.run(shared, "sync")
    return shared


def test_compact_says_what_was_folded(old):
    status, out, err = make.run(old, "sync", "--compact", "--dry-run")
    assert (status, out.splitlines()[0], err) == (
        0, "2 events of 2 writers would go into the pack at origin, and 2 refs be deleted", "",
    )  # fmt: skip
    before = make.run(old, "report", "reuse", "--format", "json").out
    status, out, err = make.run(old, "sync", "--compact")
    assert (status, out.splitlines(), err) == (
        0,
        [
            "Sent 0 events, received 0 (origin); 2 journals known",
            "",
            "Folded 2 events of 2 writers into the pack at origin, deleted 2 refs",
            "month    writers  events",
            "2026-01        1       1",
            "2026-03        1       1",
        ],
        "",
    )
    assert make.run(old, "report", "reuse", "--format", "json").out == before
    assert make.git(old.parent / "hub.git", "for-each-ref", "--format=%(refname)", "refs/kcs") == "refs/kcs/journal/pack\n"


def test_compact_says_that_no_month_is_over(old):
    make.run(old, "sync", "--compact")
    status, out, _ = make.run(old, "sync", "--compact")
    assert (status, out.splitlines()[-1]) == (0, "Nothing to fold at origin: a month is folded once it is over")


def test_compact_as_json_has_the_months(old):
    report = make.answer(old, "sync", "--compact", "--dry-run")
    assert report == {
        "kcs": 2, "dry_run": True, "remote": "origin", "ref": "refs/kcs/journal/pack", "writers": 2, "events": 2,
        "months": [{"month": "2026-01", "writers": 1, "events": 1}, {"month": "2026-03", "writers": 1, "events": 1}],
        "retired": 2, "kept": 0, "kept_why": None, "left": [], "sync": None,
    }  # fmt: skip
    assert make.answer(old, "sync", "--compact")["sync"]["writers"] == 2


def test_events_and_reports_are_the_same_in_a_clone_that_has_the_pack_only(old):
    make.run(old, "sync", "--compact")
    new = make.clone(old, old.parent / "new")
    make.git(new, "remote", "set-url", "origin", str(old.parent / "hub.git"))
    assert make.run(new, "sync").out == "Sent 0 events, received 2 (origin); 2 journals known\n"
    for command in (("events",), ("report", "reuse")):
        assert make.run(new, *command, "--format", "json").out == make.run(old, *command, "--format", "json").out


def test_what_is_no_right_to_compact_is_two_lines(old):
    hook = old.parent / "hub.git/hooks/update"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert make.run(old, "sync", "--compact").err == (
        "Error: refs/kcs/journal/pack at origin cannot be pushed (hook declined); all journals are as they were\n"
        "Hint: Let somebody compact who may push and delete refs/kcs/journal/* at origin\n"
    )
