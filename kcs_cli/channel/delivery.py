"""What every way to people has in common: it is done in time, or given up."""

from collections.abc import Callable
from threading import Thread

from kcs_cli.errors import KcsError
from kcs_cli.text.display import quantity

TIMED_OUT = "timed out"  # what a socket says whose server answered nothing for as long


class DeliveryError(KcsError):
    """A message did not get to where it should; others may."""


def within(seconds: int, send: Callable[[], None]) -> None:
    """Do something that may hang, and give it up after a time. Raise DeliveryError, and what it raises itself.

    The time-out of a socket is that of one answer: a server that sends a byte now and then would never be given up.
    """
    failures: list[BaseException] = []

    def run() -> None:
        try:
            send()
        except BaseException as error:
            failures.append(error)

    thread = Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise too_late(seconds)
    for error in failures:
        raise error


def too_late(seconds: int) -> DeliveryError:
    """Return that a server is given up."""
    return DeliveryError(f"the server was not done within {quantity(seconds, 'second')}", "")
