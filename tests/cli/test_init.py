import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from kcs_cli.cli.command import COMMANDS
from tests import make

SYMPTOMS = (
    "## Symptoms\n\nThe program hangs when somebody opens the report.\n\n## Workaround\n\nWait.\n\n## Cause\n\nLoad.\n"
)


def adopted(kb, *arguments: str) -> dict:
    return json.loads(make.kcs("init", "--adopt", str(kb), "--format", "json", *arguments).out)


@pytest.fixture
def foreign(tmp_path):
    """A repository with conventions of its own: ten articles."""
    front = "---\nkb-id: K{0}\nname: Case {0}\nstate: validated\nauthor: ana\nlabels: [a]\nrank: {0}\n---\n\n"
    articles = {f"docs/{n}.md": front.format(n) + SYMPTOMS for n in range(10)}
    return make.base(tmp_path / "foreign", {**articles, "README.md": "# Read me\n"})


def pairs(values):
    return [[one["name"], one["articles"]] for one in values]


def test_init_writes_configuration_templates_and_an_article(tmp_path):
    written = json.loads(make.kcs("init", str(tmp_path / "new"), "--format", "json").out)["written_files"]
    there = sorted(p.relative_to(tmp_path / "new").as_posix() for p in (tmp_path / "new").rglob("*") if p.is_file())
    assert sorted(written) == there
    assert [p for p in there if "templates" not in p] == ["kcs.toml", "knowledge/search-does-not-find-a-new-article.md"]


def test_init_says_what_next(tmp_path):
    shown = make.kcs("init", str(tmp_path)).out
    assert shown.endswith(f"Next:\ncommand\ngit init {tmp_path}\nkcs search --root {tmp_path} new article not found\n")


def test_what_init_says_next_works(tmp_path):
    following = json.loads(make.kcs("init", str(tmp_path), "--format", "json").out)["next"][-1].split()[1:]
    assert make.kcs(*following, "--format", "paths").out == "knowledge/search-does-not-find-a-new-article.md\n"


def test_init_in_a_repository_does_not_ask_for_git_init(tmp_path):
    assert "git init" not in make.kcs("init", str(make.base(tmp_path / "kb", {}))).out


def test_init_of_the_folder_around_needs_no_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make.kcs("init")
    assert (tmp_path / "kcs.toml").is_file()


def test_init_overwrites_nothing(tmp_path):
    make.files(tmp_path, {"kcs.toml": "# mine\n", "templates/problem.md": "mine\n"})
    report = json.loads(make.kcs("init", str(tmp_path), "--format", "json").out)
    assert report["kept_files"] == ["kcs.toml", "templates/problem.md"]
    assert [(tmp_path / name).read_text() for name in report["kept_files"]] == ["# mine\n", "mine\n"]


def test_a_second_init_writes_nothing(tmp_path):
    first = json.loads(make.kcs("init", str(tmp_path), "--format", "json").out)
    second = json.loads(make.kcs("init", str(tmp_path), "--format", "json").out)
    assert (second["written_files"], second["kept_files"]) == ([], first["written_files"])


def test_the_configuration_that_init_writes_changes_nothing(tmp_path, kb):
    before = make.run(kb, "search", "vpn").out
    make.kcs("init", str(kb))
    assert make.run(kb, "search", "vpn").out == before


def test_every_setting_of_the_configuration_that_init_writes_is_right_when_the_comment_sign_goes(tmp_path):
    make.kcs("init", str(tmp_path))
    lines = (tmp_path / "kcs.toml").read_text().splitlines()
    settings = [line.removeprefix("# ") if " = " in line and "`" not in line else line for line in lines]
    (tmp_path / "kcs.toml").write_text("\n".join(settings))
    assert make.run(tmp_path, "index", "--check").err == ""


def test_the_article_that_init_writes_is_sound(tmp_path):
    make.kcs("init", str(tmp_path))
    report = json.loads(make.run(tmp_path, "index", "--format", "json").out)
    assert (report["articles"], report["unreadable"]) == (1, [])


def test_a_folder_that_cannot_be_made_is_two_lines(tmp_path):
    make.files(tmp_path, {"file": ""})
    run = make.kcs("init", str(tmp_path / "file" / "kb"))
    expected = f"Error: {tmp_path}/file/kb cannot be written (Not a directory)\nHint: Name a folder you may write to\n"
    assert run == (2, "", expected)


def test_adopt_proposes_the_names_and_headings_that_are_there_with_counts(foreign):
    report = adopted(foreign)
    assert {c["role"]: pairs(c["values"]) for c in report["fields"]} == {
        "id": [["kb-id", 10]], "title": [["name", 10]], "tags": [["labels", 10]], "owner": [["author", 10]],
        "confidence": [["state", 10]],
    }  # fmt: skip
    assert {c["role"]: pairs(c["values"]) for c in report["sections"]} == {
        "issue": [["Symptoms", 10]], "resolution": [["Workaround", 10]], "cause": [["Cause", 10]],
    }  # fmt: skip


def test_adopt_names_folder_language_and_what_has_no_role(foreign):
    report = adopted(foreign)
    assert (report["articles"], report["folder"], report["language"], report["without_role"]) == (
        10, "docs", "en", [{"name": "rank", "articles": 10}],
    )  # fmt: skip


def test_adopt_shows_the_counts_as_a_table(foreign):
    lines = make.kcs("init", "--adopt", str(foreign)).out.splitlines()
    assert lines[:4] == [
        "Of 10 articles:",
        "setting              seen, in how many",
        "site.kind            plain: no file and no words of a make",
        "articles.folder      docs 10",
    ]


def test_what_adopt_writes_serves_the_repository(foreign):
    adopted(foreign)
    run = make.run(foreign, "search", "issue:hangs", "K3", "-n", "1", "--state", "validated", "--format", "ids")
    assert run == (0, "K3\n", "")


def test_adopt_says_on_stderr_what_next(foreign):
    expected = f"kcs: {foreign}/kcs.toml written; read it, then try: kcs search WORDS\n"
    assert make.kcs("init", "--adopt", str(foreign)).err == expected


def test_adopt_never_overwrites_and_shows_the_proposal(foreign):
    make.files(foreign, {"kcs.toml": "# mine\n"})
    err = make.kcs("init", "--adopt", str(foreign)).err
    assert err.startswith(
        f"kcs: {foreign}/kcs.toml is there already and was not changed; the proposal would be:\n# The conf"
    )
    assert (foreign / "kcs.toml").read_text() == "# mine\n"


def test_adopt_changes_no_article(foreign):
    adopted(foreign)
    assert make.git(foreign, "status", "--short") == "?? kcs.toml\n"


def test_adopt_tells_what_comes_of_it_before_it_writes(foreign):
    make.files(
        foreign, {"docs/late.md": "---\nkb-id: K11\ndraft: true\n---\n# Late\n", "docs/b.md": "---\na: b: c\n---\nx\n"}
    )
    outlook = adopted(foreign, "--dry-run")["outlook"]
    assert (outlook["searched"], outlook["unpublished"], outlook["broken"]) == (11, 1, 1)
    assert [(one["files"], one["reason"]) for one in outlook["not_read"]] == [(1, "`exclude` in [articles]: README.md 1")]
    assert make.git(foreign, "status", "--short") == "?? docs/b.md\n?? docs/late.md\n"


def test_adopt_survives_broken_articles(foreign):
    make.files(foreign, {"docs/a.md": b"\xff", "docs/b.md": "---\n[: \n---\n", "docs/c.md": "---\nkb-id:\n  - x\n---\n"})
    assert {c["role"]: pairs(c["values"]) for c in adopted(foreign)["fields"]}["id"] == [["kb-id", 11]]


def test_adopt_takes_the_id_that_most_articles_have(foreign):
    make.files(foreign, {"docs/a.md": "---\nid: x\n---\n"})
    assert {c["role"]: pairs(c["values"]) for c in adopted(foreign)["fields"]}["id"] == [["kb-id", 10]]


@pytest.mark.parametrize("name", ['a"b', "a\\b", "a]b", "a#b", "naïve", "a\x7fb", "a\u2028b"])
def test_adopt_writes_a_configuration_that_can_be_read_whatever_the_headings_are(tmp_path, name):
    kb = make.base(tmp_path / "kb", {f"{n}.md": f"# T\n\n## Problem {name}\n\nx\n" for n in range(3)})
    make.kcs("init", "--adopt", str(kb))
    assert make.run(kb, "search", "T", "--format", "ids").err == ""


def test_adopt_of_a_folder_that_is_not_there_is_two_lines(tmp_path):
    expected = f"Error: There is no folder {tmp_path}/x\nHint: Name a repository with articles, or leave out --adopt\n"
    assert make.kcs("init", "--adopt", str(tmp_path / "x")) == (2, "", expected)


def test_adopt_of_a_folder_without_articles_is_two_lines(tmp_path):
    run = make.kcs("init", "--adopt", str(tmp_path))
    expected = (
        f"Error: {tmp_path} has no articles (*.md) to learn from\nHint: kcs init, without --adopt, begins a new base\n"
    )
    assert run == (2, "", expected)


def test_adopt_ignores_a_configuration_that_is_broken_already(foreign):
    make.files(foreign, {"kcs.toml": "[nosuch]\n"})
    assert adopted(foreign)["articles"] == 10


def test_what_init_writes_keeps_the_content_standard(tmp_path):
    make.kcs("init", str(tmp_path))
    assert make.run(tmp_path, "lint").out == "Nothing found in 1 file.\n"


KCS = ("--kcs", "kcs-cli @ git+https://git.example.org/kcs@v1")
WORKFLOWS = [("github", [".github/workflows/kcs-lint.yml"]), ("gitlab", [".gitlab-ci.yml", ".gitlab/kcs-lint.yml"])]


@pytest.mark.parametrize(("ci", "expected"), WORKFLOWS)
def test_in_a_base_only_the_workflow_is_written_at_the_top_of_the_repository(ci, expected, tmp_path):
    make.base(tmp_path, {"my kb/kcs.toml": "", "my kb/a.md": "# A\n"})
    make.kcs("init", str(tmp_path / "my kb"), "--ci", ci, *KCS)
    assert make.git(tmp_path, "ls-files", "--others").split("\n")[:-1] == expected
    written = "".join((tmp_path / name).read_text() for name in expected)
    assert "kcs lint --root 'my kb'" in written


@pytest.mark.parametrize(("ci", "expected"), WORKFLOWS)
@pytest.mark.parametrize("here", ["my kb", "."])
def test_what_comes_next_adds_the_workflow_wherever_one_is(ci, expected, here, tmp_path, monkeypatch):
    make.base(tmp_path, {"my kb/kcs.toml": "", "my kb/a.md": "# A\n", "other.txt": ""})
    make.files(tmp_path, {"other.txt": "changed"})
    monkeypatch.chdir(tmp_path / here)
    done = make.kcs("init", str(tmp_path / "my kb"), "--ci", ci, *KCS, "--format", "json")
    subprocess.run(json.loads(done.out)["next"][-1], shell=True, check=True)
    assert make.git(tmp_path, "diff", "--cached", "--name-only").split() == expected


@pytest.mark.parametrize(("ci", "expected"), WORKFLOWS)
def test_a_workflow_installs_kcs_from_where_it_is_said_to_be(ci, expected, tmp_path):
    make.kcs("init", str(tmp_path), "--ci", ci, *KCS)
    commands = run_lines((tmp_path / expected[-1]).read_text())
    assert "pip install 'kcs-cli @ git+https://git.example.org/kcs@v1'" in commands


def run_lines(workflow: str) -> list[str]:
    """Return the lines that a workflow runs, as YAML has them."""

    def texts(value: object) -> list[str]:
        if isinstance(value, dict | list):
            return [text for one in (value.values() if isinstance(value, dict) else value) for text in texts(one)]
        return [str(value)]

    return [line for text in texts(yaml.safe_load(workflow)) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--ci", "github", "--kcs", "-r x"), "Error: --kcs -r x is no requirement"),
        (("--ci", "gitlab", "--kcs", "a\nb"), "Error: --kcs a b is no requirement"),
        (("--ci", "gitlab", "--kcs", " "), "Error: --kcs is no requirement"),
        (("--kcs", "kcs-cli"), "Error: --kcs says what a workflow installs"),
    ],
)
def test_what_no_workflow_can_install_is_refused_before_anything_is_written(tmp_path, arguments, message):
    run = make.kcs("init", str(tmp_path), *arguments)
    assert (run.status, run.err.splitlines()[0], list(tmp_path.iterdir())) == (2, message, [])


def test_a_new_base_gets_its_workflow_with_the_rest(tmp_path):
    written = json.loads(make.kcs("init", str(tmp_path), "--ci", "github", *KCS, "--format", "json").out)["written_files"]
    assert (written[0], written[-1]) == ("kcs.toml", ".github/workflows/kcs-lint.yml")


def test_a_pipeline_that_is_there_is_kept_and_what_to_add_is_said(tmp_path):
    make.base(tmp_path, {"kcs.toml": "", ".gitlab-ci.yml": "test: {script: [make]}\n"})
    report = json.loads(make.kcs("init", str(tmp_path), "--ci", "gitlab", *KCS, "--format", "json").out)
    assert (report["kept_files"], report["next"]) == (
        [".gitlab-ci.yml"], ['write into .gitlab-ci.yml: include: [{local: ".gitlab/kcs-lint.yml"}]'],
    )  # fmt: skip


SCHEMAS = {
    "github-workflows": ("github", ".github/workflows/kcs-lint.yml"),
    "gitlab-ci": ("gitlab", ".gitlab/kcs-lint.yml"),
}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_workflows_are_such_by_their_schemas(schema, tmp_path):
    ci, name = SCHEMAS[schema]
    make.kcs("init", str(tmp_path), "--ci", ci, *KCS)
    assert check_schema(f"vendor.{schema}", tmp_path / name) == 0


def test_the_action_is_one_by_its_schema():
    assert check_schema("vendor.github-actions", Path(__file__).parents[2] / "action.yml") == 0


def check_schema(schema: str, file: Path) -> int:
    done = subprocess.run([sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, file], check=False)
    return done.returncode


def test_adopt_says_how_many_articles_have_no_id_and_what_to_do_first(tmp_path):
    text = "# Printer {0}\n\n## Issue\n\nPrinter {0} is silent.\n\n## Resolution\n\n1. Switch it on.\n"
    root = make.base(tmp_path / "base", {f"docs/{n}.md": text.format(n) for n in range(3)})
    make.commit(root, {"docs/own.md": "---\nid: own-1\n---\n" + text.format(4)})
    report = adopted(root)
    assert (report["without_id"], report["outlook"]["next"][-1]) == (3, f"kcs lint --root {root} --fix id-missing")
    assert make.run(root, "lint", "--fix", "id-missing") == (0, "Nothing found in 4 files.\n", "kcs: 3 files repaired\n")
    assert (root / "docs/1.md").read_text().split("\n")[2:4] == ["aliases: [docs/1]", "---"]
    assert adopted(root)["without_id"] == 0


@pytest.mark.parametrize("path", ["docs/a.md", "a.md", "deep/er/a.md"])
def test_articles_that_are_there_are_found_after_it_as_before(tmp_path, path):
    kb = make.base(tmp_path / "kb", {path: "# Printer jam\n\nPull the paper out.\n"})
    before = make.run(kb, "search", "printer", "--format", "paths").out
    done = make.kcs("init", str(kb))
    written = [file for file in make.git(kb, "status", "--porcelain", "-uall").split() if file != "??"]
    assert (done.status, written[0].split("/")[0], {file.split("/")[0] for file in written}) == (
        0,
        "templates",
        {"templates"},
    )
    assert done.err.startswith("kcs: 1 article here already: no sample is written, kcs init --adopt makes the kcs.toml\n")
    assert make.run(kb, "search", "printer", "--format", "paths").out == before == f"{path}\n"
    assert make.kcs("init", "--adopt", str(kb)).status == 0
    assert make.run(kb, "search", "printer", "--format", "paths").out == before


@pytest.mark.parametrize("path", ["knowledge/jam.md", "docs/jam.md"])
def test_no_sample_is_written_among_articles_that_are_there(tmp_path, path):
    make.files(tmp_path, {"kcs.toml": "", path: "# Printer jam\n\nPull the paper out.\n"})
    done = make.kcs("init", str(tmp_path))
    assert done.err.startswith("kcs: 1 article here already: no sample is written\n")
    assert done.out.endswith(f"\nkcs index --root {tmp_path}\n")
    assert make.run(tmp_path, "search", "article", "jam", "--format", "paths").out == f"{path}\n"


def test_a_folder_knowledge_that_has_articles_gets_a_configuration_and_no_sample(tmp_path):
    make.files(tmp_path, {"knowledge/jam.md": "# Printer jam\n\nPull the paper out.\n"})
    written = json.loads(make.kcs("init", str(tmp_path), "--format", "json").out)["written_files"]
    assert [file for file in written if not file.startswith("templates/")] == ["kcs.toml"]


def test_adopt_with_a_dry_run_shows_the_same_and_writes_nothing(foreign):
    dry = make.kcs("init", "--adopt", str(foreign), "--dry-run")
    assert (dry.status, dry.err, make.git(foreign, "status", "--short")) == (0, "kcs: Nothing was written\n", "")
    assert dry.out == make.kcs("init", "--adopt", str(foreign)).out


def test_a_dry_run_is_one_of_adopt(tmp_path):
    run = make.kcs("init", str(tmp_path / "x"), "--dry-run")
    assert run == (2, "", "Error: --dry-run shows what --adopt would write\nHint: Add --adopt\n")


@pytest.mark.parametrize("option", [["--adopt"], ["--ci", "github", *KCS]])
def test_with_much_to_mend_a_baseline_is_written(tmp_path, option):
    text = "---\nid: a{0}\n---\n# Printer {0}\n\nIt is [gone](gone.md) [for](for.md) ever.\n"
    root = make.base(tmp_path / "kb", {f"{n}.md": text.format(n) for n in range(12)})
    if "--ci" in option:
        make.files(root, {"kcs.toml": ""})
    assert f"{root}/lint-baseline.json has its " in make.kcs("init", str(root), *option).err
    assert make.run(root, "lint", "--baseline", str(root / "lint-baseline.json")).status == 0


def test_what_ai_agents_read_is_written_and_nothing_else(tmp_path):
    report = json.loads(make.kcs("init", str(tmp_path), "--ai", "--format", "json").out)
    there = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert (report["written_files"], there) == (
        ["AGENTS.md", ".agents/skills/kcs/SKILL.md"],
        sorted(report["written_files"]),
    )
    front = (tmp_path / ".agents/skills/kcs/SKILL.md").read_text().split("---\n")[1]
    assert list(yaml.safe_load(front)) == ["name", "description"]


def test_what_comes_next_for_ai_agents_can_be_typed_where_one_is(tmp_path, monkeypatch):
    folder, add = tmp_path / "a b", "add AGENTS.md .agents/skills/kcs/SKILL.md"
    begun = json.loads(make.kcs("init", str(folder), "--ai", "--format", "json").out)
    assert begun["next"] == [f"git init '{folder}'", f"git -C '{folder}' {add}"]
    make.git(folder, "init", "-q")
    monkeypatch.chdir(folder)
    assert json.loads(make.kcs("init", "--ai", "--format", "json").out)["next"] == [f"git {add}"]


def test_an_agents_file_that_is_there_stays_and_what_belongs_into_it_is_said(tmp_path):
    make.files(tmp_path, {"AGENTS.md": "mine\n"})
    run = make.kcs("init", str(tmp_path), "--ai")
    assert (tmp_path / "AGENTS.md").read_text() == "mine\n"
    assert "is there already and was not changed; this belongs into it:" in run.err
    assert "## Knowledge base: answer from it" in run.err


def test_what_ai_agents_read_is_no_article_and_each_command_in_it_is_one_of_kcs(kb):
    before = make.answer(kb, "index")["articles"]
    make.kcs("init", str(kb), "--ai")
    assert make.answer(kb, "index")["articles"] == before
    text = "".join((kb / name).read_text() for name in ("AGENTS.md", ".agents/skills/kcs/SKILL.md"))
    named = set(re.findall(r"`kcs ([a-z]+)", text))
    assert named - set(COMMANDS) == set()
    assert {"search", "show", "answer", "link", "flag", "new", "mcp"} <= named


@pytest.mark.parametrize("arguments", [("kb.git",), ("kb.git/deeper",), ("kb.git", "--ai")], ids=str)
def test_in_a_git_directory_no_base_is_begun(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    make.git(tmp_path, "init", "-q", "--bare", "kb.git")
    before = sorted(tmp_path.rglob("*"))
    done = make.kcs("init", *arguments)
    assert (done.status, done.err.split("\n")[0]) == (2, f"Error: {tmp_path}/kb.git is a git directory, not a work tree")
    assert sorted(tmp_path.rglob("*")) == before
