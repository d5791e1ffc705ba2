"""Builds a help centre: what has changed since the last time is written anew, the rest is taken over."""

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli import __version__
from kcs_cli.article.audience import never_words
from kcs_cli.article.card import Card
from kcs_cli.article.site_lead import site_lead
from kcs_cli.channel.site.feed import machine_files
from kcs_cli.channel.site.links import SiteFiles, SitePlacesOfLinks, WatchedLinks
from kcs_cli.channel.site.manifest import MARK, NONE, Manifest, PageInputs, read_manifest
from kcs_cli.channel.site.page_writer import PageWriter
from kcs_cli.channel.site.place import INDEX, SitePlaces, way
from kcs_cli.channel.site.search_index import write_search
from kcs_cli.channel.site.templates import SiteTemplates
from kcs_cli.channel.site.text import plain
from kcs_cli.files.atomic import digest_of
from kcs_cli.git.process import GitError
from kcs_cli.git.revision import blob_names
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.migration.article_export import ArticleExport
from kcs_cli.migration.export_source import ExportSource
from kcs_cli.migration.link_places import addresses
from kcs_cli.search.index.opener import all_cards, engine
from kcs_cli.text.outside import writable_as_utf8

VERSION = 1  # of how pages are made
RELATED = 6
SUMMARY = 300  # characters


class SiteReport(NamedTuple):
    """What was built: articles with a page, pages written anew; articles left out, by reason."""

    articles: int
    written: int
    left_out: Mapping[str, int]


class SiteBuilder:
    """Builds the site of a base for an audience."""

    def __init__(self, kb: KnowledgeBase, audience: Audience, *, has_search: bool) -> None:
        self.kb, self.has_search = kb, has_search
        self.source = ExportSource(kb, audience)
        self.source.places = SitePlacesOfLinks(kb.root, self.source.cards, site_lead(kb, all_cards(kb)))
        self.watched = self.source.outward = WatchedLinks(self.source.places, self.source.seen_body)
        self.cards = {card.path: card for card in sorted(self.source.cards, key=lambda card: card.path)}
        languages = Counter(card.language for card in self.cards.values() if card.language)
        usual = kb.config.defaults.language
        order = sorted(languages, key=lambda code: (code != usual, -languages[code], code))
        self.places = SitePlaces(list(self.cards.values()), kb.config, order)
        self.languages = order or ["en"]
        self.templates = SiteTemplates(kb.root, kb.config.site.templates)
        self.files = SiteFiles(kb.root)
        self.digests = engine(kb).state()
        self.shared = digest_of(
            repr((VERSION, __version__, audience.value, has_search, kb.config, self.templates.digest(), order)).encode()
        )
        self.names = digest_of(
            repr((_files_in(kb.root), sorted(self.cards), [card.ids for card in self.cards.values()])).encode()
        )
        self.versions = self._versions()

    def _versions(self) -> Mapping[str, Sequence[Card]]:
        """Return all versions of each article that has several, itself among them."""
        found = defaultdict[str, list[Card]](list)
        for path, original in self.source.originals.items():
            found[original.path].append(self.cards[path])
        groups = [[self.cards[path], *those] for path, those in found.items()]
        return {card.path: sorted(group, key=lambda one: one.language) for group in groups for card in group}

    def fill(self, folder: Path, old: Path) -> SiteReport:
        """Write the site into an empty folder, with what is still true in the one written before."""
        known = read_manifest(old, self.shared)
        read = {article.path: article for article in self._read([p for p in self.cards if not self._holds(p, known)])}
        inputs = {path: known.pages[path] for path in self.cards if path not in read and path in known.pages}
        inputs |= {path: self._inputs(article) for path, article in read.items()}
        facts = {path: known.facts[path] for path in inputs if path in known.facts} | self._facts(read.values())
        related = self._related(inputs)
        around = {path: self._around(path, facts, related) for path in inputs}
        late = [path for path in inputs if path not in read and around[path] != known.pages[path].around]
        read |= {article.path: article for article in self._read(late)}
        pages = {path: one._replace(around=around[path]) for path, one in inputs.items()}
        writer = PageWriter(self.kb, self.places, self.templates, folder, self.languages, has_search=self.has_search)
        for path, one in pages.items():
            if path in read:
                versions = [card for card in self.versions.get(path, ()) if card.path in pages]
                crumbs = self.source.folders(self.cards[path])
                writer.article(read[path], self._led_html(read[path]), facts[path], crumbs, versions, related[path], facts)
            else:
                _take_over(old / one.page, folder / one.page)
        lists = writer.lists({path: (self.source.folders(self.cards[path]), facts[path]) for path in pages})
        self._write_rest(folder, writer, list(facts.values()), lists)
        self.files.write(folder, (file for one in pages.values() for file in one.files))
        Manifest(shared=self.shared, names=self.names, pages=pages, facts=facts).write(folder)
        self._write_search(folder, old, is_same=not read and known is not NONE and set(known.pages) == set(pages))
        return SiteReport(articles=len(pages), written=len(read), left_out=self.source.left_out)

    def _read(self, paths: Sequence[str]) -> Iterable[ArticleExport]:
        """Yield articles as the audience may see them."""
        return self.source.articles([self.cards[path] for path in paths]) if paths else ()

    def _holds(self, path: str, known: Manifest) -> bool:
        """Tell whether the text of a page is still what it would be now."""
        one = known.pages.get(path)
        return bool(
            one and (one.is_whole or known.names == self.names) and path in known.facts and one.digest == self.digests.get(path)
            and one.page == self.places.pages[path]
            and all(self._target(target) == said for target, said in one.targets.items())
            and all(self.source.places.is_open(file) and self.files.place(file) == said for file, said in one.files.items())
        )  # fmt: skip

    def _target(self, path: str) -> str:
        """Return all of an article that a page depends on which links to it."""
        return f"{self.digests.get(path)} {self.places.pages.get(path)}"

    def _inputs(self, article: ArticleExport) -> PageInputs:
        """Return what the text of an article's page is made of."""
        found = [self.source.places.place(address, article.path) for address in addresses(article.html or "")]
        files = {one.file: self.files.place(one.file) for one in found if one.file}
        targets = {one.card.path for one in found if one.card} - {article.path}
        return PageInputs(
            page=self.places.pages[article.path], digest=self.digests.get(article.path, ""), around="",
            targets={path: self._target(path) for path in sorted(targets)},
            files={file: place for file, place in files.items() if place},
            is_whole=article.path not in self.watched.lost and all(files.values()),
        )  # fmt: skip

    def _led_html(self, article: ArticleExport) -> str:
        """Return the text of an article with its links leading to pages and files of the site."""
        from kcs_cli.channel.address import OPENED
        from kcs_cli.render.markdown.relink import relinked

        page = self.places.pages[article.path]

        def lead(address: str) -> str:
            if OPENED.match(address):
                return address
            place = self.source.places.place(address, article.path)
            if place.card and place.card.path == article.path and place.anchor:
                return place.anchor
            target = self.places.pages[place.card.path] if place.card else self.files.place(place.file) if place.file else ""
            return way(page, target) + place.anchor if target else ""

        return relinked(article.html or "", lead)

    def _facts(self, articles: Iterable[ArticleExport]) -> dict[str, dict[str, Any]]:
        """Return what JSON and feeds say of articles."""
        known = list(articles)
        names: Sequence[str] = ("",) * len(known)
        if self.kb.git_top:
            with suppress(GitError):
                names = blob_names(self.kb.git_top, [self.kb.root / one.path for one in known])
        return {one.path: self._fact(one, name) for one, name in zip(known, names, strict=True)}

    def _fact(self, article: ArticleExport, revision: str) -> dict[str, Any]:
        """Return what JSON and feeds say of an article."""
        page = self.places.pages[article.path]
        sections = [{"heading": one.heading, "text": one.text.strip()} for one in article.sections if one.text.strip()]
        versions = self.versions.get(article.path, ())
        return {
            "id": article.id, "title": article.title or article.id, "url": self.places.address(page) or page,
            "language": article.language or self.languages[0], "audience": article.audience,
            "confidence": article.confidence, "kind": article.kind, "revision": revision,
            "changed": (article.updated_at or str(article.updated_on or ""))[:10],
            "reviewed": str(article.updated_on or ""), "summary": plain(article.html or "")[:SUMMARY],
            "alternates": [(one.language, self.places.address(self.places.pages[one.path])) for one in versions],
            "sections": sections,
        }  # fmt: skip

    def _related(self, inputs: Mapping[str, PageInputs]) -> Mapping[str, Sequence[str]]:
        """Return the articles that each links to, and those that link to it, in its language."""
        both = defaultdict[str, list[str]](list)
        for path, one in inputs.items():
            for target in one.targets:
                if target in inputs:
                    both[path].insert(0, target)
                    both[target].append(path)
        return {
            path: [one for one in dict.fromkeys(both[path]) if self.cards[one].language == self.cards[path].language][
                :RELATED
            ]
            for path in inputs
        }

    def _around(self, path: str, facts: Mapping[str, Any], related: Mapping[str, Sequence[str]]) -> str:
        """Return all that surrounds the text of a page as a short name."""
        versions = [(one.language, self.places.pages[one.path]) for one in self.versions.get(path, ()) if one.path in facts]
        near = [(self.places.pages[one], facts[one]["title"]) for one in related[path]]
        return digest_of(repr((self.source.folders(self.cards[path]), versions, near, facts[path]["changed"])).encode())

    def _write_rest(self, folder: Path, writer: PageWriter, facts: Sequence[dict[str, Any]], lists: Sequence[str]) -> None:
        """Write style, programs, feeds, and a page in the place of each former name."""
        (folder / "site.css").write_text(self.templates.style(), "utf-8")
        if self.has_search:
            (folder / "search.js").write_text(self.templates.file("search.js") or "", "utf-8")
        home = self.places.address(INDEX)
        hidden = () if self.source.is_internal else self.kb.config.channel.internal_fields
        told = [{name: "" if name in hidden else value for name, value in one.items()} for one in facts]
        for name, text in machine_files(str(writer.site["name"]), home, told, [self.places.address(page) for page in lists]):
            (folder / name).write_text(writable_as_utf8(text), "utf-8")
        for card in self.cards.values():
            for alias in card.aliases if "aliases" not in hidden else ():
                if self.places.is_free(alias) and not any(never_words(alias, self.kb.config)):
                    writer.moved(self.places.new(alias), card)

    def _write_search(self, folder: Path, old: Path, *, is_same: bool) -> None:
        """Write the index of the search; that of the same pages is taken over."""
        if not self.has_search or not self.cards:
            return
        if is_same and (old / "pagefind" / "pagefind.js").is_file():
            for file in (old / "pagefind").rglob("*"):
                if file.is_file():
                    _take_over(file, folder / file.relative_to(old))
        else:
            write_search(folder)


def _files_in(root: Path) -> list[str]:
    """Return the files of a base that links may lead to."""
    found = []
    for folder, below, files in os.walk(root):
        below[:] = [name for name in below if not name.startswith(".") and not Path(folder, name, MARK).exists()]
        found += [f"{folder.removeprefix(str(root))}/{name}" for name in files]
    return sorted(found)


def _take_over(old: Path, new: Path) -> None:
    """Have a file of the last time in the site as well."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)
