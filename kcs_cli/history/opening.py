"""The past of a knowledge base's articles, with what is missing said."""

from collections.abc import Iterable

from kcs_cli.errors import KcsError
from kcs_cli.git.process import answer_line, check_git
from kcs_cli.history.history import Choose, History, no_change
from kcs_cli.history.kind import compare_texts
from kcs_cli.history.lineage import Rules
from kcs_cli.history.past import Past
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase, once
from kcs_cli.knowledge_base.place import find_history_file

UNSHALLOW = "git fetch --unshallow"  # without earlier texts (--filter) white space would look like work


@once
def history(kb: KnowledgeBase) -> History:
    """Return what git knows of the articles' past. Raise KcsError where there is no git."""
    git, config = kb.git, kb.config
    if git is None:
        raise KcsError(f"{kb.root} is in no git repository: there is no history to look at", "Begin one: git init")
    fields = (config.history.fields, config.fields.title, config.fields.kind, config.fields.said)
    rules = Rules(config.history.mass_edit, config.history.bots, config.history.counted, repr(fields))
    opened = History(git.top, find_history_file(git), rules, lambda before, after: compare_texts(before, after, config))
    opened.watch, opened.tell = kb.progress, kb.tell
    return opened


def recent_pasts(kb: KnowledgeBase, paths: Iterable[str]) -> dict[str, Past]:
    """Return the past of articles, by their paths, down to the last change that counts as work. Raise as below."""
    check_history(kb)
    places = {place_in_repository(kb, path): path for path in paths}
    return {places[place]: past for place, past in history(kb).recent(places).items()}


def whole_pasts(kb: KnowledgeBase, paths: Iterable[str], choose: Choose = no_change) -> dict[str, Past]:
    """Return the whole past of articles, by their paths, the kinds of the changes told that `choose` names.

    A file that was never committed has an empty one. Raise KcsError where there is no history.
    """
    check_history(kb)
    places = {place_in_repository(kb, path): path for path in paths}
    return {places[place]: past for place, past in history(kb).pasts(places, choose=choose).items()}


def check_history(kb: KnowledgeBase) -> None:
    """Raise KcsError where there is no history; say what is missing of it."""
    if not history(kb).head:
        top = history(kb).top
        check_git(top)
        raise KcsError(f"Nothing is committed yet in {top}: there is no history to look at", "Commit the articles")
    _tell_what_is_missing(kb)


@once
def _tell_what_is_missing(kb: KnowledgeBase) -> None:
    """Say that a shallow clone has no beginning, and how to get it: once, however many figures ask."""
    if history(kb).boundary:
        kb.tell(f"This clone is shallow: what was before is not known, ages are “at least”. To get it: {unshallow(kb)}")


def unshallow(kb: KnowledgeBase) -> str:
    """Return the command that gets the whole history."""
    remote = answer_line(history(kb).top, "remote").partition("\n")[0] or "origin"
    return f"{UNSHALLOW} {remote}"


def check_ages(kb: KnowledgeBase) -> None:
    """Raise KcsError where ages are only “at least”: nothing may be decided by them."""
    if history(kb).boundary:
        raise KcsError("This clone is shallow: how old articles are is not known, so --check has no answer", unshallow(kb))


def place_in_repository(kb: KnowledgeBase, path: str) -> str:
    """Return the path of an article's file in the repository."""
    file = kb.library.file_of(path)
    return f"{kb.base}/{file}" if kb.base else file
