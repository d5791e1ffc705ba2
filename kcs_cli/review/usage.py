"""What was noted of articles since they were last reviewed: their demand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from kcs_cli.journal.ledger.standing import Standing
from kcs_cli.search.log_line import LoggedSearch
from kcs_cli.search.session import landings, refined_hits


class Usage(NamedTuple):
    """Counts of one article: cases it solved, helped, or was tried in; flags that are open; votes; searches.

    Cases, votes and `refined` searches are those since the last review. `landed` counts the searches that it was
    the first hit of, or that it was opened from; `links` the articles that link to it.
    """

    resolutions: int = 0
    references: int = 0
    tried: int = 0
    flags: tuple[str, ...] = ()
    unhelpful: int = 0
    refined: int = 0
    landed: int = 0
    links: int = 0
    solved_at: datetime | None = None

    @property
    def reuses(self) -> int:
        """The cases it solved or helped."""
        return self.resolutions + self.references


UNUSED = Usage()


def count_usage(
    standing: Standing, searches: Sequence[LoggedSearch], reviewed: Mapping[str, datetime], ids: Mapping[str, str]
) -> dict[str, Usage]:
    """Return each article's usage since it was reviewed; `ids` maps all ids that articles go by to their own."""
    articles, numbers = list(reviewed), {article: number for number, article in enumerate(reviewed)}
    noted = {n: numbers[ids[name]] for n, name in standing.subjects().items() if ids.get(name) in numbers}
    demand = standing.demand(noted, list(reviewed.values()))
    usage = {articles[number]: UNUSED._replace(**one._asdict()) for number, one in demand.items()}
    for subject, why in standing.flags():
        if subject in noted:
            known = usage.get(articles[noted[subject]], UNUSED)
            usage[articles[noted[subject]]] = known._replace(flags=(*known.flags, why))
    hits = ((ids.get(shown, ""), at) for shown, at in refined_hits(searches))
    refined = Counter(article for article, at in hits if article in reviewed and at > reviewed[article])
    landed = Counter(ids.get(shown, "") for shown in landings(searches))
    for article in (refined.keys() | landed.keys()) & numbers.keys():
        usage[article] = usage.get(article, UNUSED)._replace(refined=refined[article], landed=landed[article])
    return dict.fromkeys(reviewed, UNUSED) | usage
