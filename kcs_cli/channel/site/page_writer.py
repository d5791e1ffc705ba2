"""Writes the pages of a help centre by templates."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kcs_cli.article.card import Card
from kcs_cli.channel.site.linked_data import linked_data
from kcs_cli.channel.site.place import INDEX, SitePlaces, way
from kcs_cli.channel.site.templates import SiteTemplates
from kcs_cli.channel.site.text import page_text
from kcs_cli.channel.site.words import direction, words_in
from kcs_cli.errors import ConfigError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.migration.article_export import ArticleExport
from kcs_cli.text.display import one_line
from kcs_cli.text.outside import writable_as_utf8

A_PAGE = 150  # articles in a list
RECENT = 10
Folders = tuple[str, ...]
Facts = Mapping[str, Any]


class PageWriter:
    """Writes pages into a folder."""

    def __init__(
        self, kb: KnowledgeBase, places: SitePlaces, templates: SiteTemplates, folder: Path, languages: Sequence[str],
        *, has_search: bool,
    ) -> None:  # fmt: skip
        self.places, self.templates, self.folder, self.languages = places, templates, folder, languages
        self.feedback = _feedback(kb.config.site.feedback.strip())
        self.name = one_line(kb.config.site.name)
        name = self.name or words_in(languages[0])["home"]
        self.site = {"name": name, "has_search": has_search, "url": places.address(INDEX)}

    def _write(self, template: str, page: str, language: str, **given: Any) -> None:
        """Write a page."""
        about = {
            "language": language, "direction": direction(language), "root": way(page, "x").removesuffix("x"),
            "home": way(page, self.places.home(language if language in self.languages else self.languages[0])),
            "address": self.places.address(page), "versions": [], "switch": [], "crumbs": [], "is_searched": False, **given,
        }  # fmt: skip
        text = self.templates.page(
            template,
            page=about,
            site={**self.site, "name": self.name or words_in(language)["home"]},
            words=words_in(language),
        )
        target = self.folder / page
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(writable_as_utf8(text), "utf-8")

    def article(
        self, article: ArticleExport, html: str, facts: Facts, folders: Folders, versions: Sequence[Card],
        related: Sequence[str], all_facts: Mapping[str, Facts],
    ) -> None:  # fmt: skip
        """Write the page of an article; `html` is its text, made safe, with links that lead to pages."""
        page, language, title = self.places.pages[article.path], facts["language"], one_line(facts["title"])
        text = page_text(html, title, words_in(language)["table"])
        near = [
            {
                "title": one_line(all_facts[one]["title"]), "way": way(page, self.places.pages[one]),
                "language": all_facts[one]["language"],
            }
            for one in related
        ]  # fmt: skip
        self._write(
            "article.html", page, language, title=title, html=text, crumbs=self._crumbs(page, language, folders),
            data=linked_data(facts["kind"], title, text, language, facts["changed"], self.places.address(page)),
            changed=facts["changed"], reviewed=facts["reviewed"], feedback=self._feedback_of(facts), related=near,
            versions=self._versions(page, versions), switch=self._versions(page, versions), is_searched=True,
        )  # fmt: skip

    def _versions(self, page: str, versions: Sequence[Card]) -> list[dict[str, Any]]:
        """Return the pages of an article in all languages."""
        places = [(one.language or self.languages[0], self.places.pages[one.path]) for one in versions]
        return [
            {"language": code, "way": way(page, place), "address": self.places.address(place), "is_here": place == page}
            for code, place in places
        ]

    def _crumbs(self, page: str, language: str, folders: Folders) -> list[dict[str, str]]:
        """Return the way to a page from the first one."""
        known = language if language in self.languages else self.languages[0]
        home = [{"title": words_in(language)["home"], "way": way(page, self.places.home(known))}]
        parts = [folders[:number] for number in range(1, len(folders) + 1)]
        return home + [{"title": topic_title(one), "way": way(page, self.places.topic(known, one))} for one in parts]

    def _feedback_of(self, facts: Facts) -> str:
        """Return where readers say that an article did not help."""
        return self.feedback.replace("{id}", quote(facts["id"], safe="")).replace("{title}", quote(facts["title"], safe=""))

    def lists(self, articles: Mapping[str, tuple[Folders, Facts]]) -> list[str]:
        """Write the first pages, and those of folders; return all of them. `articles` by path: where each lies."""
        written = []
        for language in self.languages:
            own = [(folders, facts) for folders, facts in articles.values() if facts["language"] == language]
            written += [self._home(language, own), *self._topics(language, own)]
        return written

    def _entry(self, page: str, facts: Facts) -> dict[str, str]:
        """Return an article as a line of a list."""
        target = facts["url"].removeprefix(self.places.address(INDEX)) if self.places.url else facts["url"]
        return {"title": one_line(facts["title"]), "way": way(page, target) if not self.places.url else _near(page, target)}

    def _home(self, language: str, articles: Sequence[tuple[Folders, Facts]]) -> str:
        """Write the first page in a language; return it."""
        page = self.places.home(language)
        counts = Counter(folders[:1] for folders, _ in articles)
        topics = [
            {"title": topic_title(one) if one else words_in(language)["all"], "way": way(page, self.places.topic(language, one)),
             "count": number}
            for one, number in sorted(counts.items())
        ]  # fmt: skip
        newest = sorted((facts for _, facts in articles), key=lambda one: (one["changed"], one["title"]), reverse=True)[
            :RECENT
        ]
        homes = [(code, self.places.home(code)) for code in self.languages]
        switch = [
            {"language": code, "way": way(page, place), "address": self.places.address(place), "is_here": place == page}
            for code, place in homes
        ]
        self._write(
            "list.html", page, language, title=self.name or words_in(language)["home"], topics=topics, is_home=True, versions=switch,
            entries=[self._entry(page, one) for one in newest], switch=switch,
        )  # fmt: skip
        return page

    def _topics(self, language: str, articles: Sequence[tuple[Folders, Facts]]) -> list[str]:
        """Write the pages of all folders in a language; return them."""
        own, below = defaultdict[Folders, list[Facts]](list), defaultdict[Folders, Counter[Folders]](Counter)
        for folders, facts in articles:
            own[folders].append(facts)
            for number in range(1, len(folders)):
                below[folders[:number]][folders[: number + 1]] += 1
                own.setdefault(folders[:number], [])
        return [page for folders in sorted(own) for page in self._topic(language, folders, own[folders], below[folders])]

    def _topic(self, language: str, folders: Folders, own: list[Facts], below: Counter[Folders]) -> list[str]:
        """Write the pages of a folder; return them."""
        own = sorted(own, key=lambda one: (str(one["title"]).casefold(), one["id"]))
        last = max(1, -(-len(own) // A_PAGE))
        pages = [self.places.topic(language, folders, number) for number in range(1, last + 1)]
        for number, page in enumerate(pages):
            topics = [
                {"title": topic_title(one), "way": way(page, self.places.topic(language, one)), "count": count}
                for one, count in sorted(below.items())
            ]
            self._write(
                "list.html", page, language, title=topic_title(folders) if folders else words_in(language)["all"],
                topics=topics if number == 0 else [], crumbs=self._crumbs(page, language, folders[:-1]),
                entries=[self._entry(page, one) for one in own[number * A_PAGE : (number + 1) * A_PAGE]],
                previous=way(page, pages[number - 1]) if number else "",
                next=way(page, pages[number + 1]) if number + 1 < last else "",
            )  # fmt: skip
        return pages

    def moved(self, page: str, card: Card) -> None:
        """Write a page in the place of a former name, which leads to the article."""
        target = self.places.pages[card.path]
        self._write(
            "moved.html", page, card.language or self.languages[0], title=one_line(card.title), target=way(page, target),
            address=self.places.address(target),
        )  # fmt: skip


def topic_title(folders: Folders) -> str:
    """Return the name of a folder as a title."""
    words = one_line(folders[-1]).replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def _near(page: str, target: str) -> str:
    """Return how a page names another one, of which the end of the address is known."""
    from urllib.parse import unquote

    return way(page, unquote(target) + (INDEX if target.endswith("/") else ""))


def _feedback(address: str) -> str:
    """Return where readers write to. Raise ConfigError for what is neither mail nor the web."""
    if not address or address.startswith(("https://", "http://", "mailto:")):
        return address
    if "@" in address and " " not in address:
        return f"mailto:{address}?subject={{id}}%20{{title}}"
    raise ConfigError(
        "site.feedback is neither an address of mail nor of the web", 'Write it as feedback = "help@example.org"'
    )
