"""`kcs help`: how a command is typed, and the pages that explain what kcs does."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

import kcs_cli
from kcs_cli.cli import output, pager
from kcs_cli.cli.command import COMMANDS
from kcs_cli.errors import KcsError
from kcs_cli.render.terminal import Screen, set_markdown
from kcs_cli.text.display import one_line

LINK = re.compile(r"\[([^\[\]]++)\]\([^()\n]++\)")  # between pages; on a terminal its words are enough


def show_help(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[COMMAND|TOPIC]", help="What to explain; else lists all.")] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Show the JSON Schema of what a command answers.")] = False,
) -> None:
    """Show the help of a command, or a page on a topic.

    Topics: article, ranking, journal, staleness, privacy, publishing, reliability, scale, settings. With --schema: what
    `--format json` of a command writes, or `error`, what stands on stderr where kcs could not do it.
    """
    root = ctx.find_root()
    pages = topics()
    if schema:
        output.show_text(_schema_of(name))
    elif name is None:
        pager.page(root.get_help())
    elif isinstance(root.command, TyperGroup) and (command := root.command.get_command(root, name)):
        pager.page(command.get_help(typer.Context(command, info_name=name, parent=root)))
    elif name in pages:
        _show_topic(pages[name].read_text("utf-8"))
    else:
        near = get_close_matches(name, [*COMMANDS, *pages], 1)
        meant = f"Did you mean `{near[0]}`?" if near else f"kcs help, or a topic: {', '.join(pages)}"
        raise KcsError(f"kcs has no command and no topic {one_line(name)}", meant)


def _schema_of(name: str | None) -> str:
    """Return the JSON Schema of a command's answers. Raise KcsError where it has none."""
    folder = Path(kcs_cli.__file__).parent / "schemas"
    known = sorted(path.stem for path in folder.glob("*.json"))
    if name not in known:
        what = f"{one_line(name)} writes no JSON" if name else "Which command?"
        raise KcsError(what, f"kcs help --schema COMMAND; one of {', '.join(known)}")
    return (folder / f"{name}.json").read_text("utf-8").rstrip("\n")


def topics() -> Mapping[str, Path]:
    """Return the pages by their names: in the package where kcs is installed, in docs/ where it is developed."""
    package = Path(kcs_cli.__file__).parent
    folders = (package / "concept", package.parent / "docs/concept")
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.md"))}


def _show_topic(text: str) -> None:
    """Print a page: set for a terminal, as it is in a pipe."""
    read = LINK.sub(r"\1", text)
    if output.is_terminal():
        pager.page(set_markdown(read, Screen(output.columns(), output.is_coloured())))
    else:
        output.show_text(read.rstrip("\n"))
