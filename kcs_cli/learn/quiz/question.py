"""Real customers' questions that articles answer, and a fair round of them: can you find the article?"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from math import log, log2
from random import Random
from typing import NamedTuple

from kcs_cli.article.card import Card, cards_by_name
from kcs_cli.article.model import unique
from kcs_cli.journal.event import Event, standing_events
from kcs_cli.journal.vocabulary import EventKind, Use
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.render.report import Column, Columns, Table
from kcs_cli.search.evaluation.link import LinkQuery
from kcs_cli.text.display import fold, on_one_line, quantity
from kcs_cli.text.gram import CJK

FEWEST_WORDS = 2
FEWEST_CJK = 4  # characters; two of them stand for a word
REPLACED = r"<[a-z-]+>"  # what was personal
WRONG = 3  # answers of an exported question


class Question(NamedTuple):
    """What customers said, and the articles that are the answer: any of them is right."""

    words: str
    articles: tuple[str, ...]


def find_questions(cards: Iterable[Card], linked: Iterable[LinkQuery], scrub: Callable[[str], str]) -> list[Question]:
    """Return what customers asked, in the words of searches that ended in a link, and what articles say that they said.

    None is of an archived article, too short, or but a title or an id: that would be no question.
    """
    known = sorted((card for card in cards if card.confidence != Confidence.archived), key=lambda card: card.id)
    by_id = cards_by_name(known)
    names = {fold(name) for card in known for name in (card.title, *card.ids)}
    said = ((phrase, card.id) for card in known for phrase in card.said)
    found: dict[str, Question] = {}
    for phrase, id_ in chain(((one.query, one.article) for one in linked), said):
        words = on_one_line(scrub(phrase))
        key = fold(words)
        if id_ in by_id and key not in names and is_long_enough(words):
            before = found.get(key, Question(words, ()))
            found[key] = before._replace(articles=unique((*before.articles, by_id[id_].id)))
    return list(found.values())


def is_long_enough(words: str) -> bool:
    """Tell whether a question says enough to be answered: two words, or four Chinese, Japanese or Korean characters."""
    kept = re.sub(REPLACED, " ", words)
    return len(re.findall(r"\w+", re.sub(f"[{CJK}]", " ", kept))) + len(re.findall(f"[{CJK}]", kept)) / 2 >= FEWEST_WORDS


def count_cases(events: Iterable[Event], ids: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the cases that each article solved or helped; `ids` maps all ids that articles go by to their own."""
    found: dict[str, set[str]] = {}
    for event in standing_events(list(events)):
        if event.kind is EventKind.link and event.use != Use.tried and event.article in ids:
            found.setdefault(ids[event.article], set()).add(event.case)
    return found


def choose(
    questions: Iterable[Question],
    cases: Mapping[str, set[str]],
    number: int,
    seed: str,
    found: frozenset[str] = frozenset(),
) -> tuple[Question, ...]:
    """Draw so many questions, no two about one article: rather about what is reused much, and those `found` before last.

    The same seed draws the same; a question more or less elsewhere changes no other's place.
    """
    chosen: list[Question] = []
    taken: set[str] = set()
    for one in sorted(questions, key=lambda one: (fold(one.words) in found, _turn(one, cases, seed))):
        if len(chosen) < number and taken.isdisjoint(one.articles):
            chosen.append(one)
            taken.update(one.articles)
    return tuple(chosen)


def _turn(question: Question, cases: Mapping[str, set[str]], seed: str) -> tuple[float, float, str]:
    """Return what questions are drawn by: first that of the article whose turn it is, then that among its questions.

    To wait for an exponential time, shorter by the weight, is a weighted draw (Efraimidis and Spirakis 2006,
    https://doi.org/10.1016/j.ipl.2005.11.003).
    """
    turns = [_wait(f"{seed}\n{id_}") / (1 + log2(1 + len(cases.get(id_, ())))) for id_ in question.articles]
    return min(turns), _wait(f"{seed}\n{fold(question.words)}"), question.words


def _wait(seed: str) -> float:
    """Return an exponential random number, always the same for a seed."""
    return -log(1 - Random(seed).random())


class FormQuestion(NamedTuple):
    """A question for a form: the title of the right answer and the id of its article, and titles that are wrong."""

    question: str
    answer: str
    wrong: tuple[str, ...]
    id: str


class ExportReport(NamedTuple):
    """The questions of a round, each with answers to choose from."""

    questions: tuple[FormQuestion, ...]

    def tables(self) -> Sequence[Table]:
        """Return the questions, one a line."""
        wrong = [Column(f"wrong_{n}", f"wrong {n}") for n in range(1, WRONG + 1)]
        columns: Columns = ("question", "answer", *wrong, Column("id", "article"))
        rows = tuple(
            (one.question, one.answer, *one.wrong, *[None] * (WRONG - len(one.wrong)), one.id) for one in self.questions
        )
        return (Table("", columns, rows),)

    @property
    def summary(self) -> str:
        """Say how many there are."""
        return quantity(len(self.questions), "question")


def as_choice(question: Question, right: Card, hits: Iterable[Card]) -> FormQuestion:
    """Return a question with wrong answers that seem right: what else the search for it finds, in the same language."""
    others = (card for card in hits if card.id not in question.articles and card.language == right.language)
    titles = unique(card.title for card in others if fold(card.title) != fold(right.title))
    return FormQuestion(question.words, right.title, titles[:WRONG], right.id)
