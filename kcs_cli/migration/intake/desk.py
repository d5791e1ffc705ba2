"""Where an import reads what the base has, and puts what it makes: a repository, a folder without one, or nowhere."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import holder, lock, write_atomic
from kcs_cli.git.change import dirty_files
from kcs_cli.git.fast_import import CommitStream, FileCommit, Signature, blob_name, object_format, streaming_commits
from kcs_cli.git.landing import check_at_rest, land
from kcs_cli.git.object import Objects, files_at, reading_objects
from kcs_cli.git.process import answer_line, identity
from kcs_cli.git.repository import Repository
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.place import find_shared_folder
from kcs_cli.solve.edit import edit_lock

REFS = "refs/kcs/import"
PATIENCE = 0.5  # seconds to wait for another import, which takes minutes


class Desk(Protocol):
    """What an import reads from and writes to; paths are those of the base."""

    def store(self, content: bytes) -> str:
        """Store a text and return the name of its blob."""
        ...

    def name(self, content: bytes) -> str:
        """Return the name that a text would have."""
        ...

    def text(self, blob: str) -> bytes | None:
        """Return a text that was stored by an earlier import; None where it is not known any more."""
        ...

    def here(self, path: str) -> bytes | None:
        """Return what a file of the base says; None where it is not as it was committed."""
        ...

    def commit(self, *commits: FileCommit) -> None:
        """Note the commits of a record, to be made."""
        ...

    def flush(self) -> None:
        """Have all that was stored on the disk."""
        ...

    def place(self) -> str:
        """Return the commit that everything begins at."""
        ...

    def finish(self, last: FileCommit) -> int:
        """Write everything, and return how many commits that makes. Raise KcsError."""
        ...


class FolderDesk:
    """A base without a repository: files are written as they come, and there is no text of an earlier import."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.held: dict[str, bytes] = {}

    def store(self, content: bytes) -> str:
        """Hold a text until its file is written."""
        self.held[name := blob_name(content)] = content
        return name

    def name(self, content: bytes) -> str:
        """Return the name that git would give it."""
        return blob_name(content)

    def text(self, blob: str) -> bytes | None:  # noqa: ARG002 - nothing is kept
        """Return nothing."""
        return None

    def here(self, path: str) -> bytes | None:
        """Return what a file says."""
        try:
            return (self.root / path).read_bytes()
        except OSError:
            return None

    def commit(self, *commits: FileCommit) -> None:
        """Write the files as the last of some commits has them."""
        for path, blob in {path: blob for commit in commits for path, blob in commit.files.items()}.items():
            file = self.root / path
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                if not file.parent.resolve().is_relative_to(self.root.resolve()):
                    raise KcsError(f"{file.parent} leads out of {self.root}", "Remove that link, or name another --folder")
                write_atomic(file, self.held[blob])
            except OSError as error:
                raise KcsError(
                    f"{file} cannot be written ({error.strerror})", "Free some space or look at its rights; import again"
                ) from error
        self.held.clear()

    def flush(self) -> None:
        """Do nothing: each file is written at once."""

    def place(self) -> str:
        """Return nothing."""
        return ""

    def finish(self, last: FileCommit) -> int:
        """Write the notes."""
        self.commit(last)
        return 0


class RepositoryDesk:
    """A base in a repository: texts are stored at once, commits are made at the end, in the order of their times."""

    def __init__(self, kb: KnowledgeBase, top: Path, name: str, objects: Objects) -> None:
        self.top = top
        self.prefix = f"{kb.base}/" if kb.base else ""
        self.ref = f"{REFS}/{name}"
        self.repository = Repository(top)
        self.head = self.repository.find_commit("HEAD")
        self.objects = objects
        self.files = files_at(top, self.head) if self.head else {}
        self.dirty = frozenset(dirty_files(top))
        self.commits: list[FileCommit] = []
        self.algorithm = object_format(top)
        self.is_finished = False
        self.stream: CommitStream | None = None  # nothing is written in a dry run
        self.committer = _committer(kb, top)

    def store(self, content: bytes) -> str:
        """Store a text in the repository."""
        return self.stream.store(content) if self.stream else self.name(content)

    def name(self, content: bytes) -> str:
        """Return the name that git gives it."""
        return blob_name(content, self.algorithm)

    def text(self, blob: str) -> bytes | None:
        """Return what the repository has."""
        return self.objects.find(blob)

    def here(self, path: str) -> bytes | None:
        """Return what the last commit says, where the file is as it says."""
        path = self.prefix + path
        return self.objects.find(self.files[path]) if path in self.files and path not in self.dirty else None

    def commit(self, *commits: FileCommit) -> None:
        """Keep commits until all are known."""
        self.commits += commits

    def flush(self) -> None:
        """Have all that was stored on the disk."""
        if self.stream:
            self.stream.flush()

    def place(self) -> str:
        """Return the head."""
        return self.head

    def finish(self, last: FileCommit) -> int:
        """Make all commits on a ref of their own; the branch and the files come after."""
        self.is_finished = True
        made = [*sorted(self.commits, key=lambda one: one.author.at), last._replace(author=self.committer)]
        parent = self.head
        for one in made:
            files = {self.prefix + path: blob for path, blob in one.files.items()}
            if self.stream:
                self.stream.commit(self.ref, one._replace(files=files), self.committer, parent)
            parent = ""
        return len(made)


class DryDesk:
    """Nowhere: what would be written is only counted."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.name, self.text, self.here = desk.name, desk.text, desk.here
        self.flush, self.place = desk.flush, desk.place

    def store(self, content: bytes) -> str:
        """Return the name that it would have."""
        return self.desk.name(content)

    def commit(self, *commits: FileCommit) -> None:
        """Do nothing."""

    def finish(self, last: FileCommit) -> int:  # noqa: ARG002 - nothing is written
        """Do nothing."""
        return 0


@contextmanager
def opened_desk(kb: KnowledgeBase, name: str, *, dry_run: bool) -> Iterator[Desk]:
    """Open the desk of a base; what a killed import had ready is brought onto the branch first. Raise KcsError."""
    git = kb.git
    if git is None:
        folder = FolderDesk(kb.root)
        yield DryDesk(folder) if dry_run else folder
        return
    check_at_rest(git)
    with ExitStack() as stack:
        if not dry_run:
            stack.enter_context(_alone(kb))
            _land(git.top, f"{REFS}/{name}")  # what was ready when an import was killed
        desk = RepositoryDesk(kb, git.top, name, stack.enter_context(reading_objects(git.top)))
        if dry_run:
            yield DryDesk(desk)
            return
        with streaming_commits(git.top) as desk.stream:
            yield desk
        stack.enter_context(edit_lock(kb))
        if desk.is_finished and not _land(git.top, desk.ref):
            raise KcsError("Something was committed while this was imported; nothing of it is written", "Import again")


@contextmanager
def _alone(kb: KnowledgeBase) -> Iterator[None]:
    """Let no other import run meanwhile. Raise KcsError where one does."""
    folder = find_shared_folder(kb.root, kb.git)
    if folder is None:
        yield
        return
    file = folder / "import.lock"
    try:
        with lock(file, PATIENCE, lambda: None):
            yield
    except TimeoutError as error:
        raise KcsError(f"Another import runs{holder(file)}", "Import when that is done") from error


def _land(top: Path, ref: str) -> bool:
    """Bring commits that wait onto the branch; those that begin somewhere else are dropped: they are made again."""
    repository = Repository(top)
    tip, head = repository.find_commit(ref), repository.find_commit("HEAD")
    if not tip:
        return False
    if head and not repository.is_ancestor(head, tip):
        repository.ask("update-ref", "-d", ref, tip)
        return False
    land(repository, ref, head)
    return True


def _committer(kb: KnowledgeBase, top: Path) -> Signature:
    """Return who imports."""
    name = answer_line(top, "var", "GIT_COMMITTER_IDENT").partition("<")[0].strip()
    return Signature(name or os.environ.get("USER", ""), identity(kb.root), int(kb.now().timestamp()))
