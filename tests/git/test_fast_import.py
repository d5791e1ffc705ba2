import pytest

from kcs_cli.errors import KcsError
from kcs_cli.git.fast_import import FileCommit, Signature, blob_name, streaming_commits
from kcs_cli.git.landing import land
from kcs_cli.git.process import GitError
from kcs_cli.git.repository import Repository
from tests import make

BY = Signature("Ana", "ana@example.org", 1_700_000_000)
REF = "refs/kcs/import/x"


def write(root, files: dict[str, bytes], message: str = "one") -> None:
    """Write a commit of files on the ref."""
    with streaming_commits(root) as stream:
        blobs = {path: stream.store(content) for path, content in files.items()}
        stream.commit(REF, FileCommit(BY, message, blobs), BY, make.head(root))


LINES = {
    Signature("Ana\n<x> Silva", "a na@\nexample.org", 5): "Ana x Silva <ana@example.org> 5 +0000",
    Signature("", "ana@example.org", -9): "ana <ana@example.org> 0 +0000",
    Signature("<>\0", "", 1): "unknown <> 1 +0000",
    Signature("x" * 500, "y", 1): f"{'x' * 200} <y> 1 +0000",
}


@pytest.mark.parametrize("signature", LINES, ids=range(len(LINES)))
def test_a_name_is_one_that_git_reads(signature):
    assert signature.line() == LINES[signature]


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_texts_and_commits_are_written_and_brought_onto_the_branch(tmp_path, algorithm):
    root = tmp_path / "kb"
    root.mkdir()
    make.git(root, "init", "-q", "-b", "main", f"--object-format={algorithm}")
    make.commit(make.files(root, {}), {"a.md": "a"})
    odd = 'b/ž "quoted" \\ name.md'
    write(root, {odd: b"b\n", "c.bin": bytes(range(256))}, "Über\n\nmore")
    assert make.git(root, "rev-parse", f"{REF}:c.bin").strip() == blob_name(bytes(range(256)), algorithm)
    land(Repository(root), REF, make.head(root))
    assert (root / odd).read_bytes() == b"b\n"
    assert make.git(root, "log", "-1", "--format=%an <%ae> %at %s").strip() == "Ana <ana@example.org> 1700000000 Über"
    assert (make.git(root, "status", "--porcelain"), make.git(root, "for-each-ref", REF)) == ("", "")


def test_what_fails_in_the_middle_leaves_no_commit(new_kb):
    def fail() -> None:
        with streaming_commits(new_kb) as stream:
            blob = stream.store(b"x")
            stream.flush()
            stream.commit(REF, FileCommit(BY, "x", {"x.md": blob}), BY, make.head(new_kb))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert make.git(new_kb, "for-each-ref", REF) == ""


def test_what_git_does_not_take_is_an_error(new_kb):
    def fail() -> None:
        with streaming_commits(new_kb) as stream:
            stream.commit(REF, FileCommit(BY, "x", {"x.md": "nosuch"}), BY)

    with pytest.raises(GitError, match="no branch and no file has changed"):
        fail()


def test_what_was_changed_or_staged_here_stays(new_kb):
    (new_kb / "knowledge/vpn.md").write_text("ours")
    (new_kb / "new.md").write_text("ours")
    make.files(new_kb, {"staged.md": "staged"})
    make.git(new_kb, "add", "staged.md")
    write(new_kb, {"knowledge/vpn.md": b"theirs", "knowledge/mail.md": b"theirs", "new.md": b"theirs"})
    land(Repository(new_kb), REF, make.head(new_kb))
    texts = [(new_kb / name).read_text() for name in ("knowledge/vpn.md", "knowledge/mail.md", "new.md")]
    assert texts == ["ours", "theirs", "ours"]
    assert make.git(new_kb, "status", "--porcelain").splitlines() == [" M knowledge/vpn.md", " M new.md", "A  staged.md"]


def test_files_that_cannot_be_written_leave_nothing_staged_and_are_written_by_the_next_try(new_kb):
    head = make.head(new_kb)
    write(new_kb, {"knowledge/vpn.md": b"theirs", "knowledge/new.md": b"theirs"})
    name = blob_name(b"theirs")
    text = new_kb / ".git/objects" / name[:2] / name[2:]
    kept = text.rename(new_kb.parent / "kept")  # git cannot write the files then, as on a full disk
    with pytest.raises(KcsError, match="nothing is committed"):
        land(Repository(new_kb), REF, head)
    assert (make.head(new_kb), make.git(new_kb, "diff", "--cached", "--name-only")) == (head, "")
    kept.rename(text)
    land(Repository(new_kb), REF, head)
    assert (new_kb / "knowledge/new.md").read_text() == "theirs"
    assert make.git(new_kb, "status", "--porcelain") == ""
