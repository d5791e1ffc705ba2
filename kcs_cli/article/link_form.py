"""The links of a text in every form that the makes of sites know: markdown, HTML, `[[wiki]]`, `{{< ref "x" >}}`, `{% link x %}`."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from kcs_cli.article.hidden_part import find_hidden_parts, may_have_hidden_parts
from kcs_cli.article.link import body_line_of, find_links, visible_text

SIGNS = ("](", "]:", "[[", "<a", "<A", "<img", "<IMG", "{{", "{%")
HTML = re.compile(
    r"<(?P<tag>a|img)\b(?=[^<>]*?\s(?:href|src)\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s\"'<>{}=]+)))",
    re.IGNORECASE,
)
WIKI = re.compile(r"(?<![\\\[])(?P<embed>!?)\[\[(?P<name>[^\[\]\r\n|]{1,300}?)(?:\\?\|[^\[\]\r\n]*)?\]\](?![(\[])")
TEMPLATES = (
    ("name", re.compile(r"\{\{[<%]\s*(?:rel)?ref\s+(?:path\s*=\s*)?[\"`']?(?P<name>[^\s\"`'<>{}]+)")),
    ("name", re.compile(r"\{%-?\s*post_url\s+[\"']?(?P<name>[^\s\"'{}%]+)")),
    ("root", re.compile(r"\{%-?\s*link\s+[\"']?(?P<name>[^\s\"'{}%]+)")),
    ("root", re.compile(r"\{\{-?\s*(?:site\.|\$?site\.Site\.)?(?:base_?url|url)\s*(?:\|[^{}]*)?-?\}\}(?P<name>/[^\s\"'()<>{}]*)", re.I)),
    ("root", re.compile(r"\{\{-?\s*[\"'](?P<name>/?[^\"'{}\s:]+)[\"']\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.)")),
)  # fmt: skip
IMAGE = re.compile(r"!\[[^\[\]]*\]\(\s*<?$")
IMAGE_TAG = re.compile(r"!\[[^\[\]]*\]\(\s*<?$|<img\b[^<>]*$")
FILE = re.compile(r"\.[a-z0-9]{2,5}$")
PAGE_SUFFIXES = (".md", ".markdown", ".mdx")


class LinkForm(StrEnum):
    """How a link is written; `name`: a site looks for what is named so, `root`: what is named begins at the root."""

    markdown = "markdown"
    html = "html"
    wiki = "wiki"
    name = "name"
    root = "root"


class FormedLink(NamedTuple):
    """A link's destination in a text as it is written there, in which form, and whether a picture is shown."""

    start: int
    destination: str
    form: LinkForm
    is_image: bool


def formed_links(text: str, body_line: int = 0) -> list[FormedLink]:
    """Return the links, images and reference definitions of an article's file; what is in code or a comment is none."""
    if not any(sign in text for sign in SIGNS):
        return []
    body_line = body_line or body_line_of(text)
    found = list(_markdown_links(text, body_line))
    has_others, may_hide = any(sign in text for sign in SIGNS[2:]), may_have_hidden_parts(text)
    if not (has_others or (found and may_hide)):
        return found
    visible = visible_text(text, body_line)
    found = sorted([*found, *_other_links(visible)] if has_others else found)
    hidden = find_hidden_parts(text, visible) if found and may_hide else []
    return [link for link in found if not _is_within(link.start, hidden)]


def _markdown_links(text: str, body_line: int) -> Iterator[FormedLink]:
    """Yield the links, images and reference definitions of markdown, by place."""
    for link in sorted(find_links(text, body_line)):
        # To look back as far as the beginning would read the page once for each of its links
        is_image = bool(IMAGE.search(text, max(0, link.start - 500), link.start))
        yield FormedLink(start=link.start, destination=link.destination, form=LinkForm.markdown, is_image=is_image)


def _is_within(place: int, spans: list[tuple[int, int]]) -> bool:
    """Tell whether a place is within one of some spans, which are sorted."""
    number = bisect_right(spans, (place, place)) - 1
    return number >= 0 and spans[number][0] <= place < spans[number][1]


def _other_links(text: str) -> Iterator[FormedLink]:
    """Yield the links of a text without code that are none of markdown's."""
    if "<a" in text or "<img" in text.lower() or "<A" in text:
        for match in HTML.finditer(text):
            group = str(match.lastgroup)
            is_image = match["tag"].lower() == "img"
            yield FormedLink(start=match.start(group), destination=match[group], form=LinkForm.html, is_image=is_image)
    for match in WIKI.finditer(text) if "[[" in text else ():
        name = match["name"].rstrip()
        is_definition = text[match.end() : match.end() + 1] == ":" and text[max(0, match.start() - 1) : match.start()] in ("", "\n")
        if name and not is_definition:
            file = name.partition("#")[0].lower()
            is_image = bool(match["embed"] and FILE.search(file)) and not file.endswith(PAGE_SUFFIXES)
            yield FormedLink(start=match.start("name"), destination=name, form=LinkForm.wiki, is_image=is_image)
    for form, pattern in TEMPLATES if "{{" in text or "{%" in text else ():
        for match in pattern.finditer(text):
            is_image = bool(IMAGE_TAG.search(text, max(0, match.start() - 500), match.start()))
            yield FormedLink(start=match.start("name"), destination=match["name"], form=LinkForm(form), is_image=is_image)
