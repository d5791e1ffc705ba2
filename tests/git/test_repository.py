import pytest

from kcs_cli.git.process import GitError
from kcs_cli.git.repository import Repository, find_work_tree
from tests import make


def error(act) -> tuple[str, str]:
    with pytest.raises(GitError) as caught:
        act()
    return caught.value.message, caught.value.hint


def hook(root, name: str) -> None:
    make.files(root, {f".git/hooks/{name}": f"#!/bin/sh\necho {name} >> {root}/.git/ran\n"})
    (root / ".git/hooks" / name).chmod(0o755)


def test_what_a_command_prints_is_what_is_asked_for(kb):
    assert Repository(kb).ask("rev-parse", "--abbrev-ref", "HEAD") == "main\n"


def test_what_a_command_reads_is_handed_to_it(kb):
    blob = Repository(kb).store("ä\r\n".encode())
    assert make.git(kb, "cat-file", "-s", blob) == "4\n"


def test_output_that_is_no_unicode_is_kept(kb):
    blob = Repository(kb).store(b"a\xffb\n")
    assert Repository(kb).ask("cat-file", "blob", blob).encode("utf-8", "surrogateescape") == b"a\xffb\n"


def test_what_git_cannot_do_is_an_error_with_what_it_said(kb):
    assert error(lambda: Repository(kb).ask("rev-parse", "--verify", "nothing")) == (
        "git rev-parse failed (fatal: Needed a single revision)",
        f"Look with: git -C {kb} status",
    )


def test_what_git_has_no_answer_to_is_nothing(kb):
    assert (Repository(kb).find("config", "no.such"), Repository(kb).find_commit("nothing")) == ("", "")


def test_a_machine_without_git_is_told_where_to_get_it(kb, monkeypatch):
    monkeypatch.setenv("PATH", "")
    expected = ("git is not installed", "Install git: https://git-scm.com")
    assert error(lambda: Repository(kb).ask("status")) == expected
    assert error(lambda: Repository(kb).is_changed(kb / "knowledge/vpn.md")) == expected


def test_a_folder_that_is_no_repository_is_named(tmp_path):
    message = f"{tmp_path} is no git repository"
    assert error(lambda: Repository(tmp_path).ask("status")) == (message, f"Look with: git -C {tmp_path} status")


def test_a_repository_of_somebody_else_is_told_with_how_to_trust_it(kb, monkeypatch):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert error(lambda: Repository(kb).is_changed(kb / "knowledge/vpn.md")) == (
        f"git refuses to read {kb}: it belongs to another user",
        f"If you trust what is there: git config --global --add safe.directory {kb}",
    )


@pytest.mark.parametrize("garbage", ["no section\n", "[core\n", "\x00\xff", "[remote"])
def test_a_configuration_that_is_none_is_an_error(kb, garbage):
    make.files(kb, {".git/config": garbage.encode("latin-1")})
    message, hint = error(lambda: Repository(kb).remotes)
    assert (message.startswith(f"git cannot be used in {kb} ("), "\n" in message) == (True, False)
    assert hint == f"Look with: git -C {kb} status"


def test_a_head_that_is_none_is_an_error(kb):
    make.files(kb, {".git/HEAD": "nonsense\n"})
    assert error(lambda: Repository(kb).followed_remote)[0] == f"{kb} is no git repository"


@pytest.mark.parametrize(
    ("commands", "remote"),
    [
        ([], ""),
        ([["config", "branch.main.remote", "hub"]], "hub"),
        ([["config", "branch.main.remote", "1"]], "1"),
        ([["config", "branch.other.remote", "hub"]], ""),
        ([["config", "branch.main.remote", "hub"], ["checkout", "-q", "--detach"]], ""),
        ([["checkout", "-q", "--orphan", "new"], ["config", "branch.new.remote", "hub"]], "hub"),
    ],
)
def test_the_remote_that_a_branch_follows_is_known(kb, commands, remote):
    for command in commands:
        make.git(kb, *command)
    assert Repository(kb).followed_remote == remote


def test_the_remotes_are_known_in_their_order_and_where_they_are(kb):
    for name in ("ölberg", "hub", "a.b/c"):
        make.git(kb, "remote", "add", name, f"https://example.org/{name}")
    make.git(kb, "remote", "set-url", "--push", "hub", "ssh://hub.example.org/x")
    repository = Repository(kb)
    assert repository.remotes == make.git(kb, "remote").split() == ["a.b/c", "hub", "ölberg"]
    assert [repository.push_address(name) for name in ("hub", "nosuch")] == ["ssh://hub.example.org/x", ""]


def test_a_file_is_changed_when_it_is_not_as_in_the_last_commit(kb):
    make.files(kb, {"knowledge/vpn.md": "x", "knowledge/new.md": "new", "knowledge/mail.md": "staged"})
    make.git(kb, "add", "knowledge/mail.md")
    files = ("vpn.md", "new.md", "mail.md", "printer.md")
    assert [Repository(kb).is_changed(kb / "knowledge" / name) for name in files] == [True, True, True, False]


def test_a_commit_is_made_of_names_and_signed_by_the_person(kb):
    repository, head = Repository(kb), make.git(kb, "rev-parse", "HEAD").strip()
    folder = repository.store_tree({"b": repository.store(b"two")})
    tree = repository.store_tree({"a": repository.store(b"one")}, {"folder": folder})
    commit = repository.store_commit(tree, [head], "Text\n\nmore\n", "zoë@example.org")
    told = make.git(kb, "log", "-1", "--format=%P %an %ae %cn %ce %B", commit)
    assert told == f"{head} zoë zoë@example.org zoë zoë@example.org Text\n\nmore\n\n"
    assert make.git(kb, "ls-tree", "-r", "--name-only", commit).split() == ["a", "folder/b"]


def test_a_ref_moves_only_from_where_it_was(kb):
    repository, head = Repository(kb), make.git(kb, "rev-parse", "HEAD").strip()
    repository.move("refs/kcs/x", head, "")
    assert "git update-ref failed" in error(lambda: repository.move("refs/kcs/x", head, ""))[0]
    repository.drop("refs/kcs", ["x", "nosuch"])
    assert make.git(kb, "for-each-ref", "refs/kcs") == ""


def test_no_hook_runs_but_for_a_person_s_commit(kb):
    for name in ("reference-transaction", "pre-commit", "post-index-change"):
        hook(kb, name)
    repository = Repository(kb)
    repository.move("refs/kcs/x", repository.find_commit("HEAD"), "")
    repository.is_changed(kb / "knowledge/vpn.md")
    before = (kb / ".git/ran").exists()
    make.files(kb, {"knowledge/vpn.md": "x"})
    commit = repository.commit_files([kb / "knowledge/vpn.md"], "Text\n")
    assert (before, "pre-commit" in (kb / ".git/ran").read_text().split()) == (False, True)
    assert make.git(kb, "log", "-1", "--format=%H %s") == f"{commit} Text\n"


def test_a_hook_s_git_has_none_of_our_settings(kb):
    lines = "env | grep -c '^GIT_CONFIG_\\|^GIT_ALLOW_PROTOCOL\\|^GIT_LITERAL\\|^GIT_NO_LAZY'"
    make.files(kb, {".git/hooks/pre-commit": f"#!/bin/sh\n{lines} > .git/ran\ntrue\n", "knowledge/vpn.md": "x"})
    (kb / ".git/hooks/pre-commit").chmod(0o755)
    Repository(kb).commit_files([kb / "knowledge/vpn.md"], "Text\n")
    own = make.git(kb, "-c", "alias.e=!env", "e").count("\nGIT_CONFIG_") - 1  # the -c is one
    assert int((kb / ".git/ran").read_text()) == own


def test_the_git_directory_of_a_linked_work_tree_is_its_own(kb):
    make.git(kb, "worktree", "add", "-q", "../other")
    found = (Repository(kb).folder, Repository(kb.parent / "other").folder)
    assert found == (kb / ".git", kb / ".git/worktrees/other")


def test_the_work_tree_around_a_folder_is_found_also_when_that_is_not_there_yet(kb, tmp_path):
    (tmp_path / "$HOME").mkdir()
    found = [find_work_tree(one) for one in (kb, kb / "knowledge", kb / "new/folder", tmp_path / "$HOME")]
    assert found == [kb, kb, kb, None]


def test_a_base_is_begun_on_a_machine_without_git(tmp_path):
    done = make.process(tmp_path, "init", str(tmp_path / "kb"), PATH="")
    assert (done.status, (tmp_path / "kb/kcs.toml").exists()) == (0, True), done.err


def test_a_git_directory_that_leads_nowhere_is_no_work_tree(tmp_path):
    make.files(tmp_path, {"kb/.git": "gitdir: /nowhere\n", "bare/.git/x": ""})
    assert [find_work_tree(tmp_path / name) for name in ("kb", "bare")] == [None, None]


def test_a_bare_repository_has_no_work_tree(tmp_path):
    make.git(tmp_path, "init", "-q", "--bare", "hub.git")
    assert find_work_tree(tmp_path / "hub.git") is None
