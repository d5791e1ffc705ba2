"""The entry point: `kcs` and `python -m kcs_cli`."""

import gc

gc.disable()  # a search ends before collecting garbage pays; what works long turns it on again

import os  # noqa: E402
import sys  # noqa: E402
from contextlib import suppress  # noqa: E402

from kcs_cli.cli.app import app  # noqa: E402


def main() -> None:
    """Run the command line and leave at once: taking Python down in good order costs as much as a search."""
    if sys.stdout is None:  # closed by whoever runs us
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
    try:
        app(prog_name="kcs")
    except OSError as error:
        sys.stderr.write(f"Error: The answer cannot be written ({error.strerror})\nHint: Make room, or write elsewhere\n")
        os._exit(2)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        with suppress(OSError):  # a closed pipe is silent
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
