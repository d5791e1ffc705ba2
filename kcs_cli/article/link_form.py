"""The links of a text in every form of the makes of sites: markdown, HTML, `[[x]]`, `{{< ref "x" >}}`, `{% link x %}`."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from kcs_cli.article.hidden_part import find_hidden_parts, is_indented, may_hide
from kcs_cli.article.link import Link, LinkForm, body_line_of, find_links, visible_text

# Texts: most pages have none of these, and to compile an expression costs a millisecond
TAGS = ("<a ", "<a\n", "<A ", "<img", "<IMG")
HTML = (
    r"(?i)<(?P<tag>a|img)\b(?=[^<>]*?\s(?:href|src)\s*=\s*"
    r"(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s\"'<>{}=]+)))"
)
WIKI = r"(?<![\\\[])(?P<embed>!?)\[\[(?P<name>[^\[\]\r\n|]{1,300}?)(?:\\?\|[^\[\]\r\n]*)?\]\](?![(\[])"
TEMPLATE_SIGN = r"\{[{%][^{}\n]{0,300}?(?:ref|link|post_url|url)\b"
TEMPLATES = (
    ("name", r"\{\{[<%]\s*(?:rel)?ref\s+(?:path\s*=\s*)?[\"`']?(?P<name>[^\s\"`'<>{}]+)"),
    ("name", r"\{%-?\s*post_url\s+[\"']?(?P<name>[^\s\"'{}%]+)"),
    ("root", r"\{%-?\s*link\s+[\"']?(?P<name>[^\s\"'{}%]+)"),
    ("root", r"(?i)\{\{-?\s*(?:\$?site\.)+(?:base_?url|url)\s*(?:\|[^{}]*)?-?\}\}(?P<name>/[^\s\"'()<>{}]*)"),
    ("root", r"\{\{-?\s*[\"'](?P<name>/?[^\"'{}\s:]+)[\"']\s*\|\s*(?:relative_url|absolute_url|prepend:\s*site\.)"),
)
IMAGE = re.compile(r"!\[[^\[\]]*\]\(\s*<?$")
IMAGE_TAG = r"!\[[^\[\]]*\]\(\s*<?$|<img\b[^<>]*$"
FILE = r"\.[a-z0-9]{2,5}$"
PAGE_SUFFIXES = (".md", ".markdown", ".mdx")


class FormedLink(NamedTuple):
    """A link's destination in a text as it is written there, in which form, and whether a picture is shown."""

    start: int
    destination: str
    form: LinkForm
    is_image: bool


def formed_links(text: str, body_line: int = 0) -> list[FormedLink]:
    """Return the links, images and reference definitions of an article's file; what is in code or a comment is none."""
    body_line = body_line or body_line_of(text)
    found = list(_markdown_links(text, body_line))
    has_others = _may_have_others(text)
    if not has_others and not (found and (may_hide(text) or any(is_indented(text, link.start) for link in found))):
        return found
    visible = visible_text(text, body_line)
    if has_others:
        found = sorted([*found, *_other_links(visible)])
    hidden = find_hidden_parts(text, visible) if found else []
    return [link for link in found if not _is_within(link.start, hidden)]


def rewritable_links(text: str) -> list[Link]:
    """Return the destinations of links in every form, by place: what can be led elsewhere."""
    links = list(find_links(text))
    if _may_have_others(text):
        others = (link for link in formed_links(text) if link.form is not LinkForm.markdown)
        links += [
            Link(one.start, one.start + len(one.destination), one.destination, is_angled=False, form=one.form)
            for one in others
        ]
    return sorted(links)


def _may_have_others(text: str) -> bool:
    """Tell whether a text has the sign of a link that is not markdown's: most have none, and to look costs time."""
    if "[[" in text or ("<" in text and any(sign in text for sign in TAGS)):
        return True
    return "{" in text and bool(re.search(TEMPLATE_SIGN, text))


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
    for match in re.finditer(HTML, text):
        group = str(match.lastgroup)
        is_image = match["tag"].lower() == "img"
        yield FormedLink(start=match.start(group), destination=match[group], form=LinkForm.html, is_image=is_image)
    for match in re.finditer(WIKI, text) if "[[" in text else ():
        name = match["name"].rstrip()
        is_definition = text[match.end() : match.end() + 1] == ":" and text[max(0, match.start() - 1) : match.start()] in (
            "",
            "\n",
        )
        if name and not is_definition:
            file = name.partition("#")[0].lower()
            is_image = bool(match["embed"] and re.search(FILE, file)) and not file.endswith(PAGE_SUFFIXES)
            yield FormedLink(start=match.start("name"), destination=name, form=LinkForm.wiki, is_image=is_image)
    for form, pattern in TEMPLATES if "{{" in text or "{%" in text else ():
        for match in re.finditer(pattern, text):
            is_image = bool(re.search(IMAGE_TAG, text[max(0, match.start() - 500) : match.start()]))
            yield FormedLink(start=match.start("name"), destination=match["name"], form=LinkForm(form), is_image=is_image)
