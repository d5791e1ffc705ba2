"""The `kcs` command: its sub-commands, loaded when they are called, and the boundary where errors become two lines."""

import os
from collections.abc import Sequence
from copy import copy
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command_from_info
from typer.models import CommandInfo

from kcs_cli import __version__
from kcs_cli.cli import general
from kcs_cli.cli.boundary import USAGE, boundary
from kcs_cli.cli.command import COMMANDS, readers
from kcs_cli.cli.example import epilog
from kcs_cli.cli.fields import has_fields, read_fields
from kcs_cli.cli.manner import MANNER
from kcs_cli.cli.option import for_typer, read_ordinary
from kcs_cli.cli.output import is_interactive, show_error
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.git.hook import leave_hook


class KcsGroup(TyperGroup):
    """Loads a command when it is asked for, and ends every expected error with two lines and exit code 2."""

    def list_commands(self, _: Any) -> list[str]:
        """Return the commands in the order of --help."""
        return list(COMMANDS)

    def get_command(self, _: Any, cmd_name: str) -> Any:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        found = copy(_built(cmd_name))
        own = {name for one in found.params for name in one.opts}
        after = [_after(one) for one in self.params if one.name != "version" and own.isdisjoint(one.opts)]
        found.params = [*found.params, *after]
        if has_fields(cmd_name):
            found.params.append(_fields_option(found.params[-1]))
        return found

    def format_commands(self, _: Any, formatter: Any) -> None:
        """Write the commands by who uses them, without importing any."""
        longest = max(map(len, COMMANDS))
        for who in readers():
            rows = [(f"{name:{longest}}", one.summary) for name, one in COMMANDS.items() if one.readers == who]
            with formatter.section(who):
                formatter.write_dl(rows)

    def make_context(self, info_name: Any, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Leave the git hook that may run kcs, and parse kcs's own options."""
        leave_hook(os.environ)
        general.begin()
        plain = ["--plain"] if "--plain" in args else []
        own = [arg for arg in args if arg != "--plain"]
        if read_ordinary(general.apply_general, own) is not None and (plain or is_interactive()):
            args = [*own, "search", "--format", "table", *plain]  # the screen, or its plain prompt
        # Parsing empties the list, and an error has to know whether JSON was asked for
        asked = list(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except TyperException as error:
            raise _refused(error, asked) from error

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # the context is that of the Click which Typer carries
        """Run a command."""
        asked = [*ctx._protected_args, *ctx.args]
        vars(self)["commands"] = dict.fromkeys(COMMANDS)  # the names, for "did you mean"
        try:
            with boundary(asked):
                return super().invoke(ctx)
        except TyperException as error:
            raise _refused(error, asked) from error


@cache  # a process may run a command many times, as the tests do
def _built(name: str) -> Any:
    """Return a command as its function says it, imported and read by Typer."""
    command = COMMANDS[name]
    cls = _load(command.reader) if command.reader else None
    info = CommandInfo(name=name, callback=for_typer(_load(command.place)), cls=cls, epilog=epilog(name))
    return get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)


def _after(option: Any) -> Any:
    """Return one of kcs's own options as it stands after a command: as it is, but not repeated in each command's help."""
    own = copy(option)
    own.hidden, own.expose_value = True, False
    own.callback = lambda _, parameter, value: general.apply_general(**{parameter.name: value})
    return own


def _fields_option(like: Any) -> Any:
    """Return the option that says which fields of an answer are wanted; an answer is in JSON then."""

    def choose(ctx: Any, _: Any, value: str | None) -> None:
        if value is not None:
            MANNER.choice = read_fields(ctx.info_name, value)
            ctx.default_map = {**(ctx.default_map or {}), "format": "json"}

    return type(like)(
        param_decls=["--json"], type=str, metavar="FIELDS", expose_value=False, is_eager=True, callback=choose,
        help="Only these fields of each row, as a JSON list: id,title.",
    )  # fmt: skip


def _load(place: str) -> Any:
    """Import what is at a place: a module, a colon, a name."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _refused(error: TyperException, asked: Sequence[str]) -> Exception:
    """Show what Typer could not read; return the end of the process, or the error itself where help is what was asked."""
    # By its name: Typer has a Click of its own inside, which is private
    if type(error).__name__ == "NoArgsIsHelpError":
        return error
    command = next((word for word in asked if word in COMMANDS), "")
    show_error(error.format_message(), " ".join(["kcs", *([command] if command else []), "--help"]), asked)
    return typer.Exit(USAGE)


app = typer.Typer(
    cls=KcsGroup,
    name="kcs",
    rich_markup_mode=None,
    no_args_is_help=True,
    add_completion=False,  # Typer's own completes names of commands and options only, in a third of a second
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`kcs help COMMAND` shows how a command is typed, `kcs help TOPIC` explains: article, ranking, journal, "
    "staleness, privacy, publishing, reliability, scale, settings.",
)


def _show_version(asked: bool) -> None:
    """Print the version and stop."""
    if asked:
        typer.echo(f"kcs {__version__}")
        raise typer.Exit


@app.callback()
@for_typer
def kcs(
    ctx: typer.Context,
    version: Annotated[  # noqa: ARG001 - it ends before
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
    start_in: general.FolderOption = None,
    root: RootOption = None,
    color: general.ColorOption = None,
    quiet: general.QuietOption = False,
    verbose: general.VerboseOption = False,
    debug: general.DebugOption = False,
) -> None:
    """Find, write and keep the answers of customer support, in markdown and git.

    Without a command, on a terminal, a screen opens that finds while you type; `kcs --plain` is a prompt that does the same.
    """
    given = dict(general.apply_general(start_in, root, color, quiet, verbose, debug))
    if (usual := general.usual_format()) and usual in _formats(ctx):
        given["format"] = usual
    if given and ctx.invoked_subcommand:
        ctx.default_map = {ctx.invoked_subcommand: given}


def _formats(ctx: Any) -> list[str]:
    """Return the formats of the command that is asked for."""
    command = ctx.command.get_command(ctx, ctx.invoked_subcommand)
    choices = (getattr(one.type, "choices", ()) for one in command.params if one.name == "format") if command else ()
    return [getattr(choice, "value", choice) for those in choices for choice in those]
