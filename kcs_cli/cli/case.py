"""`kcs case`: the case that this terminal is about."""

import os
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.text.display import one_line


def keep(
    case: Annotated[str | None, typer.Argument(metavar="[CASE]", help="The case, as your help desk names it.")] = None,
    page: Annotated[bool, typer.Option("--page", help="Open it in the browser; the setting case_url says where.")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Keep none.")] = False,
    root: RootOption = None,
) -> None:
    """Keep the case that this terminal is about.

    `kcs link` without --case, and the screen that `kcs` opens, use it; after twelve hours it is forgotten. The variable
    KCS_CASE goes before it. Without a case: show it.
    """
    from kcs_cli.cli.input import check_no_file
    from kcs_cli.solve.case_at_hand import VARIABLE, case_at_hand, forget_case, keep_case

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if clear and case is not None:
        raise KcsError("--clear keeps no case", "kcs case 4711, or kcs case --clear")
    if clear:
        forget_case(kb)
    elif case is not None:
        check_no_file(case, "Give the number that the help desk gave the case: kcs case 4711")
        output.show_text(keep_case(kb, case))
        _show_page(kb, case, page)
    elif known := case_at_hand(kb, os.environ):
        output.show_text(known)
        _show_page(kb, known, page)
    else:
        output.tell("No case is kept for this terminal: kcs case 4711")
    if (clear or case is not None) and (given := os.environ.get(VARIABLE)):
        output.tell(f"{VARIABLE} says {one_line(given)}, and goes before it")


def _show_page(kb: KnowledgeBase, case: str, page: bool) -> None:
    """Say where the help desk shows a case, or open it there. Raise KcsError."""
    from kcs_cli.cli.open import open_page
    from kcs_cli.journal.case_number import case_address

    address = case_address(case, kb.config)
    if page and not address:
        raise KcsError("The settings do not say where a case is shown", 'case_url = "https://desk.example.org/{case}"')
    if page:
        output.show_text(open_page(address))
    elif address:
        output.tell(address)
