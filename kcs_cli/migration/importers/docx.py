"""Word: a DOCX file, or a folder or zip of them; mammoth reads their text, their properties say who wrote them and when.

The properties are those of Open Packaging Conventions, ECMA-376 part 2: `docProps/core.xml`.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import partial
from html import escape
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import fromstring

from kcs_cli.migration.importer import Importer
from kcs_cli.migration.source.bundle import DAMAGED, Bundle, open_bundle, some_names
from kcs_cli.migration.source.record import BrokenRecord, SourceAttachment, SourcePerson, SourceRecord, SourceRevision
from kcs_cli.migration.source.sound import checked_records, records_of
from kcs_cli.migration.source.worded_value import listed, moment_of
from kcs_cli.migration.source.xml_stream import check_xml
from kcs_cli.text.display import writable, writable_line

ENDING = ".docx"
LOCK = "~$"  # how the name of a file begins that Word keeps while another one is open
PROPERTIES = "docProps/core.xml"
LARGEST = 100_000_000  # bytes of a file with all that is in it
TITLE = r"(?s)\A\s*<h1 class=\"title\">(.*?)</h1>"
HEADING = r"(?s)\A\s*<h1>(.*?)</h1>"
# Styles by which Word's users write what has no style of its own in HTML
STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Code'] => pre:separator('\n')
p[style-name='Source Code'] => pre:separator('\n')
p[style-name='HTML Preformatted'] => pre:separator('\n')
r[style-name='Code'] => code
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""


def _is_docx(source: Path) -> bool:
    """Tell whether files are Word's, by their names."""
    names = [PurePosixPath(name).suffix.lower() for name in some_names(source)]
    others = sum(ending in (".md", ".html", ".htm", ".json", ".xml", ".csv") for ending in names)
    return names.count(ENDING) > others


def _records(source: Path) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield an article for each file, in the order of their paths. Raise KcsError where there is none."""
    bundle = open_bundle(source)
    names = (name for name in bundle.ending(ENDING) if not PurePosixPath(name).name.startswith(LOCK))
    return checked_records(source, IMPORTER.title, records_of(names, partial(_record, bundle)))


def _record(bundle: Bundle, name: str) -> SourceRecord:
    """Return the article of a file. Raise ValueError for one that cannot be read, or has no text."""
    content = bundle.read(name)
    said = _properties(content)
    pictures: dict[str, bytes] = {}
    html = writable(_html(content, PurePosixPath(name).stem, pictures))
    if not re.sub(r"<(?!img)[^>]*>", "", html).strip():
        raise ValueError("it has no text")
    title, text = _titled(html, said["title"] or PurePosixPath(name).stem)
    author = SourcePerson(name=said["creator"])
    editor = SourcePerson(name=said["lastModifiedBy"] or said["creator"])
    created, updated = moment_of(said["created"]), moment_of(said["modified"])
    return SourceRecord(
        key=name,
        revisions=(SourceRevision(title=title, html=text, author=editor, at=updated or created),),
        created=created,
        updated=updated,
        language=said["language"],
        folders=PurePosixPath(name).parts[:-1],
        tags=listed(said["keywords"]),
        owner=author,
        addresses=tuple(dict.fromkeys((name, quote(name)))),
        attachments=tuple(
            SourceAttachment(address=address, name=address, read=partial(bytes, picture))
            for address, picture in pictures.items()
        ),
    )


def _titled(html: str, title: str) -> tuple[str, str]:
    """Return the title of a text, and the rest of it: what has that style, or the only heading of the first level."""
    found = re.match(TITLE, html) or (re.match(HEADING, html) if html.count("<h1") == 1 else None)
    words = writable_line(re.sub(r"<[^>]*>", "", found[1])) if found else ""
    return (words, html[found.end() :]) if found and words else (title, html)


def _properties(content: bytes) -> Mapping[str, str]:
    """Return what a file says of itself. Raise ValueError for what is no DOCX, or one that nobody should open."""
    names = ("title", "creator", "lastModifiedBy", "created", "modified", "keywords", "language")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            if sum(entry.file_size for entry in opened.infolist()) > LARGEST:
                raise ValueError(f"it has more than {LARGEST:,} bytes")
            parts = {entry: opened.read(entry) for entry in opened.namelist() if entry.endswith((".xml", ".rels"))}
    except (*DAMAGED, RuntimeError) as error:
        raise ValueError(f"it is no DOCX: {error}") from error
    for part in parts.values():
        check_xml(part)
    root = fromstring(parts[PROPERTIES]) if PROPERTIES in parts else ()
    found = {str(element.tag).rpartition("}")[2]: writable_line(element.text or "") for element in root}
    return {name: found.get(name, "") for name in names}


def _html(content: bytes, stem: str, pictures: dict[str, bytes]) -> str:
    """Return the text of a file; its pictures are put aside under the names by which it shows them."""
    import mammoth

    def kept(image: Any) -> dict[str, str]:
        kind = re.sub(r"[^a-z0-9]", "", image.content_type.partition("/")[2].partition("+")[0].lower()) or "bin"
        name = quote(f"{stem}-{len(pictures) + 1}.{'jpg' if kind == 'jpeg' else kind}")
        with image.open() as stream:
            pictures[name] = stream.read()
        return {"src": name}

    try:
        converted = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=STYLES,
            convert_image=mammoth.images.img_element(kept),
            ignore_empty_paragraphs=True,
        )
    except (KeyError, OSError, AttributeError, TypeError, IndexError, RecursionError) as error:  # by it all that is no DOCX
        raise ValueError(f"it is no DOCX that can be read: {escape(str(error))[:100]}") from error
    return str(converted.value)


IMPORTER = Importer(
    name="docx",
    title="Word",
    is_source=_is_docx,
    read=_records,
    lost=(
        "comments and tracked changes",
        "colours, columns, headers and footers",
        "earlier versions",
        "charts and drawings",
    ),
)
