"""Links from one article to another: where a markdown text has them, and the same text with some leading elsewhere."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from enum import StrEnum
from io import StringIO
from itertools import chain
from posixpath import dirname, join, normpath, relpath
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote, unquote

from kcs_cli.article.front_matter import UnclosedFrontMatterError, split
from kcs_cli.article.section import is_block_start
from kcs_cli.files.markdown_file import is_markdown
from kcs_cli.text.display import unix

LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
FENCE = re.compile(r"(?P<lead>[ \t>]*+(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*+)(?P<mark>`{3,}+|~{3,}+)(?P<info>[^\r\n]*+)")
BACKTICKS = re.compile(r"(?<![\\`])(?P<escapes>\\*+)(?P<run>`++)")
ANGLED = r"<(?P<angled>[^<>\r\n]*+)>"
IN_LINE, DEFINED = "](", "]:"
INLINE = re.compile(
    rf"\](?<!\\\])\(\s*+(?:{ANGLED}|(?P<bare>(?!<)(?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\])*+\))++))(?=[\s)])", re.DOTALL
)
DEFINITION = re.compile(
    rf"(?:^|(?<=[\r\n]))[ \t>]*+\[(?!\^)(?:\\.|[^]\\\r\n]){{1,999}}+\]:\s*+(?:{ANGLED}|(?P<bare>[^\s<]\S*+))(?=\s|$)"
)
QUICK = re.compile(r"\]\(\s*<?([^\s<>()#?:]+)")
QUICK_WIKI = r"\[\[([^\[\]|#\r\n]+?)\\?[\]|#]"
QUICK_HTML = r"href=[\"']([^\"'#?:<>\s]+)"
UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0<>()\[\]\\%#?:&`\"|\u2000-\u200f\u2028-\u202f\u3000\ufeff]")
UNSAFE_ANGLED = re.compile(r"[\x00-\x1f\x7f-\xa0<>\\%#?:&`|\u200b-\u200f\u2028-\u202e\ufeff]")


class LinkForm(StrEnum):
    """How a link is written; `name`: a site looks for what is named so, `root`: what is named begins at the root."""

    markdown = "markdown"
    html = "html"
    wiki = "wiki"
    name = "name"
    root = "root"


class Link(NamedTuple):
    """Where a link's destination stands in a text, as it is written; `is_angled`: between `<` and `>`."""

    start: int
    end: int
    destination: str
    is_angled: bool
    form: LinkForm = LinkForm.markdown


def count_links(
    bodies: Iterable[tuple[str, str]],
    names: Mapping[str, str],
    paths: Container[str],
    lead: Callable[[str, str], str] | None = None,
) -> Counter[str]:
    """Return how many articles, each its path and text, link to each other one of some `paths`.

    `names` are ids, case-folded, with their paths; `lead` tells where the site has what is neither id nor path.

    A quick look, for an estimate: links in code count, too.
    """
    found: Counter[str] = Counter()
    for path, body in bodies:
        destinations = {unquote(link) for link in QUICK.findall(body)}
        destinations.update(
            re.findall(QUICK_WIKI, body) if "[[" in body else (), re.findall(QUICK_HTML, body) if "href" in body else ()
        )
        led = set[str]()
        for link in destinations:
            target = destination_path(link, path) if is_markdown(link) else names.get(link.casefold(), "")
            led.add(target if target in paths or lead is None else lead(link, path))
        found.update(target for target in led if target in paths and target != path)
    return found


def find_links(text: str, body_line: int = 0) -> Iterator[Link]:
    """Yield the destinations of links, images and reference definitions in the body of an article's file.

    `body_line` is where the body begins; 0 where that is to be found.
    """
    patterns = [pattern for sign, pattern in ((IN_LINE, INLINE), (DEFINED, DEFINITION)) if sign in text]
    if not patterns:
        return
    for start, end in _blocks(text, body_line or body_line_of(text)):
        block = text[start:end]
        if IN_LINE not in block and DEFINED not in block:
            continue  # most have none, and there are many
        plain = without_code(block)
        for found in chain.from_iterable(pattern.finditer(plain) for pattern in patterns):
            group = "bare" if found["angled"] is None else "angled"
            yield Link(start + found.start(group), start + found.end(group), found[group], group == "angled")


def body_line_of(text: str) -> int:
    """Return the line on which the body begins; of a file with its front matter broken, the first."""
    try:
        return split(unix(text.removeprefix("\ufeff"))).body_line
    except UnclosedFrontMatterError:
        return 1


def visible_text(text: str, body_line: int) -> str:
    """Return the body of an article's file with code blotted out, every other character in its place."""
    parts, end = list[str](), 0
    for start, stop in _blocks(text, body_line):
        parts += ["\n" * (start - end), without_code(text[start:stop])]
        end = stop
    return "".join(parts)


def _blocks(text: str, body_line: int) -> Iterator[tuple[int, int]]:
    """Yield where each run of lines stands that a link or code may reach across: a paragraph, a list's entry."""
    start = end = 0
    for _, place, line in lines_outside_fences(text, body_line):
        if place != end or is_block_start(line):
            yield start, end
            start = place
        end = place + len(line)
    yield start, end


def lines_outside_fences(text: str, body_line: int) -> Iterator[tuple[int, int, str]]:
    """Yield the lines that are no fenced code, also within lists and quotes: their numbers, places, and texts with ends."""
    fence: re.Match[str] | None = None
    end = 0
    for number, line in enumerate(StringIO(text, newline=""), 1):
        start, end = end, end + len(line)
        if number < body_line:
            continue
        if fence and ">" in fence["lead"] and line.lstrip()[:1] != ">":
            fence = None  # the quote is over
        mark = FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence is None and mark and ("~" in mark["mark"] or "`" not in mark["info"]):
            fence = mark
        elif fence is None:
            yield number, start, line
        elif mark and mark["mark"].startswith(fence["mark"]) and not mark["info"].strip():
            fence = None


def without_code(text: str) -> str:
    """Return a block with its code in lines blotted out, as long as it was."""
    if "`" not in text:
        return text
    starts: dict[int, list[int]] = {}
    runs = list(BACKTICKS.finditer(text))
    for run in runs:
        starts.setdefault(len(run["run"]), []).append(run.start("run"))
    parts, end = [], 0
    for run in runs:
        same, start = starts[len(run["run"])], run.start("run")
        following = bisect_right(same, start)
        if start >= end and len(run["escapes"]) % 2 == 0 and following < len(same):
            close = same[following] + len(run["run"])
            parts += [text[end:start], "`" * (close - start)]
            end = close
    return "".join([*parts, text[end:]])


def destination_path(destination: str, path: str) -> str:
    """Return the path from the root that a destination in the file of a path means."""
    if destination.startswith("//") or "\0" in destination:
        return ""  # another host
    return normpath(destination.lstrip("/") if destination[0] == "/" else normalize("NFC", join(dirname(path), destination)))


def in_style(destination: str, path: str, new_path: str) -> str:
    """Return the destination for another file, from the root or from the linking file as the one it replaces."""
    if destination.startswith("/"):
        return f"/{new_path}"
    # Both from `/`: of relative paths relpath would ask in which folder kcs was called
    new = relpath(f"/{new_path}", f"/{dirname(path)}")
    return f"./{new}" if destination.startswith("./") and not new.startswith("../") else new


def encode(destination: str, link: Link, written: str) -> str:
    """Write a destination so that it is read back: by percent where it must be, or where the link was written so."""
    if "%" in written and not destination.isascii():
        return quote(destination)
    safe = (UNSAFE_ANGLED if link.is_angled else UNSAFE).sub(lambda found: quote(found[0], safe=""), destination)
    return safe.replace("'", "%27") if link.form is LinkForm.html else safe
