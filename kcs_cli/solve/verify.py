"""An article is confirmed by somebody who looked at it or used it."""

import os
from datetime import datetime, timedelta

from kcs_cli.article.card import Card
from kcs_cli.article.reader import read_sound_card
from kcs_cli.errors import KcsError
from kcs_cli.journal.case_number import stored_case
from kcs_cli.journal.deed import deed_of, remember
from kcs_cli.journal.event import standing_events
from kcs_cli.journal.flag import NotedReport
from kcs_cli.journal.note import check_length, note, revision_now
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.search.name import find_card
from kcs_cli.text.display import in_shell, on_one_line, quantity

SAME_EVIDENCE = timedelta(hours=1)
MOST_ALIKE = 2  # articles that one test may confirm
BULK = "a confirmation says that somebody looked at the article, so there is none in bulk"


def verify(kb: KnowledgeBase, name: str, case: str | None, tested: str | None) -> NotedReport:
    """Confirm an article with evidence: a case, or what was tested. Raise KcsError without it, and for many at once."""
    evidence = on_one_line(tested or "")
    if not evidence and not case:
        raise KcsError("A confirmation needs evidence", '--case CASE, or --tested "what you tried"')
    check_length(evidence)
    card, now = find_card(kb, name), kb.now()
    article, _ = read_sound_card(kb, card)
    if article.confidence in (Confidence.archived, Confidence.wip):
        reason = "is archived" if article.confidence is Confidence.archived else "is work in progress: it has no answer yet"
        raise KcsError(f"{card.id} {reason}", f"kcs state {in_shell(card.id)} not-validated, when it is to be used")
    stored = stored_case(case, kb.config, os.environ) if case else ""
    _check_single(kb, card, (evidence, stored), now)
    revision = revision_now(kb, card)
    known = {"case": stored, "text": evidence, "revision": revision.blob, "draft": revision.draft}
    event = record(kb).new(now, EventKind.verify, article=card.id, **known)
    note(kb, now, event)
    remember(kb, deed_of("verify", card.title, event))
    return NotedReport("confirmed", event.id, card.id, evidence or f"case {case}", card.title)


def _check_single(kb: KnowledgeBase, card: Card, evidence: tuple[str, str], now: datetime) -> None:
    """Raise KcsError when a person confirms one article after another with the same words or case: nobody looked."""
    lately = standing_events(record(kb).all(now - SAME_EVIDENCE))
    confirmed = (event for event in lately if event.kind is EventKind.verify)
    mine = [event for event in confirmed if event.by == record(kb).journal.person and (event.text, event.case) == evidence]
    others = {event.article for event in mine} - {*card.ids}
    if len(others) >= MOST_ALIKE:
        raise KcsError(
            f"You confirmed {quantity(len(others), 'article')} with the same evidence within the hour: {BULK}",
            "Say what you tried with this article",
        )
