"""Finding by meaning: what it gains, and what it costs.

    python -m tests.benchmarks.semantic --model FOLDER [--questions 120] JUDGED...
    python -m tests.benchmarks.semantic --model FOLDER --articles 25000 [--passages 4]

Each judged set (see `tests.benchmarks.relevance`), or so many of its questions, is asked with words alone, with the table of
word pieces, with the model alone, and mixed, with candidates by code and by all vectors: nDCG@10.

The second form makes an index of generated articles with that many vectors each, by chance, and times questions once all is
loaded.
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


def opened(folder: Path, model: Path) -> tuple[dict[str, KnowledgeBase], Meaning]:
    """Return a knowledge base asked in several ways, and the model's meaning."""
    named = {"semantic_model": str(model.resolve())}
    ways: dict[str, dict[str, str | float]] = {
        "words": {"search_meaning": 0.0},
        "table": {},
        "mixed": named,
        "mixed by all vectors": {**named, "search_meaning": 0.0},
    }
    bases = {way: KnowledgeBase.open(str(folder)) for way in ways}
    for way, settings in ways.items():
        bases[way].config = make.config(bases[way].config, **settings)
    both = bases["mixed"]
    return bases, open_meaning(both.root, both.config, index_folder(both).folder)


def measure(judged: Path, model: Path, questions: int) -> None:
    """Print the figures of one set."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = shutil.copytree(judged, Path(scratch) / judged.name)
        bases, meaning = opened(folder, model)
        words = bases["words"]
        started = time.process_time()
        meaning.bring_up(engine(words))
        seconds = time.process_time() - started
        paths = {card.path: card.path.rsplit("/", 1)[-1].removesuffix(".md") for card in engine(words).all_cards()}
        ids = {card.id: paths[card.path] for card in engine(words).all_cards()}
        cases = read_cases({name: (folder / name).read_text("utf-8") for name in ("queries.tsv", "qrels.tsv")})
        cases = cases[:: max(1, len(cases) // questions)][:questions] if questions else cases

        def found_by(kb: KnowledgeBase) -> Callable[[str], list[tuple[str, float]]]:
            return lambda query: [(ids[id_], score) for id_, score in find(kb, query)]

        def by_meaning(query: str) -> list[tuple[str, float]]:
            near = meaning.nearness(query)
            assert near
            return [(paths[path], near.of(path)) for path in near.nearest[:10]]

        asks = {**{way: found_by(kb) for way, kb in bases.items()}, "model alone": by_meaning}
        shown = ", ".join(f"{name} {evaluate(cases, ask, ()).ndcg_10:.4f}" for name, ask in asks.items())
        passages = sum(one.passages for one in meaning.vectors.articles.values())
        print(f"{judged.name}: {shown}; {passages:,} passages, {1000 * seconds / passages:.0f} ms CPU each")


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
        bases, meaning = opened(folder, model)
        words = bases["words"]
        rng = np.random.default_rng(1)
        with meaning.vectors.writing():
            for path, revision in meaning.lacking(engine(words))[0].items():
                vectors = rng.standard_normal((passages, 384)).astype(np.float32)
                vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
                meaning.vectors.add({path: (revision, vectors)})
        # Most words of the question are known, or no code would name the candidates
        questions = ["How do I open the " + " ".join(one.split()[:2]) for one in random.Random(2).sample(titles, REPEATS)]
        print(f"{articles:,} articles, {articles * passages:,} passages, once loaded:")
        for way, kb in bases.items():
            find(kb, questions[0])
            wall, used = cpu(partial(find, kb), questions)
            print(f"  {way}: {wall:.1f} ms, {used:.1f} of CPU")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=0)
    parser.add_argument("--articles", type=int, default=0)
    parser.add_argument("--passages", type=int, default=4)
    parser.add_argument("judged", nargs="*", type=Path)
    arguments = parser.parse_args()
    for one in arguments.judged:
        measure(one, arguments.model, arguments.questions)
    if arguments.articles:
        latency(arguments.articles, arguments.passages, arguments.model)
