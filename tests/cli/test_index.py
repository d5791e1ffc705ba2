import json
import os
import sys
from pathlib import Path

import pytest

from tests import make


@pytest.fixture
def kb(new_kb):
    return new_kb


def figures(run: make.Run) -> dict[str, str]:
    lines = run.out.partition("\n\n")[0].splitlines()
    return {line[:14].strip(): line[14:].strip() for line in lines[1:]}


def test_index_builds_and_reports(kb):
    report = figures(make.run(kb, "index"))
    assert float(report.pop("seconds")) >= 0
    assert report == {
        "knowledge base": str(kb), "index": f"{kb}/.git/kcs/index", "articles": "3", "languages": "en 3",
        "files read": "3", "files removed": "0", "built anew": "yes",
    }  # fmt: skip


def test_a_second_index_has_nothing_to_do(kb):
    make.run(kb, "index")
    report = figures(make.run(kb, "index"))
    assert (report["files read"], report["built anew"]) == ("0", "no")


def test_index_takes_in_what_changed(kb):
    make.run(kb, "index")
    make.files(kb, {"knowledge/vpn.md": make.article("New"), "knowledge/fax.md": make.article("Fax")})
    (kb / "knowledge/mail.md").unlink()
    report = figures(make.run(kb, "index"))
    assert (report["files read"], report["files removed"], report["articles"]) == ("2", "1", "3")


def test_the_languages_count_no_article_that_is_gone(kb):
    make.run(kb, "index")
    (kb / "knowledge/mail.md").unlink()
    assert figures(make.run(kb, "index"))["languages"] == "en 2"


def test_rebuild_builds_anew(kb):
    make.run(kb, "index")
    report = figures(make.run(kb, "index", "--rebuild"))
    assert (report["files read"], report["built anew"]) == ("3", "yes")


def test_json_is_the_whole_report(kb):
    report = json.loads(make.run(kb, "index", "--format", "json").out)
    assert report.pop("seconds") >= 0
    assert report == {
        "kcs": 2, "root": str(kb), "folder": f"{kb}/.git/kcs/index", "articles": 3, "languages": {"en": 3},
        "faulty": [], "unreadable": [], "not_read": [], "read": 3, "removed": 0, "is_rebuilt": True,
    }  # fmt: skip


def test_a_broken_file_is_named_with_line_and_reason(kb):
    make.files(kb, {"knowledge/bad.md": b"---\ntitle: a\n---\n\n\xff\n"})
    shown = make.run(kb, "index").out.partition("\n\n")[2]
    assert shown == (
        "Set aside, not searched:\nfile                reason\nknowledge/bad.md:5  not UTF-8: byte 0xff\n\n"
        "Not read, by reason:\nfiles  reason\n    1  not UTF-8\n"
    )


def test_an_article_with_broken_front_matter_is_searched_and_named_with_its_line(kb):
    make.files(kb, {"knowledge/bad.md": "---\ntitle: a: b\n---\n\n# Fax\n"})
    shown = make.run(kb, "index")
    assert figures(shown)["articles"] == "4"
    assert shown.out.partition("\n\n")[2] == (
        "Broken front matter, searched by text and file name:\nfile                reason\n"
        "knowledge/bad.md:2  bad YAML: mapping values are not allowed in this context (column 9)\n"
    )


def test_a_broken_file_is_named_in_json(kb):
    make.files(kb, {"knowledge/bad.md": b"\xff"})
    (broken,) = json.loads(make.run(kb, "index", "--format", "json").out)["unreadable"]
    assert (broken["path"], broken["line"], broken["reason"]) == ("knowledge/bad.md", 1, "not UTF-8: byte 0xff")


LEFT_OUT = {
    "knowledge/README.md": "`exclude` in [articles] has README.md",
    "knowledge/vendor/x/y.md": "`exclude` in [articles] has vendor/*",
    "knowledge/_part.md": "`exclude` in [articles] has _*.md",
    "knowledge/archetypes/default.md": "`exclude` in [articles] has archetypes/*",
    "knowledge/node_modules/a.md": "`exclude` in [articles] has node_modules/*",
    "knowledge/new.mdown": "it ends in .mdown, not in .md, .mdx, .markdown",
    "knowledge/build/b.md": "git ignores it",
    "knowledge/out.md": "it is a link out of the base",
    "knowledge/in.md": "it is a link to what is read already",
    "knowledge/nowhere.md": "it is a link that leads nowhere",
    "knowledge/away/secret.md": "it is a link out of the base",
    "knowledge/.hidden.md": "a name that begins with a dot is hidden",
    "knowledge/double.md": "line 1: duplicate id kb-vpn001: it is knowledge/a.md's",
    "docs/x.md": "it is not below knowledge/ (`folder` in [articles])",
    "knowledge/none.md": "there is no such file; by its name it would be an article",
}


@pytest.fixture
def mixed(kb, tmp_path):
    """A base with a file for each reason not to be an article."""
    files = [path for path in LEFT_OUT if Path(path).stem not in ("out", "in", "nowhere", "secret", "double", "none")]
    make.files(kb, {**dict.fromkeys(files, "# Fax\n"), ".gitignore": "build/\n"})
    twins = make.article("Fax", id="kb-vpn001")
    make.files(kb, {"knowledge/a.md": twins, "knowledge/double.md": twins, "knowledge/bad.md": "---\ntitle: a: b\n---\n"})
    (kb / "knowledge/vpn.md").unlink()
    make.files(tmp_path / "outside", {"secret.md": "# Secret\n"})
    for name, target in (("out.md", tmp_path / "outside/secret.md"), ("in.md", "mail.md"), ("nowhere.md", "gone.md")):
        (kb / "knowledge" / name).symlink_to(target)
    (kb / "knowledge/away").symlink_to(tmp_path / "outside")
    return kb


@pytest.mark.parametrize(("path", "reason"), LEFT_OUT.items(), ids=LEFT_OUT)
def test_a_path_is_explained_by_the_rule_that_leaves_it_out(mixed, path, reason):
    shown = json.loads(make.run(mixed, "index", "--explain", path, "--format", "json").out)
    assert shown == {"kcs": 2, "path": path, "is_article": False, "reason": reason}


def test_an_article_is_explained_too(mixed):
    assert make.run(mixed, "index", "--explain", str(mixed / "knowledge/mail.md")).out == (
        "what     value\npath     knowledge/mail.md\narticle  yes\nreason   nothing leaves it out\n"
    )
    shown = json.loads(make.run(mixed, "index", "--explain", "knowledge/bad.md", "--format", "json").out)
    assert (shown["is_article"], shown["reason"][:33]) == (True, "its front matter is broken (line ")


def test_a_draft_is_explained_and_found_in_the_archive(kb):
    make.files(kb, {"knowledge/fax.md": "---\ntitle: Fax\ndraft: true\n---\n\nThe toner smells of printer.\n"})
    shown = json.loads(make.run(kb, "index", "--explain", "knowledge/fax.md", "--format", "json").out)
    assert shown["reason"] == "its front matter has draft: true, so it is archived: --archived shows it"
    assert make.run(kb, "search", "printer", "--format", "ids").out == "kb-print1\n"
    assert "knowledge/fax" in make.run(kb, "search", "printer", "--archived", "--format", "ids").out


def test_a_path_outside_of_the_base_is_refused(mixed, tmp_path):
    run = make.run(mixed, "index", "--explain", str(tmp_path / "outside/secret.md"))
    assert (run.status, "is not in the knowledge base" in run.err) == (2, True)


def test_what_is_not_read_is_counted_by_reason(mixed):
    report = json.loads(make.run(mixed, "index", "--format", "json").out)
    assert {one["reason"]: one["files"] for one in report["not_read"]} == {
        "it is a link out of the base": 2, "`exclude` in [articles] has README.md": 1, "duplicate id": 1,
        "`exclude` in [articles] has vendor/*": 1, "`exclude` in [articles] has _*.md": 1,
        "`exclude` in [articles] has archetypes/*": 1, "it ends in .mdown, not in .md, .mdx, .markdown": 1,
        "git ignores it": 1, "it is a link to what is read already": 1,
        "it is a link that leads nowhere": 1,
    }  # fmt: skip


def test_a_folder_that_cannot_be_read_is_counted(kb, monkeypatch):
    make.files(kb, {"knowledge/shut/x.md": "# X\n"})
    (kb / "knowledge/shut").chmod(0)
    if os.access(kb / "knowledge/shut", os.R_OK):
        pytest.skip("root reads every folder")
    report = json.loads(make.run(kb, "index", "--format", "json").out)
    (kb / "knowledge/shut").chmod(0o755)
    assert report["not_read"] == [{"reason": "the folder cannot be read", "files": 1}]


def test_check_of_a_fresh_index_is_exit_0(kb):
    make.run(kb, "index")
    assert make.run(kb, "index", "--check") == (0, "The index is up to date.\n", "")


def test_check_says_what_is_out_of_date_and_is_exit_1(kb):
    make.run(kb, "index")
    make.files(kb, {"knowledge/vpn.md": make.article("New", id="kb-vpn001")})
    (kb / "knowledge/mail.md").unlink()
    assert make.run(kb, "index", "--check") == (
        1,
        "The next search takes these in:\nfile               why\n"
        "knowledge/vpn.md   new or changed\nknowledge/mail.md  gone\n",
        "",
    )


def test_check_without_an_index_has_all_files_out_of_date(kb):
    run = make.run(kb, "index", "--check", "--format", "json")
    assert (run.status, json.loads(run.out)) == (1, {"kcs": 2, "paths": sorted(make.THREE), "removed_paths": []})


def test_check_changes_nothing(kb):
    make.run(kb, "index", "--check")
    assert make.run(kb, "index", "--check").status == 1


def test_a_touched_file_is_not_out_of_date(kb):
    make.run(kb, "index")
    (kb / "knowledge/vpn.md").touch()
    assert make.run(kb, "index", "--check").status == 0


@pytest.mark.parametrize("format", ["markdown", "csv"])
def test_check_has_every_format_of_a_fresh_index(kb, format):
    make.run(kb, "index")
    assert make.run(kb, "index", "--check", "--format", format).status == 0


def test_the_index_can_be_put_elsewhere(kb, tmp_path, monkeypatch):
    monkeypatch.setenv("KCS_INDEX_DIR", str(tmp_path / "elsewhere"))
    folder = json.loads(make.run(kb, "index", "--format", "json").out)["folder"]
    assert (folder.startswith(f"{tmp_path}/elsewhere/kb-"), (kb / ".git/kcs/index").exists()) == (True, False)


LONG_WORK = "from kcs_cli.cli import output; output.LASTS = {}; print(*output.progress(range(200)), file=open('seen', 'w'))"


@pytest.mark.parametrize(("lasts", "is_shown"), [("0", True), ("1e9", False)])
def test_a_terminal_sees_progress_on_stderr_of_work_that_lasts(kb, lasts, is_shown):
    shown = make.terminal(kb, f"cd '{kb}'", f'"{sys.executable}" -c "{LONG_WORK.format(lasts)}" >/dev/null')
    assert (("Reading articles" in shown), (kb / "seen").read_text().split()) == (is_shown, [*map(str, range(200))])


def test_progress_is_not_shown_to_a_program(kb):
    make.files(kb, {f"knowledge/{n}.md": make.article() for n in range(200)})
    assert make.process(kb, "index").err == ""


def test_a_folder_without_articles_has_an_empty_index(tmp_path):
    report = figures(make.run(make.base(tmp_path / "empty", {}), "index"))
    assert (report["articles"], report["files read"]) == ("0", "0")
