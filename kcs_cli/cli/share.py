"""`kcs share`: commit what kcs wrote, push it, share what was noted."""

from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import dialog, output
from kcs_cli.cli.personal import check_personal
from kcs_cli.cli.shared_option import AllowOption, FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.display import on_one_line

if TYPE_CHECKING:
    from kcs_cli.solve.own_file import OwnFile
    from kcs_cli.solve.share import SharePlan


def share_work(
    message: Annotated[str | None, typer.Option("-m", "--message", help="What was done; else made of titles.")] = None,
    include: Annotated[
        list[str] | None,
        typer.Option("--include", metavar="ID", help="Also a file that was changed otherwise as well, by id or path."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be shared.")] = False,
    no_push: Annotated[bool, typer.Option("--no-push", help="Only commit; nothing leaves this machine.")] = False,
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Commit what kcs wrote, push it, and share what was noted.

    The commit has the files that `new`, `link --said`, `fix`, `set`, `merge` and accepted words wrote here, and nothing
    else: other changes stay as they are, staged or not. Where the branch is protected it goes to a branch of its own, for a
    pull request. Nothing is forced. Then the journal is synced, as by `kcs sync`.
    """
    from kcs_cli.solve import share

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    check_personal([on_one_line(message or "")], kb.config, allow or [], "Nothing was shared")
    plan = share.plan_share(kb, pushes=not no_push, dry_run=dry_run)
    files = [*plan.files, *_chosen(kb, plan, include or [], dry_run)]
    _check_others(plan, dry_run)
    check_personal(share.added_texts(kb, files), kb.config, allow or [], "Nothing was shared", "Take it out: kcs fix ID")
    report = share.share(kb, plan, files, message, dry_run=dry_run)
    output.show_done(report, format)
    if report.journal_error:
        raise KcsError(report.journal_error, "kcs sync shares the journal later")


def _chosen(kb: KnowledgeBase, plan: "SharePlan", include: list[str], dry_run: bool) -> "list[OwnFile]":
    """Return the files to share of those that were changed otherwise as well: those named, and what a person says."""
    from kcs_cli.solve.share import MIXED, find_included

    chosen = find_included(kb, plan, include)
    asks = output.is_interactive() and not dry_run
    for one in (file for file in plan.mixed if file not in chosen):
        if not asks:
            output.tell(f"{one.path} is left out: {MIXED}; --include {one.path} takes it as it is now")
        elif dialog.ask(f"{one.path}: {MIXED}. Share it as it is now?", False):
            chosen.append(one)
    return chosen


def _check_others(plan: "SharePlan", dry_run: bool) -> None:
    """Let commits of other things go along only where a person says so. Raise KcsError elsewhere."""
    from kcs_cli.solve.share import others_said, refuse_others

    if not plan.others or not plan.branch:
        return
    said = f"{plan.branch.name} has {others_said(plan)}"
    if dry_run:
        output.tell(f"{said}: they would go along, if you say so")
    elif not (output.is_interactive() and dialog.ask(f"{said}. Push them as well?", False)):
        refuse_others(plan)
