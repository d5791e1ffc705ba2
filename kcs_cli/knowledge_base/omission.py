"""Which files are no articles, and by which rule: for `kcs index`, never on the way of a search."""

import os
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from kcs_cli.knowledge_base.library import NO_ARTICLE_FOLDERS, Library
from kcs_cli.text.glob import PathGlobs
from kcs_cli.text.outside import portable

OTHER_ENDINGS = (".mdx", ".markdown", ".mdown", ".mkd", ".md")  # in any capitals: what people take for markdown
IGNORED = "git ignores it"
UNREADABLE_FOLDER = "the folder cannot be read"


class Omission(NamedTuple):
    """How many files, or folders, are no articles for a reason."""

    reason: str
    files: int


def count_omissions(library: Library) -> Counter[str]:
    """Count by reason what is below the articles' folder, looks like markdown and is no article."""
    found: Counter[str] = Counter()
    articles = []
    for path, is_readable in _walk(library):
        reason = omission_of(library, path) if is_readable else UNREADABLE_FOLDER
        if reason:
            found[reason] += 1
        else:
            articles.append(path)
    ignored = len(library.ignored(articles))
    return found + Counter({IGNORED: ignored})


def omission_of(library: Library, path: str) -> str:
    """Return why a path is not that of an article, by its names and what it is; nothing where neither says so."""
    if library.folder and not path.startswith(f"{library.folder}/"):
        return f"it is not below {library.folder}/ (`folder` in [articles])"
    if any(part.startswith(".") for part in path.split("/")):
        return "a name that begins with a dot is hidden"
    if pattern := _pattern_of(library, path):
        return f"`exclude` in [articles] has {pattern}"
    if link := _link_in(library.root, path):
        return link
    if not path.endswith(".md"):
        return f"it ends in {Path(path).suffix or 'nothing'}, not in .md"
    file = library.root / path
    return "" if file.is_file() or not os.path.lexists(file) else "it is no ordinary file"


def _pattern_of(library: Library, path: str) -> str:
    """Return the pattern that leaves a path out."""
    if not library.excluded.match(path):
        return ""
    is_taken_back = library.excluded.kept.match(path)  # by its own name: then a folder above it is left out
    patterns = (one for one in library.excluded.patterns if one.endswith("/*") or not is_taken_back)
    own = (pattern for pattern in patterns if PathGlobs((pattern,)).match(path))
    usual = (f"{part}/*" for part in path.casefold().split("/") if part in NO_ARTICLE_FOLDERS)
    return next(chain(own, usual))


def _link_in(root: Path, path: str) -> str:
    """Say where a path is a symbolic link, or leads through one."""
    places = [place for place in (root / path, *(root / path).parents) if place.is_relative_to(root) and place != root]
    link = next((place for place in places if place.is_symlink()), None)
    if link is None:
        return ""
    if not link.exists():
        return "it is a link that leads nowhere"
    is_inside = link.resolve().is_relative_to(root.resolve())
    return "it is a link to what is in the base; links are not followed" if is_inside else "it is a link out of the base"


def _walk(library: Library) -> Iterator[tuple[str, bool]]:
    """Yield what looks like markdown below the articles' folder, links to folders, and folders that cannot be read."""
    stack = [library.folder]
    while stack:
        folder = stack.pop()
        try:
            with os.scandir(library.root / folder) as listed:
                entries = [entry for entry in listed if not entry.name.startswith(".")]
        except OSError:
            yield portable(folder), False
            continue
        begin = f"{folder}/" if folder else ""
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                stack += [begin + entry.name] * (entry.name not in NO_ARTICLE_FOLDERS)
            elif entry.name.lower().endswith(OTHER_ENDINGS) or (entry.is_symlink() and entry.is_dir()):
                yield portable(begin + entry.name), True
