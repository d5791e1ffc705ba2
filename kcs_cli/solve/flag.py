"""Flags: somebody says that an article is wrong, missing something, or hard to read."""

import os

from kcs_cli.article.card import Card
from kcs_cli.errors import KcsError
from kcs_cli.journal.case_number import stored_case
from kcs_cli.journal.deed import deed_of, remember
from kcs_cli.journal.event import Event
from kcs_cli.journal.flag import NotedReport, find_flag
from kcs_cli.journal.note import LONGEST_TEXT, check_length, note, revision_now
from kcs_cli.journal.record import record
from kcs_cli.journal.vocabulary import EventKind, FlagReason
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.name import find_card, flag_at, title_of
from kcs_cli.text.display import fold, on_one_line


def flag(kb: KnowledgeBase, name: str, text: str, why: FlagReason | None, case: str | None) -> NotedReport:
    """Say what is wrong with an article; what the same person said already, and is open, is not noted again."""
    card, now = find_card(kb, name), kb.now()
    said = on_one_line(text)
    if not said or len(said) > LONGEST_TEXT:
        raise KcsError(
            "The flag says nothing" if not said else "The flag says too much", '-m "what is wrong", in a sentence'
        )
    stored = stored_case(case, kb.config, os.environ) if case else ""
    event = record(kb).new(now, EventKind.flag, article=card.id, text=said, why=why, case=stored)
    if known := next((one for one in record(kb).of_article(card.ids, EventKind.flag) if _says_the_same(one, event)), None):
        return NotedReport("open already", known.id, card.id, known.text, card.title)
    event = _with_revision(kb, card, event)
    note(kb, now, event)
    remember(kb, deed_of("flag", card.title, event))
    return NotedReport("flagged", event.id, card.id, said, card.title)


def _with_revision(kb: KnowledgeBase, card: Card, event: Event) -> Event:
    """Note the text with a flag of an article without an id: its path may be that of another article later."""
    from msgspec.structs import replace

    if card.id != card.path.rsplit(".", 1)[0]:
        return event
    revision = revision_now(kb, card)
    return replace(event, revision=revision.blob, draft=revision.draft)


def _says_the_same(one: Event, other: Event) -> bool:
    """Tell whether a person said the same twice: not to another case, which shows that it matters."""
    return (one.by, one.why, one.case, fold(one.text)) == (other.by, other.why, other.case, fold(other.text))


def unflag(kb: KnowledgeBase, name: str, text: str) -> NotedReport:
    """Close a flag, with what was done about it."""
    event, now = find_flag(flag_at(kb, name), record(kb).open_flags()), kb.now()
    said = on_one_line(text)
    if not said:
        raise KcsError("The answer to a flag says what was done", '-m "fixed in …"')
    check_length(said)
    answer = record(kb).new(now, EventKind.unflag, article=event.article, text=said, ends=(event.id,))
    title = title_of(kb, event.article)
    note(kb, now, answer)
    remember(kb, deed_of("unflag", title, answer))
    return NotedReport("closed", event.id, event.article, said, title)
