"""Which articles share runs of words or a whole question: found for all of them at once."""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain

from kcs_cli.article.card import Known
from kcs_cli.article.likeness import LONGEST, SHORTEST_ISSUE, Matter, issue_share, matter_of, may_be_alike, questions
from kcs_cli.article.model import Article
from kcs_cli.knowledge_base.config import Config

LONG = (6, 7)  # letters of the word that a run begins with: one word in six, so one run in six is looked at
CJK = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{5,12}"
MOST = 20  # articles of a run that are remembered: what more of them share is boilerplate
COMPARED = 4  # articles, those with most runs in common
SPARSE = 8  # places for each run: one in eight shares its place with another one by chance
BOILERPLATE = 6  # articles with a run: it is how articles begin there, and no issue
SOME = 0.2  # of the runs of an issue: who shares fewer is not compared


class Twins:
    """All articles, with the runs of words that each has, by number: their texts would take more room than the articles."""

    def __init__(self, articles: Sequence[Known]) -> None:
        self.by_path = {article.path: article for article in articles}
        self.runs: dict[str, array[int]] = {}

    @cached_property
    def by_run(self) -> Mapping[int, list[str]]:
        """The paths of the first articles that have a run of words which several have."""
        often = self._often()
        found: dict[int, list[str]] = {}
        for path, article in self.by_path.items():
            for run in self.runs_of(article.body):
                if often[run % len(often)] > 1:
                    having = found.setdefault(run, [])
                    if len(having) < MOST:
                        having.append(path)
        return {run: having for run, having in found.items() if len(having) > 1}

    def _often(self) -> bytearray:
        """Return which runs may be there twice, at the place of their number's rest: most are there once."""
        all_runs = [self.runs_of(article.body) for article in self.by_path.values()]
        counts = bytearray(SPARSE * sum(map(len, all_runs)) + 1)
        for run in chain.from_iterable(all_runs):
            place = run % len(counts)
            if counts[place] < 2:  # a call of min() would take as long as all else
                counts[place] += 1
        return counts

    @cached_property
    def by_question(self) -> Mapping[int, list[str]]:
        """The paths of the articles by the words of their titles and of each phrase."""
        found: dict[int, list[str]] = {}
        for path, article in self.by_path.items():
            for words in questions(article):
                having = found.setdefault(hash(words), [])
                if len(having) < MOST:
                    having.append(path)
        return found

    def answering(self, article: Article, config: Config) -> list[tuple[int, Known]]:
        """Return the other articles with the same issue, and the share of it in per cent, the most similar first."""
        if same := self.asking(article):
            return [(100, one) for one in same]
        matter = matter_of(article, config)
        if len(matter.issue) < SHORTEST_ISSUE:
            return []
        candidates = [one for one in self.sharing(article, matter.text, SOME) if self.shares_matter(matter, one, config)]
        shares = [(round(100 * issue_share(matter, matter_of(one, config))), one) for one in candidates]
        return sorted((pair for pair in shares if pair[0]), key=lambda pair: (-pair[0], pair[1].path))

    def shares_matter(self, matter: Matter, other: Known, config: Config) -> bool:
        """Tell whether what an issue has in common with another article's is more than what many articles say."""
        return not self.is_usual(matter.text, matter_of(other, config).text)

    def is_usual(self, one: str, other: str) -> bool:
        """Tell whether what two texts have in common is mostly what many articles say."""
        common = set(self.runs_of(one)).intersection(self.runs_of(other))
        usual = sum(len(self.by_run.get(run, ())) >= BOILERPLATE for run in common)
        return 2 * usual > len(common)

    def asking(self, article: Article) -> list[Known]:
        """Return the other articles that have one of its questions, word for word."""
        paths = (path for words in questions(article) for path in self.by_question.get(hash(words), ()))
        return self.others(article, dict.fromkeys(paths))

    def sharing(self, article: Article, text: str, least: float) -> list[Known]:
        """Return the other articles that have a share of the runs of a text of an article, those with most of them first."""
        wanted = self.runs_of(text)
        shared = filter(None, map(self.by_run.get, wanted))
        counts = Counter(chain.from_iterable(shared))
        del counts[article.path]
        enough = [path for path, count in counts.items() if count >= least * len(wanted)]
        others = self.others(article, sorted(enough, key=lambda path: (-counts[path], path))[:MOST])
        return others[:COMPARED]

    def runs_of(self, text: str) -> "array[int]":
        """Return a text's runs by their numbers, looked for once."""
        if text not in self.runs:
            self.runs[text] = array("q", map(hash, runs(text)))
        return self.runs[text]

    def others(self, article: Article, paths: Iterable[str]) -> list[Known]:
        """Return the articles of some paths that are no translations of it, nor of another kind."""
        return [self.by_path[path] for path in paths if path != article.path and may_be_alike(article, self.by_path[path])]


def runs(text: str) -> set[str]:
    """Return runs of three words, and of Chinese, Japanese and Korean characters: a sample that is the same every time."""
    text = text[:LONGEST]
    words = text.split()
    begins = [place for place, word in enumerate(words) if len(word) in LONG]
    found = {" ".join(words[place : place + 3]) for place in begins}
    return found if text.isascii() else found.union(re.findall(CJK, text))
