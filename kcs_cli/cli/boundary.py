"""The boundary where expected errors become two lines."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from kcs_cli.cli.output import show_error
from kcs_cli.errors import KcsError
from kcs_cli.files.stopwatch import timed

USAGE = 2


@contextmanager
def boundary(asked: Sequence[str]) -> Iterator[None]:
    """End every expected error with two lines and exit code 2."""
    try:
        with timed("all"):
            yield
    except KcsError as error:
        show_error(error.message, error.hint, asked)
        raise SystemExit(USAGE) from error
    # What code stumbles over where git answers nonsense; where git is sound it is a bug, and keeps its traceback
    except (ValueError, LookupError, ImportError) as error:
        from kcs_cli.git.process import broken_git

        if not (broken := broken_git()):
            raise
        show_error(broken.message, broken.hint, asked)
        raise SystemExit(USAGE) from error
