"""Repairs what lint found, where there is one right answer."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import write_atomic
from kcs_cli.journal.deed import Deed, FileEdit, remember, written_file
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.lint.engine.run import file_text, repair
from kcs_cli.lint.linter import Linter
from kcs_cli.text.difference import unified
from kcs_cli.text.outside import kept_bytes


class Repair(NamedTuple):
    """A file with what `--fix` makes of it."""

    path: str
    before: str
    after: str

    @property
    def diff(self) -> str:
        """The repair as a unified diff."""
        return unified(self.before, self.after, f"a/{self.path}", f"b/{self.path}")


def repairs(linter: Linter) -> list[Repair]:
    """Return what can be repaired in the pages that are looked at."""
    pairs = [
        (page, repair(page, linter.world, linter.settings, linter.rules)) for page in linter.pages if not page.undecodable
    ]
    return [Repair(page.path, file_text(page), text) for page, text in pairs if text != file_text(page)]


def write_all(kb: KnowledgeBase, repairs: Sequence[Repair]) -> None:
    """Write repaired files, and remember which: `kcs share` commits them. Raise KcsError."""
    written: list[FileEdit] = []
    try:
        for one in repairs:
            write(kb.root, one)
            written.append(written_file(one.path, one.before, one.after))
    finally:
        if written:
            remember(kb, Deed("lint", edits=tuple(written), way_out="git diff shows what it changed"))


def write(root: Path, repair: Repair) -> None:
    """Write a repaired file, unless it has changed meanwhile. Raise KcsError."""
    file = root / repair.path
    try:
        if file.read_bytes() != kept_bytes(repair.before):
            raise KcsError(f"{repair.path} has changed meanwhile and was not repaired", "Do it again")
        write_atomic(file.resolve(), repair.after)  # an article may be a link to its file
    except OSError as error:
        raise KcsError(
            f"{repair.path} cannot be written ({error.strerror})", "Look at its rights, and do it again"
        ) from error
