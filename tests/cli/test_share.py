import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import make

VPN, MAIL, PRINTER = "knowledge/vpn.md", "knowledge/mail.md", "knowledge/printer.md"
MIXED = "kcs wrote it, and it was changed otherwise as well"


FOLLOWS = """
[remote "origin"]
	url = {}
	fetch = +refs/heads/*:refs/remotes/origin/*
[branch "main"]
	remote = origin
	merge = refs/heads/main
"""


@pytest.fixture
def hub(kb) -> Path:
    """A bare repository that the knowledge base follows, as a push leaves both: copied, for a push starts ten processes."""
    hub, own = kb.parent / "hub.git", kb / ".git/config"
    shutil.copytree(kb / ".git", hub, ignore=shutil.ignore_patterns("kcs", "index", "logs"))
    (hub / "config").write_text(own.read_text().replace("bare = false", "bare = true"))
    own.write_text(own.read_text() + FOLLOWS.format(hub))
    make.files(kb, {".git/refs/remotes/origin/main": f"{make.head(kb)}\n"})
    return hub


def hook(repository: Path, name: str, *lines: str) -> None:
    """Make a hook of shell lines."""
    file = repository / "hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    file.chmod(0o755)


def protect(hub: Path, said: str = "GH006: Protected branch update failed for refs/heads/main.") -> None:
    """Let a hub take no push to main, and say where a pull request can be opened for another branch."""
    hook(
        hub,
        "pre-receive",
        "while read old new ref; do",
        f'  case $ref in refs/heads/main) echo "error: {said}" >&2; exit 1;; esac',
        "  case $ref in refs/heads/*) echo 'Create a pull request by visiting:' >&2",
        "    echo '     https://me:secret@hub.example.org/pull/new/x' >&2;; esac",
        "done",
    )


def share(root: Path, *words: str) -> make.Run:
    return make.run(root, "share", *words)


def refused(root: Path, *words: str) -> tuple[str, str]:
    done = share(root, *words)
    assert (done.status, done.out) == (2, "")
    error, hint = done.err.splitlines()[-2:]
    return error.removeprefix("Error: "), hint.removeprefix("Hint: ")


def message(root: Path, commit: str = "HEAD") -> str:
    return make.git(root, "log", "-1", "--format=%B", commit).strip()


def committed(root: Path, commit: str = "HEAD") -> list[str]:
    return make.git(root, "show", "--name-only", "--format=", commit).split()


def status(root: Path) -> str:
    return make.git(root, "status", "--porcelain")


def tip(root: Path, name: str = "main") -> str:
    return make.git(root, "rev-parse", "--verify", "--quiet", name).strip()


def say(root: Path, words: str = "no tunnel", name: str = "vpn") -> None:
    """Add a phrase to an article."""
    assert make.run(root, "set", name, f"said+={words}").status == 0


def new(root: Path, title: str = "Scanner is jammed", *words: str) -> str:
    """Write a new article and return its path."""
    return str(make.answer(root, "new", title, "--body", "It eats paper.", "--yes", "--no-search", *words)["path"])


def other_clone(hub: Path, **changes: str) -> Path:
    """Push a commit of a colleague."""
    clone = hub.parent / "ben"
    if not clone.exists():
        subprocess.run(["git", "clone", "-q", hub, clone], check=True)
    make.commit(clone, {f"knowledge/{name}.md": text for name, text in changes.items()}, by="Ben <ben@example.org>")
    make.git(clone, "push", "-q")
    return clone


# What is committed


def test_what_kcs_wrote_is_committed_and_pushed_in_one_step(kb, hub):
    make.run(kb, "link", "vpn", "--case", "4711", "--said", "no tunnel")
    path = new(kb, "Scanner is jammed", "--case", "4712")
    make.run(kb, "vocabulary", "--accept", "clicker=remote control")
    assert share(kb) == (
        0,
        "done    what                                            path\n"
        "shared  Add what customers say to VPN does not connect  knowledge/vpn.md\n"
        f"shared  Add Scanner is jammed                           {path}\n"
        "shared  Add words: clicker → remote control             synonyms.toml\n"
        "\n"
        "1 commit went to main at origin\n"
        "Journal: sent 2 events, received 0\n",
        "",
    )
    assert (committed(kb), status(kb), tip(kb)) == ([path, VPN, "synonyms.toml"], "", tip(hub))


def test_the_message_has_what_was_done_and_the_cases(kb, hub):
    make.run(kb, "link", "vpn", "--case", "4711", "--said", "no tunnel")
    new(kb, "Scanner is jammed", "--case", "4712")
    share(kb)
    assert message(kb) == (
        "Share 2 files: VPN does not connect; Scanner is jammed\n"
        "\n"
        "- Add what customers say to VPN does not connect\n"
        "- Add Scanner is jammed\n"
        "\n"
        "Case: 4711\n"
        "Case: 4712"
    )


@pytest.mark.parametrize(
    ("command", "subject"),
    [
        (("set", "vpn", "owner=cem@example.org", "tags+=new"), "Set owner, tags of VPN does not connect"),
        (("state", "vpn", "validated"), "Set confidence of VPN does not connect"),
        (("vocabulary", "--accept", "clicker=remote control"), "Add words: clicker → remote control"),
        (("lint", "--fix"), "Repair Printer does not print"),
    ],
)
def test_one_thing_is_the_whole_message(kb, hub, command, subject):
    make.commit(kb, {PRINTER: make.THREE[PRINTER].replace("validated", "published")})
    make.git(kb, "push", "-q")
    make.run(kb, *command)
    share(kb)
    assert message(kb) == subject


def test_a_message_of_ones_own_is_the_subject_and_the_case_stays(kb, hub):
    make.run(kb, "link", "vpn", "--case", "4711", "--said", "no tunnel")
    share(kb, "-m", "What the\nVPN said")
    assert message(kb) == "What the VPN said\n\nCase: 4711"


def test_a_case_is_hashed_where_the_configuration_says_so(kb, hub, monkeypatch):
    monkeypatch.setenv("KCS_CASE_KEY", "key")
    make.commit(kb, {"kcs.toml": '[privacy]\ncases = "hash"\n'})
    make.git(kb, "push", "-q")
    make.run(kb, "link", "vpn", "--case", "4711", "--said", "no tunnel")
    share(kb)
    assert (message(kb).split("Case: ")[1][:2], "4711" in message(kb)) == ("h-", False)


def test_other_changes_stay_as_they_are_in_the_work_tree_and_the_index(kb, hub):
    make.files(kb, {MAIL: "staged\n", PRINTER: "not staged\n", "notes.txt": "mine\n", "new.txt": "staged"})
    make.git(kb, "add", MAIL, "new.txt")
    make.files(kb, {MAIL: "staged\nand more\n"})
    before = status(kb), make.git(kb, "diff"), make.git(kb, "diff", "--cached")
    say(kb)
    share(kb)
    assert (status(kb), make.git(kb, "diff"), make.git(kb, "diff", "--cached")) == before
    assert committed(kb) == [VPN]


def test_a_person_s_own_article_is_not_shared(kb, hub):
    make.files(kb, {"knowledge/mine.md": make.article("Mine", id="kb-mine01"), MAIL: "changed by hand\n"})
    assert share(kb) == (0, "There is nothing to share\n", "")
    assert status(kb) == " M knowledge/mail.md\n?? knowledge/mine.md\n"


def test_a_merge_is_shared_with_the_file_that_goes(kb, hub):
    make.run(kb, "merge", "mail", "--into", "vpn", "--yes")
    share(kb)
    assert (message(kb), committed(kb), status(kb)) == (
        "Merge Mail waits in the outbox into VPN does not connect",
        [MAIL, VPN],
        "",
    )


def test_what_a_fix_left_uncommitted_is_shared_and_what_it_committed_goes_along(kb, hub):
    for name, options in (("vpn", ["--no-commit", "--case", "7"]), ("mail", ["--commit"])):
        file = kb / f"knowledge/{name}.md"
        file.write_text(file.read_text().replace("\n1. ", "\n1. First of all: "))
        assert make.run(kb, "fix", name, "--no-edit", *options).status == 0
    found = make.answer(kb, "share")
    assert (found["pushed"], found["commit_message"]) == (2, "Fix VPN does not connect\n\nCase: 7\n")
    assert tip(hub) == tip(kb)


def test_what_was_taken_back_is_not_shared(kb, hub):
    say(kb)
    make.run(kb, "undo")
    assert share(kb).out == "There is nothing to share\n"


def test_what_was_taken_back_after_it_was_shared_is_shared(kb, hub):
    say(kb)
    share(kb)
    make.run(kb, "undo")
    share(kb)
    assert (message(kb), make.git(kb, "diff", "HEAD~2", "--stat")) == ("Take back a change of VPN does not connect", "")


def test_sharing_is_nothing_that_undo_takes_back(kb, hub):
    make.run(kb, "flag", "vpn", "-m", "wrong")
    say(kb)
    share(kb)
    assert [make.answer(kb, "undo")["kind"] for _ in range(2)] == ["set", "flag"]


def test_what_was_written_in_another_terminal_is_shared(kb, hub, monkeypatch):
    monkeypatch.setenv("KCS_SESSION", "other")
    say(kb)
    monkeypatch.delenv("KCS_SESSION")
    assert make.answer(kb, "share")["pushed"] == 1


def test_a_base_in_a_folder_of_its_repository(tmp_path):
    root = make.base(tmp_path / "all", {f"help/{path}": text for path, text in make.THREE.items()} | {"help/kcs.toml": ""})
    hub = tmp_path / "hub.git"
    subprocess.run(["git", "clone", "-q", "--bare", root, hub], check=True)
    make.git(root, "remote", "add", "origin", str(hub))
    make.git(root, "push", "-q", "-u", "origin", "main")
    say(root / "help")
    assert share(root / "help").status == 0
    assert (committed(root), tip(root)) == ([f"help/{VPN}"], tip(hub))


def test_the_words_of_an_odd_path_are_no_pattern(kb, hub):
    make.commit(
        kb, {"knowledge/a[b]*ö.md": make.article("Odd", id="kb-odd001"), "knowledge/ab.md": make.article("x", id="b1")}
    )
    make.git(kb, "push", "-q")
    say(kb, "odd one", "kb-odd001")
    make.files(kb, {"knowledge/ab.md": "mine"})
    share(kb)
    assert status(kb) == " M knowledge/ab.md\n"


def test_a_file_with_windows_line_ends_that_git_changes_is_kcs_s(kb, hub):
    make.git(kb, "config", "core.autocrlf", "true")
    make.commit(kb, {VPN: make.THREE[VPN].replace("\n", "\r\n")})
    say(kb)
    share(kb, "--no-push")
    assert (committed(kb), status(kb)) == ([VPN], "")


# Files that were changed otherwise as well


def test_a_file_that_was_edited_since_is_left_out_and_told(kb, hub):
    say(kb)
    (kb / VPN).write_text((kb / VPN).read_text() + "Mine.\n")
    say(kb, "stuck", "mail")
    done = share(kb)
    assert (done.status, done.err) == (0, f"kcs: {VPN} is left out: {MIXED}; --include {VPN} takes it as it is now\n")
    assert (committed(kb), status(kb)) == ([MAIL], f" M {VPN}\n")


def test_a_file_that_was_edited_before_is_left_out_as_well(kb, hub):
    (kb / VPN).write_text((kb / VPN).read_text() + "Mine.\n")
    say(kb)
    found = make.answer(kb, "share")
    assert (found["shared"], found["not_shared"]) == ([], [{"path": VPN, "reason": MIXED}])


def test_a_file_of_which_something_else_is_staged_is_left_out(kb, hub):
    make.files(kb, {VPN: make.THREE[VPN] + "Staged.\n"})
    make.git(kb, "add", VPN)
    make.files(kb, {VPN: make.THREE[VPN]})
    say(kb)
    assert [one["path"] for one in make.answer(kb, "share")["not_shared"]] == [VPN]
    assert status(kb) == f"MM {VPN}\n"


@pytest.mark.parametrize("name", [VPN, "kb-vpn001"])
def test_a_person_includes_it_by_path_or_id(kb, hub, name):
    say(kb)
    (kb / VPN).write_text((kb / VPN).read_text() + "Mine.\n")
    share(kb, "--include", name)
    assert (committed(kb), status(kb)) == ([VPN], "")


def test_what_kcs_did_not_write_is_not_included(kb, hub):
    make.files(kb, {MAIL: "mine"})
    assert refused(kb, "--include", MAIL) == (
        f"kcs did not write {MAIL}, or a commit has it", "--include is for: nothing needs it",
    )  # fmt: skip


@pytest.mark.parametrize(("typed", "files"), [("y\n", [VPN]), ("\n", [])])
def test_a_person_is_asked_on_a_terminal(kb, hub, typed, files):
    say(kb)
    (kb / VPN).write_text((kb / VPN).read_text() + "Mine.\n")
    shown = make.terminal(kb, "kcs share", typed=typed)
    assert f"{VPN}: {MIXED}. Share it as it is now? [y/N]:" in shown
    assert committed(kb) == (files or sorted(make.THREE))


def test_what_a_person_committed_is_nobody_s_to_share(kb, hub):
    say(kb)
    make.git(kb, "commit", "-qam", "mine")
    make.git(kb, "push", "-q")
    (kb / VPN).write_text((kb / VPN).read_text() + "Mine.\n")
    assert share(kb) == (0, "There is nothing to share\n", "")


def test_a_new_article_that_was_deleted_since_is_nothing(kb, hub):
    (kb / new(kb)).unlink()
    assert share(kb).out == "There is nothing to share\n"


def test_personal_data_is_not_shared(kb, hub):
    say(kb, "mail me")
    file = kb / VPN
    file.write_text(file.read_text().replace("mail me", "call +49 170 1234567"))
    error, hint = refused(kb, "--include", VPN)
    assert (error[:30], error[-20:]) == ("This has personal data: phone ", ". Nothing was shared")
    assert hint == "Take it out: kcs fix ID, or let it through: --allow phone"
    assert share(kb, "--include", VPN, "--allow", "phone").status == 0


# Looking, and only committing


def test_a_dry_run_changes_nothing_here_and_there(kb, hub):
    make.run(kb, "link", "vpn", "--case", "4711", "--said", "no tunnel")
    before = status(kb), make.git(kb, "for-each-ref"), make.git(hub, "for-each-ref")
    assert share(kb, "--dry-run") == (
        0,
        "done             what                                            path\n"
        "would be shared  Add what customers say to VPN does not connect  knowledge/vpn.md\n"
        "\n"
        "1 commit would go to main at origin\n"
        "Journal: would send 1 event\n",
        "",
    )
    assert (status(kb), make.git(kb, "for-each-ref"), make.git(hub, "for-each-ref")) == before


def test_only_a_commit_without_a_remote(kb):
    say(kb)
    done = share(kb, "--no-push")
    assert (done.status, done.out.splitlines()[1].split()[0]) == (0, "committed")
    assert (committed(kb), share(kb, "--no-push").out) == ([VPN], "There is nothing to share\n")


def test_json_is_the_whole_report(kb, hub):
    make.run(kb, "link", "vpn", "--case", "4711", "--said", "no tunnel")
    found = make.answer(kb, "share")
    assert found == {
        "kcs": 2, "dry_run": False, "not_shared": [], "commit": tip(kb), "remote": "origin", "branch": "main",
        "shared": [{
            "path": VPN, "id": "kb-vpn001", "title": "VPN does not connect",
            "done": "Add what customers say to VPN does not connect",
        }],
        "commit_message": "Add what customers say to VPN does not connect\n\nCase: 4711\n", "pushed": 1,
        "is_opened": False, "protected_branch": None, "protection": None, "pull_request": None, "sent": 1, "received": 0,
        "journal_error": None,
    }  # fmt: skip


def test_links_alone_are_synced(kb, hub):
    make.run(kb, "link", "vpn", "--case", "4711")
    assert share(kb) == (0, "Journal: sent 1 event, received 0\n", "")


# Where the branch is protected


@pytest.mark.parametrize(
    "said",
    [
        "GH006: Protected branch update failed for refs/heads/main.",
        "GH013: Repository rule violations found for refs/heads/main.",
        "GitLab: You are not allowed to push code to protected branches on this project.",
        "TF402455: Pushes to this branch are not permitted; you must use a pull request to update this branch.",
        "no",
    ],
)
def test_a_protected_branch_gets_a_branch_beside_it(kb, hub, said):
    before = tip(hub)
    protect(hub, said)
    make.files(kb, {MAIL: "staged\n", PRINTER: "not staged\n"})
    make.git(kb, "add", MAIL)
    changes = status(kb)
    say(kb)
    found = make.answer(kb, "share")
    branch = found["branch"]
    assert branch == f"kcs/share-{make.git(kb, 'log', '-1', '--format=%cs').strip()}-{tip(kb, 'HEAD')[:7]}"
    assert (found["is_opened"], found["protected_branch"], found["pushed"]) == (True, "main", 1)
    assert found["pull_request"] == "https://hub.example.org/pull/new/x"
    assert (tip(hub), tip(kb), tip(kb, "origin/main")) == (before, before, before)
    assert (tip(hub, branch), committed(kb), status(kb)) == (tip(kb, "HEAD"), [VPN], changes)
    assert make.git(kb, "branch", "--show-current").strip() == branch


def test_it_says_what_happened(kb, hub):
    protect(hub)
    say(kb)
    done = share(kb)
    branch = make.git(kb, "branch", "--show-current").strip()
    assert (done.status, done.out.splitlines()[3:], done.err) == (
        0,
        [
            "main is protected at origin: GH006: Protected branch update failed for refs/heads/main",
            f"1 commit went to a branch that you are on now: {branch}",
            "Ask for it to be merged: https://hub.example.org/pull/new/x",
            "main here is as at origin. Once it is merged, kcs share goes back to it",
        ],
        "",
    )


def test_what_comes_later_goes_to_the_same_branch(kb, hub):
    protect(hub)
    say(kb)
    first = make.answer(kb, "share")
    say(kb, "stuck", "mail")
    second = make.answer(kb, "share")
    assert (second["branch"], second["protected_branch"], second["pushed"]) == (first["branch"], "main", 1)
    assert tip(hub, first["branch"]) == tip(kb, "HEAD")


def merge(hub: Path, branch: str, *, squash: bool) -> None:
    """Merge a branch of a hub that takes no pushes to main, as who runs it does, on top of a commit of a colleague."""
    kept = (hub / "hooks/pre-receive").rename(hub / "kept")
    clone = other_clone(hub, printer="changed\n")
    make.git(clone, "fetch", "-q")
    make.git(clone, "merge", "-q", "--squash" if squash else "--no-edit", f"origin/{branch}")
    make.git(clone, "commit", "-q", "--allow-empty", "-m", "merged")
    make.git(clone, "push", "-q")
    kept.rename(hub / "hooks/pre-receive")


@pytest.mark.parametrize("squash", [False, True])
def test_once_it_is_merged_the_next_goes_back_with_every_change(kb, hub, squash):
    protect(hub)
    say(kb)
    first = make.answer(kb, "share")["branch"]
    merge(hub, first, squash=squash)
    make.files(kb, {"notes.txt": "mine"})
    say(kb, "stuck", "mail")
    done = share(kb, "--format", "json")
    second = json.loads(done.out)["branch"]
    assert done.err == f"kcs: {first} is merged; main is checked out again\n"
    assert (second != first, tip(kb), tip(kb, "HEAD~1"), committed(kb)) == (True, tip(hub), tip(hub), [MAIL])
    assert ((kb / PRINTER).read_text(), status(kb)) == ("changed\n", "?? notes.txt\n")


def test_what_is_not_merged_or_in_the_way_keeps_one_on_the_branch(kb, hub):
    protect(hub)
    say(kb)
    branch = make.answer(kb, "share")["branch"]
    assert share(kb).err == ""
    merge(hub, branch, squash=True)
    make.files(kb, {PRINTER: "mine\n"})
    assert (share(kb).err, status(kb)) == ("", f" M {PRINTER}\n")
    assert make.git(kb, "branch", "--show-current").strip() == branch


def test_a_commit_that_is_only_on_the_protected_branch_here_is_kept(kb, hub):
    protect(hub)
    say(kb)
    branch = make.answer(kb, "share")["branch"]
    merge(hub, branch, squash=False)
    mine = make.git(kb, "commit-tree", "-p", "main", "-m", "mine", "main^{tree}").strip()
    make.git(kb, "update-ref", "refs/heads/main", mine)
    share(kb)
    assert (tip(kb), make.git(kb, "branch", "--show-current").strip()) == (mine, branch)


def test_a_hub_that_takes_nothing_leaves_the_commit_on_the_branch(kb, hub):
    hook(hub, "pre-receive", "echo 'error: push of secrets is prohibited' >&2; exit 1")
    say(kb)
    error, hint = refused(kb)
    commit = tip(kb)
    assert error == (
        "origin takes it neither for main (push of secrets is prohibited) nor as a branch "
        f"(push of secrets is prohibited); commit {commit[:12]} is here on main, nothing is lost"
    )
    assert hint == "Ask who runs origin what it takes, then kcs share"
    assert (committed(kb), make.git(kb, "branch").split()) == ([VPN], ["*", "main"])
    (hub / "hooks/pre-receive").unlink()
    assert make.answer(kb, "share")["pushed"] == 1
    assert tip(hub) == commit


# Where others were faster


def test_a_commit_goes_on_top_of_those_of_others(kb, hub):
    theirs = tip(other_clone(hub, mail="changed\n"))
    make.files(kb, {PRINTER: "staged\n", "new.txt": "mine"})
    make.git(kb, "add", PRINTER)
    changes = status(kb)
    say(kb)
    assert make.answer(kb, "share")["pushed"] == 1
    assert (tip(hub), tip(kb, "HEAD~1"), committed(kb), status(kb)) == (tip(kb), theirs, [VPN], changes)
    assert (kb / MAIL).read_text() == "changed\n"


def test_a_commit_that_does_not_fit_stays_and_says_how(kb, hub):
    other_clone(hub, vpn=make.THREE[VPN].replace("[cannot get in from home]", "[other words]"))
    say(kb)
    error, hint = refused(kb)
    assert error == (
        f"main at origin has other commits meanwhile, and yours cannot go on top of them unseen (both changed {VPN}); "
        f"commit {tip(kb)[:12]} is here, nothing is lost"
    )
    assert hint == "git pull --rebase origin main, then kcs share"
    assert (committed(kb), status(kb), tip(hub) == tip(kb, "origin/main")) == ([VPN], "", True)


def test_a_change_that_is_in_the_way_stays_as_it_is(kb, hub):
    other_clone(hub, mail="changed\n")
    make.files(kb, {MAIL: "mine\n"})
    say(kb)
    assert "Your local changes" in refused(kb)[0]
    assert ((kb / MAIL).read_text(), committed(kb), status(kb)) == ("mine\n", [VPN], f" M {MAIL}\n")


def test_several_commits_keep_their_authors_and_messages(kb, hub):
    say(kb)
    share(kb, "--no-push")
    other_clone(hub, mail="changed\n")
    say(kb, "ink", "kb-print1")
    assert make.answer(kb, "share")["pushed"] == 2
    assert make.git(kb, "log", "-3", "--format=%an %s").splitlines() == [
        "Ana Set said of Printer does not print", "Ana Set said of VPN does not connect", "Ben x",
    ]  # fmt: skip


def test_a_commit_made_anew_is_still_one_of_kcs(kb, hub):
    other_clone(hub, vpn=make.THREE[VPN].replace("1. Renew", "1. Replace"))
    hook(hub, "pre-receive", "echo 'not now' >&2; exit 1")
    say(kb)
    assert refused(kb)[0].startswith("origin takes it neither for main")
    (hub / "hooks/pre-receive").unlink()
    assert (make.answer(kb, "share")["pushed"], tip(hub)) == (1, tip(kb))
    assert "1. Replace" in (kb / VPN).read_text()


def test_what_a_hook_changed_in_the_commit_is_still_one_of_kcs(kb, hub):
    hub.rename(hub.with_name("away"))
    lines = f'echo "Formatted." >> {VPN}; git add {VPN}'
    hook(kb / ".git", "pre-commit", lines)
    say(kb)
    assert refused(kb)[1] == "Run kcs share again later"
    hub.with_name("away").rename(hub)
    assert (make.answer(kb, "share")["pushed"], tip(hub)) == (1, tip(kb))


def test_what_somebody_else_did_as_well_is_no_second_commit(kb, hub):
    say(kb)
    other_clone(hub, vpn=(kb / VPN).read_text())
    assert make.answer(kb, "share")["pushed"] == 0
    assert (tip(kb), status(kb)) == (tip(hub), "")


@pytest.mark.parametrize(("name", "value"), [("merge.own.driver", "touch ran"), ("commit.gpgSign", "true")])
def test_what_git_would_start_or_sign_is_left_to_the_person(kb, hub, name, value):
    say(kb)
    share(kb, "--no-push")
    other_clone(hub, mail="changed\n")
    make.git(kb, "config", name, value)
    assert refused(kb)[1] == "git pull --rebase origin main, then kcs share"
    assert not (kb / "ran").exists()


def test_no_hook_of_a_push_or_checkout_runs(kb, hub):
    other_clone(hub, mail="changed\n")
    for name in ("pre-push", "post-checkout", "reference-transaction"):
        hook(kb / ".git", name, f"touch {kb}/ran-{name}")
    say(kb)
    share(kb, "--no-push")
    (kb / "ran-reference-transaction").unlink(missing_ok=True)
    assert make.answer(kb, "share")["pushed"] == 1
    assert list(kb.glob("ran-*")) == []


# Where nothing can be shared


def test_a_remote_that_is_not_there_keeps_nobody_from_committing(kb, hub):
    hub.rename(hub.with_name("away"))
    say(kb)
    error, hint = refused(kb)
    assert error.startswith("origin cannot be reached (")
    assert error.endswith(f"; commit {tip(kb)[:12]} is here, nothing is lost")
    assert (hint, committed(kb)) == ("Run kcs share again later", [VPN])
    hub.with_name("away").rename(hub)
    assert (make.answer(kb, "share")["pushed"], tip(hub)) == (1, tip(kb))


def test_no_remote(kb):
    say(kb)
    assert refused(kb) == (
        "There is no remote to share with; nothing was committed", "git remote add origin URL, or: kcs share --no-push",
    )  # fmt: skip
    assert status(kb) == f" M {VPN}\n"


def test_several_remotes_of_which_none_is_meant(kb):
    for name in ("hub", "lab"):
        make.git(kb, "remote", "add", name, "nowhere")
    assert refused(kb) == (
        "There are several remotes: hub, lab; nothing was committed",
        "Say where main goes: git push -u hub main; then kcs share",
    )


def test_the_first_commit_of_all(tmp_path):
    hub, root = tmp_path / "hub.git", make.repository(tmp_path / "kb")
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", "--template=", hub], check=True)
    make.git(root, "remote", "add", "origin", str(hub))
    path = new(root)
    assert make.answer(root, "share")["pushed"] == 1
    assert (committed(root), tip(hub), status(root)) == ([path], tip(root), "")


def test_two_at_once_make_one_commit(kb, hub):
    say(kb)
    command = [sys.executable, "-m", "kcs_cli", "share", "--no-push"]
    both = [subprocess.Popen(command, env={**os.environ, "KCS_ROOT": str(kb)}) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert make.git(kb, "rev-list", "--count", "HEAD").strip() == "2"


def test_no_repository(tmp_path):
    make.files(tmp_path, make.THREE)
    assert refused(tmp_path)[1] == "git init"


@pytest.mark.parametrize("options", [(), ("--no-push",)])
def test_no_branch(kb, hub, options):
    make.git(kb, "checkout", "-q", "--detach")
    say(kb)
    assert refused(kb, *options) == (
        "No branch is checked out (detached HEAD); nothing was committed", "git switch BRANCH, then kcs share",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("command", "what"), [(("merge",), "merge"), (("rebase",), "rebase"), (("cherry-pick",), "cherry-pick")]
)
def test_in_the_midst_of_something_nothing_is_committed(kb, hub, command, what):
    make.git(kb, "switch", "-q", "-c", "other")
    make.commit(kb, {MAIL: "one\n"})
    make.git(kb, "switch", "-q", "main")
    make.commit(kb, {MAIL: "two\n"})
    with pytest.raises(subprocess.CalledProcessError):
        make.git(kb, *command, "other")
    say(kb)
    assert refused(kb) == (
        f"A {what} is under way here; nothing was committed",
        f"Finish it: git {what} --continue, or give it up: git {what} --abort; then kcs share",
    )


def test_a_branch_that_follows_none_is_pushed_and_follows(kb, hub):
    make.git(kb, "switch", "-q", "-c", "feature")
    say(kb)
    assert make.answer(kb, "share")["branch"] == "feature"
    assert (tip(hub, "feature"), make.git(kb, "rev-parse", "--abbrev-ref", "@{u}").strip()) == (
        tip(kb, "HEAD"),
        "origin/feature",
    )


def test_a_branch_that_follows_one_of_another_name(kb, hub):
    make.git(kb, "switch", "-q", "-c", "mine", "--track", "origin/main")
    say(kb)
    assert (make.answer(kb, "share")["branch"], tip(hub)) == ("main", tip(kb, "HEAD"))


def test_commits_of_other_things_are_not_pushed_unasked(kb, hub):
    make.commit(kb, {"notes.txt": "not ready"})
    say(kb)
    error, hint = refused(kb)
    assert error == "main has 1 commit of other things that is not at origin; nothing was committed"
    assert hint.startswith("Look: git log main --not --remotes. If they may go: git push origin main, then kcs share")
    assert (status(kb), share(kb, "--no-push").status, status(kb)) == (f" M {VPN}\n", 0, "")


@pytest.mark.parametrize(("typed", "is_pushed"), [("y\n", True), ("\n", False)])
def test_on_a_terminal_they_go_along_where_a_person_says_so(kb, hub, typed, is_pushed):
    make.commit(kb, {"notes.txt": "ready"})
    say(kb)
    assert "Push them as well? [y/N]:" in make.terminal(kb, "kcs share", typed=typed)
    assert (tip(hub) == tip(kb), status(kb) == "") == (is_pushed, is_pushed)


def test_a_hook_that_says_no_leaves_the_index_as_it_was(kb, hub):
    path = new(kb)
    hook(kb / ".git", "pre-commit", "echo 'not today' >&2; exit 1")
    before = make.git(kb, "ls-files", "--stage")
    error, _ = refused(kb)
    assert error == "git commit failed (not today)"
    assert (make.git(kb, "ls-files", "--stage"), status(kb)) == (before, f"?? {path}\n")


def test_a_journal_that_is_refused_does_not_take_back_what_was_pushed(kb, hub):
    hook(hub, "pre-receive", "grep -q refs/kcs && { echo 'no such refs' >&2; exit 1; }; exit 0")
    make.run(kb, "link", "vpn", "--case", "4711", "--said", "no tunnel")
    done = share(kb)
    assert (done.status, done.out.splitlines()[-1], tip(hub)) == (2, "1 commit went to main at origin", tip(kb))
    assert done.err.splitlines()[-1] == "Hint: kcs sync shares the journal later"


# Killed


# Whatever git started that runs it: the kcs that started git
KILL = "pid=$PPID; until grep -q kcs_cli /proc/$pid/cmdline; do pid=$(cut -d' ' -f4 /proc/$pid/stat); done; kill -9 $pid"


def killed(root: Path) -> int:
    """Run `kcs share` in a process that something kills."""
    command = [sys.executable, "-m", "kcs_cli", "share"]
    return subprocess.run(command, env={**os.environ, "KCS_ROOT": str(root)}, capture_output=True, check=False).returncode


@pytest.mark.parametrize("name", ["pre-commit", "post-commit"])
def test_killed_while_it_commits_the_next_goes_on(kb, hub, name):
    path = new(kb)
    hook(kb / ".git", name, KILL)
    assert killed(kb) == -9
    (kb / ".git/hooks" / name).unlink()
    wait_for_git(kb)
    assert make.answer(kb, "share")["pushed"] == 1
    assert (committed(kb), status(kb), tip(hub)) == ([path], "", tip(kb))


@pytest.mark.parametrize("is_protected", [False, True])
def test_killed_while_it_pushes_the_next_goes_on(kb, hub, is_protected, monkeypatch):
    before = tip(hub)
    say(kb)
    if is_protected:
        protect(hub)
    own = kb / ".git/killer"
    own.write_text(f'#!/bin/sh\n{KILL}\nexec git receive-pack "$@"\n')
    own.chmod(0o755)
    with monkeypatch.context() as mine:
        make.own_setting(mine, "remote.origin.receivepack", str(own))
        assert killed(kb) == -9
    make.answer(kb, "share")
    assert (tip(hub) == before, tip(kb, "@{u}"), committed(kb), status(kb)) == (is_protected, tip(kb, "HEAD"), [VPN], "")


def wait_for_git(root: Path) -> None:
    """Wait until the git that lost its kcs has ended."""
    while (root / ".git/index.lock").exists() or list((root / ".git").glob("next-index-*")):
        pass


@pytest.mark.parametrize("step", ["branch", "pushed", "switched"])
def test_stopped_on_the_way_to_its_own_branch_the_next_ends_the_same(kb, hub, step):
    before = tip(hub)
    say(kb)
    share(kb, "--no-push")
    commit = tip(kb)
    branch = f"kcs/share-{make.git(kb, 'log', '-1', '--format=%cs').strip()}-{commit[:7]}"
    make.git(kb, "update-ref", f"refs/heads/{branch}", commit)
    if step != "branch":
        make.git(kb, "push", "-q", "-u", "origin", branch)
        make.git(kb, "config", f"branch.{branch}.kcsBase", "main")
    if step == "switched":
        make.git(kb, "symbolic-ref", "HEAD", f"refs/heads/{branch}")
    protect(hub)
    assert json.loads(share(kb, "--format", "json").out)["branch"] == branch
    assert (tip(kb), tip(hub), tip(kb, branch), tip(hub, branch)) == (before, before, commit, commit)
    assert make.git(kb, "branch", "--show-current").strip() == branch
