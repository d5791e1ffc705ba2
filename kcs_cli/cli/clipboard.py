"""The clipboard: of the terminal, by its own sign (OSC 52), and of the system, by the program it has for it."""

import os
import sys
from base64 import b64encode
from collections.abc import Iterator
from typing import NamedTuple, TextIO

from kcs_cli.errors import KcsError
from kcs_cli.files.program import find_program
from kcs_cli.text.outside import exact

LONGEST = 74_994  # characters of a sign that xterm takes, in base64
PATIENCE = 5  # seconds


class ClipboardProgram(NamedTuple):
    """A program that puts its input on the clipboard; `variable`: of the environment it works in; nothing for any."""

    command: tuple[str, ...]
    variable: str = ""
    encoding: str = "utf-8"


PROGRAMS = (
    ClipboardProgram(("pbcopy",)),
    ClipboardProgram(("wl-copy",), "WAYLAND_DISPLAY"),
    ClipboardProgram(("xclip", "-selection", "clipboard"), "DISPLAY"),
    ClipboardProgram(("xsel", "--clipboard", "--input"), "DISPLAY"),
    ClipboardProgram(("clip.exe",), "", "utf-16-le"),  # Windows, and Linux on it
    ClipboardProgram(("termux-clipboard-set",)),
)
TMUX = ClipboardProgram(("tmux", "load-buffer", "-w", "-"), "TMUX")  # it takes no sign of a program in it


def copy(text: str) -> list[str]:
    """Put a text on every clipboard there is, and return how, in words. Raise KcsError where there is none."""
    done = [*_by_terminal(text), *by_programs(text)]
    if done:
        return done
    raise KcsError(
        "There is no clipboard that takes it",
        "kcs show ID --plain prints it; a clipboard needs a terminal, or pbcopy, wl-copy, xclip, xsel or clip.exe",
    )


def _by_terminal(text: str) -> Iterator[str]:
    """Ask the terminal to take the text; whether it has, it does not say."""
    stream = next((s for s in (sys.stderr, sys.stdout) if s is not None and s.isatty()), None)
    sign = exact(b64encode(text.encode("utf-8", "replace")))
    if stream is None or os.environ.get("TERM") in (None, "", "dumb") or os.environ.get("TMUX") or len(sign) > LONGEST:
        return
    _write(stream, f"\x1b]52;c;{sign}\x07")
    yield "the terminal (OSC 52, if it allows that)"


def _write(stream: TextIO, sign: str) -> None:
    """Write a sign of our own."""
    stream.write(sign)
    stream.flush()


def by_programs(text: str) -> Iterator[str]:
    """Give the text to the multiplexer, and to the first program of the system that takes it."""
    if _takes(TMUX, text):
        yield "tmux"
    program = next((program for program in PROGRAMS if _takes(program, text)), None)
    if program:
        yield program.command[0]


def _takes(program: ClipboardProgram, text: str) -> bool:
    """Run a program where it is present and works, and tell whether it took the text."""
    path = find_program(program.command[0])
    if not path or (program.variable and not os.environ.get(program.variable)):
        return False
    import subprocess

    command, given = [path, *program.command[1:]], text.encode(program.encoding, "replace")
    quiet = subprocess.DEVNULL  # xclip stays behind, and would hold a pipe open
    try:
        done = subprocess.run(command, input=given, stdout=quiet, stderr=quiet, timeout=PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
