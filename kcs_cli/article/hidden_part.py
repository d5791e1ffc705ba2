"""What of a text no reader sees as text: comments, and code that is not fenced."""

import re
from collections.abc import Iterator

OPENERS = (  # texts: most pages have none, and to compile an expression costs a millisecond
    r"(?i)<!--|%%|\{/\*|<(?P<tag>pre|code|script|style)\b[^<>\n]{0,300}>|\{%-?\s*(?P<block>comment|highlight|raw)\b"
    r"|\{\{[<%]\s*(?P<shortcode>highlight|code-toggle|code|mermaid)\b"
)
CLOSERS = {"<!--": "-->", "%%": "%%", "{/*": "*/}"}
SIGNS = (("<", ("<!--", "<pre", "<code", "<script", "<style")), ("%", ("%%", "{%", "{{%")), ("{", ("{/*", "{{<")))
ENTRY = (  # of a list, with what of it begins the line; a block that indents what is in it
    r"\s*(?P<mark>(?:[-*+>]|\d{1,9}[.)]|\([0-9a-z]\))[ \t]{1,4}(?=\S))"
    r"|\s*(?P<block>!!!|\?\?\?|===|:::|\[\^|:\s|\{\{|[-*+]\s|\d{1,9}[.)]\s)"
)


def may_hide(text: str) -> bool:
    """Tell whether a text has the sign of a comment or of a block of code: most have none, and to look costs time."""
    return any(first in text and any(sign in text for sign in signs) for first, signs in SIGNS)


def is_indented(text: str, place: int) -> bool:
    """Tell whether the line that a place is on begins as one of code may."""
    begin = text.rfind("\n", 0, place) + 1
    return text.startswith(("    ", "\t"), begin)


def find_hidden_parts(text: str, visible: str) -> list[tuple[int, int]]:
    """Return the begin and end of each part of a text that is a comment or code, sorted.

    `visible` is the text with fenced code and code in lines blotted out.
    """
    return sorted([*_closed_parts(visible), *_indented_code(text)])


def _closed_parts(visible: str) -> Iterator[tuple[int, int]]:
    """Yield what stands between a sign and the one that closes it; what is left open hides nothing."""
    lower, openers = visible.lower(), re.compile(OPENERS)
    place, missing = 0, set[str]()  # a sign that is not found once would be looked for again and again
    while opener := openers.search(visible, place):
        closer = _closer_of(opener)
        end = -1 if closer in missing else lower.find(closer, opener.end())
        if end < 0:
            missing.add(closer)
            place = opener.end()
        else:
            yield opener.start(), end
            place = end + len(closer)


def _closer_of(opener: re.Match[str]) -> str:
    """Return the sign that closes what a sign opens."""
    if opener["tag"]:
        return f"</{opener['tag'].lower()}"
    if opener["block"]:
        return f"end{opener['block'].lower()}"
    return f"/{opener['shortcode'].lower()}" if opener["shortcode"] else CLOSERS[opener[0]]


def _indented_code(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines that an indent makes code: four blanks more than the list or block around them has, after a gap."""
    place, inner, is_after_gap, is_code = 0, 0, True, False
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
            is_code = indent >= inner + 4 and (is_code or is_after_gap)
            entry = None if is_code else re.match(ENTRY, line)
            if is_code:
                yield place, place + len(line)
            elif entry:
                inner = indent + (4 if entry["block"] else len(entry["mark"].expandtabs(4)))
            elif is_after_gap:
                inner = min(inner, indent)
        is_after_gap = not bare
        place += len(line)
