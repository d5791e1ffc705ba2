"""Chains that ask the same, together: each chain in one group, and all that led to one article in one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kcs_cli.demand.chain import Ask
from kcs_cli.search.same_question import order


class QuestionGroup(NamedTuple):
    """Chains that ask the same: their wordings, the commonest first, and those that lead a group of wordings (`heads`)."""

    wordings: tuple[str, ...]
    heads: tuple[str, ...]
    asks: tuple[Ask, ...]
    article: str = ""

    @property
    def rank(self) -> tuple[int, int, float, str]:
        """Return what groups are sorted by: people, times, the last time. Who is not known may be anybody else."""
        unknown = sum(not ask.who for ask in self.asks)
        known = people_of(ask for ask in self.asks if ask.who)
        return (-(known + unknown), -len(self.asks), -max(ask.at for ask in self.asks).timestamp(), self.heads[0])


def people_of(asks: Iterable[Ask]) -> int:
    """Count who asked; all that nobody is known of are one."""
    return len({ask.who for ask in asks})


def wordings_of(asks: Iterable[Ask]) -> dict[str, int]:
    """Return how many chains have each wording."""
    return Counter(words for ask in asks for words in ask.wordings)


def gather(asks: Sequence[Ask], heads: Mapping[str, str], ids: Mapping[str, str]) -> list[QuestionGroup]:
    """Put each chain into one group: that of most chains, of those its wordings are in; then groups of one article together.

    `heads` maps each wording to the one that leads its group, `ids` all ids that articles go by to their own.
    """
    times = Counter(head for ask in asks for head in {heads[words] for words in ask.wordings})
    found: dict[str, list[Ask]] = {}
    for ask in asks:
        found.setdefault(min((heads[words] for words in ask.wordings), key=lambda head: (-times[head], head)), []).append(
            ask
        )
    groups: dict[tuple[str, str], list[Ask]] = {}
    for head in sorted(found):
        article = _article_of(found[head], ids)
        groups.setdefault(("", article) if article else (head, ""), []).extend(found[head])
    made = [_as_group(same, heads, article) for (_, article), same in groups.items()]
    return sorted(made, key=lambda group: group.rank)


def _article_of(asks: Sequence[Ask], ids: Mapping[str, str]) -> str:
    """Return the article that most of the chains ended at, else what most opened next; nothing for one that is gone."""
    found = Counter(ids[ask.article] for ask in asks if ask.article in ids)
    return min(found, key=lambda article: (-found[article], article), default="") or _opened_next(asks, ids)


def _opened_next(asks: Sequence[Ask], ids: Mapping[str, str]) -> str:
    """Return what was opened next by several people, after half of the chains or more: then it is no chance."""
    found = Counter(ids[ask.next] for ask in asks if ask.next in ids)
    for article, times in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:1]:
        if 2 * times >= len(asks) and people_of(ask for ask in asks if ids.get(ask.next) == article) > 1:
            return article
    return ""


def _as_group(asks: Sequence[Ask], heads: Mapping[str, str], article: str) -> QuestionGroup:
    """Return chains as a group."""
    counts = wordings_of(asks)
    wordings = sorted(counts, key=lambda words: order(words, counts[words]))
    first = {heads[words]: words for words in reversed(wordings)}
    return QuestionGroup(
        tuple(wordings), tuple(words for words in wordings if first[heads[words]] == words), tuple(asks), article
    )
