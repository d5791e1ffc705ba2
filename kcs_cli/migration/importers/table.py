"""Any file of articles, an article a row: CSV, TSV or JSON lines, with the columns that `[import]` in kcs.toml names."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from json import loads
from pathlib import Path
from re import split

from msgspec import convert

from kcs_cli.files.table import ColumnRequest, column_names, read_rows
from kcs_cli.knowledge_base.config import ImportConfig
from kcs_cli.migration.handout.own_field import OTHER, OWN_FIELDS, person, with_own_fields
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.source.record import BrokenRecord, SourceRecord, SourceRevision, SourceVotes
from kcs_cli.migration.source.sound import checked_records
from kcs_cli.migration.source.worded_value import (
    audience_named,
    confidence_named,
    is_html,
    listed,
    moment_of,
    number_of,
    source_fields,
    strange_words,
)
from kcs_cli.text.display import writable, writable_line
from kcs_cli.text.spreadsheet import unguarded

ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson")
OWN_COLUMNS = frozenset(
    ("governance", "aliases", "said", "other_fields")
)  # a table that has them was written by `kcs export`
NEEDED = ("title", "body")
OTHERS = {  # columns of Salesforce, ServiceNow, Zendesk, Freshdesk, Intercom, Help Scout: they have importers of their own
    "knowledgearticleid", "publishstatus", "sys_id", "workflow_state", "section_id", "folder_id", "parent_id",
    "workspace_id", "collectionid", "help_center_id",
}  # fmt: skip
HINT = 'Name its columns in kcs.toml: [import] title = ["Headline"], body = ["Text"]'
Cells = Mapping[str, str]


def table_importer(columns: ImportConfig) -> Importer:
    """Return the importer of files whose columns a base's configuration names."""
    return Importer(
        name="table",
        title="CSV or JSON lines",
        is_source=partial(_is_table, columns),
        read=partial(_records, columns),
        lost=("images and attachments", "earlier versions"),
    )


def _is_table(columns: ImportConfig, source: Path) -> bool:
    """Tell whether a file of rows has titles and texts, and no column by which it is a help desk's own."""
    if not (source.is_file() and source.name.lower().endswith(ENDINGS)):
        return False
    names = {name.strip().casefold().replace(" ", "_") for name in column_names(source)}
    said = ({name.casefold().replace(" ", "_") for name in getattr(columns, role)} for role in NEEDED)
    return all(names & known for known in said) and not names & OTHERS


def _records(columns: ImportConfig, source: Path) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield an article for each row. Raise KcsError for a file that cannot be read, or has no title or text."""
    return checked_records(source, "any kind", _read_table(columns, source))


def _read_table(columns: ImportConfig, source: Path) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield the articles, and what is wrong with rows that are none."""
    known = {name: tuple(names) for name, names in columns._asdict().items()}
    others = _other_columns(source, known)
    wanted = ColumnRequest(names={**known, **{f"+{name}": (name,) for name in others}}, needed=NEEDED, hint=HINT)
    for number, (line, row) in enumerate(read_rows(source, wanted), 1):
        if isinstance(row, str):
            yield BrokenRecord(number=number, file=source.name, reason=f"line {line}: {row}")
        else:
            cells = dict(zip(wanted.names, map(unguarded, row), strict=False))
            complaint = _complaint(cells)
            broken = BrokenRecord(number=number, file=source.name, reason=f"line {line}: {complaint}") if complaint else None
            yield broken or _record(cells)


def _other_columns(source: Path, known: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the columns that the configuration does not name: they become fields of the article."""
    names = {name.casefold() for names in known.values() for name in names}
    return [name for name in column_names(source) if name.casefold().replace(" ", "_") not in names]


def _complaint(cells: Cells) -> str:
    """Return what makes a row no article."""
    needed = NEEDED[:1] if _is_own(cells) else NEEDED
    return next((f"it has no {name}" for name in needed if not cells[name].strip()), "")


def _is_own(cells: Cells) -> bool:
    """Tell whether a row was written by `kcs export`."""
    return {name.removeprefix("+") for name in cells} >= OWN_COLUMNS


def _record(cells: Cells) -> SourceRecord:
    """Return the article of a row."""
    author, email = person(cells["author"]), cells["email"].strip()  # many write an address there
    author = author._replace(email=email) if email else author
    updated, created = moment_of(cells["updated"]), moment_of(cells["created"])
    confidence = confidence_named(cells["state"])
    others = ((name[1:], value) for name, value in cells.items() if name.startswith("+") and name[1:] not in OWN_COLUMNS)
    record = SourceRecord(
        key=_key(cells),
        revisions=(_revision(cells)._replace(author=author, at=updated or created),),
        created=created,
        updated=updated,
        audience=audience_named(cells["audience"], confidence),
        confidence=confidence,
        language=cells["language"].strip().replace("_", "-"),
        translation_of=cells["translation_of"].strip(),
        folders=tuple(part.strip() for part in split(r"[/>]", cells["section"]) if part.strip()),
        tags=listed(cells["tags"]),
        owner=author,
        old_names=tuple(filter(None, (cells["id"].strip(),))),
        addresses=tuple(filter(None, (cells["address"].strip(),))),
        votes=SourceVotes(**{name: number_of(cells[name]) for name in SourceVotes._fields}),
        fields=source_fields([*strange_words(cells["state"], cells["audience"]), *others]),
    )
    if not _is_own(cells):
        return record
    text = record.revisions[0]._replace(html="", markdown=writable(cells["body"]))
    return with_own_fields(record._replace(revisions=(text,)), _own(cells))


def _own(cells: Cells) -> dict[str, tuple[str, ...]]:
    """Return the fields of a row that `kcs export` wrote; phrases have a line each."""
    texts = {**cells, **{name: cells[f"+{name}"] for name in (*OWN_COLUMNS, "kind") if f"+{name}" in cells}}
    lists = {"tags": listed(texts["tags"]), "aliases": listed(texts["aliases"]), "said": tuple(texts["said"].splitlines())}
    named = {**texts, "confidence": texts["state"], "owner": texts["author"]}
    folders = tuple(filter(None, texts["section"].split("/")))
    others = {f"{OTHER}{name}": tuple(values) for name, values in _object(texts["other_fields"]).items()}
    return {**{name: (named[name],) for name in OWN_FIELDS if named.get(name)}, **lists, "folders": folders, **others}


def _object(text: str) -> dict[str, list[str]]:
    """Return an object of lists of texts that a cell has as JSON; nothing for what is none."""
    with suppress(ValueError):
        return convert(loads(text), dict[str, list[str]])
    return {}


def _key(cells: Cells) -> str:
    """Return what tells an article apart: its id, with the language where one id has several; else its title."""
    key, language = cells["id"].strip() or cells["title"].strip(), cells["language"].strip()
    return f"{key}/{language}" if cells["translation_of"].strip() == key else key


def _revision(cells: Cells) -> SourceRevision:
    """Return the text of a row, as HTML or as markdown."""
    title, body = writable_line(cells["title"]), writable(cells["body"])
    return SourceRevision(title=title, html=body) if is_html(body) else SourceRevision(title=title, markdown=body)


IMPORTER = table_importer(ImportConfig())
