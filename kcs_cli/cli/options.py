"""Options that several commands share."""

from typing import Annotated

import typer

from kcs_cli.render.format import Format

RootOption = Annotated[
    str | None,
    typer.Option("--root", metavar="DIR", help="The knowledge base; else KCS_ROOT, else the one around you."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to write the answer.")]
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Id, alias, path, file name, or rank in the last search.")]
CaseOption = Annotated[str, typer.Option("--case", metavar="CASE", help="The case, as your help desk names it.")]
AllowOption = Annotated[
    list[str] | None,
    typer.Option("--allow", metavar="KIND", help="Let personal data of this kind through: e-mail, phone, card, …"),
]
