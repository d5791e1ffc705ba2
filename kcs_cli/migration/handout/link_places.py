"""Where the links of articles lead within a base that is handed out: to an article of it, to a file."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple
from urllib.parse import unquote

from kcs_cli.article.card import Card
from kcs_cli.article.link import destination_path
from kcs_cli.lint.engine.targets import SCHEME, SITE_ROOTS
from kcs_cli.render.markdown.relink import ADDRESS, TAG

OPENED = re.compile(r"(?:https?:|mailto:|//[\w.-]+)", re.IGNORECASE)  # leads somewhere wherever the text is read
OWN_FILES = frozenset(("kcs.toml", "people.toml", "matrix.toml", "vocabulary.toml", "codeowners"))  # of the base itself
INDEXES = ("index.md", "_index.md", "README.md")


class LinkPlace(NamedTuple):
    """What a link leads to, one of an article and a file (its path); `anchor` with its sign, or nothing."""

    card: Card | None
    file: str
    anchor: str


NOWHERE = LinkPlace(card=None, file="", anchor="")


class LinkPlaces:
    """The articles that are handed out, by all that links may call them, and the files beside them."""

    def __init__(self, root: Path, cards: Iterable[Card]) -> None:
        self.root = root
        known = list(cards)
        self.by_path = {card.path: card for card in known}
        self.by_name = {name.casefold(): card for card in known for name in (*card.aliases, card.id)}

    def place(self, address: str, path: str) -> LinkPlace:
        """Return what an address in the article of a path leads to within the base."""
        if SCHEME.match(address):
            return NOWHERE
        written, sign, anchor = address.partition("#")
        meant = unquote(written.partition("?")[0]).strip()
        if not meant:
            return LinkPlace(card=self.by_path.get(path), file="", anchor=sign + anchor) if sign else NOWHERE
        target = destination_path(meant, path)
        card = next((self.by_path[one] for one in _pages(target) if one in self.by_path), None)
        card = card or self.by_name.get(meant.casefold())
        return LinkPlace(card=card, file="" if card else self.file(meant, target), anchor=sign + anchor)

    def file(self, meant: str, target: str) -> str:
        """Return the path of the file that an address means, nothing where there is none that may be handed out."""
        sites = [f"{site}/{target}" for site in SITE_ROOTS] if meant.startswith("/") else []
        return next((one for one in (target, *sites) if self.is_open(one)), "")

    def is_open(self, file: str) -> bool:
        """Tell whether a path is that of a file of the base that a text may show: no article, nothing hidden."""
        parts = file.split("/")
        if not file or file.endswith(".md") or parts[-1].casefold() in OWN_FILES or any(one[:1] == "." for one in parts):
            return False
        try:
            place = self.root / file
            return S_ISREG(os.lstat(place).st_mode) and place.resolve().is_relative_to(self.root.resolve())
        except (OSError, ValueError):
            return False


def addresses(html: str) -> Iterator[str]:
    """Yield the addresses of the links and images in safe HTML."""
    from html import unescape

    for tag in TAG.finditer(html):
        if found := ADDRESS.search(tag[2]):
            yield unescape(found[1]).strip()


def _pages(target: str) -> Iterator[str]:
    """Yield the paths that an article may have to which an address leads."""
    bare = target.removesuffix("/")
    yield bare
    yield f"{bare}.md"
    if bare.endswith(".html"):
        yield f"{bare[:-5]}.md"
    yield from (f"{bare}/{name}" for name in INDEXES)
