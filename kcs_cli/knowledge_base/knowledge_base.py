"""One knowledge base, opened: where it is, its configuration, and what else was opened of it."""

import os
from collections.abc import Callable
from copy import copy
from datetime import datetime
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from kcs_cli.files.stopwatch import timed
from kcs_cli.git.folder import GitFolders
from kcs_cli.knowledge_base.config import FILE_NAME, Config
from kcs_cli.knowledge_base.config_file import read_config, read_personal
from kcs_cli.knowledge_base.library import Library
from kcs_cli.knowledge_base.place import base_name, find_base
from kcs_cli.knowledge_base.progress import Progress, Tell, plain_progress, silent
from kcs_cli.text.dates import LOCAL

Thing = TypeVar("Thing")
Opens = Callable[["KnowledgeBase"], Thing]


class KnowledgeBase:
    """What every store and practice is handed. It knows none of them: they open what they need, once (see `once`)."""

    def __init__(self, root: Path, config: Config, tell: Tell = silent, progress: Progress = plain_progress) -> None:
        self.root = root
        self.config = config
        self.tell = tell
        self.progress = progress
        self.library = Library(root, config)
        self._opened: dict[Opens[Any], Any] = {}

    @classmethod
    def open(cls, root: str | None, tell: Tell = silent, progress: Progress = plain_progress) -> "KnowledgeBase":
        """Find the knowledge base of a folder asked for, or around the current one. Raise KcsError."""
        found = find_base(Path.cwd(), root, os.environ, read_personal(os.environ).root)
        with timed("configuration", found.root / FILE_NAME):
            config = read_config(found.root, os.environ, tell)
        kb = cls(found.root, config, tell, progress)
        kb.library.git = found.git
        return kb

    def anew(self, tell: Tell) -> "KnowledgeBase":
        """Return the same base with nothing of it opened yet, for another thread; the files are not looked at."""
        same = copy(self)
        same.tell, same._opened = tell, {}
        return same

    def keep(self, opens: "Opens[Thing]", thing: Thing) -> Thing:
        """Have a thing in the place of what a function opened, and return it."""
        self._opened[opens] = thing
        return thing

    def kept(self, opens: "Opens[Thing]", open: "Opens[Thing]") -> Thing:
        """Return what is there in the name of a function; the first time it is opened."""
        if opens in self._opened:
            return cast(Thing, self._opened[opens])
        with timed(open.__name__.strip("_").replace("_", " ")):
            return self.keep(opens, open(self))

    def forget(self, *opens: "Opens[Any]") -> None:
        """Forget what some functions opened, or all: files or events have changed since."""
        self.library.last_look = None
        for open in opens or tuple(self._opened):
            self._opened.pop(open, None)

    @property
    def git(self) -> GitFolders | None:
        """The repository's folders; None where there is no git."""
        return self.library.git

    @property
    def git_top(self) -> Path | None:
        """The repository's work tree; None where there is no git."""
        return self.git.top if self.git else None

    @cached_property
    def base(self) -> str:
        """The knowledge base's folder in its repository; nothing where that is the repository itself."""
        return base_name(self.root, self.git)

    def now(self) -> datetime:
        """Return the time, with the zone of the person."""
        return datetime.now(LOCAL)


def once(open: Opens[Thing]) -> Opens[Thing]:
    """Make a function that opens something of a knowledge base do so once, until that is forgotten."""

    @wraps(open)
    def opened(kb: KnowledgeBase) -> Thing:
        return kb.kept(opened, open)

    return opened
