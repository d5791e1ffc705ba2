"""Where the file is that an article includes: beside it or above, below the repository, and nowhere hidden."""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from posixpath import isdir, isfile, splitext
from typing import NamedTuple

from kcs_cli.article.include.syntax import Syntax

LARGEST = 200_000  # bytes of a file that is included
MOST_MISSING = 2  # places at which a file is waited for that is not there
NO_TEXT = frozenset((".svg", ".css", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf", ".ico", ".woff", ".mp4"))
OUTSIDE = re.compile(r"[A-Za-z][\w+.-]*://|\{\{|\{%|<%|\$\{|\*")  # an address, or what is yet to be filled in
SITE_ROOT = re.compile(r"(?:@site|@|~|\$site)/")  # what some call the top of the site


class Place(NamedTuple):
    """The file that is meant, nothing where there is none, and the files that would be it."""

    file: str
    waited_for: Sequence[str] = ()


class Places:
    """Finds files below a folder, `top`; `notes` tells the path of a note by its name, in a base where names do."""

    def __init__(self, top: str, notes: Callable[[str], str]) -> None:
        self.top = top
        self.notes = notes
        self.known: dict[tuple[str, str, Sequence[object], Sequence[str]], Place] = {}

    @cached_property
    def real_top(self) -> str:
        """The folder without links."""
        return os.path.realpath(self.top)

    def find(self, target: str, syntax: Syntax, folder: str) -> Place:
        """Return the file that is meant in a text of a folder."""
        key = folder, target, (*syntax.folders, syntax.is_beside), syntax.endings
        if key not in self.known:
            self.known[key] = self._find(target, syntax, folder)
        return self.known[key]

    def _find(self, target: str, syntax: Syntax, folder: str) -> Place:
        """Look for it: the nearest one counts."""
        if not target or OUTSIDE.search(target) or len(target) > 300 or "\0" in target:
            return Place("")
        waited_for: list[str] = []
        for file, is_likely in self._candidates(target, syntax, folder):
            if self._is_text(file):
                return Place(file)
            if is_likely and len(waited_for) < MOST_MISSING:
                waited_for.append(file)
        return Place(self.notes(target) if syntax.by_name else "", waited_for)

    def _candidates(self, target: str, syntax: Syntax, folder: str) -> Iterator[tuple[str, bool]]:
        """Yield the files that may be meant, and whether one would be expected there."""
        bare = SITE_ROOT.sub("", target, count=1).lstrip("/")
        is_near = target.startswith(("./", "../"))
        for above in (folder,) if is_near else self.folders_above(folder):
            for own in (*([""] if syntax.is_beside else ()), *(() if is_near else syntax.folders)):
                place = f"{above}/{own}" if own else above
                is_likely = (not own and above == folder) or (bool(own) and isdir(place))
                for name in _names(bare, syntax.endings):
                    yield os.path.normpath(f"{place}/{name}"), is_likely
                    is_likely = False

    def folders_above(self, folder: str) -> Iterator[str]:
        """Yield a folder and those above it, as far as the top."""
        while folder == self.top or folder.startswith(f"{self.top}/"):
            yield folder
            folder = folder.rpartition("/")[0]

    def _is_text(self, file: str) -> bool:
        """Tell whether there is a file that may be read: inside, not hidden, not too large."""
        try:
            if not isfile(file) or Path(file).stat().st_size > LARGEST:
                return False
        except (OSError, ValueError):
            return False
        real = os.path.realpath(file)
        is_inside = real.startswith(f"{self.real_top}/")
        is_hidden = "/." in real[len(self.real_top) :].replace("/.gitbook/includes/", "/")
        return is_inside and not is_hidden and splitext(real)[1].lower() not in NO_TEXT


def _names(target: str, endings: Sequence[str]) -> list[str]:
    """Return what a file may be called that is written with or without its ending."""
    has_ending = re.search(r"\.[A-Za-z]\w{0,8}$", target)
    return [*([target] if has_ending or not endings else ()), *(target + ending for ending in endings)]
