"""Relevance on judged sets: nDCG@10 of `kcs test`, beside SQLite FTS5 with porter stemming.

    python -m tests.benchmarks.relevance FOLDER...

Each folder has `articles/*.md`, `queries.tsv` (qid, text) and `qrels.tsv` (qid, article, grade). Three more figures say
what the prior does, on every second query: without any reuse; with the reuse that the other queries would have earned
(each links its best article, some often, some rarely); with as much reuse given to articles by chance.
"""

import json
import random
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kcs_cli.article.model import Reuse
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.engine.answer import Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.evaluation.judged import evaluate, read_cases
from kcs_cli.search.index.opener import engine
from kcs_cli.search.prior import SPARE, with_prior

TODAY = date(2026, 11, 22)


def kcs(folder: Path) -> float:
    """Return what `kcs test` measures."""
    command = [sys.executable, "-m", "kcs_cli", "test", "queries.tsv", "qrels.tsv", "--root", ".", "--format", "json"]
    out = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    return float(json.loads(out)["ndcg_10"])


def fts5(folder: Path) -> float:
    """Return the same of SQLite FTS5: any of the words, ranked by BM25."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE a USING fts5(id, text, tokenize='porter unicode61')")
    rows = ((path.stem, path.read_text("utf-8")) for path in (folder / "articles").glob("*.md"))
    base.executemany("INSERT INTO a VALUES (?, ?)", rows)

    def find(query: str) -> list[tuple[str, float]]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", query))
        sql = "SELECT id, -rank FROM a WHERE text MATCH ? ORDER BY rank LIMIT 10"
        return base.execute(sql, (words,)).fetchall() if words else []

    cases = read_cases({name: (folder / name).read_text("utf-8") for name in ("queries.tsv", "qrels.tsv")})
    return evaluate(cases, find, ()).ndcg_10


def with_reuse(folder: Path) -> tuple[float, float, float]:
    """Return nDCG@10 of every second query without reuse, with earned reuse, with reuse by chance."""
    kb = KnowledgeBase.open(str(folder))
    named = {card.path.rsplit("/", 1)[-1].removesuffix(".md"): card.id for card in engine(kb).all_cards()}
    read = read_cases({name: (folder / name).read_text("utf-8") for name in ("queries.tsv", "qrels.tsv")})
    cases = [case._replace(expected={named[name]: grade for name, grade in case.expected.items()}) for case in read]
    rng = random.Random(1)
    earned: Counter[str] = Counter()
    for case in cases[1::2]:
        earned[max(case.expected, key=lambda name: case.expected[name])] += int(rng.paretovariate(1))
    by_chance = dict(zip(rng.sample(sorted(named.values()), len(earned)), earned.values(), strict=True))

    def measured(cases_of: Mapping[str, int]) -> float:
        def find(question: str) -> list[tuple[str, float]]:
            matches = engine(kb).search(parse(question), Where(), 10 + SPARE).matches
            reuse = [Reuse(cases_of.get(match.card.id, 0), TODAY) for match in matches]
            return [(match.card.id, match.score) for match in with_prior(matches, reuse, TODAY, 10)]

        return evaluate(cases[::2], find, ()).ndcg_10

    return measured({}), measured(earned), measured(by_chance)


def main() -> None:
    """Print two lines a set."""
    for folder in map(Path, sys.argv[1:]):
        ours, theirs = kcs(folder), fts5(folder)
        print(f"{folder.name:<24} kcs {ours:.4f}   SQLite FTS5 {theirs:.4f}   ratio {ours / theirs:.2f}")
        without, earned, by_chance = with_reuse(folder)
        print(f"{'':<24} without reuse {without:.4f}   earned {earned:.4f}   by chance {by_chance:.4f}")


if __name__ == "__main__":
    main()
