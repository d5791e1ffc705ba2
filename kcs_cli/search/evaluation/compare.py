"""`kcs test --compare`: the same queries asked of another revision of a knowledge base, and of this one."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kcs_cli.errors import KcsError
from kcs_cli.git.change import commit_of
from kcs_cli.git.object import reading_objects
from kcs_cli.git.process import answer_line
from kcs_cli.git.revision import is_shallow
from kcs_cli.knowledge_base.config import FILE_NAME
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.evaluation.compare_report import BaselineRevision, ComparisonReport, compare_reports
from kcs_cli.search.evaluation.judged import EvaluationReport, JudgedQuery, evaluate, resolve
from kcs_cli.search.evaluation.link import as_cases, live_articles
from kcs_cli.search.evaluation.link_check import queries_since
from kcs_cli.search.evaluation.snapshot import BaseState, PastBase, state_here
from kcs_cli.search.evaluation.untaught import UntaughtBase
from kcs_cli.search.name import names_in
from kcs_cli.text.dates import iso_day
from kcs_cli.text.display import quantity


class States(NamedTuple):
    """A knowledge base as it was in another revision, and as its files are now."""

    revision: BaselineRevision
    there: BaseState
    here: BaseState


def compare_links(kb: KnowledgeBase, name: str, since: datetime | None) -> tuple[ComparisonReport, list[JudgedQuery]]:
    """Ask the searches that ended in links since a time, and return them as cases, too. Raise KcsError."""
    states = _both(kb, name)
    cases = as_cases(queries_since(kb, since), {name: name for name in (*states.there.ids, *states.here.ids)})
    there, here = (_answers(state, cases) for state in (states.there, states.here))
    return compare_reports(states.revision, there, here, _paths(states.here)), cases


def compare_cases(kb: KnowledgeBase, name: str, cases: Sequence[JudgedQuery]) -> ComparisonReport:
    """Ask judged queries, whose articles are named as people do. Raise KcsError."""
    states = _both(kb, name)

    def named(known: str) -> list[str]:
        return [card.id for card in names_in(kb, states.here.engine).cards(known)]

    def named_there(known: str) -> list[str]:
        same = [states.there.ids[id_] for id_ in named(known) if id_ in states.there.ids]
        return same or [card.id for card in names_in(kb, states.there.engine).cards(known)]

    resolved, _, unknown = resolve(cases, named)
    resolved_there, _, unknown_there = resolve(cases, named_there)
    there = evaluate(resolved_there, states.there.find, unknown_there)
    return compare_reports(states.revision, there, evaluate(resolved, states.here.find, unknown), _paths(states.here))


def _both(kb: KnowledgeBase, name: str) -> States:
    """Build both states. Raise KcsError for what names no commit, or one without articles."""
    top = repository(kb)
    commit = commit_of(top, name)
    here = state_here(kb)
    with reading_objects(top) as objects:
        past = PastBase(kb, top, objects, here.cards)
        snapshot = past.snapshot(commit)
        there = past.state(snapshot)
    if not there.cards:
        raise KcsError(f"There are no articles in {name}", "Name another revision")
    if not snapshot.has_config and (kb.root / FILE_NAME).is_file():
        kb.tell(f"{name} has no {FILE_NAME}: its articles are read as the one here says")
    _tell_what_is_not_here(kb, top, name, commit)
    return States(
        BaselineRevision(name, commit, iso_day(answer_line(top, "log", "-1", "--format=%cs", commit))), there, here
    )


def repository(kb: KnowledgeBase) -> Path:
    """Return the knowledge base's repository. Raise KcsError where there is none."""
    if kb.git_top is None:
        raise KcsError(f"{kb.root} is in no git repository: there is no earlier revision of it", "Begin one: git init")
    return kb.git_top


def _tell_what_is_not_here(kb: KnowledgeBase, top: Path, name: str, commit: str) -> None:
    """Say that the other revision has commits which this one lacks: what they made better is worse here."""
    ahead = int(answer_line(top, "rev-list", "--count", f"HEAD..{commit}") or 0)
    if ahead and not is_shallow(top):  # there git cannot tell
        left = f"--compare $(git merge-base HEAD {name})"
        kb.tell(
            f"{quantity(ahead, 'commit')} of {name} not in this branch: what they mended counts as worse here; else {left}"
        )


def _answers(state: BaseState, cases: Sequence[JudgedQuery]) -> EvaluationReport:
    """Ask a state the queries of links without what these taught; their articles are named by ids, and live ones answer."""
    live = live_articles(state.cards)
    resolved, _, unknown = resolve(cases, lambda name: [live.ids[name]] if name in live.ids else [])
    answers = UntaughtBase(state).answers({case.query: case.expected.keys() for case in resolved}, state.kb.progress)
    return evaluate(resolved, answers.__getitem__, unknown)


def _paths(state: BaseState) -> dict[str, str]:
    """Return the paths of the articles, by id."""
    return {card.id: card.path for card in state.cards}
