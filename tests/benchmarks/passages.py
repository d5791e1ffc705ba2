"""Is the passage that is shown the one that answers? A part of `tests.benchmarks.relevance`, on the commerce base.

`tests/search/engine/passages.tsv` has questions that were written and judged by reading: question, article without suffix,
first and last line that answer. Of each article the passage is chosen as a search does it. A hit shows one of these lines.
"""

from collections.abc import Callable, Sequence
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.engine import passage
from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.mark_up import without_mark_up
from kcs_cli.search.engine.passage import Passage, best_passage
from kcs_cli.search.engine.query import parse
from kcs_cli.search.index.codes import meaning_of
from kcs_cli.search.index.opener import engine
from tests.benchmarks.difference import difference

BEGINNING = 60  # characters of a line by which it is known in a passage
FILE = Path(__file__).parents[1] / "search/engine/passages.tsv"
SHARES: dict[str, Callable[[int], float]] = {
    "not divided": lambda _length: 1.0,
    "√(1 + n/60)": lambda length: sqrt(1 + length / 60),
    "√(1 + n/120)": lambda length: sqrt(1 + length / 120),
    "√(1 + n/240)": lambda length: sqrt(1 + length / 240),
    "√(1 + n/480)": lambda length: sqrt(1 + length / 480),
    "√(1 + n/960)": lambda length: sqrt(1 + length / 960),
    "√(1 + n/1920)": lambda length: sqrt(1 + length / 1920),
    "√(1 + n/3840)": lambda length: sqrt(1 + length / 3840),
}


class JudgedPassage(NamedTuple):
    """A question, the article and its lines that answer."""

    question: str
    article: str
    first: int
    last: int


def judged_passages() -> list[JudgedPassage]:
    """Read the list."""
    rows = (line.split("\t") for line in FILE.read_text("utf-8").splitlines())
    return [JudgedPassage(question, article, int(first), int(last)) for question, article, first, last in rows]


def hits(base: Path) -> dict[str, float]:
    """Return 1 for each question whose passage answers, else 0; of articles that are not as they were judged nothing."""
    kb = KnowledgeBase.open(str(base))
    index = engine(kb)
    found: dict[str, float] = {}
    for one in judged_passages():
        path = f"{one.article}.md"
        if not index.cards("path", path):
            continue
        meant = meaning_of(kb, one.question)
        answer = index.search(parse(one.question), Where(filters={"path": (path,)}), 1, SearchOptions(meant=meant))
        shown = [best_passage(match.card, answer.needles, match.line) for match in answer.matches]
        file = (base / path).read_text("utf-8").split("\n")
        found[one.question] = float(any(_answers(passage, one, file) for passage in shown))
    return found


def _answers(shown: Passage, judged: JudgedPassage, file: Sequence[str]) -> bool:
    """Tell whether a passage begins on a line that answers, or shows one whole further down."""
    texts = (without_mark_up(line).lstrip("*1. ") for line in file[judged.first - 1 : judged.last])
    return judged.first <= shown.line <= judged.last or any(text and text[:BEGINNING] in shown.text for text in texts)


def passages(base: Path) -> None:
    """Print the share of hits for each way to make up for the length of a block, beside the one before."""
    kept, figures = passage.length_share, {}
    try:
        for name, share in SHARES.items():
            passage.length_share = share
            figures[name] = hits(base)
        passage.length_share = kept
        now = hits(base)
    finally:
        passage.length_share = kept
    print(f"{len(now)} judged passages, as kcs chooses: {sum(now.values()) / len(now):.3f}")
    for name, found in figures.items():
        print(f"{'':<4}{name:<14} {sum(found.values()) / len(found):.3f}   now: {difference(now, found)}")
