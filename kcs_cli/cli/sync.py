"""`kcs sync`: share what was noted about articles."""

from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


def sync(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would leave this machine.")] = False,
    remote: Annotated[
        str | None, typer.Option("--remote", metavar="NAME", help="Where to; else the branch's remote, else origin.")
    ] = None,
    compact: Annotated[
        bool, typer.Option("--compact", help="Also fold closed months of all writers into one ref, and delete theirs.")
    ] = False,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Send what was noted here, fetch what others noted.

    Links, flags and ratings travel beside the branches: no file changes, and no commit on a branch is needed.
    With --compact, which one person runs once a month, new clones fetch one ref and not one of each former writer.
    """
    from kcs_cli.journal import note

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    share = note.compact if compact else note.sync
    output.show(share(kb, remote, dry_run=dry_run), format)
