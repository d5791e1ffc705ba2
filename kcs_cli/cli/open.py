"""`kcs open`: an article in the editor, or its page on the web."""

import os
import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kcs_cli.cli import editor, output
from kcs_cli.cli.shared_option import RootOption
from kcs_cli.errors import NotFoundError
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase

if TYPE_CHECKING:
    from kcs_cli.article.card import Card


def open_article(
    name: Annotated[str, typer.Argument(metavar="ID", help="Id, alias, path, file name, or number in the last list.")],
    page: Annotated[bool, typer.Option("--page", help="Open the page that its field `url` names, in the browser.")] = False,
    root: RootOption = None,
) -> None:
    """Open an article in your editor.

    It opens at the line that the last search showed, else where its text begins.
    """
    from kcs_cli.search.name import find_card, line_of
    from kcs_cli.search.read_log import note_read

    kb = KnowledgeBase.open(root, output.tell, output.progress)
    card = find_card(kb, name)
    note_read(kb, card)
    if page:
        output.show_text(open_page(find_address(kb, card)))
    else:
        editor.edit(kb.root / card.path, line_of(kb, card))


def find_address(kb: KnowledgeBase, card: "Card") -> str:
    """Return the address on the web that an article names in its field `url`. Raise NotFoundError for none."""
    from kcs_cli.article.front_matter import plain_text, take_apart
    from kcs_cli.article.reader import read_sound_card
    from kcs_cli.cli.input import ADDRESS

    _, text = read_sound_card(kb, card)
    address = plain_text(take_apart(text.encode())[1].get("url", "")).strip()
    if not re.fullmatch(ADDRESS, address, re.IGNORECASE):
        raise NotFoundError(f"{card.id} names no page of its own", "Its field `url` may: url: https://…")
    return address


def open_page(address: str) -> str:
    """Open an address in the browser; return what to tell: over SSH, or where there is no screen, the address itself."""
    import webbrowser

    has_screen = sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not has_screen or "SSH_CONNECTION" in os.environ:  # there the browser would be one of text, in this terminal
        return address
    return f"Opened {address}" if webbrowser.open(address) else address
