"""The solve loop's work on articles: flag them, answer flags, change fields, add phrases, rate."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from kcs_cli.article import Article, Confidence, path_names
from kcs_cli.case_key import stored_case
from kcs_cli.change import Assignment, Changed, ChangeReport, change, changed_text, current_value, is_met
from kcs_cli.document import has_resolution
from kcs_cli.errors import KcsError
from kcs_cli.events import EventKind, Vote, Why, iso
from kcs_cli.feedback import SHORT, Described, FlagReport, NotedReport, find_flag, report_flags
from kcs_cli.files import locked, write_atomic
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.noting import note, revision_of
from kcs_cli.places import find_shared_folder
from kcs_cli.report import Flag
from kcs_cli.search.engine import Card
from kcs_cli.text import counted, joined
from kcs_cli.votes import Base, VoteReport, read_votes

PATIENCE = 10  # seconds to wait for another process that changes an article
LONGEST_TEXT = 2_000  # characters of a flag
SAME_EVIDENCE = timedelta(hours=1)
MOST_ALIKE = 2  # articles that one test may confirm
BULK = "a confirmation says that somebody looked at the article, so there is none in bulk"


def flag(kb: KnowledgeBase, name: str, text: str, why: Why | None, case: str | None) -> NotedReport:
    """Say what is wrong with an article."""
    card, now = kb.card(name), kb.now()
    said = joined(text)
    if not said or len(said) > LONGEST_TEXT:
        raise KcsError(
            "The flag says nothing" if not said else "The flag says too much", '-m "what is wrong", in a sentence'
        )
    stored = stored_case(case, kb.config, os.environ) if case else ""
    event = kb.record.new(now, EventKind.flag, article=card.id, text=said, why=why, case=stored)
    note(kb, now, event)
    return NotedReport("flagged", event.id[-SHORT:], card.id, said)


def flags(kb: KnowledgeBase, owner: str | None, older_days: int) -> FlagReport:
    """Return the open flags, of one owner's articles, and those that are older."""
    report = report_flags(kb.record.open_flags(), described(kb), kb.now())
    wanted = [f for f in report.flags if (owner is None or f.owner.casefold() == owner.casefold()) and f.days >= older_days]
    return FlagReport(tuple(wanted))


def flags_of(kb: KnowledgeBase, card: Card) -> tuple[Flag, ...]:
    """Return the open flags on an article."""
    known = Described(card.id, card.title, card.owner)
    return report_flags(kb.record.of_article(card.ids, EventKind.flag), dict.fromkeys(card.ids, known), kb.now()).flags


def described(kb: KnowledgeBase) -> dict[str, Described]:
    """Return what every article is called and whose it is, by all its ids."""
    cards = kb.engine.all_cards()
    return {id_: Described(card.id, card.title, card.owner) for card in cards for id_ in reversed(card.ids)}


def unflag(kb: KnowledgeBase, name: str, text: str) -> NotedReport:
    """Close a flag, with what was done about it."""
    event, now = find_flag(name, kb.record.open_flags()), kb.now()
    said = joined(text)
    if not said:
        raise KcsError("The answer to a flag says what was done", '-m "fixed in …"')
    check_length(said)
    note(kb, now, kb.record.new(now, EventKind.unflag, article=event.article, text=said, ends=(event.id,)))
    return NotedReport("closed", event.id[-SHORT:], event.article, said)


def rate(kb: KnowledgeBase, name: str, vote: Vote, text: str) -> NotedReport:
    """Note what a reader thought of an article."""
    check_length(joined(text))
    card, now = kb.card(name), kb.now()
    event = kb.record.new(now, EventKind.rate, article=card.id, vote=vote, text=joined(text))
    note(kb, now, event)
    return NotedReport(vote.value, event.id[-SHORT:], card.id, event.text)


def verify(kb: KnowledgeBase, name: str, case: str | None, tested: str | None) -> NotedReport:
    """Confirm an article with evidence: a case, or what was tested. Raise KcsError without it, and for many at once."""
    evidence = joined(tested or "")
    if not evidence and not case:
        raise KcsError("A confirmation needs evidence", '--case CASE, or --tested "what you tried"')
    check_length(evidence)
    card, now = kb.card(name), kb.now()
    article, _ = kb.article(card)
    if article.confidence in (Confidence.archived, Confidence.wip):
        reason = "is archived" if article.confidence is Confidence.archived else "is work in progress: it has no answer yet"
        raise KcsError(f"{card.id} {reason}", f"kcs state {card.id} not-validated, when it is to be used")
    stored = stored_case(case, kb.config, os.environ) if case else ""
    check_single(kb, card, (evidence, stored), now)
    revision = revision_of(kb, card)
    known = {"case": stored, "text": evidence, "revision": revision.blob, "draft": revision.draft}
    event = kb.record.new(now, EventKind.verify, article=card.id, **known)
    note(kb, now, event)
    return NotedReport("confirmed", event.id[-SHORT:], card.id, evidence or f"case {case}")


def check_length(text: str) -> None:
    """Raise KcsError for a text that is too long for an event."""
    if len(text) > LONGEST_TEXT:
        raise KcsError(f"The text has {len(text):,} characters; an event has room for {LONGEST_TEXT:,}", "Say it shorter")


def check_single(kb: KnowledgeBase, card: Card, evidence: tuple[str, str], now: datetime) -> None:
    """Raise KcsError when a person confirms one article after another with the same words or case: nobody looked."""
    lately = [event for event in kb.record.all(now - SAME_EVIDENCE) if event.kind is EventKind.verify]
    mine = [event for event in lately if event.by == kb.record.journal.person and (event.text, event.case) == evidence]
    others = {event.article for event in mine} - {*card.ids}
    if len(others) >= MOST_ALIKE:
        raise KcsError(
            f"You confirmed {counted(len(others), 'article')} with the same evidence within the hour: {BULK}",
            "Say what you tried with this article",
        )


def import_votes(kb: KnowledgeBase, file: Path) -> VoteReport:
    """Take in the votes of a help site; those taken in before are left out."""
    votes, bad = read_votes(file, Base(kb.record.base, names_of_all(kb), kb.config.privacy_patterns))
    now = kb.now()
    new = kb.record.unknown([vote.id for vote in votes])
    events = [
        kb.record.new(now, EventKind.rate, id=v.id, at=iso(v.at or now), article=v.article, vote=v.vote, text=v.text)
        for v in votes
        if v.id in new
    ]
    if events:
        note(kb, now, *events)
    return VoteReport(str(file), len(events), len(votes) - len(events), tuple(bad))


def names_of_all(kb: KnowledgeBase) -> dict[str, str]:
    """Return every name an article goes by, in lower case, with its id: nothing for one of several; an id goes first."""
    cards = kb.engine.all_cards()
    names: dict[str, str] = {}
    for name, id_ in ((name.casefold(), card.id) for card in cards for name in (*card.aliases, *path_names(card.path))):
        names[name] = id_ if names.get(name, id_) == id_ else ""
    return names | {card.id.casefold(): card.id for card in cards}


def set_fields(
    kb: KnowledgeBase, names: Sequence[str], wanted: Sequence[Assignment], only_if: Sequence[Assignment], dry_run: bool
) -> ChangeReport:
    """Set fields of articles: what is refused for one is refused for all, before anything is written."""
    cards = list({card.path: card for card in map(kb.card, names)}.values())
    check_aliases(kb, cards, wanted)
    done = [rewrite(kb, card, wanted, only_if, write=False) for card in cards]
    if not dry_run:
        done = [rewrite(kb, card, wanted, only_if, write=True) for card in cards]
    return ChangeReport(tuple(done), dry_run)


def check_aliases(kb: KnowledgeBase, cards: Sequence[Card], wanted: Sequence[Assignment]) -> None:
    """Raise KcsError for an alias that another article goes by: what was noted of the one would count for the other."""
    names = [name.strip() for one in wanted if one.field == "aliases" for name in one.value.split(",") if name.strip()]
    if names and len(cards) > 1:
        raise KcsError("An alias is one article's", "Set it for one of them")
    for name in names:
        if others := [card.id for card in kb.engine.cards("name", name.lower()) if card.path not in {c.path for c in cards}]:
            raise KcsError(f"{name} is what {others[0]} goes by", f"Make one of the two: kcs merge {others[0]} --into ID")


def rewrite(
    kb: KnowledgeBase, card: Card, wanted: Sequence[Assignment], only_if: Sequence[Assignment], *, write: bool
) -> Changed:
    """Set fields of one article, where the conditions are met."""
    with editing(kb):
        article, text = kb.source(card)
        unmet = next((one for one in only_if if not is_met(one, article, text, kb.config)), None)
        if unmet:
            value = current_value(article, text, unmet.field, kb.config) or "empty"
            return Changed(article.id, article.path, (), "", f"left as it is: {unmet.field} is {value}", is_refused=True)
        after = changed_text(text, wanted, article, kb.config)
        changed = change((article, text), (parsed(kb, card, after), after), [one.field for one in wanted], kb.config)
        if write and after != text:
            write_article(kb, card, after)
    return changed


def add_phrase(kb: KnowledgeBase, name: str, phrase: str) -> bool:
    """Add what a customer said to an article; return False when it is there already."""
    card = kb.card(name)
    wanted = [Assignment("said", joined(phrase), adds=True)]
    return bool(rewrite(kb, card, wanted, (), write=True).fields)


def mature(kb: KnowledgeBase, card: Card) -> None:
    """Let an article that has a resolution be work in progress no longer. Raise KcsError."""
    article, _ = kb.source(card)
    if article.confidence is Confidence.wip and has_resolution(article):
        rewrite(kb, card, [Assignment("confidence", Confidence.not_validated.value)], (), write=True)


@contextmanager
def editing(kb: KnowledgeBase) -> Iterator[None]:
    """Let no other kcs change an article meanwhile. Raise KcsError when one does for long."""
    folder = find_shared_folder(kb.root)
    if folder is None:
        yield
        return
    try:
        with locked(folder / "edit.lock", PATIENCE, lambda: kb.tell("Waiting for another kcs that changes an article")):
            yield
    except TimeoutError as error:
        raise KcsError("Another kcs changes an article at the moment", "Do it again when that is done") from error


def parsed(kb: KnowledgeBase, card: Card, text: str) -> Article:
    """Return the article that a text makes. Raise KcsError when it makes none."""
    from kcs_cli.reading import FieldError, parse

    try:
        return parse(card.path, text.encode(), kb.config)
    except (FieldError, UnicodeError) as error:
        raise KcsError(f"{card.path} would be no article any more ({error})", "Change it in the editor: kcs fix") from error


def write_article(kb: KnowledgeBase, card: Card, text: str) -> None:
    """Write an article's file: all of it or nothing. Raise KcsError."""
    try:
        write_atomic(kb.root / card.path, text)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise KcsError(
            f"{card.path} cannot be written ({reason}); it is as it was", "Free some space or look at its rights"
        ) from error
