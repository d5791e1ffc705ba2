"""`raw-html`: HTML that runs in the reader's browser: scripts, foreign pages, event handlers, links that are programs."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from urllib.parse import unquote

from kcs_cli.article.component import without_blocks, without_components
from kcs_cli.files.markdown_file import is_mdx
from kcs_cli.knowledge_base.config import SiteKind
from kcs_cli.lint.engine.page import Page
from kcs_cli.lint.engine.rule import Example, Options, Rule, Severity, Spot
from kcs_cli.lint.engine.value_place import value_text
from kcs_cli.lint.engine.world import World

SIGNS = ("<script", "<iframe", "<frameset", "<object", "<embed", "<applet", "script:", "data:text/html")
ELEMENT = r"(?i)script|iframe|frameset|object|embed|applet"
TAG = r"(?<!\\)<([A-Za-z][A-Za-z0-9-]*+)((?:[\s/][^<>]*+)?)>?"
# What search engines read of a page; of two `type` the first counts
DATA_SCRIPT = r"(?i)\s+type\s*=\s*([\"']?)application/(?:ld\+)?json\1(?:\s|\Z)"
HANDLER = r"(?i)[\s\"'/](on[a-z]{3,24})\s{0,9}="
ATTRIBUTE = r"=\s{0,9}[\"']?([^\"'<>]{1,100})"
AUTOLINK = r"<([A-Za-z]{4,10}:[^\s<>]{1,100})>"
PROGRAM = r"(?i)(?:javascript|vbscript):|data:text/html"
# One that is left open goes as far as the end, as in a browser; in the other rules it is none
COMMENT = r"<!--(?:(?!-->)[\s\S])*+(?:-->|\Z)"
LIST_ITEM = r"\s*(?:[-*+]|\d{1,9}[.)])\s"


def check(page: Page, _: World, __: Options) -> Iterator[Spot]:
    """Find what runs, outside code and comments."""
    if not _has_sign(page.text):
        return
    for link in page.links:
        if _is_program(link.destination):
            yield Spot(link.line, f"A link is a program: {value_text(link.destination)}", link.column, len(link.destination))
    lines = dict(_lines_of_html(page))
    if is_mdx(page.path):  # components are programs of the site, and no HTML
        lines = dict(zip(lines, without_components("\n".join(lines.values())).split("\n"), strict=True))
    if page.config.site.kind is SiteKind.vuepress:  # as are blocks of a component
        kept = without_blocks(page.parts.body).split("\n")
        lines = {number: line if kept[number - page.parts.body_line] else "" for number, line in lines.items()}
    text = re.sub(COMMENT, lambda found: re.sub(r"[^\n]", " ", found[0]), "\n".join(lines.values()))
    starts = list(accumulate((len(line) + 1 for line in lines.values()), initial=0))
    numbers = list(lines)
    known = {(link.line, link.column) for link in page.links}
    for place, length, message in sorted(_running(text)):
        at = bisect_right(starts, place) - 1
        line, column = numbers[at], place - starts[at] + 1
        if (line, column) not in known:
            yield Spot(line, message, column, length)


def _has_sign(text: str) -> bool:
    """Tell whether something may run: a quick look."""
    lower = text.lower()
    return (
        any(sign in lower for sign in SIGNS)
        or "&#" in text
        or ("<" in text and "=" in text and bool(re.search(HANDLER, text)))
    )


def _lines_of_html(page: Page) -> Iterator[tuple[int, str]]:
    """Yield the lines outside code, those of indented code empty; in a list, an indented line is no code."""
    is_code = is_list = False
    before = ""
    for number, line in page.prose.items():
        if line.strip() and line.startswith(("    ", "\t")):
            is_code = not is_list and (is_code or not before.strip())
        elif line.strip():
            is_code = False
            is_list = bool(re.match(LIST_ITEM, line)) or (is_list and (line[0] in " \t" or bool(before.strip())))
        yield number, "" if is_code else line
        before = line


def _running(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where something runs, over how many characters, and what is to be said."""
    for tag in re.finditer(TAG, text):
        if re.fullmatch(ELEMENT, tag[1]) and not (tag[1].lower() == "script" and re.match(DATA_SCRIPT, tag[2])):
            yield (
                tag.start(),
                len(tag[1]) + 1,
                f"<{tag[1].lower()}> runs in the reader's browser; remove it, or show it as code",
            )
            continue
        for handler in re.finditer(HANDLER, tag[2]) if "=" in tag[2] else ():
            name = handler[1]
            yield tag.start(2) + handler.start(1), len(name), f"{name} runs a program in the reader's browser; remove it"
        for value in re.finditer(ATTRIBUTE, tag[2]):
            if _is_program(value[1]):
                yield tag.start(2) + value.start(1), len(value[1]), f"A link is a program: {value_text(value[1])}"
    for link in re.finditer(AUTOLINK, text):
        if _is_program(link[1]):
            yield link.start(1), len(link[1]), f"A link is a program: {value_text(link[1])}"


def _is_program(destination: str) -> bool:
    """Tell whether a browser runs a link's destination: it drops blanks and reads what is written by number."""
    from html import unescape

    begin = unquote(unescape(destination[:100]))
    return bool(re.match(PROGRAM, re.sub(r"[\x00-\x20]", "", begin)))


RULE = Rule(
    name="raw-html",
    group="safety",
    severity=Severity.error,
    reason="What runs in an article runs with the rights of everybody who reads it.",
    good=Example("## Resolution\n\nPress <kbd>Reset</kbd>, or add `<script>` to the page.\n"),
    bad=Example("## Resolution\n\n<img src=x onerror=alert(1)>\n\n[Reset](javascript:reset()) <script>reset()</script>\n"),
    check=check,
)
