import os
from contextlib import suppress
from pathlib import Path

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.git.folder import GitFolders, find_git
from kcs_cli.knowledge_base.place import (
    cache_folder,
    find_base,
    find_index_folder,
    find_shared_folder,
    label,
)
from tests import make


def tree(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if ".git" not in path.parts)


def find_root(start: Path, asked: str | None, environ: dict[str, str]) -> Path:
    base = find_base(start, asked, environ)
    assert base.git == find_git(base.root)
    return base.root


def git_path(folder: Path) -> Path:
    return (folder / make.git(folder, "rev-parse", "--git-path", "kcs").strip()).resolve()


@pytest.fixture
def linked(kb, tmp_path) -> Path:
    make.git(kb, "worktree", "add", "-q", "-b", "other", str(tmp_path / "linked"))
    return tmp_path / "linked"


@pytest.fixture
def submodule(kb, tmp_path) -> Path:
    outer = make.base(tmp_path / "outer", {"kcs.toml": "", "a.md": "# A"})
    make.git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(kb), "inner")
    return outer / "inner"


def test_the_root_is_the_folder_with_kcs_toml(kb):
    make.files(kb, {"support/kcs.toml": "", "support/articles/deep/a.md": "# A"})
    assert find_root(kb / "support/articles/deep", None, {}) == kb / "support"


def test_the_nearest_kcs_toml_wins(kb):
    make.files(kb, {"kcs.toml": "", "support/kcs.toml": "", "support/a/x.md": ""})
    assert (find_root(kb / "support/a", None, {}), find_root(kb / "knowledge", None, {})) == (kb / "support", kb)


def test_without_kcs_toml_the_root_is_the_top_of_the_work_tree(kb):
    assert find_root(kb / "knowledge", None, {}) == kb


def test_without_kcs_toml_and_git_the_root_is_what_holds_the_folder_knowledge(tmp_path):
    make.files(tmp_path, {"a/knowledge/b/x.md": "", "a/c/x.md": ""})
    found = {find_root(tmp_path / folder, None, {}) for folder in ("a", "a/c", "a/knowledge", "a/knowledge/b")}
    assert found == {tmp_path / "a"}


@pytest.mark.parametrize("content", [{}, {"a/b/x.md": "# X"}, {"a/b/knowledge": "a file", "README.md": "# Read me"}])
def test_where_there_is_no_base_nothing_is_searched(tmp_path, content):
    folder = make.files(tmp_path / "top", {"a/b/.keep": "", **content}) / "a/b"
    with pytest.raises(KcsError) as refused:
        find_root(folder, None, {})
    said = f"{folder} is in no knowledge base: there is no kcs.toml, no git repository, no folder knowledge"
    assert (refused.value.message, tree(tmp_path)) == (said, sorted(tree(tmp_path)))


def test_without_git_kcs_toml_is_found_from_a_sub_folder(tmp_path):
    make.files(tmp_path, {"kcs.toml": "", "a/b/x.md": ""})
    assert find_root(tmp_path / "a/b", None, {}) == tmp_path


def test_a_kcs_toml_outside_of_the_repository_is_not_the_repositorys(tmp_path, kb):
    make.files(tmp_path, {"kcs.toml": ""})
    assert find_root(kb / "knowledge", None, {}) == kb


def test_a_submodule_is_a_base_of_its_own(submodule):
    assert find_root(submodule / "knowledge", None, {}) == submodule


def test_the_option_wins_over_the_variable_and_the_variable_over_the_folder(tmp_path, kb):
    make.files(tmp_path, {"option/x": "", "variable/x": ""})
    option, environ = str(tmp_path / "option"), {"KCS_ROOT": str(tmp_path / "variable")}
    found = [find_root(kb, option, environ), find_root(kb, None, environ), find_root(kb, None, {"KCS_ROOT": ""})]
    assert found == [tmp_path / "option", tmp_path / "variable", kb]


def test_an_asked_folder_is_taken_even_below_the_folder_with_kcs_toml(kb):
    make.files(kb, {"kcs.toml": ""})
    assert find_root(kb, str(kb / "knowledge"), {}) == kb / "knowledge"


def test_an_asked_folder_may_begin_at_home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert find_root(Path("/"), "~", {}) == tmp_path


@pytest.mark.parametrize("asked", ["missing", "~no-such-user-5f3a/kb", "a\0b"])
def test_an_asked_folder_that_is_not_there_is_an_error_that_names_the_option(tmp_path, asked):
    with pytest.raises(KcsError) as caught:
        find_root(tmp_path, asked, {"KCS_ROOT": str(tmp_path)})
    assert caught.value.message == f"There is no folder {asked} (--root)"


def test_a_variable_that_names_a_file_is_an_error_that_names_the_variable(tmp_path):
    make.files(tmp_path, {"x.md": ""})
    with pytest.raises(KcsError) as caught:
        find_root(tmp_path, None, {"KCS_ROOT": str(tmp_path / "x.md")})
    assert caught.value.message == f"There is no folder {tmp_path}/x.md (KCS_ROOT)"


def test_links_to_the_root_lead_to_one_place(tmp_path, kb):
    (tmp_path / "link").symlink_to(kb)
    assert find_root(tmp_path / "link/knowledge", None, {}) == find_root(tmp_path, str(tmp_path / "link"), {}) == kb


def test_the_search_runs_from_a_sub_folder(kb, monkeypatch):
    monkeypatch.chdir(kb / "knowledge")
    assert make.kcs("search", "vpn", "--format", "ids").out == "kb-vpn001\n"


def test_an_ordinary_repository_has_one_git_directory(kb):
    assert find_git(kb / "knowledge") == GitFolders(kb, kb / ".git", kb / ".git")


def test_a_linked_work_tree_has_its_own_git_directory_and_shares_one(kb, linked):
    assert find_git(linked / "knowledge") == GitFolders(linked, kb / ".git/worktrees/linked", kb / ".git")


def test_a_submodule_has_its_git_directory_in_the_outer_one(submodule):
    own = submodule.parent / ".git/modules/inner"
    assert find_git(submodule) == GitFolders(submodule, own, own)


def test_a_git_directory_elsewhere_is_found(tmp_path):
    make.git(tmp_path, "init", "-q", f"--separate-git-dir={tmp_path}/elsewhere", str(tmp_path / "kb"))
    assert find_git(tmp_path / "kb") == GitFolders(tmp_path / "kb", tmp_path / "elsewhere", tmp_path / "elsewhere")


def test_a_repository_without_commits_is_one(tmp_path):
    make.git(tmp_path, "init", "-q")
    assert find_git(tmp_path) == GitFolders(tmp_path, tmp_path / ".git", tmp_path / ".git")


def test_a_plain_folder_has_no_git(tmp_path):
    assert find_git(tmp_path) is None


@pytest.mark.parametrize(
    "mark", [b"", b"gitdir:", b"gitdir: /missing", b"\xff\xfe", b"gitdir: a\0b", b"nonsense", b"gitdir: loop"]
)
def test_a_git_file_that_leads_nowhere_is_no_git(tmp_path, mark):
    (tmp_path / "loop").symlink_to("loop")
    make.files(tmp_path, {".git": mark})
    assert find_git(tmp_path) is None


def test_a_commondir_that_leads_nowhere_is_no_git(tmp_path):
    make.files(tmp_path, {".git": "gitdir: own", "own/HEAD": "ref: refs/heads/main\n", "own/commondir": b"a\0b"})
    assert find_git(tmp_path) is None


def test_an_empty_git_folder_is_no_repository_but_the_one_around_it_is(kb):
    (kb / "knowledge/.git").mkdir()
    assert find_git(kb / "knowledge") == GitFolders(kb, kb / ".git", kb / ".git")


def test_the_index_is_where_git_says(kb, linked, submodule):
    asked = [find_index_folder(folder, find_git(folder), {}) for folder in (kb, linked, submodule)]
    assert asked == [git_path(folder) / "index" for folder in (kb, linked, submodule)]


def test_the_search_log_is_shared_by_all_work_trees(kb, linked):
    assert find_shared_folder(linked, find_git(linked)) == find_shared_folder(kb, find_git(kb)) == kb / ".git/kcs"


def test_two_bases_in_one_repository_have_two_indexes(kb):
    make.files(kb, {"a/kcs.toml": "", "b/kcs.toml": ""})
    folders = {find_index_folder(folder, find_git(folder), {}) for folder in (kb, kb / "a", kb / "b")}
    assert (len(folders), {folder.parent for folder in folders}) == (3, {kb / ".git/kcs"})


def test_two_bases_in_one_repository_find_their_own_articles(tmp_path):
    text = {"a/kcs.toml": "", "b/kcs.toml": "", "a/one.md": "# Printer", "b/two.md": "# Printer"}
    root = make.base(tmp_path / "kb", text)
    found = [make.run(root / name, "search", "printer", "--format", "paths").out for name in ("a", "b", "a", ".")]
    assert found == ["one.md\n", "two.md\n", "one.md\n", "a/one.md\nb/two.md\n"]


def test_the_index_folder_may_be_named_and_holds_several_bases(tmp_path, kb):
    environ = {"KCS_INDEX_DIR": str(tmp_path / "indexes")}
    found = [find_index_folder(root, find_git(root), environ) for root in (kb, tmp_path)]
    assert found == [tmp_path / "indexes" / label(kb), tmp_path / "indexes" / label(tmp_path)]


def test_an_index_folder_of_nobodys_home_is_an_error_or_taken_as_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with suppress(KcsError):
        found = find_index_folder(tmp_path, find_git(tmp_path), {"KCS_INDEX_DIR": "~no-such-user-5f3a/index"})
        assert found is None or found.parent == tmp_path / "~no-such-user-5f3a/index"


def test_an_index_folder_that_cannot_be_made_is_none(tmp_path, kb):
    make.files(tmp_path, {"file": ""})
    assert find_index_folder(kb, find_git(kb), {"KCS_INDEX_DIR": str(tmp_path / "file/below")}) is None


def test_without_git_the_index_is_in_the_users_cache(tmp_path):
    folder = cache_folder() / label(tmp_path)
    assert (find_index_folder(tmp_path, find_git(tmp_path), {}), find_shared_folder(tmp_path, find_git(tmp_path))) == (
        folder / "index",
        folder,
    )
    assert folder.is_relative_to(os.environ["XDG_CACHE_HOME"])


def test_a_git_directory_that_cannot_be_written_sends_the_index_to_the_cache(new_kb):
    make.files(new_kb, {".git/kcs": "a file in the way"})
    assert find_index_folder(new_kb, find_git(new_kb), {}) == cache_folder() / label(new_kb) / "index"


def test_where_nothing_can_be_written_there_is_no_index_folder(tmp_path, monkeypatch):
    make.files(tmp_path, {"file": ""})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert (find_index_folder(tmp_path, find_git(tmp_path), {}), find_shared_folder(tmp_path, find_git(tmp_path))) == (
        None,
        None,
    )


def test_where_nothing_can_be_written_the_search_still_answers(tmp_path, monkeypatch):
    make.files(tmp_path, {"file": "", "kb/a.md": "# Printer"})
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    found = make.run(tmp_path / "kb", "search", "printer", "--format", "ids")
    assert (found.status, found.out, found.err.count("\n"), "in memory" in found.err) == (0, "a\n", 1, True)


@pytest.mark.parametrize("name", ["n" * 250, "问" * 80])
def test_a_base_with_a_long_name_has_an_index_folder(tmp_path, name):
    (tmp_path / name).mkdir()
    assert find_index_folder(tmp_path / name, find_git(tmp_path / name), {}) is not None


def test_two_folders_of_one_name_have_two_labels_that_begin_with_it():
    labels = [label(Path("/a/kb")), label(Path("/b/kb")), label(Path("/"))]
    assert ([name.rpartition("-")[0] for name in labels], len(set(labels))) == (["kb", "kb", "root"], 3)


def test_a_search_leaves_the_work_tree_as_it_was(kb):
    before = tree(kb)
    make.run(kb, "search", "vpn")
    make.run(kb, "index", "--rebuild")
    assert (tree(kb), make.git(kb, "status", "--porcelain")) == (before, "")


def test_a_search_without_git_leaves_the_folder_as_it_was(tmp_path):
    make.files(tmp_path, make.THREE)
    before = tree(tmp_path)
    make.run(tmp_path, "search", "vpn")
    assert tree(tmp_path) == before


def test_variables_of_a_git_hook_lead_to_no_other_repository(kb, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(make.base(tmp_path / "hook", {}) / ".git"))
    assert find_git(kb) == GitFolders(kb, kb / ".git", kb / ".git")
