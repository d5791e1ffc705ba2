"""Where links of a help centre's articles lead: to its pages and files, as the make of the base's site leads them."""

from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.parse import unquote

from kcs_cli.article.card import Card
from kcs_cli.article.site_lead import Lead
from kcs_cli.channel.address import OPENED
from kcs_cli.files.atomic import digest_of
from kcs_cli.migration.handout.link_places import LinkPlace, LinkPlaces
from kcs_cli.migration.handout.outward_link import OutwardLinks
from kcs_cli.migration.handout.page_names import safe_name

RUNNING = (".html", ".htm", ".xhtml", ".js", ".mjs", ".xml", ".wasm", ".php")  # would run in the name of the site
SIGNS = (b"<script", b"javascript:", b"<foreignobject", b"<!entity", b" on", b"\non", b"\ton", b"/on", b'"on', b"'on")


class SitePlacesOfLinks(LinkPlaces):
    """The articles of a site by all that links may call them, addresses of its make among these."""

    def __init__(self, root: Path, cards: Iterable[Card], site: Lead | None) -> None:
        super().__init__(root, cards)
        self.site = site

    def place(self, address: str, path: str) -> LinkPlace:
        """Return what an address in the article of a path leads to."""
        found = super().place(address, path)
        if found.card or found.file or self.site is None or OPENED.match(address):
            return found
        written, sign, anchor = address.partition("#")
        card = self.by_path.get(self.site(unquote(written.partition("?")[0]).strip(), path)) if written else None
        return LinkPlace(card=card, file="", anchor=sign + anchor) if card else found


class WatchedLinks(OutwardLinks):
    """Leads to what is handed out, and remembers which articles have links that lead nowhere."""

    def __init__(self, places: LinkPlaces, seen_body: Callable[[Card], str]) -> None:
        super().__init__(places, seen_body)
        self.lost: set[str] = set()

    def led(self, address: str, path: str) -> str:
        """Return an address as it may go out; nothing where it leads to nothing that is there."""
        found = super().led(address, path)
        if not found:
            self.lost.add(path)
        return found


class SiteFiles:
    """The images and attachments of a site: each is called by its content, and a page with an old one is seen to be old."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.known: dict[str, tuple[str, bytes]] = {}

    def place(self, file: str) -> str:
        """Return where the file of a path of the base lies in the site; nothing for what is gone, or would run."""
        if file not in self.known:
            self.known[file] = self._read(file)
        return self.known[file][0]

    def _read(self, file: str) -> tuple[str, bytes]:
        """Return the place and the content of a file."""
        lower = file.lower()
        try:
            content = (self.root / file).read_bytes()
        except OSError:
            return "", b""
        if lower.endswith(RUNNING) or (lower.endswith((".svg", ".svgz")) and _runs(content)):
            return "", b""
        return f"files/{digest_of(content)[:12]}-{safe_name(file.rsplit('/', 1)[-1])}", content

    def write(self, folder: Path, used: Iterable[str]) -> None:
        """Write the files that pages show."""
        for file in sorted(set(used)):
            place, content = self.known[file]
            target = folder / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _runs(picture: bytes) -> bool:
    """Tell whether a drawing has what a browser may run."""
    lower = picture.lower()
    return lower[:2] == b"\x1f\x8b" or any(sign in lower for sign in SIGNS)
