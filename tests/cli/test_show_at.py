import json
import re

import pytest

from tests import make
from tests.make import clone, commit, git


def text(step: str = "Switch it on.", **fields: object) -> str:
    """Return an article kb-1 with one step as its resolution."""
    return make.article(
        "Printer", f"## Issue\n\nIt is dead.\n\n## Resolution\n\n1. {step}\n", **{"id": "kb-1", "language": "en", **fields}
    )


@pytest.fixture
def root(tmp_path):
    """A repository with one article of three revisions, of January, February and March 2024."""
    return make.copied(tmp_path, three_revisions)


def three_revisions(root) -> None:
    make.repository(root)
    for month, step in enumerate(("Switch it on.", "Plug it in.", "Wait."), 1):
        commit(root, {"a.md": text(step)}, f"2024-{month:02}-01")
    make.index(root)


def show(root, when: str, *options: str) -> make.Run:
    return make.run(root, "show", "kb-1", "--at", when, *options)


def step(root, when: str, *options: str) -> str:
    """Return the resolution an article had then."""
    run = show(root, when, "--section", "resolution", *options)
    assert run.status == 0, run.err
    return run.out.strip().removeprefix("1. ")


def name(root, revision: str) -> str:
    return git(root, "rev-parse", revision).strip()


def test_the_text_is_shown_as_it_was_and_stderr_says_since_when(root):
    remark = f"kcs: kb-1 as it was from 2024-02-01 on (commit {name(root, 'HEAD~1')[:10]}); 1 change since\n"
    assert show(root, "2024-02-15") == (0, text("Plug it in."), remark)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("2024-01-01", "Switch it on."),
        ("2024-01-31", "Switch it on."),
        ("2024-02-01", "Plug it in."),
        ("2024-03-01", "Wait."),
        ("2099-01-01", "Wait."),
        ("2150-01-01", "Wait."),
        ("9999-12-31", "Wait."),
    ],
)
def test_on_a_day_it_is_the_text_of_that_days_end(root, when, expected):
    assert step(root, when) == expected


@pytest.mark.parametrize(
    ("when", "since"),
    [("2024-01-01", "2 changes since"), ("2024-02-01", "1 change since"), ("2024-03-01", "not changed since")],
)
def test_it_is_said_how_much_changed_since(root, when, since):
    assert show(root, when).err.endswith(f"; {since}\n")


def test_at_a_commit_it_is_the_text_of_that_commit(root):
    full = name(root, "HEAD~1")
    assert {step(root, when) for when in (full, full[:7], full.upper(), "HEAD~1", "main~1")} == {"Plug it in."}


def test_at_a_commit_that_changed_something_else_it_is_the_text_it_had(root):
    other = commit(root, {"b.md": make.article("Fax", id="kb-2")}, "2024-04-01")
    commit(root, {"a.md": text("Leave.")}, "2024-05-01")
    run = show(root, other)
    assert (run.out, run.err.split(" on (")[0]) == (text("Wait."), "kcs: kb-1 as it was from 2024-03-01")


def test_at_a_tag_it_is_the_text_of_its_commit(root):
    git(root, "tag", "v1", "HEAD~2")
    git(root, "tag", "-a", "-m", "second", "v2", "HEAD~1")
    assert [step(root, tag) for tag in ("v1", "v2")] == ["Switch it on.", "Plug it in."]


def test_at_a_branch_it_is_the_text_of_its_last_commit(root):
    git(root, "branch", "old", "HEAD~1")
    assert step(root, "old") == "Plug it in."


def test_at_a_branch_that_was_not_merged_it_is_the_text_there(root):
    git(root, "checkout", "-q", "-b", "side")
    commit(root, {"a.md": text("Ask Ben.")}, "2024-04-01")
    git(root, "checkout", "-q", "main")
    assert step(root, "side") == "Ask Ben."


def test_a_revision_goes_by_its_text(root):
    blob = name(root, "HEAD~1:a.md")
    assert {step(root, when) for when in (blob, blob[:8])} == {"Plug it in."}


def test_a_text_that_came_back_is_that_of_the_time_asked_for(root):
    commit(root, {"a.md": text("Plug it in.")}, "2024-04-01")
    assert show(root, "2024-02-15").err == (
        f"kcs: kb-1 as it was from 2024-02-01 on (commit {name(root, 'HEAD~2')[:10]}); 2 changes since\n"
    )


def test_the_text_of_a_revision_that_came_back_is_the_last_of_them(root):
    commit(root, {"a.md": text("Plug it in.")}, "2024-04-01")
    assert show(root, name(root, "HEAD:a.md")).err.startswith("kcs: kb-1 as it was from 2024-04-01 on")


@pytest.mark.parametrize("when", ["2023-12-31", "0001-01-01", "1969-12-31"])
def test_before_it_was_written_it_was_not_there(root, when):
    error = f"Error: kb-1 was not there then: {when}\nHint: It was created on 2024-01-01 by ana@example.org\n"
    assert show(root, when) == (2, "", error)


def test_at_a_commit_before_it_was_written_it_was_not_there(root):
    commit(root, {"b.md": make.article("Fax", id="kb-2")}, "2024-04-01")
    assert make.run(root, "show", "kb-2", "--at", "HEAD~1").err.startswith("Error: kb-2 was not there then: HEAD~1\n")


def test_while_it_was_deleted_it_was_not_there(root):
    commit(root, {"a.md": None}, "2024-04-01")
    commit(root, {"a.md": text("Wait.")}, "2024-05-01")
    assert show(root, "2024-04-15").err.startswith("Error: kb-1 was not there then: 2024-04-15\n")
    assert step(root, "2024-05-01") == "Wait."


def test_an_article_that_was_renamed_since_is_found_under_its_former_path(root):
    commit(root, {"a.md": None, "printing/b.md": text("Wait.")}, "2024-04-01")
    answer = make.answer(root, "show", "kb-1", "--at", "2024-02-15")
    assert (answer["path"], answer["markdown"]) == ("a.md", text("Plug it in."))


def test_an_article_that_had_no_id_then_is_the_same(root):
    commit(root, {"b.md": make.article("Fax")}, "2024-04-01")
    commit(root, {"b.md": make.article("Fax", id="kb-2")}, "2024-05-01")
    assert make.run(root, "show", "kb-2", "--at", "2024-04-01").out == make.article("Fax")


def test_the_fields_are_those_of_then(root):
    commit(root, {"a.md": text(audience="internal", tags="[a]")}, "2024-04-01")
    then, now = (make.answer(root, "show", "kb-1", "--at", when) for when in ("2024-02-15", "2024-04-01"))
    assert [(one["audience"], one["tags"]) for one in (then, now)] == [("public", []), ("internal", ["a"])]


def test_json_is_the_whole_article_as_it_was(root):
    report = json.loads(show(root, "2024-02-15", "--format", "json").out)
    issue = {"heading": "Issue", "role": "issue", "level": 2, "line": 10, "text": "It is dead."}
    steps = {"heading": "Resolution", "role": "resolution", "level": 2, "line": 14, "text": "1. Plug it in."}
    assert report == {
        "kcs": 2, "id": "kb-1", "title": "Printer", "path": "a.md", "kind": "problem", "confidence": "validated",
        "audience": "public", "governance": "experience", "owner": None, "owner_source": None, "tags": [], "language": "en",
        "said": [], "aliases": [], "updated_on": None, "sections": [issue, steps], "section": None, "fault": None,
        "markdown": text("Plug it in."),
        "cases": 0, "used_on": None, "open_flags": [],
        "created_on": None, "changed_on": None, "verified_on": None,
    }  # fmt: skip


def test_markdown_is_the_text_as_it_was(root):
    assert show(root, "2024-02-15", "--format", "markdown").out == text("Plug it in.")


def test_csv_has_the_facts_of_then(root):
    commit(root, {"a.md": text(confidence="archived")}, "2024-04-01")
    names, facts = (line.split(",")[:5] for line in show(root, "2024-02-15", "--format", "csv").out.splitlines())
    assert names == ["id", "title", "path", "kind", "confidence"]
    assert facts == ["kb-1", "Printer", "a.md", "problem", "validated"]


def test_a_page_shows_the_text_as_it_was(root):
    lines = [line.rstrip() for line in show(root, "2024-02-15", "--format", "table").out.splitlines()]
    assert lines == [
        "Printer", "kb-1 · problem · validated · public", "a.md · en", "", "Issue", "", "It is dead.", "", "Resolution",
        "", " 1 Plug it in.",
    ]  # fmt: skip


def test_a_section_that_was_not_there_then_names_those_that_were(root):
    error = "Error: kb-1 has no section cause\nHint: It has Issue, Resolution\n"
    assert show(root, "2024-02-15", "--section", "cause").err.endswith(error)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"---\nid: [kb-1\n---\n", "bad YAML: did not find expected ',' or ']' (column 1)"),
        (b"---\nid: kb-1\n\nNo end.\n", "the front matter has no closing ---"),
        (b"\xff\xfe", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
    ],
)
def test_a_text_that_was_no_article_then_can_be_looked_at_with_git(root, content, reason):
    commit(root, {"a.md": content}, "2024-04-01")
    commit(root, {"a.md": text("Back.")}, "2024-05-01")
    blob = name(root, "HEAD~1:a.md")
    assert show(root, "2024-04-15") == (
        2, "", f"Error: kb-1 was no readable article then: {reason}\nHint: git show {blob}\n"
    )  # fmt: skip


RUBBISH = ["--output=x", "rubbish", "HEAD:a.md", "main..HEAD", "^main", "2024-2-1", "../x", "a\nb", "\0", " ", "", "-", "@{"]


@pytest.mark.parametrize("when", [*RUBBISH, "\x1b[2J", "\udcff", "x" * 5000])
def test_what_is_no_day_and_no_revision_is_an_error_of_two_lines(root, when):
    run = make.run(root, "show", "kb-1", f"--at={when}")
    first, hint = run.err.splitlines()
    assert (run.status, run.out, hint) == (2, "", "Hint: Write it as 2026-11-22, or a commit")
    assert first.endswith("is neither a day nor a revision git knows")
    assert "\x1b" not in run.err


def test_nothing_that_was_typed_is_an_option_of_git(root, monkeypatch):
    monkeypatch.chdir(root)
    make.run(root, "show", "kb-1", "--at=--output=stolen")
    assert sorted(path.name for path in root.iterdir()) == [".git", "a.md"]


@pytest.mark.parametrize("when", ["2024-02-30", "2024-13-01", "0000-01-01", "２０２４-01-01"])
def test_a_day_that_is_none_is_an_error(root, when):
    assert show(root, when) == (2, "", f"Error: {when} is no day\nHint: Write it as 2026-11-22\n")


def test_a_day_may_begin_like_a_text(root):
    assert show(root, "2024").err.startswith("Error: 2024 is neither a day nor a revision git knows\n")


def test_a_case_and_a_time_together_are_refused(root):
    error = "Error: --case and --at cannot be together\nHint: --case shows the text as it was delivered\n"
    assert show(root, "2024-02-15", "--case", "4711") == (2, "", error)


def test_a_time_without_an_article_is_refused(root):
    error = "Error: Which article?\nHint: kcs show ID, or kcs show --case CASE\n"
    assert make.run(root, "show", "--at", "2024-02-15") == (2, "", error)


def test_an_article_that_was_never_committed_was_at_no_time(root):
    make.files(root, {"new.md": make.article("New", id="kb-2")})
    error = "Error: new.md was never committed\nHint: kcs show kb-2\n"
    assert make.run(root, "show", "kb-2", "--at", "2024-02-15") == (2, "", error)


def test_without_git_there_is_no_time(tmp_path):
    make.files(tmp_path, {"a.md": text(), "kcs.toml": ""})
    assert show(tmp_path, "2024-02-15").err.startswith(f"Error: {tmp_path} is in no git repository")


def test_an_error_is_json_where_json_was_asked_for(root):
    assert json.loads(show(root, "2023-01-01", "--format", "json").err) == {
        "kcs": 2, "error": "kb-1 was not there then: 2023-01-01", "hint": "It was created on 2024-01-01 by ana@example.org",
    }  # fmt: skip


def test_what_an_article_was_is_harmless_on_a_terminal(root):
    commit(root, {"a.md": text("\x1b]0;owned\x07\x9b31m", id='"\\e[31mkb-1"')}, "2024-04-01")
    commit(root, {"a.md": text()}, "2024-05-01")
    shown = make.terminal(
        root, "kcs show kb-1 --at 2024-04-15", "kcs show kb-1 --at 2024-04-15 --format markdown", NO_COLOR="1"
    )
    assert ("owned" in shown, re.findall("[\x1b\x07\x9b]", shown)) == (True, [])


def test_looking_back_is_not_noted_as_use(root):
    make.run(root, "search", "printer")
    show(root, "2024-02-15")
    (file,) = (root / ".git/kcs/searches").iterdir()
    assert len(file.read_text().splitlines()) == 1


def test_an_edit_that_is_not_committed_is_not_of_any_time(root):
    make.files(root, {"a.md": text("Draft.")})
    assert step(root, "HEAD") == "Wait."


# Clones that lack something


def cloned(root, tmp_path_factory, option: str):
    return clone(root, tmp_path_factory.mktemp("clone") / "kb", option)


def test_a_shallow_clone_does_not_say_that_an_article_was_not_there(root, tmp_path_factory):
    shallow = cloned(root, tmp_path_factory, "--depth=1")
    run = show(shallow, "2024-02-15")
    assert (run.status, run.out, "was not there" in run.err) == (2, "", False)
    assert "This clone knows it since 2024-03-01; what was before: git fetch --unshallow" in run.err


def test_a_shallow_clone_does_not_know_since_when_the_first_text_holds(root, tmp_path_factory):
    shallow = cloned(root, tmp_path_factory, "--depth=2")
    assert step(shallow, "HEAD~1") == "Plug it in."
    assert "from 2024-02-01 on" not in show(shallow, "HEAD~1").err
    assert "from 2024-03-01 on" in show(shallow, "HEAD").err


@pytest.mark.parametrize("option", ["--depth=1", "--filter=blob:none"])
def test_what_a_clone_says_to_do_shows_the_text(root, tmp_path_factory, option):
    lacking = cloned(root, tmp_path_factory, option)
    hint = show(lacking, "2024-02-15").err.splitlines()[-1]
    git(lacking, *re.search(r"git (fetch .*)", hint)[1].split())
    assert step(lacking, "2024-02-15") == "Plug it in."


def test_a_text_that_is_not_in_a_partial_clone_is_not_fetched(root, tmp_path_factory):
    partial = cloned(root, tmp_path_factory, "--filter=blob:none")
    before = git(partial, "count-objects", "-v")
    run = show(partial, "2024-02-15")
    assert (run.status, run.err.splitlines()[0]) == (2, "Error: The text of kb-1 at 2024-02-15 is not in this clone")
    assert git(partial, "count-objects", "-v") == before
