"""`kcs fix`: correct an article while it is before you."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import dialog, editor, output
from kcs_cli.cli.personal import check_personal
from kcs_cli.cli.shared_option import AllowOption, FormatOption, IdArgument, RootOption
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.display import on_one_line

if TYPE_CHECKING:
    from kcs_cli.article.card import Card
    from kcs_cli.solve.fix import Version


def fix_article(
    name: IdArgument,
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="The case that showed what was wrong.")] = None,
    closes: Annotated[list[str] | None, typer.Option("--closes", metavar="FLAG", help="A flag that this answers.")] = None,
    message: Annotated[str | None, typer.Option("-m", "--message", help="What was wrong; else “Fix TITLE”.")] = None,
    commit: Annotated[bool | None, typer.Option("--commit/--no-commit", help="Commit it, or leave that; else asks.")] = None,
    edit: Annotated[bool, typer.Option("--edit/--no-edit", help="Open the editor, or take the file as it is.")] = True,
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Correct an article in your editor, and commit it.

    What you saved is checked. The commit has that file only, with the trailers `Case:` and `Closes-flag:`; other changes
    stay as they are.
    """
    from kcs_cli.journal.case_number import stored_case
    from kcs_cli.solve import fix

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    check_personal([on_one_line(message or "")], kb.config, allow or [], "Nothing was changed")
    trailer = stored_case(case, kb.config, os.environ) if case is not None else None
    card = fix.find(kb, name)
    flags = fix.flags_to_close(kb, card, closes or [])
    before = fix.read_committed(kb, card)
    card = _mended(kb, card, before, edit=edit)
    report = fix.report_fix(kb, card, before, flags)
    check_personal(report.added, kb.config, allow or [], "It is saved, and not committed")
    fix.check_closes(kb, report, before)
    if report.is_uncommitted and (commit or (commit is None and output.is_interactive() and dialog.ask("Commit it?", True))):
        report = fix.commit(kb, report, message, trailer)
    fix.close(kb, report, before, message, trailer)
    output.show(report, format)


def _mended(kb: KnowledgeBase, card: "Card", before: "Version", *, edit: bool) -> "Card":
    """Open an article in the editor until nothing is wrong with it, and return it as it is then. Raise KcsError."""
    from kcs_cli.search.name import line_of
    from kcs_cli.solve import fix

    while True:
        was = fix.read_now(kb, card)
        if edit:
            editor.edit(kb.root / card.path, card.fault.line if card.fault else line_of(kb, card))
        fix.mature(kb, card, was)
        # Before the complaints: an id that was given just now would be one
        card = fix.with_new_id(kb, card, before)
        complaints = fix.complaints(kb, card, before)
        for complaint in complaints:
            output.tell(complaint)
        if not complaints:
            return card
        if not (edit and output.is_interactive() and dialog.ask("Edit it again?", True)):
            raise fix.unsound(card)
