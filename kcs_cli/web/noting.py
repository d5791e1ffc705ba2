"""What is noted over HTTP: the calls that `kcs link`, `unlink`, `flag`, `rate` and `new` make, in the caller's name."""

import os

from kcs_cli.article.field import Assignment
from kcs_cli.article.likeness import NEAR
from kcs_cli.journal.case_number import stored_case
from kcs_cli.journal.vocabulary import Use, Vote
from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.search.index.opener import forget_index
from kcs_cli.solve import flag as flagging
from kcs_cli.solve import vote as voting
from kcs_cli.solve.capture import capture, find_nearest, find_similar, propose_folder
from kcs_cli.solve.draft import Draft, clean, texts_of
from kcs_cli.solve.folder import checked_folder
from kcs_cli.solve.link import link as link_articles
from kcs_cli.solve.link import unlink as unlink_articles
from kcs_cli.solve.link_report import ResolvedError
from kcs_cli.solve.personal import refuse_personal
from kcs_cli.text.display import on_one_line, shorten
from kcs_cli.web.answered import WebAnswer, report_answer
from kcs_cli.web.asked import DraftRequest, FlagRequest, LinkRequest, UnlinkRequest, VoteRequest
from kcs_cli.web.call import WebCall
from kcs_cli.web.problem import RefusedError


def link(call: WebCall, asked: LinkRequest) -> WebAnswer:
    """Note that an article was used in a case. Raise KcsError."""
    card = call.card(asked.id)
    try:
        report = link_articles(call.kb, [card.path], asked.case, asked.use, replace=asked.replace, delivered=asked.revision)
    except ResolvedError as error:
        # Which article it is these readers may not know
        message = error.message if call.is_internal else f"Case {on_one_line(asked.case)} has another resolution"
        raise RefusedError(409, message, "replace puts this one in its place; use reference keeps both") from error
    return report_answer(call, report)


def unlink(call: WebCall, asked: UnlinkRequest) -> WebAnswer:
    """Take back that an article was used in a case. Raise KcsError."""
    return report_answer(call, unlink_articles(call.kb, [call.card(asked.id).id], asked.case))


def flag(call: WebCall, asked: FlagRequest) -> WebAnswer:
    """Say what is wrong with an article. Raise KcsError."""
    card = call.card(asked.id)
    refuse_personal([on_one_line(asked.message)], call.kb.config)
    return report_answer(call, flagging.flag(call.kb, card.path, asked.message, asked.why, asked.case or None))


def vote(call: WebCall, asked: VoteRequest) -> WebAnswer:
    """Note whether an article helped a reader. Raise KcsError."""
    card = call.card(asked.id)
    refuse_personal([on_one_line(asked.message)], call.kb.config)
    helped = Vote.helpful if asked.helpful else Vote.unhelpful
    return report_answer(call, voting.rate(call.kb, card.path, helped, asked.message, asked.case or None))


def draft(call: WebCall, asked: DraftRequest) -> WebAnswer:
    """Write an article as a draft that a person has to look at, and link it to the case. Raise KcsError."""
    kb = call.kb
    given = clean(
        Draft(
            asked.title, asked.kind, asked.said, asked.issue, asked.environment, asked.resolution, tags=asked.tags,
            owner=call.caller.person, language=asked.language,
            assignments=(Assignment("confidence", Confidence.wip.value),),
        )
    )  # fmt: skip
    refuse_personal(texts_of(given), kb.config)
    if asked.case:
        stored_case(asked.case, kb.config, os.environ)  # refused before anything is written
    nearest = find_nearest(call.seen, given)
    similar = find_similar(call.seen, given, nearest)
    if (near := [one for one in similar if one.likeness >= NEAR]) and not asked.despite_similar:
        listed = ", ".join(f"{one.id} ({shorten(one.title, 50)})" for one in near)
        raise RefusedError(409, f"There is nearly the same already: {listed}", "Link that one, or pass despite_similar")
    place = checked_folder(propose_folder(kb, given, nearest), kb.library)
    report = capture(kb, given, similar, place, from_search=False)
    call.changed()
    if asked.case:
        forget_index(kb)  # it has not the new file
        link_articles(kb, [report.id], asked.case, Use.reference)
    return report_answer(call, report, status=201)
