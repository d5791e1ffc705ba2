"""What markdown and its dialects add to words, and the sentences of what is left."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kcs_cli.text.display import on_one_line
from kcs_cli.text.folding import ENTITY

LINK = r"!?\[((?:[^\]\[]|\[[^\]\[]*\])*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)"
# `[words][1]`, `[words][]`; not `[Ctrl][C]`, and no places in a program's table: `a[0][1]`
BY_REFERENCE = r"(?<![\w\]\\])\[([^\]\[]{1,300})\]\[(?:\d{1,3}|[a-z][\w-]{3,60})?\](?!\[)"
# `[1]: https://…`, of which a page shows nothing; an address has a sign within, as `[Note]: restart.` has none
DEFINITION = r"(?m)^[ \t>]{0,9}\[(?!\^)[^\]\[\n]{1,200}\]:[ \t]*<?[^\s/.#]*[/.#][^\s.]\S*(?:[ \t]+[\"'(][^\n]*)?[ \t]*$"
FLAVOUR = r"\[![A-Z]\w* ([^\]\[]*)\]"  # `[!UICONTROL Save]`, as some publishers mark names
ESCAPE = r"\\([\[\]_*<>#])"
LINE_MARKS = r"[ \t]*+(?:(?:#{1,6}|>|[-*+]|\d{1,3}[.)])[ \t]++)++|[ \t|:-]{3,}+$"  # at the beginning of a line
# It begins with all that may begin it, a line with its line feed, which is five times as fast
MARK_UP = (
    rf"(?m)[\n*`<](?:(?<=\n)(?:{LINE_MARKS})|(?<=\*)\*|(?<=`)`{{0,2}}|(?<=<)!--(?:(?!<!--|-->).)*+-->"
    r"|(?<=<)(?<!\\<)/?[a-zA-Z][^<>]*+>)"
)
# Shortcodes of site generators, `:::image …:::` and `:::note`, `!!! note`, `[!NOTE]`, `{: .class}`, pictures in base64
DIALECT = (
    r"(?m)\{\{[<%][^{}]{0,300}\}\}|\{%[^{}]{0,300}%\}|\{:[^{}]{0,300}\}|^[ \t]*:{3,}.*$|^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+[\w-]+"
    r"|\[![A-Z]+\]|data:[\w/+.-]{1,80};base64,[A-Za-z0-9+/=]*+|(?<![\w+/])[A-Za-z0-9+/]{120,}+={0,2}"
)
DIALECT_SIGNS = ("{{", "{%", "{:", ":::", "!!!", "???", "[!", "data:")  # one of them, or a long word, is in all of that
LONGEST_WORD = 120  # characters
WRAPPED = 50  # characters of a line that goes on in the next one
CELL = r"[ \t]*(?<!\\)\|[ \t]*"
NEW = re.compile(r"[ \t]*(?:[-*+][ \t]|\d{1,3}[.)][ \t]|#|\||>|<|:::|!!!|```|~~~)")  # a line that goes on no sentence
FENCE = re.compile(r"[ \t]*(?:```|~~~)")
# Where a sentence ends, not inside `2.4.1`, and what is included begins and breaks (see `article.include.seam`)
END = re.compile(r"(?<=\w\w[.!?…])\s+(?=[\"'(*_`\[]*[^\Wa-z_])|(?<=[。！？])|[\u2028\u2029]+")  # not after `e.g.`


CODE = r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)"
IN_TITLES = "a|b|big|br|code|del|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr"
NO_TAG = rf"(?<![\\{{])<(?!/?(?:{IN_TITLES})(?![^\s/>]))(?=/?[a-zA-Z])"
HELD = "\ue000{}\ue001"  # stands for a piece of code while mark-up is dropped around it


class Sentence(NamedTuple):
    """A sentence, a list's item, a table's row or a line of code, without mark-up; `line` counts from 0 in its block."""

    line: int
    text: str


def without_mark_up(text: str) -> str:
    """Drop what markdown adds to words: links' addresses, emphasis, list marks, backslashes; entities are characters."""
    plain = re.sub(DIALECT, "", text) if _has_dialect(text) else text
    if "[" in plain:  # most texts of a search have none, and each expression is to be compiled
        plain = re.sub(DEFINITION, "", plain) if "]:" in plain else plain
        plain = re.sub(LINK, r"\1", re.sub(FLAVOUR, r"\1", plain))
        plain = re.sub(BY_REFERENCE, r"\1", plain) if "][" in plain else plain
    plain = re.sub(MARK_UP, _line_feed, f"\n{plain}")
    # Last of all: in `\<name>` the words would be taken for a tag, had they lost their backslash before
    bare = (re.sub(ESCAPE, r"\1", plain) if "\\" in plain else plain).strip()
    return re.sub(ENTITY, _character, bare) if "&" in bare else bare


def as_read(text: str) -> str:
    """Drop mark-up as `without_mark_up` does, but nothing of the code in it: `<key>` is no tag there, `**` no emphasis."""
    if "`" not in text:
        return without_mark_up(text)
    codes: list[str] = []

    def held(code: re.Match[str]) -> str:
        codes.append(code[2].strip() or code[2])
        return HELD.format(len(codes) - 1)

    bare = without_mark_up(re.sub(CODE, held, re.sub("[\ue000\ue001]", "", text), flags=re.DOTALL))
    return re.sub(HELD.format(r"(\d+)"), lambda place: codes[int(place[1])], bare)


def title_as_read(title: str) -> str:
    """Drop mark-up of a title as `as_read` does; `<Directory>` and `<https://x.org>` are what it is about, `<b>` is none."""
    return as_read(
        re.sub(f"{CODE}|{NO_TAG}", lambda found: found[0] if found[1] else r"\<", title) if "<" in title else title
    )


def _line_feed(mark: re.Match[str]) -> str:
    """Return what is left of a mark: where it stands at the beginning of a line, that."""
    return "\n" if mark[0].startswith("\n") else ""


def _has_dialect(text: str) -> bool:
    """Tell whether a text may have something of `DIALECT`: most have not, and to look for it takes ten times as long."""
    return any(map(text.__contains__, DIALECT_SIGNS)) or max(map(len, text.split()), default=0) >= LONGEST_WORD


def _character(entity: re.Match[str]) -> str:
    """Return the character that an entity names."""
    import html

    return html.unescape(entity[0])


def sentences(block: str) -> Iterator[Sentence]:
    """Yield the sentences of a block that have words."""
    for first, text, is_code in _pieces(block):
        if is_code:
            yield from [Sentence(first, on_one_line(text))] if text.strip() else []
            continue
        start = 0
        for end in [match.end() for match in END.finditer(text)]:
            yield from _sentence(first + text.count("\n", 0, start), text[start:end])
            start = end
        yield from _sentence(first + text.count("\n", 0, start), text[start:])


def _pieces(block: str) -> Iterator[tuple[int, str, bool]]:
    """Yield what belongs together with its first line: lines of a paragraph, an item, a row; each line of code alone."""
    held: list[str] = []
    is_code = False
    first = 0
    for number, line in enumerate(block.split("\n")):
        if is_code or NEW.match(line) or not line.strip() or (held and not _goes_on(held[-1])):
            if held:
                yield first, "\n".join(held), False
            held = []
        if FENCE.match(line):
            is_code = not is_code
        elif is_code:
            yield number, line, True
        elif line.strip():
            first = first if held else number
            held.append(line)
    if held:
        yield first, "\n".join(held), False


def _goes_on(line: str) -> bool:
    """Tell whether a line may have been broken for its length only: a short one, and a heading, end where they end."""
    return len(line) >= WRAPPED and not line.lstrip().startswith("#")


def _sentence(line: int, text: str) -> Iterator[Sentence]:
    """Yield a sentence where there is one; the cells of a table's row stand side by side."""
    skipped = len(text) - len(text.lstrip())
    line += text.count("\n", 0, skipped)
    if text.lstrip().startswith("|"):
        text = " · ".join(cell for cell in re.split(CELL, text.strip()) if cell.strip(" -:"))
    if bare := on_one_line(as_read(text)):
        yield Sentence(line, bare)
