"""The ordinary search: answered without Typer, which takes longer to load than a search takes to answer."""

import os
from collections.abc import Sequence
from typing import Any

from kcs_cli.cli.boundary import boundary
from kcs_cli.cli.option import read_ordinary
from kcs_cli.cli.search import search_articles
from kcs_cli.git.hook import leave_hook
from kcs_cli.knowledge_base.config import UsualFormat
from kcs_cli.knowledge_base.config_file import read_personal


def answer(arguments: Sequence[str]) -> bool:
    """Do what a command line asks for and return True; False where Typer has to read it, and nothing is done."""
    if os.name == "nt":  # there Typer also writes out what a `*` stands for
        return False
    at = arguments.index("search")
    values = read_ordinary(search_articles, arguments[at + 1 :])
    general = _read_general(arguments[:at]) if at else {}
    if values is None or general is None:
        return False
    leave_hook(os.environ)
    with boundary(arguments):
        if values and "format" not in values and (usual := read_personal(os.environ).format.value) in tuple(UsualFormat):
            values["format"] = UsualFormat(usual)
        if general:
            from kcs_cli.cli.general import apply_general

            values = {**apply_general(**general), **values}
        search_articles(**values)
    return True


def _read_general(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return the options before the command; None where Typer has to read them."""
    from kcs_cli.cli.general import apply_general  # most searches have none

    return read_ordinary(apply_general, arguments)
