"""Builds a help centre: what has changed since the last time is written anew, the rest is taken over."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kcs_cli.channel.site.facts import Facts, SiteFacts
from kcs_cli.channel.site.former import write_former_pages
from kcs_cli.channel.site.list_writer import ListWriter
from kcs_cli.channel.site.machine_file import machine_files
from kcs_cli.channel.site.manifest import NONE, Manifest, PageInputs, read_manifest
from kcs_cli.channel.site.old_site import files_below, keep_others, take_over
from kcs_cli.channel.site.page_sources import PageSources
from kcs_cli.channel.site.page_writer import PageAround, PageWriter
from kcs_cli.channel.site.plan import SitePlan
from kcs_cli.channel.site.related import related_articles
from kcs_cli.channel.site.search_index import write_search
from kcs_cli.files.atomic import digest_of
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.migration.handout.article_export import ArticleExport
from kcs_cli.text.outside import writable_as_utf8

HEAVY = 50_000  # bytes of a page, without its images
SHOWN = ("id", "title", "language", "kind", "changed", "validated")  # of an article's facts, on its page


class SiteReport(NamedTuple):
    """What was built: articles with a page, pages written anew, articles left out, by reason.

    `heavy` are the articles whose pages are larger than `HEAVY`, the largest first, with their bytes.
    """

    articles: int
    written: int
    left_out: Mapping[str, int]
    heavy: Sequence[tuple[str, int]] = ()


class SiteBuilder:
    """Builds the site of a base for an audience."""

    def __init__(self, kb: KnowledgeBase, audience: Audience, *, has_search: bool) -> None:
        self.plan = SitePlan(kb, audience, has_search=has_search)
        self.sources = PageSources(self.plan)
        self.facts = SiteFacts(self.plan, self.sources)

    def fill(self, folder: Path, old: Path) -> SiteReport:
        """Write the site into an empty folder, with what is still true in the one written before."""
        known = read_manifest(old, self.plan.shared)
        stale = {path for path in self.plan.cards if not self.sources.holds(path, known)}
        read = {article.path: article for article in self._read(sorted(stale))}
        fresh = {path: (self.sources.of(article), self.facts.of_text(article)) for path, article in read.items()}
        held = {path: (known.pages[path], known.facts[path]) for path in known.pages if path in known.facts}
        both = [(path, fresh.get(path) or held[path]) for path in self.plan.cards if path in fresh or path not in stale]
        inputs, texts = {path: one for path, (one, _) in both}, {path: text for path, (_, text) in both}
        facts = self.facts.now(texts)
        arounds = self._arounds(inputs, facts)
        pages = {path: one._replace(around=digest_of(repr(arounds[path]).encode())) for path, one in inputs.items()}
        late = [path for path, one in pages.items() if path not in read and one.around != known.pages[path].around]
        read |= {article.path: article for article in self._read(late)}
        writer = PageWriter(self.plan, self.sources, folder)
        for path, article in read.items():
            writer.article(article, arounds[path])
        for one in [one for path, one in pages.items() if path not in read]:
            take_over(old / one.page, folder / one.page)
        self._write_rest(writer, facts)
        self.plan.files.write(folder, (file for one in pages.values() for file in one.files))
        self._write_search(folder, old, is_same=not read and known is not NONE and set(known.pages) == set(pages))
        written = files_below(folder)
        keep_others(old, folder)
        Manifest(self.plan.shared, self.sources.names, pages, texts, written).write(folder)
        return SiteReport(len(pages), len(read), self.plan.source.left_out, _heavy(folder, pages))

    def _read(self, paths: Iterable[str]) -> Iterable[ArticleExport]:
        """Yield articles as the audience may see them."""
        cards = [self.plan.cards[path] for path in paths]
        return self.plan.source.articles(cards) if cards else ()

    def _arounds(self, inputs: Mapping[str, PageInputs], facts: Mapping[str, Facts]) -> Mapping[str, PageAround]:
        """Return all that surrounds the text of each page."""
        plan, pages = self.plan, self.plan.places.pages
        related = related_articles(plan, {path: list(one.targets) for path, one in inputs.items()})
        return {
            path: PageAround(
                folders=plan.source.folders(plan.cards[path]),
                versions=[
                    (plan.language(one.path), pages[one.path]) for one in plan.versions.get(path, ()) if one.path in facts
                ],
                related=[(facts[one]["title"], pages[one]) for one in related[path]],
                facts={name: facts[path][name] for name in SHOWN},
            )
            for path in inputs
        }

    def _write_rest(self, writer: PageWriter, facts: Mapping[str, Facts]) -> None:
        """Write what is no page of an article: lists, style, programs, feeds, a page in the place of each former name."""
        plan, folder = self.plan, writer.folder
        lists = ListWriter(writer).write({path: (plan.source.folders(plan.cards[path]), one) for path, one in facts.items()})
        write_former_pages(writer)
        writer.missing()
        (folder / "site.css").write_text(plan.templates.style(), "utf-8")
        if plan.has_search:
            (folder / "search.js").write_text(plan.templates.program(), "utf-8")
        for name, text in machine_files(writer.name_in(plan.languages[0]), plan, facts, lists):
            (folder / name).write_text(writable_as_utf8(text), "utf-8")

    def _write_search(self, folder: Path, old: Path, *, is_same: bool) -> None:
        """Write the index of the search; that of the same pages is taken over."""
        if not self.plan.has_search or not self.plan.cards:
            return
        if is_same and (old / "pagefind" / "pagefind.js").is_file():
            for name in files_below(old / "pagefind"):
                take_over(old / "pagefind" / name, folder / "pagefind" / name)
        else:
            write_search(folder)


def _heavy(folder: Path, pages: Mapping[str, PageInputs]) -> Sequence[tuple[str, int]]:
    """Return the articles with large pages."""
    sizes = [(path, (folder / one.page).stat().st_size) for path, one in pages.items()]
    return sorted(((path, size) for path, size in sizes if size > HEAVY), key=lambda one: (-one[1], one[0]))
