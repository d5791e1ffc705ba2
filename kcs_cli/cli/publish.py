"""`kcs publish`: articles opened for more readers, by rule."""

from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


def publish(
    when: Annotated[
        str | None, typer.Option("--when", metavar="RULE", help="Another rule than `when` in [publish].")
    ] = None,
    audience: Annotated[
        str | None, typer.Option("--audience", metavar="READERS", help="partner, customer or public; else as in [publish].")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Open what is proposed, in one commit.")] = False,
    branch: Annotated[
        str | None, typer.Option("--branch", metavar="NAME", help="Commit it on a new branch; nothing changes here.")
    ] = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Propose articles for more readers, by the rule in [publish].

    As `links >= 3 and confidence = validated`; `kcs help publishing` has the facts. One article a line, with its evidence.
    Held back is what has open flags, personal data, an internal part that is not closed, links to what the new readers may
    not read, or what your licence does not cover.
    """
    from kcs_cli.channel.publication import Publication, read_request
    from kcs_cli.channel.publishing import check_branch, write_branch, write_publication
    from kcs_cli.journal.folder import tell_unsynced
    from kcs_cli.search.index.opener import engine
    from kcs_cli.search.log import note_list

    if write and branch is not None:
        raise KcsError("--write and --branch cannot be together", "--write commits here, --branch beside")
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    request = read_request(kb, when, audience)
    if branch is not None:
        check_branch(kb, branch)
    report = Publication(kb, request).propose()
    output.tell_set_aside(engine(kb))
    tell_unsynced(kb)
    if report.proposed and branch is not None:
        report = write_branch(kb, report, branch)
    elif report.proposed and write:
        report = write_publication(kb, report)
    elif branch is not None:
        output.tell(f"No branch {branch} was made: nothing is proposed")
    elif write:
        output.tell("Nothing was committed: nothing is proposed")
    output.show_list(report, format)
    note_list(kb, "publish", [one.id for one in report.proposed])
