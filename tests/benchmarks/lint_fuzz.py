"""Fuzz of lint: `python -m tests.benchmarks.lint_fuzz [--root BASE] [--inputs 200000] [--seed 1]`.

Mangled real articles, hostile pieces and random bytes go through every rule and every repair. An exception, a repair that is
not whole the first time, and a text that takes longer than a second for 100 KB are printed with their seed, and exit 1.
"""

import argparse
import random
import sys
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kcs_cli.knowledge_base.config import Config
from kcs_cli.knowledge_base.people import People
from kcs_cli.lint.engine.articles import Articles
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.run import lint, repair, with_text
from kcs_cli.lint.engine.settings import default_settings
from kcs_cli.lint.engine.world import Authorship, Surroundings, World
from kcs_cli.lint.registry import RULES
from tests.lint.hostile import hostile

SLOWEST = 1.0  # seconds for 100 KB
SHARE = 1_000  # inputs that a process takes at once
CONFIG = Config()
SETTINGS = default_settings(RULES)


def problems(root: Path, seed: int, articles: list[bytes]) -> Iterator[str]:
    """Yield what is wrong with one input."""
    chance = random.Random(seed)
    content, old = hostile(chance, articles), hostile(chance, articles)
    before = Page("a/b.md", old, CONFIG) if chance.random() < 0.5 else None
    page = Page("a/b.md", content, CONFIG, before=before, has_before=chance.random() < 0.7)
    others = [Page("c.md", old, CONFIG), Page("a/d.md", hostile(chance, articles), CONFIG), page]
    change = Authorship(touched=frozenset({"a/b.md"}))
    known = Articles(lambda: [one.article for one in others if one.article])
    world = World(root, CONFIG, known, Surroundings(People(), date(2026, 11, 25), change))
    started = time.process_time()
    try:
        lint([page], world, SETTINGS, RULES)
        once = repair(page, world, SETTINGS, RULES)
        if repair(with_text(page, once), world, SETTINGS, RULES) != once:
            yield f"seed {seed}: repaired twice it is something else"
    except Exception as error:
        ours = [one for one in traceback.extract_tb(error.__traceback__) if "kcs_cli" in one.filename]
        path = " > ".join(f"{Path(one.filename).name}:{one.lineno}" for one in ours)
        yield f"seed {seed}: {type(error).__name__} in {path}: {str(error).splitlines()[:1]}"
    taken = time.process_time() - started
    if taken > SLOWEST * max(1, len(content) / 100_000):
        yield f"seed {seed}: {len(content):,} bytes took {taken:.1f} s"


def share(first: int, articles: list[bytes]) -> list[str]:
    """Return what is wrong with the inputs of some seeds."""
    with TemporaryDirectory() as folder:
        return [one for seed in range(first, first + SHARE) for one in problems(Path(folder), seed, articles)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path("knowledge"))
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    real = [file.read_bytes() for file in sorted(chosen.root.rglob("*.md"))][:1_000]
    firsts = range(chosen.seed, chosen.seed + chosen.inputs, SHARE)
    with ProcessPoolExecutor() as pool:
        found = [one for part in pool.map(share, firsts, [real] * len(firsts)) for one in part]
    print(f"{chosen.inputs:,} inputs from {len(real):,} articles: {len(found)} problems", *found[:20], sep="\n")
    sys.exit(bool(found))
