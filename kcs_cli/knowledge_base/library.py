"""Which article files there are: looked at before every search, so nothing here reads one."""

import os
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.git.folder import GitFolders, find_git
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.exclusion import Exclusions, exclusions, is_article
from kcs_cli.knowledge_base.walk import IGNORE_FILE, Walk
from kcs_cli.text.outside import portable

LONGEST = 1_000  # characters of a folder's path
SETTLED = 2_000_000_000  # nanoseconds: a file changed more lately may change again under the same time stamp
MISSING, UNSETTLED = 0, -2  # numbers of a file that is not there, and of one that is to be looked at again


class Library:
    """The article files of one knowledge base; `kcs_cli.article.reader` reads them."""

    def __init__(self, root: Path, config: Config) -> None:
        self.root = root
        self.config = config
        self.folder = articles_folder(config, has_knowledge=(root / "knowledge").is_dir())
        if not self.folder.isprintable() or len(self.folder) > LONGEST:
            raise KcsError(
                f"articles.folder is {self.folder[:60]!r}, which no folder is called",
                "Correct `folder` in [articles] of kcs.toml",
            )
        if ".." in Path(self.folder).parts or Path(config.articles.folder).is_absolute():
            raise KcsError(
                f"articles.folder is {config.articles.folder!r}, outside the knowledge base",
                "Name a folder below the one that holds kcs.toml",
            )
        if not (root / self.folder).resolve().is_relative_to(root.resolve()):
            raise KcsError(f"{self.folder} leads out of {root}", "Keep the articles below the folder that holds kcs.toml")
        if not (root / self.folder).is_dir():
            raise KcsError(f"There is no folder {self.folder} in {root}", "Correct `folder` in [articles] of kcs.toml")
        self.walk = Walk(str(root), self.excluded)  # the last one
        self.last_look: TreeTimes | None = None

    def fingerprint(self) -> int:
        """Return a number that changes when a file does below the folder, by its times (of content, of rights) or size."""
        return self.look().number

    def last_fingerprint(self) -> int:
        """Return that of the last look; there is none any more once the files may be others (`KnowledgeBase.forget`)."""
        return (self.last_look or self.look()).number

    def look(self) -> "TreeTimes":
        """Look at all files, in one walk.

        This runs at every search, so it is one `stat` a file and nothing else; a new name shows in the time of its folder.
        """
        at, skip = time.time_ns(), len(str(self.root)) + 1
        folders = {folder[skip:]: _look_at(folder, names) for folder, names in self.folders()}
        # Not hash(): that of a text is another number in each process
        key = zlib.crc32(repr((self.folder, self.config.articles.exclude, _looks(self.ignore_rules))).encode())
        self.last_look = TreeTimes(at=at, key=key, folders=folders)
        return self.last_look

    def listing(self) -> list[str]:
        """Return the paths of all article files, sorted.

        Symbolic links are followed once, and not out of the base; hidden folders are not entered.
        """
        skip = len(str(self.root)) + 1
        paths = (f"{folder}/{name}"[skip:] for folder, names in self.folders() for name in names)
        return sorted(map(portable, self.changed_at(paths)))

    def changed_at(self, paths: Iterable[str]) -> dict[str, int]:
        """Return when an article's content changed, in nanoseconds, of those paths at which there is one.

        Git is asked here what it ignores, where files are taken in: a search that finds nothing changed does not ask.
        """
        excluded, root, found = self.excluded, self.root, {}
        for path in paths:
            if not excluded.match(portable(path)):
                with suppress(OSError):  # gone meanwhile
                    look = os.stat(f"{root}/{path}")  # noqa: PTH116 - of many
                    if S_ISREG(look.st_mode):
                        found[path] = look.st_mtime_ns
        for path in self.ignored(found) if found and self.ignore_files else ():
            found.pop(path, None)
        return found

    def ignored(self, paths: Iterable[str]) -> list[str]:
        """Return which paths git ignores, by the rules that the last walk met."""
        from kcs_cli.git.ignore import find_ignored  # starts a process

        linked = tuple(f"{folder}/" for folder in self.walk.followed)  # git refuses what is beyond a link
        asked = [path for path in paths if not path.startswith(linked)] if linked else paths
        return find_ignored(self.root, asked, self.ignore_rules)

    @cached_property
    def git(self) -> GitFolders | None:
        """The folders of the repository around; None where there is no git."""
        return find_git(self.root)

    @cached_property
    def ignore_files(self) -> list[str]:
        """The files above the articles' folder that say what git ignores; none without git."""
        git = self.git
        above = [folder for folder in (self.root / self.folder / "x").parents[1:] if git and folder.is_relative_to(git.top)]
        return [*(f"{folder}/{IGNORE_FILE}" for folder in above), f"{git.common}/info/exclude"] if git else []

    def file_of(self, path: str) -> str:
        """Return the path of an article's file: where a link leads to it, of what that leads to."""
        links = self.walk.followed
        place = (
            next((place for place in (path, *map(str, PurePosixPath(path).parents)) if place in links), "") if links else ""
        )
        return f"{links[place]}{path[len(place) :]}" if place else path

    def is_article(self, path: str) -> bool:
        """Tell whether a path of the knowledge base would be that of an article, whether there is a file or not."""
        return is_article(path, self.folder, self.excluded)

    def written_alike(self, folded: str) -> list[str]:
        """Return the articles' paths that are one path once they have no capitals (`folded`), without listing all."""
        *folders, file = folded.split("/")
        found = [""]
        for part in folders:
            found = [f"{above}{name}/" for above in found for name in self._names(above, part, is_folder=True)]
        paths = (portable(above + name) for above in found for name in self._names(above, file, is_folder=False))
        return [path for path in paths if self.is_article(path)]

    def _names(self, folder: str, folded: str, *, is_folder: bool) -> list[str]:
        """Return the folders or files of a folder whose names are one once they have no capitals; links are none."""
        try:
            with os.scandir(self.root / folder) as entries:
                alike = [entry for entry in entries if portable(entry.name).casefold() == folded]
                kind = os.DirEntry.is_dir if is_folder else os.DirEntry.is_file
                return [entry.name for entry in alike if kind(entry, follow_symlinks=False)]
        except (OSError, ValueError):
            return []  # gone meanwhile, or no name that a system knows

    @cached_property
    def excluded(self) -> Exclusions:
        """What matches the paths that are no articles."""
        return exclusions(self.config, self.folder, self.has_file)

    def has_file(self, path: str) -> bool:
        """Tell whether the base has a file at a path."""
        return os.path.isfile(f"{self.root}/{path}")  # noqa: PTH113 - `Path.is_file` raises for a name that is too long

    def folders(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each folder that may hold articles, with the names there of markdown files."""
        self.walk = Walk(str(self.root), self.excluded)
        yield from self.walk.folders(f"{self.root}/{self.folder}".rstrip("/"))

    @property
    def ignore_rules(self) -> list[str]:
        """The files that say what git ignores, as the last walk met them."""
        return [*self.ignore_files, *self.walk.ignore_rules]


def articles_folder(config: Config, *, has_knowledge: bool) -> str:
    """Return the folder of the articles; nothing for the whole knowledge base."""
    folder = PurePosixPath(config.articles.folder.strip("/") or ("knowledge" if has_knowledge else ""))
    return "" if folder == PurePosixPath() else folder.as_posix()


class FolderTimes(NamedTuple):
    """How the files of a folder look: a number of each, in the order of their names, and one of the folder with them."""

    number: int
    names: Sequence[str]
    numbers: Sequence[int]


class TreeTimes(NamedTuple):
    """How all files look, by their folder below the knowledge base, and when they were looked at.

    `key` is another number where other files are articles.
    """

    at: int
    key: int
    folders: Mapping[str, FolderTimes]

    @property
    def number(self) -> int:
        """One number of all."""
        # Added up, so that it does not depend on the order in which a system lists a folder
        return self.key + sum(times.number for times in self.folders.values())

    def paths(self) -> Iterator[str]:
        """Yield the path of each file, as the system has it (see `text.outside.kept`)."""
        for folder, times in self.folders.items():
            yield from (f"{folder}/{name}" if folder else name for name in times.names)


def stamp_of(file: str, read_after: int = 0) -> int:
    """Return the number of a file; of one that was read after a time, and may have changed since, it tells nothing."""
    try:
        look = os.stat(file)  # noqa: PTH116 - of many
    except (OSError, ValueError):
        return MISSING
    if read_after and max(look.st_mtime_ns, look.st_ctime_ns) > read_after - SETTLED:
        return UNSETTLED
    return _number_of(look)


def _number_of(look: os.stat_result) -> int:
    """Return a number of how a file looks."""
    return hash((look.st_mtime_ns, look.st_ctime_ns, look.st_size))


def _look_at(folder: str, names: list[str]) -> FolderTimes:
    """Look at a folder and the files of some names in it; what is gone meanwhile is left out."""
    stat, near, numbers = os.stat, None, []
    try:
        near = os.open(folder, os.O_RDONLY) if stat in os.supports_dir_fd else None  # saves the system the way to each
        prefix = "" if near is not None else f"{folder}/"
        for name in names:
            look = stat(prefix + name, dir_fd=near)
            numbers.append(hash((look.st_mtime_ns, look.st_ctime_ns, look.st_size)))  # `_number_of`, of thousands
        own = hash(stat(folder if near is None else near).st_mtime_ns)
        return FolderTimes(len(names) + own + sum(numbers), names, numbers)
    except OSError:
        there = [name for name in names if os.path.exists(f"{folder}/{name}")]  # noqa: PTH110 - a link may lead nowhere meanwhile
        return _look_at(folder, there) if len(there) < len(names) else FolderTimes(1, (), ())
    finally:
        if near is not None:
            os.close(near)


def _looks(files: Iterable[str]) -> list[tuple[int, int]]:
    """Return when files changed, and how large they are, of those that are there; the order tells nothing."""
    found = []
    for file in files:
        with suppress(OSError):
            look = Path(file).stat()
            found.append((look.st_mtime_ns, look.st_size))
    return sorted(found)
