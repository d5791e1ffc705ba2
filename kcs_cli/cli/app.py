"""The `kcs` command: its sub-commands, loaded when they are called, and the boundary where errors become two lines."""

import os
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException
from typer.main import get_command_from_info
from typer.models import CommandInfo

from kcs_cli import __version__
from kcs_cli.cli.output import show_error
from kcs_cli.errors import KcsError
from kcs_cli.git.hook import leave_hook

# Command → the function that is it; the order is that of --help. A module is imported when its command runs.
COMMANDS = {
    "search": "kcs_cli.cli.search:search_articles",
    "show": "kcs_cli.cli.show:show_article",
    "history": "kcs_cli.cli.history:history",
    "open": "kcs_cli.cli.open:open_article",
    "new": "kcs_cli.cli.new:new",
    "link": "kcs_cli.cli.link:link_article",
    "unlink": "kcs_cli.cli.link:unlink",
    "recall": "kcs_cli.cli.recall:recall",
    "flag": "kcs_cli.cli.flag:flag_article",
    "flags": "kcs_cli.cli.flag:flags",
    "unflag": "kcs_cli.cli.flag:unflag",
    "verify": "kcs_cli.cli.verify:verify_article",
    "set": "kcs_cli.cli.set:set_fields",
    "state": "kcs_cli.cli.set:state",
    "fix": "kcs_cli.cli.fix:fix_article",
    "merge": "kcs_cli.cli.merge:merge",
    "rate": "kcs_cli.cli.rate:rate",
    "vocabulary": "kcs_cli.cli.vocabulary:show_vocabulary",
    "review-stale": "kcs_cli.cli.review_stale:review",
    "owners": "kcs_cli.cli.owners:owners",
    "gaps": "kcs_cli.cli.gaps:gaps",
    "matrix": "kcs_cli.cli.matrix:matrix",
    "report": "kcs_cli.cli.report:report",
    "digest": "kcs_cli.cli.digest:digest",
    "news": "kcs_cli.cli.news:news",
    "thanks": "kcs_cli.cli.thanks:give_thanks",
    "quiz": "kcs_cli.cli.quiz:quiz",
    "path": "kcs_cli.cli.path:show_path",
    "lint": "kcs_cli.cli.lint:lint",
    "standard": "kcs_cli.cli.standard:standard",
    "sync": "kcs_cli.cli.sync:sync",
    "events": "kcs_cli.cli.events:events",
    "init": "kcs_cli.cli.init:init",
    "index": "kcs_cli.cli.index:index",
    "semantic": "kcs_cli.cli.semantic:semantic",
    "test": "kcs_cli.cli.test:test",
}
USAGE = 2


class KcsGroup(TyperGroup):
    """Loads a command when it is asked for, and ends every expected error with two lines and exit code 2."""

    def list_commands(self, _: Any) -> list[str]:
        """Return the commands in the order of --help."""
        return list(COMMANDS)

    def get_command(self, _: Any, cmd_name: str) -> Any:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name].partition(":")
        loaded = import_module(module)
        callback: Callable[..., Any] = getattr(loaded, function)
        info = CommandInfo(name=cmd_name, callback=callback, cls=getattr(loaded, "COMMAND_CLASS", None))
        return get_command_from_info(info, pretty_exceptions_short=True, rich_markup_mode=None)

    def make_context(self, info_name: Any, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """Leave the git hook that may run kcs, and parse kcs's own options."""
        leave_hook(os.environ)
        asked = list(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except TyperException as error:
            raise refused(error, asked) from error

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]
        """Run a command."""
        asked = [*ctx._protected_args, *ctx.args]
        vars(self)["commands"] = dict.fromkeys(COMMANDS)  # the names, for "did you mean"
        try:
            return super().invoke(ctx)
        except (KcsError, TyperException) as error:
            raise refused(error, asked) from error


def refused(error: KcsError | TyperException, asked: Sequence[str]) -> Exception:
    """Show what kcs could not do; return the end of the process, or the error itself where help is what was asked."""
    if isinstance(error, KcsError):
        show_error(error.message, error.hint, asked)
        return typer.Exit(USAGE)
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
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def show_version(asked: bool) -> None:
    """Print the version and stop."""
    if asked:
        typer.echo(f"kcs {__version__}")
        raise typer.Exit


@app.callback()
def kcs(
    version: Annotated[
        bool, typer.Option("--version", callback=show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Find, write and keep the answers of customer support, in markdown and git."""
