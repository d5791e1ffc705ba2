"""Which files are no articles, and by which rule: for `kcs index`, never on the way of a search."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from kcs_cli.files.markdown_file import ENDINGS, is_markdown, plain_path
from kcs_cli.knowledge_base.exclusion import NO_ARTICLE_FOLDERS, Exclusions
from kcs_cli.knowledge_base.library import Library
from kcs_cli.text.glob import PathGlobs
from kcs_cli.text.outside import portable

OTHER_ENDINGS = (*ENDINGS, ".mdown", ".mkd", ".mdwn", ".md.erb", ".md.liquid")  # what people take for markdown
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
    library.listing()  # it notes which links it follows
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
    if pattern := _pattern_of(library.excluded, path):
        return f"`exclude` in [articles] has {pattern}"
    if link := _link_in(library, path):
        return link
    file = library.root / path
    if not is_markdown(path) and not file.is_dir():
        return f"it ends in {Path(path).suffix or 'nothing'}, not in {', '.join(ENDINGS)}"
    return "" if file.is_file() or not os.path.lexists(file) or path in library.walk.followed else "it is no ordinary file"


def _pattern_of(excluded: Exclusions, path: str) -> str:
    """Return the pattern that leaves a path out."""
    if folder := excluded.folder_of(path):
        name = folder.rpartition("/")[2].casefold()
        names = (f"/{name}/*", f"{name}/*")
        return next((pattern for pattern in excluded.patterns if pattern.casefold() in names), names[1])
    if not excluded.match(path):
        return ""
    wholes = (pattern for pattern in excluded.patterns if PathGlobs((pattern,)).match(plain_path(path)))
    return next(wholes, "") or next(pattern for pattern in excluded.patterns if PathGlobs((pattern,)).match(path))


def _link_in(library: Library, path: str) -> str:
    """Say why a link is not followed that a path is, or leads through; nothing where there is none, or it is."""
    links = library.walk.links
    places = [path, *(str(above) for above in PurePosixPath(path).parents)]
    return next((links[place] for place in places if place in links), "")


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
            elif entry.name.lower().endswith(OTHER_ENDINGS) or begin + entry.name in library.walk.links:
                yield portable(begin + entry.name), True
