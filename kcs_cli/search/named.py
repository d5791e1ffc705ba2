"""Named searches: `@printers jam` is what `printers` stands for in the settings, and jam."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from kcs_cli.errors import KcsError

NAME = r"(?<!\S)@([\w-]+)(?!\S)"


def expanded(typed: str, searches: Iterable[tuple[str, str]]) -> str:
    """Return what was typed with the words that names stand for; a name that is none of them stays a word."""
    known = dict(searches)
    return re.sub(NAME, lambda found: known.get(found[1], found[0]), typed)


def check_names(typed: str, searches: Iterable[tuple[str, str]]) -> None:
    """Raise KcsError for a word that seems to be such a name, mistyped."""
    known = dict(searches)
    for name in re.findall(NAME, typed):
        if name not in known and (near := get_close_matches(name, known, 1, 0.7)):
            raise KcsError(f"There is no search @{name} in the settings", f"Did you mean @{near[0]}?")
