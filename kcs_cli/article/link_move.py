"""The links of a text to an article that goes by another path and id from now on."""

import re
from collections.abc import Iterable
from posixpath import basename
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from kcs_cli.article.link import Link, LinkForm, destination_path, encode, in_style
from kcs_cli.article.link_form import rewritable_links


class ArticleMove(NamedTuple):
    """An article's path and ids (case-folded), and the path and the id that links to it shall lead to.

    `name` and `new_name` are what `[[…]]` calls the two files: without folders where no other one is called so.
    """

    path: str
    ids: frozenset[str]
    new_path: str
    new_id: str
    name: str = ""
    new_name: str = ""


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
    if link.form is LinkForm.wiki:
        return _new_wiki_name(link.destination, move)
    written = re.split(r"[?#]", link.destination, maxsplit=1)[0]
    rest = link.destination[len(written) :]
    meant = normalize("NFC", unquote(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", written)))
    if meant and destination_path(meant, path) == normalize("NFC", move.path):
        return encode(in_style(meant, path, move.new_path), link, written) + rest
    if meant.casefold() in move.ids:
        return encode(move.new_id, link, written) + rest
    return None


def _new_wiki_name(destination: str, move: ArticleMove) -> str | None:
    """Return what `[[…]]` says in the place of a file's name or path; an id stays as it is, for it becomes an alias."""
    written, sign, anchor = destination.partition("#")
    said = normalize("NFC", written.removesuffix(".md")).casefold()
    new = {
        normalize("NFC", move.path.removesuffix(".md")).casefold(): move.new_path.removesuffix(".md"),
        normalize("NFC", move.name).casefold(): move.new_name,
    }.get(said, "")
    is_name = bool(new) and not re.search(r"[][|#]", new)
    return f"{new}{sign}{anchor}" if is_name and said else None


def wiki_name(path: str, file_names: Iterable[str]) -> str:
    """Return what `[[…]]` calls the file of a path: its name, or its path where several of the files are called so."""
    alike = [name for name in file_names if name.casefold() == basename(path).casefold()]
    return (path if len(alike) > 1 else basename(path)).removesuffix(".md")
