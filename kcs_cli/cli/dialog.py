"""What people are asked, and what they type; only where somebody is there to answer (`output.is_interactive`)."""

import sys
from collections.abc import Callable
from contextlib import suppress

from kcs_cli.cli.output import is_interactive
from kcs_cli.text.display import one_line
from kcs_cli.text.outside import readable

LONGEST_LINE = 64_000  # bytes of what is typed


def ask(question: str, default: bool) -> bool:
    """Ask a person yes or no; only where `is_interactive`. The end of the input is a no; Ctrl-C ends what is being done."""
    import typer

    try:
        return typer.confirm(one_line(question), default=default, err=True)
    except typer.Abort as error:
        _pass_end(error)
        return False


def ask_text(question: str, default: str) -> str:
    """Ask a person for a line of text; only where `is_interactive`. The end of the input is nothing, Ctrl-C as above."""
    import typer

    try:
        return str(typer.prompt(one_line(question), default=one_line(default), err=True, show_default=bool(default)))
    except typer.Abort as error:
        _pass_end(error)
        return ""


def _pass_end(error: Exception) -> None:
    """Let the end of the input pass, and not Ctrl-C: Typer tells both by one error."""
    if isinstance(error.__context__, KeyboardInterrupt):
        raise KeyboardInterrupt from error


def read_line(prompt: str, say: Callable[[str], None]) -> str | None:
    """Read what a person types, with the keys of a shell's line; None at the end of the input, and on Ctrl-C.

    A pipe's lines are said, too, so that what was played can be read.
    """
    try:
        if is_interactive():
            with suppress(ImportError):
                import readline  # noqa: F401 - lets `input` edit a line
            return input(prompt)
        line = readable(sys.stdin.buffer.readline(LONGEST_LINE))
    except (EOFError, KeyboardInterrupt):
        say("")
        return None
    except UnicodeDecodeError:
        return ""
    if line:
        say(f"{prompt}{one_line(line)}")
    return line or None
