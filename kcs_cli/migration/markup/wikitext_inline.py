"""What is in a line of wikitext, as HTML: links, pictures, bold and italic; categories are noted."""

import re
from collections.abc import Callable, Collection
from html import escape
from typing import NamedTuple

MOST_LINKS_INSIDE = 4  # links in the words of pictures
TAGS = (
    "abbr|b|big|blockquote|br|center|cite|code|dd|del|dfn|div|dl|dt|em|h[1-6]|hr|i|ins|kbd|li|mark|ol|p|pre|q|s|samp|small|"
    "span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul|var|wbr"
)
UNSAFE = rf"(?i)<(?!/?(?:{TAGS})\b[^<>]*>)|&(?!(?:[a-z][a-z0-9]{{1,31}}|#\d{{1,7}}|#x[0-9a-f]{{1,6}});)"
LINK = r"\[\[([^\[\]|\n]{1,400})(?:\|([^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*))?\]\](\w*)"
OUTSIDE = r"\[((?:https?:|ftp:|mailto:)?//[^\s\[\]<>]+|mailto:[^\s\[\]<>]+)(?:[ \t]+([^\[\]\n]*))?\]"
STRONG = ((r"'{5}(.+?)'{5}", r"<b><i>\1</i></b>"), (r"'{3}(.+?)'{3}", r"<b>\1</b>"), (r"'{2}(.+?)'{2}", r"<i>\1</i>"))
LOOKS = r"thumb|thumbnail|frame|frameless|border|left|right|center|none|mini|miniatur|\d*(?:x\d+)?px|upright.*|\w+=.*"


class WikiNames(NamedTuple):
    """What a wiki calls its kinds of pages, in lower case, and where its pages lead."""

    files: Collection[str]
    categories: Collection[str]
    others: Collection[str]
    lead: Callable[[str], str]


class InlineWriter:
    """Writes the lines of one page, and notes the categories that they put it in."""

    def __init__(self, names: WikiNames) -> None:
        self.names = names
        self.categories: list[str] = []

    def html(self, text: str) -> str:
        """Return what is in a line: links, bold, italic; tags that no wiki knows are characters."""
        text = re.sub(UNSAFE, lambda found: escape(found[0]), text)
        for _ in range(MOST_LINKS_INSIDE):
            text, links = re.subn(LINK, self._link, text)
            if not links:
                break
        text = re.sub(OUTSIDE, _outside, text)
        for pattern, html in STRONG:
            text = re.sub(pattern, html, text)
        return text

    def _link(self, found: re.Match[str]) -> str:
        """Return a link, or the picture that it is; a category is noted, and shown nowhere."""
        target, words = found[1].strip(), found[2]
        space, colon, name = target.partition(":")
        kind = space.strip().casefold() if colon else ""
        if kind in self.names.files:
            return self._picture(name.strip(), words or "")
        if kind in self.names.categories:
            self.categories.append(name.strip().replace("_", " "))
            return found[3]
        if re.fullmatch(r"[a-z]{2,3}(?:-[a-z]+)?", kind) and kind not in self.names.others and words is None:
            return found[3]  # the same page in another wiki, of another language
        target = target.lstrip(":")
        label = (words if words is not None and words.strip() else target) + found[3]
        page, _, anchor = target.partition("#")
        href = (self.names.lead(page) if page else "") + (f"#{anchor.strip().replace(' ', '_')}" if anchor else "")
        return f'<a href="{escape(href)}">{label}</a>'

    def _picture(self, name: str, words: str) -> str:
        """Return a picture with its words: of all that is said of it, the last that says nothing of its looks."""
        said = [part.strip() for part in words.split("|") if part.strip() and not re.fullmatch(LOOKS, part.strip())]
        alt = re.sub(r"<[^>]*>|'{2,5}", "", said[-1]) if said else name
        return f'<img src="{escape(name.replace(" ", "_"))}" alt="{escape(alt)}">'


def _outside(found: re.Match[str]) -> str:
    """Return a link to another site."""
    href = found[1].replace('"', "%22")
    return f'<a href="{href}">{found[2] or href}</a>'
