"""A markdown text set for a terminal: one parse, from markdown to HTML to lines."""

from collections import Counter
from typing import NamedTuple

from rich.text import Text

from kcs_cli.render.markdown.layout import set_flow
from kcs_cli.render.markdown.parser import HtmlText, read_markdown
from kcs_cli.render.markdown.setting import PageSetting
from kcs_cli.render.markdown.tree import Element, read_tree
from kcs_cli.text.display import plain, quantity, unix

NOUNS = {"comment": "comment", "script": "script", "style": "style sheet", "svg": "drawing"}


class SetText(NamedTuple):
    """A text in lines, and what is to be said below it."""

    lines: list[Text]
    remarks: tuple[str, ...]


def set_text(text: str, room: int, setting: PageSetting) -> SetText:
    """Set a text for so many columns; a line that is longer is code, or an address, and must not be broken."""
    read = read_markdown(plain(unix(text)))
    tree = read_tree(read.html)
    lines = set_flow(tree, room, setting._replace(top=_top(tree)))
    return SetText(lines=lines, remarks=(*_definitions(read), *_unseen(read.unseen)))


def _top(tree: Element) -> int:
    """Return the level of the highest heading."""
    levels, todo = [6], [tree]
    while todo:
        inside = [child for child in todo.pop().children if not isinstance(child, str)]
        levels += [int(child.tag[1]) for child in inside if child.tag[0] == "h" and child.tag[1:].isdecimal()]
        todo += inside
    return min(levels)


def _definitions(read: HtmlText) -> tuple[str, ...]:
    """Return the addresses that the text defines and does not use."""
    return tuple(
        f"[{plain(label)}]: {plain(address)}" + (f' "{plain(title)}"' if title else "")
        for label, address, title in read.unused
    )


def _unseen(unseen: Counter[str]) -> tuple[str, ...]:
    """Say how much of the text nobody sees."""
    said = [quantity(number, NOUNS[kind]) for kind, number in sorted(unseen.items())]
    return (f"Not shown: {', '.join(said)} (kcs show --format markdown has all)",) if said else ()
