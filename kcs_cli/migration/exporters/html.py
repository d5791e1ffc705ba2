"""A base as a folder of plain pages, which any browser opens and any wiki reads: one a file, without programs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from posixpath import dirname, relpath
from urllib.parse import quote

from kcs_cli.article.card import Card
from kcs_cli.migration.exporter import Exporter
from kcs_cli.migration.exporters.html_page import article_page, contents_page
from kcs_cli.migration.handout.article_export import ArticleExport
from kcs_cli.migration.handout.export_source import ExportSource
from kcs_cli.migration.handout.file_copies import FileCopies
from kcs_cli.migration.handout.link_places import OPENED
from kcs_cli.migration.handout.page_names import PageNames
from kcs_cli.render.markdown.relink import relinked

CONTENTS = "index.html"


def fill(source: ExportSource, folder: Path) -> None:
    """Write a page for each article, the files they show, and the contents."""
    names = PageNames(CONTENTS)
    pages = {card.path: names.new(source.folders(card), _file_name(card), ".html") for card in source.cards}
    writer = _Writer(source, folder, pages, FileCopies(source.kb.root, folder, names))
    titles = {article.path: writer.write(article) for article in source.articles()}
    entries = [(source.folders(card), titles[card.path], pages[card.path]) for card in source.cards if card.path in titles]
    (folder / CONTENTS).write_text(contents_page(sorted(entries)), "utf-8")


def _file_name(card: Card) -> str:
    """Return the name of an article's file without its ending, that of its language with it."""
    return card.path.rsplit("/", 1)[-1].rsplit(".", 1)[0].removesuffix(".html")


class _Writer:
    """Writes the pages of articles; `pages` are the places of all of them, by the articles' paths."""

    def __init__(self, source: ExportSource, folder: Path, pages: Mapping[str, str], files: FileCopies) -> None:
        self.source = source
        self.folder = folder
        self.pages = pages
        self.files = files
        self.translations = _translations(source)

    def write(self, article: ArticleExport) -> str:
        """Write an article's page; return its title."""
        page, original = self.pages[article.path], self.source.originals.get(article.path)
        html = relinked(article.html, lambda address: self._led(address, article.path, page))
        others = [(card.language, _from(page, self.pages[card.path])) for card in self.translations.get(article.path, ())]
        target = self.folder / page
        target.parent.mkdir(parents=True, exist_ok=True)
        said = article._replace(translation_of=self.pages[original.path] if original else "")  # a page's name is its key
        written = article_page(said, html, _from(page, CONTENTS), others, is_internal=self.source.is_internal)
        target.write_text(written, "utf-8")
        return article.title or article.id

    def _led(self, address: str, path: str, page: str) -> str:
        """Return the address that a link or an image of an article has on its page."""
        if OPENED.match(address):
            return address
        place = self.source.places.place(address, path)
        if place.card:
            return (
                place.anchor
                if place.card.path == path and place.anchor
                else _from(page, self.pages[place.card.path]) + place.anchor
            )
        if not place.file:
            return address  # of the site that it was written for: it is as much as is known
        copied = self.files.copy(place.file)
        return _from(page, copied) + place.anchor if copied else ""


def _from(page: str, target: str) -> str:
    """Return the address of a file as a page names it."""
    return quote(relpath(f"/{target}", f"/{dirname(page)}"))


def _translations(source: ExportSource) -> Mapping[str, Sequence[Card]]:
    """Return all versions of each article that has several, by path."""
    cards, versions = source.places.by_path, defaultdict[str, list[Card]](list)
    for path, original in source.originals.items():
        versions[original.path].append(cards[path])
    groups = [[cards[path], *those] for path, those in versions.items()]
    return {card.path: [one for one in group if one is not card] for group in groups for card in group}


EXPORTER = Exporter(name="html", title="a folder of pages, with their images", fill=fill)
