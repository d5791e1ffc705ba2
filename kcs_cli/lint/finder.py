"""The articles of a base as a few pages ask for them: it costs less to find those they name than to read all."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol
from zlib import crc32

from kcs_cli.article.card import Known
from kcs_cli.article.include.seam import own_text
from kcs_cli.article.model import Article
from kcs_cli.article.reader import Read, read_article, read_source
from kcs_cli.article.site_address import by_tail, tail_of
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.library import Library
from kcs_cli.lint.engine.articles import Articles, Lookup, by_name, group_pairs
from kcs_cli.lint.engine.twins import Twins, runs
from kcs_cli.search.engine.seam import Engine
from kcs_cli.text.gram import normal

MOST_SINGLE = 200  # articles that are looked for one by one: each may cost a look into every file
COMPARED = 20  # articles that are likely to be like one
LONGEST = 1_500  # characters of a text that the index is asked for: whoever copies an article copies its beginning
SAMPLE = 8  # runs of words of a text that files are searched for


class Finder(Protocol):
    """Finds articles of a base without reading all."""

    def at(self, path: str) -> Sequence[Known]:
        """Return the article of a path."""

    def named(self, name: str) -> Sequence[Known]:
        """Return those that may have a name, written without capitals, as id or alias."""

    def ending(self, tail: str) -> Sequence[Known]:
        """Return those that may have an address of a last part."""

    def like(self, article: Article) -> Sequence[Known]:
        """Return those that are likely to be like one, the likeliest first."""


class IndexFinder:
    """Finds articles in the index."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def at(self, path: str) -> Sequence[Known]:
        """Return the article of a path."""
        return self.engine.cards("path", path)

    def named(self, name: str) -> Sequence[Known]:
        """Return those that have a name."""
        return self.engine.cards("name", name)

    def ending(self, tail: str) -> Sequence[Known]:
        """Return those that have an address of a last part."""
        return self.engine.cards("tail", tail)

    def like(self, article: Article) -> Sequence[Known]:
        """Return those that have most of the words at the beginning of an article's text."""
        text = normal("\n".join((article.title, *article.said, article.body))[:LONGEST])
        return self.engine.sharing_words(text, COMPARED)


class FileFinder:
    """Finds articles in the texts of their files, where there is no index."""

    def __init__(self, root: Path, paths: Sequence[str], config: Config) -> None:
        self.root = root
        self.paths = paths
        self.config = config
        self.articles: dict[str, Read] = {}

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The texts of the files without capitals, by path."""
        found = {}
        for path in self.paths:
            try:
                found[path] = read_source(self.root, path).casefold()
            except OSError:  # gone meanwhile
                continue
        return found

    def read(self, paths: Sequence[str]) -> list[Known]:
        """Return the sound articles among some files, each read once."""
        new = [path for path in paths if path not in self.articles]
        self.articles.update((path, read_article(self.root, path, self.config)) for path in new)
        return [one for one in map(self.articles.__getitem__, paths) if isinstance(one, Article)]

    def at(self, path: str) -> Sequence[Known]:
        """Return the article of a path."""
        return self.read([path]) if path in self.texts else ()

    def named(self, name: str) -> Sequence[Known]:
        """Return those in whose text or path a name stands."""
        return self.read([path for path, text in self.texts.items() if name in text or path.casefold().startswith(name)])

    def ending(self, tail: str) -> Sequence[Known]:
        """Return those that have a last part in the path, or in the front matter."""
        begins = ((path, text, text.find("\n---", 3)) for path, text in self.texts.items())
        return self.read([path for path, text, end in begins if tail_of(path) == tail or tail in text[: max(end, 0)]])

    def like(self, article: Article) -> Sequence[Known]:
        """Return those that have most of a sample of an article's runs of words, and those with its title."""
        body = article.body.casefold()
        # By a checksum: from all over the text, and the same in every process, as the order by hash() is not
        sample = sorted((run for run in runs(body) if run in body), key=lambda run: crc32(run.encode("utf-8", "replace")))
        wanted = [*sample[:SAMPLE], *(text.casefold() for text in (article.title, *article.said[:COMPARED]) if text)]
        counts = Counter({path: sum(run in text for run in wanted) for path, text in self.texts.items()})
        return self.read([path for path, count in counts.most_common(COMPARED) if count])


class FewArticles(Articles):
    """All readable articles: `here` as they are looked at, the others as they are found; `gone` are no more."""

    def __init__(
        self,
        finder: Finder,
        here: Mapping[str, Known | None],
        gone: frozenset[str],
        library: Library,
        read: Callable[[], Sequence[Known]],
    ) -> None:
        super().__init__(read)
        self.finder = finder
        self.here = here
        self.gone = gone
        self.library = library
        self.found: dict[str, Twins] = {}

    @property
    def known_here(self) -> list[Known]:
        """The articles that are looked at."""
        return [one for one in self.here.values() if one]

    @cached_property
    def by_path(self) -> Mapping[str, Known]:
        """The articles by their paths."""
        return Lookup(self.at, lambda: {article.path: article for article in self.all}, MOST_SINGLE)

    @cached_property
    def by_name(self) -> Mapping[str, list[Known]]:
        """The articles by their ids and aliases, in lower case, those whose id it is first."""
        return Lookup(self.named, lambda: by_name(self.all), MOST_SINGLE)

    @cached_property
    def by_tail(self) -> Mapping[str, list[Known]]:
        """The articles by the last parts of the addresses that a site may have them at."""
        return Lookup(self.ending, lambda: by_tail(self.all), MOST_SINGLE)

    @cached_property
    def by_folded_path(self) -> Mapping[str, list[str]]:
        """The files' paths by what a system that knows no capitals makes of them."""
        return Lookup(self.written_alike, lambda: group_pairs((path.casefold(), path) for path in self.paths), MOST_SINGLE)

    @cached_property
    def by_file(self) -> Mapping[str, list[str]]:
        """The files' paths by their file names."""
        return group_pairs((path.rsplit("/", 1)[-1], path) for path in self.paths)

    @cached_property
    def paths(self) -> list[str]:
        """The paths of all articles, also of those that are only staged."""
        return sorted({*self.library.listing(), *self.here} - self.gone)

    def written_alike(self, folded: str) -> list[str] | None:
        """Return the paths that are one without capitals; None where there are none."""
        staged = (path for path in self.here if path.casefold() == folded)
        return sorted({*self.library.written_alike(folded), *staged} - self.gone) or None

    def at(self, path: str) -> Known | None:
        """Return the article of a path; None where there is none."""
        if path in self.here:
            return self.here[path]
        return next(iter(self.others(self.finder.at(path))), None)

    def named(self, name: str) -> list[Known] | None:
        """Return the articles of a name, None where there are none."""
        found = [*self.known_here, *self.others(self.finder.named(name))]
        return by_name(sorted(found, key=lambda one: one.path)).get(name.casefold())

    def ending(self, tail: str) -> list[Known] | None:
        """Return the articles of a tail, None where there are none."""
        found = [*self.known_here, *self.others(self.finder.ending(tail))]
        return by_tail(sorted(found, key=lambda one: one.path)).get(tail)

    def others(self, found: Sequence[Known]) -> list[Known]:
        """Return the sound articles that are not looked at, as far as they are still there."""
        return [own_text(one) for one in found if not (one.fault or one.path in self.here or one.path in self.gone)]

    def twins_of(self, article: Article) -> Twins:
        """Return what tells which articles are like one: of those that are likely to be."""
        if article.path not in self.found:
            likely = self.others(self.finder.like(article))
            self.found[article.path] = Twins([*likely, *self.known_here])
        return self.found[article.path]
