"""Confluence: the export of a space as XML or as HTML, a zip or the folder of it.

The XML export has all objects in `entities.xml` and files in `attachments/PAGE/ATTACHMENT/VERSION`:
https://confluence.atlassian.com/doc/export-content-to-word-pdf-html-and-xml-139475.html
"""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from kcs_cli.knowledge_base.vocabulary import Confidence
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.importers.confluence_objects import LIVE, ConfluenceObjects, Entity, entity_of, page_addresses
from kcs_cli.migration.importers.confluence_page import has_pages, read_pages
from kcs_cli.migration.markup.storage_format import Leads, storage_html
from kcs_cli.migration.source.bundle import Bundle, attachment_name, open_bundle, some_names
from kcs_cli.migration.source.record import BrokenRecord, SourceAttachment, SourceRecord, SourceRevision
from kcs_cli.migration.source.sound import checked_records
from kcs_cli.migration.source.spool import Spool, opened_spool
from kcs_cli.migration.source.worded_value import moment_of
from kcs_cli.migration.source.xml_stream import read_elements
from kcs_cli.text.display import quantity, writable_line

ENTITIES = "entities.xml"
STORAGE = "2"  # the type of a body that is written in the storage format


def _is_confluence(source: Path) -> bool:
    """Tell whether there are objects of Confluence's, or pages as it writes them."""
    names = some_names(source)
    return any(name.rpartition("/")[2] == ENTITIES for name in names) or has_pages(source, names)


def _records(source: Path) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield the pages of all spaces. Raise KcsError where there is none."""
    bundle = open_bundle(source)
    entities = next((name for name in bundle.files if name.rpartition("/")[2] == ENTITIES), "")
    return checked_records(source, IMPORTER.title, _read_entities(bundle, entities) if entities else read_pages(bundle))


def _read_entities(bundle: Bundle, name: str) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield the pages of an XML export, then what is left out."""
    objects = ConfluenceObjects(iter(bundle.files))
    with opened_spool() as texts:
        torn = None
        with bundle.open(name) as stream:
            for number, element in enumerate(read_elements(stream, str(bundle.source), ("object",)), 1):
                if isinstance(element, str):
                    torn = BrokenRecord(number=number, file=name, reason=f"no XML from here on: {element}")
                else:
                    _take(entity_of(element), objects, texts)
        texts.index()
        yield from _pages(bundle, name, objects, texts)
        if torn:
            yield torn


def _take(entity: Entity, objects: ConfluenceObjects, texts: Spool) -> None:
    """Take an object in; the texts of pages are put aside."""
    if entity.kind == "BodyContent":
        is_storage = entity.values.get("bodyType", STORAGE) == STORAGE
        texts.put(entity.first("content"), entity.first("body"), 0 if is_storage else 1)
    else:
        objects.take(entity)


def _pages(bundle: Bundle, name: str, objects: ConfluenceObjects, texts: Spool) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield the pages that people see, then how many of the others there are."""
    for number, page in enumerate((page for page in objects.pages.values() if page.is_live), 1):
        try:
            yield _record(bundle, page, objects, texts)
        except ValueError as error:
            title = writable_line(page.first("title")) or page.number
            yield BrokenRecord(number=number, file=f"{name}, {title}", reason=str(error))
    left = Counter(page.state for page in objects.pages.values() if page.state not in LIVE)
    if left:
        states = ", ".join(f"{pages} {state}" for state, pages in sorted(left.items()))
        reason = f"{quantity(left.total(), 'page is', 'pages are')} left out: {states}"
        yield BrokenRecord(number=0, file=name, reason=reason)


def _record(bundle: Bundle, page: Entity, objects: ConfluenceObjects, texts: Spool) -> SourceRecord:
    """Return the article of a page. Raise ValueError for one that cannot be read."""
    space = objects.space_of(page)
    outer = [space.first("name")] if space and len(objects.kinds["Space"]) > 1 else []
    above = [one.first("title") for one in objects.ancestors(page) if one.number not in objects.homes]
    return SourceRecord(
        key=page.number,
        revisions=tuple(_revisions(page, objects, texts)),
        created=moment_of(page.first("creationDate")),
        updated=moment_of(page.first("lastModificationDate")),
        audience=objects.audience(page),
        confidence=Confidence.archived if page.state == "archived" else None,
        folders=tuple(map(writable_line, (*outer, *reversed(above)))),
        tags=tuple(dict.fromkeys(objects.labels.get(page.number, ()))),
        owner=objects.person(page.first("creator", "creatorName")),
        old_names=(page.number,),
        addresses=page_addresses(page, objects.space_key(page)),
        attachments=tuple(
            SourceAttachment(
                address=objects.file_lead(page, file, ""), name=attachment_name(file), read=partial(bundle.read, path)
            )
            for file, path in objects.files.get(page.number, {}).items()
        ),
    )


def _revisions(page: Entity, objects: ConfluenceObjects, texts: Spool) -> Iterator[SourceRevision]:
    """Yield the versions of a page. Raise ValueError where the last one cannot be read, or has no title or text."""
    leads = Leads(
        page=partial(objects.page_lead, page),
        file=partial(objects.file_lead, page),
        person=objects.mention,
        address=objects.numbered_lead,
    )
    *earlier, last = sorted((*objects.earlier.get(page.number, ()), page), key=lambda one: one.version)
    for version in earlier:
        try:
            yield _revision(version, objects, texts, leads)
        except ValueError:  # it was not to be read then, and nobody reads it now
            continue
    yield _revision(last, objects, texts, leads)


def _revision(version: Entity, objects: ConfluenceObjects, texts: Spool, leads: Leads) -> SourceRevision:
    """Return a version of a page. Raise ValueError for one that cannot be read, or has no title or text."""
    title, body = writable_line(version.first("title")), "".join(texts.texts(version.number)[:1])
    if not title or not body.strip():
        raise ValueError("it has no text" if title else "it has no title")
    author = objects.person(version.first("lastModifier", "lastModifierName", "creator", "creatorName"))
    at = moment_of(version.first("lastModificationDate", "creationDate"))
    return SourceRevision(title=title, html=storage_html(body, leads), author=author, at=at)


IMPORTER = Importer(
    name="confluence",
    title="Confluence",
    is_source=_is_confluence,
    read=_records,
    lost=(
        "comments and likes",
        "drafts and deleted pages",
        "the order of pages",
        "lists of pages, tables of contents and other macros that make their text",
        "earlier versions of attachments",
        "who exactly may see a restricted page",
    ),
)
