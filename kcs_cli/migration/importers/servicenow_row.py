"""Rows of ServiceNow's table `kb_knowledge`, whatever file they are in; names of what they point to by number."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kcs_cli.files.table import ColumnRequest, read_rows
from kcs_cli.migration.source.export_folder import SourceObject, files_of, has_head, name_in
from kcs_cli.migration.source.json_file import ENDINGS, json_records
from kcs_cli.migration.source.record import BrokenRecord
from kcs_cli.migration.source.xml_file import xml_records

CSV_ENDINGS = (".csv", ".tsv")
CSV_MARKS = (re.compile(rb"(?i)\A[^\n]*\bnumber\b"), re.compile(rb"(?i)\A[^\n]*\bshort[_ ]description\b"))
TABLES = ("result", "records", "kb_knowledge")
XML_NAMES = (
    "kb_knowledge", "kb_template_kcs_article", "kb_template_known_error_article", "kb_template_how_to", "kb_template_faq",
    "kb_template_what_is", "result", "kb_knowledge_base", "kb_category", "sys_user", "user_criteria",
)  # fmt: skip
FIELDS: Mapping[str, tuple[str, ...]] = {
    "number": ("number",), "sys_id": ("sys_id",), "short_description": ("short_description",),
    "text": ("text", "article_body", "body"), "wiki": ("wiki",), "article_type": ("article_type",),
    "workflow_state": ("workflow_state", "workflow", "state"), "valid_to": ("valid_to",), "published": ("published",),
    "kb_knowledge_base": ("kb_knowledge_base", "knowledge_base"), "kb_category": ("kb_category", "category"),
    "can_read_user_criteria": ("can_read_user_criteria", "can_read"), "roles": ("roles",),
    "version": ("version",), "display_number": ("display_number",), "language": ("language",),
    "parent": ("parent",), "meta": ("meta", "keywords"), "author": ("author",), "author.email": ("author.email",),
    "revised_by": ("revised_by",), "sys_created_on": ("sys_created_on", "created"),
    "sys_updated_on": ("sys_updated_on", "updated"), "sys_view_count": ("sys_view_count", "view_count", "views"),
    "helpful_count": ("helpful_count",), "rating": ("rating",), "kb_issue": ("kb_issue", "issue"),
    "kb_environment": ("kb_environment", "environment"), "kb_resolution": ("kb_resolution", "resolution"),
    "kb_cause": ("kb_cause", "cause"),
}  # fmt: skip
NAMES = ("name", "title", "label", "full_category")  # what other tables call a thing
SYS_ID = re.compile(r"[0-9a-f]{32}(?:,[0-9a-f]{32})*")


class KnowledgeRow(NamedTuple):
    """A version of an article: its fields, each a text, or a number and what is shown for it; `names` are by number."""

    number: int
    file: str
    cells: Mapping[str, Any]
    names: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return what a field holds: of one that points to something, its number."""
        cell = self.cells.get(name)
        value = cell.get("value") if isinstance(cell, dict) else cell
        return "" if value is None else str(value).strip()

    def shown(self, name: str) -> str:
        """Return what is shown for a field; nothing for a number without a name."""
        cell = self.cells.get(name)
        shown = str(cell.get("display_value") or "").strip() if isinstance(cell, dict) else ""
        if shown:
            return shown
        value = self.text(name)
        if SYS_ID.fullmatch(value):
            return ", ".join(filter(None, (self.names.get(one, "") for one in value.split(","))))
        return value


def knowledge_rows(source: Path, names: dict[str, str]) -> Iterator[KnowledgeRow | BrokenRecord]:
    """Yield the rows of all files; what other tables are in them is put into `names`."""
    for found in _objects(source):
        if isinstance(found, BrokenRecord):
            yield found
        elif not isinstance(found.value, dict):
            yield BrokenRecord(number=found.number, file=found.file, reason="it is no object")
        elif _is_article(found.value):
            wrong = [name for name in FIELDS if isinstance(found.value.get(name), list)]
            row = KnowledgeRow(number=found.number, file=found.file, cells=found.value, names=names)
            yield BrokenRecord(row.number, row.file, f"{wrong[0]} is a list") if wrong else row
        else:
            row = KnowledgeRow(number=found.number, file=found.file, cells=found.value, names={})
            names[row.text("sys_id")] = next(filter(None, map(row.text, NAMES)), "")


def _is_article(value: Mapping[str, Any]) -> bool:
    """Tell whether an object is a version of an article, maybe a broken one, and none of another table."""
    return "short_description" in value or "number" in value or not any(name in value for name in NAMES)


def _objects(source: Path) -> Iterator[SourceObject | BrokenRecord]:
    """Yield what is in files of each kind."""
    ending = source.suffix.lower()
    if source.is_dir() or ending in ENDINGS:
        yield from json_records(source, TABLES)
    if source.is_dir() or ending == ".xml":
        yield from xml_records(source, XML_NAMES)
    for file in files_of(source, *CSV_ENDINGS) if source.is_dir() or ending in CSV_ENDINGS else ():
        if has_head(file, *CSV_MARKS, endings=CSV_ENDINGS):
            yield from _csv_rows(file, name_in(source, file))


def _csv_rows(file: Path, name: str) -> Iterator[SourceObject | BrokenRecord]:
    """Yield the rows of a CSV file, whose columns are called by name or as they are shown in English."""
    wanted = ColumnRequest(
        FIELDS, ("number", "short_description"), "Export the list of kb_knowledge with these columns", True
    )
    numbers: Counter[str] = Counter()
    for _, cells in read_rows(file, wanted):
        numbers[name] += 1
        if isinstance(cells, str):
            yield BrokenRecord(number=numbers[name], file=name, reason=cells)
        else:
            yield SourceObject(numbers[name], name, "kb_knowledge", dict(zip(FIELDS, cells, strict=True)))
