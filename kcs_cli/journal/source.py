"""What events are read from: the files of this clone and the refs of all writers; the ledger takes in what is new."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from itertools import chain
from pathlib import Path

from kcs_cli.git.folder import GitFolders, find_git, may_have_refs
from kcs_cli.git.object import reading_objects
from kcs_cli.git.process import GitError
from kcs_cli.journal.journal import Journal, JournalFile
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.ledger.row import Lines
from kcs_cli.journal.line import BLOB, FILE, count_unreadable, new_in_blobs, read_lines
from kcs_cli.journal.sync.remote import FETCHED, OWN, read_tips
from kcs_cli.knowledge_base.progress import Tell
from kcs_cli.text.display import quantity


class JournalSources:
    """The files and the refs of one journal; `top` is the repository's work tree, None where there is none."""

    def __init__(self, journal: Journal, top: Path | None, prefix: str, tell: Tell) -> None:
        self.journal = journal
        self.top = top
        self.prefix = prefix
        self.tell = tell

    @cached_property
    def git(self) -> GitFolders | None:
        """The repository's folders; None where there is none."""
        return find_git(self.top) if self.top else None

    def has_lost_files(self, ledger: Ledger) -> bool:
        """Tell whether a file the ledger knows is gone or shorter than it was: somebody restored or deleted it."""
        sizes = {_source_of(file): file.path.stat().st_size for file in self.journal.files() if file.path.is_file()}
        return any(sizes.get(name, -1) < end for name, end in ledger.files().items())

    def take_in(self, ledger: Ledger) -> None:
        """Take in what is new in the journal's files and in the refs."""
        before = ledger.unread()
        files = list(self.new_in_files(ledger))
        tips = self.new_tips(ledger)
        if tips and self.top:
            with reading_objects(self.top) as objects:
                ledger.take_in(chain(files, new_in_blobs(ledger, objects, tips)), tips)
                if not tips:
                    self.tell("Some of the journal that was fetched is not there; kcs sync may bring it")
        elif files:
            ledger.take_in(files, {})
        after = ledger.unread()
        grown = [source for source, number in after.items() if number > before.get(source, 0)]
        contents = dict(self.contents(after)) if grown else {}
        told = [one for one in contents.items() if one[0] not in grown]
        for source, number in count_unreadable(told, ((one, contents[one]) for one in grown if one in contents)):
            them = "it" if number == 1 else "them"
            self.tell(f"{quantity(number, 'line')} of the journal cannot be read and {'is' if number == 1 else 'are'} "
                      f"passed over: {source}; kcs events --unreadable names {them}")  # fmt: skip

    def new_in_files(self, ledger: Ledger) -> Iterator[Lines]:
        """Yield what was appended to the files of this clone."""
        for file in self.journal.files():
            name = _source_of(file)
            start = max(0, ledger.taken_in(name))
            with suppress(OSError):
                if file.path.stat().st_size > start:
                    with file.path.open("rb") as stream:
                        stream.seek(start)
                        content = stream.read()
                    whole = content.rfind(b"\n") + 1
                    yield read_lines(name, start, content[:whole])
                    if content[whole:]:
                        self.tell(f"The last line of the journal is torn and passed over: {name}")

    def new_tips(self, ledger: Ledger) -> dict[str, str]:
        """Return the refs that moved."""
        if self.top is None or (self.git and not may_have_refs(self.git, OWN, self.prefix, FETCHED)):
            return {}  # before the first sync no git is started
        try:
            tips = read_tips(self.top, self.prefix)
        except GitError as error:
            self.tell(f"{error.message}; only what was noted in this clone is counted")
            return {}
        seen = ledger.tips() if tips else {}
        return {ref: commit for ref, commit in tips.items() if seen.get(ref) != commit}

    def contents(self, sources: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the sources with their content."""
        blobs = [source for source in sources if source.startswith(BLOB)]
        for source in sources:
            if source.startswith(FILE):
                with suppress(OSError):
                    yield source, (self.journal.folder / source.removeprefix(FILE)).read_bytes()
        if blobs and self.top:
            with reading_objects(self.top) as objects:
                contents = objects.read_all([blob.removeprefix(BLOB) for blob in blobs])
                yield from ((blob, content or b"") for blob, content in zip(blobs, contents, strict=True))


def _source_of(file: JournalFile) -> str:
    """Name a file of this clone as the ledger does."""
    return f"{FILE}{file.writer}/{file.path.name}"
