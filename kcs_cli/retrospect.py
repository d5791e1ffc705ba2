"""The past of a knowledge base's articles, with what is missing said."""

from collections.abc import Iterable

from kcs_cli.errors import KcsError
from kcs_cli.git import asked
from kcs_cli.git_history import Choose, last_substantive
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.past import Past
from kcs_cli.places import base_name

UNSHALLOW = "git fetch --unshallow --filter=blob:none"


def pasts_of(kb: KnowledgeBase, paths: Iterable[str], choose: Choose = last_substantive) -> dict[str, Past]:
    """Return the past of articles by their paths in the knowledge base, the kinds of the changes `choose` names settled.

    A file that was never committed has an empty one. Raise KcsError where there is no history.
    """
    history = kb.history
    if not history.head:
        raise KcsError(f"Nothing is committed yet in {history.top}: there is no history to look at", "Commit the articles")
    tell_what_is_missing(kb)
    places = {place_in_repository(kb, path): path for path in paths}
    found = history.settled(history.pasts(places), choose)
    return {path: found[place] for place, path in places.items()}


def tell_what_is_missing(kb: KnowledgeBase) -> None:
    """Say that a shallow clone has no beginning, and how to get it."""
    if kb.history.boundary:
        remote = asked(kb.history.top, "remote").partition("\n")[0] or "origin"
        kb.tell(f"This clone is shallow: what was before is not known, ages are “at least”. To get it: {UNSHALLOW} {remote}")


def place_in_repository(kb: KnowledgeBase, path: str) -> str:
    """Return an article's path in the repository."""
    base = base_name(kb.root)
    return f"{base}/{path}" if base else path
