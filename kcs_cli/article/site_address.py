"""The addresses at which a site has its articles, and the article that a link means by one."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from posixpath import dirname, join, normpath
from unicodedata import normalize

from kcs_cli.article.card import Known
from kcs_cli.article.file_name import UNNAMED, code_in, take_name_apart
from kcs_cli.article.model import unique
from kcs_cli.article.site import LOOSE, SiteRouting

SUFFIXES = re.compile(r"(?:\.(?:md|markdown|mdx|html?|erb|haml|slim|liquid))+$", re.IGNORECASE)
DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}[-_](?=.)")
NUMBER = re.compile(r"(?:\d{1,4}\s*[-_.]+\s*)+(?=[^\W\d_])")
Lookup = Callable[[str], Iterable[Known]]
NO_PATTERNS: Mapping[str, str] = {}


@lru_cache(4096)
def key_of(place: str, routing: SiteRouting) -> str:
    """Return what a path and an address of one page have in common: no suffix, language, or name that says nothing."""
    parts = [part for part in normalize("NFC", place).replace("___", "/").split("/") if part not in ("", ".")]
    if not parts:
        return ""
    last = SUFFIXES.sub("", parts[-1])
    bare, _, language = last.rpartition(".")
    parts[-1] = _bare(bare if bare and code_in(language) else last, routing)
    parts[:-1] = [_bare(part, routing) for part in parts[:-1]]
    if parts[-1].lower() in UNNAMED:
        parts.pop()
    key = "/".join(parts)
    return re.sub(r"[\s_-]+", "-", key.casefold()) if routing.ignores_case else key


def _bare(part: str, routing: SiteRouting) -> str:
    """Return a folder's or a file's name as a site shows it."""
    if routing.drops_underscores and part.startswith("_") and part.lower() not in UNNAMED:
        part = part.lstrip("_") or part
    if routing.drops_dates and part[:1].isdigit():
        part = DAY.sub("", part)
    return NUMBER.sub("", part, count=1) if routing.drops_numbers and NUMBER.match(part) else part


def tail_of(place: str) -> str:
    """Return the last part of an address as all makes would have it: by it an article is looked for."""
    return key_of(place, LOOSE).rpartition("/")[2]


def tails_of(article: Known) -> tuple[str, ...]:
    """Return the tails of all addresses that an article may have; the folder of one that it names itself ends in `/`."""
    tails = map(tail_of, (article.path, article.id, *article.aliases, *article.addresses))
    folders = (dirname(key_of(address, LOOSE)) for address in article.addresses)
    return unique((*tails, *(f"{folder}/" for folder in folders if folder)))


class Addresses:
    """Finds the article that a link means, as the make of a site leads it; `lookup` finds articles by a tail.

    `base` is the folder of the host in which the site is; `patterns` are those of the addresses of the articles in some
    folders, as Jekyll has them (`/article/:name/`).
    """

    def __init__(
        self,
        routing: SiteRouting,
        lookup: Lookup,
        folder: str = "",
        base: str = "",
        patterns: Mapping[str, str] = NO_PATTERNS,
    ) -> None:
        self.routing = routing
        self.lookup = lookup
        self.roots = frozenset((*routing.roots, *patterns, *filter(None, (folder.strip("/"),))))
        self.base = key_of(base, routing)
        self.patterns = patterns
        self.known: dict[str, frozenset[str]] = {}  # the keys of articles, by path

    def among(self, tails: Mapping[str, Iterable[Known]]) -> "Addresses":
        """Return what finds other articles, given by their tails, on the same site."""
        other = Addresses(self.routing, lambda tail: tails.get(tail, ()))
        other.roots, other.base, other.patterns = self.roots, self.base, self.patterns
        return other

    def find(self, named: str, source: str, *, anywhere: bool = False) -> Known | None:
        """Return the article that is meant on the page of a path; `anywhere`: wherever one of that name lies."""
        if anywhere or self.routing.is_vault:
            return self._find_anywhere(named, source)
        for key in self.keys_meant(named, source):
            found = [one for one in self.lookup(tail_of(key)) if key in self.keys_of(one)] if key else []
            if found:
                return _nearest(found, source)
        return self._find_below(named, source) if named.startswith("/") else None

    def _find_below(self, named: str, source: str) -> Known | None:
        """Return the article whose path ends as an address does: its site serves a folder of it that nobody named.

        Sites show a page that is not translated in another language.
        """
        key = self.key_at_root(named)
        first, _, rest = key.partition("/")
        alike = [(one, key_of(one.path, self.routing)) for one in self.lookup(tail_of(key))] if rest else []
        found = [one for one, place in alike if place.endswith(f"/{key}")]
        if not found and code_in(first):
            below = [(one, place.removesuffix(f"/{rest}")) for one, place in alike if place.endswith(f"/{rest}")]
            found = [one for one, above in below if code_in(above.rpartition("/")[2])]
        return _nearest(found, source) if found else None

    def _find_anywhere(self, named: str, source: str) -> Known | None:
        """Return the article of a name, with some of its folders or none."""
        key = key_of(normpath(named).lstrip("./"), self.routing)
        alike = list(self.lookup(tail_of(key))) if key else []
        called = [one for one in alike if f"/{key_of(one.path, self.routing)}".endswith(f"/{key}")]
        addressed = called or [one for one in alike if key in self.keys_of(one)]
        return _nearest(addressed, source) if addressed else None

    def keys_meant(self, named: str, source: str) -> Iterator[str]:
        """Yield what a link on the page of a path may mean, the likeliest first."""
        if named.startswith("/"):
            yield self.key_at_root(named)
            yield key_of(named, self.routing)
            return
        yield key_of(normpath(join(dirname(source), named)), self.routing)
        if self.routing.opens_folders:
            folder = normpath(join(dirname(source), take_name_apart(source).name))
            own = dirname(folder) if folder.rpartition("/")[2].lower() in UNNAMED else folder
            yield key_of(normpath(join(own, named)), self.routing)
            if self.routing.looks_above:
                yield key_of(normpath(join(dirname(own), named)), self.routing)
                yield key_of(normpath(join("/", named)), self.routing)
            page = next((one for one in self.lookup(tail_of(source)) if one.path == source), None)
            for address in page.addresses if page else ():
                yield key_of(normpath(join("/", address, named)), self.routing)
                yield key_of(normpath(join("/", dirname(address.rstrip("/")), named)), self.routing)

    def key_at_root(self, named: str) -> str:
        """Return the key of an address, as it is below the folder of the host that the site is in."""
        key = key_of(named, self.routing)
        if self.base and f"{key}/".startswith(f"{self.base}/"):
            key = key[len(self.base) + 1 :]
        return key.replace(f"/{self.routing.current}/", "/") if self.routing.current else key

    def keys_of(self, article: Known) -> frozenset[str]:
        """Return the keys of all addresses that an article has."""
        if article.path not in self.known:
            self.known[article.path] = frozenset(self._keys_of(article))
        return self.known[article.path]

    def keys_of_page(self, path: str) -> frozenset[str]:
        """Return the keys that a path would have below the folders that a site serves as `/`."""
        return frozenset(key_of(place, self.routing) for place in self._places(path) if place != path)

    def _keys_of(self, article: Known) -> Iterator[str]:
        """Yield the keys of an article's path, below each folder that a site may serve as `/`, and of its own addresses."""
        places = (*self._places(article.path), *self._by_pattern(article.path))
        for place in places:
            key = key_of(place, self.routing)
            yield key
            *folders, name = key.split("/")
            if folders and folders[-1] == name:  # `vpn/vpn.md` stands for the folder
                yield "/".join(folders)
        named = [*article.addresses, *(article.aliases if "aliases" in self.routing.names else ())]
        if "id" in self.routing.names and article.id != article.path.rsplit(".", 1)[0]:
            named.append(article.id)
        roots = {place.partition("/")[0] for place in places} & self.roots
        for address in named:
            yield key_of(address, self.routing)
            if address.startswith("/"):  # also as it is below a root that has a part of the site
                yield from (key_of(join(root, address[1:]), self.routing) for root in roots)
            else:
                yield from (key_of(join(dirname(place), address), self.routing) for place in places)

    def _by_pattern(self, path: str) -> Iterator[str]:
        """Yield the address that an article has by the pattern of a folder above it."""
        *folders, file = path.split("/")
        for number, folder in enumerate(folders):
            if pattern := self.patterns.get(folder):
                name = SUFFIXES.sub("", file)
                known = {"path": "/".join((*folders[number + 1 :], name)), "collection": folder.lstrip("_")}
                names = dict.fromkeys(("name", "title", "slug"), _bare(name, self.routing)) | known
                parts = re.split(r":([a-z_]+)", pattern)  # every other one is a name
                yield "".join(names.get(part, f":{part}") if n % 2 else part for n, part in enumerate(parts))

    def _places(self, path: str) -> Iterator[str]:
        """Yield a path as it is, and as it is below a root, with the root and without, and without a language's folder."""
        parts = path.split("/")
        yield path
        for number, _ in enumerate(parts[:-1]):
            below = parts[number + 1 :]
            if parts[number] in self.roots or "/".join(parts[: number + 1]) in self.roots:
                yield "/".join(parts[number:])
                yield "/".join(below)
                if len(below) > 1 and code_in(below[0]):
                    yield "/".join(below[1:])
        if len(parts) > 1 and code_in(parts[0]):
            yield "/".join(parts[1:])
        if self.routing.drops_underscores:  # of a collection whose folder is left out
            yield from ("/".join(parts[n + 1 :]) for n, part in enumerate(parts[:-1]) if part.startswith("_"))


def _nearest(found: Iterable[Known], source: str) -> Known:
    """Return the article that is in the language of a page, in its folder, or the first by path."""
    language, folder = take_name_apart(source).language, dirname(source)
    return min(
        found, key=lambda one: (take_name_apart(one.path).language != language, dirname(one.path) != folder, one.path)
    )


def by_tail(articles: Iterable[Known]) -> dict[str, list[Known]]:
    """Return articles by the tails of their addresses."""
    found: dict[str, list[Known]] = {}
    for article in articles:
        for tail in tails_of(article):
            found.setdefault(tail, []).append(article)
    return found
