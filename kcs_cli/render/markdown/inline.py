"""What stands in a line: words, their emphasis, links, images, code; and how it is broken into lines."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from kcs_cli.render.markdown.setting import PageSetting
from kcs_cli.render.markdown.tree import ADDRESS, Element

STYLES = {
    "b": "bold", "strong": "bold", "em": "italic", "i": "italic", "cite": "italic", "dfn": "italic", "var": "italic",
    "u": "underline", "ins": "underline", "s": "strike", "del": "strike", "strike": "strike", "mark": "reverse",
    "code": "cyan", "tt": "cyan", "samp": "cyan", "kbd": "bold", "th": "bold", "dt": "bold", "a": "cyan underline",
}  # fmt: skip
FAINT = Style(dim=True)
MARKED = "bold yellow"
DELETED = frozenset("s del strike".split())
WHOLE = frozenset("code kbd samp tt".split())
POWER = re.compile(r"[\w+−-]{1,4}")
OPENED = re.compile(r"(?:https?://|mailto:)[\x21-\x7e]+", re.IGNORECASE)  # addresses that a terminal may open
SPACES = re.compile(r"[ \t\n\r\f]+")
EAST = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef"  # written without spaces, broken anywhere
CLOSING = "、。，．！？：；）］｝」』】》〉ー"
UNIT = re.compile(rf"\n|[{EAST}][{CLOSING}]*[^\S\n]*|[^\s{EAST}]+[^\S\n]*|[^\S\n]+")


class Run(NamedTuple):
    """A piece of a line: its text, its style; `is_whole`: never broken; `is_break`: the line ends here."""

    text: str
    style: Style
    is_whole: bool = False
    is_break: bool = False


class Prose(NamedTuple):
    """Text that is to be broken into lines; the places of what is never broken."""

    text: Text
    whole: tuple[tuple[int, int], ...]


def read_prose(parts: Sequence[Element | str], setting: PageSetting, style: str = "") -> Prose:
    """Read what stands in lines: white space as HTML has it, words marked."""
    text, whole, last = Text(), list[tuple[int, int]](), " "
    for run in _runs(parts, Style.parse(style), setting):
        words = "\n" if run.is_break else SPACES.sub(" ", run.text)
        if last in " \n" and not run.is_break:
            words = words.lstrip(" ")
        if words:
            whole += [(len(text), len(text) + len(words))] if run.is_whole else []
            text.append(words, run.style)
            last = words[-1]
    for start, end in setting.marks(text.plain):
        text.stylize(MARKED, start, end)
    return Prose(text, tuple(whole))


def _runs(parts: Sequence[Element | str], style: Style, setting: PageSetting) -> Iterator[Run]:
    """Yield the pieces."""
    for part in parts:
        if isinstance(part, str):
            yield Run(part, style)
        elif part.tag == "br":
            yield Run("\n", style, is_break=True)
        elif part.tag == "img":
            yield Run(_image(part), style + FAINT)
        elif part.tag == "input":
            yield Run(_input(part), style)
        elif part.tag == "a":
            yield from _link(part, style, setting)
        else:
            yield from _styled(part, style + Style.parse(STYLES.get(part.tag, "")), setting)


def _styled(element: Element, style: Style, setting: PageSetting) -> Iterator[Run]:
    """Yield the pieces of an element that has a look; where a look alone would say it, with signs, too."""
    if element.tag in WHOLE:
        yield from (run._replace(is_whole=True) for run in _code(element, style, setting))
        return
    sign = "~~" if element.tag in DELETED else ""
    begin = "^" if element.tag == "sup" and POWER.fullmatch(element.text()) else sign
    yield Run(begin, style)
    yield from _runs(element.children, style, setting)
    yield Run(sign, style)
    if title := element.attributes.get("title") if element.tag == "abbr" else "":
        yield Run(f" ({title})", style)


def _code(element: Element, style: Style, setting: PageSetting) -> Iterator[Run]:
    """Yield code in a line: one piece, so that it is not broken, unless something else stands in it."""
    if all(isinstance(child, str) for child in element.children):
        yield Run(element.text(), style)
    else:
        yield from _runs(element.children, style, setting)


def _link(element: Element, style: Style, setting: PageSetting) -> Iterator[Run]:
    """Yield a link: its words, with its address behind them or beside them."""
    address, title = element.attributes.get(ADDRESS, "").strip(), element.attributes.get("title", "")
    if not address:
        yield from _runs(element.children, style, setting)
        return
    behind = quote(address, safe="%/:?#[]@!$&'()*+,;=~")
    is_opened = setting.has_hyperlinks and "\ufffd" not in address and bool(OPENED.fullmatch(behind))
    looks = style + Style.parse(STYLES["a"]) + (Style(link=behind) if is_opened else Style())
    yield from _runs(element.children, looks, setting)
    is_said = element.text().strip() in (address, address.removeprefix("mailto:"))
    beside = [*([] if is_opened or is_said else [address]), *([f'"{title}"'] if title else [])]
    if beside:
        yield Run(f" ({' '.join(beside)})" if element.text().strip() or _has_image(element) else beside[0], style + FAINT)


def _has_image(element: Element) -> bool:
    """Tell whether a link has an image for its words."""
    return any(not isinstance(child, str) for child in element.children)


def _image(element: Element) -> str:
    """Return an image in words: what it shows, and its path."""
    given = element.attributes
    words = [given.get("alt", ""), f'"{given["title"]}"' if given.get("title") else ""]
    path = given.get(ADDRESS, "")
    path = "" if path.startswith("data:") else path
    said = " ".join(filter(None, words))
    return f"[image: {said} ({path})]" if said and path else f"[image: {said or path}]"


def _input(element: Element) -> str:
    """Return a field of a form in words."""
    given = element.attributes
    if given.get("type") in ("checkbox", "radio"):
        return "[x] " if "checked" in given else "[ ] "
    return f"[{given.get('value') or given.get('placeholder') or '    '}]"


def wrap(prose: Prose, room: int) -> list[Text]:
    """Break text into lines of so many columns; what is never broken and is wider gets a line that is not to be indented."""
    text = prose.text
    if len(text) <= room and text.plain.isascii() and "\n" not in text.plain:
        line = text.copy()
        line.rstrip()
        return [line] if line else []
    lines = [line for line in text.divide(_breaks(text.plain, prose.whole, room)) if line]
    for line in lines:
        line.rstrip()
        line.no_wrap = cell_len(line.plain) > room
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _breaks(text: str, whole: Sequence[tuple[int, int]], room: int) -> list[int]:
    """Return where lines begin, but for the first."""
    breaks, used = list[int](), 0
    for start, end, is_whole in units(text, whole):
        if text[start:end] == "\n":
            breaks.append(end)
            used = 0
            continue
        words = text[start:end]
        needed = cell_len(words.rstrip())
        if used and used + needed > room:
            breaks.append(start)
            used = 0
        if needed > room and not is_whole:
            folds, used = _folds(text, start, end, room)
            breaks += folds
        else:
            used += cell_len(words)
    return [place for place in breaks if 0 < place < len(text)]


def units(text: str, whole: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, bool]]:
    """Yield where each word stands, with the spaces after it, and whether it is never broken: code, an address."""
    spans = iter((*whole, (len(text), len(text))))
    first, last = next(spans)
    found = list[int]()
    is_whole = False
    for match in UNIT.finditer(text):
        start, end = match.span()
        while start >= last and last < len(text):
            first, last = next(spans)
        if found and first < start < last:
            found[1], is_whole = end, True
            continue
        if found:
            yield found[0], found[1], is_whole
        found, is_whole = [start, end], first <= start < last or first < end <= last or "://" in match[0]
    if found:
        yield found[0], found[1], is_whole


def _folds(text: str, start: int, end: int, room: int) -> tuple[list[int], int]:
    """Return where a word is broken that is wider than a line, and the columns its last piece takes."""
    folds, used = list[int](), 0
    for place in range(start, end):
        wide = cell_len(text[place])
        if used + wide > room:
            folds.append(place)
            used = 0
        used += wide
    return folds, used
