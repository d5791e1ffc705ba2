"""What is no article by its path: patterns of the configuration, and what takes them back."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kcs_cli.files.markdown_file import is_markdown, plain_path
from kcs_cli.knowledge_base.config import Config

if TYPE_CHECKING:
    from kcs_cli.text.glob import PathGlobs

NO_ARTICLE_FOLDERS = frozenset(("node_modules", "venv", "__pycache__", "site-packages"))  # not looked into unasked
# What site generators and package managers keep in folders of such names, no site has a page of: with one it is a topic.
# A folder of includes has an `index.md` where Hugo is to build no pages of it.
TOPIC_PAGES = {
    "templates": ("_index.md", "index.md", "index.mdx"),
    "archetypes": ("_index.md", "index.md", "index.mdx"),
    "vendor": ("_index.md", "index.md", "index.mdx"),
    "includes": ("_index.md",),
}
GLOB = frozenset("*?[]\\")  # what makes a name a pattern


class Exclusions:
    """What is no article by its path (see `PathGlobs`); a pattern that begins with `!` takes back what others leave out.

    `named` are the folders that are not looked into, in lower case: `vendor/*` leaves all of it out, `/templates/*` only at
    the top of the base, or of its articles (`folder`). `has_file` tells whether the base has a file at a path.
    """

    def __init__(self, patterns: Sequence[str], folder: str, has_file: Callable[[str], bool]) -> None:
        self.patterns = tuple(pattern for pattern in patterns if not pattern.startswith("!"))
        self.taken_back = tuple(pattern[1:] for pattern in patterns if pattern.startswith("!"))
        back = {name.lstrip("/") for name in _whole_folders(self.taken_back)}
        whole = _whole_folders(self.patterns)
        self.anywhere = (NO_ARTICLE_FOLDERS | {name for name in whole if name[0] != "/"}) - back
        self.named = self.anywhere | ({name.lstrip("/") for name in whole} - back)
        self.top = f"{folder}/" if folder else ""
        self.has_file = has_file

    @cached_property
    def left_out(self) -> "PathGlobs":
        """The patterns of what is left out, beside whole folders."""
        return _globs([pattern for pattern in self.patterns if not _whole_folder(pattern)])

    @cached_property
    def kept(self) -> "PathGlobs":
        """The patterns of what is taken back."""
        return _globs(self.taken_back)

    def match(self, path: str) -> bool:
        """Tell whether a path is left out."""
        if self.folder_of(path):
            return True
        return _matches(self.left_out, path) and not _matches(self.kept, path)

    def folder_of(self, path: str) -> str:
        """Return the outermost folder of a path that is left out as a whole; nothing where none is."""
        parts = path.split("/")[:-1]
        if self.named.isdisjoint(map(str.casefold, parts)):
            return ""
        folders = ("/".join(parts[:number]) for number in range(1, len(parts) + 1))
        return next(filter(self.leaves_out, folders), "")

    def leaves_out(self, folder: str) -> bool:
        """Tell whether a folder is left out as a whole, by its own name."""
        name = folder.rpartition("/")[2].casefold()
        if name not in self.named:
            return False
        is_there = name in self.anywhere or "/" not in folder.removeprefix(self.top)
        return is_there and not any(self.has_file(f"{folder}/{page}") for page in TOPIC_PAGES.get(name, ()))


def exclusions(config: Config, folder: str, has_file: Callable[[str], bool]) -> Exclusions:
    """Return what matches the paths that are no articles."""
    return Exclusions(config.articles.exclude, folder, has_file)


def is_article(path: str, folder: str, excluded: Exclusions) -> bool:
    """Tell whether a path is that of an article below a folder, by its name alone."""
    folders = path.split("/")
    is_below = not folder or path.startswith(f"{folder}/")
    is_hidden = any(part.startswith(".") for part in folders)
    return is_below and is_markdown(path) and not is_hidden and not excluded.match(path)


def _globs(patterns: Sequence[str]) -> "PathGlobs":
    """Return patterns to be matched."""
    from kcs_cli.text.glob import PathGlobs  # no search needs them that finds nothing changed

    return PathGlobs(patterns)


def _matches(globs: "PathGlobs", path: str) -> bool:
    """Tell whether patterns match a path as it is, or as if it ended in `.md`: `README.md` leaves out `README.mdx`."""
    return globs.match(path) or (path[-3:] != ".md" and is_markdown(path) and globs.match(plain_path(path)))


def _whole_folder(pattern: str) -> str:
    """Return the folder that a pattern leaves out by its name alone, in lower case, a `/` before it where it has one."""
    name = pattern[:-2].casefold() if pattern.endswith("/*") else ""
    bare = name.removeprefix("/")
    return name if bare and "/" not in bare and not GLOB.intersection(bare) else ""


def _whole_folders(patterns: Iterable[str]) -> frozenset[str]:
    """Return the folders that patterns leave out by their names alone."""
    return frozenset(filter(None, map(_whole_folder, patterns)))
