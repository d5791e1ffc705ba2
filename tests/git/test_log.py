import io
import subprocess

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kcs_cli.errors import KcsError
from kcs_cli.git.log import LOG, CommittedFile, LoggedCommit, parse_log, read_log
from kcs_cli.git.process import command
from tests.benchmarks.git_histories import REQUESTS, make_history
from tests.make import commit, git

A, B, C, NO = "a" * 40, "b" * 40, "c" * 40, "0" * 40
HEADER = f"\x01{C}\x021704110400 +0100\x02ana@example.org\x02Ben <b@x>\x03Cy <c@x>\x02Ana"
NEW, CHANGED, MOVED = (f":{modes} {status}\0" for modes, status in (
    (f"000000 100644 {NO} {C}", "A"), (f"100644 100644 {A} {B}", "M"), (f"100644 100644 {A} {B}", "R090"),
))  # fmt: skip


def logged(text: str | bytes) -> list[LoggedCommit]:
    return list(parse_log(io.BytesIO(text if isinstance(text, bytes) else text.encode())))


def entries(text: str) -> list[tuple[CommittedFile, ...]]:
    return [one.entries for one in logged(text)]


def test_a_commit_has_author_time_and_co_authors():
    (one,) = logged(f"{HEADER}\0\n{NEW}a.md\0")
    assert one[:6] == (C, 1704110400, "+0100", "ana@example.org", "Ana", ("Ben <b@x>", "Cy <c@x>"))


def test_a_new_file_has_no_source_and_a_changed_one_its_text_before():
    assert entries(f"{HEADER}\0\n{NEW}a.md\0{CHANGED}b.md\0") == [
        (CommittedFile("A", (), "a.md", C), CommittedFile("M", (("b.md", A),), "b.md", B))
    ]


def test_a_moved_file_comes_from_its_former_path():
    assert entries(f"{HEADER}\0\n{MOVED}a.md\0b.md\0") == [(CommittedFile("R", (("a.md", A),), "b.md", B),)]


def test_a_deleted_file_has_no_text():
    line = f":100644 000000 {A} {NO} D\0a.md\0"
    assert entries(f"{HEADER}\0\n{line}") == [(CommittedFile("D", (("a.md", A),), "a.md", ""),)]


def test_a_merge_has_a_source_for_each_side_that_had_the_file():
    line = f"::100644 000000 100644 {A} {NO} {B} MA\0a.md\0b.md\0b.md\0"
    assert entries(f"{HEADER}\0\n{line}") == [(CommittedFile("M", (("a.md", A),), "b.md", B),)]


@pytest.mark.parametrize("mode", ["120000", "160000"])
def test_links_and_submodules_are_no_articles(mode):
    assert entries(f"{HEADER}\0\n:000000 {mode} {NO} {A} A\0a.md\0") == []


def test_commits_follow_one_another_and_those_without_articles_are_left_out():
    text = f"{HEADER}\0{HEADER}\0\n{NEW}a.md\0{HEADER}\0\n{NEW}b.md\0{HEADER}\0"
    assert [[entry.path for entry in found] for found in entries(text)] == [["a.md"], ["b.md"]]


def test_an_output_that_breaks_off_gives_what_there_was():
    assert entries(f"{HEADER}\0\n{NEW}a.md") == [(CommittedFile("A", (), "a.md", C),)]


def test_bytes_that_are_no_utf_8_are_kept():
    (one,) = logged(HEADER.encode().replace(b"Ana", b"J\xfcrgen") + f"\0\n{NEW}".encode() + b"gr\xfc\xdfe.md\0")
    assert (one.name, one.entries[0].path) == ("J\udcfcrgen", "gr\udcfc\udcdfe.md")


@pytest.mark.parametrize(("at", "seconds"), [("", 0), ("soon +0000", 0), ("-5 +0000", -5)])
def test_a_time_that_is_none_is_the_first(at, seconds):
    assert logged(f"\x01{C}\x02{at}\x02a@x\x02\x02Ana\0\n{NEW}a.md\0")[0].at == seconds


SOUND = f"{HEADER}\0\n{NEW}a.md\0".encode()
PIECES = st.sampled_from([
    b"\0", b"\n", b" ", b":", b"\x01", b"\x02", b"\x03", b"<", b">", b"--5", b"9" * 5000, b"\xff", HEADER.encode(),
    NEW.encode(), CHANGED.encode(), MOVED.encode(), b"a.md\0", SOUND, b"100644", b"000000", b"R", b"M", A.encode(),
    C.encode(),
])  # fmt: skip


@given(st.one_of(st.binary(max_size=60), st.lists(PIECES, max_size=14).map(b"".join)))
@example(b":\0")
@example(b":000000 100644 M\0a.md\0")
@example(HEADER.replace("1704110400", "--5").encode() + b"\0\n" + NEW.encode() + b"a.md\0")
def test_whatever_is_read_the_parser_never_fails(content):
    assert all(isinstance(one, LoggedCommit) and one.entries for one in logged(content))


def test_a_log_that_cannot_be_read_is_an_error(tmp_path):
    git(tmp_path, "init", "-q")
    with pytest.raises(KcsError, match="git cannot read the history"):
        list(read_log(tmp_path, "nosuch", has_all_texts=True))


@pytest.mark.parametrize("setting", ["i18n.logOutputEncoding", "i18n.commitEncoding"])
def test_names_are_utf_8_whatever_a_person_has_configured(tmp_path, setting):
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, {"a.md": "x"}, by="Jürgen <j@example.org>")
    git(tmp_path, "config", setting, "ISO-8859-1")
    assert [one.name for one in read_log(tmp_path, "HEAD", has_all_texts=True)] == ["Jürgen"]


def test_renames_are_as_git_tells_them_where_it_is_asked_of_every_commit(tmp_path):
    root = make_history(tmp_path / "history", 40, 250, weights={**REQUESTS, "move": 20, "come and go": 20, "branch": 20})
    asked = command(root, (*LOG, "-M", "HEAD", "--", "*.md"), globs=True)
    whole = parse_log(io.BytesIO(subprocess.run(asked, check=True, capture_output=True).stdout))
    found = list(read_log(root, "HEAD", has_all_texts=True))
    assert [one[:7] for one in found] == [one[:7] for one in whole]
    assert {entry.status for one in found for entry in one.entries} == {"A", "M", "R", "D"}


def test_a_merge_that_moves_an_article_is_asked_for_renames(tmp_path):
    git(tmp_path, "init", "-q", "-b", "main")
    text = "".join(f"Line {number} of the article.\n" for number in range(20))
    commit(tmp_path, {"a.md": text})
    git(tmp_path, "switch", "-q", "-c", "side")
    commit(tmp_path, {"a.md": f"{text}One of the side.\n"})
    git(tmp_path, "switch", "-q", "main")
    commit(tmp_path, {"a.md": f"One of the main branch.\n{text}"})
    git(tmp_path, "merge", "-q", "--no-commit", "side")
    git(tmp_path, "mv", "a.md", "b.md")
    commit(tmp_path, {"b.md": f"One of the main branch.\n{text}One of the side.\nOne of the merge.\n"})
    (*_, merge) = read_log(tmp_path, "HEAD", has_all_texts=True)
    assert [(one.status, one.path, [path for path, _ in one.sources]) for one in merge.entries] == [
        ("R", "b.md", ["a.md", "a.md"])
    ]
