"""`kcs init`: begin a knowledge base, or adopt a repository that has articles already."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from kcs_cli.adopt import propose
from kcs_cli.case_key import make_key
from kcs_cli.cli import output
from kcs_cli.cli.options import FormatOption
from kcs_cli.config import FILE_NAME, Config
from kcs_cli.errors import KcsError
from kcs_cli.kcs_toml import adopted_text
from kcs_cli.library import Library
from kcs_cli.places import find_git
from kcs_cli.render.formats import Format
from kcs_cli.starting import first_files, start, survey


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder; it is made where it is missing.")] = Path(),
    adopt: Annotated[
        bool, typer.Option("--adopt", help="Look at the articles that are there and propose a kcs.toml for them.")
    ] = False,
    case_key: Annotated[
        bool, typer.Option("--case-key", help='Make the key for [privacy] cases = "hash"; nothing else.')
    ] = False,
    format: FormatOption = Format.table,
) -> None:
    """Begin a knowledge base: kcs.toml, templates, a sample article. Nothing that exists is overwritten."""
    if case_key:
        file, new = make_key()
        output.tell(f"{'The key is in' if new else 'There is a key already in'} {file}; your colleagues need the same file")
        return
    folder = folder.expanduser().resolve()
    if not adopt:
        git = () if find_git(folder) else (f"git init {quote(str(folder))}",)
        output.show(
            start(folder, first_files(), (*git, f"kcs search --root {quote(str(folder))} new article not found")), format
        )
        return
    if not folder.is_dir():
        raise KcsError(f"There is no folder {folder}", "Name a repository with articles, or leave out --adopt")
    library = Library(folder, Config())
    report = propose([survey(folder, path, library.config) for path in output.progress(sorted(library.listing()))])
    if not report.articles:
        raise KcsError(f"{folder} has no articles (*.md) to learn from", "kcs init, without --adopt, begins a new base")
    output.show(report, format)
    text = adopted_text(report)
    started = start(folder, {FILE_NAME: text}, ())
    if started.kept:
        output.tell(f"{folder / FILE_NAME} is there already and was not changed; the proposal would be:")
        typer.echo(text, err=True)
    else:
        output.tell(f"{folder / FILE_NAME} written; read it, then try: kcs search WORDS")
