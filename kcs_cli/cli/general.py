"""The options that every command has: where kcs runs, and how it speaks. They stand before the command, or after it."""

import os
from collections.abc import Mapping
from pathlib import Path
from time import process_time
from typing import Annotated, Any

from kcs_cli.cli import output
from kcs_cli.cli.manner import MANNER, Manner
from kcs_cli.cli.option import Option
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.errors import KcsError
from kcs_cli.files.stopwatch import LISTENERS
from kcs_cli.knowledge_base.config import Color, UsualFormat
from kcs_cli.knowledge_base.config_file import read_personal

FolderOption = Annotated[list[str] | None, Option("-C", "Run as if kcs was started in this folder.", metavar="DIR")]
ColorOption = Annotated[Color | None, Option("--color", "Whether there are colours; auto: on a terminal.")]
QuietOption = Annotated[bool, Option("--quiet", "Say nothing on stderr but errors.", short="-q")]
VerboseOption = Annotated[bool, Option("--verbose", "Say which files are used.", short="-v")]
DebugOption = Annotated[bool, Option("--debug", "Say what was opened, and how long it took.")]


def apply_general(
    start_in: FolderOption = None,
    root: RootOption = None,
    color: ColorOption = None,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    debug: DebugOption = False,
) -> Mapping[str, Any]:
    """Do as the options say; return what they give to the command. Raise KcsError."""
    for one in start_in or ():
        _go(one)
    MANNER.color = color or MANNER.color
    MANNER.is_quiet = MANNER.is_quiet or quiet
    if debug or verbose:
        LISTENERS[:] = [_tell_all if debug else _tell_files]
    return {"root": root} if root is not None else {}


def usual_format() -> str:
    """Return the format that the person's settings ask for; nothing for the usual one. Raise ConfigError."""
    usual = read_personal(os.environ).format
    return "" if usual is UsualFormat.table else usual.value


def begin() -> None:
    """Forget what another run in this process was told."""
    vars(MANNER).update(vars(Manner()))
    LISTENERS.clear()


def _go(folder: str) -> None:
    """Go into a folder. Raise KcsError."""
    try:
        os.chdir(Path(folder).expanduser())
    except (OSError, ValueError, RuntimeError) as error:
        raise KcsError(f"There is no folder {folder} (-C)", "Name the folder to start in") from error


def _tell_files(what: str, where: str, _: float) -> None:
    """Say which file or folder is used."""
    if where:
        output.tell_text(f"kcs: {what} {_short(where)}")


def _tell_all(what: str, where: str, seconds: float) -> None:
    """Say what was opened, how long that took, and how much of a processor kcs has used so far."""
    place = f" {_short(where)}" if where else ""
    output.tell_text(f"kcs: {seconds * 1000:7.1f} ms, {process_time() * 1000:5.0f} ms CPU so far: {what}{place}")


def _short(path: str) -> str:
    """Return a path without the home folder, which names a person."""
    home = str(Path.home())
    return f"~{path[len(home) :]}" if path == home or path.startswith(home + os.sep) else path
