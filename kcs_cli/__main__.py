"""The entry point: `kcs` and `python -m kcs_cli`."""

import gc

gc.disable()  # a search ends before collecting garbage pays; what works long turns it on again

import os  # noqa: E402
import sys  # noqa: E402
from contextlib import suppress  # noqa: E402


def main() -> None:
    """Run the command line and leave at once: taking Python down in good order costs as much as a search."""
    _open_what_is_closed()
    try:
        _run(sys.argv[1:])
    except BrokenPipeError:
        os._exit(1)
    except KeyboardInterrupt:
        os._exit(130)
    except OSError as error:
        with suppress(OSError):  # nor can this
            sys.stderr.write(
                f"Error: The answer cannot be written ({error.strerror})\nHint: Make room, or write elsewhere\n"
            )
            sys.stderr.flush()
        os._exit(2)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        with suppress(OSError):  # a closed pipe is silent
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


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
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_RDWR), number)
                setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115


if __name__ == "__main__":
    main()
