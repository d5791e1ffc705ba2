"""`kcs answer`: an article as the answer that a customer gets."""

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import dialog, output
from kcs_cli.cli.shared_option import IdArgument, RootOption
from kcs_cli.journal.vocabulary import Use
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.text.display import quantity

if TYPE_CHECKING:
    from kcs_cli.channel.answer import ChannelAnswer


class AnswerForm(StrEnum):
    """What an answer is handed over as."""

    chat = "chat"
    mail = "mail"
    html = "html"
    markdown = "markdown"
    jsonl = "jsonl"


def answer(
    name: IdArgument,
    form: Annotated[
        AnswerForm, typer.Option("--as", help="What it is for: plain text, a mail, a page, a program.")
    ] = AnswerForm.chat,
    audience: Annotated[Audience, typer.Option("--for", help="Who will read it.")] = Audience.customer,
    section: Annotated[
        str | None, typer.Option("--section", help="Only this, as in `kcs show`; else the resolution, else all of it.")
    ] = None,
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="Note that it solved this case.")] = None,
    copy: Annotated[bool, typer.Option("--copy", help="Put it on the clipboard instead.")] = False,
    root: RootOption = None,
) -> None:
    """Hand an article over as an answer, without what only agents may see.

    Internal sections and parts are left out, and an article for fewer readers is refused. With --case it is linked, at the
    revision that was delivered; on a terminal you are asked.
    """
    from kcs_cli.channel.answer import answer_from
    from kcs_cli.channel.form import FORMS
    from kcs_cli.cli import clipboard
    from kcs_cli.search.name import find_card
    from kcs_cli.search.read_log import note_read

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    card = find_card(kb, name)
    found = answer_from(kb, card, audience, section)
    _tell_state(found, card.confidence)
    text = FORMS[form](found)
    linked = _link(kb, found.id, case) if case is not None else ""  # first: a case that is solved otherwise gets no answer
    if copy:
        ways = clipboard.copy(text)
        output.tell(f"copied {found.id} ({quantity(len(text), 'character')}) by {' and '.join(ways)}")
    else:
        output.show_text(text)
    if linked:
        output.tell(linked)
        return
    note_read(kb, card)
    if output.is_interactive() and (asked := _asked_case(kb)):
        output.tell(_link(kb, found.id, asked))


def _asked_case(kb: KnowledgeBase) -> str:
    """Ask which case it solved, or whether it was the one that this terminal is about; nothing for none."""
    from kcs_cli.solve.case_at_hand import case_at_hand

    if kept := case_at_hand(kb, os.environ):
        return kept if dialog.ask(f"It solved case {kept}?", False) else ""
    return dialog.ask_text("It solved case (Enter: note nothing)", "")


def _tell_state(found: "ChannelAnswer", confidence: str) -> None:
    """Say what the agent should know of an answer."""
    if confidence == Confidence.archived:
        output.tell(f"{found.id} is archived: it may hold no longer")
    if found.is_whole:
        output.tell(f"{found.id} has no section that says what to do; this is all of it")


def _link(kb: KnowledgeBase, id: str, case: str) -> str:
    """Note that an article solved a case, and return what is to be said of it. Raise KcsError."""
    from kcs_cli.cli.link import link_or_replace
    from kcs_cli.cli.personal import asker

    (linked,) = link_or_replace(kb, [id], case, Use.resolution, ask=asker()).linked
    return f"{id} was linked to case {case} before" if linked.was_linked else f"linked {id} to case {case} as its resolution"
