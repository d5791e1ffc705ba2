"""HTML of a help desk or a wiki as markdown: what a reader sees is kept; what runs, looks on or decorates is not."""

import re
from collections.abc import Collection

from kcs_cli.migration.markup.destination import Lead
from kcs_cli.text.display import unix

LARGEST = 5_000_000  # characters; a page of an article has thousands
DEEPEST = 150  # tags in tags: Python's stack has room for three times as many
MOST_ROOM = 200
ROOM = re.compile(rf"(?<![ \t\r\n])[ \t\r\n]{{{MOST_ROOM},}}+")  # over which markdownify takes a time by the square
MOST_OPEN = 200  # tags of one name that are not closed: to make them sound takes a time by the square
CLOSED_BY_NEXT = {
    "p", "li", "td", "th", "tr", "dt", "dd", "tbody", "thead", "tfoot", "br", "img", "hr", "input", "option", "optgroup",
    "meta", "link", "col", "colgroup", "source", "wbr", "area", "base", "embed", "param", "track", "caption", "a", "button",
}  # fmt: skip
NO_TEXT = {"script", "style", "template", "object", "embed", "applet", "svg", "math", "canvas", "noscript", "form", "select"}
TAGS = {
    "a", "abbr", "article", "aside", "audio", "b", "blockquote", "br", "caption", "center", "cite", "code", "dd", "del",
    "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "i", "iframe", "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "s", "samp",
    "section", "small", "source", "span", "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "tt", "u", "ul", "var", "video",
}  # fmt: skip
EVERYWHERE = {"id", "class", "style", "lang", "dir", "role", "title", "data-language", "data-lang", "data-type"}
ATTRIBUTES = {
    "*": EVERYWHERE,
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height", "data-src", "hidden"},
    "iframe": {"src", "name", "width", "height"},
    "video": {"src", "poster"},
    "audio": {"src"},
    "source": {"src"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto", "tel", "ftp", "ftps", "sftp", "ssh", "sms", "callto", "data", "cid", "file"}


class UnreadableHtmlError(ValueError):
    """HTML that no reader of it was meant to see: too large, or nested too deeply."""


def as_markdown(html: str, lead: Lead = str, anchors: Collection[str] = ()) -> str:
    """Return HTML as markdown. Raise UnreadableHtmlError.

    `lead` says where an address leads; nothing: the link is only its text. `anchors` are the names within pages that
    somebody links to: of the others only those are kept that were made to be linked to.
    """
    if len(html) > LARGEST:
        raise UnreadableHtmlError(f"its text has {len(html):,} characters, at most {LARGEST:,} can be read")
    from kcs_cli.migration.markup.page_converter import PageConverter

    if _most_open(html) > MOST_OPEN:
        raise UnreadableHtmlError(f"its text has more than {MOST_OPEN:,} tags that are not closed")
    clean = _cleaned(html)
    if _depth(clean) > DEEPEST:
        raise UnreadableHtmlError(f"its text has more than {DEEPEST} tags in tags")
    return _tidied(PageConverter(lead, frozenset(anchors)).convert(clean))


def _most_open(html: str) -> int:
    """Return how many tags of one name are open at the same time, of those that may stand in each other."""
    most, depths = 0, dict[str, int]()
    for tag in re.finditer(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})", html):
        name = tag[2].lower()
        if name not in CLOSED_BY_NEXT:
            depths[name] = depth = max(0, depths.get(name, 0) + (-1 if tag[1] else 1))
            most = max(most, depth)
    return most


def _cleaned(html: str) -> str:
    """Return HTML as a browser reads it, without what runs."""
    import nh3

    return nh3.clean(
        ROOM.sub(_shortened, html.replace("\0", "")), tags=TAGS, clean_content_tags=NO_TEXT, attributes=ATTRIBUTES,
        url_schemes=SCHEMES, link_rel=None,
    )  # fmt: skip


def _shortened(room: re.Match[str]) -> str:
    """Return the beginning of white space without end."""
    return room[0][:MOST_ROOM]


def _depth(html: str) -> int:
    """Return how many tags stand in each other at most, of HTML that is sound."""
    deepest = depth = 0
    for tag in re.finditer(r"<(/?)([a-z][a-z0-9]*)", html):
        if tag[2] not in ("br", "hr", "img", "source"):
            depth += -1 if tag[1] else 1
            deepest = max(deepest, depth)
    return deepest


def _tidied(markdown: str) -> str:
    """Return markdown with at most one empty line between blocks, and no blanks at the ends of lines but for breaks."""
    lines = [line.rstrip() + ("  " if line.endswith("  ") and line.strip() else "") for line in unix(markdown).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
