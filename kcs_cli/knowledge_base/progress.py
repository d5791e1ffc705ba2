"""What a person sees while a command works: words on stderr, and how far long work is."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

Tell = Callable[[str], None]
Step = TypeVar("Step")


class Progress(Protocol):
    """Wraps long work, and shows how far it is."""

    def __call__(self, steps: Sequence[Step], label: str = "Reading articles") -> Iterator[Step]:
        """Yield the steps."""
        ...


def silent(_: str) -> None:
    """Tell nobody."""


def plain_progress(steps: Sequence[Step], label: str = "") -> Iterator[Step]:  # noqa: ARG001 - it shows nothing
    """Show no progress."""
    return iter(steps)
