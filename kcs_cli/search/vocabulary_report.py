"""What one article is known by: its title, what its author noted that customers said, what led searches to it."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kcs_cli.article.card import Card
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.search.engine.faint import SIXTHS
from kcs_cli.search.phrase import MOST, CustomerPhrase
from kcs_cli.search.stranger import sixths_of
from kcs_cli.text.display import OptionalText


class PhraseSource(StrEnum):
    """Where a phrase comes from: the article's file, or the journal."""

    heading = "title"
    said = "said"
    asked = "asked"


COLUMNS: Columns = (
    "phrase",
    Column("source", "from"),
    *(Column(name, name, lambda count: count or None) for name in ("cases", "earlier", "tried")),
    Column("last_on", "last"),
    Column("weight", "counts", lambda weight: f"{weight:.0%}"),
)


class KnownBy(NamedTuple):
    """A phrase. Of an asked one: the cases it helped in, those it did not, the day of the last, whether it `is_counted`.

    `earlier`: cases in which the same was asked in these words first. `weight`: what it counts, of 1; less where one person
    alone taught it and nothing in the article is like it, and where the words were only asked earlier.
    """

    phrase: str
    source: PhraseSource
    cases: int = 0
    tried: int = 0
    last_on: date | None = None
    is_counted: bool = True
    earlier: int = 0
    weight: float = 1.0


class VocabularyReport(NamedTuple):
    """The phrases of an article, those of its file first; `forgotten` is the one that was just taken away."""

    id: str
    title: str
    path: str
    known_by: tuple[KnownBy, ...]
    forgotten: OptionalText = ""

    def tables(self) -> Sequence[Table]:
        """Return the phrases, and how many of them only wait to count."""
        rows = tuple(
            (one.phrase, one.source.value, one.cases, one.earlier, one.tried, one.last_on, one.weight)
            for one in self.known_by
        )
        waiting = sum(not one.is_counted for one in self.known_by)
        notes = [f"Forgotten: {self.forgotten}"] if self.forgotten else []
        notes += [f"{waiting:,} of them do not count: not more cases for than against, or an open flag"] if waiting else []
        if any(0 < one.weight < 1 for one in self.known_by):
            notes.append("A second person or case makes a phrase count fully")
        table = Table(f"{self.title} ({self.id}) is known by:", COLUMNS, rows)
        return (table, *map(Table, notes))


def known_by(card: Card, asked: Sequence[CustomerPhrase]) -> tuple[KnownBy, ...]:
    """Return the phrases of an article; of the asked ones the weightiest first, of which the first `MOST` count."""
    own = (KnownBy(card.title, PhraseSource.heading), *(KnownBy(phrase, PhraseSource.said) for phrase in card.said))
    counted = [rank < MOST and one.weight > 0 for rank, one in enumerate(asked)]
    learned = (
        KnownBy(
            phrase=one.words,
            source=PhraseSource.asked,
            cases=one.cases,
            tried=one.tried,
            last_on=one.last_at.astimezone().date(),
            is_counted=is_counted,
            earlier=one.earlier,
            weight=sixths_of(one, card) / SIXTHS if is_counted else 0.0,
        )
        for one, is_counted in zip(asked, counted, strict=True)
    )
    return (*own, *learned)
