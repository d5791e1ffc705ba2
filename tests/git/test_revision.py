from pathlib import Path

import pytest

from kcs_cli.git.revision import DeliveredRevision, find_blob, place_of, revision_of, revisions
from kcs_cli.journal.flag import closed_flags
from tests import make

FILE = "knowledge/vpn.md"


def commit(kb: Path, content: str, path: str = FILE, message: str = "change") -> str:
    make.files(kb, {path: content})
    make.git(kb, "add", "-A")
    make.git(kb, "commit", "-q", "-m", message)
    return make.git(kb, "rev-parse", "HEAD").strip()


def blob(kb: Path, name: str) -> str:
    return make.git(kb, "rev-parse", name).strip()


def closing(kb: Path, message: str) -> set[str]:
    make.git(kb, "commit", "-q", "--allow-empty", "-m", message)
    return closed_flags(kb)


@pytest.fixture
def three(kb) -> list[str]:
    """The commits of three revisions of one article, the newest first."""
    first = make.git(kb, "rev-parse", "HEAD").strip()
    return [first, commit(kb, "two"), commit(kb, "three")][::-1]


def test_a_committed_article_is_delivered_as_its_blob(kb):
    assert revision_of(kb, kb / FILE) == DeliveredRevision(blob(kb, f"HEAD:{FILE}"), False)


def test_an_article_changed_since_the_commit_is_a_draft_that_is_kept(kb):
    make.files(kb, {FILE: "changed"})
    found = revision_of(kb, kb / FILE)
    assert (found.draft, make.git(kb, "cat-file", "blob", found.blob)) == (True, "changed")


def test_an_article_that_was_never_committed_is_a_draft(kb):
    make.files(kb, {"knowledge/new.md": "new"})
    assert revision_of(kb, kb / "knowledge/new.md").draft


def test_an_article_in_a_repository_without_commits_is_a_draft(tmp_path):
    make.git(tmp_path, "init", "-q")
    make.files(tmp_path, {"a.md": "new"})
    assert revision_of(tmp_path, tmp_path / "a.md").draft


def test_without_git_nothing_is_known_of_a_revision(tmp_path):
    assert revision_of(None, tmp_path / "a.md") == DeliveredRevision("", False)


def test_line_ends_that_git_converts_make_no_draft(kb):
    make.git(kb, "config", "core.autocrlf", "true")
    make.files(kb, {FILE: (kb / FILE).read_text().replace("\n", "\r\n")})
    assert revision_of(kb, kb / FILE) == DeliveredRevision(blob(kb, f"HEAD:{FILE}"), False)


ODD = [
    "a b.md",
    "ä.md",
    "-x.md",
    "a[1].md",
    "*.md",
    ":x.md",
    ":(top)x.md",
    ":!x.md",
    "a\nb.md",
    '"q".md',
    "a'b.md",
    "\u202ex.md",
]


@pytest.mark.parametrize("name", ODD)
def test_an_article_with_an_odd_name_is_delivered_as_its_blob(kb, name):
    commit(kb, "odd", name)
    assert revision_of(kb, kb / name).draft is False


@pytest.mark.parametrize("name", ODD)
def test_an_article_with_an_odd_name_has_its_own_revisions_only(kb, name):
    make.files(kb, {"x.md": "x", "a1.md": "x"})
    one = commit(kb, "one", name)
    commit(kb, "other", "x.md")
    two = commit(kb, "two", name)
    assert [revision.commit for revision in revisions(kb, name)] == [two, one]


def test_the_revisions_are_commits_with_blobs_the_newest_first(kb, three):
    assert revisions(kb, FILE) == [(name, blob(kb, f"{name}:{FILE}")) for name in three]


def test_a_file_that_was_renamed_keeps_its_revisions(kb, three):
    make.git(kb, "mv", FILE, "knowledge/client.md")
    make.git(kb, "commit", "-q", "-m", "move")
    names = [revision.blob for revision in revisions(kb, "knowledge/client.md")]
    assert list(dict.fromkeys(names)) == [blob(kb, f"{name}:{FILE}") for name in three]


def test_a_file_that_is_not_there_has_no_revisions(kb):
    assert revisions(kb, "knowledge/none.md") == []


def test_what_a_merge_made_of_a_file_is_a_revision(kb):
    make.git(kb, "checkout", "-q", "-b", "side")
    commit(kb, "side")
    make.git(kb, "checkout", "-q", "main")
    commit(kb, "main")
    make.git(kb, "merge", "-q", "--no-commit", "-s", "ours", "side")
    merged = commit(kb, "both")
    assert blob(kb, f"{merged}:{FILE}") in [revision.blob for revision in revisions(kb, FILE)]


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("color.ui", "always"), ("core.abbrev", "4"), ("log.date", "raw"), ("log.follow", "true"), ("diff.noprefix", "true"),
        ("log.decorate", "full"), ("core.quotePath", "true"),
    ],
)  # fmt: skip
def test_a_person_s_settings_do_not_change_the_revisions(kb, three, setting, value):
    make.git(kb, "config", setting, value)
    assert [revision.commit for revision in revisions(kb, FILE)] == three


def test_a_revision_is_found_by_commit_branch_tag_or_blob(kb, three):
    make.git(kb, "tag", "-a", "-m", "x", "v1", three[1])
    chain = revisions(kb, FILE)
    names = [three[0], "main", "HEAD~1", "v1", three[2][:10], blob(kb, f"{three[2]}:{FILE}"), blob(kb, f"HEAD~1:{FILE}")[:8]]
    assert [place_of(kb, name, chain) for name in names] == [0, 0, 1, 1, 2, 2, 1]


def test_a_commit_that_left_the_file_alone_stands_for_the_revision_before(kb, three):
    later = commit(kb, "x", "other.txt")
    commit(kb, "four")
    assert place_of(kb, later, revisions(kb, FILE)) == 1


@pytest.mark.parametrize(
    "name", ["nothing", "", "--all", "-n1", "0" * 40, "HEAD^{tree}", "HEAD:knowledge", "a..b", "é", "\u202e"]
)
def test_what_names_no_revision_of_the_file_has_no_place(kb, three, name):
    assert place_of(kb, name, revisions(kb, FILE)) is None


def test_a_commit_before_the_file_has_no_place(kb, three):
    commit(kb, "x", "knowledge/late.md")
    assert place_of(kb, three[0], revisions(kb, "knowledge/late.md")) is None


def test_a_blob_is_found_by_its_beginning(kb):
    whole = blob(kb, f"HEAD:{FILE}")
    assert [find_blob(kb, name) for name in (whole, whole[:7])] == [whole, whole]


@pytest.mark.parametrize("name", ["HEAD", "main", "abc", "", "--", "0" * 40, "x" * 40, "A" * 10])
def test_what_is_no_beginning_of_a_blob_is_none(kb, name):
    assert find_blob(kb, name) == ""


def test_the_beginning_of_a_commit_is_no_blob(kb):
    assert find_blob(kb, blob(kb, "HEAD")) == ""


def test_a_trailer_closes_a_flag(kb):
    assert closing(kb, "Fix step 3\n\nLonger.\n\nCloses-flag: h2k9qm4x\nCase: 4711") == {"h2k9qm4x"}


def test_commits_close_several_flags(kb):
    closing(kb, "One\n\nCloses-flag: aaaaaaaa")
    assert closing(kb, "Two\n\nCloses-flag: bbbbbbbb\ncloses-FLAG: CCCCCCCC") == {"aaaaaaaa", "bbbbbbbb", "cccccccc"}


@pytest.mark.parametrize(
    "message",
    [
        "Closes-flag: aaaaaaaa and more",
        "Fix\n\nCloses-flag: aaaaaaaa\n\nbut this is the text that follows",
        "Fix\n\nSee Closes-flag: aaaaaaaa",
        "Fix\n\nCloses-flag: abcde",
        "Fix\n\nCloses-flag:",
        "Fix\n\nFlag: aaaaaaaa",
    ],
)
def test_what_is_no_trailer_closes_nothing(kb, message):
    assert closing(kb, message) == set()


def test_a_commit_of_another_branch_closes_nothing(kb):
    make.git(kb, "checkout", "-q", "-b", "side")
    closing(kb, "Fix\n\nCloses-flag: aaaaaaaa")
    make.git(kb, "checkout", "-q", "main")
    assert closed_flags(kb) == set()


def test_a_repository_without_commits_closes_nothing(tmp_path):
    make.git(tmp_path, "init", "-q")
    assert closed_flags(tmp_path) == set()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("grep.patternType", "fixed"), ("grep.patternType", "perl"), ("color.ui", "always"), ("log.decorate", "full"),
        ("format.pretty", "fuller"),
    ],
)  # fmt: skip
def test_a_person_s_settings_do_not_keep_a_flag_open(kb, setting, value):
    make.git(kb, "config", setting, value)
    assert closing(kb, "Fix\n\nCloses-flag: aaaaaaaa") == {"aaaaaaaa"}
