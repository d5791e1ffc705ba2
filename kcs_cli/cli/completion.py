"""`kcs completion`: what a shell reads to complete with TAB."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kcs_cli.cli import output


class Shell(StrEnum):
    """A shell that kcs completes in."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"


def completion(
    shell: Annotated[Shell, typer.Argument(help="The shell you type in.")],
) -> None:
    """Print what your shell reads to complete with TAB.

    Ids, titles, tags, owners, options, …: as the index is. bash: `eval "$(kcs completion bash)"` in ~/.bashrc; zsh: the same
    with zsh in ~/.zshrc, after compinit; fish: `kcs completion fish > ~/.config/fish/completions/kcs.fish`.
    """
    output.show_text((Path(__file__).parent / "tab" / f"kcs.{shell}").read_text("utf-8").rstrip("\n"))
