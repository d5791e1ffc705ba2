import pytest

from tests import make

SAID = "kcs: Links and flags of colleagues are not here yet: kcs sync\n"
COMMANDS = [("search", "outbox"), ("flags",), ("review-stale",)]


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
