"""Pages of Confluence's HTML export: `Title_12345.html`, with the way to it above and its files in `attachments/`."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from kcs_cli.migration.importers.html_page import localized, read_page
from kcs_cli.migration.source.bundle import Bundle, attachment_name, open_bundle
from kcs_cli.migration.source.record import BrokenRecord, SourceAttachment, SourcePerson, SourceRecord, SourceRevision
from kcs_cli.migration.source.sound import records_of
from kcs_cli.migration.source.worded_value import moment_of
from kcs_cli.text.display import on_one_line, writable, writable_line

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

MARKS = (b'id="breadcrumb-section"', b'class="page-metadata"', b"wiki-content")
ASKED = 3  # pages that are looked at
PAGE = re.compile(r"(?:.*[_/])?(\d+)\.html$")
CONTENT = "#main-content"
LABELS = "#labels-section a, .label-list a, a.label"
DAY = r"\w+\.? \d{1,2}, \d{4}|\d{1,2}\.? \w+\.? \d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4}"
UNWANTED = ".toc-macro, .confluence-information-macro-icon, .expand-control-icon, .plugin_pagetree, .recently-updated"


def has_pages(source: Path, names: Sequence[str]) -> bool:
    """Tell whether the first pages of an export are Confluence's."""
    pages = [name for name in names if PAGE.match(name)][:ASKED]
    if not pages:
        return False
    bundle = open_bundle(source)
    return any(sum(mark in bundle.head(name) for mark in MARKS) > 1 for name in pages)


def read_pages(bundle: Bundle) -> Iterator[SourceRecord | BrokenRecord]:
    """Yield the pages of an export, in the order of their paths."""
    pages = (name for name in bundle.ending(".html") if PurePosixPath(name).name != "index.html")
    return records_of(pages, partial(_record, bundle))


def _record(bundle: Bundle, name: str) -> SourceRecord:
    """Return the article of a page. Raise ValueError for one that cannot be read, or has no text."""
    page = read_page(bundle, name)
    main = page.select_one(CONTENT)
    if main is None or not (main.get_text().strip() or main.find("img")):
        raise ValueError("it is no page of Confluence" if main is None else "it has no text")
    found = PAGE.match(name)
    key = found[1] if found else name
    way = [writable_line(tag.get_text()) for tag in page.select("#breadcrumbs li, #breadcrumb-section li")]
    title = _words(page, "#title-text") or _words(page, "title")
    author, editor, created, updated = _said(page)
    _plain(main)
    attachments = localized(main, bundle, name)
    return SourceRecord(
        key=key,
        revisions=(
            SourceRevision(
                title=writable_line(title.removeprefix(f"{way[0]} :") if way else title) or PurePosixPath(name).stem,
                html=writable(main.decode_contents(formatter="minimal")), author=editor, at=moment_of(updated or created),
            ),
        ),
        created=moment_of(created),
        updated=moment_of(updated),
        folders=tuple(way[1:]),
        tags=tuple(dict.fromkeys(tag.get_text().strip() for tag in page.select(LABELS))),
        owner=author,
        old_names=(key,),
        addresses=(f"/{quote(name)}",),
        attachments=tuple(_named(page, attachments)),
    )  # fmt: skip


def _words(page: "BeautifulSoup", selector: str) -> str:
    """Return the words of the first such tag."""
    tag = page.select_one(selector)
    return on_one_line(tag.get_text()) if tag else ""


def _said(page: "BeautifulSoup") -> tuple[SourcePerson, SourcePerson, str, str]:
    """Return who wrote a page and who changed it last, when it was written, where it says it, and when it was changed."""
    author, editor = (writable_line(_words(page, f".page-metadata .{role}")) for role in ("author", "editor"))
    days = re.findall(DAY, _words(page, ".page-metadata"))
    is_changed = len(days) > 1 or _is_changed(page)
    created = days[0] if len(days) > 1 or (days and not is_changed) else ""
    updated = days[-1] if days and is_changed else ""
    return SourcePerson(name=author), SourcePerson(name=editor or author), created, updated


def _is_changed(page: "BeautifulSoup") -> bool:
    """Tell whether a line on a page says that it was changed: `Created by A, last modified on …`, in any language."""
    return "," in re.sub(DAY, "", _words(page, ".page-metadata"))


def _plain(main: "Tag") -> None:
    """Make plain HTML of what Confluence's scripts and styles show: code, parts that open, pictures of moods."""
    for tag in main.select(UNWANTED):
        tag.decompose()
    for code in main.select("pre[data-syntaxhighlighter-params]"):
        if language := re.search(r"brush:\s*([\w+#-]+)", str(code["data-syntaxhighlighter-params"])):
            code["class"] = f"language-{language[1]}"
    for picture in main.select("img.emoticon"):
        picture.replace_with(str(picture.get("data-emoji-fallback") or picture.get("alt") or ""))
    for opened in main.select(".expand-container"):
        opened.name = "details"
    for control in main.select(".expand-control"):
        control.name = "summary"


def _named(page: "BeautifulSoup", attachments: Sequence[SourceAttachment]) -> Iterator[SourceAttachment]:
    """Yield files by the names that people gave them: in the export they have numbers."""
    names = {unquote(str(tag["href"])): tag.get_text().strip() for tag in page.select(".greybox a[href]")}
    for tag in page.select("[data-linked-resource-default-alias]"):
        names.setdefault(
            unquote(str(tag.get("src") or tag.get("href") or "")), str(tag["data-linked-resource-default-alias"])
        )
    for one in attachments:
        path = unquote(one.address)
        name = next((name for address, name in names.items() if name and address and path.endswith(address)), "")
        yield one._replace(name=attachment_name(name) or one.name)
