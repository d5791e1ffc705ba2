"""Which questions a knowledge base can ask, and those of a round."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import NamedTuple

from kcs_cli.article.card import Card, cards_by_name
from kcs_cli.errors import KcsError
from kcs_cli.history.opening import recent_pasts
from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.learn.path_report import in_domain
from kcs_cli.learn.quiz.log import quiz_log
from kcs_cli.learn.quiz.question import Question, choose, count_cases, find_questions
from kcs_cli.search.evaluation.link import linked_queries
from kcs_cli.search.index.opener import all_cards
from kcs_cli.text.dates import iso_moment, read_month
from kcs_cli.text.display import fold, quantity
from kcs_cli.text.privacy import scrub


class QuestionFilter(NamedTuple):
    """Which questions a person asks for: of a tag or folder, a language, articles changed since a time; a month's set."""

    number: int = 10
    domain: str = ""
    since: datetime | None = None
    month: str = ""
    language: str = ""


class QuestionPool(NamedTuple):
    """What is asked from: the articles by id, the questions, the cases of each article."""

    cards: Mapping[str, Card]
    questions: Sequence[Question]
    cases: Mapping[str, set[str]]


def gather(kb: KnowledgeBase, until: datetime | None = None) -> QuestionPool:
    """Return what may be asked about all articles, by what was noted until a time."""
    cards = {card.id: card for card in all_cards(kb)}
    ids = {name: card.id for name, card in cards_by_name(cards.values()).items()}
    events = [event for event in record(kb).all() if until is None or iso_moment(event.at) < until]
    patterns = kb.config.privacy.patterns
    questions = find_questions(cards.values(), linked_queries(events), lambda words: scrub(words, patterns))
    return QuestionPool(cards, questions, count_cases(events, ids))


def draw(kb: KnowledgeBase, wanted: QuestionFilter) -> tuple[QuestionPool, tuple[Question, ...]]:
    """Return the questions of a round. Raise KcsError where there are none.

    The set of a month is the same for everyone who has the same articles and has synced: it goes by what was noted before.
    """
    known = gather(kb, _beginning_of(wanted.month) if wanted.month else None)
    articles = _wanted_articles(kb, known.cards, wanted)
    questions = [one for one in known.questions if not articles.isdisjoint(one.articles)]
    if not questions:
        raise _no_question(known, len(articles), wanted)
    if wanted.month:
        return known, _monthly(kb, known, questions, wanted)
    found = frozenset(fold(one.words) for one in quiz_log(kb).played() if one.found)
    return known, choose(questions, known.cases, wanted.number, kb.now().isoformat(), found)


def _monthly(
    kb: KnowledgeBase, known: QuestionPool, questions: Sequence[Question], wanted: QuestionFilter
) -> tuple[Question, ...]:
    """Return the set of a month; that it is small is said, with the reason."""
    chosen = choose(questions, known.cases, wanted.number, f"{wanted.month} {kb.base}")
    if len(chosen) < wanted.number and len(questions) == len(known.questions):
        kb.tell(f"So few, because the set of {wanted.month} goes by links from before; kcs quiz asks all there is")
    return chosen


def _beginning_of(month: str) -> datetime:
    """Return when a month begins. Raise KcsError for what is none."""
    first = read_month(month)
    if not first:
        raise KcsError(f"{month} is no month", "Write it as 2026-11")
    return datetime.combine(first, time(), UTC)


def _wanted_articles(kb: KnowledgeBase, cards: Mapping[str, Card], wanted: QuestionFilter) -> frozenset[str]:
    """Return the ids of the articles that are asked about. Raise KcsError for a domain that there is not."""
    chosen = in_domain(cards.values(), wanted.domain) if wanted.domain else list(cards.values())
    chosen = [card for card in chosen if wanted.language.casefold() in ("", card.language)]
    if wanted.since:
        pasts = recent_pasts(kb, [card.path for card in chosen])
        worked = {path: past.substantive for path, past in pasts.items()}
        chosen = [card for card in chosen if (last := worked[card.path]) and last.commit.at >= wanted.since]
    return frozenset(card.id for card in chosen)


def _no_question(known: QuestionPool, articles: int, wanted: QuestionFilter) -> KcsError:
    """Say why there is nothing to ask."""
    teach = "Search in customers' words and link what helped (kcs link 1 --case CASE), or add words: kcs set ID said+=WORDS"
    where = f" about {wanted.domain}" if wanted.domain else ""
    where += f" in {wanted.language}" if wanted.language else ""
    if wanted.since:
        changed = f"changed since {wanted.since.date()}"
        if not articles:
            return KcsError(
                f"There is nothing to ask{where}: no article {changed}", "Name an earlier day, or ask without --changed"
            )
        why = f"of {quantity(articles, 'article')} {changed} none is known by customers' words"
        return KcsError(f"There is nothing to ask{where}: {why}", teach)
    if wanted.month and not known.questions:
        return KcsError(f"There is nothing to ask of before {wanted.month}", "kcs quiz asks about all there is")
    return KcsError(f"There is nothing to ask{where} yet: no article is linked by a customer's words, or says them", teach)
