"""Many texts and commits written at once, on a ref of their own, through one `git fast-import`: all of them or none."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from kcs_cli.files.stopwatch import timed
from kcs_cli.git.process import GitError, answer_line, start_git
from kcs_cli.text.outside import kept_bytes

LONGEST_NAME = 200  # characters of an author's name or address
PLAIN = "100644"
UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f<>\ud800-\udfff\u2028-\u202e\u2066-\u2069]+")


class Signature(NamedTuple):
    """Who did something and when, in seconds of UTC; whatever stands in the name, git can read it."""

    name: str
    address: str
    at: int

    def line(self) -> str:
        """Return it as git writes it."""
        address = re.sub(r"\s", "", UNSAFE.sub("", self.address))[:LONGEST_NAME]
        name = " ".join(UNSAFE.sub(" ", self.name).split())[:LONGEST_NAME].strip(" .,:;\"'") or address.partition("@")[0]
        return f"{name or 'unknown'} <{address}> {max(0, self.at)} +0000"


class FileCommit(NamedTuple):
    """A commit to be: who wrote it and when, what it says, and the blobs of its files by their paths."""

    author: Signature
    message: str
    files: Mapping[str, str]


class CommitStream:
    """A running `git fast-import`: blobs first, then commits on a ref."""

    def __init__(self, top: Path, requests: IO[bytes], answers: IO[bytes], algorithm: str) -> None:
        self.top = top
        self.requests = requests
        self.answers = answers
        self.algorithm = algorithm

    def store(self, content: bytes) -> str:
        """Store a text and return its name."""
        self._write(b"blob\ndata %d\n%b\n" % (len(content), content))
        return blob_name(content, self.algorithm)

    def flush(self) -> None:
        """Wait until all that was stored is on the disk; before the first commit, for refs would move as well."""
        self._write(b"checkpoint\nprogress stored\n")
        self.requests.flush()
        if not self.answers.readline():
            raise _failed(self.top)

    def commit(self, ref: str, commit: FileCommit, committer: Signature, parent: str = "") -> None:
        """Add a commit to a ref; the first one names its `parent`, where it has one."""
        message = commit.message.encode("utf-8", "replace")
        lines = [f"commit {ref}", f"author {commit.author.line()}", f"committer {committer.line()}", f"data {len(message)}"]
        self._write(kept_bytes("\n".join(lines)) + b"\n" + message + b"\n")
        self._write(f"from {parent}\n".encode() if parent else b"")
        for path, blob in commit.files.items():
            self._write(kept_bytes(f"M {PLAIN} {blob} {_quoted(path)}\n"))
        self._write(b"\n")

    def _write(self, content: bytes) -> None:
        try:
            self.requests.write(content)
        except OSError as error:
            raise _failed(self.top) from error


@contextmanager
def streaming_commits(top: Path) -> Iterator[CommitStream]:
    """Run the process; the refs move when it ends well. Raise GitError."""
    options = ("fast-import", "--quiet", "--date-format=raw", "--done")
    with timed("git fast-import"), start_git(top, options, is_asked=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            stream = CommitStream(top, process.stdin, process.stdout, object_format(top))
            yield stream
            stream._write(b"done\n")
        except BaseException:
            process.kill()  # without `done` nothing of it counts
            with suppress(OSError):
                process.stdin.close()
            raise
        with suppress(OSError):  # it ended, and its status says why
            process.stdin.close()
    if process.returncode:
        raise _failed(top)


def object_format(top: Path) -> str:
    """Return by what hash a repository names its objects."""
    return answer_line(top, "rev-parse", "--show-object-format") or "sha1"


def blob_name(content: bytes, algorithm: str = "sha1") -> str:
    """Return the name that git gives a text."""
    import hashlib

    return hashlib.new(algorithm, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _failed(top: Path) -> GitError:
    """Return the error of a git that took no more."""
    return GitError("git fast-import failed; no branch and no file has changed", f"Look with: git -C {top} fsck", "")


def _quoted(path: str) -> str:
    """Write a path as fast-import reads any."""
    return '"' + path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
