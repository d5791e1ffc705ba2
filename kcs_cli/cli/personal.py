"""Personal data is stopped before it enters history: asked about on a terminal, refused elsewhere."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from kcs_cli.article import unique
from kcs_cli.cli import output
from kcs_cli.config import Config
from kcs_cli.errors import KcsError
from kcs_cli.privacy import KINDS, find_personal, masked

MOST_SHOWN = 5


def check_personal(texts: Iterable[str], config: Config, allow: Sequence[str], instead: str = "Nothing was written") -> None:
    """Let texts pass that have no personal data but of the kinds allowed, or whose person keeps it. Raise KcsError.

    `instead` says what is so after a refusal.
    """
    check_kinds(allow)
    everything = (found for text in texts for found in find_personal(text, config.privacy_patterns))
    found = [one for one in everything if one.kind not in allow]
    if not found:
        return
    kinds = unique(one.kind for one in found)
    shown = unique(f"{one.kind} ({masked(one)})" for one in found)
    listed = ", ".join(shown[:MOST_SHOWN]) + (f", {len(shown) - MOST_SHOWN} more" if len(shown) > MOST_SHOWN else "")
    if output.is_interactive() and output.ask(f"This has personal data: {listed}. Keep it?", False):
        return
    options = " ".join(f"--allow {kind}" for kind in kinds)
    raise KcsError(f"This has personal data: {listed}. {instead}", f"Leave it out, or let it through: {options}")


def check_kinds(allow: Sequence[str]) -> None:
    """Raise KcsError for a kind that kcs does not look for."""
    for kind in allow:
        if kind not in KINDS:
            near = get_close_matches(kind.lower(), KINDS, 1, 0.5)
            hint = f"Did you mean {near[0]}?" if near else f"One of {', '.join(KINDS)}"
            raise KcsError(f"There is no kind of personal data {kind}", hint)
