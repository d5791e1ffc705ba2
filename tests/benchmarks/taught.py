"""What links teach: `python -m tests.benchmarks.taught FOLDER...`: nDCG@10 by how many phrases an article was taught.

Each folder is a judged set as `tests.benchmarks.relevance` takes it. Its queries are parted at random: one half teaches,
each query its best article, up to 0, 1, 3 or all phrases an article; the other half is asked. Poisoned: of the links that
teach, 5 % lead to an article by chance (the mean and the worst of ten times, all phrases).
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from kcs_cli.article.model import Article
from kcs_cli.article.reader import parse
from kcs_cli.knowledge_base.config import Config
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.query import parse as parse_query
from kcs_cli.search.evaluation.judged import JudgedQuery, evaluate, read_cases

COUNTS = (0, 1, 3, 10_000)
POISON = 0.05
SEED = 7
TIMES = 10


def stem(article: Article) -> str:
    return article.path.removesuffix(".md")


def ndcg(articles: Sequence[Article], taught: Sequence[tuple[str, str]], asked: Sequence[JudgedQuery], most: int) -> float:
    """Measure the asked queries once each article knows the first of the phrases that it was taught."""
    phrases: dict[str, list[str]] = defaultdict(list)
    for phrase, name in taught:
        if len(phrases[name]) < most:
            phrases[name].append(phrase)
    engine = TantivyEngine.create(None)
    engine.apply([one._replace(asked=tuple(phrases[stem(one)])) for one in articles], ())
    names = {one.id: stem(one) for one in articles}

    def find(query: str) -> list[tuple[str, float]]:
        matches = engine.search(parse_query(query), Where(), 10).matches
        return [(names[match.card.id], match.score) for match in matches]

    return evaluate(asked, find, ()).ndcg_10


def poisoned(taught: Sequence[tuple[str, str]], names: Sequence[str], chance: random.Random) -> list[tuple[str, str]]:
    """Lead some of the links elsewhere."""
    return [(phrase, chance.choice(names) if chance.random() < POISON else name) for phrase, name in taught]


def measure(folder: Path) -> None:
    """Print the figures of one set."""
    files = sorted((folder / "articles").glob("*.md"))
    articles = [parse(file.name, file.read_bytes(), Config()) for file in files]
    cases = read_cases({name: (folder / name).read_text("utf-8") for name in ("queries.tsv", "qrels.tsv")})
    shuffled = random.Random(SEED).sample(cases, len(cases))
    half = len(shuffled) // 2
    taught = [(case.query, max(case.expected, key=lambda name: case.expected[name])) for case in shuffled[:half]]
    asked = shuffled[half:]
    figures = [ndcg(articles, taught, asked, most) for most in COUNTS]
    names = [stem(one) for one in articles]
    losses = [
        figures[-1] - ndcg(articles, poisoned(taught, names, random.Random(seed)), asked, COUNTS[-1])
        for seed in range(TIMES)
    ]
    counts = [str(count) if count < COUNTS[-1] else "all" for count in COUNTS]
    shown = "  ".join(f"{count}: {one:.3f}" for count, one in zip(counts, figures, strict=True))
    poisoning = f"poisoned: {-mean(losses):+.4f}, at worst {-max(losses):+.4f}"
    print(f"{folder.name:22} {len(articles):5,} articles {len(asked):5,} asked   {shown}   {poisoning}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    for folder in parser.parse_args().folders:
        measure(folder)
