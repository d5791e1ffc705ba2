"""What links teach, and what wrong ones cost: a part of `tests.benchmarks.relevance`.

The queries of a judged set are parted at random: each half teaches the other's searches, each query its best article. Of the
links that teach, 5 % lead to an article by chance, ten times over. What that costs is told twice: against all links right,
and against the same links not made at all, which is the harm that a wrong link does beside the right one's lacking.
"""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, stdev

from kcs_cli.article.model import Article, FaintPhrase
from kcs_cli.article.reader import read_article
from kcs_cli.knowledge_base.config import Config
from kcs_cli.search.engine.analyst import KeptDocuments
from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.faint import SIXTHS
from kcs_cli.search.engine.query import parse
from kcs_cli.search.evaluation.judged import JudgedQuery, evaluate, read_cases
from kcs_cli.search.index.reading import with_phrases
from kcs_cli.search.meaning.asked_meaning import asked_meaning
from kcs_cli.search.meaning.code_file import CodeFile
from kcs_cli.search.meaning.upkeep import make_codes
from kcs_cli.search.phrase import MOST, CustomerPhrase
from kcs_cli.search.stranger import sixths_of

POISON = 0.05
SEED = 7
TIMES = 10
AT = datetime(2026, 11, 22, tzinfo=UTC)
Link = tuple[str, str]  # a phrase and the article that it is taught to, by its file's name without suffix


class TaughtSet:
    """A judged set, asked with what its other half taught; `is_wary` as kcs does it, else each phrase counts fully."""

    def __init__(self, folder: Path, *, is_wary: bool) -> None:
        files = sorted((folder / "articles").glob("*.md"))
        read = (read_article(folder / "articles", file.name, Config()) for file in files)
        self.articles = {one.path.removesuffix(".md"): one for one in read if isinstance(one, Article)}
        self.is_wary = is_wary
        self.analysed = KeptDocuments()
        self.codes = CodeFile(make_codes(self.engine({})))
        cases = read_cases({name: (folder / name).read_text("utf-8") for name in ("queries.tsv", "qrels.tsv")})
        shuffled = random.Random(SEED).sample(cases, len(cases))
        self.halves = shuffled[: len(cases) // 2], shuffled[len(cases) // 2 :]
        self.links = [[(case.query, _best(case)) for case in half] for half in self.halves]
        self.known: dict[Link, int] = {}

    def engine(self, phrases: Mapping[str, Sequence[str]]) -> TantivyEngine:
        """Make an index of the articles, known by some phrases each."""
        index = TantivyEngine.create(None)
        index.apply([self.taught(name, phrases.get(name, ())[:MOST]) for name in self.articles], (), self.analysed)
        return index

    def taught(self, name: str, phrases: Sequence[str]) -> Article:
        """Return an article that is known by phrases, each from one person in one case."""
        sixths = {phrase: self.sixths(phrase, name) for phrase in phrases}
        asked = tuple(phrase for phrase, n in sixths.items() if n == SIXTHS)
        faint = tuple(FaintPhrase(phrase, n) for phrase, n in sixths.items() if n < SIXTHS)
        return with_phrases(self.articles[name], asked, faint)

    def sixths(self, phrase: str, name: str) -> int:
        """Return what a phrase counts."""
        if (phrase, name) not in self.known:
            one = CustomerPhrase(phrase, 1, 0, AT, AT)
            self.known[phrase, name] = sixths_of(one, self.articles[name]) if self.is_wary else SIXTHS
        return self.known[phrase, name]

    def ndcg(self, links: Sequence[Sequence[Link]]) -> dict[str, float]:
        """Return the nDCG@10 of each query, by its id; `links` are those of each half, asked of the other."""
        found: dict[str, float] = {}
        for asked, taught in zip(self.halves, reversed(links), strict=True):
            phrases: dict[str, list[str]] = defaultdict(list)
            for phrase, name in taught:
                phrases[name].append(phrase)
            index = self.engine(phrases)
            report = evaluate(asked, lambda query, index=index: self.find(index, query), ())
            found.update((one.judged.query_id, one.ndcg) for one in report.outcomes)
        return found

    def find(self, index: TantivyEngine, query: str) -> list[tuple[str, float]]:
        """Return the first ten articles by words and meaning."""
        matches = index.search(parse(query), Where(), 10, SearchOptions(meant=asked_meaning(self.codes, query, 1.0))).matches
        return [(match.card.path.removesuffix(".md"), match.score) for match in matches]

    def poisoned(self, seed: int, *, lacking: bool) -> list[list[Link]]:
        """Lead some of the links elsewhere, or leave these out."""
        chance, names = random.Random(seed), sorted(self.articles)
        halves: list[list[Link]] = [[], []]
        for half, links in zip(halves, self.links, strict=True):
            for phrase, name in links:
                is_wrong, other = chance.random() < POISON, chance.choice(names)
                half += [(phrase, other if is_wrong else name)] if not (is_wrong and lacking) else []
        return halves


def _best(case: JudgedQuery) -> str:
    return max(case.expected, key=lambda name: case.expected[name])


def poison(folder: Path, times: int = TIMES) -> None:
    """Print what links teach and what wrong ones cost, each phrase counting fully (before) and as kcs does it (after)."""
    for label, is_wary in (("before", False), ("after", True)):
        judged = TaughtSet(folder, is_wary=is_wary)
        untaught, right = judged.ndcg([[], []]), judged.ndcg(judged.links)
        strangers = mean(judged.sixths(*link) < SIXTHS for half in judged.links for link in half)
        costs, harms = [], []
        for seed in range(times):
            wrong, lacking = (judged.ndcg(judged.poisoned(seed, lacking=lacking)) for lacking in (False, True))
            costs.append({query: wrong[query] - right[query] for query in right})
            harms.append({query: wrong[query] - lacking[query] for query in right})
        print(
            f"{folder.name:<24} {label:<7} untaught {mean(untaught.values()):.4f}, taught {mean(right.values()):.4f}; "
            f"strangers {strangers:.0%}\n{'':<32} poisoned: {_said(costs)}\n{'':<32} of it harm: {_said(harms)}",
            flush=True,
        )


def _said(differences: Sequence[Mapping[str, float]]) -> str:
    """Say the mean of paired differences with its interval of 95 %, over queries, and the worst of the times."""
    each = [mean(one[query] for one in differences) for query in differences[0]]
    error = 1.96 * stdev(each) / len(each) ** 0.5
    worst = min(differences, key=lambda one: mean(one.values()))
    worst_error = 1.96 * stdev(worst.values()) / len(worst) ** 0.5
    return f"{mean(each):+.4f} ± {error:.4f}, at worst {mean(worst.values()):+.4f} ± {worst_error:.4f}"
