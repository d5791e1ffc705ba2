"""What pages were made of, kept beside them: what has not changed since is not made again."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

MARK = ".kcs-site"  # a folder with such a file was written by `kcs site build`, and may be by the next one
UNREADABLE = (OSError, ValueError, TypeError, KeyError, AttributeError)


class PageInputs(NamedTuple):
    """What the page of an article was made of.

    `around` is all that surrounds its text. `targets` are the articles it links to, with their digests, `files` those it
    shows, with their places. `is_whole`: all its links lead somewhere; what a lost one names is written nowhere.
    """

    page: str
    digest: str
    around: str
    targets: dict[str, str]
    files: dict[str, str]
    is_whole: bool


class Manifest(NamedTuple):
    """All pages by their articles' paths, and what all of them have in common.

    `names` are those of all files and articles, as a digest: while they are the same, a lost link stays lost. `facts` are
    those of each article's text. `written` are all files that kcs wrote: others in the folder are somebody else's.
    """

    shared: str
    names: str
    pages: Mapping[str, PageInputs]
    facts: Mapping[str, dict[str, Any]]
    written: Sequence[str]

    def write(self, folder: Path) -> None:
        """Write it into a folder of pages."""
        pages = {path: one._asdict() for path, one in self.pages.items()}
        (folder / MARK).write_text(json.dumps({**self._asdict(), "pages": pages}), "utf-8")


NONE = Manifest(shared="", names="", pages={}, facts={}, written=())


def read_manifest(folder: Path, shared: str) -> Manifest:
    """Return what the pages of a folder were made of; nothing where other things made them."""
    with suppress(*UNREADABLE):
        known = json.loads((folder / MARK).read_bytes())
        if known["shared"] == shared:
            pages = {path: PageInputs(**one) for path, one in known["pages"].items()}
            return Manifest(**{**known, "pages": pages})
    return NONE


def names_written(folder: Path) -> frozenset[str] | None:
    """Return the files that kcs wrote into a folder; None where that is not known."""
    with suppress(*UNREADABLE):
        return frozenset(json.loads((folder / MARK).read_bytes())["written"])
    return None
