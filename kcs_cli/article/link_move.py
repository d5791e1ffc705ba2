"""The links of a text to an article that goes by another path and id from now on."""

import re
from collections.abc import Iterable
from posixpath import basename, dirname, join
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from kcs_cli.article.link import Link, LinkForm, destination_path, encode, in_style
from kcs_cli.article.link_form import rewritable_links
from kcs_cli.article.site_address import SUFFIXES
from kcs_cli.article.site_lead import Lead

TEMPLATE_FORMS = (LinkForm.name, LinkForm.root)


class ArticleMove(NamedTuple):
    """An article's path and ids (case-folded), and the path and the id that links to it shall lead to.

    `name` and `new_name` are what `[[…]]` calls the two files: without folders where no other one is called so. `lead` tells
    where the site leads a link that is no path.
    """

    path: str
    ids: frozenset[str]
    new_path: str
    new_id: str
    name: str = ""
    new_name: str = ""
    lead: Lead | None = None


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
    new = _new_path(link, meant, path, move) or _new_address(meant, path, move)
    is_template = link.form in TEMPLATE_FORMS
    if not (new or is_template) and meant.casefold() in move.ids and (move.lead is None or not meant.startswith("/")):
        new = move.new_id  # in the place of an address it would lead nowhere on the site
    safe = encode(new, link, written)
    return safe + rest if new and (safe == new or not is_template) else None  # a template decodes nothing


def _new_path(link: Link, meant: str, path: str, move: ArticleMove) -> str:
    """Return the path of the new article, written as that of the old; nothing for what is none."""
    old = normalize("NFC", move.path)
    if link.form is LinkForm.root:
        return meant[: -len(old)] + move.new_path if meant in (old, f"/{old}") else ""
    return in_style(meant, path, move.new_path) if meant and destination_path(meant, path) == old else ""


def _new_address(meant: str, path: str, move: ArticleMove) -> str:
    """Return the address of the new article, written as one of the old; nothing where the site would not lead it there."""
    old, new = _place(move.path), _place(move.new_path)
    may_lead = re.match(r"/(?!/)", meant) or basename(old).casefold() in meant.casefold()
    if move.lead is None or not may_lead or move.lead(meant, path) != move.path:
        return ""
    address = SUFFIXES.sub("", meant.strip("/"))
    begin, _, end = meant.partition(address or "/")
    tries = []
    if f"/{old}".endswith(f"/{address}") and new.startswith(root := old[: len(old) - len(address)]):
        tries.append(new[len(root) :])
    if basename(address) == basename(old):
        tries.append(join(dirname(address), basename(new)))
    if begin:  # a name of its own, or a former one: the shortest that is the new article's
        tries += [new.split("/", above)[-1] for above in range(new.count("/"), -1, -1)]
    written = (f"{begin}{one}{end}" for one in tries if one)
    return next((one for one in written if move.lead(one, path) == move.new_path), "")


def _place(path: str) -> str:
    """Return where a site has the page of a path, below the folder that it serves."""
    return SUFFIXES.sub("", path).removesuffix("/_index").removesuffix("/index")


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
