"""What articles are known by: the words of the searches that ended in a link, as the ledger has them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from kcs_cli.journal.folder import is_counted, ledger_file
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.text.display import fold, on_one_line
from kcs_cli.text.identifier import time_of

if TYPE_CHECKING:
    from kcs_cli.journal.ledger.ledger import Ledger

HELPED = ("resolution", "reference")
EARLIER = "earlier"  # a search of the same chain before the one that led to the article
AGAINST = "tried"
FORGET = "forget"
MOST = 50  # phrases of an article that the search knows: those of most cases
LONGEST = 300  # characters of a phrase


@once
def taught_phrases(kb: KnowledgeBase) -> "TaughtPhrases":
    """Return what articles are known by, as the journal was last read: it is read where that was lost."""
    if not is_counted(kb):
        from kcs_cli.journal.record import record

        _ = record(kb).ledger
    return TaughtPhrases(ledger_file(kb), kb.base)


class CustomerPhrase(NamedTuple):
    """Words that led to an article: in how many cases it helped (each person and case once), in how many it did not.

    `first_at` and `last_at`: when somebody first and last said so. `doubts`: the open flags, each takes one case off.
    `earlier`: cases in which these words were asked before others that led to it. `is_alone`:
    one person in one case said so.
    """

    words: str
    cases: int
    tried: int
    first_at: datetime
    last_at: datetime
    doubts: int = 0
    earlier: int = 0
    is_alone: bool = True

    @property
    def weight(self) -> float:
        """What remains of the cases, earlier searches a third each; a phrase counts where anything does, fully from 1 on."""
        return self.cases + self.earlier / 3 - self.tried - self.doubts


Row = tuple[str, str, str, str]  # id, words, who asked in which case, what for


def phrases_of(rows: Iterable[Row], doubts: int = 0) -> list[CustomerPhrase]:
    """Return what an article is known by, of the searches that led to it in their order; the weightiest first.

    A phrase that was forgotten is learned again from later cases only.
    """
    helped: dict[str, set[str]] = {}
    tried: dict[str, set[str]] = {}
    earlier: dict[str, set[str]] = {}
    of_use = {AGAINST: tried, EARLIER: earlier}
    first: dict[str, str] = {}
    last: dict[str, tuple[str, str]] = {}
    known_bare = cache(bare)  # hundreds of links may come from the same words
    for id_, words, who, use in rows:
        written = known_bare(words)
        key = fold(written)
        if use == FORGET:
            for known in (helped, tried, earlier):
                known.pop(key, None)
            first.pop(key, None), last.pop(key, None)
        elif key and use in (*HELPED, AGAINST, EARLIER):
            of_use.get(use, helped).setdefault(key, set()).add(who)
            first.setdefault(key, id_)
            last[key] = (written, id_)
    found = [
        CustomerPhrase(
            words=written,
            cases=len(helped.get(key, ())),
            tried=len(tried.get(key, ())),
            first_at=time_of(first[key]),
            last_at=time_of(id_),
            doubts=doubts,
            earlier=len(earlier.get(key, set()) - helped.get(key, set())),
            is_alone=len(helped.get(key, set()) | earlier.get(key, set())) == 1,
        )
        for key, (written, id_) in last.items()
    ]
    return sorted(found, key=lambda one: (-one.weight, -one.last_at.timestamp(), one.words))


class Lesson(NamedTuple):
    """That somebody in a case (`who`) was led to an article by words (`key`: folded), in the event `id`."""

    key: str
    id: str
    who: str


def untaught(asked: Sequence[str], lessons: Sequence[Lesson], words: str) -> tuple[str, ...]:
    """Return those of an article's phrases by which it was known before some words first led to it, from other cases.

    That leaves out what the words' own links taught, whatever else these taught in the same cases, and what came later.
    """
    key = fold(bare(words))
    own = [one for one in lessons if one.key == key]
    if not own:
        return tuple(asked)
    first, cases = min(one.id for one in own), {one.who for one in own}
    earlier = {one.key for one in lessons if one.id < first and one.who not in cases}
    return tuple(phrase for phrase in asked if fold(phrase) in earlier)


def bare(typed: str) -> str:
    """Return the words of a search without its filters and signs."""
    from kcs_cli.search.engine.query import parse

    return on_one_line(parse(typed).text)[:LONGEST].strip()


class TaughtPhrases:
    """What the articles of a base are known by; `file` is the ledger's, None where there is none."""

    def __init__(self, file: Path | None, base: str) -> None:
        self.file = file
        self.base = base

    def unread(self) -> "TaughtPhrases":
        """Return the same, with nothing of it read yet: another process reads it itself."""
        return TaughtPhrases(self.file, self.base)

    @cached_property
    def mark(self) -> str:
        """A text that changes when what an article is known by may have changed; nothing where none is by anything."""
        if self.file is None:
            return ""
        from kcs_cli.journal.ledger.file import read_ledger

        return read_ledger(self.file, lambda ledger: ledger.words.mark(), "")

    @property
    def number(self) -> int:
        """The mark as a number, which is part of the fingerprint of what the index was made from."""
        return crc32(self.mark.encode())

    def changed_since(self, mark: str) -> list[str]:
        """Return the articles for which it may have changed since a mark."""
        if self.file is None or mark == self.mark:
            return []
        from kcs_cli.journal.ledger.file import read_ledger

        return read_ledger(self.file, lambda ledger: ledger.words.articles_since(self.base, mark), [])

    @cached_property
    def articles(self) -> frozenset[str]:
        """The articles that searches led to: most are none, and need not be asked about one by one."""
        return frozenset(self.changed_since("")) if self.mark else frozenset()

    def phrases(self, names: Sequence[str]) -> list[CustomerPhrase]:
        """Return what the article of some names (its id and its former ids) is known by, the weightiest first."""
        if self.file is None or self.articles.isdisjoint(names):
            return []
        from kcs_cli.journal.ledger.file import read_ledger

        def find(ledger: "Ledger") -> list[CustomerPhrase]:
            return phrases_of(ledger.words.of(self.base, names), ledger.reuse(self.base, names).flags)

        return read_ledger(self.file, find, [])

    def lessons(self, names: Sequence[str]) -> list[Lesson]:
        """Return what links taught about the article of some names, the oldest first."""
        if self.file is None or self.articles.isdisjoint(names):
            return []
        from kcs_cli.journal.ledger.file import read_ledger

        rows: list[Row] = read_ledger(self.file, lambda ledger: ledger.words.of(self.base, names), [])
        taught = ((id_, fold(bare(words)), who) for id_, words, who, use in rows if use in (*HELPED, EARLIER))
        return [Lesson(key, id_, who) for id_, key, who in taught if key]

    def counted(self, names: Sequence[str]) -> list[CustomerPhrase]:
        """Return the phrases that count, as the index takes them."""
        return [one for one in self.phrases(names)[:MOST] if one.weight > 0]
