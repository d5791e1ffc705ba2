"""An export of a made-up help desk, for tests: a JSON object a line, as `SourceRecord` has it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kcs_cli.knowledge_base.vocabulary import Audience, Confidence
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.source.record import (
    BrokenRecord,
    SourceAttachment,
    SourcePerson,
    SourceRecord,
    SourceRevision,
    SourceVotes,
)
from kcs_cli.text.dates import iso_moment

ANA = {"name": "Ana Silva", "email": "ana@example.org"}


def one(key: str, title: str, html: str = "<p>Switch it on.</p>", **fields: Any) -> dict[str, Any]:
    """Return a record as a line of the export has it."""
    address = f"https://help.example.org/articles/{key}-{title.replace(' ', '-')}"
    usual = {"author": ANA, "updated": "2024-03-01T10:00:00Z", "addresses": [address], "old_names": [key]}
    return {"key": key, "title": title, "html": html, **usual, **fields}


def write(file: Path, *records: dict[str, Any] | str) -> Path:
    """Write an export; a text is a line as it is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in records), "utf-8")
    return file


def read(source: Path) -> Iterator[SourceRecord | BrokenRecord]:
    """Read an export."""
    with source.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield _record(json.loads(line), source.parent)
            except (ValueError, KeyError) as error:
                yield BrokenRecord(number, source.name, str(error))


def _record(line: dict[str, Any], folder: Path) -> SourceRecord:
    person = SourcePerson(**line.get("author", {}))
    revisions = [{"title": line["title"], "html": line["html"], "at": line.get("updated")}]
    times = {name: iso_moment(line[name]) if line.get(name) else None for name in ("created", "updated")}
    return SourceRecord(
        key=line["key"],
        revisions=tuple(
            SourceRevision(
                title=one["title"],
                html=one.get("html", ""),
                markdown=one.get("markdown", ""),
                author=SourcePerson(**one["author"]) if "author" in one else person,
                at=iso_moment(one["at"]) if one.get("at") else None,
            )
            for one in line.get("revisions", revisions)
        ),
        created=times["created"],
        updated=times["updated"],
        audience=Audience(line["audience"]) if "audience" in line else None,
        confidence=Confidence(line["confidence"]) if "confidence" in line else None,
        language=line.get("language", ""),
        translation_of=line.get("translation_of", ""),
        folders=tuple(line.get("folders", ())),
        tags=tuple(line.get("tags", ())),
        owner=person,
        old_names=tuple(line.get("old_names", ())),
        addresses=tuple(line.get("addresses", ())),
        attachments=tuple(
            SourceAttachment(address, Path(name).name if "safe" in line else name, (folder / file).read_bytes)
            for address, name, file in line.get("attachments", ())
        ),
        votes=SourceVotes(*line.get("votes", (0, 0, 0))),
        fields=line.get("fields", {}),
    )


DESK = Importer("desk", "Made-up Desk", lambda source: source.suffix == ".desk", read, lost=("views",))
