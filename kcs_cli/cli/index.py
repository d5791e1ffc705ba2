"""`kcs index`: build the index, say what it holds, check it."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


def index(
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Build it anew, beside the one in use.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Only say what is out of date; exit 1 if anything is.")] = False,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="PATH", help="Only say why a file is an article, or why not.")
    ] = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Bring the index up to date and say what it holds.

    A search brings it up to date by itself; this shows which files are set aside, and why, and counts
    what is not read by reason.
    """
    from kcs_cli.history.shelf import remember_days
    from kcs_cli.knowledge_base.omission import count_omissions
    from kcs_cli.search.index.opener import all_cards, build_anew, index_folder, open_index
    from kcs_cli.search.index.refresh import pending_changes
    from kcs_cli.search.index.report import explain_path, report_index, report_pending
    from kcs_cli.search.index.rule import owner_rules
    from kcs_cli.search.phrase import taught_phrases

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if check:
        pending = report_pending(pending_changes(kb.library, index_folder(kb), taught_phrases(kb), owner_rules(kb)))
        output.show(pending, format)
        raise typer.Exit(0 if pending.is_fresh else 1)
    if explain is not None:
        output.show(explain_path(kb.library, open_index(kb).engine, _in_base(kb, explain)), format)
        return
    started = time.monotonic()
    if rebuild:
        build_anew(kb)
    if kb.config.semantic.model:
        from kcs_cli.search.semantic.report import read_all

        read_all(kb)
    with suppress(KcsError):  # no git, or nothing is committed: then the articles' days are not known
        remember_days(kb, [card.path for card in all_cards(kb)])
    folder, opened = index_folder(kb), open_index(kb)
    seconds, omissions = time.monotonic() - started, count_omissions(kb.library)
    output.show(report_index(str(kb.root), str(folder and folder.folder), opened, seconds, omissions), format)


def _in_base(kb: KnowledgeBase, path: str) -> str:
    """Return a path that a person names, from where they stand or from the root, as one of the knowledge base."""
    places = [Path(os.path.abspath(start / path)) for start in (Path.cwd(), kb.root)]  # noqa: PTH100 - follows no link
    inside = [place for place in places if place.is_relative_to(kb.root)]
    if not inside:
        raise KcsError(f"{path} is not in the knowledge base {kb.root}", "Name a file below it")
    return next(filter(os.path.lexists, inside), inside[0]).relative_to(kb.root).as_posix()
