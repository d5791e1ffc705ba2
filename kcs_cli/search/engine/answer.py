"""What a search is restricted by, what is known of its meaning, and what it answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kcs_cli.article.card import Card
from kcs_cli.article.model import Reuse
from kcs_cli.search.engine.passage import Needles
from kcs_cli.text.display import OptionalText

if TYPE_CHECKING:
    from kcs_cli.search.engine.clause import Clause

ALONE = 0.65  # how near an article must be where none has any of the words (see `mixing`)
ALIKE = ((ALONE, "nearly the same as"), (0.4, "much the same as"), (0.0, "something like"))  # by how near a passage is


class Whose(Protocol):
    """Who answers for each article, guesses included: asked only where a question is about owners."""

    def paths(self, owner: str) -> Sequence[str]:
        """Return the articles that a person or a team answers for."""

    def of(self, path: str) -> tuple[tuple[str, ...], str]:
        """Return who answers for an article, and where that is known from."""


class Where(NamedTuple):
    """Filters: within one name any value will do, all names must be met. `archived` lets archived articles in.

    `environment` is no filter: articles about that product, version and platform come before others that answer as well.
    `whose` tells who answers for what; without it the index says who is named.
    """

    filters: Mapping[str, tuple[str, ...]] = {}
    archived: bool = False
    environment: str = ""
    whose: Whose | None = None


class ClauseScore(NamedTuple):
    """What one clause of the question gave to a hit's score: `kind` of clause, its `words`, the `field` they are in."""

    kind: str
    words: OptionalText
    field: OptionalText
    score: float


class NearPassage(NamedTuple):
    """The passage of an article that is nearest to a question: how near, from 0 to 1, and its line; 0 for the title."""

    nearness: float
    line: int

    def part(self, score: float) -> ClauseScore:
        """Say what it gave to a score, and how alike it is."""
        degree = next((words for least, words in ALIKE if self.nearness >= least), "")
        place = f"the passage at line {self.line}" if self.line else "the title"
        return ClauseScore("meaning", f"{degree} {place}", "passage", score)


class QuestionMeaning(Protocol):
    """What a question means: how near articles are to it."""

    @property
    def factor(self) -> float:
        """What meaning counts, of what was measured to be best."""
        ...

    @property
    def is_clear(self) -> bool:
        """Tell whether its words are known well; those of another language than English, and typos, are not."""
        ...

    def of(self, path: str) -> NearPassage:
        """Return the nearest passage of an article; of one that is not known a nearness of 0."""
        ...

    def is_word(self, typed: str) -> bool:
        """Tell whether what was typed is a common word, and so hardly another one mistyped."""
        ...

    def are_alike(self, one: str, other: str) -> bool:
        """Tell whether two words mean much the same."""
        ...

    def nearest(self, least: float) -> Sequence[str]:
        """Return the paths of the hundred nearest articles, as far as they are so near, the nearest first."""
        ...


class Translation(NamedTuple):
    """The same article in another language."""

    language: str
    id: str
    path: str


class Match(NamedTuple):
    """An article that answers, its score, (when asked) the parts that add up to it, and how often it was reused.

    `line` is where the passage begins that is nearest in meaning; 0 where only words were compared. `evidence` is how surely
    it answers (`engine.evidence.sureness`); None where that was not asked.
    """

    card: Card
    score: float
    parts: tuple[ClauseScore, ...] = ()
    reuse: Reuse = Reuse()
    line: int = 0
    translations: tuple[Translation, ...] = ()
    evidence: float | None = None


class SearchOptions(NamedTuple):
    """What an answer has besides the best articles, and what they are ranked by besides words.

    `explain`: the parts that add up to each score; `only` names the clauses that are explained, where not all are.
    `facets`: the values of fields among all that was found. `judge`: how surely the first articles answer. `near` are paths
    of articles whose scores are asked for beside those of the best. `meant` is what the question means.
    """

    explain: bool = False
    facets: bool = False
    judge: bool = False
    near: Sequence[str] = ()
    meant: QuestionMeaning | None = None
    only: "Callable[[Clause], bool] | None" = None


PLAIN = SearchOptions()


class Answer(NamedTuple):
    """The best matches. `found` counts all articles with at least one of the words; `needles` find them in a text.

    `relaxed`: no article has the phrase or the fields asked for, these only have the words. `dropped`: exclusions and
    filters that left nothing, and so were left out. `archived`: nothing else
    matched than archived articles. `nearest`: the words
    that no article has, each with the words of the base most like it when nothing was found. `facets`: name → (value,
    articles), when asked. `near`: the articles whose scores were asked for, as far as the question allows them.
    `joined`: how many of `found` are the same articles in other languages, as far as that is known.
    """

    matches: tuple[Match, ...] = ()
    found: int = 0
    needles: Needles = Needles({})
    relaxed: bool = False
    archived: bool = False
    nearest: Mapping[str, tuple[str, ...]] = {}
    facets: Mapping[str, tuple[tuple[str, int], ...]] = {}
    near: tuple[Match, ...] = ()
    dropped: tuple[str, ...] = ()
    joined: int = 0
