"""`kcs site`: a help centre of static pages."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.left_out import tell_left_out
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.text.display import quantity

MOST_NAMED = 3  # large pages


class SiteAction(StrEnum):
    """What is done."""

    build = "build"


def site(
    action: Annotated[SiteAction, typer.Argument(help="`build` writes the pages.", show_default=False)],
    folder: Annotated[
        Path,
        typer.Argument(metavar="DIR", help="Where to: an empty folder, or one of an earlier build.", show_default=False),
    ],
    audience: Annotated[
        Audience, typer.Option("--audience", help="For whom: what they may see, and nothing else.")
    ] = Audience.customer,
    search: Annotated[bool, typer.Option("--search/--no-search", help="Whether the pages can be searched.")] = True,
    root: RootOption = None,
) -> None:
    """Build a help centre: pages that customers read and search.

    Any web server hands them out. What has not changed since the last build is taken over; [site] in kcs.toml has the
    address, the name, where readers write to, and templates of your own.
    """
    from kcs_cli.channel.site.search_index import can_search
    from kcs_cli.channel.site.site_folder import build_site, check_site_folder
    from kcs_cli.search.index.opener import engine

    del action  # there is one
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    check_site_folder(kb, folder)
    if search and not can_search():
        output.tell("The pages have no search: pip install 'kcs-cli[site]' brings it")
    report = build_site(kb, audience, folder, has_search=search and can_search())
    output.tell(
        f"{quantity(report.articles, 'article')} for {audience} readers, {report.written:,} written anew, to {folder}"
    )
    if report.heavy:
        named = ", ".join(f"{path} ({round(size / 1000)})" for path, size in report.heavy[:MOST_NAMED])
        more = f" and {len(report.heavy) - MOST_NAMED:,} more" if len(report.heavy) > MOST_NAMED else ""
        output.tell(f"{quantity(len(report.heavy), 'page')} above 50 KB by the length of the text: {named}{more}")
    tell_left_out(report.left_out, report.articles, audience)
    output.tell_set_aside(engine(kb))
