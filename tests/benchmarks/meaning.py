"""What finding by meaning costs: CPU time, in one process where all is loaded.

    python -m tests.benchmarks.meaning BASE [--articles 2461,25000,100000] [--runs 30]

The titles of the base's articles are asked. First whole searches, with and without meaning in turn, the difference of their
medians, and what it takes to make the codes beside the index. Then the meaning alone (the question's code, the hundred
nearest, the nearest passage of 25 articles) in bases of so many articles: those of BASE, again and again under other paths.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import ask
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.mixing import JOINS
from kcs_cli.search.engine.query import parse
from kcs_cli.search.index.codes import article_codes
from kcs_cli.search.index.opener import engine
from kcs_cli.search.meaning.asked_meaning import asked_meaning
from kcs_cli.search.meaning.code_file import CodeFile, written
from kcs_cli.search.meaning.upkeep import make_codes
from tests import make

WORD_HITS = 25


def milliseconds(act: Callable[[], object]) -> float:
    """Return the CPU time of an act."""
    started = time.process_time()
    act()
    return (time.process_time() - started) * 1000


def searches(root: str, questions: Sequence[str]) -> None:
    """Print what whole searches take with and without meaning."""
    both, words = KnowledgeBase.open(root), KnowledgeBase.open(root)
    words.config = make.config(words.config, search_meaning=0.0)
    times: dict[str, list[float]] = {"with": [], "without": []}
    for number, question in enumerate((questions[0], *questions)):
        for name, kb in (("with", both), ("without", words)):
            spent = milliseconds(lambda kb=kb, question=question: ask(kb, parse(question), Where(), 10, judge=True))
            times[name] += [spent] if number else []
    with_, without = (statistics.median(times[name]) for name in ("with", "without"))
    extra = statistics.median(a - b for a, b in zip(times["with"], times["without"], strict=True))
    print(f"a warm search: {with_:.1f} ms with meaning, {without:.1f} ms without, {extra:+.1f} ms each")
    index = engine(both)
    print(f"codes of {index.count():,} articles: {milliseconds(lambda: make_codes(index)) / 1000:.1f} s")


def meanings(codes: CodeFile, articles: int, questions: Sequence[str]) -> None:
    """Print what the meaning of a question takes in a base of so many articles."""
    known = list(codes.by_path().items())
    many = {f"{number}/{path}": one for number, (path, one) in enumerate(islice(cycle(known), articles))}
    content = written(many, bytes(codes.weights), articles, 0, b"")
    large = CodeFile(content)
    paths = list(many)[:: max(1, len(many) // WORD_HITS)][:WORD_HITS]

    def act(question: str) -> None:
        meant = asked_meaning(large, question, 1.0)
        if meant:
            meant.nearest(JOINS)
            for path in paths:
                meant.of(path)

    spent = statistics.median(milliseconds(lambda question=question: act(question)) for question in questions)
    print(
        f"{articles:>7,} articles, {len(large.lines):>7,} blocks, {len(content) / 1e6:5.1f} MB: {spent:5.1f} ms a question"
    )


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("base")
    parser.add_argument("--articles", default="2461,25000,100000")
    parser.add_argument("--runs", type=int, default=30)
    given = parser.parse_args()
    root = str(Path(given.base).resolve())
    kb = KnowledgeBase.open(root)
    titles = [card.title for card in engine(kb).all_cards()]
    questions = titles[:: max(1, len(titles) // given.runs)][: given.runs]
    searches(root, questions)
    codes = article_codes(kb)
    for number in map(int, given.articles.split(",")) if codes else ():
        meanings(codes, number, questions)


if __name__ == "__main__":
    main()
