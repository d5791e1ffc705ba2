"""Options that several commands share."""

from typing import Annotated

import typer

from kcs_cli.render.formats import Format

RootOption = Annotated[
    str | None,
    typer.Option("--root", metavar="DIR", help="The knowledge base; else KCS_ROOT, else the one around you."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to write the answer.")]
