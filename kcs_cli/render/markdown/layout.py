"""The blocks of a text, one below the other: headings, lists, quotes, code, tables."""

from collections.abc import Callable, Iterator, Sequence

from rich.text import Span, Text

from kcs_cli.render.markdown.element import ADMONITIONS
from kcs_cli.render.markdown.grid import set_grid
from kcs_cli.render.markdown.inline import FAINT, MARKED, read_prose, wrap
from kcs_cli.render.markdown.setting import PageSetting
from kcs_cli.render.markdown.shortcode import said
from kcs_cli.render.markdown.tree import ADDRESS, Element

LEAST = 8  # columns that an indent leaves
HEADINGS = ("bold underline", "bold", "bold italic", "italic")
KINDS = {
    "red": ("danger", "error", "bug", "fail", "failure", "missing"),
    "yellow": ("warning", "caution", "attention", "important"),
    "green": ("tip", "hint", "success", "check"),
}
LONGEST_RULE = 40  # columns
Lines = list[Text]


def set_flow(element: Element, room: int, setting: PageSetting) -> Lines:
    """Set what is in an element, one block below the other."""
    is_tight = element.tag in ("li", "dd", "td", "th") and not _has(element, "p")
    lines: Lines = []
    before: Element | list[Element | str] = []
    for group in _groups(element.children):
        more = _set_block(group, room, setting) if isinstance(group, Element) else wrap(read_prose(group, setting), room)
        if lines and more and not _is_title(before) and (not is_tight or _is_apart(before) or _is_apart(group)):
            lines.append(Text())
        lines += more
        before = group if more else before
    return lines


def _is_apart(group: Element | list[Element | str]) -> bool:
    """Tell whether an empty line parts a block from others even in a list that is set close."""
    return isinstance(group, Element) and group.tag in ("pre", "table", "hr")


def _is_title(group: Element | list[Element | str]) -> bool:
    """Tell whether a block is the title of what follows."""
    return isinstance(group, Element) and (group.tag == "summary" or any(name.endswith("-title") for name in group.classes))


def _has(element: Element, *tags: str) -> bool:
    """Tell whether an element has such a child."""
    return any(not isinstance(child, str) and child.tag in tags for child in element.children)


def _groups(children: Sequence[Element | str]) -> Iterator[Element | list[Element | str]]:
    """Yield blocks, and the runs of what stands in lines between them."""
    line: list[Element | str] = []
    for child in children:
        if isinstance(child, str) or child.is_inline:
            line.append(child)
        else:
            yield line
            yield child
            line = [f" ({child.attributes[ADDRESS]})"] if child.attributes.get(ADDRESS) else []
    yield line


def _set_block(element: Element, room: int, setting: PageSetting) -> Lines:
    """Set a block."""
    return SETTERS.get(element.tag, set_flow)(element, room, setting)


def _indented(lines: Lines, first: str, rest: str, room: int, style: str = "") -> Lines:
    """Put signs or an indent before lines; code stays at the left, so that it can be copied, and blocks too deep."""
    if room - len(first) < LEAST:
        return [*([Text(first.strip(), style=style)] if first.strip() and first != rest else []), *lines]
    begun: Lines = []
    for line in lines:
        sign = first if not begun else rest
        if line.no_wrap and (first == rest or begun):
            begun.append(line)
        elif line.no_wrap:
            begun += [Text(sign.rstrip(), style=style), line]
        else:
            begun.append(_begun(sign if line else sign.rstrip(), style, line))
    return begun or [Text(first.rstrip(), style=style)] * bool(first.strip())


def _begun(sign: str, style: str, line: Text) -> Text:
    """Put a sign before a line; the same signs of blocks around it are one span: a line has dozens where it is nested so."""
    spans = [Span(0, len(line.plain), line.style)] * bool(line.style) + line.spans
    spans = [Span(start + len(sign), end + len(sign), how) for start, end, how in spans]
    if style and spans and spans[0].start == len(sign) and spans[0].style == style:
        spans[0] = Span(0, spans[0].end, style)
    elif style:
        spans.insert(0, Span(0, len(sign), style))
    return Text(sign + line.plain, spans=spans)


def _room(room: int, indent: int) -> int:
    """Return the columns that are left beside an indent."""
    return room - indent if room - indent >= LEAST else room


def _set_heading(element: Element, room: int, setting: PageSetting) -> Lines:
    """Set a heading by its depth."""
    depth = max(0, int(element.tag[1]) - setting.top)
    indent = " " * min(6, 2 * max(0, depth - 1)) * (not setting.is_plain)
    prose = read_prose(element.children, setting, HEADINGS[min(depth, len(HEADINGS) - 1)])
    return _indented(wrap(prose, _room(room, len(indent))), indent, indent, room)


def _set_list(element: Element, room: int, setting: PageSetting) -> Lines:
    """Set a list."""
    parts = list(_groups(element.children))
    begin = element.attributes.get("start", "1")
    number = int(begin) if begin.isdecimal() and len(begin) < 10 else 1
    wide = len(str(number + sum(_is_item(part) for part in parts) - 1))
    items: list[Lines] = []
    for part in parts:
        if isinstance(part, Element) and _is_item(part):
            sign = _sign(str(number).rjust(wide) if element.tag == "ol" else "", setting)
            inside = set_flow(part, _room(room, len(sign)), setting)
            items.append(_indented(inside, sign, " " * len(sign), room))
            number += 1
        else:
            items.append(set_flow(Element("li", {}, [part] if isinstance(part, Element) else part), room, setting))
    return _joined(items, is_loose=any(not line for lines in items for line in lines))


def _is_item(part: Element | list[Element | str]) -> bool:
    """Tell whether a part of a list is an item."""
    return isinstance(part, Element) and part.tag == "li"


def _sign(number: str, setting: PageSetting) -> str:
    """Return what stands before an item."""
    if setting.is_plain:
        return f"{number}. " if number else "- "
    return f" {number} " if number else " • "


def _joined(parts: Sequence[Lines], *, is_loose: bool) -> Lines:
    """Put parts one below the other."""
    lines: Lines = []
    for part in filter(None, parts):
        lines += [*([Text()] if lines and is_loose else []), *part]
    return lines


def _set_terms(element: Element, room: int, setting: PageSetting) -> Lines:
    """Set a list of terms and what they mean."""
    if "footnote" in element.classes:
        label, *rest = (child for child in element.children if not isinstance(child, str))
        return _indented(
            [line for part in rest for line in set_flow(part, _room(room, 4), setting)], f"{label.text()} ", "    ", room
        )
    lines: Lines = []
    for child in element.children:
        if isinstance(child, str):
            lines += wrap(read_prose([child], setting), room)
        elif child.tag == "dt":
            lines += wrap(read_prose(child.children, setting, "bold"), room)
        else:
            lines += _indented(set_flow(child, _room(room, 4), setting), "    ", "    ", room)
    return lines


def _set_code(element: Element, _: int, setting: PageSetting) -> Lines:
    """Set code: each line whole, at the left, as it is copied."""
    lines = [Text(line, style="" if setting.is_plain else "cyan", no_wrap=True) for line in _code_lines(element)]
    for line in lines:
        for start, end in setting.marks(line.plain):
            line.stylize(MARKED, start, end)
    return lines


def _code_lines(element: Element) -> list[str]:
    """Return the lines of code."""
    text = element.text()
    return [line.rstrip() for line in text.strip("\n").split("\n")] if text.strip() else []


def _set_quote(element: Element, room: int, setting: PageSetting) -> Lines:
    """Set a quote."""
    sign = "> " if setting.is_plain else "▌ "
    return _indented(set_flow(element, _room(room, 2), setting), sign, sign, room, "dim")


def _set_part(element: Element, room: int, setting: PageSetting) -> Lines:
    """Set a part of a page; a note or a tab is told by its title."""
    kind = next((name for name in element.classes if name in ADMONITIONS and name != "admonition"), "")
    if "tab" in element.classes:
        return _indented(set_flow(element, _room(room, 2), setting), "", "  ", room)
    if not kind and "admonition" not in element.classes:
        return set_flow(element, room, setting)
    colour = next((colour for colour, kinds in KINDS.items() if kind in kinds), "blue")
    has_title = any(not isinstance(c, str) and "admonition-title" in c.classes for c in element.children)
    title = [] if has_title or not kind else [Text(said(kind, ""), style="bold")]
    lines = [*title, *set_flow(element, _room(room, 2), setting)]
    return lines if setting.is_plain else _indented(lines, "▌ ", "▌ ", room, colour)


def _set_paragraph(element: Element, room: int, setting: PageSetting) -> Lines:
    """Set a paragraph; a title stands out."""
    is_title = any(name.endswith("-title") for name in element.classes)
    if not is_title or not all(isinstance(child, str) or child.is_inline for child in element.children):
        return set_flow(element, room, setting)
    sign = "▸ " if "tab-title" in element.classes and not setting.is_plain else ""
    return wrap(read_prose([sign, *element.children], setting, "bold"), room)


def _set_summary(element: Element, room: int, setting: PageSetting) -> Lines:
    """Set the line of what can be opened; it is open."""
    return wrap(read_prose(["" if setting.is_plain else "▾ ", *element.children], setting, "bold"), room)


def _set_rule(_: Element, room: int, setting: PageSetting) -> Lines:
    """Set a rule."""
    return [Text("---" if setting.is_plain else "─" * min(room, LONGEST_RULE), style=FAINT)]


def _set_table(element: Element, room: int, setting: PageSetting) -> Lines:
    """Set a table."""
    return set_grid(element, room, setting, set_flow)


SETTERS: dict[str, Callable[[Element, int, PageSetting], Lines]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _set_heading), "ul": _set_list, "ol": _set_list, "dl": _set_terms,
    "pre": _set_code, "blockquote": _set_quote, "div": _set_part, "aside": _set_part, "p": _set_paragraph,
    "summary": _set_summary, "hr": _set_rule, "table": _set_table,
}  # fmt: skip
