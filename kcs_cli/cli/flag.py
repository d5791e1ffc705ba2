"""`kcs flag`, `kcs flags`, `kcs unflag`: what is wrong with articles."""

import re
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.personal import check_personal
from kcs_cli.cli.shared_option import AllowOption, FormatOption, IdArgument, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.journal.vocabulary import FlagReason
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.display import on_one_line


def flag_article(
    name: IdArgument,
    message: Annotated[str, typer.Option("-m", "--message", help="What is wrong, in a sentence.")],
    why: Annotated[FlagReason | None, typer.Option("--why", help="What kind of wrong.")] = None,
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="The case it came up in.")] = None,
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Say what is wrong with an article.

    Its owner finds it in `kcs flags`, whoever searches or reads the article sees it.
    """
    from kcs_cli.solve import flag

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    check_personal([on_one_line(message)], kb.config, allow or [])
    output.show_done(flag.flag(kb, name, message, why, case), format)


def flags(
    mine: Annotated[bool, typer.Option("--mine", help="Only those of articles you answer for.")] = False,
    owner: Annotated[str | None, typer.Option("--owner", help="Only those of articles this person answers for.")] = None,
    older: Annotated[str, typer.Option("--older", metavar="DAYS", help="Only those older than this, as 7d.")] = "0d",
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """List the open flags, the oldest first."""
    if mine and owner:
        raise KcsError("--mine and --owner cannot both be", "Leave out one")
    days = re.fullmatch(r"(\d{1,5})d?", older.strip())
    if not days:
        raise KcsError(f"{older} is no number of days", "Write it as 7d")
    from kcs_cli.journal.folder import tell_unsynced
    from kcs_cli.owners.flag import flags as list_flags  # not for who raises a flag
    from kcs_cli.owners.person import persons_of
    from kcs_cli.search.log import note_list

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    report = list_flags(kb, persons_of(kb, owner, None, mine=mine), int(days[1]))
    output.show_list(report, format)
    tell_unsynced(kb)
    note_list(kb, "flags", [one.id for one in report.open_flags], flags=[one.event for one in report.open_flags])


def unflag(
    name: Annotated[str, typer.Argument(metavar="FLAG", help="The flag's id, or its number in `kcs flags`.")],
    message: Annotated[str, typer.Option("-m", "--message", help="What was done about it.")],
    allow: AllowOption = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Close a flag.

    A commit with the trailer `Closes-flag: FLAG` closes it too.
    """
    from kcs_cli.solve import flag

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    check_personal([on_one_line(message)], kb.config, allow or [])
    output.show_done(flag.unflag(kb, name, message), format)
