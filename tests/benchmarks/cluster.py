"""Whether a cluster ranks as a clone's own index does, on judged sets: overlap, nDCG@10, time, requests.

    TEST_CLUSTER_URLS=http://…,http://… python -m tests.benchmarks.cluster [--queries N] [--base COMMERCE] FOLDER...

Each folder is one of `tests.benchmarks.relevance`. Both engines are asked as `kcs search` asks them, but for reuse.
`overlap` is the share of the first ten articles that both have, `first` of how many questions both have the same first
one. Of a base without judged questions (`--base`) titles and first sentences of its articles are asked. A plain
`multi_match` on title and text in the same cluster, analysed as OpenSearch does, is what somebody would have without kcs.
"""

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from kcs_cli.article.model import Article
from kcs_cli.article.reader import Read
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.cluster import held
from kcs_cli.search.cluster.client import Client
from kcs_cli.search.cluster.engine import ClusterEngine
from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.index.codes import meaning_of
from kcs_cli.search.index.opener import open_index, taught_phrases
from kcs_cli.search.index.refresh import Refresh
from kcs_cli.text.outside import portable
from tests.search.cluster.live import index_of

Rank = Callable[[str], list[str]]  # paths of a question's first ten articles


class Asked(NamedTuple):
    """A question with its id, and the grades of the articles that answer it."""

    text: str
    grades: dict[str, float]


class Counting(Client):
    """A client that counts what it asks."""

    requests = 0

    def send(self, *arguments: object, **named: object) -> dict[str, object]:
        Counting.requests += 1
        return super().send(*arguments, **named)  # type: ignore[arg-type]


def judged(folder: Path, most: int) -> list[Asked]:
    """Return the questions of a judged set."""
    grades: dict[str, dict[str, float]] = {}
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines():
        question, article, grade = line.split("\t")[:3]
        if question != "qid":
            grades.setdefault(question, {})[article] = float(grade)
    rows = [line.split("\t") for line in (folder / "queries.tsv").read_text("utf-8").splitlines()]
    return [Asked(text, grades.get(question, {})) for question, text, *_ in rows if question != "qid"][:most]


def of_base(articles: Sequence[Read], most: int) -> list[Asked]:
    """Return titles and first sentences of articles as questions."""
    sound = [one for one in articles if isinstance(one, Article)]
    texts = [(one.title, one.path) for one in sound]
    texts += [(" ".join(one.body.replace("#", " ").split()[:14]), one.path) for one in sound]
    step = max(1, len(texts) // most)
    return [Asked(text, {path: 1.0}) for text, path in texts[::step]][:most]


def read_all(kb: KnowledgeBase) -> list[Read]:
    """Return the articles as an index takes them."""
    refresh = Refresh(kb.library, kb.progress, kb.tell, taught_phrases(kb))
    return list(refresh.read_all(sorted(map(portable, kb.library.changed_at(refresh.look().paths())))))


def ndcg(paths: Sequence[str], grades: dict[str, float]) -> float:
    """Return the nDCG of ten articles."""
    from math import log2

    def gain(values: Sequence[float]) -> float:
        return sum((2**grade - 1) / log2(rank + 2) for rank, grade in enumerate(values[:10]))

    best = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(path, grades.get(Path(path).stem, 0.0)) for path in paths]) / best if best else 0.0


def timed(rank: Rank, questions: Sequence[Asked]) -> tuple[list[list[str]], float]:
    """Return what each question finds, and the milliseconds of the median."""
    found, times = list[list[str]](), list[float]()
    for one in questions:
        began = time.perf_counter()
        found.append(rank(one.text))
        times.append(time.perf_counter() - began)
    return found, 1000 * sorted(times)[len(times) // 2]


def plain(engine: ClusterEngine, articles: Sequence[Read]) -> Rank:
    """Return what a plain index of the same cluster ranks: OpenSearch's own analysis and `multi_match`."""
    client = engine.shelf.client
    name = f"{client.index}-plain"
    text = {"type": "text", "analyzer": "standard"}
    fields = {"properties": {"title": text, "body": text, "path": {"type": "keyword"}}}
    client.ask("PUT", name, {"settings": {"number_of_replicas": 0}, "mappings": fields})
    lines = []
    for one in articles:
        if isinstance(one, Article):
            lines += [{"index": {}}, {"title": one.title, "body": one.body, "path": one.path}]
    client.bulk(name, "".join(json.dumps(line) + "\n" for line in lines).encode())
    client.ask("POST", f"{name}/_refresh")

    def rank(words: str) -> list[str]:
        query = {"multi_match": {"query": words, "fields": ["title^2", "body"]}}
        hits = client.ask("POST", f"{name}/_search", {"size": 10, "_source": ["path"], "query": query})["hits"]["hits"]
        return [hit["_source"]["path"] for hit in hits]

    return rank


def compare(kb: KnowledgeBase, articles: Sequence[Read], questions: Sequence[Asked]) -> None:
    """Print how two engines answer."""
    own = open_index(kb).engine

    def by_own(words: str) -> list[str]:
        answer = own.search(parse(words), Where(), 10, SearchOptions(meant=meaning_of(kb, words)))
        return [match.card.path for match in answer.matches]

    with index_of(articles, encoded=True) as cluster, TemporaryDirectory() as folder:
        cluster.shelf.client = Counting(cluster.shelf.client.access, 30)

        def by_cluster(words: str) -> list[str]:
            answer = cluster.search(
                parse(words), Where(), 10, SearchOptions(meant=cluster.meaning(words, 1.0, Path(folder)))
            )
            return [match.card.path for match in answer.matches]

        by_cluster("warm")
        Counting.requests = 0
        here, own_time = timed(by_own, questions)
        there, cluster_time = timed(by_cluster, questions)
        requests = Counting.requests / len(questions)
        bare, bare_time = timed(plain(cluster, articles), questions)
        cluster.shelf.client.ask("DELETE", f"{cluster.shelf.client.index}-plain")
    both = [len({*a} & {*b}) / max(len(a), len(b), 1) if a or b else 1.0 for a, b in zip(here, there, strict=True)]
    first = sum(a[:1] == b[:1] for a, b in zip(here, there, strict=True))
    scores = [sum(ndcg(paths, one.grades) for paths, one in zip(found, questions, strict=True)) / len(questions)
              for found in (here, there, bare)]  # fmt: skip
    print(
        f"{kb.root.name}: {len(articles):,} articles, {len(questions)} questions; overlap@10 {sum(both) / len(both):.4f}, "
        f"same first {first}; nDCG@10 own {scores[0]:.4f}, cluster {scores[1]:.4f}, multi_match {scores[2]:.4f}; "
        f"median ms own {own_time:.1f}, cluster {cluster_time:.1f} in {requests:.1f} requests, multi_match {bare_time:.1f}"
    )


def main() -> None:
    """Compare on the folders that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--large", action="store_true", help="hold the titles' codes alone, as of a large base")
    parser.add_argument("--queries", type=int, default=10_000)
    given = parser.parse_args()
    held.WITH_BLOCKS = 0 if given.large else held.WITH_BLOCKS
    for folder in (*given.folders, *filter(None, [given.base])):
        kb = KnowledgeBase.open(str(folder))
        articles = read_all(kb)
        is_judged = (folder / "qrels.tsv").exists()
        questions = judged(folder, given.queries) if is_judged else of_base(articles, given.queries)
        compare(kb, articles, questions)


if __name__ == "__main__":
    main()
