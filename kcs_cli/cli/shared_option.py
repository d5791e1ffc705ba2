"""Options that several commands share."""

from typing import Annotated

from kcs_cli.cli.option import Option
from kcs_cli.render.format import Format

RootOption = Annotated[
    str | None, Option("--root", "The knowledge base; else KCS_ROOT, else the one around you.", metavar="DIR")
]
FormatOption = Annotated[Format, Option("--format", "How to write the answer.")]
IdArgument = Annotated[str, Option("", "Id, alias, path, file name, or number in the last list.", metavar="ID")]
KeptCaseOption = Annotated[
    str | None, Option("--case", "The case, as your help desk names it; else the one that `kcs case` keeps.", metavar="CASE")
]
AllowOption = Annotated[
    list[str] | None,
    Option("--allow", "Let personal data of this kind through: e-mail, phone, card, …", metavar="KIND"),
]
