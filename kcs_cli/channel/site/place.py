"""Where pages lie in the folder of a help centre, and the addresses that they have on the web."""

from collections.abc import Sequence
from posixpath import dirname, relpath
from urllib.parse import quote, urlsplit

from kcs_cli.article.card import Card
from kcs_cli.channel.address import BASE
from kcs_cli.errors import ConfigError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.migration.handout.page_names import PageNames, safe_name

INDEX = "index.html"
MISSING = "404.html"
FOLDERS = ("files", "topics", "pagefind")
FILES = (
    "site.css", "search.js", INDEX, MISSING, "articles.json", "chatbot.jsonl", "feed.xml", "feed.json", "llms.txt",
    "robots.txt", "sitemap.xml",
)  # fmt: skip


class SitePlaces:
    """The pages of articles by path, and of lists; no two alike, each with a name that is safe on every system."""

    def __init__(self, cards: Sequence[Card], config: Config, languages: Sequence[str]) -> None:
        self.url = config.site.url.strip()
        if self.url and not BASE.fullmatch(self.url):
            raise ConfigError("site.url is no address of a site", 'Write it as url = "https://help.example.org"')
        self.by_path = "{path}" in self.url
        self.ends_in_html = self.url.endswith(("{id}.html", "{path}.html"))
        self.main = languages[0] if languages else "en"
        self.names = PageNames(*FOLDERS, *FILES, *(code for code in languages if code))
        self.pages = {card.path: self.new(self._name(card)) for card in sorted(cards, key=lambda card: card.path)}

    def _name(self, card: Card) -> str:
        """Return what the address of an article's page ends in."""
        return card.path.rsplit(".", 1)[0] if self.by_path else card.id

    def new(self, name: str) -> str:
        """Return the file of a new page."""
        *folders, last = [part for part in name.split("/") if part] or ["article"]
        if folders and folders[0].casefold() in (*FOLDERS, *FILES):  # where lists and files are
            folders[0] += "-"
        place = self.names.new(tuple(folders), last, ".html" if self.ends_in_html else "")
        return place if self.ends_in_html else f"{place}/{INDEX}"

    def former(self, name: str) -> str:
        """Return the file of a page in the place of a former name; nothing where that is no name, or another page's."""
        bare = name.strip("/")
        parts, is_file = bare.split("/"), bare.casefold().endswith((".html", ".htm"))
        place = bare if is_file or not self.ends_in_html else f"{bare}.html"
        above = ["/".join(parts[:number]) for number in range(1, len(parts))]
        is_safe = all(parts) and all(safe_name(part) == part for part in parts)
        if not is_safe or {place.casefold(), *(f"{one}.html".casefold() for one in above)} & self.names.taken:
            return ""
        if parts[0].casefold() in (*FOLDERS, *FILES) or any(
            part.casefold().endswith((".html", ".htm")) for part in parts[:-1]
        ):
            return ""
        self.names.taken.add(place.casefold())
        return place if is_file or self.ends_in_html else f"{place}/{INDEX}"

    def home(self, language: str) -> str:
        """Return the first page in a language."""
        return INDEX if language == self.main else f"{safe_name(language)}/{INDEX}"

    def topic(self, language: str, folders: tuple[str, ...], number: int = 1) -> str:
        """Return the page that lists the articles of a folder in a language."""
        parts = ["topics", language or self.main, *folders, *([str(number)] if number > 1 else [])]
        return "/".join(["topics", *map(safe_name, parts[1:]), INDEX])

    @property
    def top(self) -> str:
        """The path on its server at which the site begins."""
        return f"{urlsplit(self.address(INDEX)).path or '/'}"

    def address(self, page: str) -> str:
        """Return the address of a page on the web; nothing where the site has none."""
        base = self.url.partition("{")[0]
        return f"{base.rstrip('/')}/{quote(page.removesuffix(INDEX))}" if base else ""


def way(page: str, target: str) -> str:
    """Return how a page names another file of its site, so that the site may lie in any folder."""
    found = relpath(f"/{target}", f"/{dirname(page)}")
    if found == INDEX or found.endswith(f"/{INDEX}"):
        found = found.removesuffix(INDEX) or "./"
    return quote(found)
