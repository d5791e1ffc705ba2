"""`kcs review-stale`: what deserves its owner's eyes."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.dates import end_of, read_since

if TYPE_CHECKING:
    from kcs_cli.review.review_report import ReviewReport


def review(
    mine: Annotated[bool, typer.Option("--mine", help="Only what you answer for.")] = False,
    owner: Annotated[str | None, typer.Option("--owner", help="Only what this person answers for.")] = None,
    team: Annotated[str | None, typer.Option("--team", help="Only what this team's members answer for.")] = None,
    tag: Annotated[str, typer.Option("--tag", help="Only articles with this tag.")] = "",
    path: Annotated[str, typer.Option("--path", metavar="DIR", help="Only articles below this folder.")] = "",
    limit: Annotated[int | None, typer.Option("-n", min=1, help="How many of each group; else `limit` in [review].")] = None,
    all_: Annotated[bool, typer.Option("--all", help="List everything, unused old articles too.")] = False,
    wip_days: Annotated[int | None, typer.Option("--wip-days", min=0, help="When work in progress is late; 14.")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="DAY", help="As it would have been on a day.")] = None,
    check: Annotated[int | None, typer.Option("--check", metavar="N", min=0, help="Exit 1 when there are more.")] = None,
    digest: Annotated[str | None, typer.Option("--digest", metavar="DIR", help="Write a file for each owner.")] = None,
    explain: Annotated[str | None, typer.Option("--explain", metavar="ID", help="How an article's score is made.")] = None,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """List the articles that deserve their owners' eyes, and why.

    By demand: what was used, flagged or voted down since it was last reviewed. Compliance articles go by the calendar.
    """
    from kcs_cli.history.opening import check_ages
    from kcs_cli.journal.folder import tell_unsynced
    from kcs_cli.owners.person import persons_of
    from kcs_cli.review.review import ReviewFilter, explain_article, review_stale
    from kcs_cli.review.view import review_listing
    from kcs_cli.search.index.opener import engine
    from kcs_cli.search.log import note_list
    from kcs_cli.search.name import names

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    day = _end_of_day(at, kb.now()) if at else None
    if explain is not None:
        output.show(explain_article(kb, explain, wip_days, day), format)
        return
    if sum((mine, owner is not None, team is not None)) > 1:
        raise KcsError("--mine, --owner and --team cannot be together", "Leave out all but one")
    if check is not None:
        check_ages(kb)
    wanted = ReviewFilter(persons_of(kb, owner, team, mine=mine), tag, names(kb).folder(path) if path else "")
    most = 1_000_000 if all_ or digest else limit or kb.config.review.limit
    report = review_stale(kb, wanted, most, wip_days, day, with_unused=all_)
    output.tell_set_aside(engine(kb))
    tell_unsynced(kb)
    if digest is not None:
        _write_digests(kb, report, digest, of_all=wanted == ReviewFilter())
    else:
        output.show_listing(report, review_listing, format)
        note_list(kb, "review-stale", [one.id for one in report.articles])
    if check is not None and report.found > check:
        raise typer.Exit(1)


def _write_digests(kb: KnowledgeBase, report: "ReviewReport", folder: str, *, of_all: bool) -> None:
    """Write a file for each owner into a folder, and say how many."""
    from kcs_cli.knowledge_base.people import people
    from kcs_cli.review.digest_files import write_digests
    from kcs_cli.review.review import by_person

    written = write_digests(Path(folder), by_person(report, people(kb)), of_all=of_all)
    output.tell(f"{written} written to {folder}")


def _end_of_day(text: str, now: datetime) -> datetime:
    """Return the last moment of a day a person names. Raise KcsError."""
    first = read_since(text, now)
    assert first
    return end_of(first.date(), now)
