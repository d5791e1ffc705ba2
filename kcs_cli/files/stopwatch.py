"""What was opened, and how long that took: told to who listens (`kcs --debug`)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

Listener = Callable[[str, str, float], None]  # what, where, seconds
LISTENERS: list[Listener] = []


@contextmanager
def timed(what: str, where: object = "") -> Iterator[None]:
    """Tell the listeners how long something took, what it opened itself included."""
    begun = perf_counter()
    try:
        yield
    finally:
        for listener in LISTENERS:
            listener(what, str(where), perf_counter() - begun)
