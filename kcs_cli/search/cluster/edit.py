"""What a clone has otherwise than its cluster: articles edited and not committed, or committed and not pushed.

The cluster knows what was committed when it was last fed. Of the articles that differ here the clone's own index answers,
and both are one page: they rank alike.
"""

from collections.abc import Callable, Iterator
from functools import cached_property

from kcs_cli.article.card import Card
from kcs_cli.files.markdown_file import is_markdown
from kcs_cli.git.process import git_text
from kcs_cli.knowledge_base.knowledge_base import KnowledgeBase
from kcs_cli.search.cluster.engine import ClusterEngine
from kcs_cli.search.cluster.shelf import Shelf
from kcs_cli.search.engine.answer import PLAIN, Answer, SearchOptions, Where
from kcs_cli.search.engine.query import Query
from kcs_cli.search.engine.seam import Engine
from kcs_cli.text.outside import portable

STATUS = ("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all")
COMMITTED = ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff")
MOST_COMMITTED = 200  # articles in commits of the clone: with more it is the cluster that is behind, as its status says


def edited_paths(kb: KnowledgeBase, commit: str) -> frozenset[str]:
    """Return the articles, by their paths in the base, that differ here from those of a commit, and from no later one."""
    if kb.git_top is None:
        return frozenset()
    place = ("--", f"{kb.base or '.'}")
    status = git_text(kb.git_top, *STATUS, *place).split("\0")
    committed = list(filter(None, git_text(kb.git_top, *COMMITTED, f"{commit}...HEAD", *place).split("\0")))
    named = [one[3:] for one in status] + (committed if len(committed) <= MOST_COMMITTED else [])
    start = f"{kb.base}/" if kb.base else ""
    return frozenset(portable(name.removeprefix(start)) for name in named if is_markdown(name))


class EditedEngine(ClusterEngine):
    """The articles on a cluster, those edited here as they are in the clone; `own` opens its index where there are any."""

    def __init__(self, shelf: Shelf, own: Callable[[], Engine], find_edited: Callable[[str], frozenset[str]]) -> None:
        super().__init__(shelf)
        self.own = own
        self.find_edited = find_edited

    @cached_property
    def edited(self) -> frozenset[str]:
        """The paths of the articles that differ here."""
        return self.find_edited(self.shelf.stamp.commit)

    def search(self, query: Query, where: Where, limit: int, options: SearchOptions = PLAIN) -> Answer:
        """Answer a question: an edited article that is on the clone's first page is where its score puts it."""
        answer = super().search(query, where, limit + len(self.edited), options)
        if not self.edited:
            return answer
        own = self.own()
        own.synonyms = self.synonyms
        here = own.search(query, where, limit, options._replace(facets=False))
        if answer.matches and (here.archived, here.relaxed) != (answer.archived, answer.relaxed):
            here = here._replace(matches=())  # it answers another question
        kept = [one for one in answer.matches if one.card.path not in self.edited]
        new = [one for one in here.matches if one.card.path in self.edited]
        matches = sorted((*kept, *new), key=lambda one: -one.score)[:limit]
        known = answer if kept or not new else here
        near_here = {one.card.path: one for one in here.near}
        asked = tuple(near_here.get(one.card.path, one) if one.card.path in self.edited else one for one in answer.near)
        return known._replace(matches=tuple(matches), found=max(answer.found, len(matches)), near=asked)

    def cards(self, field: str, value: str) -> list[Card]:
        """Return the sound articles with a term, by path."""
        return self._with_own(super().cards(field, value), lambda own: own.cards(field, value))

    def titled(self, title: str) -> list[Card]:
        """Return the sound articles of a title, by path."""
        return self._with_own(super().titled(title), lambda own: own.titled(title))

    def all_cards(self) -> list[Card]:
        """Return all sound articles, by path."""
        return self._with_own(super().all_cards(), lambda own: own.all_cards())

    def names(self, beginning: str = "") -> list[str]:
        """Return names that articles go by, or those that begin so."""
        return sorted({*super().names(beginning), *(self.own().names(beginning) if self.edited else ())})

    def bodies(self) -> Iterator[tuple[str, str]]:
        """Yield the text of each sound article with its path."""
        yield from ((path, body) for path, body in super().bodies() if path not in self.edited)
        own = self.own()
        yield from ((card.path, card.body) for path in sorted(self.edited) for card in own.cards("path", path))

    def _with_own(self, cards: list[Card], find: Callable[[Engine], list[Card]]) -> list[Card]:
        """Return articles of the cluster with those of the clone in place of the edited ones."""
        if not self.edited:
            return cards
        own = [card for card in find(self.own()) if card.path in self.edited]
        return sorted((*(card for card in cards if card.path not in self.edited), *own), key=lambda card: card.path)
