"""Topics that are asked about and in no quadrant of the matrix yet."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kcs_cli.render.report import Table
from kcs_cli.text.display import quantity


class Proposal(NamedTuple):
    """A topic that is asked about and in no quadrant yet: what people say, or the tag; how often, and where that is from."""

    name: str
    queries: tuple[str, ...]
    tags: tuple[str, ...]
    cases: int
    searches: int
    source: str


class ProposalReport(NamedTuple):
    """Topics for the matrix, those of most cases and searches first."""

    proposals: tuple[Proposal, ...]

    def tables(self) -> Sequence[Table]:
        """Return them as TOML to paste; which quadrant they are in people decide."""
        if not self.proposals:
            return (Table("Nothing is asked about that is in no topic yet"),)
        lines = tuple(line for one in self.proposals for line in _as_toml(one))
        return (Table("For matrix.toml; say for each what is to become of it:", lines=lines),)


def _as_toml(one: Proposal) -> Iterator[str]:
    """Write a proposal as TOML without its quadrant."""
    from json import dumps

    volume = " and ".join(
        quantity(number, *noun)
        for number, noun in ((one.cases, ("case",)), (one.searches, ("search", "searches")))
        if number
    )
    yield f"[topic.{dumps(one.name, ensure_ascii=False)}]  # {volume}; {one.source}"
    yield 'quadrant = ""  # eliminate, simplify, automate or leverage'
    for key, values in (("query", one.queries), ("tags", one.tags)):
        if values:
            yield f"{key} = {dumps(values[0] if len(values) == 1 else list(values), ensure_ascii=False)}"
    yield ""
