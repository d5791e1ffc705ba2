"""What the configuration of a site's generator says of addresses: below which one the site is, which ones lead on."""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

FOLDERS = ("", "website", "site", "docs", "config", "config/_default", ".vuepress", "docs/.vuepress", "static", "public")
NAMES = (
    "_config.yml", "_config.yaml", "hugo.toml", "hugo.yaml", "config.toml", "config.yaml", "mkdocs.yml", "mkdocs.yaml",
    "docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "sidebars.js", "config.js", "config.ts",
    "config.rb", "tech-docs.yml", "redirects.yml", "_redirects", "netlify.toml", "vercel.json", "redirects.json",
)  # fmt: skip
LARGEST = 500_000  # characters of one that are read
BASE = r"(?im)^\s*[\"']?(?:baseurl|site_url|base)[\"']?\s*[:=]\s*[\"']?(?:https?://[^/\s\"']+)?(/[^\s\"',]+)"
COLLECTIONS = r"(?m)^collections:[ \t]*\n((?:[ \t]+\S.*\n|[ \t]*\n)+)"  # of Jekyll's configuration
PATTERN = r"(?m)^[ \t]+([\w-]+):[ \t]*\n(?:[ \t]+(?!permalink)\w+:[ \t]*\S.*\n)*?[ \t]+permalink:[ \t]*[\"']?([^\s\"']+)"

# A part of Docusaurus' site: the folder of its pages, and the first part of their addresses; plain values may be between
FOLDER, ROUTE = (rf"\b{key}:\s*[\"']([^\"'\n]+)[\"'],?\s*" for key in ("path", "routeBasePath"))
BETWEEN = r"(?:\w+:\s*[^,{}\[\]\n]*,\s*){0,9}"


class SiteText(NamedTuple):
    """The text of the files with which a site is configured."""

    text: str = ""

    @property
    def base(self) -> str:
        """The folder of the host in which the site is; nothing where it has the host alone."""
        found = re.search(BASE, self.text)
        return found[1].strip("/") if found else ""

    @property
    def patterns(self) -> dict[str, str]:
        """The pattern of the addresses of the pages in a folder: of Jekyll's `_articles` perhaps `/article/:name/`.

        Docusaurus has a part of the site below an address of its own: of `guides` perhaps `/help/:path`.
        """
        parts = re.findall(FOLDER + BETWEEN + ROUTE, self.text)
        parts += [found[::-1] for found in re.findall(ROUTE + BETWEEN + FOLDER, self.text)]
        found = {folder.rstrip("/").rpartition("/")[2]: f"/{route.strip('/')}/:path" for folder, route in parts}
        for block in re.findall(COLLECTIONS, self.text):
            found |= {f"_{name}": pattern for name, pattern in re.findall(PATTERN, block)}
        return found

    def names(self, address: str) -> bool:
        """Tell whether it names an address, as it does for one that leads on to another."""
        bare = re.escape(address.strip("/").removesuffix(".html"))
        return bool(bare and re.search(rf"(?<![\w.-])/{bare}(?:\.html)?/?(?![\w/-])", self.text))


def read_site_text(root: Path, top: Path, folder: str) -> SiteText:
    """Read the configuration of a base's site: beside its articles, in a folder above them, or where it usually is below.

    A repository may have its site in a folder, as `website/docusaurus.config.js`, and its articles in that.
    """
    above = accumulate(filter(None, folder.split("/")), lambda path, name: path / name, initial=root)
    folders = dict.fromkeys((*above, top))
    places = {folder / below / name: None for folder in folders for below in FOLDERS for name in NAMES}
    return SiteText("\n".join(_texts(places)))


def _texts(places: Iterable[Path]) -> Iterator[str]:
    """Yield the texts of those files that are there."""
    for place in places:
        try:
            if place.is_file():
                yield place.read_text(encoding="utf-8", errors="replace")[:LARGEST]
        except OSError:
            continue
