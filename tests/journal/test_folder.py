import os

import pytest

from tests import make

SAID = "kcs: Links and flags of colleagues are not here yet: kcs sync\n"
COMMANDS = [("search", "outbox"), ("flags",), ("review-stale",)]
no_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")


@pytest.fixture
def cloned(kb, tmp_path):
    return make.clone(kb, tmp_path / "clone")


@pytest.mark.parametrize("words", COMMANDS)
def test_a_clone_that_was_never_synced_says_so_once(cloned, words):
    assert [make.run(cloned, *words).err for _ in range(2)] == [SAID, ""]


def test_it_is_said_once_for_all_commands_and_formats(cloned):
    said = [make.run(cloned, *words, "--format", "json").err for words in COMMANDS]
    assert said == [SAID, "", ""]


@pytest.mark.parametrize("words", COMMANDS)
def test_without_a_remote_there_is_nothing_to_say(kb, words):
    assert make.run(kb, *words).err == ""


def test_a_remote_that_is_added_later_is_noticed(kb):
    make.run(kb, "search", "outbox")
    make.git(kb, "remote", "add", "origin", "https://example.org/kb.git")
    assert make.run(kb, "search", "outbox").err == SAID


def test_a_clone_that_was_synced_says_nothing_though_nobody_noted_anything(cloned):
    assert make.run(cloned, "sync").status == 0
    assert make.run(cloned, "search", "outbox").err == ""


@pytest.mark.parametrize("packed", [False, True])
def test_a_clone_that_an_earlier_kcs_synced_says_nothing(cloned, packed):
    make.git(cloned, "update-ref", "refs/kcs/fetched/origin/kcs/journal/ben-1", "HEAD")
    if packed:
        make.git(cloned, "pack-refs", "--all", "--prune")
    assert make.run(cloned, "search", "outbox").err == ""


def test_a_dry_run_of_a_sync_is_none(cloned):
    make.run(cloned, "sync", "--dry-run")
    assert make.run(cloned, "search", "outbox").err == SAID


def test_without_git_there_is_nothing_to_say(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    root = make.files(tmp_path / "kb", make.THREE)
    assert make.run(root, "search", "outbox").err == ""


def with_rights(path, rights: int, root, *words: str) -> make.Run:
    """Run a command while a file or folder has other rights."""
    usual = path.stat().st_mode
    path.chmod(rights)
    try:
        return make.run(root, *words)
    finally:
        path.chmod(usual)


@no_root
def test_a_journal_that_can_only_be_read_is_read(kb):
    make.run(kb, "flag", "kb-mail01", "--why", "wrong", "-m", "no")
    usual = make.run(kb, "flags").out
    assert with_rights(kb / ".git/kcs", 0o555, kb, "flags").out == usual


@no_root
def test_a_journal_that_can_only_be_read_takes_nothing(kb):
    make.run(kb, "flag", "kb-mail01", "--why", "wrong", "-m", "no")
    (kb / ".git/kcs/clone").unlink()  # a base on a disk that is read-only, on which this person never wrote
    run = with_rights(kb / ".git/kcs", 0o555, kb, "link", "kb-mail01", "--case", "7")
    assert (run.status, run.err) == (
        2,
        f"Error: The journal {kb}/.git/kcs/journal cannot be written (Permission denied); nothing was noted\n"
        "Hint: Free some space or look at its rights, and do it again\n",
    )


@no_root
@pytest.mark.parametrize("name", ["", "/*", "/*/*.jsonl"])
def test_what_of_the_journal_may_not_be_read_is_said(kb, name):
    make.run(kb, "flag", "kb-mail01", "--why", "wrong", "-m", "no")
    (shut,) = [path for path in (kb / ".git/kcs").glob(f"journal{name}") if path.name != "lock"]
    run = with_rights(shut, 0o000, kb, "flags")
    said = f"kcs: {shut} may not be read: what was noted there does not count. Look at its rights\n"
    assert (run.out, run.err) == ("No flag is open.\n", said)
    assert "kb-mail01" in make.run(kb, "flags").out
