"""Which news of articles a person has seen in this clone, so that they are not told twice. It never leaves the machine.

One JSON file, version 1: `{"v": 1, "seen": {"<base> <person>": {"<article>": "<revision>"}}}`.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from kcs_cli.files.atomic import write_atomic

VERSION = 1


class NewsSeen:
    """What a person of one knowledge base has seen; `folder` is kcs's own, None where nothing can be written."""

    def __init__(self, folder: Path | None, base: str, person: str) -> None:
        self.file = folder / "news.json" if folder else None
        self.key = f"{base} {person}"

    def revisions(self) -> dict[str, str]:
        """Return the revision of each article that was news last."""
        return self.read().get(self.key, {})

    def read(self) -> dict[str, dict[str, str]]:
        """Read the file; one that cannot be read is as if nothing was seen."""
        with suppress(OSError, ValueError, TypeError, AttributeError, KeyError):
            content = json.loads(self.file.read_text("utf-8")) if self.file else {}
            if content.get("v") == VERSION:
                return {
                    str(key): {str(article): str(revision) for article, revision in seen.items()}
                    for key, seen in content["seen"].items()
                }
        return {}

    def note(self, revisions: Mapping[str, str]) -> None:
        """Remember news as seen; where that cannot be written they are told again, which harms nobody."""
        if self.file is None or not revisions:
            return
        known = self.read()
        known[self.key] = {**known.get(self.key, {}), **revisions}
        with suppress(OSError):
            write_atomic(self.file, json.dumps({"v": VERSION, "seen": known}, ensure_ascii=False, indent=1))
