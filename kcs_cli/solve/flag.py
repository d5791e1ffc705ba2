"""Flags: somebody says that an article is wrong, missing something, or hard to read."""

import os

from kcs_cli.article.card import Card, cards_by_name
from kcs_cli.article.model import Flag
from kcs_cli.errors import KcsError
from kcs_cli.journal.case_number import stored_case
from kcs_cli.journal.event import Event, EventKind, FlagReason
from kcs_cli.journal.flag import SHORT, FlagReport, FlagSubject, NotedReport, find_flag, report_flags
from kcs_cli.journal.note import LONGEST_TEXT, check_length, note
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.index.opener import all_cards
from kcs_cli.search.name import find_card
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
        return NotedReport("open already", known.id[-SHORT:], card.id, known.text)
    note(kb, now, event)
    return NotedReport("flagged", event.id[-SHORT:], card.id, said)


def _says_the_same(one: Event, other: Event) -> bool:
    """Tell whether a person said the same twice: not to another case, which shows that it matters."""
    return (one.by, one.why, one.case, fold(one.text)) == (other.by, other.why, other.case, fold(other.text))


def flags(kb: KnowledgeBase, owner: str | None, older_days: int) -> FlagReport:
    """Return the open flags, of one owner's articles, and those that are older."""
    report = report_flags(record(kb).open_flags(), _described(kb), kb.now())
    wanted = [f for f in report.flags if (owner is None or f.owner.casefold() == owner.casefold()) and f.days >= older_days]
    return FlagReport(tuple(wanted))


def flags_of(kb: KnowledgeBase, card: Card) -> tuple[Flag, ...]:
    """Return the open flags on an article."""
    known = FlagSubject(card.id, card.title, card.owner)
    return report_flags(record(kb).of_article(card.ids, EventKind.flag), dict.fromkeys(card.ids, known), kb.now()).flags


def _described(kb: KnowledgeBase) -> dict[str, FlagSubject]:
    """Return what every article is called and whose it is, by all its ids."""
    found = cards_by_name(all_cards(kb))
    return {name: FlagSubject(card.id, card.title, card.owner) for name, card in found.items()}


def unflag(kb: KnowledgeBase, name: str, text: str) -> NotedReport:
    """Close a flag, with what was done about it."""
    event, now = find_flag(name, record(kb).open_flags()), kb.now()
    said = on_one_line(text)
    if not said:
        raise KcsError("The answer to a flag says what was done", '-m "fixed in …"')
    check_length(said)
    note(kb, now, record(kb).new(now, EventKind.unflag, article=event.article, text=said, ends=(event.id,)))
    return NotedReport("closed", event.id[-SHORT:], event.article, said)
