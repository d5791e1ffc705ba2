"""The text that is left of an included file: a part of it, without front matter, tags and templates."""

import re
from collections.abc import Sequence

from kcs_cli.article.component import without_components
from kcs_cli.article.front_matter import UnclosedFrontMatterError, split
from kcs_cli.article.section import headings_of
from kcs_cli.files.markdown_file import is_markdown, is_mdx
from kcs_cli.text.display import fold

PROGRAM = re.compile(r"<(script|style|template|noscript)\b(?:(?!</\1)[\s\S])*+(?:</\1\s*>)?", re.IGNORECASE)
TEMPLATE = re.compile(
    r"<!--(?:(?!-->)[\s\S])*+-->|\{\{(?:(?!\}\})[\s\S]){0,500}+\}\}|\{%(?:(?!%\})[\s\S]){0,500}+%\}|<%(?:(?!%>)[\s\S]){0,500}+%>"
)
TAG = re.compile(r"</?[a-zA-Z][^<>]*+>")
PAGES = (".html", ".htm", ".liquid", ".erb", ".haml", ".njk", ".j2", ".jinja", ".hbs", ".vue")
SECTION = r"--8<--[ \t]*\[(?:start|end):"


def body_of(file: str, text: str) -> str:
    """Return the text of a file without its front matter, which only a page has."""
    if not is_markdown(file) and not file.lower().endswith(PAGES):
        return text
    try:
        return split(text).body
    except UnclosedFrontMatterError:
        return text


def part_of(text: str, part: str) -> str:
    """Return a part of a text: below a heading, between marks, of some lines, or the paragraph with an anchor."""
    if not part:
        return "\n".join(line for line in text.split("\n") if not re.search(SECTION, line)) if "[start:" in text else text
    lines = text.split("\n")
    if numbers := re.fullmatch(r"(\d*)(?::(\d*))?", part):
        return "\n".join(lines[max(0, int(numbers[1] or 1) - 1) : int(numbers[2] or len(lines)) if numbers[2] else None])
    if part.startswith("^"):
        return next((block for block in map(str.rstrip, text.split("\n\n")) if block.endswith(part)), "").removesuffix(part)
    for begin, end in ((f"[start:{part}]", f"[end:{part}]"), (f"#region {part}", "#endregion")):
        if (first := next((n for n, line in enumerate(lines) if begin in line), -1)) >= 0:
            rest = lines[first + 1 :]
            return "\n".join(rest[: next((n for n, line in enumerate(rest) if end in line), None)])
    return _below_heading(text, lines, part)


def _below_heading(text: str, lines: Sequence[str], part: str) -> str:
    """Return what stands below a heading, its deeper ones among it; of headings one below the other the last is meant."""
    name, headings = fold(part.rpartition("#")[2].replace("-", " ")), headings_of(text)
    for number, heading in enumerate(headings):
        if fold(heading.text.replace("-", " ")) == name:
            end = next((one.line for one in headings[number + 1 :] if one.level <= heading.level), len(lines))
            return "\n".join(lines[heading.line : end])
    return ""


def readable(file: str, text: str) -> str:
    """Return what a reader sees of a file: no scripts and templates, of a page no tags."""
    if is_mdx(file):
        text = without_components(text)
    if is_markdown(file) or file.lower().endswith(PAGES):
        text = TEMPLATE.sub(" ", PROGRAM.sub(" ", text))
    return text if is_markdown(file) else TAG.sub(" ", text) if file.lower().endswith(PAGES) else text
