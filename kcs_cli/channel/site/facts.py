"""What a help centre says of its articles: what their texts have, and what git and the journal know now."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kcs_cli.article.section import find_sections
from kcs_cli.channel.site.page_sources import PageSources
from kcs_cli.channel.site.place import INDEX
from kcs_cli.channel.site.plan import SitePlan
from kcs_cli.channel.site.text import summary
from kcs_cli.git.process import GitError
from kcs_cli.git.revision import blob_names
from kcs_cli.journal.ledger.measures import LedgerMeasures
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.config import heading_roles
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.migration.handout.article_export import ArticleExport
from kcs_cli.text.display import one_line

SUMMARY = 300  # characters
Facts = Mapping[str, Any]


class SiteFacts:
    """Tells the facts of articles: those of a text hold as long as it does, the others are asked anew each time."""

    def __init__(self, plan: SitePlan, sources: PageSources) -> None:
        self.plan, self.sources = plan, sources

    def of_text(self, article: ArticleExport) -> dict[str, Any]:
        """Return what an article's text has."""
        return {
            "id": article.id, "title": one_line(article.title) or article.id, "language": self.plan.language(article.path),
            "audience": article.audience, "confidence": article.confidence, "kind": article.kind,
            "updated": str(article.updated_on or ""), "summary": summary(article.html or "", SUMMARY),
            "sections": self._sections(article),
        }  # fmt: skip

    def _sections(self, article: ArticleExport) -> list[dict[str, str]]:
        """Return the text of an article by section, its links leading to where the pages lie."""
        from kcs_cli.render.markdown.commonmark import write_commonmark
        from kcs_cli.render.markdown.tree import read_tree

        body = write_commonmark(read_tree(self.sources.led_html(article, self.told)))
        found = find_sections(body, 1, heading_roles(self.plan.kb.config))
        return [{"heading": one.heading, "text": one.text.strip()} for one in found if one.text.strip()]

    def told(self, place: str) -> str:
        """Return how a program names a file of the site: its address, or where it lies in the folder."""
        return self.plan.places.address(place) or place.removesuffix(INDEX) or place

    def now(self, known: Mapping[str, Facts]) -> dict[str, dict[str, Any]]:
        """Return all facts of articles, of which those of their texts are known."""
        changed, validated, revisions = self._changes(known), self._validations(known), self._revisions(list(known))
        return {
            path: {
                **one, "url": self.told(self.plan.places.pages[path]), "revision": revisions[path],
                "changed": changed[path] or one["updated"], "validated": validated[path],
            }
            for path, one in known.items()
        }  # fmt: skip

    def _changes(self, known: Iterable[str]) -> Mapping[str, str]:
        """Return the day on which each article was last worked on, as git tells it."""
        cards, past = [self.plan.cards[path] for path in known], self.plan.source.facts
        past.learn(cards)
        return {card.path: past.of(card)["updated_at"][:10] for card in cards}

    def _validations(self, known: Mapping[str, Facts]) -> Mapping[str, str]:
        """Return the day on which each article was last confirmed: by an event, or as a validated one says itself."""
        kb = self.plan.kb
        measures = record(kb).ask(lambda ledger: LedgerMeasures(ledger, kb.base))
        names, verified = measures.subjects(), measures.verified()
        days = {names[subject]: at.date().isoformat() for subject, at in verified.items() if subject in names}
        said = {
            path: [one["updated"] if one["confidence"] == Confidence.validated else ""]
            + [days.get(name, "") for name in self.plan.cards[path].ids]
            for path, one in known.items()
        }
        return {path: max(those) for path, those in said.items()}

    def _revisions(self, paths: Sequence[str]) -> Mapping[str, str]:
        """Return the names that git has for the texts."""
        kb, names = self.plan.kb, list[str]()
        if kb.git_top:
            try:
                names = list(blob_names(kb.git_top, [kb.root / path for path in paths]))
            except GitError as error:
                kb.tell(f"{error.message}; revisions are left out")
        return dict(zip(paths, names or [""] * len(paths), strict=True))
