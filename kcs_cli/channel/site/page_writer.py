"""Writes the pages of a help centre by templates."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.channel.site.feedback import FeedbackLink
from kcs_cli.channel.site.linked_data import linked_data
from kcs_cli.channel.site.page_sources import PageSources
from kcs_cli.channel.site.place import INDEX, MISSING, way
from kcs_cli.channel.site.plan import SitePlan
from kcs_cli.channel.site.text import page_text
from kcs_cli.channel.site.words import direction, language_name, words_in
from kcs_cli.migration.handout.article_export import ArticleExport
from kcs_cli.text.display import one_line
from kcs_cli.text.outside import writable_as_utf8

Version = tuple[str, str]  # language, page


class PageAround(NamedTuple):
    """All that surrounds the text of an article's page: `versions` are languages and pages, `related` titles and pages."""

    folders: tuple[str, ...]
    versions: Sequence[Version]
    related: Sequence[tuple[str, str]]
    facts: Mapping[str, Any]


class PageWriter:
    """Writes pages into a folder."""

    def __init__(self, plan: SitePlan, sources: PageSources, folder: Path) -> None:
        self.plan, self.sources, self.folder, self.places = plan, sources, folder, plan.places
        settings = plan.kb.config.site
        self.feedback, self.name = FeedbackLink(settings.feedback), one_line(settings.name)

    def name_in(self, language: str) -> str:
        """Return what the site is called on a page in a language."""
        return self.name or words_in(language)["home"]

    def write(self, template: str, page: str, language: str, **given: Any) -> None:
        """Write a page."""
        about = {
            "language": language, "direction": direction(language), "root": way(page, "x").removesuffix("x"),
            "home": way(page, self.home(language)), "address": self.places.address(page), "versions": [], "switch": [],
            "crumbs": [], "is_searched": False, **given,
        }  # fmt: skip
        site = {"name": self.name_in(language), "has_search": self.plan.has_search, "url": self.places.address(INDEX)}
        text = self.plan.templates.page(template, page=about, site=site, words=words_in(language))
        target = self.folder / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(writable_as_utf8(text), "utf-8")

    def article(self, article: ArticleExport, around: PageAround) -> None:
        """Write the page of an article."""
        page, facts = self.places.pages[article.path], around.facts
        language, title = facts["language"], facts["title"]
        html = self.sources.led_html(article, lambda target: way(page, target))
        text = page_text(html, title, words_in(language)["table"])
        versions = around.versions or [(language, page)]
        self.write(
            "article.html", page, language, title=title, html=text, crumbs=self.crumbs(page, language, around.folders),
            data=linked_data(facts, text, self.places.address(page), self.name_in(language)),
            changed=facts["changed"], validated=facts["validated"], feedback=self.feedback.of(facts["id"], title),
            related=[{"title": one, "way": way(page, target)} for one, target in around.related],
            versions=self.versions(page, versions), switch=self.switch(page, versions), is_searched=True,
        )  # fmt: skip

    def home(self, language: str) -> str:
        """Return the first page that readers of a language see."""
        return self.places.home(language if language in self.plan.languages else self.plan.languages[0])

    def versions(self, page: str, versions: Sequence[Version]) -> list[dict[str, Any]]:
        """Return the pages of an article in all its languages, and which one readers of other languages get."""
        if len(versions) < 2:
            return []
        known = dict(versions)
        other = known.get(self.plan.languages[0], versions[0][1])
        return [
            {"language": code, "way": way(page, place), "address": self.places.address(place)}
            for code, place in [*versions, ("x-default", other)]
        ]

    def switch(self, page: str, versions: Sequence[Version]) -> list[dict[str, Any]]:
        """Return the languages of the site: what is not there in one leads to its first page."""
        homes, known = [(code, self.places.home(code)) for code in self.plan.languages], dict(versions)
        return [
            {"language": code, "name": language_name(code), "way": way(page, known.get(code, home)),
             "is_here": known.get(code, "") == page}
            for code, home in homes
        ]  # fmt: skip

    def crumbs(self, page: str, language: str, folders: tuple[str, ...]) -> list[dict[str, str]]:
        """Return the way to a page from the first one."""
        home = [{"title": words_in(language)["home"], "way": way(page, self.home(language))}]
        parts = [folders[:number] for number in range(1, len(folders) + 1)]
        return home + [{"title": topic_title(one), "way": way(page, self.places.topic(language, one))} for one in parts]

    def moved(self, page: str, path: str) -> None:
        """Write a page in the place of a former name, which leads to the article of a path."""
        target, title = self.places.pages[path], one_line(self.plan.cards[path].title)
        self.write(
            "moved.html", page, self.plan.language(path), title=title, target=way(page, target),
            address=self.places.address(target),
        )  # fmt: skip

    def missing(self) -> None:
        """Write the page that servers show where there is none: its links begin at the server's root, it may be anywhere."""
        language, top = self.plan.languages[0], self.places.top
        homes = [{**one, "way": top + one["way"].removeprefix("./"), "is_here": False} for one in self.switch(INDEX, [])]
        title = words_in(language)["missing"]
        self.write("missing.html", MISSING, language, title=title, root=top, address="", home=top, switch=homes)


def topic_title(folders: tuple[str, ...]) -> str:
    """Return the name of a folder as a title."""
    words = one_line(folders[-1]).replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
