"""Files of Freshdesk solutions: what is in lists, in trees of categories and in XML, one object after another."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kcs_cli.migration.source.export_folder import SourceObject
from kcs_cli.migration.source.json_file import json_records
from kcs_cli.migration.source.record import BrokenRecord
from kcs_cli.migration.source.xml_file import xml_records

XML_NAMES = ("solution-category", "solution-folder", "solution-article", "user")
KINDS = {
    "solution-category": "category", "category": "category", "categories": "category", "solution-folder": "folder",
    "folder": "folder", "folders": "folder", "sub_folders": "folder", "solution-article": "article", "article": "article",
    "articles": "article", "agents": "person", "agent": "person",
    "user": "person",
}  # fmt: skip
INNER = ("folders", "sub_folders", "articles")  # what a tree of categories has in it


def solution_objects(source: Path) -> Iterator[SourceObject | BrokenRecord]:
    """Yield categories, folders, articles and people, each under the name of its kind."""
    numbers: Counter[str] = Counter()
    is_xml = source.suffix.lower() == ".xml"
    for found in () if is_xml else json_records(source, tuple(KINDS)):
        if isinstance(found, BrokenRecord):
            yield found
        else:
            for kind, value in _tree(found.value, KINDS.get(found.table) or _kind_of(found)):
                numbers[found.file] += kind == "article"
                yield SourceObject(numbers[found.file] or found.number, found.file, kind, value)
    for found in xml_records(source, XML_NAMES) if is_xml or source.is_dir() else ():
        yield found._replace(table=KINDS[found.table]) if isinstance(found, SourceObject) else found


def _tree(value: Any, kind: str) -> Iterator[tuple[str, Any]]:
    """Yield an object, and what lies in it, each with its kind."""
    if not isinstance(value, dict):
        yield kind, value
        return
    yield kind, _with_contact(value)
    for name in INNER:
        inner = value.get(name)
        for one in inner if isinstance(inner, list) else ():
            above = {"folders": "category_id", "sub_folders": "parent_folder_id"}.get(name, "folder_id")
            yield from _tree({above: value.get("id"), **one} if isinstance(one, dict) else one, KINDS[name])


def _kind_of(found: SourceObject) -> str:
    """Return what an object of a list without a name is by its fields; a group or a company is none of these."""
    value = found.value
    if not isinstance(value, dict) or "title" in value or "folder_id" in value:
        return "article"
    if "contact" in value or "email" in value:
        return "person"
    if "visibility" in value or "category_id" in value:
        return "folder"
    return "category" if "visible_in_portals" in value or "folders" in value or "categor" in found.file.lower() else "other"


def _with_contact(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an agent with name and address, which lie in its contact."""
    contact = value.get("contact")
    return {**contact, **value} if isinstance(contact, dict) else value
