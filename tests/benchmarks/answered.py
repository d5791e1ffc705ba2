"""Does the base answer at all? A part of `tests.benchmarks.relevance`: judged sets with half of their answers taken away.

Of each set, half of the articles that answer something are removed, drawn by a fixed seed. Its questions are asked: those
whose articles are all there, and those whose are all gone. ROC-AUC is how often one that is answered looks surer than one
that is not; a false alarm is an answerable question that is told “Nothing seems to answer this”.
"""

import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kcs_cli.article.reader import read_article
from kcs_cli.knowledge_base.config import Config
from kcs_cli.search.engine.answer import SearchOptions, Where
from kcs_cli.search.engine.engine import TantivyEngine
from kcs_cli.search.engine.evidence import SOME, evidence
from kcs_cli.search.engine.query import parse
from kcs_cli.search.evaluation.judged import read_cases
from kcs_cli.search.meaning.asked_meaning import asked_meaning
from kcs_cli.search.meaning.code_file import CodeFile
from kcs_cli.search.meaning.upkeep import make_codes

SEED = 11
MOST = 400  # questions of a set
ALARMS = 0.1  # share of the answerable questions


class Judgement(NamedTuple):
    """Whether a question's article is there, what words alone say of the first hit, and what the rule says."""

    is_answerable: bool
    words: float
    rule: float


def judgements(folder: Path) -> list[Judgement]:
    """Ask a set with half of its answers taken away."""
    cases = read_cases({name: (folder / name).read_text("utf-8") for name in ("queries.tsv", "qrels.tsv")})
    answers = sorted({name for case in cases for name in case.expected})
    gone = set(random.Random(SEED).sample(answers, len(answers) // 2))
    index = TantivyEngine.create(None)
    files = (file for file in sorted((folder / "articles").glob("*.md")) if file.stem not in gone)
    index.apply([read_article(folder / "articles", file.name, Config()) for file in files], ())
    codes, languages = CodeFile(make_codes(index)), index.languages()
    found = []
    for case in cases if len(cases) <= MOST else random.Random(SEED).sample(cases, MOST):
        left = case.expected.keys() - gone
        if left and len(left) < len(case.expected):
            continue
        query = parse(case.query)
        answer = index.search(
            query, Where(), 10, SearchOptions(explain=True, judge=True, meant=asked_meaning(codes, case.query, 1.0))
        )
        first = next(iter(answer.matches), None)
        words = evidence(first, answer, query.text, languages) if first else 0.0
        found.append(Judgement(bool(left), words, (first.evidence or 0.0) if first else 0.0))
    return found


def auc(answerable: Sequence[float], others: Sequence[float]) -> float:
    """Return how often one of the first is above one of the others; equal ones count half."""
    ranked = sorted(others)
    above = sum(bisect_left(ranked, one) + bisect_right(ranked, one) for one in answerable)
    return above / 2 / (len(answerable) * len(ranked))


def answered(folders: Sequence[Path]) -> None:
    """Print how well questions that have an answer are told from others: each set, and all together."""
    known = {folder.name: judgements(folder) for folder in folders}
    for name, found in {**known, "all": [one for each in known.values() for one in each]}.items():
        values = {
            label: ([of(one) for one in found if one.is_answerable], [of(one) for one in found if not one.is_answerable])
            for label, of in (("words alone", lambda one: one.words), ("rule", lambda one: one.rule))
        }
        for label, (there, lacking) in values.items():
            cut = SOME if label == "rule" else sorted(there)[int(ALARMS * len(there))]
            alarms, told = (sum(value < cut for value in each) / len(each) for each in (there, lacking))
            print(
                f"{name:<24} {label:<11} {len(there)} answerable, {len(lacking)} not: ROC-AUC {auc(there, lacking):.3f}; "
                f"below {cut:.2f}: false alarms {alarms:.1%}, rightly told {told:.1%}",
                flush=True,
            )
