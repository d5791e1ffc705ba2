import json
import tomllib

from kcs_cli.article.adoption.adoption import adopt
from kcs_cli.article.adoption.outlook import RuleTally
from kcs_cli.knowledge_base.omission import Omission
from kcs_cli.migration.trial import tried_text, try_out
from tests import make

TEXT = "---\nid: {0}\ntitle: Printer {1} is silent\n---\n\nPrinter {1} prints nothing, and [this](gone-{1}.md) is gone.\n"


def tried(root, files):
    root = make.base(root, files)
    return try_out(root, adopt(root)).report


def docusaurus(folders=("a", "b", "c")):
    files = {f"docs/{folder}/{n}.md": TEXT.format(f"id-{n}", f"{folder}{n}") for folder in folders for n in range(4)}
    return {"docusaurus.config.js": "module.exports = {}\n", "README.md": "# x\n", **files}


def test_no_article_vanishes_where_ids_are_unique_in_a_folder_only(tmp_path):
    report = tried(tmp_path / "kb", docusaurus())
    assert (report.outlook.searched, report.without_id) == (12, 12)
    assert report.outlook.not_read == (Omission(files=1, reason="`exclude` in [articles]: README.md 1"),)
    assert tomllib.loads(tried_text(report))["fields"]["id"] == ["kcs-id"]


def test_what_lint_says_is_what_it_says_then(tmp_path):
    report = tried(tmp_path / "kb", docusaurus(("a",)))
    (tmp_path / "kb/kcs.toml").write_text(tried_text(report))
    said = json.loads(make.run(tmp_path / "kb", "lint", "link-broken", "--format", "json").out)["findings"]
    assert RuleTally("link-broken", "error", 4, 4) in report.outlook.rules
    assert (len(said), report.outlook.found) == (4, sum(one.found for one in report.outlook.rules))


def test_a_rule_about_what_no_article_has_is_off_with_its_reason(tmp_path):
    report = tried(tmp_path / "kb", docusaurus())
    table = tomllib.loads(tried_text(report))["lint"]
    assert (table["section-missing"], "section-missing" in report.outlook.rules_off) == ("off", True)
    assert "section-missing" not in [one.rule for one in report.outlook.rules]


def test_drafts_and_broken_front_matter_are_counted_apart(tmp_path):
    more = {"docs/d.md": "---\ndraft: true\n---\n# D\n", "docs/e.md": "---\na: b: c\n---\n# E\n", "docs/f.md": b"\xff"}
    outlook = tried(tmp_path / "kb", {**docusaurus(), **more}).outlook
    assert (outlook.searched, outlook.unpublished, outlook.broken) == (13, 1, 1)
    assert Omission(files=1, reason="not UTF-8") in outlook.not_read


def test_what_is_beyond_the_folder_of_a_site_is_left_out_and_said(tmp_path):
    outlook = tried(tmp_path / "kb", {**docusaurus(), "notes/a.md": "# A\n"}).outlook
    assert Omission(files=1, reason="it is not below docs/ (`folder` in [articles])") in outlook.not_read


def test_where_a_title_is_the_name_of_the_file_none_is_missing(tmp_path):
    report = tried(tmp_path / "kb", {".obsidian/app.json": "{}", **{f"Printer {n}.md": "It is silent.\n" for n in range(3)}})
    assert report.outlook.rules_off["field-missing"] == "of obsidian an article's title is the name of its file"
    assert tomllib.loads(tried_text(report))["lint"]["field-missing"] == "off"


def test_a_readme_that_is_taken_back_is_not_left_out(tmp_path):
    report = tried(tmp_path / "kb", {**docusaurus(), "docs/README.md": "# Docs\n\nBegin here.\n"})
    assert (report.articles, report.outlook.searched, report.site.exclude) == (13, 13, ("!README.md",))
    assert report.outlook.not_read == (Omission(files=1, reason="it is not below docs/ (`folder` in [articles])"),)
