"""Finding by meaning: what it gains, and what it costs.

    python -m tests.benchmarks.semantic --model FOLDER JUDGED...
    python -m tests.benchmarks.semantic --model FOLDER --articles 25000 [--passages 4]

Each judged set (see `tests.benchmarks.relevance`) is asked with words alone, with meaning alone and mixed, each time for the
first ten: nDCG@10. The second form makes an index of generated articles with that many vectors each, by chance, and times
questions once all is loaded: words alone, mixed, and the ratio of CPU times.
"""

import argparse
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import find
from kcs_cli.search.evaluation.judged import evaluate, read_cases
from kcs_cli.search.index.opener import engine, index_folder
from kcs_cli.search.semantic.meaning import Meaning, open_meaning
from tests import make
from tests.benchmarks.articles import write_articles

REPEATS = 30


def opened(folder: Path, model: Path, languages: str = "") -> tuple[KnowledgeBase, KnowledgeBase, Meaning]:
    """Return a knowledge base with words alone, the same with meaning, and that."""
    words = KnowledgeBase.open(str(folder))
    both = KnowledgeBase.open(str(folder))
    both.config = make.config(both.config, semantic_model=str(model.resolve()))
    if languages:
        both.config = make.config(both.config, semantic_languages=(languages,))
    meaning = open_meaning(both.root, both.config, index_folder(both).folder)
    return words, both, meaning


def measure(judged: Path, model: Path) -> None:
    """Print the figures of one set."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(judged, Path(scratch) / judged.name)
        words, both, meaning = opened(folder, model)
        started = time.process_time()
        meaning.bring_up(engine(words))
        seconds = time.process_time() - started
        paths = {card.path: card.path.rsplit("/", 1)[-1].removesuffix(".md") for card in engine(words).all_cards()}
        ids = {card.id: paths[card.path] for card in engine(words).all_cards()}
        cases = read_cases({name: (folder / name).read_text("utf-8") for name in ("queries.tsv", "qrels.tsv")})

        def found_by(kb: KnowledgeBase) -> Callable[[str], list[tuple[str, float]]]:
            return lambda query: [(ids[id_], score) for id_, score in find(kb, query)]

        def by_meaning(query: str) -> list[tuple[str, float]]:
            near = meaning.nearness(query)
            assert near
            return [(paths[path], near.of(path)) for path in near.nearest(10)]

        figures = [evaluate(cases, ask, ()).ndcg_10 for ask in (found_by(words), by_meaning, found_by(both))]
        passages = sum(one.passages for one in meaning.vectors.articles.values())
        shown = "  ".join(f"{name} {one:.4f}" for name, one in zip(("words", "meaning", "mixed"), figures, strict=True))
        print(f"{judged.name:22} {shown}   {passages:,} passages, {1000 * seconds / passages:.0f} ms CPU each")


def cpu(ask: Callable[[str], object], questions: list[str]) -> tuple[float, float]:
    """Return the median wall and CPU milliseconds of a question."""
    walls, cpus = [], []
    for question in questions:
        wall, used = time.perf_counter(), time.process_time()
        ask(question)
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - used))
    return statistics.median(walls), statistics.median(cpus)


def latency(articles: int, passages: int, model: Path) -> None:
    """Print what a question costs on a large base."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "kb"
        titles = write_articles(folder / "knowledge", articles)
        (folder / "kcs.toml").write_text('[defaults]\nlanguage = "en"\n')
        words, both, meaning = opened(folder, model)
        rng = np.random.default_rng(1)
        with meaning.vectors.writing():
            for path, digest in engine(words).state().items():
                vectors = rng.standard_normal((passages, 384)).astype(np.float32)
                vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
                meaning.vectors.add({path: (digest, vectors)})
        questions = random.Random(2).sample(titles, REPEATS)
        for kb in (words, both):
            find(kb, questions[0])
        lexical, mixed = cpu(partial(find, words), questions), cpu(partial(find, both), questions)
        print(
            f"{articles:,} articles, {articles * passages:,} passages, once loaded: words {lexical[0]:.1f} ms "
            f"({lexical[1]:.1f} CPU), mixed {mixed[0]:.1f} ms ({mixed[1]:.1f} CPU); ratio of CPU {mixed[1] / lexical[1]:.1f}"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--passages", type=int, default=4)
    parser.add_argument("judged", nargs="*", type=Path)
    arguments = parser.parse_args()
    for one in arguments.judged:
        measure(one, arguments.model)
    if arguments.articles:
        latency(arguments.articles, arguments.passages, arguments.model)
