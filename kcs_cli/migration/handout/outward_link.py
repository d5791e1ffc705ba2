"""Where links may lead for readers who may not see all: what they name is no secret, either."""

from collections.abc import Callable
from urllib.parse import unquote

from kcs_cli.article.card import Card
from kcs_cli.lint.engine.anchors import Anchors, anchors_of
from kcs_cli.migration.handout.link_places import OPENED, LinkPlaces

MOST = 1_000  # articles whose anchors are remembered


class OutwardLinks:
    """Leads to what is handed out; `seen_body` returns of an article's text what its readers may see."""

    def __init__(self, places: LinkPlaces, seen_body: Callable[[Card], str]) -> None:
        self.places = places
        self.seen_body = seen_body
        self.anchors: dict[str, Anchors] = {}

    def led(self, address: str, path: str) -> str:
        """Return an address in the article of a path as it may go out; nothing where it leads to nothing that is there."""
        if OPENED.match(address):
            return address
        place = self.places.place(address, path)
        bare = address.partition("#")[0].partition("?")[0]
        if place.card is None:
            return bare if place.file else ""
        named = place.anchor[1:]
        is_there = named and self._anchors(place.card).has(unquote(named), exact=False)
        return bare + place.anchor if is_there else bare

    def _anchors(self, card: Card) -> Anchors:
        """Return the anchors in an article that its readers may see: another one may be a heading of an internal part."""
        if card.path not in self.anchors:
            if len(self.anchors) > MOST:
                self.anchors.clear()
            self.anchors[card.path] = anchors_of(self.seen_body(card))
        return self.anchors[card.path]
