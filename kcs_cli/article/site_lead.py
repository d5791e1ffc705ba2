"""Where a link leads on the site of a base, for what follows links from article to article."""

from collections.abc import Callable, Iterable
from functools import cache

from kcs_cli.article.card import Card
from kcs_cli.article.site import ROUTINGS
from kcs_cli.article.site_address import Addresses, by_tail
from kcs_cli.article.site_text import read_site_text
from kcs_cli.knowledge_base.config import SiteKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase

Lead = Callable[[str, str], str]  # what a link names, the path of its page → the path of an article, or nothing


def site_lead(kb: KnowledgeBase, articles: Iterable[Card]) -> Lead | None:
    """Return what follows a link that is neither a path nor an id; None where no make has a way of its own."""
    if kb.config.site.kind is SiteKind.plain:
        return None

    @cache
    def addresses() -> Addresses:  # few texts have a link that is neither, and to look at all articles costs time
        tails = by_tail({one.path: one for one in articles}.values())
        routing, folder = ROUTINGS[kb.config.site.kind], kb.config.articles.folder
        text = read_site_text(kb.root, kb.git_top or kb.root, folder)
        return Addresses(routing, lambda tail: tails.get(tail, ()), folder, text.base, text.patterns)

    def lead(named: str, source: str) -> str:
        found = addresses().find(named, source)
        return found.path if found else ""

    return lead
