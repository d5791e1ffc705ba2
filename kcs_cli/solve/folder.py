"""The folder a new article belongs into: where those most like it lie."""

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from kcs_cli.article.card import Card
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.library import Library

NEAREST = 5  # articles that are asked
FEW = 0.1  # share of the articles: with fewer the top of the base is no place where articles lie
PAGE = "index.md"  # of a folder that is one article, with its pictures


def find_folder(kind: str, nearest: Sequence[Card], top: str) -> str:
    """Return the folder in which most of the nearest articles lie, those of the same kind first.

    The nearer one is, the more it counts. `top` is the folder of all articles.
    """
    near = nearest[:NEAREST]
    same = [card for card in near if card.kind == kind] or near
    weights: Counter[str] = Counter()
    for rank, card in enumerate(same, 1):
        weights[_home(card.path, top)] += 1 / rank  # type: ignore[assignment]  # a Counter adds fractions as well
    return max(weights, key=lambda folder: weights[folder], default=top)


def usual_folder(paths: Sequence[str], top: str) -> str:
    """Return where an article belongs that is like none: the top where articles lie there, else the commonest folder."""
    folders = Counter(_home(path, top) for path in paths)
    if not folders or folders[top] >= FEW * folders.total():
        return top
    return folders.most_common(1)[0][0]


def _home(article: str, top: str) -> str:
    """Return the folder of an article; of one that has a folder of its own, the one around that."""
    path = PurePosixPath(article)
    folder = path.parent.parent if path.name == PAGE and path.parent != PurePosixPath(top or ".") else path.parent
    return "" if folder == PurePosixPath() else folder.as_posix()


def checked_folder(given: str, library: Library) -> str:
    """Return a folder that a person names, from the base's or the articles' own folder on. Raise KcsError for another."""
    path = PurePosixPath(given.strip().replace("\\", "/"))
    top = PurePosixPath(library.folder)
    folder = path if path.is_relative_to(top) else top / path
    name = "" if folder == PurePosixPath() else folder.as_posix()
    is_inside = ".." not in folder.parts and (library.root / folder).resolve().is_relative_to(library.root.resolve())
    if not is_inside or not library.is_article(f"{name}/a.md".lstrip("/")):
        raise KcsError(f"No article can be in {given}", f"Name a folder below {library.folder or 'the knowledge base'}")
    return name
