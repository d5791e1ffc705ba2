import os

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.git.change import (
    ChangedFile,
    authors_of,
    changed_since,
    commit_of,
    files_with,
    first_common_commit,
    staged_files,
    target_branch,
)
from kcs_cli.git.hook import INDEX
from tests import make
from tests.make import commit, git


@pytest.fixture
def root(tmp_path):
    """A repository with two articles on main, and a branch that is checked out."""
    make.git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {"a.md": "one\n", "größe.md": "two\n" * 9, "c.txt": "x"})
    git(tmp_path, "checkout", "-q", "-b", "side")
    return tmp_path


def name(root, revision: str) -> str:
    return git(root, "rev-parse", revision).strip()


@pytest.mark.parametrize(
    ("environment", "reference"),
    [
        ({}, ""),
        ({"GITHUB_BASE_REF": ""}, ""),
        ({"GITHUB_BASE_REF": "main"}, "origin/main"),
        ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": "abc", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}, "abc"),
        ({"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "dev/x"}, "origin/dev/x"),
        ({"SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"}, "origin/main"),
    ],
)
def test_a_ci_says_what_a_request_is_to_be_merged_into(environment, reference):
    assert target_branch(environment) == reference


def test_a_change_has_edited_new_moved_and_removed_files_as_they_are_in_the_work_tree(root):
    commit(root, {"a.md": "changed\n", "new.md": "new\n", "größe.md": None, "moved.md": "two\n" * 9}, by="Ben <b@x.org>")
    make.files(root, {"draft.md": "draft\n", "a.md": "changed again\n"})
    base = first_common_commit(root, commit_of(root, "main"), "main")
    before = {path: name(root, f"main:{path}") for path in ("a.md", "größe.md")}
    assert sorted(changed_since(root, base)) == [
        ChangedFile("a.md", before["a.md"], "a.md"),
        ChangedFile("draft.md"),
        ChangedFile("größe.md", before["größe.md"], "größe.md", is_gone=True),
        ChangedFile("moved.md", before["größe.md"], "größe.md"),
        ChangedFile("new.md"),
    ]


def test_what_is_staged_is_what_the_next_commit_has(root):
    make.files(root, {"a.md": "staged\n", "new.md": "new\n"})
    git(root, "add", "-A")
    make.files(root, {"a.md": "not staged\n"})
    assert staged_files(root, {}) == [
        ChangedFile("a.md", name(root, "HEAD:a.md"), "a.md", name(root, ":a.md")),
        ChangedFile("new.md", blob=name(root, ":new.md")),
    ]


def test_in_a_hook_the_index_of_the_commit_in_progress_is_looked_at(root, tmp_path_factory):
    hook = root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    found = root / ".git/found"
    hook.write_text(f"#!/bin/sh\necho $GIT_INDEX_FILE > {found}; cp $GIT_INDEX_FILE {root}/.git/kept\n")
    hook.chmod(0o755)
    make.files(root, {"a.md": "by -a\n"})
    git(root, "commit", "-q", "-a", "-m", "all")
    assert found.read_text().strip() == str(root / ".git/index.lock")
    git(root, "reset", "-q", "--hard", "HEAD~1")
    assert staged_files(root, {INDEX: str(root / ".git/kept")}) == [
        ChangedFile("a.md", name(root, "HEAD:a.md"), "a.md", name(root, "ORIG_HEAD:a.md"))
    ]
    other = make.base(tmp_path_factory.mktemp("x") / "other", {"b.md": "b\n"})
    assert staged_files(root, {INDEX: str(other / ".git/index")}) == []


def test_before_the_first_commit_everything_that_is_staged_is_new(tmp_path):
    make.git(tmp_path, "init", "-q")
    make.files(tmp_path, {"a.md": "one\n"})
    git(tmp_path, "add", "-A")
    assert staged_files(tmp_path, {}) == [ChangedFile("a.md", blob=name(tmp_path, ":a.md"))]


def test_a_symbolic_link_is_no_article(root):
    (root / "link.md").symlink_to("a.md")
    git(root, "add", "-A")
    assert staged_files(root, {}) == []


def test_who_made_a_change_is_told_for_each_file(root):
    commit(root, {"a.md": "b", "größe.md": "b"}, by="Ben <Ben@example.org>")
    commit(root, {"a.md": "c"}, by="Cy <cy@example.org>")
    assert authors_of(root, "main") == {
        "a.md": frozenset({"ben@example.org", "cy@example.org"}), "größe.md": frozenset({"ben@example.org"}),
    }  # fmt: skip


def test_authors_are_those_of_the_mailmap(root):
    commit(root, {"a.md": "b", ".mailmap": "<ana@new.example> <ben@example.org>\n"}, by="Ben <ben@example.org>")
    assert authors_of(root, "main")["a.md"] == frozenset({"ana@new.example"})


def error(root, reference: str) -> tuple[str, str]:
    with pytest.raises(KcsError) as raised:
        first_common_commit(root, commit_of(root, reference), reference)
    return raised.value.message, raised.value.hint


def test_a_branch_that_was_not_fetched_is_named_with_the_command_that_does(root):
    assert error(root, "origin/main") == (
        "git knows no origin/main here",
        "git fetch origin main:refs/remotes/origin/main",
    )


@pytest.mark.parametrize("reference", ["nosuch", "--all", "^main", "main..side", ""])
def test_what_is_no_revision_is_refused(root, reference):
    assert error(root, reference)[0] == f"git knows no {reference} here"


def test_a_branch_without_a_common_commit_is_refused(root):
    git(root, "checkout", "-q", "--orphan", "other")
    commit(root, {"b.md": "b"})
    assert error(root, "main")[0] == "main and this branch have no commit in common"


def test_in_a_shallow_clone_the_command_gets_the_rest(root, tmp_path_factory):
    commit(root, {"a.md": "b"})
    git(root, "checkout", "-q", "main")
    commit(root, {"a.md": "c"})
    clone = make.clone(root, tmp_path_factory.mktemp("x") / "clone", "--depth=1", "--no-single-branch", "--branch=side")
    assert error(clone, "origin/main") == (
        "This clone is shallow: where the branch left origin/main is not in it", "git fetch --unshallow",
    )  # fmt: skip


def test_the_files_of_a_branch_that_have_a_word_are_found_whatever_its_capitals(root):
    commit(root, {"größe.md": "id: KB-1", "b.md": "id: kb-2", "c.txt": "kb-1"})
    assert files_with(root, ["kb-1", "kb-9"], "HEAD") == ["größe.md"]
    assert files_with(root, [], "HEAD") == []


def test_a_git_that_answers_what_none_does_lets_no_change_pass(root, tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_text("#!/bin/sh\necho ready\n")
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    with pytest.raises(KcsError, match="git diff answers what no git does"):
        staged_files(root, {})
