import json
import os
import re
import shutil
import subprocess
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import lock
from kcs_cli.git.folder import find_git
from kcs_cli.git.hook import leave_hook
from kcs_cli.git.process import TIME_OUT, GitError, run_git
from kcs_cli.journal.entry import journal_entry
from kcs_cli.journal.event import Event
from kcs_cli.journal.journal import Journal, no_wait
from kcs_cli.journal.record import Record
from kcs_cli.journal.sync.exchange import Count, SyncReport, sync
from kcs_cli.journal.sync.remote import MANY_LOOSE, OWN, find_remote, without_password
from kcs_cli.journal.sync.share import news, union
from kcs_cli.journal.vocabulary import EventKind, Use
from kcs_cli.knowledge_base.place import find_shared_folder
from kcs_cli.render.report import Table
from tests import make

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
BRANCHES = "refs/heads/kcs-journal"
ANA, BEN = "ana@example.org", "ben@example.org"


@pytest.fixture
def bare(tmp_path) -> Path:
    """A repository to push to, with one commit on main."""
    make.base(tmp_path / "first", {"knowledge/a.md": make.article(id="kb-a")})
    subprocess.run(["git", "clone", "-q", "--bare", tmp_path / "first", tmp_path / "bare.git"], check=True)
    return tmp_path / "bare.git"


@pytest.fixture
def ana(bare) -> Path:
    return clone(bare, "ana")


@pytest.fixture
def ben(bare) -> Path:
    return clone(bare, "ben")


def clone(bare: Path, name: str, *options: str) -> Path:
    subprocess.run(["git", "clone", "-q", *options, bare, bare.parent / name], check=True)
    return bare.parent / name


def journal(folder: Path, person: str = ANA) -> Journal:
    return Journal(find_shared_folder(folder, find_git(folder)), person)


def record(folder: Path, person: str = ANA, tell=pytest.fail) -> Record:
    return Record(journal(folder, person), folder, "", OWN, tell)


def note(folder: Path, *articles: str, person: str = ANA, now: datetime = NOW, **fields) -> list[Event]:
    """Note that articles solved a case."""
    known = record(folder, person)
    events = [known.new(now, EventKind.link, article=a, case=f"case {a}", use=Use.resolution, **fields) for a in articles]
    known.append(now, *events)
    return events


def share(folder: Path, prefix: str = OWN, remote: str | None = None, **how) -> SyncReport:
    return sync(folder, journal(folder), prefix, remote, **how)


def counts(folder: Path, **how) -> tuple[int, int, int]:
    done = share(folder, **how)
    return done.sent, done.received, done.writers


def articles(folder: Path) -> list[str]:
    return sorted(event.article for event in record(folder).all())


def failure(folder: Path, prefix: str = OWN, **how) -> tuple[str, str]:
    with pytest.raises(KcsError) as caught:
        share(folder, prefix, **how)
    return caught.value.message, caught.value.hint


def refs(repository: Path, *patterns: str) -> dict[str, str]:
    lines = make.git(repository, "for-each-ref", "--format=%(refname) %(objectname)", *patterns).splitlines()
    return dict(line.split(" ") for line in lines)


def file_of(folder: Path, ref: str, name: str = "2026-03.jsonl") -> bytes:
    return make.git(folder, "cat-file", "blob", f"{ref}:{name}").encode()


def hook(repository: Path, name: str, script: str) -> None:
    file = (repository / ".git" if (repository / ".git").exists() else repository) / "hooks" / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_what_one_clone_notes_the_other_sees(ana, ben):
    noted = note(ana, "kb-1") + note(ana, "kb-2", now=NOW.replace(day=5))
    assert (counts(ana), counts(ben)) == ((2, 0, 1), (0, 2, 1))
    assert record(ben).all() == noted


def test_journals_whose_refs_git_has_packed_are_seen(ana, ben):
    noted = note(ana, "kb-1")
    share(ana)
    share(ben)
    make.git(ben, "pack-refs", "--all", "--prune")
    shutil.rmtree(ben / ".git/refs/kcs")  # of which git leaves empty folders
    assert record(ben).all() == noted


def fetched_refs(folder: Path, count: int) -> dict[str, str]:
    """Make as many refs as a clone has that fetched the journals of so many writers; return all refs."""
    tip = make.git(folder, "rev-parse", "HEAD").strip()
    make.files(folder / ".git/refs/kcs/fetched/origin/kcs/journal", {f"w{n}-x": f"{tip}\n" for n in range(count)})
    return refs(folder)


def test_a_thousand_journals_are_kept_in_one_file_and_all_refs_stay_what_they_are(ana):
    before = fetched_refs(ana, MANY_LOOSE + 1)
    share(ana)
    loose = [file for file in (ana / ".git/refs/kcs").rglob("*") if file.is_file()]
    assert (loose, refs(ana) | before) == ([], refs(ana))


def test_fewer_journals_stay_files_and_a_sync_in_a_hurry_packs_none(ana):
    fetched_refs(ana, MANY_LOOSE - 1)
    share(ana)
    fetched_refs(ana, MANY_LOOSE + 1)
    share(ana, seconds=60)
    assert len(list((ana / ".git/refs/kcs").rglob("w*-x"))) == MANY_LOOSE + 1


def test_refs_that_another_git_packs_just_now_are_for_a_later_sync(ana):
    before = fetched_refs(ana, MANY_LOOSE + 1)
    (ana / ".git/packed-refs.lock").touch()
    assert (share(ana).sent, refs(ana)) == (0, before)


def test_three_rounds_of_both_give_every_event_once(ana, ben):
    for number in range(3):
        note(ana, f"kb-a{number}")
        note(ben, f"kb-b{number}", person=BEN)
        assert (share(ana).sent, share(ben).sent) == (1, 1)
    share(ana)
    assert articles(ana) == articles(ben) == ["kb-a0", "kb-a1", "kb-a2", "kb-b0", "kb-b1", "kb-b2"]


def test_every_person_of_a_clone_has_a_ref_of_one_s_own(ana, bare):
    note(ana, "kb-1")
    note(ana, "kb-2", person=BEN)
    assert (share(ana).sent, [ref.rpartition("/")[2][:4] for ref in refs(bare, OWN)]) == (2, ["ana-", "ben-"])


def test_the_commit_has_a_file_for_each_month(ana, bare):
    note(ana, "kb-1")
    note(ana, "kb-2", now=NOW.replace(month=5))
    share(ana)
    ref = f"{OWN}/{journal(ana).writer}"
    assert make.git(bare, "ls-tree", "-r", "--name-only", ref).split() == ["2026-03.jsonl", "2026-05.jsonl"]
    assert file_of(bare, ref) == (journal(ana).folder / journal(ana).writer / "2026-03.jsonl").read_bytes()


def test_the_commit_is_the_person_s_and_starts_no_pipeline(ana, bare):
    note(ana, "kb-1")
    share(ana)
    shown = make.git(bare, "log", "-1", "--format=%an %ae %cn %ce%n%B", f"{OWN}/{journal(ana).writer}").strip()
    assert shown == f"ana {ANA} ana {ANA}\nJournal of {journal(ana).writer}\n\n[skip ci]"


def test_a_person_git_does_not_know_can_share(ana, monkeypatch):
    note(ana, "kb-1", person="ana")
    for name in ("AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL"):
        monkeypatch.delenv(f"GIT_{name}")
    make.git(ana, "config", "user.useConfigOnly", "true")
    assert sync(ana, journal(ana, "ana"), OWN, None).sent == 1


def test_nothing_new_makes_no_commit(ana, bare):
    note(ana, "kb-1")
    share(ana)
    before = refs(bare), refs(ana), make.git(ana, "count-objects")
    assert (counts(ana), (refs(bare), refs(ana), make.git(ana, "count-objects"))) == ((0, 0, 1), before)


def test_a_clone_without_events_sends_nothing(ana, bare):
    assert (counts(ana), refs(bare, "refs/kcs")) == ((0, 0, 0), {})


def test_a_torn_line_stays_here_until_it_is_ended(ana, bare):
    note(ana, "kb-1")
    file = journal(ana).folder / journal(ana).writer / "2026-03.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"v":1,"id":"0')
    assert (share(ana).sent, file_of(bare, f"{OWN}/{journal(ana).writer}")) == (1, whole)


def test_a_file_with_a_torn_line_only_is_not_shared(ana, bare):
    make.files(journal(ana).folder / "ana-1", {"2026-03.jsonl": b'{"v":1'})
    assert (counts(ana), refs(bare, "refs/kcs")) == ((0, 0, 0), {})


@pytest.mark.parametrize("name", ["ana-1/notes.jsonl", "a b/2026-03.jsonl", "a..b/2026-03.jsonl", "x.lock/2026-03.jsonl"])
def test_what_is_no_journal_is_not_shared(ana, bare, name):
    make.files(journal(ana).folder, {name: b"{}\n"})
    assert (counts(ana), refs(bare, "refs/kcs")) == ((0, 0, 0), {})


def test_a_line_of_another_version_is_shared_as_it_is(ana, ben, bare):
    line = b'{"v":2,"id":"01kaaaaaaaaaaaaaaaaaaaaaaa","new":"thing"}\n'
    make.files(journal(ana).folder / "ana-1", {"2026-03.jsonl": line})
    assert (share(ana).tallies, file_of(bare, f"{OWN}/ana-1")) == ((Count("", "unreadable", 1),), line)


def test_a_text_no_commit_has_goes_along(ana, ben):
    make.files(ana, {"knowledge/a.md": "as delivered"})
    blob = make.git(ana, "hash-object", "-w", "knowledge/a.md").strip()
    note(ana, "kb-a", revision=blob, draft=True)
    assert (share(ana).drafts, share(ben).received) == (1, 1)
    assert make.git(ben, "cat-file", "blob", blob) == "as delivered"


def test_a_delivered_text_stays_in_later_commits(ana, bare):
    blob = make.git(ana, "hash-object", "-w", "knowledge/a.md").strip()
    note(ana, "kb-a", revision=blob, draft=True)
    share(ana)
    note(ana, "kb-b")
    share(ana)
    names = make.git(bare, "ls-tree", "-r", "--name-only", f"{OWN}/{journal(ana).writer}").split()
    assert names == ["2026-03.jsonl", f"delivered/{blob}"]


@pytest.mark.parametrize("revision", ["0" * 40, "HEAD", "main:knowledge/a.md", "tree"])
def test_a_delivered_text_that_is_gone_is_left_out(ana, bare, revision):
    revision = make.git(ana, "rev-parse", "HEAD^{tree}").strip() if revision == "tree" else revision
    note(ana, "kb-a", revision=revision, draft=True)
    assert share(ana).drafts == 0
    assert make.git(bare, "ls-tree", "-r", "--name-only", f"{OWN}/{journal(ana).writer}").split() == ["2026-03.jsonl"]


def test_work_tree_index_branch_and_fetch_head_stay_as_they_are(ana, ben):
    def state() -> tuple[object, ...]:
        index, head = (ana / ".git/index").read_bytes(), (ana / ".git/HEAD").read_bytes()
        return index, head, refs(ana, "refs/heads", "refs/remotes", "refs/tags"), (ana / ".git/FETCH_HEAD").exists(), texts()

    def texts() -> tuple[object, ...]:
        shown = make.git(ana, "--no-optional-locks", "status", "--porcelain=v2", "--branch")
        return shown, (ana / ".git/config").read_bytes(), (ana / "knowledge/a.md").read_bytes()

    note(ben, "kb-b", person=BEN)
    share(ben)
    make.git(ben, "commit", "-q", "--allow-empty", "-m", "second")
    make.git(ben, "tag", "v1")
    make.git(ben, "push", "-q", "origin", "main", "v1")
    make.files(ana, {"knowledge/a.md": "changed", "knowledge/b.md": "new", "knowledge/c.md": "not added"})
    make.git(ana, "add", "knowledge/b.md")
    before = state()
    note(ana, "kb-a")
    assert (counts(ana), state()) == ((1, 1, 2), before)
    assert before[3] is False


HOOKS = ("pre-push", "reference-transaction", "post-update", "post-commit", "post-merge", "pre-commit", "post-rewrite")


def test_no_hook_runs(ana, ben):
    note(ben, "kb-b", person=BEN)
    share(ben)
    for name in HOOKS:
        hook(ana, name, f"touch {ana.parent}/{name}.ran; exit 1")
    note(ana, "kb-a")
    assert (counts(ana), list(ana.parent.glob("*.ran"))) == ((1, 1, 2), [])


def test_a_hook_may_share(ana, ben, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(ben / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(ben / ".git/index"))
    leave_hook(os.environ)
    note(ana, "kb-a")
    assert share(ana).sent == 1
    assert refs(ben, "refs/kcs") == {}


def test_settings_of_the_person_do_not_spread(ana, ben):
    note(ben, "kb-b", person=BEN)
    share(ben)
    for name, value in {
        "fetch.prune": "true", "fetch.output": "compact", "push.followTags": "true", "commit.gpgSign": "true",
        "push.default": "nothing", "remote.origin.tagOpt": "--tags", "push.recurseSubmodules": "check",
    }.items():  # fmt: skip
        make.git(ana, "config", name, value)
    make.git(ana, "tag", "-m", "mine", "mine")
    note(ana, "kb-a")
    assert (counts(ana), counts(ana), refs(ben.parent / "bare.git", "refs/tags")) == ((1, 1, 2), (0, 0, 2), {})


def test_prune_takes_no_fetched_journal_away(ana, ben, bare):
    note(ben, "kb-b", person=BEN)
    share(ben)
    share(ana)
    make.git(ana, "config", "remote.origin.prune", "true")
    for ref in refs(bare, OWN):
        make.git(bare, "update-ref", "-d", ref)
    assert (counts(ana), articles(ana)) == ((0, 0, 1), ["kb-b"])


def test_a_ref_deleted_at_the_remote_comes_back(ana, bare):
    note(ana, "kb-a")
    share(ana)
    before = refs(bare, OWN)
    for ref in before:
        make.git(bare, "update-ref", "-d", ref)
    share(ana)
    assert refs(bare, OWN) == before


def test_a_copied_clone_and_its_original_both_arrive(ana, ben):
    note(ana, "kb-1")
    share(ana)
    copy = ana.with_name("copy")
    make.copy(ana, copy)
    note(ana, "kb-2")
    note(copy, "kb-3")
    assert (counts(copy), counts(ana), counts(ben)) == ((1, 0, 1), (1, 1, 1), (0, 3, 1))
    share(copy)
    assert articles(ana) == articles(copy) == articles(ben) == ["kb-1", "kb-2", "kb-3"]


def test_the_union_of_two_histories_is_sorted_and_has_both_as_parents(ana, bare):
    note(ana, "kb-1")
    copy = ana.with_name("copy")
    make.copy(ana, copy)
    note(copy, "kb-3", now=NOW.replace(day=9))
    note(ana, "kb-2", now=NOW.replace(day=8))
    hook(bare, "update", "exit 1")
    failure(ana)
    (bare / "hooks/update").unlink()
    share(copy)
    share(ana)
    ref = f"{OWN}/{journal(ana).writer}"
    assert [json.loads(line)["article"] for line in file_of(bare, ref).splitlines()] == ["kb-1", "kb-2", "kb-3"]
    assert len(make.git(bare, "rev-list", "--parents", "-1", ref).split()) == 3


def test_copies_that_take_turns_come_to_rest(ana, bare):
    copy = ana.with_name("copy")
    note(ana, "kb-1")
    make.copy(ana, copy)
    for number in range(3):
        note(ana, f"kb-a{number}")
        note(copy, f"kb-c{number}")
        share(ana)
        share(copy)
    share(ana)
    before = refs(bare)
    assert ((counts(ana), counts(copy)), refs(bare)) == (((0, 0, 1), (0, 0, 1)), before)
    assert articles(ana) == articles(copy) == ["kb-1", "kb-a0", "kb-a1", "kb-a2", "kb-c0", "kb-c1", "kb-c2"]


def lose_journal(folder: Path) -> None:
    shutil.rmtree(journal(folder).folder)
    (journal(folder).folder.parent / "ledger.sqlite").unlink()


def test_a_deleted_journal_folder_loses_nothing(ana, ben):
    note(ana, "kb-1")
    share(ana)
    lose_journal(ana)
    note(ana, "kb-2")
    assert (counts(ana), counts(ben)) == ((1, 0, 1), (0, 2, 1))
    assert articles(ana) == articles(ben) == ["kb-1", "kb-2"]


def test_a_deleted_journal_folder_makes_no_commit(ana, bare):
    note(ana, "kb-1")
    share(ana)
    before = refs(bare)
    lose_journal(ana)
    assert (counts(ana), refs(bare), articles(ana)) == ((0, 0, 1), before, ["kb-1"])


def test_what_was_committed_and_not_pushed_is_sent_without_its_files(ana, ben, bare):
    note(ana, "kb-1")
    hook(bare, "update", "exit 1")
    failure(ana)
    (bare / "hooks/update").unlink()
    shutil.rmtree(journal(ana).folder)
    assert (counts(ana), counts(ben)) == ((1, 0, 1), (0, 1, 1))


def test_a_restored_backup_goes_on_where_the_remote_is(ana, ben):
    note(ana, "kb-1")
    share(ana)
    backup = ana.with_name("backup")
    make.copy(ana, backup)
    note(ana, "kb-2")
    share(ana)
    shutil.rmtree(ana)
    backup.rename(ana)
    note(ana, "kb-3")
    assert (counts(ana), counts(ben)) == ((1, 1, 1), (0, 3, 1))
    assert articles(ana) == ["kb-1", "kb-2", "kb-3"]


def test_a_ref_that_was_rewritten_at_the_remote_is_named_and_kept(ana, ben, bare):
    note(ben, "kb-1", person=BEN)
    share(ben)
    writer = journal(ben, BEN).writer
    first = refs(bare)[f"{OWN}/{writer}"]
    note(ben, "kb-2", person=BEN)
    share(ben)
    share(ana)
    make.git(bare, "update-ref", f"{OWN}/{writer}", first)
    done = share(ana)
    assert done.rejected == (f"refs/kcs/fetched/origin/kcs/journal/{writer} (non-fast-forward)",)
    assert articles(ana) == ["kb-1", "kb-2"]


def test_a_writer_brings_a_rewound_ref_forward_again(ana, bare):
    note(ana, "kb-1")
    share(ana)
    before = refs(bare, OWN)
    note(ana, "kb-2")
    share(ana)
    after = refs(bare, OWN)
    for ref, commit in before.items():
        make.git(bare, "update-ref", ref, commit)
    share(ana)
    assert refs(bare, OWN) == after


def test_a_copy_that_shared_after_the_remote_was_restored_is_joined(ana, ben, bare):
    note(ana, "kb-1")
    share(ana)
    make.copy(ana, ana.with_name("copy"))
    before = refs(bare, OWN)
    note(ana, "kb-2")
    share(ana)
    share(ben)
    for ref, commit in before.items():  # the remote, as it was in a backup
        make.git(bare, "update-ref", ref, commit)
    note(ana.with_name("copy"), "kb-3")
    share(ana.with_name("copy"))
    note(ana, "kb-4")
    assert (counts(ana), counts(ben)) == ((2, 1, 1), (0, 2, 1))
    assert articles(ben) == ["kb-1", "kb-2", "kb-3", "kb-4"]


def test_a_journal_in_whose_place_something_else_was_put_is_shared_again(ana, ben, bare):
    note(ana, "kb-1")
    share(ana)
    (ref,) = refs(bare, OWN)
    make.git(bare, "update-ref", ref, "refs/heads/main")
    done = share(ana)
    assert ((done.sent, done.received, done.rejected), counts(ben)) == ((1, 0, ()), (0, 1, 1))


def test_a_partial_clone_fetches_journals_whole(ana, bare):
    make.git(bare, "config", "uploadpack.allowFilter", "true")
    note(ana, "kb-1")
    share(ana)
    partial = bare.parent / "partial"
    subprocess.run(["git", "clone", "-q", "--filter=blob:none", f"file://{bare}", partial], check=True)
    share(partial)
    bare.rename(bare.with_name("away"))
    assert articles(partial) == ["kb-1"]


def test_a_shallow_clone_takes_part(ana, bare):
    note(ana, "kb-1")
    share(ana)
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{bare}", bare.parent / "shallow"], check=True)
    note(bare.parent / "shallow", "kb-2", person=BEN)
    assert (counts(bare.parent / "shallow"), counts(ana)) == ((1, 1, 2), (0, 1, 2))


def test_a_linked_work_tree_shares_for_its_repository(ana, ben):
    make.git(ana, "worktree", "add", "-q", str(ana.with_name("tree")))
    note(ana.with_name("tree"), "kb-1")
    assert (counts(ana), counts(ben)) == ((1, 0, 1), (0, 1, 1))


def test_a_repository_of_sha_256_takes_part(tmp_path):
    for name in ("ana", "copy"):
        subprocess.run(["git", "init", "-q", "--object-format=sha256", tmp_path / name], check=True)
        make.git(tmp_path / name, "remote", "add", "origin", str(tmp_path / "bare"))
    subprocess.run(["git", "init", "-q", "--bare", "--object-format=sha256", tmp_path / "bare"], check=True)
    note(tmp_path / "ana", "kb-1")
    share(tmp_path / "ana")
    assert (counts(tmp_path / "copy"), counts(tmp_path / "ana")) == ((0, 1, 1), (0, 0, 1))


def test_the_remote_of_the_current_branch_goes_before_origin(ana, tmp_path):
    make.git(ana, "remote", "add", "fork", str(tmp_path))
    assert find_remote(ana, None) == "origin"
    make.git(ana, "config", "branch.main.remote", "fork")
    assert (find_remote(ana, None), find_remote(ana, "origin")) == ("fork", "origin")


def test_the_only_remote_is_taken_whatever_its_name_and_on_no_branch(ana):
    make.git(ana, "remote", "rename", "origin", "hub")
    make.git(ana, "checkout", "-q", "--detach")
    assert find_remote(ana, None) == "hub"


def test_several_remotes_without_origin_must_be_chosen_from(ana):
    make.git(ana, "remote", "rename", "origin", "hub")
    make.git(ana, "remote", "add", "lab", "x")
    make.git(ana, "config", "branch.main.remote", ".")
    assert failure(ana) == ("There are several remotes: hub, lab", "Name one: kcs sync --remote hub")


def test_a_repository_without_remote_is_told_how_to_get_one(kb):
    assert failure(kb) == ("There is no remote to share the journal with", "git remote add origin URL")


@pytest.mark.parametrize("name", ["hub", "--upload-pack=touch x", "https://me:secret@example.org/x"])
def test_a_remote_that_is_not_there_is_named(ana, name):
    named = name.replace("me:secret@", "")
    assert failure(ana, remote=name) == (f"There is no remote {named}", "git remote -v shows those there are")


def test_a_knowledge_base_outside_git_shares_nothing(tmp_path):
    with pytest.raises(KcsError, match="is in no git repository, so its journal cannot be shared"):
        sync(None, Journal(tmp_path, ANA), OWN, None)


@pytest.mark.parametrize("prefix", ["kcs", "refs/kcs/*", "refs/a..b", "refs/", "--all", "refs/heads/a b"])
def test_a_prefix_that_is_none_is_refused(ana, prefix):
    hint = 'Write it as "refs/heads/kcs-journal"'
    assert failure(ana, prefix) == (f'[journal] refs = "{prefix}" cannot begin a ref', hint)


def test_offline_loses_nothing_and_later_works(ana, ben, bare):
    note(ana, "kb-1", "kb-2")
    away = bare.rename(bare.with_name("away"))
    message, hint = failure(ana)
    why = f"'{bare}' does not appear to be a git repository"
    assert message == f"origin cannot be reached ({why}); 2 events wait here, nothing is lost"
    assert hint == "Run kcs sync again later"
    away.rename(bare)
    assert (counts(ana), counts(ben)) == ((2, 0, 1), (0, 2, 1))


def test_a_host_that_is_not_found_is_offline(ana):
    make.git(ana, "remote", "set-url", "origin", "https://me:secret@nohost.invalid/x.git")
    message, _ = failure(ana)
    assert message.startswith("origin cannot be reached (unable to access 'https://nohost.invalid/x.git/': ")
    assert message.endswith("; 0 events wait here, nothing is lost")


@pytest.mark.parametrize(
    "said",
    [
        "git@host: Permission denied (publickey).",
        "Host key verification failed.",
        "unable to access https://host/x.git/: The requested URL returned error: 403",
        "could not read Username for https://host: terminal prompts disabled",
    ],
)
def test_a_host_that_lets_nobody_in_says_so(ana, monkeypatch, said):
    script = make.files(ana.parent, {"ssh": f"#!/bin/sh\necho 'Welcome' >&2\necho '{said}' >&2\nexit 255\n"}) / "ssh"
    script.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(script))
    make.git(ana, "remote", "set-url", "origin", "ssh://git:secret@host/x.git")
    note(ana, "kb-1")
    assert failure(ana) == (
        f"origin does not let you in ({said}); 1 event waits here, nothing is lost",
        "Ask for the right to push to ssh://git@host/x.git, then run kcs sync again",
    )


def test_who_may_read_only_still_gets_the_others_events(ana, ben, bare, monkeypatch):
    note(ben, "kb-b", person=BEN)
    share(ben)
    script = "#!/bin/sh\necho 'remote: Permission to x.git denied to ana.' >&2\nexit 1\n"
    (make.files(ana.parent, {"receive": script}) / "receive").chmod(0o755)
    make.own_setting(monkeypatch, "remote.origin.receivepack", str(ana.parent / "receive"))
    note(ana, "kb-a")
    message, _ = failure(ana)
    assert message == "origin does not let you in (Permission to x.git denied to ana.); 1 event waits here, nothing is lost"
    assert articles(ana) == ["kb-a", "kb-b"]


def refuse_by_hiding(bare: Path) -> None:
    make.git(bare, "config", "transfer.hideRefs", "refs/kcs")


def refuse_by_update_hook(bare: Path) -> None:
    hook(bare, "update", 'case "$1" in refs/kcs/*) echo "no such refs here" >&2; exit 1;; esac')


def refuse_by_receive_hook(bare: Path) -> None:
    hook(bare, "pre-receive", 'while read old new ref; do case "$ref" in refs/kcs/*) exit 1;; esac; done')


REFUSALS = {
    "deny updating a hidden ref": refuse_by_hiding,
    "hook declined": refuse_by_update_hook,
    "pre-receive hook declined": refuse_by_receive_hook,
}


@pytest.mark.parametrize("reason", REFUSALS)
def test_a_host_that_takes_no_such_refs_is_explained_and_the_setting_helps(ana, ben, bare, reason):
    REFUSALS[reason](bare)
    note(ana, "kb-1")
    assert failure(ana) == (
        f"origin takes no refs like {OWN}/{journal(ana).writer} ({reason}); 1 event waits here, nothing is lost",
        'Set `[journal] refs = "refs/heads/kcs-journal"` in kcs.toml: then the journals are branches. Run kcs sync again',
    )
    assert (counts(ana, prefix=BRANCHES), counts(ben, prefix=BRANCHES)) == ((1, 0, 1), (0, 1, 1))
    assert articles(ben) == ["kb-1"]


def test_a_refused_push_still_fetches(ana, ben, bare):
    note(ben, "kb-b", person=BEN)
    share(ben)
    hook(bare, "update", "exit 1")
    note(ana, "kb-a")
    failure(ana)
    assert articles(ana) == ["kb-a", "kb-b"]


def test_a_branch_in_the_way_of_the_journals_is_an_error(ana, bare):
    make.git(bare, "branch", "kcs-journal", "main")
    note(ana, "kb-a")
    ref = f"{BRANCHES}/{journal(ana).writer}"
    message = f"{ref} at origin cannot be moved now (failed to update ref); 1 event waits here, nothing is lost"
    assert failure(ana, BRANCHES)[0] == message


def test_a_branch_that_is_refused_has_no_setting_that_helps(ana, bare):
    hook(bare, "update", "exit 1")
    note(ana, "kb-a")
    hint = failure(ana, BRANCHES)[1]
    assert hint == "Ask who runs origin to let refs/heads/kcs-journal/* be pushed, then run kcs sync again"


def test_journals_as_branches_are_no_branches_of_the_clones(ana, ben, bare):
    note(ana, "kb-1")
    share(ana, BRANCHES)
    share(ben, BRANCHES)
    assert list(refs(bare, "refs/heads")) == [f"{BRANCHES}/{journal(ana).writer}", "refs/heads/main"]
    assert list(refs(ben, "refs/heads", "refs/remotes")) == [
        "refs/heads/main", "refs/remotes/origin/HEAD", "refs/remotes/origin/main",
    ]  # fmt: skip


def test_a_new_setting_takes_all_of_one_s_events_to_the_new_place(ana, bare):
    note(ana, "kb-1")
    share(ana)
    note(ana, "kb-2")
    assert counts(ana, prefix=BRANCHES)[0] == 2
    assert file_of(bare, f"{BRANCHES}/{journal(ana).writer}").count(b"\n") == 2


def test_writers_with_the_old_and_the_new_setting_see_each_other_s_old_events(ana, ben):
    note(ana, "kb-old")
    share(ana)
    note(ana, "kb-new")
    share(ana, BRANCHES)
    note(ben, "kb-b", person=BEN)
    assert counts(ben, prefix=BRANCHES) == (1, 2, 2)
    assert articles(ben) == ["kb-b", "kb-new", "kb-old"]


def test_a_dry_run_shows_what_would_leave(ana, bare):
    blob = make.git(ana, "hash-object", "-w", "knowledge/a.md").strip()
    events = note(ana, "kb-1", "kb-2", revision=blob, draft=True) + note(ana, "kb-3", now=NOW.replace(month=4))
    assert share(ana, dry_run=True) == SyncReport(
        dry_run=True, remote="origin", address=str(bare), refs=(f"{OWN}/{journal(ana).writer}",), sent=3, received=0,
        writers=0, drafts=1, tallies=(Count("2026-03", "link", 2), Count("2026-04", "link", 1)), rejected=(),
        events=tuple(map(journal_entry, events)),
    )  # fmt: skip


def test_a_dry_run_writes_nothing_and_needs_no_remote(ana, bare):
    def tree() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in ana.rglob("*") if path.is_file() and "ledger" not in path.name}

    note(ana, "kb-1")
    bare.rename(bare.with_name("away"))
    before = tree()
    assert (share(ana, dry_run=True).sent, tree()) == (1, before)


def test_a_dry_run_after_a_sync_has_nothing_to_show(ana):
    note(ana, "kb-1")
    share(ana)
    note(ana, "kb-2")
    assert [event.id for event in share(ana, dry_run=True).events] == ["kb-2"]
    share(ana)
    assert (share(ana, dry_run=True).events, share(ana, dry_run=True).refs) == ((), ())


def test_a_dry_run_shows_lines_that_are_no_events_too(ana):
    make.files(journal(ana).folder / "ana-1", {"2026-03.jsonl": b'{"v":\xff\n'})
    report = share(ana, dry_run=True)
    assert (report.events, report.unreadable_lines) == ((), ('{"v":�',))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:pass@example.org/x", "https://example.org/x"),
        ("https://token@example.org/x", "https://example.org/x"),
        ("https://me:p@ss@example.org:8443/x", "https://example.org:8443/x"),
        ("ssh://git:pass@example.org:22/x@y", "ssh://git@example.org:22/x@y"),
        ("ssh://git@example.org:22/x@y", "ssh://git@example.org:22/x@y"),
        ("git@example.org:me/x.git", "git@example.org:me/x.git"),
        ("fatal: 'https://a:b@c/d' and 'http://e:f@g/h'", "fatal: 'https://c/d' and 'http://g/h'"),
    ],
)
def test_no_password_of_an_address_is_shown(url, shown):
    assert without_password(url) == shown


def test_a_remote_that_hangs_is_given_up_and_what_it_started_ends(ana, monkeypatch):
    pid = ana.parent / "pid"
    script = make.files(ana.parent, {"ssh": f"#!/bin/sh\necho $$ > {pid}\nexec sleep 60\n"}) / "ssh"
    script.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(script))
    make.git(ana, "remote", "set-url", "origin", "ssh://host/x.git")
    note(ana, "kb-1")
    message, _ = failure(ana, seconds=1.0)
    assert message == "origin cannot be reached (it took too long); 1 event waits here, nothing is lost"
    wait_until(lambda: not Path(f"/proc/{pid.read_text().strip()}/cmdline").exists() or is_zombie(pid))


def is_zombie(pid: Path) -> bool:
    return " Z " in Path(f"/proc/{pid.read_text().strip()}/stat").read_text()


def wait_until(is_so) -> None:
    deadline = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_git_that_heeds_no_signal_is_killed(kb):
    make.git(kb, "config", "alias.hang", "!trap '' TERM; while :; do sleep 0.1; done")
    with pytest.raises(GitError) as caught:
        run_git(kb, "hang", seconds=0.2)
    assert caught.value.output == TIME_OUT


def test_nobody_is_asked_for_a_password(ana, monkeypatch):
    script = "#!/bin/sh\nexec 2>&1\n(: </dev/tty) 2>/dev/null && echo terminal\necho $GIT_TERMINAL_PROMPT >> {}\n"
    file = make.files(ana.parent, {"ssh": script.format(ana.parent / "asked")}) / "ssh"
    file.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(file))
    make.git(ana, "remote", "set-url", "origin", "ssh://host/x.git")
    failure(ana)
    assert (ana.parent / "asked").read_text() == "0\n"


def test_one_sync_of_a_clone_waits_for_another_and_gives_up_in_time(ana):
    note(ana, "kb-1")
    with lock(journal(ana).folder.parent / "sync.lock", 1, no_wait):
        message, hint = failure(ana, seconds=0.1)
    assert re.fullmatch(rf"Another kcs sync of this clone \(process {os.getpid()}, since [\d:]+\) is at work", message)
    assert hint == "Run kcs sync again when it is done"
    assert share(ana).sent == 1


def test_syncs_of_one_clone_at_once_send_every_event_once(ana, ben):
    note(ana, *(f"kb-{number}" for number in range(4)))
    sent: list[int] = []
    threads = [threading.Thread(target=lambda: sent.append(share(ana).sent)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(sent), counts(ben)) == ([0, 0, 0, 4], (0, 4, 1))


def test_a_lock_file_of_a_git_that_was_killed_is_removed(ana, ben):
    note(ben, "kb-b", person=BEN)
    share(ben)
    note(ana, "kb-a")
    theirs = f"refs/kcs/fetched/origin/kcs/journal/{journal(ben, BEN).writer}.lock"
    locks = [f"refs/kcs/journal/{journal(ana).writer}.lock", theirs]
    make.files(ana / ".git", dict.fromkeys(locks, ""))
    for held in locks:
        os.utime(ana / ".git" / held, (time.time() - 60, time.time() - 60))
    assert counts(ana) == (1, 1, 2)


def test_a_ref_that_is_locked_for_a_moment_is_reported_and_later_taken(ana, ben):
    note(ben, "kb-b", person=BEN)
    share(ben)
    lock = f"refs/kcs/fetched/origin/kcs/journal/{journal(ben, BEN).writer}.lock"
    make.files(ana / ".git", {lock: ""})
    assert [why for why in share(ana).rejected if "unable to update local ref" in why] != []
    (ana / ".git" / lock).unlink()
    assert counts(ana) == (0, 1, 1)


def test_a_ref_that_stays_locked_at_the_remote_is_for_later(ana, ben, bare):
    note(ana, "kb-1")
    ref = f"{OWN}/{journal(ana).writer}"
    make.files(bare, {f"{ref}.lock": ""})
    message = f"{ref} at origin cannot be moved now (failed to update ref); 1 event waits here, nothing is lost"
    assert failure(ana) == (message, "Run kcs sync again; if it stays so, look with: git ls-remote origin")
    (bare / f"{ref}.lock").unlink()
    assert (counts(ana), counts(ben)) == ((1, 0, 1), (0, 1, 1))


def test_a_month_that_cannot_be_read_is_named(ana):
    file = journal(ana).folder / "ana-1/2026-03.jsonl"
    file.mkdir(parents=True)
    assert failure(ana) == (f"{file} cannot be read (Is a directory)", "Look at its rights")


def test_a_machine_without_git_is_told_where_to_get_it(ana, monkeypatch):
    monkeypatch.setenv("PATH", str(ana.parent))
    assert failure(ana) == ("git is not installed", "Install git: https://git-scm.com")


def test_a_git_directory_nobody_may_write_is_a_clear_error(ana):
    note(ana, "kb-1")
    (journal(ana).folder.parent / "sync.lock").mkdir()
    assert failure(ana) == ("The git directory cannot be written (Is a directory)", "Look at its rights")


def test_a_journal_git_has_lost_stops_the_sync_and_changes_nothing(ana, bare):
    note(ana, "kb-1")
    share(ana)
    before = refs(bare)
    blob = make.git(ana, "rev-parse", f"{OWN}/{journal(ana).writer}:2026-03.jsonl").strip()
    note(ana, "kb-2")
    (ana / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert failure(ana) == (f"git cannot read {blob}, a file of the journal", "Look with: git fsck")
    assert refs(bare) == before


def link_and_sync(place: tuple[str, str, int]) -> list[str]:
    """Note events in a clone one after another, each shared at once; return their ids."""
    folder, person, number = Path(place[0]), place[1], place[2]
    noted = []
    for one in range(number):
        noted += note(folder, f"kb-{one}", person=person)
        sync(folder, journal(folder, person), OWN, None)
    return [event.id for event in noted]


def test_clones_that_link_and_sync_at_once_get_every_event_exactly_once(bare):
    clones = [clone(bare, f"clone{number}") for number in range(12)]
    with ProcessPoolExecutor(12, get_context("fork")) as pool:
        places = [(str(folder), f"p{number}@example.org", 2) for number, folder in enumerate(clones)]
        noted = sorted(id_ for ids in pool.map(link_and_sync, places) for id_ in ids)
    for folder in clones:
        share(folder)
    assert [[event.id for event in record(folder).all()] for folder in clones] == [noted] * 12


def test_copies_that_sync_at_once_get_every_event_exactly_once(ana):
    note(ana, "kb-first", now=NOW.replace(day=1))
    copies = [ana.with_name(f"copy{number}") for number in range(3)]
    for copy in copies:
        make.copy(ana, copy)
    with ProcessPoolExecutor(3, get_context("fork")) as pool:
        noted = sorted(id_ for ids in pool.map(link_and_sync, [(str(copy), ANA, 2) for copy in copies]) for id_ in ids)
    share(ana)
    assert [event.id for event in record(ana).all()][1:] == noted


LINE = '{{"id":"{}"}}\n'


def lines(*ids: str) -> bytes:
    return "".join(map(LINE.format, ids)).encode()


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (b"", b"", b""),
        (lines("a"), b"", lines("a")),
        (lines("b", "a"), lines("b"), lines("b", "a")),
        (lines("b"), lines("b", "a"), lines("b", "a")),
        (lines("b", "a"), lines("a"), lines("b", "a")),
        (lines("a"), lines("b", "a"), lines("b", "a")),
        (lines("c", "a"), lines("b"), lines("a", "b", "c")),
        (b"torn\n" + lines("a"), lines("b"), lines("a", "b") + b"torn\n"),
        (lines("a", "a", "c"), lines("b"), lines("a", "b", "c")),
    ],
)
def test_the_union_has_each_event_once_and_changes_nothing_that_is_whole(one, other, both):
    assert union(one, other) == both


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
@settings(max_examples=100, deadline=None)
def test_the_union_has_all_of_both_and_nothing_else(one, other):
    both = union(lines(*one), lines(*other))
    assert {*both.splitlines()} == {*lines(*one, *other).splitlines()}
    assert {*news(both, lines(*one))} == {*lines(*other).splitlines()} - {*lines(*one).splitlines()}


def test_news_are_the_lines_that_were_not_known():
    assert news(lines("a", "b"), lines("a")) == news(lines("b", "a"), lines("a")) == [lines("b").strip()]
    assert news(lines("a"), lines("b", "a")) == []


def test_the_report_of_a_sync_is_one_line():
    report = SyncReport(False, "origin", "u", ("r",), 3, 1200, 4, 0, (), (), ())
    assert make.tables(report)[0] == Table("Sent 3 events, received 1,200 (origin); 4 journals known", (), ())


def test_the_report_names_refs_that_were_rewritten():
    report = SyncReport(False, "origin", "u", (), 0, 0, 1, 0, (), ("r (why)",), ())
    assert make.tables(report)[1] == Table("Not taken over from origin; kept as they were here:", ("ref",), (("r (why)",),))


def test_the_report_of_a_dry_run_shows_counts_and_refs():
    report = SyncReport(True, "origin", "/u", ("r",), 2, 0, 0, 1, (Count("2026-03", "link", 2),), (), ())
    assert make.tables(report) == (
        Table("2 events would go to origin (/u), with 1 uncommitted text", ("month", "kind", "events"), report.tallies),
        Table("", ("ref",), (("r",),)),
    )
