"""`kcs export`: the whole base, to take anywhere."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.left_out import tell_left_out
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.knowledge_base.vocabulary import Audience
from kcs_cli.text.display import quantity

if TYPE_CHECKING:
    from kcs_cli.migration.exporter import Exporter
    from kcs_cli.migration.handout.export_source import ExportSource

MARK = ".kcs-export"  # a folder with such a file was written by an export, and may be by the next one


class ExportFormat(StrEnum):
    """What a base is handed out as."""

    json = "json"
    csv = "csv"
    html = "html"
    zendesk = "zendesk"


def export(
    format: Annotated[
        ExportFormat | None,
        typer.Option("--format", help="One file (json, the default, or csv) or a folder (html, zendesk)."),
    ] = None,
    audience: Annotated[
        Audience | None,
        typer.Option("--audience", help="For whom: what they may see, and nothing else; internal, the default, is all."),
    ] = None,
    target: Annotated[
        Path | None, typer.Option("--output", metavar="FILE|DIR", help="Where to; a file else goes to stdout.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing: prove that nothing internal gets out, by any channel.")
    ] = False,
    root: RootOption = None,
) -> None:
    """Give the whole base back, for another system or for reading.

    All articles with their fields, texts, dates and what the journal adds up to; `kcs import` reads each format again. For
    other readers than internal ones, articles and parts that these may not see are left out; --check proves it.
    """
    from kcs_cli.migration.export_registry import EXPORTERS
    from kcs_cli.migration.handout.export_source import ExportSource
    from kcs_cli.search.index.opener import engine

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    if check:
        _check(kb, audience, format, target)
        return
    exporter = EXPORTERS[format or ExportFormat.json]
    _check_target(kb, exporter, target)
    readers = audience or Audience.internal
    source = ExportSource(kb, readers)
    _write(source, exporter, target)
    where = f" to {target}" if target else ""
    output.tell(f"{quantity(source.written, 'article')} for {readers} readers {_was(source.written)} written{where}")
    tell_left_out(source.left_out, source.written, readers)
    output.tell_set_aside(engine(kb))


def _check(kb: KnowledgeBase, audience: Audience | None, format: ExportFormat | None, target: Path | None) -> None:
    """Look for leaks in all that goes out. Raise KcsError, Exit."""
    from kcs_cli.cli.export_check import show_leaks

    if target is not None or format not in (None, ExportFormat.json):
        raise KcsError("--check writes no export", "With it there are --audience, and --format json for its findings")
    show_leaks(kb, audience, is_json=format is not None)


def _was(number: int) -> str:
    """Return the verb for so many."""
    return "was" if number == 1 else "were"


def _check_target(kb: KnowledgeBase, exporter: "Exporter", target: Path | None) -> None:
    """Raise KcsError for a place that cannot be written to, before anything is read."""
    from kcs_cli.files.whole_folder import check_replaceable

    if exporter.fill and target is None:
        raise KcsError(
            f"{exporter.name} is a folder of files", f"Say where: kcs export --format {exporter.name} --output DIR"
        )
    if target is None:
        return
    place = target.resolve()
    if exporter.fill:
        if kb.root.resolve().is_relative_to(place):
            raise KcsError(f"{target} is the knowledge base itself, or around it", "Name another folder")
        check_replaceable(target, MARK)
    elif place.is_relative_to(kb.root) and kb.library.is_article(place.relative_to(kb.root).as_posix()):
        raise KcsError(f"{target} is an article", "Name another file")


def _write(source: "ExportSource", exporter: "Exporter", target: Path | None) -> None:
    """Write what is asked for. Raise KcsError."""
    from kcs_cli.files.atomic import write_lines_named
    from kcs_cli.files.whole_folder import write_folder

    if exporter.fill and target:
        fill = exporter.fill
        write_folder(target, MARK, lambda folder: fill(source, folder))
    elif exporter.lines and target:
        write_lines_named(target, exporter.lines(source))
    elif exporter.lines:
        output.show_stream(exporter.lines(source))
