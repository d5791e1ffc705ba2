"""Relevance on judged sets: nDCG@10 of `kcs test`, beside SQLite FTS5 with porter stemming.

    python -m tests.benchmarks.relevance [--save FILE] [--against FILE] [--poison] [--answers] FOLDER...
    python -m tests.benchmarks.relevance --all --base COMMERCE FOLDER...

Each folder has `articles/*.md`, `queries.tsv` (qid, text) and `qrels.tsv` (qid, article, grade). The second line says what
it was before, the mean difference of each query, and the interval in which that lies with 95 %: before is words alone, or
what an earlier version of kcs saved (`--save`, `--against`). Three more figures say what the prior does, on every second
query: without any reuse; with the reuse that the other queries would have earned (each links its best article, some often,
some rarely); with as much reuse given to articles by chance.

`--poison` says what links teach and what wrong ones cost (`tests.benchmarks.taught`), `--answers` how well questions that
nothing answers are told (`tests.benchmarks.answered`). `--base` names a clone of the commerce knowledge base: of the
questions in `tests/search/meaning/paraphrases.tsv`, which share no word with the titles of the articles that answer them,
those are counted that have theirs among the first three; and of those in `tests/search/engine/passages.tsv` those whose
passage answers (`tests.benchmarks.passages`). `--all` is all of it.
"""

import argparse
import json
import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kcs_cli.article.model import Reuse
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import ask
from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.query import parse
from kcs_cli.search.evaluation.judged import evaluate, read_cases
from kcs_cli.search.index.codes import meaning_of
from kcs_cli.search.index.opener import engine
from kcs_cli.search.prior import SPARE, with_prior
from tests import make
from tests.benchmarks.answered import answered
from tests.benchmarks.difference import difference
from tests.benchmarks.passages import passages
from tests.benchmarks.taught import TIMES, poison

TODAY = date(2026, 11, 22)
PARAPHRASES = Path(__file__).parents[1] / "search/meaning/paraphrases.tsv"


def kcs(folder: Path, **settings: str) -> dict[str, float]:
    """Return the nDCG@10 that `kcs test` measures of each query, by its id."""
    command = [sys.executable, "-m", "kcs_cli", "test", "queries.tsv", "qrels.tsv", "--root", ".", "--format", "json"]
    known = {**os.environ, **settings}
    out = subprocess.run(command, cwd=folder, env=known, capture_output=True, text=True, check=True).stdout
    return {one["judged"]["query_id"]: one["ndcg"] for one in json.loads(out)["outcomes"]}


def paraphrases(base: Path) -> None:
    """Print how many of the paraphrases have their article among the first three, with and without meaning."""
    rows = [line.split("\t") for line in PARAPHRASES.read_text("utf-8").splitlines()]
    found: dict[str, list[bool]] = {}
    for name, meaning in (("words", 0.0), ("meaning", 1.0)):
        kb = KnowledgeBase.open(str(base))
        kb.config = make.config(kb.config, search_meaning=meaning)
        asked = [(ask(kb, parse(question), Where(), 10).matches, f"{article}.md") for question, article in rows]
        found[name] = [article in [match.card.path for match in matches[:3]] for matches, article in asked]
    before, after = found["words"], found["meaning"]
    each = [float(b) - a for a, b in zip(before, after, strict=True)]
    error = statistics.stdev(each) / len(each) ** 0.5
    print(
        f"{len(rows)} paraphrases: {sum(before)} found by words ({sum(before) / len(rows):.2f}), {sum(after)} with meaning "
        f"({sum(after) / len(rows):.2f}), difference {statistics.mean(each):+.3f} ± {1.96 * error:.3f}"
    )


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
            meant = meaning_of(kb, question)
            matches = engine(kb).search(parse(question), Where(), 10 + SPARE, SearchOptions(meant=meant)).matches
            reuse = [Reuse(cases_of.get(match.card.id, 0), TODAY) for match in matches]
            return [(match.card.id, match.score) for match in with_prior(matches, reuse, TODAY, 10)]

        return evaluate(cases[::2], find, ()).ndcg_10

    return measured({}), measured(earned), measured(by_chance)


def ranking(folder: Path, before: Mapping[str, float] | None) -> dict[str, float]:
    """Print three lines on a set; return the nDCG@10 of each query, by its id."""
    ours = kcs(folder)
    mean, theirs = statistics.mean(ours.values()), fts5(folder)
    print(f"{folder.name:<24} kcs {mean:.4f}   SQLite FTS5 {theirs:.4f}   ratio {mean / theirs:.2f}")
    print(f"{'':<24} {difference(ours, before or kcs(folder, KCS_SEARCH_MEANING='0'))}")
    without, earned, by_chance = with_reuse(folder)
    print(f"{'':<24} without reuse {without:.4f}   earned {earned:.4f}   by chance {by_chance:.4f}", flush=True)
    return ours


def main() -> None:
    """Print what is asked for, one part after another."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--base", type=Path)
    parser.add_argument("--times", type=int, default=TIMES)
    for name in ("--poison", "--answers", "--all"):
        parser.add_argument(name, action="store_true")
    given = parser.parse_args()
    saved = json.loads(given.against.read_text("utf-8")) if given.against else {}
    if given.all or not (given.poison or given.answers):
        measured = {folder.name: ranking(folder, saved.get(folder.name)) for folder in given.folders}
        if given.save:
            given.save.write_text(json.dumps(measured), "utf-8")
    for folder in given.folders if given.all or given.poison else ():
        poison(folder, given.times)
    if given.folders and (given.all or given.answers):
        answered(given.folders)
    if given.base:
        paraphrases(given.base)
        passages(given.base)


if __name__ == "__main__":
    main()
