"""What an article is about, with its place in the file: its title, and the lines and the first sentence of its issue."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from kcs_cli.article.section import COMMENT, title_heading
from kcs_cli.knowledge_base.config import heading_roles
from kcs_cli.lint.engine.page import Page

ITEM = r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+"
MARKS = r"(?:[ \t*_#]|[-+][ \t]|\d{1,9}[.)][ \t]|<[a-zA-Z/][^<>]{0,99}>)*+"  # before the first word of a line
SENTENCE_END = r"(?<=[.!?])\s|(?<=[。！？])"


class Statement(NamedTuple):
    """Words with their place in the file: line and column from 1; lines within them are parted by line feeds."""

    line: int
    column: int
    text: str


def title_of(page: Page) -> str:
    """Return the title that somebody wrote, as a field or as a heading of the first level; nothing where there is none."""
    article = page.article
    if article is None or page.fields.get(page.name_of("title")):
        return article.title if article else ""
    heading = title_heading(article.sections, heading_roles(page.config))
    return heading.heading if heading else ""


def title_line(page: Page) -> int:
    """Return the line on which the title stands."""
    heading = title_heading(page.sections, heading_roles(page.config))
    return page.role_line("title") if page.name_of("title") else heading.line if heading else 1


def _issue_lines(page: Page) -> Mapping[int, str]:
    """Return the lines of the issue by their numbers, code (see `Page.prose`) and comments blotted out."""
    sections = page.article.sections if page.article else ()
    if not any(one.role == "issue" for one in sections):
        return {}
    ends = [*(one.line for one in sections[1:]), len(page.lines) + 1]
    spans = (range(one.line + 1, end) for one, end in zip(sections, ends, strict=False) if one.role == "issue")
    prose = page.prose
    lines = {number: prose[number] for span in spans for number in span if number in prose}
    if not lines or "<!--" not in page.parts.body:
        return lines
    text = "\n".join(lines.values())
    end = text.rfind("-->") + 3  # what is not closed is none: to look for its end everywhere would take hours
    bare = re.sub(COMMENT, lambda comment: re.sub(r"[^\n]", " ", comment[0]), text[:end]) + text[end:]
    return dict(zip(lines, bare.split("\n"), strict=True))


def paragraphs(page: Page) -> Iterator[Statement]:
    """Yield the paragraphs of the issue; an entry of a list is one."""
    first, held = 0, list[str]()
    for number, line in (*_issue_lines(page).items(), (0, "")):
        is_item = bool(re.match(ITEM, line))
        if held and (not line.strip() or is_item or number != first + len(held)):
            yield Statement(first, 1, "\n".join(held))
            held = []
        if line.strip():
            first, held = (first if held else number), [*held, line]


@lru_cache(maxsize=1)  # two rules ask, one after the other
def first_sentence(page: Page) -> Statement | None:
    """Return the first sentence of the issue, without the marks before it; None where there are no words."""
    for number, line in _issue_lines(page).items():
        start = len(line) - len(re.sub(rf"\A{MARKS}", "", line))
        if any(map(str.isalpha, line[start:])):
            return Statement(number, start + 1, re.split(SENTENCE_END, line[start:], maxsplit=1)[0].strip())
    return None


def bare(text: str) -> str:
    """Return a title as it is read: without the mark-up around its words."""
    if not re.search(r"[*`\[]", text):
        return text
    return re.sub(r"[*`]", "", re.sub(r"\[(?:![A-Z]{2,20} )?([^\[\]]*)\](?:\([^()\s]*\))?", r"\1", text))
