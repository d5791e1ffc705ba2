"""`kcs events`: the journal, event by event."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.journal.vocabulary import EventKind
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format
from kcs_cli.text.dates import read_since


class EventFormat(StrEnum):
    """How events are written; jsonl is the export, as the journal has them."""

    table = "table"
    json = "json"
    markdown = "markdown"
    csv = "csv"
    jsonl = "jsonl"


def events(
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="From a day on (2026-11-22), or 30d.")] = None,
    article: Annotated[str | None, typer.Option("--article", metavar="ID", help="Only those about this article.")] = None,
    case: Annotated[str | None, typer.Option("--case", metavar="CASE", help="Only those of this case.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Only those of this person (e-mail address).")] = None,
    kind: Annotated[list[EventKind] | None, typer.Option("--kind", help="Only these.")] = None,
    unreadable: Annotated[
        bool, typer.Option("--unreadable", help="Only the lines that are no events and are passed over, with why.")
    ] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Show the JSON Schema of an event.")] = False,
    format: Annotated[EventFormat, typer.Option("--format", help="How to write them.")] = EventFormat.table,
    root: RootOption = None,
) -> None:
    """List what happened to articles: links, flags, votes."""
    from kcs_cli.journal.event import json_schema, to_line
    from kcs_cli.journal.timeline import EventFilter, list_events, report_events
    from kcs_cli.search.name import ids_of

    if schema:
        output.show_text(json.dumps(json_schema(), indent=2))
        return
    if unreadable:
        _show_unreadable(KnowledgeBase.open(root, output.tell, output.progress), format)
        return
    kb = KnowledgeBase.open(root, output.tell, output.progress)
    ids = ids_of(kb, article) if article is not None else None
    found = list_events(kb, read_since(since, kb.now()), EventFilter(ids, case, by, kind or []))
    if format == EventFormat.jsonl:
        output.show_lines(map(to_line, found))
    else:
        output.show(report_events(kb, found), Format(format.value))


def _show_unreadable(kb: KnowledgeBase, format: EventFormat) -> None:
    """Show the lines of the journal that are no events."""
    from kcs_cli.journal.unreadable import list_unreadable

    if format == EventFormat.jsonl:
        raise KcsError("Lines that are no events have no event lines", "--format json has where they are, and why")
    output.show(list_unreadable(kb), Format(format.value))
