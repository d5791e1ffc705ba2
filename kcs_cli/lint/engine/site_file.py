"""The files that a site serves where a link leads to, and the addresses that only the site can tell."""

import re
from collections.abc import Iterable, Iterator
from posixpath import dirname, join, normpath

from kcs_cli.article.file_name import code_in, take_name_apart
from kcs_cli.article.site import LOOSE, SiteRouting
from kcs_cli.article.site_address import key_of, tail_of
from kcs_cli.lint.engine.nearest import nearest
from kcs_cli.lint.engine.world import World

# Texts: the links of most pages lead where they should, and to compile an expression costs a millisecond
TEMPLATES = (
    r"(?i)(?:\.(?:html?|md|mdx|markdown|erb|haml|slim|liquid|njk|vue|astro|jsx?|tsx?|json|csv|xml|ya?ml|txt|rst|adoc|ipynb"
    r"|org))+"
)
VERSION = r"v?\d+\.(?:\d+|x)(?:\.\w+)*"
PROGRAM = r"(?i)\.(?:aspx?|cgi|do|jsp|php)$"  # runs where the site does, and is no part of it
FILE = r"(?i)\.(?!html?$)[a-z][a-z0-9]{1,5}$"  # none of a page
SITES = ("website", "site", "docs", "doc", "source", "src")  # folders that often have all of the site
HOOKS = ("layouts/_markup", "layouts/_default/_markup")
ARTICLES = (".md", ".mdx", ".markdown")
PAGES = (*ARTICLES, ".erb")


def has_site_file(named: str, source: str, world: World) -> bool:
    """Tell whether the site has a file, or what it makes one of, where the page of a path names one."""
    routing = world.addresses.routing
    if routing.is_vault and named.rpartition("/")[2].casefold() in world.file_names:
        return True
    return any(_is_served(place, world) for place in dict.fromkeys(_places(named, source, routing, world)))


def _places(named: str, source: str, routing: SiteRouting, world: World) -> Iterator[str]:
    """Yield the paths at which a site may have what a page names."""
    if named.startswith("@site/"):
        yield from (normpath(join(site, named[6:])) for site in _sites(source))
    elif named.startswith("/"):
        if routing.makes_pages:
            yield from _below_roots(named.strip("/"), source, routing, world)
    elif named:
        yield normpath(join(dirname(source), named))
        if routing.opens_folders:
            yield normpath(join(dirname(source), take_name_apart(source).name, named))
        if routing.looks_in_statics:
            yield from _below_roots(named, source, routing, world)


def _below_roots(named: str, source: str, routing: SiteRouting, world: World) -> Iterator[str]:
    """Yield the paths of what is named below each folder that is served as `/`, and below its folders of languages."""
    base = world.addresses.base
    folders = (*routing.statics, *routing.roots, world.config.articles.folder.strip("/"))
    starts = dict.fromkeys(normpath(join(site, folder)) for folder in folders for site in _sites(source))
    languages = [join(start, one) for start in starts for one in world.entries(start) if code_in(one)]
    bare = named.removeprefix(f"{base}/") if base else named
    now = bare.replace(f"/{routing.current}/", "/") if routing.current else bare
    for address in dict.fromkeys((named, bare, now)):
        yield from (normpath(join(start, address)) for start in (*starts, *languages))


def _sites(source: str) -> Iterable[str]:
    """Return the folders in which the site of a page may lie: those around the page, and those usual for a site."""
    parts = source.split("/")[:-1]
    around = ("/".join(parts[:number]) for number in range(len(parts) + 1))
    return dict.fromkeys((*around, *SITES))


def _is_served(place: str, world: World) -> bool:
    """Tell whether there is a file at a path, a template of it, or the same in a language (`tag.png`: `tag.de.png`)."""
    folder, _, name = place.rpartition("/")
    found = _folder_at(folder, world)
    entries = world.entries(found) if found is not None else frozenset()
    if name in entries or not entries or not name:
        return name in entries
    stem, _, suffix = name.rpartition(".")
    if suffix.lower() in ("html", "htm", "md", "mdx") or not stem:
        stem, suffix = stem or name, ""
    key = key_of(name, world.addresses.routing)
    begins = (name[:1].casefold(), "_", *"0123456789")  # a number or a sign before the name may be left out
    return any(_serves(entry, stem, suffix, key, world) for entry in entries if entry.casefold().startswith(begins))


def _serves(entry: str, stem: str, suffix: str, key: str, world: World) -> bool:
    """Tell whether a file is what a site makes a name of: a stem, with a suffix that is no page's."""
    if suffix and entry.startswith(f"{stem}.{suffix}."):
        return bool(re.fullmatch(TEMPLATES, entry[len(stem) + len(suffix) + 1 :]))
    if suffix and entry.startswith(f"{stem}.") and entry.endswith(f".{suffix}"):
        return bool(code_in(entry[len(stem) + 1 : -len(suffix) - 1]))
    bare = f"{stem}.{suffix}" if suffix else stem
    is_page = entry.startswith(f"{bare}.") and re.fullmatch(TEMPLATES, entry[len(bare) :])
    return bool(is_page) or (entry.endswith(PAGES) and key_of(entry, world.addresses.routing) == key)


def _folder_at(place: str, world: World) -> str | None:
    """Return the folder that a site shows as one of a path; None where there is none."""
    if place in ("", ".") or world.entries(place):
        return "" if place == "." else place
    if not world.addresses.routing.makes_pages:
        return None
    found = ""
    for part in place.split("/"):
        key = key_of(part, world.addresses.routing)
        alike = (one for one in world.entries(found) if one == part or key_of(one, world.addresses.routing) == key)
        inner = next((name for one in sorted(alike) if world.entries(name := join(found, one))), None)
        if inner is None:
            return None
        found = inner
    return found


def is_of_site(named: str, source: str, world: World) -> bool:
    """Tell whether only the site can tell where an address leads: what it makes of data, of tags, or leads on."""
    addresses = world.addresses
    if not addresses.routing.makes_pages:
        return False
    if re.search(PROGRAM, named):
        return True
    if named.startswith("/"):
        key = addresses.key_at_root(named)
        return not key or _is_made(key, named, source, world)
    if named.startswith("../") and not named.endswith(ARTICLES):  # an address as well: no path of a file
        path = normpath(join(dirname(source), named))
        if re.search(FILE, named) and world.entries(dirname(path)):
            return False
        keys = addresses.keys_of_page(path)
        return any(_is_made(key, named, source, world) for key in keys)
    return _is_hooked(source, world) and bool(re.fullmatch(r"[\w-]+", named) or addresses.find(f"/{named}", source))


def _is_made(key: str, named: str, source: str, world: World) -> bool:
    """Tell whether a site may make a page of an address that no article has."""
    is_generated = any(f"{key}/".startswith(f"{one}/") for one in world.addresses.routing.generated)
    if is_generated or any(re.fullmatch(VERSION, part) for part in key.split("/")) or world.site_text.names(key):
        return True
    if "/" not in key:
        return False
    return not (_has_folder(dirname(key), source, world, is_file=bool(re.search(FILE, named))) or _is_nearly(key, world))


def _has_folder(folder: str, source: str, world: World, *, is_file: bool) -> bool:
    """Tell whether articles, or files, are served in a folder: who links to another one there may be wrong."""
    if world.known.by_tail.get(f"{key_of(folder, LOOSE)}/"):
        return True
    found = (_folder_at(place, world) for place in _below_roots(folder, source, world.addresses.routing, world))
    return any(is_file or name.endswith(ARTICLES) for place in found if place for name in world.entries(place))


def _is_nearly(key: str, world: World) -> bool:
    """Tell whether an address is an article's but for a slip in its folders."""
    folder, _, tail = key.rpartition("/")
    keys = {one for article in world.known.by_tail.get(tail_of(tail), ()) for one in world.addresses.keys_of(article)}
    return bool(nearest(folder, tuple(one.rpartition("/")[0] for one in keys), 0.8))


def _is_hooked(source: str, world: World) -> bool:
    """Tell whether a site of Hugo has its own way to lead links."""
    folders = (f"{site}/{layouts}".strip("/") for site in _sites(source) for layouts in HOOKS)
    return any("render-link.html" in world.entries(folder) for folder in folders)
