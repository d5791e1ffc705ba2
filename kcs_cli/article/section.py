"""The sections of a markdown body, with their lines."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from kcs_cli.article.card import Known
from kcs_cli.article.model import Article, Section
from kcs_cli.knowledge_base.config import Config, heading_roles
from kcs_cli.text.display import fold

ATX = re.compile(r" {0,3}(#{1,6})(?=[ \t]|$)")
INDENTED = ("    ", "\t")
SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
BLOCK_START = re.compile(r"\s*(?:[-*+>|\u2029]|\d+[.)]\s|$)")
COMMENT_START = re.compile(r" {0,3}<!--")
COMMENT = r"<!--(?:(?!-->)[\s\S])*+-->"
LINK = r"(?<!!)\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])"
CODE = r"(?<!`)`{1,2}([^`]+)`{1,2}(?!`)"
STARS = r"(?<![\w*`])(\*{1,3})(?=\S)([^*`]+)\1(?![\w*])"
LOW_LINES = r"(?<![\w`])(__?)(?=[^\s_])([^_`]+)\1(?!\w)"
LONGEST = 30_000  # characters of what the index has in which a section is looked for


class Heading(NamedTuple):
    """A heading: its level, its words, the index of its line, the index of the first line after it."""

    level: int
    text: str
    line: int
    after: int


@lru_cache(4)  # of a page several ask, one after the other
def headings_of(body: str) -> tuple[Heading, ...]:
    """Return the headings of a body."""
    return tuple(find_headings(body.split("\n")))


def find_headings(lines: list[str]) -> Iterator[Heading]:
    """Yield the headings outside fenced code and comments, ATX (`## so`) and setext (underlined)."""
    above = -1
    for number, line in prose_lines(lines):
        if "#" in line and (heading := ATX.match(line)):
            yield Heading(len(heading[1]), _clean(_without_closing_signs(line[heading.end() :].strip())), number, number + 1)
        elif (
            ("=" in line or "--" in line)
            and above == number - 1 >= 0
            and (rule := SETEXT.match(line))
            and not lines[above].startswith(INDENTED)  # the end of a fence within an admonition, above a line
            and not is_block_start(lines[above])
        ):
            yield Heading(1 if rule[1][0] == "=" else 2, _clean(lines[above]), above, number + 1)
        above = number


def prose_lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines, with their places, that are no fenced code and no comment; one that is left open hides nothing.

    Each expression is asked of the lines that have its sign only: most have none, and there are many.
    """
    last_end = next((number for number in reversed(range(len(lines))) if "-->" in lines[number]), -1)
    fence, is_comment = "", False
    for number, line in enumerate(lines):
        if is_comment:
            is_comment = "-->" not in line
        # Not ```` ```a``` ````, code on one line: by CommonMark nothing after the opening backticks may be one
        elif ("```" in line or "~~~" in line) and (mark := FENCE.match(line)) and (fence or "`" not in line[mark.end() :]):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif not fence and "<!--" in line and COMMENT_START.match(line):
            is_comment = "-->" not in line and number < last_end
        elif not fence:
            yield number, line


def is_block_start(line: str) -> bool:
    """Tell whether the line is blank, a list item, a quote, a table row, a fence or a heading: no setext heading's text."""
    is_sign = BLOCK_START.match(line) or ("#" in line and ATX.match(line))
    return bool(is_sign or (("```" in line or "~~~" in line) and FENCE.match(line)))


def _without_closing_signs(heading: str) -> str:
    """Drop the signs that may close a heading (`## so ##`)."""
    bare = heading.rstrip("#")
    return bare.rstrip() if bare != heading and (not bare or bare[-1] in " \t") else heading


def _clean(heading: str) -> str:
    """Drop an explicit anchor (`{#so}`) and the mark-up around a heading's words."""
    begin = heading.rstrip().rfind("{")
    if begin >= 0 and heading.rstrip().endswith("}") and heading[begin + 1] in "#.":
        heading = heading[:begin]
    heading = without_comments(heading) if "<!--" in heading else heading
    return _without_marks(heading).strip()


def _without_marks(heading: str) -> str:
    """Drop the mark-up of links, emphasis and code within a heading; each expression is asked where its sign is only."""
    heading = re.sub(LINK, r"\1", heading) if "](" in heading or "][" in heading else heading
    heading = re.sub(STARS, r"\2", heading) if "*" in heading else heading
    heading = re.sub(LOW_LINES, r"\2", heading) if "_" in heading else heading
    return re.sub(CODE, r"\1", heading) if "`" in heading else heading


def find_sections(body: str, body_line: int, roles: Mapping[str, str]) -> tuple[Section, ...]:
    """Cut a body into sections; a deeper heading inherits its parent's role.

    `roles` maps a folded heading (see `fold`) to the role it plays.
    """
    lines = body.split("\n")
    headings = headings_of(body)
    starts = [*headings, Heading(0, "", len(lines), len(lines))]
    sections = [Section(heading="", role="", level=0, line=body_line, text="\n".join(lines[: starts[0].line]).strip("\n"))]
    parents: list[tuple[int, str]] = []
    for heading, following in zip(headings, starts[1:], strict=False):
        parents = [p for p in parents if p[0] < heading.level]
        role = find_role(heading.text, roles) or (parents[-1][1] if parents else "")
        parents.append((heading.level, role))
        text = "\n".join(lines[heading.after : following.line]).strip("\n")
        sections.append(
            Section(heading=heading.text, role=role, level=heading.level, line=body_line + heading.line, text=text)
        )
    return tuple(s for s in sections if s.heading or s.text.strip())


def title_heading(sections: Iterable[Section], roles: Mapping[str, str]) -> Section | None:
    """Return the heading that is the article's title: the first of level 1 that is no name of a section."""
    tops = (section for section in sections if section.level == 1 and section.heading)
    return next((section for section in tops if fold(section.heading) not in roles), None)


def find_role(heading: str, roles: Mapping[str, str]) -> str:
    """Return the role of a heading: the whole of it, or what stands before a colon, dash or bracket."""
    whole, beginning = _names_of(heading)
    return roles.get(whole) or roles.get(beginning, "")


@lru_cache(4096)  # the same ones stand in every article
def _names_of(heading: str) -> tuple[str, str]:
    """Return a heading as it is compared, and what of it stands before a colon, dash or bracket."""
    folded = fold(heading)
    return folded, re.split(r":|：| [-–—] |\(", folded, maxsplit=1)[0].rstrip()


def role_text(article: Known, role: str, config: Config) -> str:
    """Return the text of an article's sections with a role, without comments."""
    if isinstance(article, Article):
        return without_comments(article.section(role)).strip()
    sections = find_sections(article.body[:LONGEST], article.body_line, heading_roles(config))
    return without_comments("\n\n".join(section.text for section in sections if section.role == role)).strip()


def without_comments(text: str) -> str:
    """Drop the comments that tell what to write; one that is left open stays."""
    closed, end, rest = text.rpartition("-->")  # each begin that finds no end would look through all that follows
    return re.sub(COMMENT, "", closed + end) + rest


def has_resolution(article: Article) -> bool:
    """Tell whether an article says what to do: words, and not only the comments and numbers of a template."""
    return any(character.isalpha() for character in without_comments(article.section("resolution")))
