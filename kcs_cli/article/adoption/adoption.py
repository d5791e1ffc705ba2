"""Looks at a repository that kcs did not begin, and proposes what fits what is an article there."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kcs_cli.article.adoption.adoption_report import AdoptionReport
from kcs_cli.article.adoption.proposal import propose
from kcs_cli.article.adoption.sighting import survey
from kcs_cli.article.adoption.site import Site, find_site
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.library import Library
from kcs_cli.text.glob import PathGlobs

USUAL = Config()
Walk = Callable[[Sequence[str]], Iterator[str]]  # through paths, with a bar where somebody watches


def adopt(root: Path, walk: Walk = iter) -> AdoptionReport:
    """Look at the articles, tell what makes the site, and propose what fits those that are articles of it."""
    seen = {path: survey(root, path, USUAL) for path in walk(sorted(Library(root, USUAL).listing()))}
    site = find_site(root, list(seen), list(seen.values()))
    site = site._replace(exclude=tuple(_patterns(root, site, list(seen))))
    paths = sorted(_library(root, site).listing())
    if not paths:  # what is left out of a site may be all that there is
        site, paths = site._replace(folder="", exclude=()), list(seen)
    seen |= {path: survey(root, path, USUAL) for path in walk([path for path in paths if path not in seen])}
    return propose([seen[path] for path in paths], site, paths)


def _library(root: Path, site: Site) -> Library:
    """Return the articles of a site."""
    articles = USUAL.articles._replace(folder=site.folder, exclude=(*USUAL.articles.exclude, *site.exclude))
    return Library(root, USUAL._replace(articles=articles))


def _patterns(root: Path, site: Site, paths: Sequence[str]) -> Iterator[str]:
    """Yield those of a site's patterns that leave something out, or take something back."""
    without = len(_library(root, site._replace(exclude=())).listing())
    for pattern in site.exclude:
        if pattern.startswith("!"):
            is_of_use = len(_library(root, site._replace(exclude=(pattern,))).listing()) > without
        else:
            is_of_use = _leaves_out_what_it_means(pattern, paths)
        if is_of_use:
            yield pattern


def _leaves_out_what_it_means(pattern: str, paths: Sequence[str]) -> bool:
    """Tell whether a pattern leaves something out, and no folder of that name elsewhere: a site means the one at its top."""
    found = list(filter(PathGlobs((pattern,)).match, paths))
    folder = pattern.removesuffix("*")
    is_anywhere = "*" in folder or pattern.startswith("_") or not folder.endswith("/")
    return bool(found) and (is_anywhere or all(path.startswith(folder) for path in found))
