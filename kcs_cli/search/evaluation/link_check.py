"""`kcs test` without files: the searches that ended in links are asked again, without what these links taught."""

from datetime import datetime
from functools import cache, partial

from kcs_cli.journal.record import record
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.ask import find, open_meaning
from kcs_cli.search.evaluation.judged import JudgedQuery
from kcs_cli.search.evaluation.link import (
    Found,
    LinkQuery,
    RegressionReport,
    as_cases,
    check,
    linked_queries,
    live_articles,
    wanted_articles,
)
from kcs_cli.search.evaluation.snapshot import state_here
from kcs_cli.search.evaluation.untaught import UntaughtBase
from kcs_cli.search.index.opener import all_cards
from kcs_cli.text.display import fold


def check_links(kb: KnowledgeBase, since: datetime | None) -> tuple[RegressionReport, list[JudgedQuery]]:
    """Ask the searches that ended in links since a time again, without what these taught; return them as cases, too."""
    linked, live = queries_since(kb, since), live_articles(all_cards(kb))
    wanted = wanted_articles(linked, live)
    questions = {one.query: wanted[fold(one.query)] for one in linked if fold(one.query) in wanted}
    answers: dict[str, Found] = {}
    if questions:
        state = state_here(kb)
        state.meaning = open_meaning(kb)
        answers = UntaughtBase(state).answers(questions, kb.progress)
    return check(linked, answers.__getitem__, cache(partial(find, kb)), live), as_cases(linked, live.ids)


def queries_since(kb: KnowledgeBase, since: datetime | None) -> list[LinkQuery]:
    """Return the queries that ended in links since a time, with the rank their articles had at the first of all."""
    asked = linked_queries(record(kb).all())
    if since is None:
        return asked
    recent = {(fold(one.query), one.article) for one in linked_queries(record(kb).all(since))}
    return [one for one in asked if (fold(one.query), one.article) in recent]
