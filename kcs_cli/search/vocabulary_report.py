"""What one article is known by: its title, what its author noted that customers said, what led searches to it."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kcs_cli.render.report import Table
from kcs_cli.search.phrase import MOST, Phrase


class PhraseSource(StrEnum):
    """Where a phrase comes from: the article's file, or the journal."""

    heading = "title"
    said = "said"
    asked = "asked"


class KnownBy(NamedTuple):
    """A phrase. Of an asked one: the cases it helped in and those it did not, the day of the last; whether it `counts`."""

    phrase: str
    source: PhraseSource
    cases: int = 0
    tried: int = 0
    last_on: date | None = None
    counts: bool = True


class VocabularyReport(NamedTuple):
    """The phrases of an article, those of its file first; `forgotten` is the one that was just taken away."""

    id: str
    title: str
    path: str
    phrases: tuple[KnownBy, ...]
    forgotten: str = ""

    def tables(self) -> Sequence[Table]:
        """Return the phrases, and how many of them only wait to count."""
        rows = tuple(
            (one.phrase, one.source.value, one.cases or None, one.tried or None, one.last_on) for one in self.phrases
        )
        waiting = sum(not one.counts for one in self.phrases)
        notes = [f"Forgotten: {self.forgotten}"] if self.forgotten else []
        notes += [f"{waiting:,} of them do not count: not more cases for than against, or an open flag"] if waiting else []
        table = Table(f"{self.title} ({self.id}) is known by:", ("phrase", "from", "cases", "tried", "last"), rows)
        return (table, *map(Table, notes))


def known_by(title: str, said: Iterable[str], asked: Sequence[Phrase]) -> tuple[KnownBy, ...]:
    """Return the phrases of an article; of the asked ones the weightiest first, of which the first `MOST` count."""
    own = (KnownBy(title, PhraseSource.heading), *(KnownBy(phrase, PhraseSource.said) for phrase in said))
    learned = (
        KnownBy(
            phrase=one.words,
            source=PhraseSource.asked,
            cases=one.cases,
            tried=one.tried,
            last_on=one.last_at.astimezone().date(),
            counts=one.weight > 0 and rank < MOST,
        )
        for rank, one in enumerate(asked)
    )
    return (*own, *learned)
