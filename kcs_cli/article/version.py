"""Which articles are one article in several languages: by their paths, or because one says so (`translation_of`)."""

from collections.abc import Sequence

from kcs_cli.article.card import Known
from kcs_cli.article.file_name import take_name_apart


def labels(article: Known) -> tuple[str, ...]:
    """Return what an article can be recognized by: its path without language, after a `/`; its id and former ids."""
    return (_of_path(article.path), *(name.lower() for name in (article.id, *article.aliases)))


def labels_of_original(article: Known) -> tuple[str, ...]:
    """Return what the article may be recognized by of which one says that it is a translation: an id or a path."""
    name = article.translation_of
    if not name:
        return ()
    from kcs_cli.article.link import destination_path  # few articles say it: a search need not read links

    return name.lower(), _of_path(name.lstrip("/")), _of_path(destination_path(name, article.path))


def _of_path(path: str) -> str:
    """Return what the paths of all translations have in common; no id is like it."""
    return f"/{take_name_apart(path).article}"


def are_translations(one: Known, other: Known) -> bool:
    """Tell whether two articles are in two languages, as one of them or its path says, or are one because one says so."""
    languages = {language.partition("-")[0] for language in map(_language, (one, other)) if language}
    if len(languages) > 1 or (_of_path(one.path) == _of_path(other.path) and _path_language(one) != _path_language(other)):
        return True
    ours, theirs = (frozenset(labels_of_original(article)) for article in (one, other))
    return bool(ours & theirs or not ours.isdisjoint(labels(other)) or not theirs.isdisjoint(labels(one)))


def _language(article: Known) -> str:
    """Return the language that an article or its path says; nothing where neither does."""
    return article.language.lower() or _path_language(article)


def _path_language(article: Known) -> str:
    """Return the language that an article's path says."""
    return take_name_apart(article.path).language


def groups(articles: Sequence[Known]) -> dict[str, int]:
    """Return a number by path, the same for articles that are versions of one."""
    parents: dict[str, str] = {}

    def find(label: str) -> str:
        while (parent := parents.setdefault(label, label)) != label:
            label = parent
        return label

    for article in articles:
        first, *others = (*labels(article), *labels_of_original(article))
        for other in others:
            parents[find(other)] = find(first)
    numbers: dict[str, int] = {}
    return {one.path: numbers.setdefault(find(labels(one)[0]), len(numbers)) for one in articles}
