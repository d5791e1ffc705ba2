"""The parts of an article that only those see who answer customers: sections, and what stands between two comments.

Everything in doubt is such a part. A mark counts wherever it stands, in code as well; one that is not closed reaches to the
end. A section ends where every reader would see the next heading of its depth, and nowhere else.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import unescape
from itertools import accumulate
from typing import NamedTuple

from kcs_cli.article.link import without_code
from kcs_cli.article.section import find_headings
from kcs_cli.knowledge_base.config import ChannelConfig
from kcs_cli.text.display import on_one_line

NOBODY_SEES = r"[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]"  # may stand between two letters of a word
CONTAINER = r"[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t>]++)*+"  # quotes and lists that a heading stands in
HASHES = re.compile(rf"{CONTAINER}(?P<level>#{{1,6}})(?P<words>[^\n]*)")
UNDERLINE = re.compile(r"[ \t>]*+(?P<sign>=+|-+)[ \t]*$")
TAG = re.compile(
    r"<(?P<tag>h(?P<level>[1-6])|summary)\b[^<>]*>(?P<words>.{0,300}?)</(?P=tag)\s*>", re.IGNORECASE | re.DOTALL
)
COMMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|\{%-?\s*+comment\b.*?(?:\{%-?\s*+endcomment\s*+-?%\}|\Z)|\{\{-?\s*+/\*.*?(?:\*/\s*+-?\}\}|\Z)"
    r"|^ {0,3}\[(?://|comment)\]:[^\n]*$",
    re.DOTALL | re.IGNORECASE | re.MULTILINE,
)  # of HTML, of Jekyll and Liquid, of Hugo, and the definition that no link uses: `[//]: # (so)`
BEGINS_COMMENT = re.compile(r"<!--|\{%-?\s*+comment|\{\{-?\s*+/\*|\[(?://|comment)\]:", re.IGNORECASE)
NO_WORDS = re.compile(r"<!--.{0,300}?-->|<[^<>]*>|\]\([^()]*\)|\{[^{}]*\}\s*$|[*_`~\\#]", re.DOTALL)
DEEPEST = 6  # level of what ends at any heading
Span = tuple[int, int]


class OpenPart(NamedTuple):
    """A mark without its other half, or a comment without its end; `kind` is begin, end or comment."""

    start: int
    end: int
    kind: str


def without_internal(text: str, config: ChannelConfig) -> str:
    """Return a body without its internal parts and comments; what is left has none when it is read anew, either."""
    while True:
        marked = _marked(text, config)[0]
        spans = [*marked, *_sections(text, config.internal_sections, marked)] or _comments(text)
        if not spans:
            return text
        text = _cut(text, spans)


def find_open_parts(text: str, config: ChannelConfig) -> list[OpenPart]:
    """Return the marks that miss their other half, and the comment that does not end."""
    single = _marked(text, config)[1]
    if text.rfind("<!--") < max(text.rfind("-->"), 0):  # a quick look: whatever begins ends
        return sorted(single)
    last = max(
        (s for s, end in _comments(text) if text.startswith("<!--", s) and not text[:end].endswith("-->")), default=-1
    )
    if last >= 0 and not any(part.start == last for part in single):
        single.append(OpenPart(last, last + len("<!--"), "comment"))
    return sorted(single)


def _cut(text: str, spans: Iterable[Span]) -> str:
    """Return a text without some of it."""
    parts, place = list[str](), 0
    for start, end in sorted(spans):
        parts.append(text[place : max(place, start)])
        place = max(place, end)
    return "".join([*parts, text[place:]])


@cache
def _marks(words: Sequence[str]) -> re.Pattern[str]:
    """Return what finds a mark: a begin however it is written, also with dashes that were hyphens; a tidy end."""
    names = "|".join(f"{NOBODY_SEES}*".join(map(re.escape, word)) for word in words if word)
    if not names:
        return re.compile(r"(?!)")
    begin = rf"<\s*!(?:[-–—\s]|{NOBODY_SEES})*+(?P<begin>{names})(?![A-Za-z0-9_])"
    return re.compile(rf"{begin}|<!--+\s*/\s*(?:{names})\s*--+>", re.IGNORECASE)


def _marked(text: str, config: ChannelConfig) -> tuple[list[Span], list[OpenPart]]:
    """Return what stands between marks, and the marks that miss their other half: all before or after them is internal."""
    spans, single, open = list[Span](), list[OpenPart](), list[re.Match[str]]()
    for mark in _marks(config.internal_marks).finditer(text):
        if mark["begin"]:
            open.append(mark)
        elif not open:
            spans.append((0, mark.end()))
            single.append(OpenPart(*mark.span(), "end"))
        elif (begin := open.pop()) and not open:
            spans.append((begin.start(), mark.end()))
    single += [OpenPart(*mark.span(), "begin") for mark in open]
    return [*spans, *[(mark.start(), len(text)) for mark in open[:1]]], single


def _sections(text: str, names: Sequence[str], marked: Sequence[Span]) -> list[Span]:
    """Return the sections with such a heading, each with what is below it; a heading between marks ends none."""
    lines = text.split("\n")
    begins = list(_looks_internal(lines, text, _names(names)))
    if not begins:
        return []
    from kcs_cli.render.markdown.parser import read_outline

    outline = read_outline(text)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    known = {heading.line for heading in find_headings(lines)}
    inside = {line for line in known if any(start <= starts[line] < end for start, end in marked)}
    ends = sorted((line, level) for line, level in outline.headings.items() if line in known - inside)

    opened = [0] * len(lines)
    for line, number in outline.parts:
        opened[line] += number
    depths = list(accumulate(opened, initial=0))  # of parts of a page that are open where a line begins

    def end_of(begin: int, level: int) -> int:
        for line, other in ends:
            if line > begin and other <= level and depths[line] <= depths[begin + 1]:
                return starts[line]
        return len(text)

    # In code `# internal` is a comment, `## Internal` more likely a section below a fence that was meant to be closed
    return [
        (starts[line], end_of(line, level))
        for line, level in begins
        if level > 1 or line in known or line not in outline.code
    ]


def _looks_internal(lines: Sequence[str], text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the lines, with their levels, that may be a heading of an internal section, whatever they stand in."""
    for number, (line, below) in enumerate(zip(lines, (*lines[1:], ""), strict=True)):
        if (mark := HASHES.match(line)) and _is_named(mark["words"], names):
            yield number, len(mark["level"])
        elif (rule := UNDERLINE.match(below)) and _is_named(re.sub(f"^{CONTAINER}", "", line), names):
            yield number, 1 if rule["sign"][0] == "=" else 2
    for tag in TAG.finditer(text):
        if _is_named(tag["words"], names):
            yield text.count("\n", 0, tag.start()), int(tag["level"] or DEEPEST)


@cache
def _names(names: Sequence[str]) -> frozenset[str]:
    """Return names of sections as they are compared."""
    return frozenset(filter(None, map(_bare, names)))


def _is_named(heading: str, names: frozenset[str]) -> bool:
    """Tell whether a heading is such a name, or has it beside a colon, dash, comma or bracket: `Steps (internal)`."""
    words = unicodedata.normalize("NFKC", re.sub(NOBODY_SEES, "", NO_WORDS.sub("", unescape(heading))))
    return any(_bare(part) in names for part in (words, *re.split(r"[:;,()\[\]{}|–—]|\s-+\s", words)))


def _bare(words: str) -> str:
    """Return words as they are compared: lower case, without numbers before them and signs around them."""
    return on_one_line(re.sub(r"^[\W\d_]+|[\W_]+$", "", unicodedata.normalize("NFKC", words))).casefold()


def _comments(text: str) -> list[Span]:
    """Return the comments of a text; in code they are code, unless a page would hide them all the same."""
    if not BEGINS_COMMENT.search(text):
        return []
    from kcs_cli.render.markdown.parser import read_outline

    outline = read_outline(text)
    lines = [re.sub(r"[^\n]", "`", line) if n in outline.code else line for n, line in enumerate(text.split("\n"))]
    prose = "".join(without_code(part) for part in re.split(r"(\n[ \t>]*\n)", "\n".join(lines)))
    found = list(COMMENT.finditer(prose)) or (list(COMMENT.finditer(text)) if outline.comments else [])
    return [comment.span() for comment in found]
