"""Tells what makes a site of a repository, by its files or by a share of its articles, and what follows for kcs."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import NamedTuple

from kcs_cli.article.adoption.make import MAKES, README, Make
from kcs_cli.article.adoption.partial import find_partials
from kcs_cli.article.adoption.sighting import Sighting
from kcs_cli.knowledge_base.config import SiteKind
from kcs_cli.text.display import OptionalText, quantity
from kcs_cli.text.outside import readable

DEEPEST = 4  # folders down in which the configuration of a site is looked for
LARGEST = 200_000  # bytes of it that are looked at
NOT_LOOKED_INTO = frozenset(("node_modules", "vendor", "venv", "themes", "__pycache__", "site-packages"))
MOST_OF_ALL = 0.5  # share of the articles that a site must have, to be what the base is for
MANY_WORDS = 0.2  # share of them that have a make's words, where no file tells it
FEWEST_WORDS = 2  # … and their number
RANKS = {make.kind: rank for rank, make in enumerate(MAKES)}
CONTENTS = frozenset(("SUMMARY.md", "summary.md"))
LISTED = r"\]\(<?(?:[^()\s]+/)?README\.md[)>#]"
MOST_EXCLUDED = 30  # patterns that are taken over from a site


class Site(NamedTuple):
    """What makes a site, and by what that is told; the folder of its articles, and patterns of what is none."""

    kind: SiteKind = SiteKind.plain
    evidence: str = "no file and no words of a make"
    folder: OptionalText = ""
    exclude: tuple[str, ...] = ()


class SitePlace(NamedTuple):
    """A file that tells a make: the folder it is for, its path, and all that its configuration says."""

    make: Make
    folder: str
    file: str
    text: str


def find_site(root: Path, paths: Sequence[str], articles: Sequence[Sighting]) -> Site:
    """Tell the make: of what files tell, the first make that has most of the articles; where none has, by their words."""
    least = len(paths) * MOST_OF_ALL
    counts = {site: _count_below(site.folder, paths) for site in (_site_of(place, paths) for place in find_places(root))}
    best = [site for site, n in counts.items() if n and n >= least]
    # One with a folder of its own is meant: people write what MkDocs makes a site of in Obsidian, and keep its settings
    site = min(best, key=lambda one: (not one.folder, RANKS[one.kind], -counts[one])) if best else _by_words(articles)
    found = (*site.exclude, *_listed_pages(root), *find_partials(paths, articles))
    return site._replace(exclude=tuple(dict.fromkeys(found))[:MOST_EXCLUDED])


def _listed_pages(root: Path) -> Iterator[str]:
    """Yield what takes back the READMEs that a table of contents lists: GitBook and mdBook make pages of them."""
    for folder, names in _folders(root):
        for name in names & CONTENTS:
            if re.search(LISTED, _text_of(root / folder / name)):
                yield f"!{folder}/*README.md" if folder else README


def find_places(root: Path) -> Iterator[SitePlace]:
    """Yield the files that tell a make, the ones at the top first."""
    for folder, names in _folders(root):
        for make in MAKES:
            for file in (*make.files, *make.shared_files):
                if file.split("/")[0] not in names or not os.path.lexists(root / folder / file):
                    continue
                text = "\n".join(_text_of(root / folder / one) for one in (file, *make.settings_files))
                if file in make.files or not names.isdisjoint(make.beside) or re.search(make.proof, text):
                    yield SitePlace(make, folder, str(PurePosixPath(folder) / file), text)
                    break


def _folders(root: Path) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the folders in which a site's configuration may be, breadth first, with the names of what is in them."""
    level = [""]
    for _ in range(DEEPEST):
        below = []
        for folder in level:
            with suppress(OSError), os.scandir(root / folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
                yield folder, frozenset(entry.name for entry in entries)
                names = (entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
                below += [str(PurePosixPath(folder) / name) for name in names if _may_have_site(name)]
        level = below


def _may_have_site(folder: str) -> bool:
    """Tell whether a folder is looked into for a site."""
    return not folder.startswith(".") and folder not in NOT_LOOKED_INTO


def _text_of(file: Path) -> str:
    """Return what an ordinary file says, whatever its bytes; nothing for what is none."""
    try:
        if not S_ISREG(file.lstat().st_mode):
            return ""
        with file.open("rb") as stream:
            return readable(stream.read(LARGEST)).replace("\r\n", "\n")
    except (OSError, ValueError):
        return ""


def _site_of(place: SitePlace, paths: Sequence[str]) -> Site:
    """Return what a file says of a site: the folder that all its articles are in, as far as there are any."""
    make = place.make
    named = [found.strip() for found in re.findall(make.folder_key, place.text)] if make.folder_key else []
    inside = _with_articles((_joined(place.folder, one) for one in (*named, *make.more_folders)), paths)
    inside = inside or _with_articles((_joined(place.folder, one) for one in make.folders), paths)
    folder = os.path.commonpath(inside) if inside else place.folder
    folder = "" if folder == "." else folder
    return Site(make.kind, place.file, folder, (*make.exclude, *_excluded(place, folder)))


def _joined(folder: str, name: str) -> str:
    """Return a folder's path below another one, a dot for the repository; nothing for what is outside of it."""
    path = os.path.normpath(f"{folder}/{name.strip('/')}" if folder else name.strip("/"))
    return "" if path.startswith(("..", "/")) else path


def _with_articles(folders: Iterable[str], paths: Sequence[str]) -> list[str]:
    """Return the folders in which there are articles."""
    return [folder for folder in dict.fromkeys(folders) if folder and _count_below(folder, paths)]


def _count_below(folder: str, paths: Sequence[str]) -> int:
    """Count the articles below a folder."""
    return len(paths) if folder in ("", ".") else sum(path.startswith(f"{folder}/") for path in paths)


def _excluded(place: SitePlace, folder: str) -> Iterator[str]:
    """Yield the patterns of what a site's configuration leaves out; a folder is one of those its articles are in."""
    above = f"{folder}/" if folder else ""
    if not place.make.exclude_key:
        return
    for found in re.findall(place.make.exclude_key, place.text):
        for line in re.split(r"[\n,]", found):
            name = line.split(" #")[0].strip().removeprefix("- ").strip(" \t[]\"'").strip("/")
            if name and not name.startswith(("#", "!", ".")) and name.isprintable() and name.strip("*/"):
                yield name if "*" in name or name.lower().endswith(".md") else f"{above}{name}/*"


def _by_words(articles: Sequence[Sighting]) -> Site:
    """Tell the make by what is in many of the articles."""
    least = max(FEWEST_WORDS, len(articles) * MANY_WORDS)
    counts = Counter(kind for article in articles for kind in article.marks)
    for make in MAKES:
        if (n := counts[make.kind]) >= least:
            what = f"{make.sign} or its fields" if make.fields else make.sign
            return Site(make.kind, f"{what} in {n:,} of {quantity(len(articles), 'article')}", "", make.exclude)
    return Site()
