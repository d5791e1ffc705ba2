"""Notion: an export as Markdown & CSV, a zip or the folder of it.

A page is a file `Title 0123456789abcdef0123456789abcdef.md`, its pages and images are in a folder beside it, a database is a
CSV file and its rows are pages whose properties stand below their title:
https://www.notion.com/help/export-your-content
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote

from kcs_cli.errors import KcsError
from kcs_cli.files.table import column_names
from kcs_cli.migration.handout.own_field import person
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.source.bundle import Bundle, attachment_name, open_bundle, saved_file, some_names
from kcs_cli.migration.source.record import BrokenRecord, SourceAttachment, SourceRecord, SourceRevision
from kcs_cli.migration.source.sound import checked_records, records_of
from kcs_cli.migration.source.worded_value import (
    audience_named,
    confidence_named,
    listed,
    moment_of,
    source_fields,
    strange_words,
)
from kcs_cli.text.display import decoded, unix, writable

NUMBER = r"[0-9a-f]{32}"
STEM = rf"(.*?)[ _-]?({NUMBER})(?:_all)?"
PROPERTY = r"([^\s:][^:\n]{0,80}): ?(.*)"
LINK = r"(!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\()([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(\))"
ASIDE = r"(?s)<aside>\n?(.*?)\n?</aside>"
# What Notion calls its own properties; databases have whatever people call theirs
ROLES: Mapping[str, tuple[str, ...]] = {
    "created": ("created time", "created", "date created", "created at", "erstellt", "erstellt am"),
    "updated": ("last edited time", "last edited", "updated", "last updated", "edited", "zuletzt bearbeitet"),
    "author": ("owner", "created by", "author", "assignee", "maintainer", "verfasser"),
    "editor": ("last edited by", "edited by"),
    "tags": ("tags", "tag", "labels", "label", "keywords", "topics", "topic"),
    "state": ("status", "state", "verification"),
    "audience": ("audience", "visibility", "access"),
    "language": ("language", "lang", "locale"),
}
KNOWN = {name for names in ROLES.values() for name in names}
PLACES = ("export-", "private & shared", "private", "shared", "part-")  # folders of the export that are no pages


class _Page(NamedTuple):
    """The text of a file, taken apart."""

    title: str
    properties: Mapping[str, str]
    body: str


def _is_notion(source: Path) -> bool:
    """Tell whether files have Notion's numbers in their names, or are the parts of an export."""
    names = some_names(source)
    has_page = any(re.search(rf"[ _-]{NUMBER}\.md$", name) for name in names)
    return has_page or any(re.search(r"(?:^|/)Export-[0-9a-f-]{36}(?:-Part-\d+)?\.zip$", name) for name in names)


def _records(source: Path) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield the pages in the order of their paths. Raise KcsError where there is none."""
    bundle = open_bundle(source)
    names = (name for name in bundle.ending(".md") if _parts(PurePosixPath(name).stem)[1])
    return checked_records(source, IMPORTER.title, records_of(names, partial(_record, bundle, dict(_columns(bundle)))))


def _columns(bundle: Bundle) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the folder of each database with what its columns are called."""
    for name in bundle.ending(".csv"):
        with suppress(KcsError), saved_file(bundle, name) as file:  # without it, properties are told by Notion's own names
            yield _bare_path(name.removesuffix(".csv")), frozenset(column_names(file))


def _folder_key(name: str) -> str:
    """Return by what a page finds the database that it is a row of."""
    return _bare_path(str(PurePosixPath(name).parent))


def _bare_path(path: str) -> str:
    """Return a path without Notion's numbers: some exports have them in the names of folders, some have not."""
    return "/".join(_bare(part) for part in path.removesuffix("_all").split("/"))


def _bare(name: str) -> str:
    """Return a name without Notion's number."""
    return _parts(name)[0]


def _parts(name: str) -> tuple[str, str]:
    """Return a name without Notion's number, and that number; nothing where it has none."""
    found = re.fullmatch(STEM, name)
    return (found[1], found[2]) if found else (name, "")


def _read_page(text: str, stem: str, columns: frozenset[str]) -> _Page:
    """Take a file apart: the title, the properties below it, the rest. Raise ValueError for one without a text."""
    head, _, rest = unix(text).lstrip("\ufeff\n").partition("\n")
    title = head.removeprefix("# ").strip() if head.startswith("# ") else stem
    body = rest if head.startswith("# ") else f"{head}\n{rest}"
    block, _, after = body.strip("\n").partition("\n\n")
    found = [re.fullmatch(PROPERTY, line) for line in block.split("\n")]
    properties = {one[1].strip(): one[2].strip() for one in found if one}
    known = {name for name in properties if name in columns or name.casefold() in KNOWN}
    if not known or not all(found) or not (known == set(properties) or properties.keys() <= columns):
        properties, after = {}, body
    if not after.strip():
        raise ValueError("it has no text")
    return _Page(title=title or "Untitled", properties=properties, body=after.strip("\n"))


def _record(bundle: Bundle, columns: Mapping[str, frozenset[str]], name: str) -> SourceRecord:
    """Return the article of a page. Raise ValueError for one that cannot be read, or has no text."""
    title, number = _parts(PurePosixPath(name).stem)
    text = writable(decoded(bundle.read(name), "replace"))
    page = _read_page(text, title, columns.get(_folder_key(name), frozenset()))
    values = {role: _value(page, role) for role in ROLES}
    author, editor = person(values["author"]), person(values["editor"] or values["author"])
    created, updated = moment_of(values["created"]), moment_of(values["updated"])
    body, attachments = _linked(bundle, name, re.sub(ASIDE, _quoted, page.body))
    confidence = confidence_named(values["state"])
    others = ((key, value) for key, value in page.properties.items() if key.casefold() not in KNOWN)
    return SourceRecord(
        key=number,
        revisions=(SourceRevision(title=page.title, markdown=body, author=editor, at=updated or created),),
        created=created,
        updated=updated,
        audience=audience_named(values["audience"], confidence),
        confidence=confidence,
        language=values["language"],
        folders=tuple(_folders(name)),
        tags=listed(values["tags"]),
        owner=author,
        old_names=(number,),
        addresses=(_address(number), name),
        attachments=attachments,
        fields=source_fields([*strange_words(values["state"], values["audience"]), *others]),
    )


def _value(page: _Page, role: str) -> str:
    """Return what the properties say of a role."""
    said = {name.casefold(): value for name, value in page.properties.items()}
    return next((said[name] for name in ROLES[role] if said.get(name)), "")


def _folders(name: str) -> Iterator[str]:
    """Yield the pages that a page lies in."""
    for part in PurePosixPath(name).parts[:-1]:
        if not part.lower().startswith(PLACES):
            yield _bare(part)


def _address(number: str) -> str:
    """Return the address of a page on the web."""
    return f"https://www.notion.so/{number}"


def _quoted(found: re.Match[str]) -> str:
    """Write a callout as a quote."""
    return "\n".join(f"> {line}".rstrip() for line in found[1].strip("\n").split("\n"))


def _linked(bundle: Bundle, name: str, body: str) -> tuple[str, tuple[SourceAttachment, ...]]:
    """Return a text with links to pages by their addresses on the web, and the files that it shows or links to."""
    attachments: dict[str, SourceAttachment] = {}

    def replaced(found: re.Match[str]) -> str:
        target, _, anchor = found[2].partition("#")
        page = re.search(rf"({NUMBER})(?:\.md|\.csv)?(?:\?[^#]*)?$", target)
        if page and (target.startswith("https://www.notion.so/") or ":" not in target):
            return f"{found[1]}{_address(page[1])}{f'#{anchor}' if anchor else ''}{found[3]}"
        path = normpath(str(PurePosixPath(name).parent / unquote(target))) if target and ":" not in target else ""
        if path in bundle.files:
            read = partial(bundle.read, path)
            attachments[found[2]] = SourceAttachment(address=found[2], name=attachment_name(path), read=read)
        return found[0]

    return re.sub(LINK, replaced, body), tuple(attachments.values())


IMPORTER = Importer(
    name="notion",
    title="Notion",
    is_source=_is_notion,
    read=_records,
    lost=(
        "databases as tables: their rows are articles",
        "comments",
        "earlier versions",
        "who may read a page",
        "embedded pages of other sites",
    ),
)
