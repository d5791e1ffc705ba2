"""Relevance on judged sets: nDCG@10 of `kcs test`, beside SQLite FTS5 with porter stemming.

    python -m tests.benchmarks.relevance FOLDER...

Each folder has `articles/*.md`, `queries.tsv` (qid, text) and `qrels.tsv` (qid, article, grade).
"""

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

from kcs_cli.evaluate import evaluate, read_cases


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


def main() -> None:
    """Print one line a set."""
    for folder in map(Path, sys.argv[1:]):
        ours, theirs = kcs(folder), fts5(folder)
        print(f"{folder.name:<24} kcs {ours:.4f}   SQLite FTS5 {theirs:.4f}   ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
