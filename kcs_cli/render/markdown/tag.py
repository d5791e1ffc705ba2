"""The HTML that a markdown text has: tags a reader's browser would know stay, all others are words of the text."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from html import escape, unescape

from kcs_cli.render.markdown.element import GIVEN, KNOWN, LINKED, OPEN_ENDED, SHOWN
from kcs_cli.render.markdown.shortcode import FLAVOUR

LONGEST = 2_000  # characters of an attribute in quotes: one that is never closed is not looked for to the end
MARK = re.compile(
    rf"<!--|</?(?P<name>[A-Za-z][\w:.-]*+)(?P<attributes>(?:[^<>\"']|\"[^\"]{{0,{LONGEST}}}+\"|'[^']{{0,{LONGEST}}}+')*+)>"
)
ATTRIBUTE = re.compile(r"([A-Za-z_:@][\w:.@-]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))?")
UNSEEN = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "svg")}
BARE = frozenset("br hr wbr".split())  # are tags without attributes, too
COMMENT = "comment"


def closed_names(source: str) -> frozenset[str]:
    """Return the names of the elements that a text ends somewhere."""
    return frozenset(name.lower() for name in re.findall(r"</([A-Za-z][\w:.-]*+)", source))


def known_html(source: str, closed: Container[str], unseen: Counter[str]) -> str:
    """Return HTML with the elements that are known; other tags as words, what nobody sees counted and left out.

    A tag that is never ended, and one without attributes that makes no sense without, is a placeholder: `<title>`.
    """
    parts, place = list[str](), 0
    ends = _last_ends(source)
    for mark in MARK.finditer(source):
        if mark.start() < place:
            continue
        parts.append(_words(source[place : mark.start()]))
        end = _end_of_unseen(source, mark, ends)
        if end:
            unseen[(mark["name"] or COMMENT).lower()] += 1
        else:
            parts.append(_tag(mark, closed))
        place = end or mark.end()
    return "".join([*parts, _words(source[place:])])


def _last_ends(source: str) -> Mapping[str, int]:
    """Return where the last comment, script, style and drawing end; -1 for none."""
    ends = {name: max((end.start() for end in pattern.finditer(source)), default=-1) for name, pattern in UNSEEN.items()}
    return {COMMENT: source.rfind("-->"), **ends}


def _end_of_unseen(source: str, mark: re.Match[str], ends: Mapping[str, int]) -> int:
    """Return where a comment, script, style or drawing ends that begins at a mark; 0 for another mark, and one left open."""
    name = (mark["name"] or COMMENT).lower()
    if mark[0].startswith("</") or ends.get(name, -1) < mark.end():
        return 0
    if name == COMMENT:
        return source.index("-->", mark.end()) + len("-->")
    end = UNSEEN[name].search(source, mark.end())
    return end.end() if end else 0


def _words(text: str) -> str:
    """Return the text between two tags, so that nothing in it is one; entities stay."""
    safe = text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return FLAVOUR.sub(lambda match: match[2], safe) if "[!" in safe else safe


def _tag(mark: re.Match[str], closed: Container[str]) -> str:
    """Return a tag with the attributes that a reader needs, or as words."""
    name = (mark["name"] or "").lower()
    is_end = mark[0].startswith("</")
    given = dict(_attributes(mark["attributes"] or ""))
    if name not in KNOWN or (not is_end and _is_placeholder(name, given, closed)):
        return escape(mark[0])
    if name in LINKED and (address := given.get(LINKED[name])):
        return f'<a href="{escape(address)}">{escape(address)}</a>'
    if name not in SHOWN:
        return ""
    if is_end:
        return f"</{name}>"
    kept = "".join(f' {key}="{escape(value)}"' for key, value in given.items() if not key.startswith("on"))
    return f"<{name}{kept}>"


def _is_placeholder(name: str, given: Mapping[str, str], closed: Container[str]) -> bool:
    """Tell whether a tag is written for something to be filled in: `cp <source> <object>`."""
    if name in BARE or name in OPEN_ENDED:
        return False
    return name not in closed and not (name in GIVEN and given)


def _attributes(source: str) -> Iterator[tuple[str, str]]:
    """Yield the attributes of a tag, each the first time."""
    seen = set[str]()
    for match in ATTRIBUTE.finditer(source):
        name = match[1].lower()
        if name not in seen:
            seen.add(name)
            yield name, unescape(match[2] or match[3] or match[4] or "")
