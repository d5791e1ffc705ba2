import json

import pytest

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from tests import make

FILE = "knowledge/vpn.md"
VPN = make.THREE[FILE]


def commit(root, text: str, file: str = FILE) -> str:
    """Commit an article's text and link it to a case of that name; return the commit."""
    make.files(root, {file: f"{VPN}{text}\n"})
    make.git(root, "add", "-A")
    make.git(root, "commit", "-q", "-m", text)
    make.run(root, "link", "kb-vpn001", "--case", text)
    return make.git(root, "rev-parse", "HEAD").strip()


@pytest.fixture
def chain(kb):
    """Three revisions, each delivered to a case: a, b, c."""
    return kb, *(commit(kb, name) for name in "abc")


def cases(root, bad: str) -> list[str]:
    return [one["case"] for one in make.answer(root, "recall", "kb-vpn001", "--bad", bad)["received_by"]]


def blob(root, revision: str = "HEAD", file: str = FILE) -> str:
    return make.git(root, "rev-parse", f"{revision}:{file}").strip()


def test_the_cases_that_got_a_revision_are_listed(chain):
    root, _, b, _ = chain
    today = KnowledgeBase.open(str(root)).now().date().isoformat()
    line = f"b     {today}  resolution  {blob(root, b)[:12]}  ana@example.org\n"
    head = "1 case received one of 1 revision of kb-vpn001\n\ncase  on          use         revision      by\n"
    assert make.run(root, "recall", "vpn", "--bad", b) == (0, head + line, "")


def test_a_revision_is_named_as_git_names_them(chain):
    root, _, b, _ = chain
    make.git(root, "tag", "v1", b)
    make.git(root, "tag", "-a", "-m", "two", "v2", b)
    for name in (b, b[:8], "HEAD~1", "v1", "v2", "main~1", blob(root, b), blob(root, b)[:8]):
        assert cases(root, name) == ["b"]


def test_a_range_has_both_ends(chain):
    root, a, b, c = chain
    assert [cases(root, f"{one}..{other}") for one, other in ((a, b), (b, c), (a, c), (b, b))] == [
        ["a", "b"],
        ["b", "c"],
        ["a", "b", "c"],
        ["b"],
    ]


def test_a_range_may_be_named_from_either_end_with_commits_and_blobs(chain):
    root, _, b, c = chain
    for bad in (f"{c}..{b}", f"{b}...{c}", f"{blob(root, b)}..{c}", f"{b}..{blob(root, c)}", f"{b}..HEAD"):
        assert cases(root, bad) == ["b", "c"]


def test_a_commit_that_did_not_touch_the_article_stands_for_the_revision_it_had(chain):
    root, *_ = chain
    make.files(root, {"other": ""})
    make.git(root, "add", "-A")
    make.git(root, "commit", "-q", "-m", "other")
    assert cases(root, "HEAD") == ["c"]


def test_revisions_before_a_file_was_renamed_count(chain):
    root, a, _, _ = chain
    make.git(root, "mv", FILE, "knowledge/net.md")
    make.git(root, "commit", "-q", "-m", "rename")
    commit(root, "d", "knowledge/net.md")
    assert cases(root, a) == ["a"]
    assert cases(root, f"{a}..HEAD") == ["a", "b", "c", "d"]


def test_a_text_that_was_never_committed_is_named_by_its_blob(chain):
    root, *_ = chain
    make.files(root, {FILE: VPN + "draft\n"})
    draft = make.answer(root, "link", "vpn", "--case", "draft")["linked"][0]["revision"]
    assert cases(root, draft[:10]) == ["draft"]


def test_a_revision_of_a_merged_branch_is_found(chain):
    root, *_ = chain
    make.git(root, "checkout", "-q", "-b", "side")
    side = commit(root, "side")
    make.git(root, "checkout", "-q", "main")
    make.git(root, "commit", "-q", "--allow-empty", "-m", "meanwhile")
    make.git(root, "merge", "-q", "--no-edit", "side")
    assert [cases(root, name) for name in (side, "HEAD", "HEAD^1")] == [["side"], ["side"], ["c"]]


@pytest.fixture
def merged(chain):
    """A merge in which both sides changed the article, and a person wrote a third text."""
    root, *_ = chain
    make.git(root, "checkout", "-q", "-b", "side")
    side = commit(root, "side")
    make.git(root, "checkout", "-q", "main")
    main = commit(root, "main")
    make.git(root, "merge", "-q", "-s", "ours", "--no-commit", "side")
    return root, side, main, commit(root, "both")


def test_a_text_that_was_written_in_a_merge_is_found(merged):
    root, side, main, both = merged
    assert [cases(root, name) for name in (both, "HEAD", side, main)] == [["both"], ["both"], ["side"], ["main"]]


def test_a_range_over_a_merge_has_what_was_written_in_it(merged):
    root, _, main, both = merged
    assert set(cases(root, f"{main}..{both}")) >= {"main", "both"}


def test_an_article_that_is_gone_can_be_recalled(chain):
    root, a, b, _ = chain
    make.git(root, "rm", "-q", FILE)
    make.git(root, "commit", "-q", "-m", "gone")
    assert [cases(root, name) for name in (blob(root, a), b)] == [["a"], ["b"]]


def test_an_article_that_cannot_be_read_now_can_be_recalled(chain):
    root, a, *_ = chain
    make.files(root, {FILE: "---\nid: [\n---\n"})
    assert cases(root, a) == ["a"]


def test_a_link_taken_back_is_not_recalled(chain):
    root, a, *_ = chain
    make.run(root, "unlink", "vpn", "--case", "a")
    assert cases(root, a) == []


def test_a_case_that_later_got_a_better_revision_is_recalled(chain):
    root, a, *_ = chain
    make.run(root, "link", "vpn", "--case", "a", "--as", "reference")
    assert cases(root, a) == ["a"]


def test_a_case_whose_resolution_was_replaced_is_recalled(chain):
    root, a, *_ = chain
    make.run(root, "link", "kb-mail01", "--case", "a", "--replace")
    assert cases(root, a) == ["a"]


def test_links_under_a_former_id_are_recalled(chain):
    root, a, *_ = chain
    make.files(root, {FILE: VPN.replace("id: kb-vpn001", "id: kb-new\naliases: [kb-vpn001]")})
    assert cases(root, a) == ["a"]


def test_no_case_is_an_answer_too(chain):
    root, *_ = chain
    assert make.run(root, "recall", "vpn", "--bad", "HEAD~3") == (0, "0 cases received one of 1 revision of kb-vpn001\n", "")


def test_a_knowledge_base_in_a_folder_of_its_repository_is_recalled(tmp_path):
    make.base(tmp_path, {"docs/kb/kcs.toml": "", "docs/kb/vpn.md": VPN})
    make.run(tmp_path / "docs/kb", "link", "vpn", "--case", "x")
    assert cases(tmp_path / "docs/kb", "HEAD") == ["x"]


def test_without_git_there_is_nothing_to_look_in(tmp_path):
    make.files(tmp_path, {"kcs.toml": "", "vpn.md": VPN})
    error = "Error: There is no git history to look in\nHint: kcs recall needs a git repository\n"
    assert make.run(tmp_path, "recall", "vpn", "--bad", "HEAD") == (2, "", error)


def test_cases_can_be_had_in_other_formats(kb):
    make.run(kb, "link", "vpn", "--case", "=1+1")
    csv = make.run(kb, "recall", "vpn", "--bad", "HEAD", "--format", "csv").out.splitlines()
    assert (csv[0], csv[1][:7]) == ("case,at,use,revision,by", "'=1+1,2")
    markdown = make.run(kb, "recall", "vpn", "--bad", "HEAD", "--format", "markdown").out
    assert markdown.startswith("**1 case received one of 1 revision of kb-vpn001**\n\n| case | on |")


def test_a_recall_is_one_json_object(chain):
    root, _, b, _ = chain
    answer = make.answer(root, "recall", "vpn", "--bad", b)
    assert (answer["kcs"], answer["id"], answer["revisions"]) == (2, "kb-vpn001", [blob(root, b)])
    assert list(answer["received_by"][0]) == ["case", "at", "by", "use", "revision"]


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "..",
        "HEAD..",
        "..HEAD",
        "nosuch",
        "HEAD..nosuch",
        "--help",
        "-n1",
        "\x1b[31m",
        "\udcff",
        "HEAD; ls",
        "\0",
        "x" * 9999,
    ],
    ids=lambda bad: repr(bad[:12]),
)
def test_a_revision_that_is_none_is_an_error_of_two_lines(kb, bad):
    run = make.run(kb, "recall", "vpn", f"--bad={bad}")
    assert (run.status, run.out, [line.split(":")[0] for line in run.err.splitlines()]) == (2, "", ["Error", "Hint"])
    assert run.err.startswith("Error: knowledge/vpn.md has no revision")


@pytest.mark.parametrize(
    "words", [("nosuch", "--bad", "HEAD"), ("vpn",), ("--bad", "HEAD"), ("../\0", "--bad", "HEAD")], ids=str
)
def test_every_error_is_two_lines_and_one_json_object(kb, words):
    run = make.run(kb, "recall", *words)
    assert (run.status, run.out, [line.split(":")[0] for line in run.err.splitlines()]) == (2, "", ["Error", "Hint"])
    assert list(json.loads(make.run(kb, "recall", *words, "--format", "json").err)) == ["kcs", "error", "hint"]


@pytest.fixture
def moved(chain):
    """An article that moved twice on a branch, the second time with another text, and the branch was merged."""
    root, *_ = chain
    make.git(root, "switch", "-q", "-c", "side")
    make.git(root, "mv", FILE, "knowledge/half.md")
    first = make.commit(root, {})
    make.git(root, "mv", "knowledge/half.md", "knowledge/net.md")
    second = commit(root, "side", "knowledge/net.md")
    make.git(root, "switch", "-q", "main")
    make.git(root, "commit", "-q", "--allow-empty", "-m", "meanwhile")
    make.git(root, "merge", "-q", "--no-edit", "side")
    return root, first, second


def test_a_move_on_a_merged_branch_is_a_revision(moved):
    root, first, second = moved
    assert [cases(root, name) for name in (first, second, "HEAD", "HEAD^1")] == [["c"], ["side"], ["side"], ["c"]]


def test_a_range_over_a_move_on_a_merged_branch_has_both_texts(moved):
    root, first, second = moved
    assert [cases(root, bad) for bad in (f"{first}..{second}", f"{first}..HEAD", f"{second}..{first}")] == [
        ["c", "side"]
    ] * 3


def test_an_article_without_an_id_that_moved_on_a_merged_branch_can_be_recalled(tmp_path):
    root = make.base(tmp_path / "base", {"old.md": "# VPN is down\n\n## Issue\n\nThe tunnel closes at once.\n"})
    make.run(root, "link", "old", "--case", "4711")
    make.git(root, "switch", "-q", "-c", "side")
    make.git(root, "mv", "old.md", "new.md")
    move = make.commit(root, {})
    make.git(root, "switch", "-q", "main")
    make.commit(root, {"other.md": "# Other\n\nAnother text.\n"})
    make.git(root, "merge", "-q", "--no-edit", "side")
    found = [make.answer(root, "recall", name, "--bad", move)["received_by"] for name in ("new", "old")]
    assert [[one["case"] for one in cases] for cases in found] == [["4711"], ["4711"]]
