"""What the files looked like when the index took them in: one file beside the index, written whole after it.

A line for every search (`IndexFolder.is_seen`): the number of all, the content of those that had just changed, and the files
that articles include. A line for a refresh: of each folder its number, how long its names are, how many there are. Then
each folder's names, and a number of each file.
"""

import json
from array import array
from collections.abc import Mapping
from types import MappingProxyType
from zlib import crc32

from kcs_cli.knowledge_base.library import FolderTimes, TreeTimes
from kcs_cli.text.outside import kept, kept_bytes

NOTHING: Mapping[str, int] = MappingProxyType({})
AGAIN = 0  # the number of a file, or of a folder, that is to be looked at again


class SeenTable:
    """What a file of this kind says. Raise ValueError where it is damaged."""

    def __init__(self, content: bytes) -> None:
        first, _, rest = content.partition(b"\n")
        head = json.loads(first)
        if not isinstance(head, dict) or head.get("table") != crc32(rest):
            raise ValueError("this is no table of files, or not all of one")
        self.at: int = head["at"]
        self.key: int = head["key"]
        self.index: int = head["index"]
        second, _, self.content = rest.partition(b"\n")
        self.folders: dict[str, tuple[int, int, int, int]] = {}  # number, where its names begin, how long they are, how many
        start = 0
        for folder, number, length, count in json.loads(second):
            self.folders[folder] = number, start, length, count
            start += length + 8 * count

    def numbers(self, folder: str) -> dict[str, int]:
        """Return the number of each file of a folder, by its name."""
        _, start, length, count = self.folders.get(folder, (AGAIN, 0, 0, 0))
        names = kept(self.content[start : start + length]).split("\0")
        return dict(zip(names, array("q", self.content[start + length : start + length + 8 * count]), strict=False))

    def differing(self, times: TreeTimes) -> tuple[list[str], list[str]]:
        """Return the paths of files that are new, look otherwise or are to be looked at again, and of those gone."""
        there: list[str] = []
        gone: list[str] = []
        for folder in {**self.folders, **times.folders}:
            now = times.folders.get(folder, FolderTimes(AGAIN, (), ()))
            if now.number == AGAIN or now.number != self.folders.get(folder, (AGAIN,))[0]:
                own, begin = dict(zip(now.names, now.numbers, strict=True)), f"{folder}/" if folder else ""
                for name in dict(own.items() ^ self.numbers(folder).items()):
                    (there if name in own else gone).append(begin + name)
        return there, gone


def written(
    times: TreeTimes, taught: int, restless: Mapping[str, str | None], index: int, included: Mapping[str, int] = NOTHING
) -> bytes:
    """Return the content of such a file, which belongs to a state of the index.

    `restless` are the files that had changed a moment before, each with the digest of its content; where one is not known
    the next search looks at them again. `included` are the files that articles include, each with its number.
    """
    again: dict[str, set[str]] = {}
    for path in restless:
        folder, _, name = path.rpartition("/")
        again.setdefault(folder, set()).add(name)
    rows: list[tuple[str, int, int, int]] = []
    parts: list[bytes] = []
    for folder, (number, names, numbers) in times.folders.items():
        if folder in again:
            number = AGAIN
            numbers = [AGAIN if name in again[folder] else one for name, one in zip(names, numbers, strict=True)]
        parts += (kept_bytes("\0".join(names)), array("q", numbers).tobytes())
        rows.append((folder, number, len(parts[-2]), len(names)))
    table = b"".join((json.dumps(rows).encode(), b"\n", *parts))
    is_known = None not in restless.values()
    head = {
        "number": times.number + taught if is_known else None,
        "restless": restless if is_known else {},
        "included": dict(included),
        "at": times.at,
        "key": times.key,
        "index": index,
        "table": crc32(table),
    }
    return json.dumps(head).encode() + b"\n" + table
