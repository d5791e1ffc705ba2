"""What one article is known by: its title, what its author noted that customers said, what led searches to it."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.search.phrase import MOST, Phrase
from kcs_cli.text.display import OptionalText


class PhraseSource(StrEnum):
    """Where a phrase comes from: the article's file, or the journal."""

    heading = "title"
    said = "said"
    asked = "asked"


COLUMNS: Columns = (
    "phrase",
    Column("source", "from"),
    *(Column(name, name, lambda count: count or None) for name in ("cases", "tried")),
    Column("last_on", "last"),
    Column("is_counted", ""),
)


class KnownBy(NamedTuple):
    """A phrase. Of an asked one: the cases it helped in, those it did not, the day of the last, whether it `is_counted`."""

    phrase: str
    source: PhraseSource
    cases: int = 0
    tried: int = 0
    last_on: date | None = None
    is_counted: bool = True


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
            (one.phrase, one.source.value, one.cases, one.tried, one.last_on, one.is_counted) for one in self.known_by
        )
        waiting = sum(not one.is_counted for one in self.known_by)
        notes = [f"Forgotten: {self.forgotten}"] if self.forgotten else []
        notes += [f"{waiting:,} of them do not count: not more cases for than against, or an open flag"] if waiting else []
        table = Table(f"{self.title} ({self.id}) is known by:", COLUMNS, rows)
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
            is_counted=one.weight > 0 and rank < MOST,
        )
        for rank, one in enumerate(asked)
    )
    return (*own, *learned)
