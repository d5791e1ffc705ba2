"""One list of Zendesk's API as a file, written an object at a time."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from kcs_cli.render.format import to_json


class ZendeskList:
    """Writes `{"articles": [ … ], "count": 2, …}`, an object a line; it is whole when it is left."""

    def __init__(self, file: Path, name: str) -> None:
        self.file = file
        self.name = name
        self.count = 0

    def __enter__(self) -> Self:
        """Begin the file."""
        self.stream = self.file.open("w", encoding="utf-8", newline="\n")
        self.stream.write(f'{{"{self.name}": [')
        return self

    def add(self, thing: Mapping[str, Any]) -> None:
        """Write one object."""
        self.stream.write(f"{',' * bool(self.count)}\n{to_json(thing)}")
        self.count += 1

    def __exit__(self, *_: object) -> None:
        """End the file."""
        rest = f'"count": {self.count}, "page": 1, "page_count": 1, "per_page": {max(self.count, 1)}'
        self.stream.write(f'\n], {rest}, "next_page": null, "previous_page": null}}\n')
        self.stream.close()
