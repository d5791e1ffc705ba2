"""Questions asked of a knowledge base as if the links that they ended in had taught nothing: then its articles must answer.

Nearly all find their article where no link taught anything. Each of the others gets an index in which its articles are known
by what other cases taught before. An index has several questions whose articles are different ones, few enough of all that
the others' ranks stay what they are.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from kcs_cli.article.model import Article
from kcs_cli.knowledge_base.progress import Progress
from kcs_cli.search.evaluation.link import TOP, Found, rank_of
from kcs_cli.search.evaluation.snapshot import BaseState
from kcs_cli.search.index.reading import with_phrases
from kcs_cli.search.phrase import Lesson, taught_phrases, untaught

SHARE = 20  # of so many articles one is altered in an index
MOST = 50  # ranks that are looked at: the log of searches keeps as many
Altered = Mapping[str, Article]  # by path


class Batch(NamedTuple):
    """Questions that are asked of one index, and the articles that are altered in it."""

    questions: list[str]
    articles: dict[str, Article]


class UntaughtBase:
    """A state of a knowledge base, for questions that are not to be answered by what their own links taught."""

    def __init__(self, state: BaseState) -> None:
        self.state = state
        self.known: dict[str, list[Lesson]] = {}  # by the paths of the articles

    @cached_property
    def articles(self) -> dict[str, Article]:
        """The articles that links taught something, by id."""
        return {one.id: one for one in self.state.read if isinstance(one, Article) and (one.asked or one.faint)}

    def answers(self, questions: Mapping[str, Collection[str]], progress: Progress) -> dict[str, Found]:
        """Ask each question; the ids are those of the articles that are to answer it."""
        plain = (
            self.state.altered({one.path: with_phrases(one, ()) for one in self.articles.values()}) if questions else None
        )
        found: dict[str, Found] = {one: plain.find(one, MOST) for one in questions} if plain else {}
        failed = {one: ids for one, ids in questions.items() if (rank_of(ids, found[one]) or MOST) > TOP}
        for question, other in self.taught_by_others(failed, progress):
            ranks = [rank_of(questions[question], answer) or MOST + 1 for answer in (found[question], other)]
            found[question] = other if ranks[1] < ranks[0] else found[question]
        return found

    def taught_by_others(self, questions: Mapping[str, Collection[str]], progress: Progress) -> Iterator[tuple[str, Found]]:
        """Yield what each question finds where all holds that links taught but its own."""
        changes = {question: self.without(question, ids) for question, ids in questions.items()}
        size = max(1, len(self.state.read) // SHARE)
        for batch in progress(_batches(changes, size), "Asking the questions of links"):
            other = self.state.altered(batch.articles) if batch.articles else self.state
            yield from ((question, other.find(question, MOST)) for question in batch.questions)

    def without(self, question: str, ids: Iterable[str]) -> dict[str, Article]:
        """Return those of some articles, by path, that are known by less without what the links of a question taught."""
        found: dict[str, Article] = {}
        for article in (self.articles[id_] for id_ in ids if id_ in self.articles):
            phrases = (*article.asked, *(one.words for one in article.faint))
            left = untaught(phrases, self.lessons(article), question)
            if left != phrases:
                asked = tuple(one for one in article.asked if one in left)
                found[article.path] = with_phrases(article, asked, tuple(one for one in article.faint if one.words in left))
        return found

    def lessons(self, article: Article) -> list[Lesson]:
        """Return what links taught about an article, by all names that it goes by."""
        if article.path not in self.known:
            names = (*article.ids, *self.state.also.get(article.path, ()))
            self.known[article.path] = taught_phrases(self.state.kb).lessons(names)
        return self.known[article.path]


def _batches(changes: Mapping[str, Altered], size: int) -> list[Batch]:
    """Put questions together that alter different articles, or the same alike, at most so many in a batch."""
    found: list[Batch] = []
    for question, altered in changes.items():
        batch = next((one for one in found if _is_room(one, altered, size)), None)
        if batch is None:
            batch = Batch([], {})
            found.append(batch)
        batch.questions.append(question)
        batch.articles.update(altered)
    return found


def _is_room(batch: Batch, altered: Altered, size: int) -> bool:
    """Tell whether a batch can take in some articles."""
    known = {path: one.digest for path, one in batch.articles.items() if path in altered}
    if any(altered[path].digest != digest for path, digest in known.items()):
        return False
    return len(batch.articles) + len(altered) - len(known) <= size
