"""MediaWiki: an XML dump, as Special:Export, dumpBackup.php and the mirrors of large wikis make them; .gz and .bz2 as well.

https://www.mediawiki.org/wiki/Help:Export and its schema, https://www.mediawiki.org/xml/export-0.11.xsd
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from html import unescape
from pathlib import Path
from xml.etree.ElementTree import Element

from kcs_cli.migration.importer import Importer
from kcs_cli.migration.importers.wiki_dump import (
    ENDINGS,
    Wiki,
    canonical,
    dump_elements,
    other_space,
    pictures_in,
    read_wiki,
    redirect_of,
    wiki_names,
)
from kcs_cli.migration.markup.wikitext import WikiText, template_words, wiki_html
from kcs_cli.migration.source.bundle import Bundle, attachment_name, first_bytes, open_bundle, some_names
from kcs_cli.migration.source.record import BrokenRecord, SourceAttachment, SourcePerson, SourceRecord, SourceRevision
from kcs_cli.migration.source.sound import checked_records
from kcs_cli.migration.source.worded_value import moment_of
from kcs_cli.text.dates import from_seconds
from kcs_cli.text.display import quantity, writable_line

EPOCH = from_seconds(0)
ASKED = 5  # dumps of a folder that are looked at
LANGUAGE = r"(.+)/([a-z]{2}(?:-[a-z]{2,4})?)"  # `Printer/de` is the page Printer in German


def _is_mediawiki(source: Path) -> bool:
    """Tell whether a file, or one of a folder or zip, begins as a dump does."""
    if source.is_file() and source.suffix.lower() != ".zip":
        return source.name.lower().endswith(ENDINGS[1:]) or b"<mediawiki" in first_bytes(source)
    dumps = [name for name in some_names(source) if name.lower().endswith(ENDINGS)][:ASKED]
    if not dumps:
        return False
    bundle = open_bundle(source)
    return any(name.lower().endswith(ENDINGS[1:]) or b"<mediawiki" in bundle.head(name) for name in dumps)


def _records(source: Path) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield the articles with all their revisions. Raise KcsError where there is none."""
    return checked_records(source, IMPORTER.title, _read_pages(open_bundle(source)))


def _read_pages(bundle: Bundle) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield the articles, then what is left out."""
    wiki, pictures, name = read_wiki(bundle), pictures_in(bundle), bundle.source.name
    others: Counter[str] = Counter()
    templates: Counter[str] = Counter()
    for number, page in enumerate(dump_elements(bundle, "page"), 1):
        if isinstance(page, str):
            yield BrokenRecord(number=number, file=name, reason=f"no XML from here on: {page}")
        elif space := other_space(page, wiki.spaces):
            others[space] += 1
        elif not redirect_of(page):
            try:
                record = _record(page, wiki, templates)
                yield record._replace(attachments=tuple(_pictures(record.revisions[-1].html, bundle, pictures)))
            except ValueError as error:
                yield BrokenRecord(number=number, file=f"{name}, {page.findtext('title', '')}", reason=str(error))
    yield from _left_out(name, others, templates)


def _pictures(html: str, bundle: Bundle, pictures: Mapping[str, str]) -> Iterator[SourceAttachment]:
    """Yield the files beside a dump that a page shows."""
    for address in dict.fromkeys(map(unescape, re.findall(r'<img src="([^"]*)"', html))):
        if path := pictures.get(canonical(address)):
            yield SourceAttachment(address=address, name=attachment_name(path), read=partial(bundle.read, path))


def _left_out(file: str, others: Counter[str], templates: Counter[str]) -> Iterator[BrokenRecord]:
    """Say how many pages are no articles, and which templates the articles would have shown."""
    if others:
        spaces = ", ".join(f"{name} {pages}" for name, pages in others.most_common())
        reason = f"{quantity(others.total(), 'page is', 'pages are')} left out, of other namespaces: {spaces}"
        yield BrokenRecord(number=0, file=file, reason=reason)
    if templates:
        used = quantity(templates.total(), "use of a template is", "uses of templates are")
        reason = f"{used} left out: {', '.join(template_words(templates))}{', …' if len(templates) > 5 else ''}"
        yield BrokenRecord(number=0, file=file, reason=reason)


def _record(page: Element, wiki: Wiki, templates: Counter[str]) -> SourceRecord:
    """Return the article of a page. Raise ValueError for one that is none."""
    title, number = writable_line(page.findtext("title", "")), page.findtext("id", "").strip()
    if not title:
        raise ValueError("it has no title")
    names = wiki_names(wiki)
    revisions: list[SourceRevision] = []
    written = WikiText(html="", categories=(), templates=Counter())
    for revision in page.iterfind("revision"):
        text = revision.findtext("text") or ""
        if revision.findtext("model", "wikitext") != "wikitext" or not text.strip():
            continue
        written = wiki_html(text, names)
        revisions.append(_revision(title, written.html, revision))
    if not revisions or not revisions[-1].html:
        raise ValueError("it has no text")
    templates.update(written.templates)
    revisions.sort(key=lambda one: one.at or EPOCH)
    found = re.fullmatch(LANGUAGE, title)
    original = wiki.numbers.get(found[1], "") if found else ""
    old = wiki.redirects.get(canonical(title), [])
    return SourceRecord(
        key=number or title,
        revisions=tuple(revisions),
        created=revisions[0].at,
        updated=revisions[-1].at,
        language=found[2] if found and original else wiki.language,
        translation_of=original,
        tags=written.categories,
        owner=revisions[0].author,
        old_names=tuple(dict.fromkeys(filter(None, (number, *old)))),
        addresses=tuple(dict.fromkeys(map(wiki.lead, (title, *old)))),
    )


def _revision(title: str, html: str, revision: Element) -> SourceRevision:
    """Return a revision; who was not logged in has no name but an address, which is nobody's business."""
    by = revision.find("contributor")
    name, number = ("", "") if by is None else (by.findtext("username", ""), by.findtext("id", ""))
    author = SourcePerson(name=name, number=number if name else "")
    return SourceRevision(title=title, html=html, author=author, at=moment_of(revision.findtext("timestamp", "")))


IMPORTER = Importer(
    name="mediawiki",
    title="MediaWiki",
    is_source=_is_mediawiki,
    read=_records,
    lost=(
        "files and pictures, but those in a folder beside the dump",
        "templates, but for notes and warnings",
        "pages of other namespaces: talk, users, templates",
        "network addresses of people who were not logged in",
        "comments on changes",
    ),
)
