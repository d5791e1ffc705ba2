"""A text as clean CommonMark: what any reader of markdown takes, without HTML and without what one publisher knows alone."""

import re
from collections.abc import Callable, Iterator, Sequence

from kcs_cli.render.markdown.tree import ADDRESS, Element

SIGNS = re.compile(r"[\\`*\[\]]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])|~(?=~)|\|(?=\|)")
BEGIN = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=>](?=[\s=-]|$)|>|\d{1,9}(?=[.)](?:\s|$))|~~~)")
SPACES = re.compile(r"[ \t\n\r\f]+")
AUTOLINK = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
LANGUAGE = re.compile(r"language-([\w+#.-]+)")
UNSAFE = re.compile(r"[\s<>()\\]")
WEIGHTS = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "*", "dfn": "*", "var": "*", "del": "~~", "s": "~~"}
WEIGHT_SIGNS = ("*", "_", "~")
APART = "<!-- -->"  # shows nothing
CODES = frozenset(("code", "samp", "tt"))
BREAK = "\\\n"
Parts = Sequence[Element | str]


def write_commonmark(tree: Element) -> str:
    """Write the tree of a text."""
    return "\n\n".join(_blocks(tree.children)).strip("\n")


def _blocks(parts: Parts) -> list[str]:
    """Write blocks; what stands in lines between them is a paragraph."""
    written, line = list[str](), list[Element | str]()
    for part in (*parts, None):
        if part is not None and (isinstance(part, str) or part.is_inline):
            line.append(part)
            continue
        written.append(_paragraph(line))
        line = []
        written += BLOCKS.get(part.tag, _flow)(part) if part is not None else []
    return [block for block in written if block.strip()]


def _flow(element: Element) -> list[str]:
    """Write what is in an element."""
    return _blocks(element.children)


def _paragraph(parts: Parts) -> str:
    """Write a paragraph: no line of it looks like the begin of something else."""
    lines = "".join(_words(parts)).strip(" \n").removesuffix("\\").split(BREAK)
    return BREAK.join(BEGIN.sub(_escaped_begin, line.strip()) for line in lines)


def _escaped_begin(found: re.Match[str]) -> str:
    """Write the begin of a line as words: a number, a sign."""
    return f"{found[2]}\\" if found[2].isdecimal() else f"\\{found[2]}"


def _words(parts: Parts, *, weighs: bool = True) -> Iterator[str]:
    """Write what stands in a line; within what has weight nothing gets more."""
    before = ""
    for piece in _pieces(parts, weighs):
        # Two pieces of code that touch would be read as one that has the signs between them
        yield f"{APART}{piece}" if before.endswith("`") and piece.startswith("`") else piece
        before = piece or before


def _pieces(parts: Parts, weighs: bool) -> Iterator[str]:
    """Write the parts of a line one by one."""
    around = ["", *map(_edge_text, parts), ""]
    for number, part in enumerate(parts):
        if isinstance(part, str):
            yield _signs_as_words(SPACES.sub(" ", part))
        elif part.tag in WEIGHTS and weighs:
            words = "".join(_words(part.children, weighs=False))
            is_told = _is_told(around[number][-1:], part.text().strip(), around[number + 2][:1])
            yield _weighted(words, WEIGHTS[part.tag]) if is_told else words
        else:
            yield _piece(part, weighs)


def _piece(element: Element, weighs: bool) -> str:
    """Write what is more than words with weight."""
    if element.tag == "br":
        return BREAK
    if element.tag in CODES:
        return _code(SPACES.sub(" ", element.text()))
    if element.tag == "img":
        return f"![{_one_line(_signs_as_words(element.attributes.get('alt', '')))}]({_destination(element)})"
    words = "".join(_words(element.children, weighs=weighs))
    address = element.attributes.get(ADDRESS, "") if element.tag == "a" else ""
    if not address:
        return words
    is_said = AUTOLINK.fullmatch(address) and element.text() == address
    return f"<{address}>" if is_said else f"[{words.strip() or _signs_as_words(address)}]({_destination(element)})"


def _edge_text(part: Element | str) -> str:
    """Return what stands beside its neighbours."""
    if isinstance(part, str):
        return part
    return f"*{part.text()}*" if part.tag in WEIGHTS else part.text()


def _is_told(before: str, inside: str, after: str) -> bool:
    """Tell whether readers of CommonMark see a weight: not beside another one, nor at a sign that follows a letter."""
    edges = ((before, inside[:1]), (after, inside[-1:]))
    return bool(inside) and all(out not in WEIGHT_SIGNS and (at.isalnum() or not out.isalnum()) for out, at in edges)


def _signs_as_words(text: str) -> str:
    """Write a text so that no sign in it is mark-up."""
    return SIGNS.sub(r"\\\g<0>", text)


def _weighted(words: str, sign: str) -> str:
    """Write words with weight; the spaces around them have none."""
    inner = words.strip()
    if not inner or not sign or inner[0] == sign[0] or inner[-1] == sign[0]:
        return words
    begin = len(words) - len(words.lstrip())
    return f"{words[:begin]}{sign}{inner}{sign}{words[begin + len(inner) :]}"


def _one_line(text: str) -> str:
    """Put a text on one line."""
    return SPACES.sub(" ", text).strip()


def _code(text: str) -> str:
    """Write code in a line."""
    if not text.strip():
        return text
    sign = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    room = " " if "`" in (text[0], text[-1]) or (text[0] == text[-1] == " ") else ""
    return f"{sign}{room}{text}{room}{sign}"


def _destination(element: Element) -> str:
    """Write an address."""
    address = _one_line(element.attributes.get(ADDRESS, ""))
    return "<" + re.sub(r"[<>\\]", "", address) + ">" if UNSAFE.search(address) else address


def _heading(element: Element) -> list[str]:
    """Write a heading."""
    words = "".join(_words(element.children)).replace(BREAK, " ").strip()
    return [f"{'#' * int(element.tag[1])} " + re.sub(r"(#+)$", r"\\\1", words)] if words else []


def _list(element: Element) -> list[str]:
    """Write a list: close where no item has paragraphs."""
    items = [child for child in element.children if isinstance(child, Element)]
    begin = element.attributes.get("start", "1")
    start = int(begin) if begin.isdecimal() and len(begin) < 10 else 1
    signs = [f"{start + n}. " if element.tag == "ol" else "- " for n in range(len(items))]
    is_loose = any(isinstance(child, Element) and child.tag == "p" for item in items for child in item.children)
    between = "\n\n" if is_loose else "\n"
    written = [
        _behind(sign, between.join(_blocks(item.children if item.tag == "li" else [item])))
        for sign, item in zip(signs, items, strict=True)
    ]
    return [between.join(written)]


def _behind(sign: str, text: str) -> str:
    """Write a text behind a sign, its other lines below its first."""
    indent = " " * len(sign)
    return (sign + "\n".join(indent + line if line.strip() else "" for line in text.split("\n"))[len(indent) :]).rstrip(" ")


def _quote(element: Element) -> list[str]:
    """Write a quote, or a note."""
    text = "\n\n".join(_blocks(element.children))
    return ["\n".join(f"> {line}".rstrip() for line in text.split("\n"))] if text else []


def _part(element: Element) -> list[str]:
    """Write a part of a page; a note stands apart."""
    return _quote(element) if "admonition" in element.classes else _flow(element)


def _paragraphs(element: Element) -> list[str]:
    """Write a paragraph, which HTML may have filled with blocks; a title stands out."""
    blocks = _blocks(element.children)
    is_title = element.tag in ("summary", "dt") or any(name.endswith("-title") for name in element.classes)
    return [_weighted(block, "**") for block in blocks] if is_title else blocks


def _fence(element: Element) -> list[str]:
    """Write code on lines of its own."""
    text = element.text().strip("\n")
    inside = [child for child in element.children if isinstance(child, Element)]
    names = [name[1] for child in inside for one in child.classes if (name := LANGUAGE.fullmatch(one))]
    sign = "`" * max(3, max(map(len, re.findall("`+", text)), default=0) + 1)
    return [f"{sign}{names[0] if names else ''}\n{text}\n{sign}"] if text.strip() else []


def _table(element: Element) -> list[str]:
    """Write a table as those know it who read more than CommonMark; a caption above it."""
    rows = list(_rows(element))
    columns = max(map(len, rows), default=0)
    if not columns:
        return _flow(element)
    lines = [f"| {' | '.join([*row, *[''] * (columns - len(row))])} |" for row in rows]
    return ["\n".join([lines[0], f"|{' --- |' * columns}", *lines[1:]])]


def _rows(element: Element) -> Iterator[list[str]]:
    """Yield the rows of a table, each cell on one line."""
    for child in element.children:
        if isinstance(child, str):
            continue
        if child.tag == "tr":
            yield [_cell(cell) for cell in child.children if isinstance(cell, Element)]
        elif child.tag == "caption":
            yield [_cell(child)]
        else:
            yield from _rows(child)


def _cell(element: Element) -> str:
    """Write a cell."""
    text = " ".join(_blocks(element.children)).replace(BREAK, " ")
    return re.sub(r"(?<!\\)\|", r"\\|", _one_line(text))


BLOCKS: dict[str, Callable[[Element], list[str]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading), "ul": _list, "ol": _list, "pre": _fence,
    "blockquote": _quote, "div": _part, "aside": _part, "p": _paragraphs, "summary": _paragraphs, "dt": _paragraphs,
    "hr": lambda _: ["***"], "table": _table,
}  # fmt: skip
