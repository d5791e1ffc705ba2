"""A saved web page: its head, the part that is the article, its links and pictures among the files beside it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import PurePosixPath
from posixpath import normpath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from kcs_cli.migration.source.bundle import Bundle, attachment_name
from kcs_cli.migration.source.record import SourceAttachment
from kcs_cli.text.outside import exact, foreign

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

ENDINGS = (".html", ".htm", ".xhtml")
LARGEST = 20_000_000  # bytes of a page
WINDOWS = "windows-1252"
UNREAD = rb"(?is)<(script|style|svg|noscript|template)\b.*?</\1\s*>|<!--.*?-->"
# Where the article is, the surest first; all of the page where none of these is in it once
MAIN = (
    "main",
    "article",
    "[role=main]",
    "[itemprop=articleBody]",
    ".article-body",
    "#main-content",
    "#content",
    "#bodyContent",
)
AROUND = "nav, header, footer, aside, form, [role=navigation], [role=banner], [role=contentinfo], .breadcrumb, .breadcrumbs"
META: Mapping[str, tuple[str, ...]] = {
    "created": (
        "article:published_time", "dcterms.created", "dc.date.created", "datepublished", "date", "dc.date", "created",
    ),
    "updated": (
        "article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified", "datemodified", "last-modified",
        "revised", "modified",
    ),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator"),
    "tags": ("keywords", "news_keywords", "article:tag", "dc.subject"),
    "language": ("content-language", "dc.language", "dcterms.language", "og:locale"),
    "title": ("og:title", "dc.title", "dcterms.title"),
    "address": ("og:url",),
    "site": ("og:site_name", "application-name"),
}  # fmt: skip


def read_page(bundle: Bundle, name: str) -> "BeautifulSoup":
    """Return a page of an export, without what no reader sees. Raise ValueError for one that cannot be read."""
    from bs4 import BeautifulSoup
    from bs4.builder import ParserRejectedMarkup
    from bs4.dammit import EncodingDetector

    content = bundle.read(name)
    if len(content) > LARGEST:
        raise ValueError(f"it has more than {LARGEST:,} bytes")
    said = EncodingDetector.find_declared_encoding(content, is_html=True)
    try:
        return BeautifulSoup(_text(re.sub(UNREAD, b"", content), said), "html.parser")
    except ParserRejectedMarkup as error:
        raise ValueError("it is no HTML that can be read") from error


def _text(content: bytes, said: str | None) -> str:
    """Return a text in the encoding that its mark or itself says, else UTF-8, else what Windows wrote."""
    with suppress(UnicodeDecodeError):
        return exact(content, bom=True)
    with suppress(LookupError):
        return foreign(content, said or WINDOWS)
    return foreign(content, WINDOWS)


def meta_of(page: "BeautifulSoup") -> dict[str, str]:
    """Return what the head of a page says: by role, nothing where it says nothing."""
    said: dict[str, list[str]] = {}
    for tag in page.find_all("meta"):
        name = str(tag.get("name") or tag.get("property") or tag.get("itemprop") or tag.get("http-equiv") or "").lower()
        if words := str(tag.get("content") or "").strip():
            said.setdefault(name, []).append(words)
    found = {role: next((", ".join(said[name]) for name in names if name in said), "") for role, names in META.items()}
    root, canonical = page.find("html"), page.find("link", rel="canonical")
    return {
        **found,
        "title": _without_site(_words(page.find("title")) or found["title"], found["site"]),
        "language": str(root.get("lang") or "") if root and root.get("lang") else found["language"],
        "address": str(canonical.get("href") or "") if canonical else found["address"],
    }


def _without_site(title: str, site: str) -> str:
    """Return the title of a page without the name of its site, which many put behind it."""
    found = re.fullmatch(rf"(.+?)\s+[|–—·:-]\s+{re.escape(site)}", title) if site else None
    return found[1] if found else title


def own_of(page: "BeautifulSoup") -> dict[str, list[str]]:
    """Return what an export of kcs says in the head of a page, by field; of other pages nothing."""
    said: dict[str, list[str]] = {}
    for tag in page.find_all("meta", attrs={"name": re.compile("^kcs:")}):
        said.setdefault(str(tag["name"]).removeprefix("kcs:"), []).append(str(tag.get("content") or ""))
    return said


def main_of(page: "BeautifulSoup") -> "Tag":
    """Return the part of a page that is the article, without menus and the like."""
    found = (tags[0] for selector in MAIN if len(tags := page.select(selector)) == 1)
    main = next(found, None) or page.find("body") or page
    for tag in main.select(AROUND):
        tag.decompose()
    return main


def taken_title(main: "Tag", title: str) -> str:
    """Take the first heading out of an article, if it begins with one: it is its title. Else the title of the page."""
    heading = main.find("h1")
    words = _words(heading)
    if heading is None or not words:
        return title
    heading.decompose()
    return words


def _words(tag: "Tag | None") -> str:
    """Return the words of a tag."""
    return " ".join(tag.get_text(" ").split()) if tag else ""


def localized(main: "Tag", bundle: Bundle, name: str) -> tuple[SourceAttachment, ...]:
    """Make links to files of an export lead to their paths in it, from its root; return those that are no pages."""
    attachments: dict[str, SourceAttachment] = {}
    for tag, attribute in _linking(main):
        address, _, anchor = str(tag[attribute]).partition("#")
        if path := _path(bundle, name, address):
            tag[attribute] = f"/{quote(path)}" + (f"#{anchor}" if anchor else "")
            if not path.lower().endswith(ENDINGS):
                read = partial(bundle.read, path)
                attachments[path] = SourceAttachment(address=f"/{quote(path)}", name=attachment_name(path), read=read)
    return tuple(attachments.values())


def _linking(main: "Tag") -> Iterator[tuple["Tag", str]]:
    """Yield the tags that link to something, with the attribute that says what."""
    for attribute in ("href", "src", "data-src", "poster"):
        yield from ((tag, attribute) for tag in main.select(f"[{attribute}]"))


def _path(bundle: Bundle, name: str, address: str) -> str:
    """Return the path in an export of what an address of a page leads to; nothing for what is elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    folder = PurePosixPath() if parts.path.startswith("/") else PurePosixPath(name).parent
    path = normpath(str(folder / unquote(parts.path).lstrip("/")))
    forms = (path, f"{path}.html", f"{path}/index.html", f"{path}.htm")
    return next((form for form in forms if form in bundle.files), "")
