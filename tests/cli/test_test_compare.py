"""`kcs test --compare`: real repositories, asked in two revisions."""

import json
import os
import subprocess
import sys
import time

import pytest

from tests import make

CROWD = {
    f"knowledge/{n}.md": make.article("Printer jam and printer jam", id=f"kb-jam00{n}", said="[printer jam, printer jam]")
    for n in range(4)
}
SYNONYM = '[[synonym]]\nsaid = "clicker"\nmeans = "printer"\n'


@pytest.fixture
def kb(tmp_path):
    """A base whose files' names say nothing: they are searched, too."""
    three = {path.replace("printer", "office").replace("vpn", "home"): text for path, text in make.THREE.items()}
    return make.base(tmp_path / "kb", three)


@pytest.fixture
def linked(kb):
    """A base in which a search ended in a link."""
    make.run(kb, "search", "printer", "jam")
    make.run(kb, "link", "kb-print1", "--case", "1")
    return kb


@pytest.fixture
def queries(tmp_path):
    """A file of two queries."""
    make.files(tmp_path, {"q.tsv": "printer nothing\tkb-print1\nvpn client\tkb-vpn001\n"})
    return str(tmp_path / "q.tsv")


def compare(kb, *words: str) -> dict:
    """Compare and return the JSON, whatever the exit code is."""
    return json.loads(make.run(kb, "test", *words, "--format", "json").out)


def verdicts(kb, *words: str) -> dict[str, int]:
    """Compare and return how many queries became what."""
    return {name: number for name, number in compare(kb, *words)["verdicts"].items() if number}


def commit_of(kb, revision: str = "HEAD") -> str:
    return make.git(kb, "rev-parse", "--short=10", revision).strip()


def test_where_nothing_changed_nothing_is_worse(linked):
    make.commit(linked, {}, "2024-01-02")
    assert make.run(linked, "test", "--compare", "HEAD") == (
        0,
        f"1 query at HEAD ({commit_of(linked)}, 2024-01-02) and here: 1 unchanged\n\n"
        "nDCG@10 1.000 there, 1.000 here; among the first 3: 1 there, 1 here\n",
        "",
    )


def test_what_is_not_committed_is_here_and_loses_a_query(linked):
    make.commit(linked, {}, "2024-01-02")
    make.files(linked, CROWD)
    done = make.run(linked, "test", "--compare", "main")
    assert (done.status, done.out) == (
        1,
        f"1 query at main ({commit_of(linked)}, 2024-01-02) and here: 1 lost\n\n"
        "nDCG@10 1.000 there, 0.387 here; among the first 3: 1 there, 0 here\n\n"
        "change  query        article    there  here  first here\n"
        "lost    printer jam  kb-print1      1     5  kb-jam000\n",
    )


def test_what_a_branch_mends_is_better(linked):
    make.commit(linked, CROWD)
    make.commit(linked, dict.fromkeys(CROWD))
    done = make.run(linked, "test", "--compare", "HEAD~1")
    assert (done.status, done.out.splitlines()[-1]) == (0, "better  printer jam  kb-print1      5     1")


def test_queries_of_files_are_compared(kb, queries):
    make.files(kb, {"knowledge/home.md": make.article("Elsewhere", "## Issue\n\nx\n", id="kb-vpn001")})
    report = compare(kb, queries, "--compare", "HEAD")
    assert (report["ndcg_there"], report["ndcg_here"], report["verdicts"]["lost"]) == (1.0, 0.5, 1)
    assert report["changed"] == [{
        "query": "vpn client", "id": "kb-vpn001", "path": "knowledge/home.md", "verdict": "lost", "rank_there": 1,
        "rank_here": None, "first_id_here": None,
    }]  # fmt: skip


@pytest.mark.parametrize(("least", "status"), [("0.5", 0), ("0.6", 1)])
def test_the_gate_on_ndcg_holds_for_here(kb, queries, least, status):
    make.commit(kb, {"knowledge/home.md": make.article("Elsewhere", "## Issue\n\nx\n", id="kb-vpn001")})
    done = make.run(kb, "test", queries, "--compare", "HEAD", "--min-ndcg", least)
    assert (done.status, done.err) == (status, "kcs: nDCG@10 is 0.500, less than 0.6\n" if status else "")


@pytest.mark.parametrize("archived", [False, True])
def test_an_article_that_is_gone_without_an_heir_fails(linked, archived):
    text = make.article("Printer does not print", id="kb-print1", confidence="archived") if archived else None
    make.commit(linked, {"knowledge/office.md": text})
    done = make.run(linked, "test", "--compare", "HEAD~1")
    assert (done.status, done.out.splitlines()[-1]) == (1, "1 article no longer here, without an heir: kb-print1")
    message = f"led to kb-print1, which {'is archived' if archived else 'is no more'} and has no heir"
    assert message in make.run(linked, "test", "--compare", "HEAD~1", "--format", "github").out.splitlines()[0]


def test_an_article_that_was_emptied_is_lost_though_its_link_taught_the_words(linked):
    make.files(linked, {"knowledge/office.md": make.article("Foo", "Nothing.", id="kb-print1")})
    done = make.run(linked, "test", "--compare", "HEAD")
    assert (done.status, done.out.splitlines()[-1]) == (1, "lost    printer jam  kb-print1      1")


def test_an_article_of_this_branch_is_new(kb, tmp_path):
    make.files(kb, {"knowledge/fax.md": make.article("Fax is silent", id="kb-fax001")})
    make.files(tmp_path, {"q.tsv": "fax silent\tkb-fax001\n"})
    assert verdicts(kb, str(tmp_path / "q.tsv"), "--compare", "HEAD") == {"new": 1}


def test_what_an_article_that_is_gone_was_called_still_finds_it_there(kb, tmp_path):
    make.files(tmp_path, {"q.tsv": "printer\tknowledge/office.md\n"})
    (kb / "knowledge/office.md").unlink()
    assert verdicts(kb, str(tmp_path / "q.tsv"), "--compare", "HEAD") == {"gone": 1}


def test_what_links_taught_holds_on_both_sides(kb, tmp_path):
    make.run(kb, "search", "printer", "wedged")
    make.run(kb, "link", "kb-print1", "--case", "1")
    make.files(tmp_path, {"q.tsv": "wedged\tkb-print1\n"})
    report = compare(kb, str(tmp_path / "q.tsv"), "--compare", "HEAD")
    assert (report["ndcg_there"], report["ndcg_here"]) == (1.0, 1.0)


def test_links_from_a_day_on_can_be_chosen(linked):
    done = make.run(linked, "test", "--compare", "HEAD", "--since", "2100-01-01", "--format", "json")
    told = "kcs: No search known here ended in a link: kcs sync brings those of others, or give a FILE of queries\n"
    assert (done.status, json.loads(done.out)["asked"], done.err) == (0, 0, told)


def test_the_queries_of_links_can_be_saved(linked, tmp_path):
    make.run(linked, "test", "--compare", "HEAD", "--save", str(tmp_path / "cases.tsv"))
    assert (tmp_path / "cases.tsv").read_text() == "printer jam\tkb-print1\n"


def test_each_side_has_its_own_synonyms(kb, tmp_path):
    make.files(tmp_path, {"q.tsv": "clicker\tkb-print1\n"})
    make.files(kb, {"synonyms.toml": SYNONYM})
    assert verdicts(kb, str(tmp_path / "q.tsv"), "--compare", "HEAD") == {"better": 1}
    make.commit(kb, {})
    (kb / "synonyms.toml").unlink()
    assert verdicts(kb, str(tmp_path / "q.tsv"), "--compare", "HEAD") == {"lost": 1}


def test_each_side_has_its_own_configuration(kb, queries):
    make.commit(kb, {"kcs.toml": '[articles]\nexclude = ["office.md"]\n'})
    make.files(kb, {"kcs.toml": '[articles]\nexclude = ["home.md"]\n'})
    assert verdicts(kb, queries, "--compare", "HEAD") == {"gone": 1, "new": 1}


def test_a_variable_wins_on_both_sides(kb, queries, monkeypatch):
    make.commit(kb, {"kcs.toml": '[articles]\nexclude = ["office.md"]\n'})
    monkeypatch.setenv("KCS_ARTICLES_EXCLUDE", "home.md")
    done = make.run(kb, "test", queries, "--compare", "HEAD", "--format", "json")
    assert (json.loads(done.out)["unknown"], done.err) == (
        ["kb-vpn001"], "kcs: 1 expected article that no article goes by, as: kb-vpn001\n",
    )  # fmt: skip


def test_a_revision_without_a_configuration_is_read_as_this_one_says(kb, queries):
    make.files(kb, {"kcs.toml": '[articles]\nfolder = "knowledge"\n'})
    done = make.run(kb, "test", queries, "--compare", "HEAD")
    assert (done.status, done.err) == (0, "kcs: HEAD has no kcs.toml: its articles are read as the one here says\n")


def test_a_configuration_there_that_cannot_be_read_is_two_lines(kb, queries):
    made = make.commit(kb, {"kcs.toml": "[search]\nlimit = 0\n"})
    (kb / "kcs.toml").unlink()
    assert make.run(kb, "test", queries, "--compare", "HEAD") == (
        2, "", f"Error: kcs.toml of {made[:10]}, line 2: search.limit must be a whole number from 1 to 1000, not 0\n"
        "Hint: Write it as 10\n",
    )  # fmt: skip


def test_an_article_is_the_same_after_it_got_an_id_and_another_name(tmp_path):
    words = "## Issue\n\nThe fax is silent.\n\n## Resolution\n\nPlug it in.\n"
    kb = make.base(tmp_path / "kb", {"knowledge/old.md": make.article("Fax", words), **make.THREE})
    make.commit(kb, {"knowledge/old.md": None, "knowledge/new.md": make.article("Fax", words)})
    make.commit(kb, {"knowledge/new.md": make.article("Fax", words, id="kb-fax001")})
    make.run(kb, "search", "fax", "mute")
    make.run(kb, "link", "kb-fax001", "--case", "1")
    for revision in ("HEAD~2", "HEAD~1", "HEAD"):
        assert verdicts(kb, "--compare", revision) == {"unchanged": 1}


def test_a_merged_article_is_compared_with_both_that_it_was(linked):
    make.run(linked, "search", "outbox")
    make.run(linked, "link", "kb-mail01", "--case", "2")
    make.commit(linked, {"knowledge/mail.md": None, "knowledge/office.md": make.article(
        "Printer and outbox", id="kb-print1", aliases="[kb-mail01]")})  # fmt: skip
    assert verdicts(linked, "--compare", "HEAD~1") == {"unchanged": 2}


def test_a_base_in_a_folder_is_compared_with_itself_alone(tmp_path):
    files = {f"help/{path}": text for path, text in make.THREE.items()}
    make.base(tmp_path / "repo", {**files, "kcs.toml": "broken", "other.md": "# Printer\n", "help/kcs.toml": ""})
    kb = tmp_path / "repo/help"
    make.files(tmp_path, {"q.tsv": "vpn client\tkb-vpn001\n"})
    assert verdicts(kb, str(tmp_path / "q.tsv"), "--compare", "HEAD") == {"unchanged": 1}


def test_commits_that_this_branch_lacks_are_told(kb, queries):
    make.git(kb, "branch", "side")
    make.commit(kb, {"knowledge/fax.md": make.article("Fax", id="kb-fax001")})
    make.git(kb, "checkout", "-q", "side")
    assert make.run(kb, "test", queries, "--compare", "main").err == (
        "kcs: 1 commit of main not in this branch: what they mended counts as worse here; "
        "else --compare $(git merge-base HEAD main)\n"
    )


def test_a_shallow_clone_is_compared(kb, queries, tmp_path):
    make.commit(kb, {"knowledge/fax.md": make.article("Fax", id="kb-fax001")})
    clone = make.clone(kb, tmp_path / "clone", "--depth=1")
    make.files(clone, {"knowledge/home.md": make.article("Elsewhere", "## Issue\n\nx\n", id="kb-vpn001")})
    done = make.run(clone, "test", queries, "--compare", "origin/main")
    assert (done.status, done.err) == (1, "")
    done = make.run(clone, "test", queries, "--compare", "HEAD~1")
    assert done == (2, "", "Error: git knows no HEAD~1 here\nHint: This clone is shallow: git fetch --unshallow\n")


def test_a_partial_clone_says_which_text_it_lacks(kb, queries, tmp_path):
    make.commit(kb, {"knowledge/home.md": make.article("Elsewhere", id="kb-vpn001")})
    clone = make.clone(kb, tmp_path / "clone", "--filter=blob:none")
    assert make.run(clone, "test", queries, "--compare", "HEAD~1") == (
        2, "", "Error: An earlier text of knowledge/home.md is not in this clone\n"
        "Hint: Get all of it: git fetch --refetch --no-filter\n",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--compare", "nosuch"), "Error: git knows no nosuch here\nHint: Name a branch, tag or commit\n"),
        (("--compare", "--all"), "Error: git knows no --all here\nHint: Name a branch, tag or commit\n"),
        (("--compare", "x/y"), "Error: git knows no x/y here\nHint: git fetch x y:refs/remotes/x/y\n"),
        (("--compare", ""), "Error: git knows no here\nHint: Name a branch, tag or commit\n"),
        (("--compare", "HEAD", "--run", "x"), "Error: --compare and --run cannot be together\nHint: Leave out --run\n"),
        (("--min-ndcg", "1"), "Error: --min-ndcg needs FILE, or --compare\nHint: kcs test FILE --min-ndcg 0.8\n"),
    ],
)
def test_what_cannot_be_compared_is_two_lines(kb, words, error):
    done = make.run(kb, "test", *words)
    assert (done.status, done.out, done.err) == (2, "", error)


def test_a_branch_that_only_the_remote_has_is_proposed(kb, tmp_path):
    make.git(kb, "branch", "side")
    clone = make.clone(kb, tmp_path / "clone")
    assert make.run(clone, "test", "--compare", "side").err.endswith("Hint: Did you mean origin/side?\n")


def test_without_git_there_is_no_other_revision(tmp_path):
    make.files(tmp_path / "kb", make.THREE)
    assert make.run(tmp_path / "kb", "test", "--compare", "main") == (
        2, "", f"Error: {tmp_path}/kb is in no git repository: there is no earlier revision of it\n"
        "Hint: Begin one: git init\n",
    )  # fmt: skip


def test_a_revision_without_articles_is_two_lines(tmp_path):
    kb = make.base(tmp_path / "kb", {"a.txt": "x"})
    make.commit(kb, make.THREE)
    done = make.run(kb, "test", "--compare", "HEAD~1")
    assert done == (2, "", "Error: There are no articles in HEAD~1\nHint: Name another revision\n")


def test_other_formats(linked):
    make.commit(linked, {}, "2024-01-02")
    make.files(linked, CROWD)
    as_csv = make.run(linked, "test", "--compare", "HEAD", "--format", "csv").out
    assert as_csv == (
        "verdict,query,id,rank_there,rank_here,first_id_here,path\n"
        "lost,printer jam,kb-print1,1,5,kb-jam000,knowledge/office.md\n"
    )
    as_markdown = make.run(linked, "test", "--compare", "HEAD", "--format", "markdown").out.splitlines()
    assert as_markdown[-1] == "| lost | printer jam | kb-print1 | 1 | 5 | kb-jam000 |"


ANNOTATION = (
    "::error file=knowledge/office.md,line=1,col=1,title=kcs test::"
    "“printer jam” found this article at rank 1, and now at rank 5; first is kb-jam000"
)


@pytest.mark.parametrize("words", [("--compare", "HEAD"), ()], ids=str)
def test_in_github_actions_what_is_lost_stands_beside_the_file(linked, words, monkeypatch, tmp_path):
    make.files(linked, CROWD)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    done = make.run(linked, "test", *words)
    first, *others = done.out.splitlines()
    assert (done.status, first) == (1, ANNOTATION)
    assert all(line.startswith("|") for line in others)
    assert (tmp_path / "summary.md").read_text().startswith("### kcs test\n\n**")
    assert make.run(linked, "test", *words, "--format", "table").out.splitlines()[0] in [line[2:] for line in others]


def test_the_annotation_has_the_path_in_the_repository(tmp_path):
    make.base(tmp_path / "repo", {f"help/{path}": text for path, text in make.THREE.items()} | {"help/kcs.toml": ""})
    kb = tmp_path / "repo/help"
    make.run(kb, "search", "printer", "jam")
    make.run(kb, "link", "kb-print1", "--case", "1")
    make.files(kb, CROWD)
    out = make.run(kb, "test", "--compare", "HEAD", "--format", "github").out
    assert out.startswith("::error file=help/knowledge/printer.md,")


def leftovers(kb, folder) -> tuple:
    """Return what a comparison may leave: work trees, changes, files in the temporary folder, an index, searches."""
    ours = [name for name in ("index", "searches") if (kb / ".git/kcs" / name).exists()]
    return make.git(kb, "worktree", "list").count("\n"), make.git(kb, "status", "--porcelain"), os.listdir(folder), ours


def test_a_comparison_leaves_nothing_behind(kb, queries, tmp_path):
    folder = tmp_path / "tmp"
    folder.mkdir()
    assert make.process(kb, "test", queries, "--compare", "HEAD", TMPDIR=str(folder)).status == 0
    assert leftovers(kb, folder) == (1, "", [], [])


@pytest.mark.parametrize("after", [0.1, 0.3, 0.5])
def test_a_comparison_that_is_killed_leaves_nothing_behind(kb, queries, tmp_path, after):
    folder = tmp_path / "tmp"
    folder.mkdir()
    command = [sys.executable, "-m", "kcs_cli", "test", queries, "--compare", "HEAD"]
    known = {**os.environ, "KCS_ROOT": str(kb), "TMPDIR": str(folder)}
    with subprocess.Popen(command, env=known, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        time.sleep(after)  # wherever it is by then
        process.kill()
    assert leftovers(kb, folder) == (1, "", [], [])
