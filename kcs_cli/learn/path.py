"""`kcs path`: the way through a domain for a new colleague, with what they have read and found."""

from collections.abc import Sequence

from kcs_cli.article.card import Card, cards_by_name
from kcs_cli.article.link import count_links
from kcs_cli.article.site_lead import site_lead
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.learn.path_report import (
    DomainsReport,
    PathReport,
    Step,
    find_domains,
    in_domain,
    way_through,
)
from kcs_cli.learn.quiz.log import quiz_log
from kcs_cli.learn.quiz.pool import QuestionPool, gather
from kcs_cli.learn.quiz.question import Question
from kcs_cli.search.index.opener import engine
from kcs_cli.search.log import search_log
from kcs_cli.search.name import find_card
from kcs_cli.search.read_log import read_log

MONTHS = 24  # of the log of searches


def domains(kb: KnowledgeBase) -> DomainsReport:
    """Return the domains there are."""
    known = gather(kb)
    return find_domains(list(known.cards.values()), known.cases)


def path(kb: KnowledgeBase, domain: str) -> PathReport:
    """Return the way through a domain; from now on it is noted what is read. Raise NotFoundError."""
    known = gather(kb)
    chosen = in_domain(known.cards.values(), domain)
    read_log(kb).begin()
    return way_through(domain.strip().strip("/"), _steps(kb, known, chosen))


def tick_off(kb: KnowledgeBase, domain: str, name: str) -> PathReport:
    """Note that an article was read, wherever that was. Raise NotFoundError."""
    path(kb, domain)
    card = find_card(kb, name)
    read_log(kb).note_read(kb.now(), card.id)
    return path(kb, domain)._replace(ticked_off=card.title)


def _steps(kb: KnowledgeBase, known: QuestionPool, chosen: list[Card]) -> list[Step]:
    """Return the articles as steps, with what was read and found."""
    everything = known.cards.values()
    names = {name.casefold(): card.path for name, card in cards_by_name(everything).items()}
    links = count_links(engine(kb).bodies(), names, {card.path for card in everything}, site_lead(kb, everything))
    shown = {id_ for search in search_log(kb).searches(MONTHS) for id_ in search.shown}
    read = read_log(kb).read() | shown
    found = {one.chosen for one in quiz_log(kb).played() if one.found}
    asked = _first_questions(known.questions)
    return [
        Step(
            id=card.id,
            title=card.title,
            path=card.path,
            kind=card.kind,
            confidence=card.confidence,
            cases=len(known.cases.get(card.id, ())),
            links=links[card.path],
            question=asked.get(card.id, ""),
            is_read=not read.isdisjoint(card.ids),
            is_found=not found.isdisjoint(card.ids),
        )
        for card in chosen
    ]


def _first_questions(questions: Sequence[Question]) -> dict[str, str]:
    """Return for each article the first question it answers, alone where there is one."""
    found: dict[str, str] = {}
    for one in sorted(questions, key=lambda one: len(one.articles)):
        for id_ in one.articles:
            found.setdefault(id_, one.words)
    return found
