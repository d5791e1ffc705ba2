"""A folder of HTML files, or a zip of one: a site that was saved, a manual, pages of a wiki that has no other export."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from kcs_cli.migration.handout.own_field import person, with_own_fields
from kcs_cli.migration.importer import Importer
from kcs_cli.migration.importers.confluence_page import has_pages
from kcs_cli.migration.importers.html_page import ENDINGS, localized, main_of, meta_of, own_of, read_page, taken_title
from kcs_cli.migration.source.bundle import Bundle, open_bundle, some_names
from kcs_cli.migration.source.record import BrokenRecord, SourceRecord, SourceRevision
from kcs_cli.migration.source.sound import checked_records, records_of
from kcs_cli.migration.source.worded_value import listed, moment_of
from kcs_cli.text.display import writable, writable_line

CONTENTS = b'<meta name="kcs:page" content="contents">'


def _is_html(source: Path) -> bool:
    """Tell whether most files with a text are HTML."""
    names = [PurePosixPath(name).suffix.lower() for name in some_names(source)]
    if has_pages(source, some_names(source)):
        return False  # Confluence's, of which more is known
    others = sum(ending in (".md", ".markdown", ".docx", ".json", ".xml", ".csv") for ending in names)
    return sum(ending in ENDINGS for ending in names) > others


def _records(source: Path) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield an article for each file, in the order of their paths. Raise KcsError where there is none."""
    bundle = open_bundle(source)
    names = (name for name in bundle.ending(*ENDINGS) if not _is_contents(bundle, name))
    return checked_records(source, "HTML", records_of(names, partial(_record, bundle)))


def _is_contents(bundle: Bundle, name: str) -> bool:
    """Tell whether a file is the list of all pages that `kcs export` writes: no article."""
    return name == "index.html" and CONTENTS in bundle.read(name)


def _record(bundle: Bundle, name: str) -> SourceRecord:
    """Return the article of a file. Raise ValueError for one that cannot be read, or has no text."""
    page = read_page(bundle, name)
    own = own_of(page)
    said, main = meta_of(page), main_of(page)
    title = writable_line(taken_title(main, said["title"])) or PurePosixPath(name).stem
    if not own and not main.get_text().strip() and main.find("img") is None:
        raise ValueError("it has no text")
    attachments = localized(main, bundle, name)
    author = person(writable_line(said["author"]))
    created, updated = moment_of(said["created"]), moment_of(said["updated"])
    html = writable(main.decode_contents(formatter="minimal"))
    record = SourceRecord(
        key=name,
        revisions=(SourceRevision(title=title, html=html, author=author, at=updated or created),),
        created=created,
        updated=updated,
        language=said["language"].replace("_", "-"),
        folders=PurePosixPath(name).parts[:-1],
        tags=listed(said["tags"]),
        owner=author,
        addresses=tuple(filter(None, (f"/{quote(name)}", said["address"]))),
        attachments=attachments,
    )
    return with_own_fields(record, own)


IMPORTER = Importer(
    name="html",
    title="HTML files",
    is_source=_is_html,
    read=_records,
    lost=("menus, headers and footers", "what scripts show", "earlier versions", "who may read a page"),
)
