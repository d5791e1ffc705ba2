"""Which news of articles a person has seen in this clone, so that they are not told twice. It never leaves the machine.

One JSON file, version 1: `{"v": 1, "seen": {"<base> <person>": {"<article>": "<revision>"}}}`.
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kcs_cli.files.state_file import StateFile

VERSION = 1


class NewsMemory:
    """What a person of one knowledge base has seen; `folder` is kcs's own, None where nothing can be written."""

    def __init__(self, folder: Path | None, base: str, person: str) -> None:
        self.state = StateFile(folder / "news.json" if folder else None, VERSION)
        self.key = f"{base} {person}"

    def revisions(self) -> dict[str, str]:
        """Return the revision of each article that was news last."""
        return self.read().get(self.key, {})

    def read(self) -> dict[str, dict[str, str]]:
        """Return what everybody has seen; a file that says it otherwise is as if nothing was seen."""
        from msgspec import convert

        with suppress(KeyError, ValueError):
            return convert(self.state.read()["seen"], dict[str, dict[str, str]])
        return {}

    def note(self, revisions: Mapping[str, str]) -> None:
        """Remember news as seen; where that cannot be written they are told again, which harms nobody."""
        if revisions:
            known = self.read()
            self.state.write(seen={**known, self.key: {**known.get(self.key, {}), **revisions}})
