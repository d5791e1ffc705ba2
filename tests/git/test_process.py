import getpass
import json
from pathlib import Path

import pytest

from kcs_cli.git.log import read_log
from kcs_cli.git.object import AHEAD, entries, reading_objects
from kcs_cli.git.process import TIME_OUT, GitAnswer, GitError, answer_line, failure, git, held_lock, identity, run_git
from kcs_cli.journal.event import to_line
from tests import make


def blob_of(kb: Path, content: bytes) -> str:
    make.files(kb, {".git/content": content})
    return make.git(kb, "hash-object", "-w", str(kb / ".git/content")).strip()


def answers(kb: Path, *names: str) -> list[bytes]:
    with reading_objects(kb) as objects:
        return [objects.read(name) for name in names]


def test_git_says_what_it_is_asked(kb):
    assert git(kb, "rev-parse", "--abbrev-ref", "HEAD") == "main\n"


def test_git_gets_what_it_reads(kb):
    blob = git(kb, "hash-object", "-w", "--stdin", stdin="ä\r\n".encode()).strip()
    assert git(kb, "cat-file", "blob", blob) == "ä\r\n"


def test_what_git_cannot_do_is_an_error_with_what_it_said(kb):
    with pytest.raises(GitError) as caught:
        git(kb, "rev-parse", "--verify", "nothing")
    error = caught.value
    assert (error.message, error.hint) == (
        "git rev-parse failed (fatal: Needed a single revision)",
        f"Look with: git -C {kb} status",
    )
    assert error.output == "fatal: Needed a single revision\n"


def test_a_failure_can_be_looked_at_instead(kb):
    answer = run_git(kb, "rev-parse", "--verify", "nothing")
    assert answer == (128, "", "fatal: Needed a single revision\n")


def test_what_git_has_no_answer_to_is_nothing(kb):
    assert (answer_line(kb, "rev-parse", "HEAD:knowledge/none.md"), answer_line(kb, "config", "no.such")) == ("", "")


def test_a_machine_without_git_is_told_where_to_get_it(kb, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError) as caught:
        git(kb, "status")
    assert (caught.value.message, caught.value.hint) == ("git is not installed", "Install git: https://git-scm.com")


@pytest.mark.parametrize("arguments", [("log",), ("diff", "--cached", "--raw"), ("rev-parse", "--verify", "HEAD")])
def test_a_repository_of_another_user_is_refused_in_our_words(kb, monkeypatch, arguments):
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(GitError) as caught:
        git(kb, *arguments)
    assert caught.value.message == f"git refuses to read {kb}: it belongs to another user"


@pytest.mark.parametrize("reason", ["Permission denied", "Read-only file system", "No space left on device"])
def test_a_repository_that_cannot_be_written_is_not_said_to_be_held_by_another_git(reason):
    said = f"fatal: Unable to create '/kb/.git/index.lock': {reason}\n"
    error = failure(Path("/kb"), ("add", "a.md"), GitAnswer(128, "", said))
    assert (error.message, error.hint) == (
        f"git cannot write to the repository ({reason})", "Look at the rights and the space of /kb/.git",
    )  # fmt: skip
    assert held_lock(said) == ""


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("fatal: unable to write loose object file: No space left on device", "No space left on device"),
        ("fatal: sha1 file '.git/index.lock' write error. Out of diskspace", "Out of diskspace"),
        ("fatal: cannot update the ref 'refs/kcs/a': unable to create file: Read-only file system", "Read-only file system"),
    ],
)
def test_a_disk_that_takes_nothing_more_is_said_whatever_git_wanted_to_write(said, reason):
    error = failure(Path("/kb"), ("hash-object", "-w"), GitAnswer(128, "", f"{said}\n"))
    assert (error.message, error.hint) == (
        f"git cannot write to the repository ({reason})", "Look at the rights and the space of /kb",
    )  # fmt: skip


def test_a_disk_of_a_remote_is_none_of_ours():
    said = "remote: fatal: write error: No space left on device\nerror: unpack failed: index-pack abnormal exit\n"
    error = failure(Path("/kb"), ("push",), GitAnswer(128, "", said))
    assert error.message == "git push failed (error: unpack failed: index-pack abnormal exit)"


def test_a_lock_that_is_there_is_named_to_be_removed():
    said = "fatal: Unable to create '/kb/.git/index.lock': File exists.\n\nAnother git process seems to be running\n"
    error = failure(Path("/kb"), ("add", "a.md"), GitAnswer(128, "", said))
    assert error.message == "Another git writes the index of the repository"
    assert error.hint.endswith(": rm /kb/.git/index.lock")


def test_what_is_streamed_needs_a_git_as_well(kb, monkeypatch):
    monkeypatch.setenv("PATH", "")
    for stream in (lambda: answers(kb, "HEAD"), lambda: list(read_log(kb, "HEAD", has_all_texts=True))):
        with pytest.raises(GitError, match="git is not installed"):
            stream()


def test_a_program_git_that_may_not_be_run_is_an_error(kb, tmp_path, monkeypatch):
    make.files(tmp_path, {"bin/git": "#!/bin/sh\n"})
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(GitError):
        git(kb, "status")


def test_a_git_that_takes_too_long_is_stopped(kb):
    with pytest.raises(GitError) as caught:
        run_git(kb, "-c", "alias.wait=!sleep 60", "wait", seconds=0.1)
    assert caught.value.output == TIME_OUT


def test_output_that_is_no_unicode_is_kept(kb):
    blob = blob_of(kb, b"a\xffb")
    assert git(kb, "cat-file", "blob", blob).encode("utf-8", "surrogateescape") == b"a\xffb"


def test_no_hook_runs(kb):
    make.files(kb, {".git/hooks/reference-transaction": f"#!/bin/sh\ntouch {kb}/ran\n"})
    (kb / ".git/hooks/reference-transaction").chmod(0o755)
    git(kb, "update-ref", "refs/kcs/x", "HEAD")
    assert sorted(path.name for path in kb.iterdir()) == [".git", "knowledge"]


def test_a_person_is_known_by_the_address_git_has(kb, monkeypatch):
    before = identity(kb)
    monkeypatch.delenv("GIT_AUTHOR_EMAIL")
    make.git(kb, "config", "user.email", "ben@example.org")
    assert (before, identity(kb)) == ("ana@example.org", "ben@example.org")


def test_a_person_git_does_not_know_is_known_by_the_login(kb, monkeypatch):
    monkeypatch.delenv("GIT_AUTHOR_EMAIL")
    monkeypatch.delenv("GIT_COMMITTER_EMAIL")
    make.git(kb, "config", "user.useConfigOnly", "true")
    monkeypatch.setenv("LOGNAME", "cyn")
    assert identity(kb) == getpass.getuser() == "cyn"


def test_without_git_a_person_is_known_by_the_login(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("LOGNAME", "cyn")
    assert identity(tmp_path) == "cyn"


def test_objects_are_read_one_after_another(kb):
    one, two, empty = blob_of(kb, b"one\n\nmore"), blob_of(kb, b"\0\xff"), blob_of(kb, b"")
    assert answers(kb, one, two, empty, one) == [b"one\n\nmore", b"\0\xff", b"", b"one\n\nmore"]


def test_many_objects_are_read_in_their_order(kb):
    known = blob_of(kb, b"x" * 100_000)
    names = [known if number % 3 else f"{number:040x}" for number in range(3 * AHEAD)]
    with reading_objects(kb) as objects:
        found = [content and len(content) for content in objects.read_all(names)]
    assert found == [100_000 if number % 3 else None for number in range(3 * AHEAD)]


@pytest.mark.parametrize(
    "name",
    ["0" * 40, "nothing", "", " ", "a b", "a b c", "--batch", "HEAD:no", "\u202e", "é", "x" * 200_000, "\x1b[31m", "\0"],
)
def test_an_object_that_is_not_there_is_nothing_and_stops_nothing(kb, name):
    blob = blob_of(kb, b"one")
    assert answers(kb, name, blob) == [b"", b"one"]


@pytest.mark.parametrize("name", ["a\nb", "0\n\n", "\n"])
def test_a_name_of_two_lines_does_not_mix_up_the_answers(kb, name):
    blob = blob_of(kb, b"one")
    assert answers(kb, name, blob, blob) == [b"", b"one", b"one"]


def test_an_object_that_is_too_large_is_passed_over(kb, monkeypatch):
    monkeypatch.setattr("kcs_cli.git.object.LARGEST", 100)
    assert answers(kb, blob_of(kb, b"x" * 101), blob_of(kb, b"x" * 100)) == [b"", b"x" * 100]


def test_the_entries_of_a_tree_are_names_and_objects(kb):
    make.files(kb, {"ä b.txt": "one", "knowledge/x": ""})
    make.git(kb, "add", "-A")
    tree, blob = make.git(kb, "write-tree").strip(), make.git(kb, "hash-object", "ä b.txt").strip()
    with reading_objects(kb) as objects:
        found = objects.tree(tree)
    assert found == {"ä b.txt": blob, "knowledge": make.git(kb, "rev-parse", f"{tree}:knowledge").strip()}


def test_a_tree_that_is_not_there_has_no_entries(kb):
    with reading_objects(kb) as objects:
        assert (objects.tree("0" * 40), entries(b"", 20)) == ({}, {})


def test_a_revision_of_another_writer_that_is_none_stops_nobody(kb):
    make.run(kb, "link", "kb-vpn001", "--case", "4711")
    events = [make.event(1, article="kb-mail01", case="4711", use="reference", revision="a b", by="mallory@example.org")]
    bad = b"".join(to_line(event) + b"\n" for event in events)
    make.journal_ref(kb, "refs/kcs/fetched/origin/kcs/journal/mallory-1", bad)
    done = make.run(kb, "show", "--case", "4711", "--format", "json")
    found = [(article["id"], article["change"]) for article in json.loads(done.out)["linked"]]
    assert found == [("kb-mail01", "unknown"), ("kb-vpn001", "unchanged")]


def test_what_a_partial_clone_lacks_is_not_there_however_often_it_is_asked_for(tmp_path):
    root = make.base(tmp_path / "kb", {"a.md": "one\n"})
    first = make.git(root, "rev-parse", "HEAD:a.md").strip()
    make.commit(root, {"a.md": "two\n"})
    partial = make.clone(root, tmp_path / "partial", "--filter=blob:none")
    with reading_objects(partial) as objects:
        assert [objects.find("HEAD:a.md"), *(objects.find(first) for _ in range(300))] == [b"two\n", *[None] * 300]
