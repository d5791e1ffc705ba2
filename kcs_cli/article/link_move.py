"""The links of a text to an article that goes by another path and id from now on."""

import re
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from kcs_cli.article.link import Link, destination_path, encode, in_style
from kcs_cli.article.link_form import rewritable_links


class ArticleMove(NamedTuple):
    """An article's path and ids (case-folded), and the path and the id that links to it shall lead to."""

    path: str
    ids: frozenset[str]
    new_path: str
    new_id: str


def moved_links(text: str, path: str, move: ArticleMove) -> tuple[str, int]:
    """Return the text of an article's file with its links to an article moved, and how many there are.

    Every other byte stays; code, fenced or in a line, is no link.
    """
    parts, end = [], 0
    for link in rewritable_links(text):
        new = _new_destination(link, path, move)
        if new is not None:
            parts += [text[end : link.start], new]
            end = link.end
    return "".join([*parts, text[end:]]), len(parts) // 2


def _new_destination(link: Link, path: str, move: ArticleMove) -> str | None:
    """Return the destination that a link gets in the place of the one it has; None for one that leads elsewhere."""
    written = re.split(r"[?#]", link.destination, maxsplit=1)[0]
    rest = link.destination[len(written) :]
    meant = normalize("NFC", unquote(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", written)))
    if meant and destination_path(meant, path) == normalize("NFC", move.path):
        return encode(in_style(meant, path, move.new_path), link, written) + rest
    if meant.casefold() in move.ids:
        return encode(move.new_id, link, written) + rest
    return None
