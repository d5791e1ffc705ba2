"""HTML as a tree: read as browsers read it, and safe, by nh3."""

import re
from html.parser import HTMLParser
from typing import NamedTuple

from kcs_cli.render.markdown.element import INLINE, SHOWN
from kcs_cli.text.display import plain

DEEPEST = 40  # elements within each other; deeper ones are read as if they were not there
ADDRESSES = re.compile(r' (?:href|src)="')
ADDRESS = "data-address"  # of a link or an image: as it is written, for nh3 drops one that is none to a browser
VOID = frozenset("br hr img wbr input".split())
KEPT = {
    "*": {"class"}, "a": {ADDRESS, "title"}, "img": {ADDRESS, "alt", "title"}, "abbr": {"title"}, "ol": {"start"},
    "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "input": {"type", "checked", "value", "placeholder"},
}  # fmt: skip


class Element(NamedTuple):
    """An element: its tag, its attributes, what is in it."""

    tag: str
    attributes: dict[str, str]
    children: list["Element | str"]

    @property
    def is_inline(self) -> bool:
        """Tell whether it stands in a line, and has nothing in it that does not."""
        return self.tag in INLINE and all(isinstance(child, str) or child.is_inline for child in self.children)

    @property
    def classes(self) -> list[str]:
        """Return its classes."""
        return self.attributes.get("class", "").split()

    def text(self) -> str:
        """Return its text, with the ends of lines in it, and what its images show."""
        parts, todo = list[str](), list[Element | str]((self,))
        while todo:
            part = todo.pop()
            if isinstance(part, str):
                parts.append(part)
            else:
                parts.append("\n" if part.tag == "br" else part.attributes.get("alt", ""))
                todo += reversed(part.children)
        return "".join(parts)


def read_tree(html: str) -> Element:
    """Read HTML: elements are balanced, programs are gone, texts are harmless on a terminal."""
    import nh3

    written = ADDRESSES.sub(f' {ADDRESS}="', html)
    builder = _Builder()
    builder.feed(nh3.clean(written, tags=set(SHOWN), clean_content_tags=set(), attributes=KEPT, link_rel=None))
    builder.close()
    return builder.open[0]


class _Builder(HTMLParser):
    """Builds the tree of HTML that is balanced."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("body", {}, [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add an element."""
        element = Element(tag, {name: plain(value or "") for name, value in attrs}, [])
        if tag in VOID:
            self.open[-1].children.append(element)
        elif len(self.open) > DEEPEST:
            self.open.append(self.open[-1])
        else:
            self.open[-1].children.append(element)
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        """Add text."""
        self.open[-1].children.append(plain(data))
