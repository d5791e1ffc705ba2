"""The entry point: `kcs` and `python -m kcs_cli`."""

import gc

gc.disable()  # a search ends before collecting garbage pays; what works long turns it on again

# Python has both already. All else is imported within `main`, where Ctrl-C is no traceback
import os  # noqa: E402 - nothing is collected while it loads
import sys  # noqa: E402 - likewise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from typing import TextIO

DONE = "What you asked for is done, but t"
ONCE = "Do not do it again: kcs events shows what was noted, git status what was changed, kcs undo takes it back"


def main() -> None:
    """Run the command line and leave at once: taking Python down in good order costs as much as a search."""
    sys.unraisablehook = _tell_unraisable
    if os.name == "nt":
        from kcs_cli.files.program import leave_current_folder

        leave_current_folder(os.environ)
    try:
        _open_what_is_closed()
        _run(sys.argv[1:])
    except BrokenPipeError:
        os._exit(1)
    except KeyboardInterrupt:
        if _is_done():
            _write_error("kcs: What you asked for was done before it was stopped\n")
        os._exit(130)
    except OSError as error:
        begin, hint = (DONE, ONCE) if _is_done() else ("T", "Make room, or write elsewhere")
        what = "he answer cannot be written" if error.filename is None else f"here is something wrong with {error.filename}"
        _write_error(f"Error: {begin}{what} ({error.strerror})\nHint: {hint}\n")
        os._exit(2)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        _flush(sys.stdout)
        _flush(sys.stderr)
        os._exit(status)


def _tell_unraisable(ignored: "UnraisableHookArgs") -> None:
    """End on Ctrl-C where Python would tell it and go on: nobody can catch it while the lock of a module is let go."""
    if ignored.exc_type is KeyboardInterrupt:
        os._exit(130)
    sys.__unraisablehook__(ignored)


def _is_done() -> bool:
    """Tell whether something was noted or changed already."""
    from kcs_cli.files.done import is_done

    return is_done()


def _write_error(text: str) -> None:
    """Write to stderr; that may be closed or full as well."""
    try:
        sys.stderr.write(text)
    except OSError:
        return
    _flush(sys.stderr)


def _flush(stream: "TextIO") -> None:
    """Write what is left; a closed pipe is silent."""
    try:
        stream.flush()
    except OSError:
        return


def _run(arguments: list[str]) -> None:
    """Do what the command line asks for: an ordinary search without Typer, which takes longer to load than to search."""
    if "search" in arguments and (arguments[0] == "search" or arguments[0].startswith("-")):
        from kcs_cli.cli.ordinary import answer

        if answer(arguments):
            sys.exit()
    if arguments[:1] == ["--complete"]:
        from kcs_cli.cli.tab.answer import answer_tab

        answer_tab(arguments[1:])
        sys.exit()
    from kcs_cli.cli.app import app

    app(prog_name="kcs")


def _open_what_is_closed() -> None:
    """Give each standard stream that whoever runs us closed an end: else a file that is opened next would get its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            try:
                os.dup2(os.open(os.devnull, os.O_RDWR), number)
                setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115 - it stays
            except OSError:
                return


if __name__ == "__main__":
    main()
