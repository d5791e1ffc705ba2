"""What is handed out of a base, and to whom: its articles one after the other, as an audience may see them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from kcs_cli.article.audience import NeverWordError, is_narrower, outward_fields, seen_by
from kcs_cli.article.card import Card
from kcs_cli.article.file_name import take_name_apart
from kcs_cli.article.front_matter import FieldError, plain_text, take_apart
from kcs_cli.article.model import Article
from kcs_cli.article.reader import read_card
from kcs_cli.article.section import find_sections
from kcs_cli.article.version import groups, labels, labels_of_original
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.config import heading_roles
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.handout.article_export import ArticleExport
from kcs_cli.migration.handout.known_facts import KnownFacts
from kcs_cli.migration.handout.link_places import LinkPlaces, addresses
from kcs_cli.migration.handout.outward_link import OutwardLinks
from kcs_cli.render.markdown.relink import relinked
from kcs_cli.search.index.opener import all_cards

AT_ONCE = 200  # articles whose past is asked for together
TOO_NARROW, ARCHIVED, FAULTY = "for fewer readers", "archived", "with broken front matter"
SECRET = "with a word of [channel] never"


class ExportSource:
    """The articles of a base that an audience may see; internal readers see all. `left_out` are the others, by reason."""

    def __init__(self, kb: KnowledgeBase, audience: Audience) -> None:
        self.kb = kb
        self.audience = audience
        self.left_out = Counter[str]()
        self.written = 0
        self.rewrites = True  # what only takes an article's HTML needs no text in which links are led as well
        self.cards = [card for card in all_cards(kb) if self._is_for(card)]
        if kb.config.channel.never and not self.is_internal:
            self.cards = [card for card in self.cards if self._has_no_secret(card)]
        self.places = LinkPlaces(kb.root, self.cards)
        self.outward = OutwardLinks(self.places, self.seen_body)
        self.facts = KnownFacts(kb, is_internal=self.is_internal)

    @property
    def is_internal(self) -> bool:
        """Tell whether all is handed out."""
        return self.audience is Audience.internal

    def _is_for(self, card: Card) -> bool:
        """Tell whether the audience may see an article; else it is counted."""
        if self.is_internal:
            return True
        reason = FAULTY if card.fault else TOO_NARROW if is_narrower(card.audience, self.audience) else ""
        reason = reason or (ARCHIVED if card.confidence == Confidence.archived else "")
        if reason:
            self.left_out[reason] += 1
        return not reason

    def _has_no_secret(self, card: Card) -> bool:
        """Tell whether an article has no word that the audience may not see; links may lead to it then."""
        try:
            seen_by(*read_card(self.kb, card), self.audience, self.kb.config)
        except NeverWordError:
            self.left_out[SECRET] += 1
            return False
        return True

    @cached_property
    def originals(self) -> dict[str, Card]:
        """The article of which each translation is one, by the translation's path; no original is among them."""
        numbers = groups(self.cards)
        named = {label for card in self.cards for label in labels_of_original(card)}
        usual, found, several = self.kb.config.defaults.language, dict[int, Card](), Counter(numbers.values())

        def rank(card: Card) -> tuple[bool, bool, bool, bool]:
            is_named = any(label in named for label in labels(card)) and not card.translation_of
            return not is_named, bool(card.translation_of), card.language != usual, card.language != "en"

        for card in self.cards:
            number = numbers[card.path]
            if several[number] > 1 and (number not in found or rank(card) < rank(found[number])):
                found[number] = card
        pairs = ((card.path, found.get(numbers[card.path])) for card in self.cards)
        return {path: original for path, original in pairs if original and original.path != path}

    def articles(self, cards: Sequence[Card] | None = None) -> Iterator[ArticleExport]:
        """Yield the articles, read anew; one that is gone meanwhile is told and passed over."""
        wanted = self.cards if cards is None else cards
        for number, card in enumerate(self.kb.progress(wanted, "Writing articles")):
            if number % AT_ONCE == 0:
                self.facts.learn(wanted[number : number + AT_ONCE])
            try:
                article = self._export(card)
            except (KcsError, OSError) as error:
                self.kb.tell(f"{card.path} is left out: {error}")
                continue
            self.written += 1
            yield article

    def _export(self, card: Card) -> ArticleExport:
        """Return one article. Raise KcsError, OSError."""
        from kcs_cli.render.markdown.parser import read_markdown
        from kcs_cli.render.markdown.safe import clean_html

        article, source = read_card(self.kb, card)
        seen = seen_by(article, source, self.audience, self.kb.config)
        html = read_markdown(seen.body).html
        if not self.is_internal:
            html = relinked(html, lambda address: self.outward.led(address, card.path))
            seen = self._rewritten(seen, html) if self.rewrites else seen
        html = clean_html(html)
        files = (self.places.place(address, card.path).file for address in addresses(html))
        original = self.originals.get(card.path)
        fields = {
            "id": seen.id, "title": seen.title, "path": seen.path, "folders": self.folders(card), "kind": seen.kind.value,
            "confidence": seen.confidence.value, "audience": seen.audience.value, "governance": seen.governance.value,
            "owner": seen.owner, "tags": seen.tags, "language": seen.language,
            "translation_of": original.id if original else "", "said": seen.said, "aliases": seen.aliases,
            "other_fields": self._other_fields(source) if self.is_internal else {}, "updated_on": seen.updated_on,
            "body": seen.body.strip("\n"), "html": html, "sections": seen.sections,
            "attachments": tuple(dict.fromkeys(filter(None, files))), **self.facts.of(card),
        }  # fmt: skip
        known: dict[str, Any] = outward_fields(fields, self.audience, self.kb.config)
        return NOTHING._replace(**known)

    def seen_body(self, card: Card) -> str:
        """Return of an article's text what the audience may see."""
        return seen_by(*read_card(self.kb, card), self.audience, self.kb.config).body

    def _rewritten(self, seen: Article, html: str) -> Article:
        """Return an article with its text written anew: a link that leads nowhere names nothing."""
        from kcs_cli.render.markdown.commonmark import write_commonmark
        from kcs_cli.render.markdown.tree import read_tree

        body = write_commonmark(read_tree(html))
        return seen._replace(body=body, sections=find_sections(body, 1, heading_roles(self.kb.config)))

    def folders(self, card: Card) -> tuple[str, ...]:
        """Return the folders of an article below that of all articles, without that of a language."""
        top = self.kb.library.folder
        return take_name_apart(card.path.removeprefix(f"{top}/") if top else card.path).folders

    def _other_fields(self, source: str) -> dict[str, tuple[str, ...]]:
        """Return the fields of a file to which kcs gives no meaning, as texts."""
        from kcs_cli.render.format import to_json

        known = {name for names in self.kb.config.fields.all_names for name in names} | {"translation_of"}
        try:
            values = take_apart(source.encode("utf-8", "replace"))[1]
        except FieldError:
            return {}

        def texts(value: Any) -> tuple[str, ...]:
            return (to_json(value),) if isinstance(value, dict) else (plain_text(value),)

        others = (
            (name, value if isinstance(value, list) else [value]) for name, value in values.items() if name not in known
        )
        return {name: tuple(text for one in value for text in texts(one) if text) for name, value in others}


NOTHING = ArticleExport(
    id="", title="", path="", folders=(), kind="", confidence="", audience="", governance="", owner="", tags=(), language="",
    translation_of="", said=(), aliases=(), other_fields={}, updated_on=None, created_at="", updated_at="", authors=(),
    body="", html="", sections=(), attachments=(),
)  # fmt: skip
