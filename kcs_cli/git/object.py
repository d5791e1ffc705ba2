"""Objects of a git repository, read through one git process however many there are."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kcs_cli.files.stopwatch import timed
from kcs_cli.git.change import NO_FILE
from kcs_cli.git.process import git_text, start_git
from kcs_cli.text.outside import readable

AHEAD = 100  # requests made at once while as many are answered: few enough that neither side waits for the other to read
# Linux rounds it up to 1 MiB, the most that a process without special rights may ask for (fs.pipe-max-size)
ROOM = 1_000_000  # bytes of answers that git may be ahead, so that both work at the same time
LARGEST = 100_000_000  # bytes; no journal of a month is larger


class Objects:
    """A running `git cat-file --batch`."""

    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        self.requests = requests
        self.answers = answers

    def read(self, name: str) -> bytes:
        """Return an object's content; nothing for one that is not there, or is too large."""
        return self.find(name) or b""

    def find(self, name: str) -> bytes | None:
        """Return an object's content; None for one that is not there, or is too large."""
        self.ask(name)
        return self.answer()

    def read_all(self, names: Sequence[str]) -> Iterator[bytes | None]:
        """Yield the contents of many objects, None for one that is not there; git reads ahead while the caller works."""
        waiting = 0
        for start in range(0, len(names), AHEAD):
            some = names[start : start + AHEAD]
            self.ask(*some)
            for _ in range(waiting):
                yield self.answer()
            waiting = len(some)
        for _ in range(waiting):
            yield self.answer()

    def ask(self, *names: str) -> None:
        """Ask for objects; what is no name of one (a revision somebody noted) is asked for as nothing.

        Of a partial clone git ends when it cannot get an object; then there are no more answers.
        """
        asked = [name if name.isascii() and name.isprintable() and " " not in name else "-" for name in names]
        with suppress(BrokenPipeError):
            self.requests.write("".join(f"{name}\n" for name in asked).encode())
            self.requests.flush()

    def answer(self) -> bytes | None:
        """Return the content of the object asked for first."""
        header = self.answers.readline().split()
        if header[-1:] == [b"missing"] or len(header) != 3:
            return None
        size = int(header[2])
        if size > LARGEST:
            while size > 0:
                size -= len(self.answers.read(min(size, LARGEST)))
            self.answers.readline()
            return None
        content = self.answers.read(size)
        self.answers.readline()
        return content

    def tree(self, name: str) -> dict[str, str]:
        """Return name → object of a tree's entries."""
        return entries(self.read(name), len(name.partition("^")[0]) // 2)


def entries(tree: bytes, width: int) -> dict[str, str]:
    """Read a tree (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects); `width` bytes name an object."""
    found = {}
    while tree:
        entry, _, tree = tree.partition(b"\0")
        found[readable(entry.partition(b" ")[2])] = tree[:width].hex()
        tree = tree[width:]
    return found


def files_at(top: Path, commit: str) -> dict[str, str]:
    """Return path → blob of the ordinary files at a commit."""
    listed = git_text(top, "ls-tree", "-r", "-z", "--full-tree", commit)
    # One at a time: a list of all lines would take more room than what is read from them
    entries = (found[0] for found in re.finditer(r"[^\0]+", listed))
    parts = (entry.split("\t", 1) for entry in entries if not entry.startswith(NO_FILE))
    return {path: head.split(" ")[2] for head, path in parts}


@contextmanager
def reading_objects(top: Path) -> Iterator[Objects]:
    """Run the process while it is needed."""
    with timed("git cat-file"), start_git(top, ("cat-file", "--batch"), is_asked=True) as process:
        assert process.stdin
        assert process.stdout
        _make_room(process.stdout)
        yield Objects(process.stdin, process.stdout)
        with suppress(BrokenPipeError):
            process.stdin.close()


def _make_room(answers: IO[bytes]) -> None:
    """Let git work ahead of whoever reads, where the system lets a pipe hold more."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(answers, fcntl.F_SETPIPE_SZ, ROOM)
