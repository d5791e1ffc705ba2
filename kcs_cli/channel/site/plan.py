"""What a help centre is made of: its articles, their languages and versions, and where the page of each lies."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from kcs_cli import __version__
from kcs_cli.article.card import Card
from kcs_cli.article.site_lead import site_lead
from kcs_cli.channel.site.links import SiteFiles, SitePlacesOfLinks, WatchedLinks
from kcs_cli.channel.site.place import SitePlaces
from kcs_cli.channel.site.templates import SiteTemplates
from kcs_cli.files.atomic import digest_of
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.migration.handout.export_source import ExportSource
from kcs_cli.search.index.opener import all_cards

VERSION = 3  # of how pages are made


class SitePlan:
    """The site of a base for an audience; `shared` is a short name of all that every page depends on."""

    def __init__(self, kb: KnowledgeBase, audience: Audience, *, has_search: bool) -> None:
        self.kb, self.audience, self.has_search = kb, audience, has_search
        self.source = ExportSource(kb, audience)
        self.source.rewrites = False
        self.links = self.source.places = SitePlacesOfLinks(kb.root, self.source.cards, site_lead(kb, all_cards(kb)))
        self.watched = self.source.outward = WatchedLinks(self.links, self.source.seen_body)
        self.cards = {card.path: card for card in sorted(self.source.cards, key=lambda card: card.path)}
        self.languages = self._languages()
        self.places = SitePlaces(list(self.cards.values()), kb.config, self.languages)
        self.files = SiteFiles(kb.root)
        self.templates = SiteTemplates(kb.root, kb.config.site.templates)
        made_by = (VERSION, __version__, audience.value, has_search, kb.config, self.templates.digest(), self.languages)
        self.shared = digest_of(repr(made_by).encode())
        self.versions = self._versions()

    def _languages(self) -> Sequence[str]:
        """Return the languages of the site, the usual one first, then by the number of articles."""
        languages = Counter(card.language for card in self.cards.values() if card.language)
        usual = self.kb.config.defaults.language
        return sorted(languages, key=lambda code: (code != usual, -languages[code], code)) or ["en"]

    def _versions(self) -> dict[str, Sequence[Card]]:
        """Return all versions of each article that has several, itself among them."""
        found = defaultdict[str, list[Card]](list)
        for path, original in self.source.originals.items():
            found[original.path].append(self.cards[path])
        groups = [[self.cards[path], *those] for path, those in found.items()]
        return {card.path: sorted(group, key=lambda one: one.language) for group in groups for card in group}

    def language(self, path: str) -> str:
        """Return the language of an article's page."""
        return self.cards[path].language or self.languages[0]

    def version(self, path: str, language: str) -> str:
        """Return the path of the version of an article in a language; nothing where there is none."""
        group = [path, *(one.path for one in self.versions.get(path, ()))]
        return next((one for one in group if self.language(one) == language), "")
