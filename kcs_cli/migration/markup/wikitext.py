"""MediaWiki's wikitext as HTML: what people write in articles; what a wiki computes (templates, functions) is left out.

https://www.mediawiki.org/wiki/Help:Formatting, Help:Tables, Help:Links. Why no library: mwparserfromhell has no wheels for
Python 3.14, wikitextparser is under the GPL, and neither makes HTML.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from typing import NamedTuple

from kcs_cli.migration.markup.wikitext_inline import InlineWriter, WikiNames
from kcs_cli.migration.markup.wikitext_section import WikiSection, replaced_sections
from kcs_cli.migration.markup.wikitext_table import is_table_start, table_html

DEEPEST = 12  # tables, boxes and lists in one another
VERBATIM = "nowiki|pre|syntaxhighlight|source|math"
UNSEEN = (
    "includeonly|categorytree|score|graph|templatedata|inputbox|templatestyles|mapframe|timeline"  # all of it is left out
)
UNWRAPPED = r"(?i)</?(?:noinclude|onlyinclude|translate|tvar|poem|references|languages|section|indicator)\b[^<>]*>"
SWITCH = r"__[A-Z]{3,20}__"
PARAMETER = r"\{\{\{[^{}|]*(?:\|([^{}]*))?\}\}\}"
WHOLE = r"\x02\d+\x03"
HEADING = r"(={1,6})(.+)\1"
LONGEST_HEADING = 1_000
LIST_TAGS = {"*": ("ul", "li"), "#": ("ol", "li"), ";": ("dl", "dt"), ":": ("dl", "dd")}
BOXES = {"note": "note", "warning": "warning", "tip": "tip", "important": "important", "caution": "caution", "info": "info",
         "hinweis": "note", "achtung": "warning", "attention": "warning", "danger": "danger"}  # fmt: skip
CHARACTERS = {"!": "|", "=": "=", "!!": "||", "spaces": " ", "nbsp": " ", "pipe": "|", "snd": " – "}


class WikiText(NamedTuple):
    """A page as HTML, the categories that it is in, and the templates that are left out of it."""

    html: str
    categories: tuple[str, ...]
    templates: Counter[str]


def wiki_html(text: str, names: WikiNames) -> WikiText:
    """Return a page as HTML."""
    writer = _Writer(names)
    html = writer.page(re.sub(r"[\x00-\x08]", "", text))
    return WikiText(html=html, categories=tuple(dict.fromkeys(writer.inline.categories)), templates=writer.templates)


class _Writer:
    """Writes one page."""

    def __init__(self, names: WikiNames) -> None:
        self.inline = InlineWriter(names)
        self.kept: list[str] = []
        self.notes: list[str] = []
        self.templates: Counter[str] = Counter()

    def page(self, text: str) -> str:
        """Return all of a page."""
        text = re.sub(r"(?s)<!--.*?(?:-->|\Z)", "", text)
        text = replaced_sections(text, VERBATIM, lambda one: self._keep(_verbatim(one)))
        text = replaced_sections(text, "gallery", _gallery)
        text = re.sub(UNWRAPPED, "", replaced_sections(text, UNSEEN, lambda _: ""))
        text = self._without_templates(re.sub(PARAMETER, lambda found: found[1] or "", text))
        html = self.blocks(replaced_sections(re.sub(SWITCH, "", text), "ref", self._note))
        if self.notes:
            html += "<ol>" + "".join(f"<li>{self.inline.html(note)}</li>" for note in self.notes) + "</ol>"
        while re.search(WHOLE, html):  # what was kept may hold what was kept before it
            html = re.sub(r"\x02(\d+)\x03", lambda found: self.kept[int(found[1])], html)
        return html.strip()

    def _keep(self, html: str) -> str:
        """Put HTML aside that nothing more is done with, and return what stands for it."""
        self.kept.append(html)
        return f"\x02{len(self.kept) - 1}\x03"

    def _note(self, section: WikiSection) -> str:
        """Put a reference aside, and return its number; those that name another one have none."""
        if not section.text.strip():
            return ""
        self.notes.append(section.text.strip())
        return f"<sup>{len(self.notes)}</sup>"

    def _without_templates(self, text: str) -> str:
        """Return a text without `{{…}}`, from the inside out; boxes as notes and warnings stay."""
        opened: list[int] = []
        pieces: list[str] = [""]
        for piece in re.split(r"(\{\{|\}\})", text):
            if piece == "{{":
                opened.append(len(pieces))
                pieces.append("")
            elif piece == "}}" and opened:
                inner = "".join(pieces[opened[-1] :])
                del pieces[opened.pop() :]
                pieces[-1] += self._template(inner, len(opened))
            else:
                pieces[-1] += piece
        return pieces[0] + "".join(f"{{{{{piece}" for piece in pieces[1:])

    def _template(self, inner: str, depth: int) -> str:
        """Return what a template leaves in the text: a box, a character, mostly nothing."""
        name, *arguments = (part.strip() for part in inner.split("|"))
        word = name.casefold()
        if name in CHARACTERS:
            return CHARACTERS[name]
        if word in BOXES and arguments and depth < DEEPEST:
            said = [re.sub(r"^(?:\d+|text|content)\s*=\s*", "", part) for part in arguments]
            inside = self.blocks("\n".join(part for part in said if not re.match(r"\w+\s*=", part)), DEEPEST - 2)
            return "\n\n" + self._keep(f'<div class="admonition {BOXES[word]}">{inside}</div>') + "\n\n"
        self.templates[re.split(r"[:\n]", name.lstrip("{"))[0].strip() or "{}"] += 1
        return ""

    def blocks(self, text: str, depth: int = 0) -> str:
        """Return the blocks of a text: headings, lists, tables, paragraphs."""
        lines = text.split("\n")
        parts: list[str] = []
        at = 0
        while at < len(lines):
            end, html = self._block(lines, at, depth)
            parts.append(html)
            at = end
        return "\n".join(filter(None, parts))

    def _block(self, lines: list[str], at: int, depth: int) -> tuple[int, str]:
        """Return the block that begins with a line, and where the next one begins."""
        line = lines[at]
        if found := _heading(line):
            level = len(found[1])
            return at + 1, f"<h{level}>{self.inline.html(found[2].strip())}</h{level}>"
        if is_table_start(line) and depth < DEEPEST:
            return table_html(lines, at, lambda cell: self._cell(cell, depth + 1))
        if line[:1] in LIST_TAGS and line:
            end = _end(lines, at, lambda one: one[:1] in LIST_TAGS and bool(one))
            return end, self._list(lines[at:end])
        if line.startswith(" ") and line.strip() and not re.match(r"\s*(?:\x02|<)", line):
            end = _end(lines, at, lambda one: one.startswith(" ") and bool(one.strip()))
            return end, f"<pre>{chr(10).join(self.inline.html(one[1:]) for one in lines[at:end])}</pre>"
        if not line.strip() or re.fullmatch(WHOLE, line.strip()) or line.startswith("----"):
            return at + 1, "<hr>" if line.startswith("----") else line.strip()
        end = _end(lines, at, lambda one: bool(one.strip()) and not _begins_block(one))
        return end, f"<p>{self.inline.html(chr(10).join(lines[at:end]).strip())}</p>"

    def _cell(self, text: str, depth: int) -> str:
        """Return what is in a cell: one line without a paragraph around it."""
        text = text.strip()
        return self.inline.html(text) if "\n" not in text and not _begins_block(text) else self.blocks(text, depth)

    def _list(self, lines: list[str]) -> str:
        """Return a list with the lists in it: `*`, `#`, `;` and `:` say in which each line is."""
        html, now = "", ""
        for line in _definitions(lines):
            marks = (re.match(r"[*#:;]+", line) or [""])[0][:DEEPEST]
            text = self.inline.html(line[len(marks) :].strip())
            same = _common(now, marks)
            html += "".join(_closing(mark) for mark in now[same:][::-1])
            if same == len(marks):
                outer, inner = LIST_TAGS[now[same - 1]][1], LIST_TAGS[marks[-1]][1]
                html += f"</{outer}><{inner}>"
            html += "".join(f"<{LIST_TAGS[mark][0]}><{LIST_TAGS[mark][1]}>" for mark in marks[same:]) + text
            now = now[:same] + marks[same:]
            now = now[:-1] + marks[-1]
        return html + "".join(_closing(mark) for mark in now[::-1])


def _verbatim(section: WikiSection) -> str:
    """Return what nothing in it means anything: code, formulas, `<nowiki>`."""
    name, said, text = section.name, section.said, escape(section.text, quote=False)
    if name == "nowiki":
        return text
    if name == "math":
        return f"<code>{text.strip()}</code>"
    language = re.search(r"lang\s*=\s*[\"']?([\w+#-]+)", said)
    if "inline" in said:
        return f"<code>{text.strip()}</code>"
    named = f' class="language-{language[1]}"' if language else ""
    return f"<pre><code{named}>{text.strip(chr(10))}</code></pre>"


def _gallery(section: WikiSection) -> str:
    """Return the pictures of a gallery as they would be written one by one: it leaves the name of their kind out."""
    lines = (line.strip() for line in section.text.split("\n"))
    return "\n\n".join(f"[[{line if ':' in line.partition('|')[0] else f'File:{line}'}]]" for line in lines if line)


def _heading(line: str) -> re.Match[str] | None:
    """Return the parts of a heading; None for what is none."""
    return re.fullmatch(HEADING, line.rstrip()) if line.startswith("=") and len(line) < LONGEST_HEADING else None


def _begins_block(line: str) -> bool:
    """Tell whether a line is no part of the paragraph before it."""
    return bool(
        _heading(line) or re.match(r"[*#:;]|-{4,}", line) or is_table_start(line)
        or re.fullmatch(WHOLE, line.strip())
    )  # fmt: skip


def _end(lines: list[str], at: int, belongs: Callable[[str], bool]) -> int:
    """Return where the lines end that belong to the one that a block begins with."""
    end = at + 1
    while end < len(lines) and belongs(lines[end]):
        end += 1
    return end


def _definitions(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a list; `; term : what it is` as two of them."""
    for line in lines:
        term, colon, meaning = line.partition(" : ")
        if line.startswith(";") and colon:
            yield from (term, f":{meaning}")
        else:
            yield line


def _common(now: str, marks: str) -> int:
    """Return in how many lists a line is in which the one before it is; `;` and `:` are in the same."""
    same = 0
    for one, other in zip(now.replace(";", ":"), marks.replace(";", ":"), strict=False):
        if one != other:
            break
        same += 1
    return same


def _closing(mark: str) -> str:
    """Return the end of a list."""
    outer, inner = LIST_TAGS[mark]
    return f"</{inner}></{outer}>"


def template_words(templates: Counter[str], most: int = 5) -> Iterator[str]:
    """Yield the templates that are used most, each with how often."""
    yield from (f"{name} {uses}" for name, uses in templates.most_common(most))
