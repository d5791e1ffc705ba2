"""Public addresses: of an article's page, and of what an article that goes out links to."""

import re
from collections.abc import Sequence
from urllib.parse import quote, unquote

from kcs_cli.article.audience import is_narrower
from kcs_cli.article.card import Card
from kcs_cli.article.link import destination_path
from kcs_cli.article.model import Article
from kcs_cli.article.site_lead import Lead
from kcs_cli.errors import ConfigError
from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.render.markdown.relink import Leads

BASE = re.compile(r"https?://[^\s/@]+(?:/\S*)?", re.IGNORECASE)
OPENED = re.compile(r"(?:https?:|mailto:|//[\w.-]+)", re.IGNORECASE)  # leads somewhere wherever the text is read


def public_address(article: Article | Card, config: Config) -> str:
    """Return the address of an article's page; nothing without a site, and for one that customers may not see.

    Raise ConfigError for a site that has no address of the web.
    """
    url = config.site.url.strip()
    if not url or is_narrower(article.audience, Audience.customer):
        return ""
    if not BASE.fullmatch(url):
        raise ConfigError("site.url is no address of a site", 'Write it as url = "https://help.example.org"')
    if "{id}" not in url and "{path}" not in url:
        url = f"{url.rstrip('/')}/{{id}}/"
    return url.replace("{id}", quote(article.id, safe="/")).replace("{path}", quote(article.path.rsplit(".", 1)[0]))


def leads_for(
    article: Article, audience: Audience, cards: Sequence[Card], config: Config, site: Lead | None = None
) -> Leads:
    """Return what gives each link of an article the address that its readers may follow.

    `site` follows a link as the make of the base's own site does.
    """
    seen = [card for card in cards if card.confidence != Confidence.archived and not is_narrower(card.audience, audience)]
    pages = {name: card for card in seen for name in (*map(str.casefold, card.aliases), card.id.casefold(), card.path)}

    def lead(address: str) -> str:
        if OPENED.match(address):
            return address
        place, sign, anchor = address.partition("#")
        meant = unquote(place.partition("?")[0])
        if not meant:
            page = public_address(article, config)
        else:
            target = pages.get(destination_path(meant, article.path)) or pages.get(meant.casefold())
            if target is None and site:
                target = pages.get(site(meant, article.path))
            page = public_address(target, config) if target else ""
        return page + sign + anchor if page else ""

    return lead
