"""An article as a report, with what is known of it beside its file: reuse, flags, days, owner."""

from collections.abc import Sequence
from datetime import date

from kcs_cli.article.card import Card
from kcs_cli.article.model import ArticleDays, Flag, Reuse
from kcs_cli.article.reader import read_card
from kcs_cli.article.report import ArticleReport, report_article
from kcs_cli.history.day import days_of
from kcs_cli.journal.folder import ledger_file
from kcs_cli.journal.ledger.file import read_verified
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import reuse_of


def report_card(kb: KnowledgeBase, card: Card, section: str | None = None, *, names_owner: bool = True) -> ArticleReport:
    """Return the report of an article as its file is, or of one section. Raise KcsError."""
    report = report_article(*read_card(kb, card), section, *_proof(kb, card))
    created, changed, verified = _days(kb, card)
    report = report._replace(created_on=created, changed_on=changed, verified_on=verified)
    if not names_owner:
        return report
    from kcs_cli.owners.whose import owner_of  # a guess takes the history

    owner, source = owner_of(kb, card)
    return report._replace(owner=owner, owner_source=source)


def _days(kb: KnowledgeBase, card: Card) -> tuple[date | None, date | None, date | None]:
    """Return when an article was created, last worked on and last confirmed, as far as that was noted."""
    days = days_of(kb, [card.path]).get(card.path, ArticleDays())
    file = ledger_file(kb)
    return days.created, days.worked, read_verified(file, kb.base, card.ids) if file else None


def _proof(kb: KnowledgeBase, card: Card) -> tuple[Reuse, Sequence[Flag]]:
    """Return how often an article was reused, and the open flags on it; the journal is read only where there are any."""
    reuse = reuse_of(kb, [card])[0]
    if not reuse.flags:
        return reuse, ()
    from kcs_cli.owners.flag import flags_of  # as above

    return reuse, flags_of(kb, card)
