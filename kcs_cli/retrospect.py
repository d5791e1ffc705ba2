"""The past of a knowledge base's articles, with what is missing said."""

from collections.abc import Iterable

from kcs_cli.errors import KcsError
from kcs_cli.git import asked
from kcs_cli.git_history import Choose, nothing
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.past import Past

UNSHALLOW = "git fetch --unshallow"  # without earlier texts (--filter) white space would look like work


def recent_pasts(kb: KnowledgeBase, paths: Iterable[str]) -> dict[str, Past]:
    """Return the past of articles, by their paths, down to the last change that counts as work. Raise as below."""
    check_history(kb)
    places = {place_in_repository(kb, path): path for path in paths}
    return {places[place]: past for place, past in kb.history.recent(places).items()}


def whole_pasts(kb: KnowledgeBase, paths: Iterable[str], choose: Choose = nothing) -> dict[str, Past]:
    """Return the whole past of articles, by their paths, the kinds of the changes told that `choose` names.

    A file that was never committed has an empty one. Raise KcsError where there is no history.
    """
    check_history(kb)
    places = {place_in_repository(kb, path): path for path in paths}
    return {places[place]: past for place, past in kb.history.pasts(places, choose=choose).items()}


def check_history(kb: KnowledgeBase) -> None:
    """Raise KcsError where there is no history; say what is missing of it."""
    if not kb.history.head:
        top = kb.history.top
        raise KcsError(f"Nothing is committed yet in {top}: there is no history to look at", "Commit the articles")
    tell_what_is_missing(kb)


def tell_what_is_missing(kb: KnowledgeBase) -> None:
    """Say that a shallow clone has no beginning, and how to get it."""
    if kb.history.boundary:
        kb.tell(f"This clone is shallow: what was before is not known, ages are “at least”. To get it: {unshallow(kb)}")


def unshallow(kb: KnowledgeBase) -> str:
    """Return the command that gets the whole history."""
    remote = asked(kb.history.top, "remote").partition("\n")[0] or "origin"
    return f"{UNSHALLOW} {remote}"


def check_ages(kb: KnowledgeBase) -> None:
    """Raise KcsError where ages are only “at least”: nothing may be decided by them."""
    if kb.history.boundary:
        raise KcsError("This clone is shallow: how old articles are is not known, so --check has no answer", unshallow(kb))


def place_in_repository(kb: KnowledgeBase, path: str) -> str:
    """Return an article's path in the repository."""
    return f"{kb.base}/{path}" if kb.base else path
