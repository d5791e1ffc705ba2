"""The past of a knowledge base's articles, with what is missing said."""

from collections.abc import Iterable

from kcs_cli.errors import KcsError
from kcs_cli.git import asked
from kcs_cli.git_history import Choose, nothing
from kcs_cli.knowledge_base import KnowledgeBase
from kcs_cli.past import Past

UNSHALLOW = "git fetch --unshallow"
WITHOUT_TEXTS = " --filter=blob:none"  # loads little, and tells who changed what when


def recent_pasts(kb: KnowledgeBase, paths: Iterable[str]) -> dict[str, Past]:
    """Return the past of articles, by their paths, down to the last change that counts as work. Raise as below."""
    check_history(kb)
    places = {place_in_repository(kb, path): path for path in paths}
    return {places[place]: past for place, past in kb.history.recent(places).items()}


def whole_pasts(
    kb: KnowledgeBase, paths: Iterable[str], choose: Choose = nothing, *, with_texts: bool = False
) -> dict[str, Past]:
    """Return the whole past of articles, by their paths, the kinds of the changes told that `choose` names.

    A file that was never committed has an empty one. Who wants earlier texts, too, is told how to get those as well.
    Raise KcsError where there is no history.
    """
    check_history(kb, with_texts=with_texts)
    places = {place_in_repository(kb, path): path for path in paths}
    return {places[place]: past for place, past in kb.history.pasts(places, choose=choose).items()}


def check_history(kb: KnowledgeBase, *, with_texts: bool = False) -> None:
    """Raise KcsError where there is no history; say what is missing of it."""
    if not kb.history.head:
        top = kb.history.top
        raise KcsError(f"Nothing is committed yet in {top}: there is no history to look at", "Commit the articles")
    tell_what_is_missing(kb, UNSHALLOW if with_texts else UNSHALLOW + WITHOUT_TEXTS)


def tell_what_is_missing(kb: KnowledgeBase, command: str) -> None:
    """Say that a shallow clone has no beginning, and how to get it."""
    if kb.history.boundary:
        remote = asked(kb.history.top, "remote").partition("\n")[0] or "origin"
        kb.tell(f"This clone is shallow: what was before is not known, ages are “at least”. To get it: {command} {remote}")


def place_in_repository(kb: KnowledgeBase, path: str) -> str:
    """Return an article's path in the repository."""
    return f"{kb.base}/{path}" if kb.base else path
