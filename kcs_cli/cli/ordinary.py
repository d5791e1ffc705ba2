"""The ordinary search: answered without Typer, which takes longer to load than a search takes to answer."""

import os
from collections.abc import Sequence

from kcs_cli.cli.boundary import boundary
from kcs_cli.cli.option import read_ordinary
from kcs_cli.cli.search import search_articles
from kcs_cli.git.hook import leave_hook


def answer(arguments: Sequence[str]) -> bool:
    """Do what a command line asks for and return True; False where Typer has to read it, and nothing is done."""
    if os.name == "nt":  # there Typer also writes out what a `*` stands for
        return False
    values = read_ordinary(search_articles, arguments[1:])
    if values is None:
        return False
    leave_hook(os.environ)
    with boundary(arguments):
        search_articles(**values)
    return True
