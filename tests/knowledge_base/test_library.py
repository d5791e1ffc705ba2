import os
from contextlib import suppress
from pathlib import Path

import pytest

from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.library import Library
from tests import make

LONG_AGO = 1_000_000_000  # seconds: a file as old as this is at rest


def paths(root: Path, **settings: object) -> list[str]:
    return sorted(Library(root, make.config(**settings)).listing())


def settle(root: Path) -> None:
    for path in [root, *root.rglob("*")]:
        if ".git" not in path.parts:
            os.utime(path, (LONG_AGO, LONG_AGO), follow_symlinks=False)


def found(root: Path, words: str) -> str:
    return make.run(root, "search", words, "--format", "paths").out


def test_the_articles_are_below_knowledge_where_that_is(kb):
    make.files(kb, {"other.md": "# O", "docs/x.md": "# X"})
    assert paths(kb) == ["knowledge/mail.md", "knowledge/printer.md", "knowledge/vpn.md"]


def test_without_knowledge_they_are_below_the_root(tmp_path):
    make.files(tmp_path, {"a.md": "", "b/c/d.md": "", "b/e.txt": "", "f.mdown": ""})
    assert paths(tmp_path) == ["a.md", "b/c/d.md"]


def test_the_configured_folder_wins(kb):
    make.files(kb, {"docs/x.md": "# X", "docs/en/y.md": "# Y"})
    assert paths(kb, articles_folder="docs") == ["docs/en/y.md", "docs/x.md"]


@pytest.mark.parametrize("folder", ["docs", "docs/", "./docs", "docs//", "docs/.", "./docs/./"])
def test_the_folder_may_be_written_as_people_write_it(tmp_path, folder):
    make.files(tmp_path, {"docs/x.md": ""})
    assert paths(tmp_path, articles_folder=folder) == ["docs/x.md"]


@pytest.mark.parametrize("folder", [".", "./", ""])
def test_a_dot_means_the_root(tmp_path, folder):
    make.files(tmp_path, {"x.md": "", "docs/y.md": ""})
    assert paths(tmp_path, articles_folder=folder) == ["docs/y.md", "x.md"]


@pytest.mark.parametrize("folder", ["..", "../other", "docs/../../other", "/etc", "/"])
def test_a_folder_outside_of_the_base_is_an_error(tmp_path, folder):
    make.files(tmp_path, {"other/x.md": "", "kb/docs/x.md": ""})
    with pytest.raises(KcsError, match="outside the knowledge base"):
        Library(tmp_path / "kb", make.config(articles_folder=folder))


@pytest.mark.parametrize("folder", ["missing", "x.md"])
def test_a_folder_that_is_not_there_is_an_error_with_a_hint(tmp_path, folder):
    make.files(tmp_path, {"x.md": ""})
    with pytest.raises(KcsError) as caught:
        Library(tmp_path, make.config(articles_folder=folder))
    assert caught.value.message == f"There is no folder {folder} in {tmp_path}"


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "readme.md",
        "CONTRIBUTING.md",
        "CODE_OF_CONDUCT.md",
        "code-of-conduct.md",
        "TOC.md",
        "SUMMARY.md",
        "LICENSE.md",
        "CHANGELOG.md",
        "sub/README.md",
        ".hidden.md",
        ".github/x.md",
        ".git/x.md",
        "node_modules/x/y.md",
        "templates/problem.md",
        "vendor/x/y.md",
        "Vendor/x.md",
        "docs/_includes/x.md",
        "includes/x.md",
        "_partial.md",
        "sub/_install.md",
        "TOC_en.md",
        "toc.de.md",
        "SECURITY.md",
        "versioned_docs/version-1.0/x.md",
        "i18n/de/version-1.x/x.md",
    ],
)
def test_the_usual_files_that_are_no_articles_are_left_out(tmp_path, name):
    make.files(tmp_path, {name: "", "readme-first.md": "", "sub/toc-missing.md": ""})
    assert paths(tmp_path) == ["readme-first.md", "sub/toc-missing.md"]


@pytest.mark.parametrize("name", ["_index.md", "sub/_index.de.md", "versions.md", "security-of-mail.md", "_posts/x.md"])
def test_a_page_of_a_folder_and_what_is_only_called_alike_are_articles(tmp_path, name):
    make.files(tmp_path, {name: "", "_x.md": ""})
    assert paths(tmp_path) == [name]


def test_a_pattern_with_an_exclamation_mark_takes_back_what_another_leaves_out(tmp_path):
    make.files(tmp_path, {"_a.md": "", "_b.md": "", "vendor/x.md": "", "node_modules/y.md": "", "venv/z.md": ""})
    asked = ("_*.md", "vendor/*", "!_b.md", "!vendor/*", "!node_modules/*")
    assert paths(tmp_path, articles_exclude=asked) == ["_b.md", "node_modules/y.md", "vendor/x.md"]


def test_what_git_ignores_is_no_article_until_it_is_committed_or_asked_for(tmp_path):
    root = make.base(tmp_path / "kb", {"knowledge/a.md": "# Printer", ".gitignore": "build/\n"})
    make.files(root, {"knowledge/build/b.md": "# Printer", "knowledge/sub/c.md": "# Printer"})
    assert found(root, "printer") == "knowledge/a.md\nknowledge/sub/c.md\n"
    make.files(root, {"knowledge/sub/.gitignore": "*.md\n"})
    assert found(root, "printer") == "knowledge/a.md\n"
    make.files(root, {".gitignore": "# nothing\n"})
    assert sorted(found(root, "printer").split()) == ["knowledge/a.md", "knowledge/build/b.md"]
    make.git(root, "add", "-f", "knowledge/sub/c.md")
    make.files(root, {"knowledge/sub/.gitignore": "*.md \n"})
    assert "knowledge/sub/c.md" in found(root, "printer")


def test_git_is_not_asked_what_it_ignores_by_a_search_that_finds_nothing_changed(tmp_path, monkeypatch):
    root = make.base(tmp_path / "kb", {"knowledge/a.md": "# Printer", ".gitignore": "build/\n"})
    settle(root)
    assert found(root, "printer") == "knowledge/a.md\n"
    monkeypatch.setenv("PATH", "")
    make.files(root, {"knowledge/build/b.txt": "no article"})
    assert found(root, "printer") == "knowledge/a.md\n"


def test_excluded_paths_are_left_out(tmp_path):
    make.files(tmp_path, {"a.md": "", "drafts/b.md": "", "drafts/c/d.md": "", "x/drafts/e.md": "", "old-1.md": ""})
    assert paths(tmp_path, articles_exclude=("drafts/*", "old-?.md")) == ["a.md"]


@pytest.mark.parametrize("pattern", ["[", "(", "a.m", "**", "\\", "+"])
def test_a_pattern_is_no_regular_expression(tmp_path, pattern):
    make.files(tmp_path, {"a.md": ""})
    assert paths(tmp_path, articles_exclude=(pattern,)) == ([] if pattern == "**" else ["a.md"])


def test_an_excluded_name_is_any_file_of_it_whatever_its_capitals(tmp_path):
    make.files(tmp_path, {"notes.md": "", "x/Notes.md": "", "x/my-notes.md": ""})
    assert paths(tmp_path, articles_exclude=("NOTES.md",)) == ["x/my-notes.md"]


def test_links_and_pipes_and_folders_are_no_articles(tmp_path):
    make.files(tmp_path, {"kb/a.md": "", "outside/secret.md": "", "kb/folder.md/x.txt": ""})
    (tmp_path / "kb/link.md").symlink_to(tmp_path / "outside/secret.md")
    (tmp_path / "kb/folder").symlink_to(tmp_path / "outside")
    (tmp_path / "kb/loop").symlink_to(tmp_path / "kb")
    os.mkfifo(tmp_path / "kb/pipe.md")
    assert paths(tmp_path / "kb") == ["a.md"]


def test_an_article_below_a_folder_that_ends_in_md_is_found(tmp_path):
    make.files(tmp_path, {"v1.md/x.md": ""})
    assert paths(tmp_path) == ["v1.md/x.md"]


@pytest.mark.parametrize("folder", ["", "docs"])
def test_a_folder_that_is_a_link_out_of_the_base_is_not_followed(tmp_path, folder):
    make.files(tmp_path, {"kb/a.md": "", "outside/secret.md": ""})
    (tmp_path / "kb" / (folder or "knowledge")).symlink_to(tmp_path / "outside")
    with suppress(KcsError):
        assert [path for path in paths(tmp_path / "kb", articles_folder=folder) if "secret" in path] == []


@pytest.mark.parametrize("name", ["line\nend.md", "tab\t.md", "问题.md", "a b.md", "-n.md", "é.md", "*.md", "quote'\".md"])
def test_a_file_of_any_name_is_an_article(tmp_path, name):
    make.files(tmp_path, {name: "# Printer"})
    assert (paths(tmp_path), found(tmp_path, "printer")) == ([name], f"{name}\n")


def test_names_that_are_not_utf_8_are_set_aside_and_stop_nothing(kb):
    for name in (b"x\xff.md", b"d\xff/x.md"):
        path = Path(os.fsdecode(os.fsencode(kb / "knowledge") + b"/" + name))
        path.parent.mkdir(exist_ok=True)
        path.write_text("# Printer")
    searched = make.run(kb, "search", "printer", "--format", "ids")
    assert (searched.status, searched.out, searched.err[:12]) == (0, "kb-print1\n", "kcs: 2 files")


def test_two_names_that_are_not_utf_8_are_two_files(tmp_path):
    for name in (b"x\xfe.md", b"x\xff.md"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("# Printer")
    assert len(paths(tmp_path)) == 2


def test_a_base_whose_own_name_is_not_utf_8_is_searched(tmp_path):
    root = Path(os.fsdecode(os.fsencode(tmp_path) + b"/kb\xff"))
    make.base(root, make.THREE)
    assert make.run(root, "search", "printer", "--format", "ids").out == "kb-print1\n"


def test_hostile_articles_stop_no_search(kb):
    hostile = {
        "bad.md": "---\n[\n---\n",
        "binary.md": bytes(range(256)),
        "huge.md": b"x" * 1_500_000,
        "utf16.md": "# Printer".encode("utf-16"),
        "open.md": "---\ntitle: x\n",
        "same.md": make.article("Other", id="kb-print1", confidence="wip"),
        "nul.md": "# a\0b",
        "empty.md": "",
        "deep.md": "---\nx: " + "[" * 40_000,
        "deeper.md": f"---\nx: {'{' * 40_000}\n---\n",
    }
    make.files(kb / "knowledge", hostile)
    searched = make.run(kb, "search", "printer", "nothing", "--format", "ids")
    assert (searched.status, searched.out.splitlines()[0], searched.err[:12]) == (0, "kb-print1", "kcs: 4 files")


def test_a_stamp_stays_while_its_file_does(kb):
    assert Library(kb, Config()).listing() == Library(kb, Config()).listing()


CHANGES = {
    "edit": lambda folder: (folder / "vpn.md").write_text("# Other"),
    "edit of the same size at another time": lambda folder: os.utime(folder / "vpn.md", (LONG_AGO, LONG_AGO + 1)),
    "new file": lambda folder: (folder / "new.md").write_text("# New"),
    "new folder": lambda folder: make.files(folder, {"deep/er/new.md": "# New"}),
    "deleted file": lambda folder: (folder / "vpn.md").unlink(),
    "renamed file": lambda folder: (folder / "vpn.md").rename(folder / "vpn2.md"),
    "swapped files": lambda folder: swap(folder / "vpn.md", folder / "mail.md"),
    "file made a link": lambda folder: relink(folder / "vpn.md"),
}


def swap(one: Path, other: Path) -> None:
    one.rename(one.with_suffix(".tmp"))
    other.rename(one)
    one.with_suffix(".tmp").rename(other)


def relink(path: Path) -> None:
    path.rename(path.with_suffix(".txt"))
    path.symlink_to(path.with_suffix(".txt"))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_fingerprint_changes_with_the_files(kb, change):
    settle(kb)
    library = Library(kb, Config())
    before = library.fingerprint()
    change(kb / "knowledge")
    assert (library.fingerprint() != before, library.fingerprint() == library.fingerprint()) == (True, True)


def test_the_fingerprint_does_not_change_with_other_files(kb):
    settle(kb)
    before = Library(kb, Config()).fingerprint()
    make.files(kb, {"notes.md": "# N", "src/x.py": ""})
    make.files(kb / "knowledge", {".hidden/x.md": ""})
    os.utime(kb / "knowledge", (LONG_AGO, LONG_AGO))
    assert Library(kb, Config()).fingerprint() == before


def test_a_file_that_is_excluded_from_now_on_is_not_found_any_more(kb):
    settle(kb)
    assert found(kb, "vpn") == "knowledge/vpn.md\n"
    make.files(kb, {"kcs.toml": '[articles]\nexclude = ["knowledge/vpn.md"]\n'})
    assert found(kb, "vpn") == ""


def test_a_file_that_is_no_longer_excluded_is_found(kb):
    make.files(kb, {"kcs.toml": '[articles]\nexclude = ["knowledge/vpn.md"]\n'})
    settle(kb)
    assert found(kb, "vpn") == ""
    (kb / "kcs.toml").unlink()
    assert found(kb, "vpn") == "knowledge/vpn.md\n"


def test_another_folder_is_searched_as_soon_as_it_is_configured(kb):
    make.files(kb, {"docs/vpn.md": make.THREE["knowledge/vpn.md"]})
    settle(kb)
    assert found(kb, "vpn") == "knowledge/vpn.md\n"
    make.files(kb, {"kcs.toml": '[articles]\nfolder = "docs"\n'})
    assert found(kb, "vpn") == "docs/vpn.md\n"


def test_another_mapping_is_taken_in_as_soon_as_it_is_configured(kb):
    make.files(kb, {"knowledge/vpn.md": "---\nheadline: Tunnel\n---\ntext\n"})
    settle(kb)
    assert make.run(kb, "search", "title:tunnel", "--format", "csv").out.count("Tunnel") == 0
    make.files(kb, {"kcs.toml": '[fields]\ntitle = ["headline"]\n'})
    assert make.run(kb, "search", "title:tunnel", "--format", "paths").out == "knowledge/vpn.md\n"


@pytest.mark.parametrize("name", ["a.mdx", "a.markdown", "A.MD", "sub/a.Markdown", "a.de.mdx"])
def test_markdown_has_several_endings_in_any_capitals(tmp_path, name):
    make.files(
        tmp_path, {name: "# Printer", "b.txt": "", "c.mdown": "", "README.mdx": "", "_part.MD": "", "toc.markdown": ""}
    )
    assert (paths(tmp_path), found(tmp_path, "printer")) == ([name], f"{name}\n")


def link(path: Path, target: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


def test_links_to_folders_and_files_in_the_base_are_followed(tmp_path):
    make.files(tmp_path, {"docs/a.md": "# A", "more/b.md": "# B", "more/deep/c.md": "# C", "NEWS.md": "# News"})
    link(tmp_path / "docs/linked", "../more")
    link(tmp_path / "docs/index.md", "../NEWS.md")
    everything = ["docs/a.md", "docs/index.md", "docs/linked/b.md", "docs/linked/deep/c.md"]
    assert paths(tmp_path, articles_folder="docs") == everything


def test_what_two_links_lead_to_is_read_once_and_a_circle_ends(tmp_path):
    make.files(tmp_path, {"docs/a.md": "# A", "more/b.md": "# B"})
    for name, target in (("one", "../more"), ("two", "../more"), ("self", "."), ("up", ".."), ("own.md", "a.md")):
        link(tmp_path / "docs" / name, target)
    link(tmp_path / "more/round", "../docs")
    link(tmp_path / "docs/z/other.md", "../../more/b.md")
    assert paths(tmp_path, articles_folder="docs") == ["docs/a.md", "docs/one/b.md"]


def test_a_file_behind_a_link_is_searched_and_taken_in_anew_when_it_changes(tmp_path):
    root = make.base(
        tmp_path / "kb", {"kcs.toml": '[articles]\nfolder = "docs"\n', "docs/a.md": "# A", "more/b.md": "# Fax"}
    )
    make.files(root, {".gitignore": "build/\n"})
    link(root / "docs/linked", "../more")
    link(root / "docs/copy.md", "../kept.md")
    make.files(root, {"kept.md": "# Toaster"})
    make.commit(root, {})
    assert len(make.answer(root, "history", "docs/linked/b")["entries"]) == 1
    assert [found(root, word) for word in ("fax", "toaster")] == ["docs/linked/b.md\n", "docs/copy.md\n"]
    make.files(root, {"more/b.md": "# Scanner", "kept.md": "# Kettle"})
    assert [found(root, word) for word in ("scanner", "kettle", "fax")] == ["docs/linked/b.md\n", "docs/copy.md\n", ""]


def test_no_link_leads_out_of_the_base_or_into_what_is_hidden(tmp_path):
    make.files(tmp_path, {"kb/a.md": "", "outside/secret.md": "", "kb/.hidden/b.md": ""})
    for name, target in (("out", "../outside"), ("in", ".hidden"), ("x.md", "../outside/secret.md"), ("y.md", "y.md")):
        link(tmp_path / "kb" / name, target)
    library = Library(tmp_path / "kb", make.config())
    assert library.listing() == ["a.md"]
    assert library.walk.links == {
        "in": "it is a link to what is hidden",
        "out": "it is a link out of the base",
        "x.md": "it is a link out of the base",
        "y.md": "it is a link that leads nowhere",
    }


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("content/en/templates/home.md", "content/en/templates/_index.md"),
        ("docs/vendor/acme.mdx", "docs/vendor/index.md"),
        ("archetypes/a.md", "archetypes/index.md"),
        ("c/includes/headers.md", "c/includes/_index.md"),
    ],
)
def test_a_folder_with_a_page_of_its_own_is_a_topic_whatever_its_name(tmp_path, name, page):
    make.files(tmp_path, {name: "# A", page: "# Topic"})
    assert paths(tmp_path) == sorted([name, page])
    (tmp_path / page).unlink()
    assert paths(tmp_path) == ([name] if "/templates/" in name else [])


@pytest.mark.parametrize("name", ["templates/x.md", "docs/templates/x.md", "docs/includes/x.md", "docs/node_modules/x.md"])
def test_templates_at_the_top_and_what_is_never_a_topic_are_left_out(tmp_path, name):
    make.files(tmp_path, {name: "# A", "docs/node_modules/index.md": ""})
    make.files(tmp_path, {"docs/includes/index.md": "", "docs/a.md": ""})
    assert paths(tmp_path, articles_folder="docs") == ["docs/a.md"]
