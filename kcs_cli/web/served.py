"""A knowledge base as it is served: opened as a whole, never changed, replaced by the next one."""

import threading
import time
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, cast

from kcs_cli.article.card import Card
from kcs_cli.channel.outward import outward_base
from kcs_cli.errors import KcsError
from kcs_cli.files.atomic import digest_of
from kcs_cli.git.folder import GitFolders, head_commit
from kcs_cli.history.day import days_of
from kcs_cli.history.opening import history
from kcs_cli.history.shelf import remember_days
from kcs_cli.journal.folder import ledger_file
from kcs_cli.journal.ledger.file import read_ledger
from kcs_cli.journal.ledger.ledger import Ledger
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.config import with_own_index
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.progress import Tell
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.search.ask import open_meaning
from kcs_cli.search.index.codes import article_codes
from kcs_cli.search.index.folder import OpenIndex
from kcs_cli.search.index.opener import all_cards, index_folder, open_index
from kcs_cli.search.phrase import taught_phrases
from kcs_cli.search.synonym import synonyms
from kcs_cli.text.display import fold

ABANDONED = 60.0  # seconds after which git's lock is one that a process left that died
SHARED = (index_folder, taught_phrases, synonyms, article_codes, open_meaning)  # what a call takes of the base


class TitleWords:
    """The words of all titles, in order: what begins as somebody types is found without a look at all of them."""

    def __init__(self, cards: Iterable[Card]) -> None:
        self.cards = [card for card in cards if card.confidence != Confidence.archived]
        self.words = [frozenset(fold(card.title).split()) for card in self.cards]
        self.places = sorted((word, place) for place, words in enumerate(self.words) for word in words)

    def beginning(self, typed: str, most: int) -> list[Card]:
        """Return articles whose titles have words that begin with all words that were typed."""
        *whole, last = fold(typed).split() or [""]
        found = dict[int, None]()
        for word, place in self.places[bisect_left(self.places, (last, -1)) :] if last else ():
            if not word.startswith(last) or len(found) >= most:
                break
            if all(any(one.startswith(first) for one in self.words[place]) for first in whole):
                found[place] = None
        return [self.cards[place] for place in found]


class SeenBase:
    """The base as readers of an audience know it, at a moment."""

    def __init__(self, kb: KnowledgeBase, titles: TitleWords, articles: int) -> None:
        self.kb = kb
        self.titles = titles
        self.articles = articles
        self.mark = index_mark(kb)
        self.own = threading.local()
        for opens in SHARED:  # what a call would open is there before it comes
            opens(kb)
        _ = kb.base  # nor is this asked of the files again

    def index(self) -> OpenIndex:
        """Return the index for this thread: what asks it remembers the question it is at."""
        opened = getattr(self.own, "opened", None)
        if opened is None:
            known = open_index(self.kb)
            opened = self.own.opened = known._replace(engine=known.engine.twin())
        return cast(OpenIndex, opened)

    def call(self, tell: Tell) -> KnowledgeBase:
        """Return the base for one call: it shares what is open, and never looks for anything newer."""
        copy = self.kb.anew(tell)
        for opens in SHARED:
            copy.keep(opens, opens(self.kb))
        copy.keep(open_index, self.index())
        return copy


class ServedBase(NamedTuple):
    """The base at a moment, for each audience that asks; `mark` changes with what it answers."""

    kb: KnowledgeBase
    seen: Mapping[Audience, SeenBase]
    mark: str
    opened_at: float

    def state(self, audience: Audience) -> str:
        """Return what changes when answers do: what was taken in of the base, what was noted since, the day."""
        known = (self.mark, audience.value, journal_state(self.kb), f"{self.kb.now():%Y-%m-%d}")
        return digest_of(repr(known).encode())[:20]


def open_served(
    root: Path, audiences: Iterable[Audience], tell: Tell, before: ServedBase | None = None
) -> ServedBase | None:
    """Open the base beside the one that is served; None while git changes files, of which this would see half.

    Raise KcsError.
    """
    began = time.time()
    kb = KnowledgeBase.open(str(root), tell)
    kb.config = with_own_index(kb.config)  # its threads share one index
    head = _head(kb.git)
    if _is_changing(kb.git):
        return None
    open_index(kb)
    seen = {audience: _seen(kb, audience, before) for audience in sorted({Audience.internal, *audiences})}
    if before is None:
        _note_days(kb)
    elif not before.mark.startswith(f"{head} "):
        days_of(kb, ("",))  # takes in the commits since, so that no call has to
    with suppress(KcsError):
        _ = record(kb).ledger  # takes in what came from others
    kb.forget(record)  # it belongs to this thread
    if _is_changing(kb.git) or head != _head(kb.git):
        return None
    marks = [one.mark for one in seen.values()]
    return ServedBase(kb, seen, f"{head} {digest_of(repr((marks, kb.config, synonyms(kb))).encode())}", began)


def _seen(kb: KnowledgeBase, audience: Audience, before: ServedBase | None) -> SeenBase:
    """Return the base for an audience; what was made of titles is kept while the index is the same."""
    known = before.seen.get(audience) if before else None
    seen = outward_base(kb, audience)
    if known and known.mark and known.mark == index_mark(seen):
        return SeenBase(seen, known.titles, known.articles)
    cards = all_cards(seen)
    seen.forget(all_cards)  # they are many, and few calls need them
    return SeenBase(seen, TitleWords(cards), len(cards))


def journal_state(kb: KnowledgeBase) -> str:
    """Return what changes when something is noted, by whichever process; nothing without a journal."""
    file = ledger_file(kb)
    return read_ledger(file, Ledger.state, "") if file else ""


def index_mark(kb: KnowledgeBase) -> str:
    """Return a text that changes when the index does; nothing for one that is being replaced."""
    folder, opened = index_folder(kb), open_index(kb)
    if folder is None or opened.in_memory:
        return digest_of(repr(sorted(opened.engine.state().items())).encode())
    try:
        generation = folder.generation()
        return f"{generation.name} {digest_of((generation / 'meta.json').read_bytes())}" if generation else ""
    except OSError:
        return ""


def _note_days(kb: KnowledgeBase) -> None:
    """Note when the articles were last worked on, so that no call has to read history."""
    with suppress(KcsError):
        remember_days(kb, [card.path for card in all_cards(kb)])
    kb.forget(all_cards, history)


def _head(git: GitFolders | None) -> str:
    """Return the commit that is checked out; nothing without one."""
    return (git and head_commit(git)) or ""


def _is_changing(git: GitFolders | None) -> bool:
    """Tell whether git is at work on the files."""
    try:
        return git is not None and time.time() - (git.own / "index.lock").stat().st_mtime < ABANDONED
    except OSError:
        return False
