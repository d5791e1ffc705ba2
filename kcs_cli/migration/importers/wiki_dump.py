"""An XML dump of MediaWiki: its elements one after another, and what the wiki says of itself and its pages."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import IO, NamedTuple, cast
from urllib.parse import quote
from xml.etree.ElementTree import Element

from kcs_cli.migration.markup.wikitext_inline import WikiNames
from kcs_cli.migration.source.bundle import Bundle
from kcs_cli.migration.source.xml_stream import read_elements
from kcs_cli.text.outside import exact

ENDINGS = (".xml", ".xml.gz", ".xml.bz2")
ARTICLES = "0"  # the number of the namespace of articles
FILES, CATEGORIES = "6", "14"
REDIRECT = r"\s*#\w+\s*:?\s*\[\[([^\[\]|#]+)"


class Wiki(NamedTuple):
    """What is known of a wiki before its pages are read; the `numbers` of pages and their `redirects` are by title."""

    base: str
    language: str
    spaces: dict[str, str]
    numbers: dict[str, str]
    redirects: dict[str, list[str]]

    def lead(self, title: str) -> str:
        """Return the address of a page."""
        return f"{self.base}{quote(canonical(title), safe='/:(),')}"


def _unpacked(stream: IO[bytes], name: str) -> IO[bytes]:
    """Return a dump as it was before it was packed."""
    if name.lower().endswith(".gz"):
        import gzip

        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    if name.lower().endswith(".bz2"):
        import bz2

        return cast(IO[bytes], bz2.BZ2File(stream))
    return stream


def dump_elements(bundle: Bundle, *names: str) -> Iterator[Element | str]:
    """Yield elements of all dumps, and what is wrong where one breaks off."""
    for name in bundle.ending(*ENDINGS):
        with bundle.open(name) as packed, _unpacked(packed, name) as stream:
            yield from read_elements(stream, str(bundle.place(name)), names)


def pictures_in(bundle: Bundle) -> dict[str, str]:
    """Return the paths of the files that lie beside a dump, by their names: a wiki keeps them in `images/a/ab/`."""
    names = (name for name in bundle.files if not name.lower().endswith(ENDINGS))
    kept = (name for name in names if not re.search(r"(?:^|/)(?:thumb|archive|deleted|temp|lockdir)/", name))
    return {canonical(name.rpartition("/")[2]): name for name in kept}


def read_wiki(bundle: Bundle) -> Wiki:
    """Read what a wiki says of itself, the titles of its pages, and which of them lead to others."""
    base, spaces = "", {}
    redirects: dict[str, list[str]] = defaultdict(list)
    numbers: dict[str, str] = {}
    for element in dump_elements(bundle, "siteinfo", "page"):
        if isinstance(element, str):
            continue
        if element.tag == "siteinfo":
            base = element.findtext("base", "").rpartition("/")[0]
            spaces = {one.get("key", ""): one.text or "" for one in element.iter("namespace")}
        elif target := redirect_of(element):
            redirects[canonical(target)].append(element.findtext("title", ""))
        else:
            numbers[element.findtext("title", "")] = element.findtext("id", "").strip()
    heads = (re.search(rb'xml:lang="([\w-]+)"', bundle.head(name)) for name in bundle.ending(".xml"))
    said = next(filter(None, heads), None)
    return Wiki(
        base=f"{base}/" if base else "/wiki/", language=exact(said[1]) if said else "", spaces=spaces,
        numbers=numbers, redirects=redirects,
    )  # fmt: skip


def redirect_of(page: Element) -> str:
    """Return the title that a page leads to; nothing where it has a text. Dumps of old say it in the text alone."""
    marked = page.find("redirect")
    if marked is not None and marked.get("title"):
        return marked.get("title", "")
    found = re.match(REDIRECT, "".join(page.findtext("revision[last()]/text") or ""))
    return found[1].strip() if found else ""


def other_space(page: Element, spaces: dict[str, str]) -> str:
    """Return the kind of a page that is no article; dumps of old say it in the title alone."""
    number, title = page.findtext("ns"), page.findtext("title", "")
    if number is None:
        return next((name for name in spaces.values() if name and title.startswith(f"{name}:")), "")
    return "" if number == ARTICLES else spaces.get(number, number)


def canonical(title: str) -> str:
    """Return a title as addresses have it: underscores for spaces, the first letter large."""
    name = "_".join(title.replace("_", " ").split())
    return name[:1].upper() + name[1:]


def wiki_names(wiki: Wiki) -> WikiNames:
    """Return what a wiki calls its kinds of pages: in its language, and in English, which it understands as well."""
    spaces = {number: name.casefold() for number, name in wiki.spaces.items()}
    return WikiNames(
        files={"file", "image", spaces.get(FILES, "file")},
        categories={"category", spaces.get(CATEGORIES, "category")},
        others={*spaces.values()},
        lead=wiki.lead,
    )
