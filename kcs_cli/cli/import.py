"""`kcs import`: bring in what a help desk or a wiki exports."""

from pathlib import Path
from typing import Annotated

import typer

from kcs_cli.cli import output
from kcs_cli.cli.shared_option import FormatOption, RootOption
from kcs_cli.errors import KcsError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.render.format import Format


def import_articles(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="The export: a file or a folder.", show_default=False)],
    made_by: Annotated[
        str | None, typer.Option("--from", metavar="FORMAT", help="What made it; else that is told by its looks.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What the source is called here; else as its format.")
    ] = None,
    folder: Annotated[
        str | None, typer.Option("--folder", metavar="DIR", help="Where new articles go; else the articles' folder.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count; write nothing.")] = False,
    format: FormatOption = Format.table,
    root: RootOption = None,
) -> None:
    """Bring in the articles of a help desk or a wiki, with their history.

    Each article and revision becomes a commit of its author and day. Imported again, a source brings what changed there;
    what was changed here stays. Nothing leaves this machine.
    """
    from kcs_cli.migration import registry
    from kcs_cli.migration.format_choice import find_importer
    from kcs_cli.migration.intake.intake import IntakeWish, import_source

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    importer = find_importer(source, made_by, registry.importers_for(kb.config.import_))
    wish = IntakeWish(name or importer.name, _folder(kb, folder), dry_run)
    output.show(import_source(kb, source, importer, wish), format)


def _folder(kb: KnowledgeBase, asked: str | None) -> str:
    """Return the folder for new articles, from the root of the base. Raise KcsError for one that holds none."""
    if asked is None:
        return kb.library.folder
    folder = asked.strip("/").removeprefix("./")
    folder = "" if folder == "." else folder
    is_outside = ".." in folder.split("/") or Path(asked).is_absolute() or (kb.root / folder).resolve() != kb.root / folder
    if is_outside or not kb.library.is_article(f"{folder}/x.md".lstrip("/")):
        where = f"{kb.library.folder}/" if kb.library.folder else str(kb.root)
        raise KcsError(f"{asked} is no folder for articles", f"Name one below {where}")
    return folder
