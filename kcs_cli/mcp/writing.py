"""What AI agents note: the calls that `kcs link`, `flag`, `rate` and `new` make, for a case, and without personal data."""

import os
from collections.abc import Sequence
from typing import NamedTuple

from kcs_cli.article.field import Assignment
from kcs_cli.article.likeness import NEAR
from kcs_cli.errors import KcsError
from kcs_cli.git.process import identity
from kcs_cli.journal.case_number import stored_case
from kcs_cli.journal.flag import NotedReport
from kcs_cli.journal.vocabulary import FlagReason, Use, Vote
from kcs_cli.knowledge_base.vocabulary import Confidence, Kind
from kcs_cli.mcp.model import LinkAnswer, NewAnswer, NotedAnswer
from kcs_cli.mcp.service import ToolCall
from kcs_cli.search.index.opener import forget_index
from kcs_cli.solve import flag as flagging
from kcs_cli.solve import vote as voting
from kcs_cli.solve.capture import capture, find_nearest, find_similar, propose_folder
from kcs_cli.solve.capture_report import Similar
from kcs_cli.solve.draft import Draft, clean, texts_of
from kcs_cli.solve.folder import checked_folder
from kcs_cli.solve.link import link as link_articles
from kcs_cli.solve.link_report import ResolvedError
from kcs_cli.solve.personal import refuse_personal
from kcs_cli.text.display import on_one_line


class BotDraft(NamedTuple):
    """What an agent knows of an article to be."""

    title: str
    kind: Kind = Kind.problem
    said: Sequence[str] = ()
    issue: str = ""
    environment: str = ""
    resolution: str = ""
    tags: Sequence[str] = ()
    language: str = ""


def link(call: ToolCall, name: str, use: Use, revision: str, *, replace: bool) -> LinkAnswer:
    """Note that an article was delivered in a case, at the revision that was. Raise KcsError."""
    card, case = call.card(name), _case(call)
    try:
        report = link_articles(call.kb, [card.path], case, use, replace=replace, delivered=revision)
    except ResolvedError as error:
        if call.is_internal:
            raise KcsError(error.message, "replace puts this one in its place; use reference keeps both") from error
        # Which article it is these readers may not know
        raise KcsError(f"Case {case} has another resolution", "Pass replace, or use reference") from error
    (one,) = report.linked
    return LinkAnswer(
        id=one.id, title=one.title, case=case, use=one.use, revision=one.revision or None, was_linked=one.was_linked,
        replaced=list(report.replaced) if call.is_internal else [],
    )  # fmt: skip


def flag(call: ToolCall, name: str, message: str, why: FlagReason | None) -> NotedAnswer:
    """Say what is wrong with an article. Raise KcsError."""
    card = call.card(name)
    refuse_personal([on_one_line(message)], call.kb.config)
    return _noted(call, flagging.flag(call.kb, card.path, message, why, call.case or None))


def rate(call: ToolCall, name: str, message: str, *, helpful: bool) -> NotedAnswer:
    """Note whether an article helped a reader. Raise KcsError."""
    card = call.card(name)
    refuse_personal([on_one_line(message)], call.kb.config)
    vote = Vote.helpful if helpful else Vote.unhelpful
    return _noted(call, voting.rate(call.kb, card.path, vote, message, call.case or None))


def new(call: ToolCall, given: BotDraft, *, despite_similar: bool) -> NewAnswer:
    """Write an article as a draft that a person has to look at, and link it to the case. Raise KcsError."""
    kb = call.kb
    wip = Assignment("confidence", Confidence.wip.value)
    draft = clean(Draft(**given._asdict(), owner=identity(kb.root), assignments=(wip,)))
    refuse_personal(texts_of(draft), kb.config)
    if call.case:
        stored_case(call.case, kb.config, os.environ)  # refused before anything is written
    nearest = find_nearest(call.seen, draft)
    similar = find_similar(call.seen, draft, nearest)
    _check_similar(similar, despite_similar)
    place = checked_folder(propose_folder(kb, draft, nearest), kb.library)
    report = capture(kb, draft, similar, place, from_search=False)
    if call.case:
        forget_index(kb)  # it has not the new file
        link_articles(kb, [report.id], call.case, Use.reference)
    return NewAnswer(
        id=report.id,
        title=report.title,
        path=report.path if call.is_internal else None,
        confidence=report.confidence,
        audience=report.audience,
        language=report.language or None,
        case=call.case or None,
        similar={one.id: one.title for one in similar},
    )


def _case(call: ToolCall) -> str:
    """Return the case of a call. Raise KcsError for none."""
    if not call.case:
        raise KcsError("Which case?", "Pass case, or start the server with --case, or with KCS_CASE set")
    return call.case


def _noted(call: ToolCall, report: NotedReport) -> NotedAnswer:
    """Return what was noted."""
    return NotedAnswer(
        done=report.done, event=report.event, id=report.id, title=report.title or None, text=report.text or None,
        case=call.case or None,
    )  # fmt: skip


def _check_similar(similar: Sequence[Similar], despite: bool) -> None:
    """Raise KcsError where nearly the same is there."""
    near = [one for one in similar if one.likeness >= NEAR]
    if near and not despite:
        listed = ", ".join(one.id for one in near)  # a title is data, and this is not marked as such
        raise KcsError(
            f"There is nearly the same already: {listed}",
            f"show {near[0].id} and link it, or write it all the same: despite_similar",
        )
