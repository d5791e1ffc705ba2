"""The files of a commit, in a folder of our own in the git directory: what is edited in the work tree is not among them.

git keeps it by an index of its own: from one commit to the next it writes what differs, and after a kill what is missing.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import lock
from kcs_cli.git.folder import GitFolders
from kcs_cli.git.repository import Repository
from kcs_cli.knowledge_base.codeowners_file import find_codeowners
from kcs_cli.knowledge_base.config_file import read_config
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.library import Library
from kcs_cli.search.index.refresh import Refresh
from kcs_cli.search.index.rule import OwnerRules
from kcs_cli.search.phrase import taught_phrases


class CommitTree(NamedTuple):
    """A base as it was committed: its library, and what reads its articles with all that the index takes."""

    commit: str
    library: Library
    refresh: Refresh


@contextmanager
def commit_tree(kb: KnowledgeBase, git: GitFolders, commit: str) -> Iterator[CommitTree]:
    """Write the files of a commit and open the base in them, as long as nobody else does. Raise KcsError."""
    folder = git.own / "kcs" / "cluster"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with lock(folder / "lock", 0, lambda: None):
            top = folder / "tree"
            _write(git, folder, commit)
            yield _opened(kb, GitFolders(top, git.own, git.common), commit)
    except TimeoutError as error:
        raise KcsError("Another kcs feeds the cluster from this clone", "Wait until it is done") from error


def _write(git: GitFolders, folder: Path, commit: str) -> None:
    """Have the folder as the commit is."""
    top = folder / "tree"
    top.mkdir(exist_ok=True)
    (folder / "index.lock").unlink(missing_ok=True)  # of one that was killed: nobody else writes here
    ours = {"GIT_DIR": str(git.own), "GIT_WORK_TREE": str(top), "GIT_INDEX_FILE": str(folder / "index")}
    repository = Repository(git.top)
    repository.ask("read-tree", "--reset", "-u", commit, environ=ours)
    repository.ask("clean", "-ffdxq", environ=ours)  # what a killed one wrote for a commit that it did not reach


def _opened(kb: KnowledgeBase, git: GitFolders, commit: str) -> CommitTree:
    """Open the base in those files, with what the clone's journal has taught."""
    root = git.top / kb.base if kb.base else git.top
    if not root.is_dir():
        raise KcsError(f"The commit {commit[:10]} has no folder {kb.base}", "Commit the knowledge base first")
    config = read_config(root, os.environ, kb.tell)
    library = Library(root, config)
    library.git = git
    library.ignore_files = []  # all of it was committed
    rules = OwnerRules(find_codeowners(git.top), kb.base, config.defaults.owner, (git.top, root))
    return CommitTree(commit, library, Refresh(library, kb.progress, kb.tell, taught_phrases(kb), rules))
