"""What an index lacks: pure, so that it can be tested without one."""

from collections.abc import Mapping
from typing import NamedTuple


class Changes(NamedTuple):
    """Paths to read again and paths to forget."""

    read: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.read or self.remove)


def find_changes(have: Mapping[str, str], want: Mapping[str, str]) -> Changes:
    """Compare path → stamp (or digest) of an index with those of the files."""
    return Changes(
        read=tuple(sorted(path for path, stamp in want.items() if have.get(path) != stamp)),
        remove=tuple(sorted(have.keys() - want.keys())),
    )
