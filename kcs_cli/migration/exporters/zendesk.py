"""A base as the files of Zendesk's Help Center API: articles, translations, sections, categories, user segments, users.

https://developer.zendesk.com/api-reference/help_center/help-center-api/articles/ and the pages beside it. What Zendesk has
no field for stands in `kcs` of each article and translation: other readers pass over it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC
from pathlib import Path

from kcs_cli.article.card import Card
from kcs_cli.files.atomic import digest_of
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.exporter import Exporter
from kcs_cli.migration.exporters.zendesk_list import ZendeskList
from kcs_cli.migration.handout.article_export import ArticleExport
from kcs_cli.migration.handout.export_source import ExportSource
from kcs_cli.migration.handout.file_copies import FileCopies
from kcs_cli.migration.handout.link_places import OPENED
from kcs_cli.migration.handout.own_field import own_fields
from kcs_cli.migration.handout.page_names import PageNames
from kcs_cli.render.markdown.relink import relinked
from kcs_cli.text.dates import read_moment

FILES = ("articles", "translations", "sections", "categories", "user_segments", "users", "article_attachments")
GENERAL = "General"  # what a new help center has
LOCALES = {"en": "en-us", "": "en-us", "zh": "zh-cn", "pt": "pt", "no": "no"}
DRAFTS = (Confidence.wip, Confidence.archived)
SEGMENTS = {
    Audience.internal: {"user_type": "staff", "name": "Agents and admins", "built_in": True},
    Audience.partner: {"user_type": "signed_in_users", "name": "Partners", "built_in": False, "tags": ["partner"]},
    Audience.customer: {"user_type": "signed_in_users", "name": "Signed-in users", "built_in": True},
}


def fill(source: ExportSource, folder: Path) -> None:
    """Write the files into a folder."""
    with ExitStack() as stack:
        lists = {name: stack.enter_context(ZendeskList(folder / f"{name}.json", name)) for name in FILES}
        _Writer(source, folder, lists).write()


class _Writer:
    """Writes articles, each followed by its translations."""

    def __init__(self, source: ExportSource, folder: Path, lists: Mapping[str, ZendeskList]) -> None:
        self.source = source
        self.lists = lists
        self.files = FileCopies(source.kb.root, folder, PageNames())
        self.numbers = _numbers(source.cards)
        self.hosts = _hosts(source)
        self.people: dict[str, int] = {}
        self.places: dict[tuple[str, ...], int] = {}
        self.attached: dict[str, int] = {}

    def write(self) -> None:
        """Write all."""
        for audience, segment in SEGMENTS.items():
            self.lists["user_segments"].add({"id": _number(f"segment {audience}"), **segment})
        # A translation comes after the article it is of
        order = sorted(
            self.source.cards, key=lambda card: (self.hosts[card.path], self.hosts[card.path] != card.path, card.path)
        )
        for article in self.source.articles(order):
            if self.hosts[article.path] == article.path:
                self._add_article(article)
            else:
                self._add_translation(article)

    def _add_article(self, article: ArticleExport) -> None:
        """Write an article in the language it was written in."""
        helpful, unhelpful = article.helpful or 0, article.unhelpful or 0
        number, locale = self.numbers[article.path], _locale(article)
        segment = None if article.audience == Audience.public else _number(f"segment {article.audience}")
        self.lists["articles"].add({
            "id": number, "html_url": _page(locale, number), "title": article.title, "name": article.title,
            "body": self._body(article), "locale": locale, "source_locale": locale,
            "section_id": self._section(article.folders), "author_id": self._person(article),
            "draft": article.confidence in DRAFTS, "outdated": False, "promoted": False,
            "position": 0, "comments_disabled": True, "label_names": article.tags, "user_segment_id": segment,
            "user_segment_ids": [segment] if segment else [], "permission_group_id": None, "vote_sum": helpful - unhelpful,
            "vote_count": helpful + unhelpful, **_times(article), "kcs": self._own(article),
        })  # fmt: skip

    def _add_translation(self, article: ArticleExport) -> None:
        """Write a translation of an article."""
        original, locale = self.numbers[self.hosts[article.path]], _locale(article)
        person = self._person(article)
        self.lists["translations"].add({
            "id": self.numbers[article.path], "html_url": _page(locale, original), "source_id": original,
            "source_type": "Article", "locale": locale, "title": article.title, "body": self._body(article),
            "draft": article.confidence in DRAFTS, "hidden": False, "outdated": False, "created_by_id": person,
            "updated_by_id": person, **_times(article), "kcs": self._own(article),
        })  # fmt: skip

    def _own(self, article: ArticleExport) -> dict[str, tuple[str, ...]]:
        """Return what Zendesk has no field for, as texts; articles are known by their numbers there."""
        original = self.source.originals.get(article.path)
        named = article._replace(translation_of=str(self.numbers[self.hosts[original.path]]) if original else "")
        cases = {"cases": (str(article.cases),)} if article.cases else {}
        return {**own_fields(named), "path": (article.path,), "authors": article.authors, **cases}

    def _body(self, article: ArticleExport) -> str:
        """Return an article's text with its links leading to pages of the help center and to files of the export."""
        return relinked(article.html or "", lambda address: self._led(address, article.path))

    def _led(self, address: str, path: str) -> str:
        """Return where a link or an image leads."""
        if OPENED.match(address):
            return address
        place = self.source.places.place(address, path)
        if place.card:
            host = self.source.places.by_path[self.hosts[place.card.path]]
            return _page(LOCALES.get(place.card.language, place.card.language), self.numbers[host.path]) + place.anchor
        if not place.file:
            return address  # of the site that it was written for: it is as much as is known
        copied = self.files.copy(place.file)
        if copied and copied not in self.attached:
            self.attached[copied] = _number(f"file {place.file}")
            self.lists["article_attachments"].add({
                "id": self.attached[copied], "article_id": self.numbers[self.hosts[path]], "content_url": copied,
                "file_name": copied.rsplit("/", 1)[-1], "relative_path": copied, "inline": True,
            })  # fmt: skip
        return copied

    def _section(self, folders: Sequence[str]) -> int:
        """Return the section that folders are: the first of them is a category, and each below it a section."""
        category, *others = folders or (GENERAL,)
        parent: int | None = None
        place: tuple[str, ...] = (category,)
        if place not in self.places:
            self.places[place] = _number(f"category {category}")
            self.lists["categories"].add({"id": self.places[place], "name": category, **ENGLISH})
        root = self.places[place]
        for name in others or (GENERAL,):
            place = (*place, name)
            if place not in self.places:
                self.places[place] = _number(f"section {place}")
                own = {"id": self.places[place], "name": name, "category_id": root, "parent_section_id": parent}
                self.lists["sections"].add({**own, **ENGLISH})
            parent = self.places[place]
        return self.places[place]

    def _person(self, article: ArticleExport) -> int | None:
        """Return the number of who wrote an article; -1 is nobody's there, so it is null where nobody is known."""
        called = next(iter(article.authors), article.owner or "")
        if called and called not in self.people:
            self.people[called] = _number(f"person {called}")
            name, _, email = called.rpartition(" <")
            email = email.rstrip(">") if "@" in email else ""
            self.lists["users"].add({"id": self.people[called], "name": name or called, "email": email or None})
        return self.people.get(called)


ENGLISH = {"locale": "en-us", "source_locale": "en-us", "description": "", "position": 0}


def _numbers(cards: Sequence[Card]) -> dict[str, int]:
    """Return a number for each article, by path: the one it had in a help center, else one that stays from run to run."""
    taken, found = set[int](), dict[str, int]()
    for card in cards:
        had = (int(name) for name in (card.id, *card.aliases) if name.isascii() and name.isdecimal() and len(name) < 16)
        number = next((one for one in had if one not in taken), _number(f"article {card.id}"))
        while number in taken:
            number += 1
        taken.add(number)
        found[card.path] = number
    return found


def _number(name: str) -> int:
    """Return the number of a thing: of the length of Zendesk's, and exact in every reader of JSON."""
    return 10**14 + int(digest_of(name.encode("utf-8", "replace"))[:14], 16) % (9 * 10**14)


def _hosts(source: ExportSource) -> dict[str, str]:
    """Return under which article each is written, by path: itself, or the one it translates, where both have one audience.

    Who may read an article is said once there for all its translations, and each language can be there once.
    """
    cards, used = source.places.by_path, defaultdict[str, set[str]](set)
    hosts = {}
    for card in source.cards:
        original = source.originals.get(card.path)
        fits = original and original.audience == card.audience and cards.get(original.path) and card.language
        if original and fits and card.language not in used[original.path] | {original.language}:
            used[original.path].add(card.language)
            hosts[card.path] = original.path
        else:
            hosts[card.path] = card.path
    return hosts


def _locale(article: ArticleExport) -> str:
    """Return the language as a help center writes it."""
    return LOCALES.get(article.language or "", article.language or "")


def _page(locale: str, number: int) -> str:
    """Return the address of an article's page in a help center."""
    return f"/hc/{locale}/articles/{number}"


def _times(article: ArticleExport) -> dict[str, str | None]:
    """Return when an article was created and last changed, in UTC."""
    changed = read_moment(article.updated_at or (article.updated_on.isoformat() if article.updated_on else ""))
    created = read_moment(article.created_at or "") or changed
    times = {"created_at": created, "updated_at": changed or created, "edited_at": changed or created}
    return {name: at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None for name, at in times.items()}


EXPORTER = Exporter(name="zendesk", title="a folder with the files of Zendesk's Help Center API", fill=fill)
