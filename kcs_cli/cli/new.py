"""`kcs new`: capture what a customer asks, while they are there."""

import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import dialog, editor, output
from kcs_cli.cli.input import (
    address_of,
    check_no_file,
    checked_address,
    checked_language,
    read_assignments,
    read_text,
)
from kcs_cli.cli.personal import check_personal, is_to_redact, warn_of_personal
from kcs_cli.cli.shared_option import AllowOption, FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Kind, Origin
from kcs_cli.render.format import Format
from kcs_cli.text.display import in_shell, shorten
from kcs_cli.text.privacy import scrub

if TYPE_CHECKING:
    from kcs_cli.article.card import Card
    from kcs_cli.solve.capture_report import CaptureReport, Similar
    from kcs_cli.solve.draft import Draft


def new(
    title: Annotated[str | None, typer.Argument(metavar="[TITLE]", help="What is the matter, in a short sentence.")] = None,
    kind: Annotated[Kind, typer.Option("--kind", help="Which template: the base's own, else kcs's.")] = Kind.problem,
    said: Annotated[list[str] | None, typer.Option("--said", help="What the customer said; several.")] = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", help="A tag; several, or with commas.")] = None,
    env: Annotated[list[str] | None, typer.Option("--env", help="Product, version, platform; several.")] = None,
    case: Annotated[
        str | None, typer.Option("--case", metavar="CASE", help="Link it to the case it was written for.")
    ] = None,
    owner: Annotated[str | None, typer.Option("--owner", help="Whose it is; default: yours.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Its language (en, de, …); default: detected.")] = None,
    fields: Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="Another field; several.")] = None,
    body: Annotated[str | None, typer.Option("--body", help="The text, - from stdin; without headings: the issue.")] = None,
    source: Annotated[str | None, typer.Option("--from", metavar="FILE", help="A ticket, as JSON or text; - stdin.")] = None,
    origin: Annotated[Origin | None, typer.Option("--origin", help="Where it came from, if not from a case.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="The address it came from.")] = None,
    folder: Annotated[
        str | None, typer.Option("--folder", metavar="DIR", help="Where it goes; default: where those most like it lie.")
    ] = None,
    redact: Annotated[bool, typer.Option("--redact", help="Replace personal data by its kind: <e-mail>.")] = False,
    no_search: Annotated[bool, typer.Option("--no-search", help="Take nothing from the last search.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write it though there are similar ones.")] = False,
    no_edit: Annotated[bool, typer.Option("--no-edit", help="Do not open the editor.")] = False,
    gap: Annotated[int | None, typer.Option("--gap", metavar="N", help="For a gap that kcs gaps listed.")] = None,
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Capture a new article.

    The words of the last search, if it found nothing useful and is about the same, are its first phrase and its issue.
    Similar articles are shown before it is written, into the folder where they lie; on a terminal your editor opens it.
    What the template asks and nobody answers is left out.
    """
    from kcs_cli.article.template import has_headings
    from kcs_cli.git.process import identity
    from kcs_cli.journal.case_number import stored_case
    from kcs_cli.search.log import note_list
    from kcs_cli.solve.draft import Draft
    from kcs_cli.solve.ticket import Ticket, read_ticket

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    check_no_file(case or "", f"Read the ticket from it: kcs new --from {in_shell(case or '')}")
    assignments = read_assignments(fields or [], kb.config)
    if body == source == "-":
        raise KcsError("stdin can be read once only", "Name the ticket's file, or give the body as text")
    ticket = read_ticket(read_text(source), source, title or "") if source else Ticket()
    text = read_text("-") if body == "-" else body or ""
    draft = Draft(
        title=ticket.title or title or "",
        kind=kind,
        said=(*(said or ()), *ticket.said),
        issue=ticket.issue if not text or has_headings(text) else text,
        environment="\n".join(env or [ticket.environment]),
        resolution=ticket.resolution,
        body=text if has_headings(text) else "",
        tags=(*(one for given in tag or () for one in given.split(",")), *ticket.tags),
        owner=owner or identity(kb.root),
        language=checked_language(lang),
        more={"origin": origin or "", "url": checked_address(url) if url else address_of(ticket)},
        assignments=assignments,
    )
    draft, words = _with_question(kb, draft, gap, yes, no_search=no_search)
    draft = _without_personal(kb, draft, folder, allow or [], redact=redact)
    if case := case or ticket.case:
        stored_case(case, kb.config, os.environ)  # refused before anything is written
    report = _capture(kb, draft, folder, allow or [], yes, from_search=bool(words), no_edit=no_edit)
    output.show_text(f"{report.id}  {report.path}") if format == Format.table else output.show_done(report, format)
    if format != Format.table:
        note_list(kb, "new", [one.id for one in report.similar])
    _link_case(kb, report, case or "")


def _with_question(kb: KnowledgeBase, draft: "Draft", gap: int | None, yes: bool, *, no_search: bool) -> "tuple[Draft, str]":
    """Take into a draft what was asked, of a gap or in the last search, and a title; return that search's words, too."""
    from kcs_cli.demand.gap import Gaps
    from kcs_cli.solve.draft import clean, with_gap

    words = ""
    if gap is not None:
        draft = with_gap(draft, Gaps(kb).shown(gap).wordings)
    elif not no_search:
        draft, words = _with_search(kb, draft, yes)
    return clean(draft._replace(title=draft.title or _find_title(draft, words))), words


def _without_personal(
    kb: KnowledgeBase, draft: "Draft", folder: str | None, allow: Sequence[str], *, redact: bool
) -> "Draft":
    """Replace personal data in a draft where that is wanted. Raise KcsError for what is left, in the folder's name, too."""
    from kcs_cli.solve.draft import redacted, texts_of

    if is_to_redact(texts_of(draft), kb.config, allow, redact):
        draft = redacted(draft, partial(scrub, patterns=kb.config.privacy.patterns, kept=allow))
    if folder is not None:
        check_personal([folder], kb.config, allow)
    return draft


def _capture(
    kb: KnowledgeBase,
    draft: "Draft",
    folder: str | None,
    allow: Sequence[str],
    yes: bool,
    *,
    from_search: bool,
    no_edit: bool,
) -> "CaptureReport":
    """Write the article, unless there is nearly the same, and open it in the editor of who is there. Raise KcsError."""
    from kcs_cli.demand.matrix import warnings_of
    from kcs_cli.solve.capture import capture, find_nearest, find_similar
    from kcs_cli.solve.folder import checked_folder

    for warning in warnings_of(kb, (draft.title, *draft.said)):
        output.tell(warning)
    nearest = find_nearest(kb, draft)
    similar = find_similar(kb, draft, nearest)
    _check_similar(kb, similar, yes)
    place = checked_folder(_find_place(kb, draft, nearest, yes) if folder is None else folder, kb.library)
    is_edited = not no_edit and output.is_interactive()
    report = capture(kb, draft, similar, place, from_search=from_search, to_edit=is_edited)
    return _edited(kb, report, allow) if is_edited else report


def _find_title(draft: "Draft", words: str) -> str:
    """Ask for the title on a terminal; elsewhere it is what was searched for. Raise KcsError where nothing was."""
    from kcs_cli.solve.draft import title_of

    if output.is_interactive():
        return dialog.ask_text("Title", title_of(words or next(iter(draft.said), "")))
    return title_of(words)


def _with_search(kb: KnowledgeBase, draft: "Draft", yes: bool) -> "tuple[Draft, str]":
    """Take the words of the last search into a draft, and say so; on a terminal they are asked about, or are the title's."""
    from kcs_cli.solve.capture import last_words
    from kcs_cli.solve.draft import title_of, with_words

    is_titled = bool(draft.title)
    words = last_words(kb, draft)
    if not is_titled:
        draft = draft._replace(title=_find_title(draft, words))
        words = words if draft.title == title_of(words) else last_words(kb, draft)
    if not words or not draft.title:
        return draft, ""
    question = f"Take the words of the last search as its first phrase: {shorten(words, 40)}?"
    if is_titled and output.is_interactive() and not yes and not dialog.ask(question, True):
        return draft, ""
    output.tell(f"With the words of the last search: {shorten(words, 40)}")
    return with_words(draft, words), words


def _find_place(kb: KnowledgeBase, draft: "Draft", nearest: "Sequence[Card]", yes: bool) -> str:
    """Return the folder of a new article; on a terminal it is asked where it is not that of all articles."""
    from kcs_cli.solve.capture import propose_folder

    proposed = propose_folder(kb, draft, nearest)
    if yes or proposed == kb.library.folder or not output.is_interactive():
        return proposed
    return dialog.ask_text("Folder", proposed) or proposed


def _check_similar(kb: KnowledgeBase, similar: "Sequence[Similar]", yes: bool) -> None:
    """Show the similar articles and ask on a terminal; elsewhere only a near-duplicate stops. Raise KcsError."""
    from kcs_cli.article.likeness import NEAR
    from kcs_cli.search.log import note_list

    near = [one for one in similar if one.likeness >= NEAR]
    if yes or not (near or (similar and output.is_interactive())):
        return
    listed = ", ".join(f"{one.id} ({shorten(one.title, 50)})" for one in near)
    if output.is_interactive():
        output.tell_lines(["Similar articles:", *map(_similar_line, similar)])
        note_list(kb, "new", [one.id for one in similar])
        if dialog.ask("Write a new article all the same?", not near):
            return
        output.tell(f"Nothing was written; if {similar[0].id} is the answer: kcs link {in_shell(similar[0].id)} --case CASE")
        raise typer.Exit(1)
    raise KcsError(
        f"There is nearly the same already: {listed}", f"kcs show {in_shell(near[0].id)}, or write it all the same: --yes"
    )


def _similar_line(one: "Similar") -> str:
    """Write a similar article on one line."""
    from kcs_cli.article.likeness import NEAR

    return f"{one.rank:>3}  {one.id}  {one.confidence}  {'nearly the same: ' if one.likeness >= NEAR else ''}{one.title}"


def _edited(kb: KnowledgeBase, report: "CaptureReport", allow: Sequence[str]) -> "CaptureReport":
    """Open a new article in the editor, where writing goes on; an editor that fails loses nothing."""
    from kcs_cli.solve.capture import after_editing, find_gap, read_body

    try:
        editor.edit(kb.root / report.path, find_gap(kb, report.path))
        report = after_editing(kb, report)
        warn_of_personal(read_body(kb, report.path), kb.config, allow)
        return report
    except KcsError as error:
        output.tell(f"{error.message}. {error.hint}")
        return report


def _link_case(kb: KnowledgeBase, report: "CaptureReport", case: str) -> None:
    """Link a new article to the case it was written for: as its resolution once it has one. Raise KcsError."""
    from kcs_cli.journal.vocabulary import Use
    from kcs_cli.search.index.opener import forget_index
    from kcs_cli.solve import link
    from kcs_cli.solve.link_report import ResolvedError

    if case:
        forget_index(kb)  # it has not the new file
        try:
            link.link(kb, [report.id], case, Use.reference if report.confidence == "wip" else Use.resolution)
        except ResolvedError:
            link.link(kb, [report.id], case, Use.reference)
