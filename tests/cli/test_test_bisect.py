"""`kcs test --bisect`: which commit lost an article, in real histories."""

import pytest

from tests import make

FAX = make.article("Fax is silent", "## Issue\n\nThe fax is silent.\n\n## Resolution\n\n1. Plug it in.\n", id="kb-fax001")
REWORDED = make.article("Telecopier", "## Issue\n\nIt says nothing.\n\n## Resolution\n\n1. Plug.\n", id="kb-fax001")
SYNONYM = '[[synonym]]\nsaid = "clicker"\nmeans = "printer"\n'


@pytest.fixture
def lost(kb):
    """A base whose fax article was reworded in the middle of its history, by Ben on 2 May 2024."""
    make.commit(kb, {"knowledge/note.md": FAX}, "2024-01-01")
    for number in range(9):
        make.commit(kb, {"knowledge/mail.md": make.THREE["knowledge/mail.md"] + f"\n{number}\n"}, f"2024-02-0{number + 1}")
    make.commit(kb, {"knowledge/note.md": REWORDED, "a.txt": "x"}, "2024-05-02", "Ben <ben@example.org>", "Use the new word")
    for number in range(5):
        make.commit(kb, {"knowledge/vpn.md": make.THREE["knowledge/vpn.md"] + f"\n{number}\n"}, f"2024-06-0{number + 1}")
    return kb


def bisect(kb, query: str, article: str):
    return make.answer(kb, "test", "--bisect", query, "--expect", article)


def culprit(kb, query: str, article: str) -> str:
    """Return what the commit says that is found."""
    return bisect(kb, query, article)["culprit"]["subject"]


def test_the_commit_that_lost_the_article_is_named(lost):
    done = make.run(lost, "test", "--bisect", "fax silent", "--expect", "kb-fax001")
    commit = make.git(lost, "rev-parse", "--short=12", "HEAD~5").strip()
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        "“fax silent”: its article is lost since this commit\n"
        "what     found\n"
        "article  kb-fax001\n"
        "title    Telecopier\n"
        "today    not among the first ten\n"
        f"commit   {commit}\n"
        "day      2024-05-02\n"
        "author   Ben\n"
        "subject  Use the new word\n"
        "file     knowledge/note.md\n"
        "before   at rank 1\n"
        "after    not among the first ten\n"
        "\n"
        "Asked at 7 of 17 commits that changed the knowledge base\n"
    )


def test_json_has_the_whole_commit(lost):
    report = bisect(lost, "fax silent", "knowledge/note.md")
    assert report["culprit"] == {
        "commit": make.git(lost, "rev-parse", "HEAD~5").strip(), "on": "2024-05-02", "authors": ["Ben"],
        "subject": "Use the new word", "paths": ["knowledge/note.md"],
        "place_before": {"rank": 1, "path": "knowledge/note.md", "first_id": "kb-fax001"},
        "place_after": {"rank": None, "path": "knowledge/note.md", "first_id": None},
    }  # fmt: skip
    assert (report["finding"], report["id"], report["tried"], report["commits"]) == ("broken", "kb-fax001", 7, 17)


def test_what_is_found_today_is_not_broken(lost):
    assert make.run(lost, "test", "--bisect", "telecopier", "--expect", "kb-fax001").out == (
        "“telecopier”: nothing is broken, its article is among the first 3\n"
        "what     found\n"
        "article  kb-fax001\n"
        "title    Telecopier\n"
        "today    at rank 1\n"
    )


def test_what_is_not_committed_yet_may_have_lost_it_be_its_id_another(lost):
    make.files(lost, {"knowledge/note.md": FAX.replace("kb-fax001", "kb-fax002")})
    report = bisect(lost, "telecopier", "kb-fax001")
    assert (report["finding"], report["culprit"], report["today"]["path"]) == ("uncommitted", None, "knowledge/note.md")


def test_what_never_was_found_is_said(lost):
    report = bisect(lost, "qqqq", "kb-fax001")
    assert (report["finding"], report["culprit"], report["commits"]) == ("never", None, 17)


def test_a_time_in_which_it_was_found_is_met_through_the_article_s_own_commits(kb):
    for number in range(20):
        changes = {"knowledge/vpn.md": make.THREE["knowledge/vpn.md"] + f"\n{number}\n"}
        changes |= {13: {"knowledge/note.md": FAX}, 14: {"knowledge/note.md": REWORDED}}.get(number, {})
        make.commit(kb, changes, message=str(number))
    assert culprit(kb, "fax silent", "kb-fax001") == "14"


def test_articles_that_crowd_it_out_are_the_cause(kb):
    words = make.article("Printer jam and printer jam", said="[printer jam, printer jam]")
    make.commit(kb, {f"knowledge/{n}.md": words for n in range(4)}, message="Four articles on jam")
    report = bisect(kb, "printer jam", "kb-print1")
    assert (report["culprit"]["subject"], report["culprit"]["place_after"]["rank"]) == ("Four articles on jam", 5)


def test_a_deleted_article_is_lost_by_the_commit_that_deleted_it(lost):
    other = make.article("Scanner is blind", "## Issue\n\nIt sees nothing at all.\n", id="kb-a00001")
    gone = make.commit(lost, {"knowledge/note.md": None, "knowledge/a.md": other})
    report = bisect(lost, "telecopier", "kb-fax001")
    assert (report["culprit"]["commit"], report["culprit"]["place_after"]["path"], report["title"]) == (gone, None, None)
    assert report["culprit"]["paths"] == ["knowledge/note.md", "knowledge/a.md"]


def test_synonyms_may_have_lost_it(kb):
    make.commit(kb, {"synonyms.toml": SYNONYM})
    make.commit(kb, {"synonyms.toml": None}, message="No synonyms")
    report = bisect(kb, "clicker", "kb-print1")
    assert (report["culprit"]["subject"], report["culprit"]["paths"]) == ("No synonyms", ["synonyms.toml"])


def test_the_configuration_may_have_lost_it(kb):
    make.commit(kb, {"kcs.toml": "[search]\n"})
    make.commit(kb, {"kcs.toml": '[articles]\nexclude = ["printer.md"]\n'}, message="No printers")
    make.commit(kb, {"knowledge/note.md": FAX})
    assert culprit(kb, "printer nothing", "kb-print1") == "No printers"


def test_where_the_configuration_was_broken_nothing_was_found(kb):
    make.commit(kb, {"kcs.toml": "[search]\n"})
    make.commit(kb, {"kcs.toml": "[search"}, message="Broken")
    make.commit(kb, {"kcs.toml": '[articles]\nexclude = ["printer.md"]\n'}, message="Mended, without printers")
    assert culprit(kb, "printer nothing", "kb-print1") == "Broken"


def test_a_merge_is_what_changed_the_branch(kb):
    make.commit(kb, {"knowledge/note.md": FAX})
    make.git(kb, "checkout", "-q", "-b", "side")
    make.commit(kb, {"knowledge/note.md": REWORDED}, message="On the side")
    make.git(kb, "checkout", "-q", "main")
    make.commit(kb, {"knowledge/mail.md": None}, message="On main")
    make.git(kb, "merge", "-q", "side", "-m", "Merge side")
    report = bisect(kb, "fax silent", "kb-fax001")
    assert (report["culprit"]["subject"], report["culprit"]["paths"]) == ("Merge side", ["knowledge/note.md"])


def test_commits_outside_of_the_base_are_not_asked(tmp_path):
    make.base(tmp_path / "repo", {"help/kcs.toml": "", "help/größe [1].md": FAX})
    kb = tmp_path / "repo/help"
    make.commit(tmp_path / "repo", {"code.py": "1"})
    make.commit(tmp_path / "repo", {"help/größe [1].md": REWORDED, "code.py": "2"}, message="Reword")
    make.commit(tmp_path / "repo", {"code.py": "3", "code.md": "# Fax silent\n"})
    report = bisect(kb, "fax silent", "kb-fax001")
    assert (report["culprit"]["subject"], report["culprit"]["paths"]) == ("Reword", ["größe [1].md"])
    assert (report["tried"], report["commits"]) == (2, 2)


def test_commits_with_the_same_articles_are_asked_once(kb):
    make.commit(kb, {"knowledge/note.md": FAX})
    make.commit(kb, {"knowledge/note.md": REWORDED}, message="Reword")
    for number in range(8):
        make.commit(kb, {"notes.txt": str(number)})
    report = bisect(kb, "fax silent", "kb-fax001")
    assert (report["culprit"]["subject"], report["tried"], report["commits"]) == ("Reword", 3, 11)


def test_an_article_is_followed_through_a_new_id_and_a_new_name(kb):
    make.commit(kb, {"knowledge/old.md": FAX.replace("id: kb-fax001\n", "")})
    make.commit(kb, {"knowledge/old.md": None, "knowledge/new.md": FAX.replace("id: kb-fax001\n", "")})
    make.commit(kb, {"knowledge/new.md": REWORDED}, message="Reword, and an id")
    assert culprit(kb, "fax silent", "kb-fax001") == "Reword, and an id"


def test_what_links_taught_holds_in_the_past(lost):
    make.run(lost, "search", "fax", "silent", "telecopier")
    make.run(lost, "link", "kb-fax001", "--case", "1")
    assert bisect(lost, "fax silent", "kb-fax001")["finding"] == "found"


def test_what_the_links_of_the_same_words_taught_finds_nothing(lost):
    make.run(lost, "search", "telecopier")
    make.note(lost, "link", "kb-fax001", "2024-07-01", case="1", use="resolution", words="fax silent", rank=1)
    assert culprit(lost, "fax silent", "kb-fax001") == "Use the new word"


def test_in_a_shallow_clone_it_says_that_more_may_be_known(lost, tmp_path):
    clone = make.clone(lost, tmp_path / "clone", "--depth=3")
    done = make.run(clone, "test", "--bisect", "fax silent", "--expect", "kb-fax001")
    told = "kcs: This clone is shallow: what was before is not known. To get it: git fetch --unshallow origin\n"
    assert (done.status, done.err) == (0, told)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("--bisect", "fax"), 'Error: --bisect needs --expect\nHint: kcs test --bisect "QUERY" --expect ID\n'),
        (("--expect", "kb-vpn001"), 'Error: --expect needs --bisect\nHint: kcs test --bisect "QUERY" --expect ID\n'),
        (
            ("--bisect", "fax", "--expect", "vpn", "--compare", "HEAD"),
            "Error: --bisect and --compare cannot be together\nHint: Leave out --compare\n",
        ),
        (
            ("--bisect", "fax", "--expect", "nosuch"),
            "Error: No article goes by nosuch\nHint: Search for it: kcs search nosuch\n",
        ),
        (("--bisect", " ", "--expect", "vpn"), "Error: --bisect has no words\nHint: Give the words of a search\n"),
    ],
)
def test_what_cannot_be_looked_for_is_two_lines(kb, words, error):
    assert make.run(kb, "test", *words) == (2, "", error)


def test_without_git_there_is_no_history(tmp_path):
    make.files(tmp_path / "kb", make.THREE)
    done = make.run(tmp_path / "kb", "test", "--bisect", "qqqq", "--expect", "vpn")
    assert (done.status, done.err.splitlines()[1]) == (2, "Hint: Begin one: git init")


def test_before_the_first_commit_there_is_no_history(tmp_path):
    make.git(make.files(tmp_path / "kb", make.THREE), "init", "-q")
    assert make.run(tmp_path / "kb", "test", "--bisect", "qqqq", "--expect", "vpn") == (
        2, "", f"Error: Nothing of {tmp_path}/kb is committed yet\nHint: Commit the articles\n",
    )  # fmt: skip
