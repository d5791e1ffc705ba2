"""What lint looks at: everything, some files, or what a change touches."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.git.change import commit_of, first_common_commit, target_branch
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase


class Scope(NamedTuple):
    """What is looked at: files or folders (none: all), or what a change touches; `text` is that of one file from an editor.

    `since` is the commit a change began with, `against` the newest one of the branch it goes to; `is_staged`: the change is
    what the next commit has.
    """

    paths: tuple[str, ...] = ()
    since: str = ""
    against: str = ""
    is_staged: bool = False
    text: bytes | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether the whole base is looked at."""
        return not self.paths and not self.is_change

    @property
    def is_change(self) -> bool:
        """Tell whether a change is looked at."""
        return bool(self.is_staged or self.since)


def scope_of_files(kb: KnowledgeBase, paths: Sequence[str], environ: Mapping[str, str]) -> Scope:
    """Return the scope of some files; without any, in a pull request's CI what that changes, else all. Raise KcsError."""
    reference = "" if paths else target_branch(environ)
    return scope_of_change(kb, reference, ()) if reference else Scope(tuple(_article_paths(kb, paths)))


def scope_of_change(kb: KnowledgeBase, reference: str, paths: Sequence[str]) -> Scope:
    """Return the scope of a change since the commit in which this branch left another one. Raise KcsError."""
    if kb.git_top is None:
        raise KcsError(f"{kb.root} is in no git repository: there is no change to look at", "Leave out --changed-from")
    against = commit_of(kb.git_top, reference)
    since = first_common_commit(kb.git_top, against, reference)
    kb.tell(f"Looking at what changed since {since[:10]}, where this branch left {reference}")
    return Scope(tuple(_article_paths(kb, paths)), since, against)


def scope_of_staged(kb: KnowledgeBase, paths: Sequence[str]) -> Scope:
    """Return the scope of what the next commit changes. Raise KcsError."""
    if kb.git_top is None:
        raise KcsError(f"{kb.root} is in no git repository: nothing is staged", "Leave out --staged")
    return Scope(tuple(_article_paths(kb, paths)), is_staged=True)


def scope_of_text(kb: KnowledgeBase, path: str, text: bytes) -> Scope:
    """Return the scope of a text from an editor, of which a file of a path is to be. Raise KcsError."""
    here = (Path.cwd() / path).resolve()
    file = here if here.is_relative_to(kb.root.resolve()) else (kb.root / path).resolve()
    if not file.is_relative_to(kb.root.resolve()):
        raise KcsError(f"{path} is not in {kb.root}", "Name a file of the knowledge base")
    found = file.relative_to(kb.root.resolve()).as_posix()
    if not kb.library.is_article(found):
        kb.tell(f"{path} is no article and is passed over")
        return Scope((f"{found}/",))  # nothing is below it
    return Scope((found,), text=text)


def _article_paths(kb: KnowledgeBase, paths: Sequence[str]) -> Iterator[str]:
    """Yield paths as they are in the knowledge base. Raise KcsError for one that is not there, or outside."""
    for path in paths:
        file = Path(path) if Path(path).exists() else kb.root / path
        if not path or not file.exists():
            raise KcsError(f"There is no {path or 'file without a name'}", "Name files or folders of the knowledge base")
        if not (file.is_file() or file.is_dir()):
            raise KcsError(f"{path} is a pipe or a device, and no article", "Name files or folders of the knowledge base")
        if not file.resolve().is_relative_to(kb.root.resolve()):
            raise KcsError(f"{path} is not in {kb.root}", "Name files or folders of the knowledge base")
        found = file.resolve().relative_to(kb.root.resolve()).as_posix()
        if file.is_file() and not kb.library.is_article(found):
            kb.tell(f"{path} is no article and is passed over")
            found = f"{found}/"  # nothing is below it
        yield found
