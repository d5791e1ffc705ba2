"""What the truth about a desk is told in."""

from typing import NamedTuple


class Share(NamedTuple):
    """Some of all."""

    part: int
    whole: int


class Known(NamedTuple):
    """The ids of closed cases: `known`, `new`, and those of the new that are `not_captured`."""

    known: frozenset[str]
    new: frozenset[str]
    not_captured: frozenset[str]


class Outcomes(NamedTuple):
    """What became of the closed cases; None where nothing was given. `mix` counts the cases by kind."""

    first_contact: Share
    csat_mean: float | None
    csat_count: int
    median_hours: float | None
    repeats: Share
    mix: dict[str, int]


class Published(NamedTuple):
    """How many days articles took from their first commit to their audience."""

    median_days: float | None
    articles: int


class SelfService(NamedTuple):
    """Searches and votes."""

    searches: int
    without_hits: int
    opened: int
    helpful: int
    unhelpful: int
